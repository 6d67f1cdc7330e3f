//! The words for what is refused to employers, and about them.

use std::borrow::Cow;

use super::InWords;
use crate::office::employers::{EmployerError, InvalidTerms, Terms};
use crate::words::{Lang, say};

impl InWords for EmployerError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Account(cause) => cause.in_words(lang),
            Self::Day { most } => say!(lang, "employers-fault-day", most),
            Self::Keys { most } => say!(lang, "employers-fault-keys", most),
            Self::NoKey => say!(lang, "employers-fault-no-key"),
            Self::NotIssued => say!(lang, "employers-fault-not-issued"),
            Self::Office(cause) => cause.in_words(lang),
            Self::Spent => say!(lang, "employers-fault-spent"),
            Self::Terms(cause) => cause.in_words(lang),
            Self::TooSoon(seconds) => say!(lang, "employers-fault-too-soon", minutes = (seconds + 59) / 60),
        }
    }
}

impl InWords for InvalidTerms {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Company => say!(lang, "employers-fault-company", most = Terms::LONGEST),
            Self::Keys => say!(lang, "employers-fault-terms-keys", most = Terms::MOST_KEYS),
            Self::Lookups => say!(lang, "employers-fault-terms-lookups", most = Terms::MOST_LOOKUPS),
            Self::Nik => say!(lang, "employers-fault-terms-nik", most = Terms::MOST_NIK),
        }
    }
}
