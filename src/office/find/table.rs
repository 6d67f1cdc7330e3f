//! Certificates that were found as lines, to be read and to be filed.

use std::borrow::Cow;

use super::Hit;
use crate::office::register::{self, Kind, RegisterError};
use crate::words::{Lang, say, status};

/// A line a certificate.
///
/// # Errors
/// The file cannot be written.
pub fn hits_table(kind: Kind, hits: &[Hit], lang: Lang) -> Result<Vec<u8>, RegisterError> {
    let headings = [
        say!(lang, "office-certificates-found-number"),
        say!(lang, "office-certificates-found-registration"),
        say!(lang, "office-certificates-found-name"),
        say!(lang, "office-certificates-found-scheme"),
        say!(lang, "office-certificates-found-issued"),
        say!(lang, "office-certificates-found-until"),
        say!(lang, "office-certificates-found-state"),
        say!(lang, "office-certificates-found-lsp"),
    ]
    .map(Cow::into_owned);
    register::file(kind, headings, hits.iter().map(|hit| line(hit, lang)))
}

/// Number, registration, holder, scheme, day of issue, last day, state and LSP of a certificate.
#[must_use]
pub fn line(hit: &Hit, lang: Lang) -> [String; 8] {
    let state = match hit.state {
        None => say!(lang, "office-certificates-found-not-as-recorded"),
        Some(state) => status::state(state).say(lang),
    };
    let one = &hit.listed;
    [
        one.number.clone(),
        one.registration.clone(),
        one.holder.clone(),
        one.scheme.to_string(),
        one.term.issued_on.to_string(),
        one.term.valid_until.to_string(),
        state.into_owned(),
        one.lsp.to_string(),
    ]
}
