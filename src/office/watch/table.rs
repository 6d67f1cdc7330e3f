//! A list of holders to call as a file.

use std::borrow::Cow;

use super::{Call, List};
use crate::office::in_words::certificate::held;
use crate::office::register::{self, Kind, RegisterError};
use crate::words::{Lang, key, say};

/// What the day of a list is called.
#[must_use]
pub fn due(list: List, lang: Lang) -> Cow<'static, str> {
    let word = match list {
        List::Expired => key!("office-records-due-expired"),
        List::Notice => key!("office-records-due-notice"),
        List::Surveillance => key!("office-records-due-surveillance"),
    };
    word.say(lang)
}

/// Who sent a holder, or why that is not told; none where nobody was named.
#[must_use]
pub fn institution(call: &Call, lang: Lang) -> Option<String> {
    let person = &call.person;
    if person.is_erased {
        Some(say!(lang, "office-records-given-erased").into_owned())
    } else if person.is_altered {
        Some(say!(lang, "office-register-altered").into_owned())
    } else {
        person.institution.clone()
    }
}

/// A list of holders to call, a line a certificate. Of a row that is not as it was issued, the number alone is told.
///
/// # Errors
/// The file cannot be written.
pub fn calls_table(kind: Kind, list: List, calls: &[Call], lang: Lang) -> Result<Vec<u8>, RegisterError> {
    let headings = [
        due(list, lang),
        say!(lang, "office-records-number"),
        say!(lang, "office-records-holder"),
        say!(lang, "office-records-scheme"),
        say!(lang, "office-records-institution"),
        say!(lang, "office-records-issued"),
        say!(lang, "office-records-until"),
        say!(lang, "office-records-state"),
    ]
    .map(Cow::into_owned);
    register::file(kind, headings, calls.iter().map(|call| line(call, lang)))
}

fn line(call: &Call, lang: Lang) -> [String; 8] {
    let watched = &call.watched;
    let told = |text: String| if call.state.is_some() { text } else { String::new() };
    [
        told(call.due.to_string()),
        watched.number.clone(),
        told(watched.holder.clone()),
        told(watched.scheme.to_string()),
        told(institution(call, lang).unwrap_or_default()), // an empty cell says that none was named
        told(watched.term.issued_on.to_string()),
        told(watched.term.valid_until.to_string()),
        held(call.state, lang).into_owned(),
    ]
}
