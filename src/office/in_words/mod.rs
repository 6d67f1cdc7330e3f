//! The words for what the office refuses, and for what somebody gave and cannot be used, wherever she gave it: an LSP's
//! file, a layout, a picture. Errors carry facts; here they become sentences, the same at every door.

mod account;
pub mod certificate;
mod employer;
pub mod entry;
mod error;
pub mod event;
pub mod journal;
mod json;
mod list;
mod lsp;
pub mod people;
pub mod report;
pub mod request;
mod sheet;
mod store;
pub mod warned;

use std::borrow::Cow;

use jiff::Timestamp;

use crate::words::{Lang, when};

/// What has words.
pub trait InWords {
    /// The error as a sentence, or as a part of one that names it.
    fn in_words(&self, lang: Lang) -> Cow<'static, str>;
}

/// Words for errors that say one thing.
macro_rules! one_sentence {
    ($($error:ident => $key:expr),+ $(,)?) => {$(
        impl InWords for $error {
            fn in_words(&self, lang: Lang) -> Cow<'static, str> {
                $key.say(lang)
            }
        }
    )+};
}

pub(crate) use one_sentence;

/// An instant as a clock on the wall in Jakarta shows it.
#[must_use]
pub fn moment(instant: Timestamp, lang: Lang) -> String {
    when::moment(instant, &when::jakarta(), lang)
}
