//! What people read, in one catalogue a language: `templates/words/{id,en}/ROOM.ftl`, in Fluent's format.
//!
//! Errors and outcomes carry facts; whoever shows them says them:
//! ```ignore
//! say!(lang, "roster-nik-length", digits = 15)   // Cow<'static, str>: "NIK harus 16 angka, di sini ada 15. …"
//! say!(lang, "cli-issued", count, day)            // an argument named as its variable
//! let state: Key = key!("pages-state-valid");     // a message without arguments, chosen now and said later
//! state.say(lang)
//! ```
//! The key begins with the name of its file and is a literal, so that the tests find it: they hold that both
//! languages have the same keys and arguments, that every use names a message and its arguments exactly, and
//! that every message is used. A page's template calls both likewise.
//! Whole numbers choose a plural (`{ $count -> [one] … *[other] … }`), a date is written out in the language of
//! the sentence, and what else may stand in one implements [`Said`]. A sentence is not joined from pieces.

pub mod acts;
mod catalogue;
mod said;
pub mod status;
#[cfg(test)]
mod tests;
pub mod when;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

pub use self::catalogue::format;
pub use self::said::{Said, Value};

/// The language of what people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    En,
    #[default]
    Id,
}

/// A word that names no language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the language must be id or en")]
pub struct UnknownLang;

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(word: &str) -> Result<Self, UnknownLang> {
        match word {
            "en" => Ok(Self::En),
            "id" => Ok(Self::Id),
            _ => Err(UnknownLang),
        }
    }
}

impl Lang {
    /// The language of a system set to this locale (`en_US.UTF-8`): English where it says so, else Indonesian.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        if locale.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("en")) { Self::En } else { Self::Id }
    }
}

impl fmt::Display for Lang {
    /// As it is named at the command line and in HTML: `id`, `en`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::En => "en",
            Self::Id => "id",
        })
    }
}

/// A message without arguments, to be said in whatever language. Only `key!` makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(#[doc(hidden)] pub &'static str);

impl Key {
    /// The message in this language.
    #[must_use]
    pub fn say(self, lang: Lang) -> Cow<'static, str> {
        format(lang, self.0, &[])
    }
}

/// A message of the catalogue in a language: `say!(lang, "room-key", name = value, …)`.
macro_rules! say {
    (@value $lang:ident, $name:ident) => {
        $crate::words::Said::said(&$name, $lang)
    };
    (@value $lang:ident, $name:ident, $value:expr) => {
        $crate::words::Said::said(&$value, $lang)
    };
    ($lang:expr, $key:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        let lang: $crate::words::Lang = $lang;
        $crate::words::format(lang, $key, &[$((stringify!($name), $crate::words::say!(@value lang, $name $(, $value)?))),*])
    }};
}

/// A message of the catalogue that takes no arguments, to be said later: `key!("room-key")`.
macro_rules! key {
    ($key:literal) => {
        $crate::words::Key($key)
    };
}

pub(crate) use key;
pub(crate) use say;
