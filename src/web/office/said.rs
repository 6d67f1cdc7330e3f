//! Words that several pages of the office share: days, instants, people, states, what the office refuses.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::domain::issuer::Lsp;
use crate::domain::status::State;
use crate::office::Error;
pub(super) use crate::office::in_words::certificate::held;
pub(super) use crate::office::in_words::people::{role, who};
use crate::web::Error as WebError;
pub(super) use crate::words::when::day;
use crate::words::{self, Lang, say, when};

/// An instant in the LSP's zone.
pub(super) fn moment(instant: Timestamp, lsp: &Lsp, lang: Lang) -> String {
    when::moment(instant, lsp.time_zone.rules(), lang)
}

pub(super) fn status(state: State, lang: Lang) -> Cow<'static, str> {
    words::status::state(state).say(lang)
}

/// What the office refuses, where whoever asked can do something about it.
pub(super) fn refusal(error: &Error, lsp: &Lsp, lang: Lang) -> Option<Cow<'static, str>> {
    Some(match error {
        Error::ConsoleClosed(_) => return None,
        Error::Untrusted { issued_on: day, .. } => say!(lang, "office-requests-refusal-untrusted", lsp = lsp.id, day),
        Error::NotInTrustList(_) | Error::NotSignedByRoot | Error::Unpublished(_) => {
            say!(lang, "office-requests-refusal-root")
        }
        Error::Clock(_) => say!(lang, "office-requests-refusal-clock"),
        Error::NotAsIssued { number } => say!(lang, "office-requests-refusal-altered", number),
        Error::Day(_) => say!(lang, "office-requests-refusal-day"),
        Error::Restored { .. } | Error::RestoredTrustList => say!(lang, "office-requests-refusal-restored"),
        _ => return None,
    })
}

/// What is said on the form; where the person can do nothing about it, it is no matter of the form.
///
/// # Errors
/// The error itself.
pub(super) fn or_failed(
    said: Option<Cow<'static, str>>,
    error: impl std::error::Error + Send + Sync + 'static,
) -> Result<Cow<'static, str>, WebError> {
    said.ok_or_else(|| WebError::Internal(error.into()))
}
