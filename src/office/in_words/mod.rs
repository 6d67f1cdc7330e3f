//! The words for what somebody gave and cannot be used, wherever she gave it: an LSP's file, a layout, a picture. Errors
//! carry facts; here they become sentences, the same at every door.

pub mod journal;
mod lsp;
mod sheet;

use std::borrow::Cow;

use crate::words::Lang;

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
