//! The words for what is refused about accounts.

use std::borrow::Cow;

use super::InWords;
use crate::office::accounts::AccountError;
use crate::office::accounts::password::{LONGEST, SHORTEST, WeakPassword};
use crate::words::{Lang, say};

impl InWords for AccountError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Busy => say!(lang, "failure-account-busy"),
            Self::Changed => say!(lang, "failure-account-changed"),
            Self::Elsewhere => say!(lang, "failure-account-elsewhere"),
            Self::NoMember(_) => say!(lang, "failure-account-no-member"),
            Self::NoRole => say!(lang, "failure-account-no-role"),
            Self::NotAsTold(name) => say!(lang, "failure-account-not-as-told", name = name.as_str()),
            Self::NotProven => say!(lang, "failure-account-not-proven"),
            Self::Office(cause) => cause.in_words(lang),
            Self::Own => say!(lang, "failure-account-own"),
            Self::Password(cause) => cause.in_words(lang),
            Self::Taken(name) => say!(lang, "failure-account-taken", name = name.as_str()),
            Self::TooSoon(seconds) => say!(lang, "failure-account-too-soon", seconds),
            Self::Unknown(name) => say!(lang, "failure-account-unknown", name = name.as_str()),
            Self::Wrong => say!(lang, "failure-account-wrong"),
        }
    }
}

impl InWords for WeakPassword {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Common => say!(lang, "failure-password-common"),
            Self::Long => say!(lang, "failure-password-long", longest = LONGEST),
            Self::Name => say!(lang, "failure-password-name"),
            Self::Same => say!(lang, "failure-password-same"),
            Self::Short(count) => say!(lang, "failure-password-short", count, shortest = SHORTEST),
        }
    }
}
