//! Words that several pages of the office share: days, instants, people, states, what the office refuses.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::issuer::Lsp;
use crate::domain::month;
use crate::domain::status::State;
use crate::office::Error;
use crate::web::Error as WebError;
use crate::words::{Lang, key, say};

pub(super) fn day(day: Date, lang: Lang) -> String {
    match lang {
        Lang::En => month::english(day),
        Lang::Id => month::indonesian(day),
    }
}

/// An instant in the LSP's zone.
pub(super) fn moment(instant: Timestamp, lsp: &Lsp, lang: Lang) -> String {
    let there = instant.to_zoned(lsp.time_zone.rules().clone());
    let time = match lang {
        Lang::En => there.strftime("%H:%M %Z"),
        Lang::Id => there.strftime("%H.%M %Z"),
    };
    format!("{}, {time}", day(there.date(), lang))
}

/// Whoever a journal names, without the kind of actor.
pub(super) fn person(actor: &str) -> &str {
    actor.split_once(':').map_or(actor, |(_, name)| name)
}

pub(super) fn status(state: State, lang: Lang) -> Cow<'static, str> {
    let word = match state {
        State::Revoked => key!("office-requests-status-revoked"),
        State::Superseded => key!("office-requests-status-superseded"),
        State::Suspended => key!("office-requests-status-suspended"),
        State::Valid => key!("office-requests-status-valid"),
    };
    word.say(lang)
}

/// A certificate's state by the journal; of a row that is not as it was issued, that.
pub(super) fn held(state: Option<State>, lang: Lang) -> Cow<'static, str> {
    state.map_or_else(|| say!(lang, "office-certificates-not-as-recorded"), |state| status(state, lang))
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
