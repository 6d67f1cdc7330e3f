//! The words for what cannot be printed or written into a folder.

use std::borrow::Cow;

use super::InWords;
use crate::office::handout::HandoutError;
use crate::office::register::RegisterError;
use crate::office::sheet::SheetError;
use crate::words::{Lang, key, say};

impl InWords for HandoutError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::AnotherList(path) => say!(lang, "failure-handout-another-list", path = path.display()),
            Self::Collated(_) => say!(lang, "failure-handout-collated"),
            Self::Design(cause) => cause.in_words(lang),
            Self::File { path, cause, .. } => {
                say!(lang, "failure-handout-file", path = path.display(), cause = cause.to_string())
            }
            Self::LeftOut(all) => match all.first() {
                Some(first) => first.cause.in_words(lang),
                None => say!(lang, "failure-handout-nothing"),
            },
            Self::List { path, cause } => {
                say!(lang, "failure-handout-file", path = path.display(), cause = cause.to_string())
            }
            Self::Nothing => say!(lang, "failure-handout-nothing"),
            Self::Office(cause) => cause.in_words(lang),
            Self::Photo => say!(lang, "failure-handout-photo"),
            Self::Register(cause) => cause.in_words(lang),
            Self::Sheet { number, cause } => say!(lang, "failure-handout-sheet", number, cause = cause.in_words(lang)),
            Self::Store(cause) => cause.in_words(lang),
            Self::TooMany { count, most } => say!(lang, "failure-handout-too-many", count, most),
            Self::Zip(cause) => say!(lang, "failure-handout-zip", cause = cause.to_string()),
        }
    }
}

impl InWords for RegisterError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Csv(cause) => say!(lang, "failure-register-csv", cause = cause.to_string()),
            Self::Workbook(cause) => say!(lang, "failure-register-workbook", cause = cause.to_string()),
        }
    }
}

impl InWords for SheetError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Drawn => key!("failure-sheet-drawn").say(lang),
            Self::Handout(cause) => cause.in_words(lang),
            Self::Office(cause) => cause.in_words(lang),
            Self::Store(cause) => cause.in_words(lang),
            Self::Thread => key!("failure-sheet-thread").say(lang),
        }
    }
}
