//! What people read, in one catalogue a language: `templates/words/{id,en}/ROOM.ftl`, in Fluent's format; and what an
//! installation adds, a file for each [`further`] language.
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
#[macro_use]
pub mod edition;
pub mod further;
mod said;
pub mod status;
#[cfg(test)]
mod tests;
pub mod when;
#[cfg(test)]
mod wide;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

pub use self::catalogue::format;
use self::further::Further;
#[cfg(test)]
pub(crate) use self::further::tests::invented;
pub use self::said::{Said, Value};
#[cfg(test)]
pub(crate) use self::wide::wide;

/// The language of what people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    En,
    /// One of the installation's own; what it does not say is said in Indonesian.
    Further(&'static Further),
    #[default]
    Id,
}

/// A word that names no language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the language must be id, en, or one with a file in the folder words of the data directory")]
pub struct UnknownLang;

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(word: &str) -> Result<Self, UnknownLang> {
        match word {
            "en" => Ok(Self::En),
            "id" => Ok(Self::Id),
            tag => {
                let further = further::known().iter().find(|further| further.tag() == tag);
                further.map(Self::Further).ok_or(UnknownLang)
            }
        }
    }
}

impl Lang {
    /// Every language that may be chosen.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Id, Self::En].into_iter().chain(further::known().iter().map(Self::Further))
    }

    /// What it calls itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Further(further) => further.name(),
            Self::Id => "Bahasa Indonesia",
        }
    }

    /// Of a text that is there twice the one for whoever speaks this language.
    #[must_use]
    pub fn of<'a, T: ?Sized>(self, indonesian: &'a T, english: &'a T) -> &'a T {
        match self {
            Self::En => english,
            Self::Further(_) | Self::Id => indonesian,
        }
    }

    /// The language of a system set to this locale (`en_US.UTF-8`); Indonesian where it has none that is known.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let tag = locale.split(['_', '.', '@']).next().unwrap_or_default();
        tag.to_ascii_lowercase().parse().unwrap_or_default()
    }
}

impl fmt::Display for Lang {
    /// As it is named at the command line and in HTML: `id`, `en`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::En => "en",
            Self::Further(further) => further.tag(),
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
