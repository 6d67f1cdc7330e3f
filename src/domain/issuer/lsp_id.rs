//! The name of an LSP in addresses and commands.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An LSP's name in addresses and commands: 2 to 32 lower-case letters, digits and dashes, beginning
/// with a letter.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(try_from = "String")]
pub struct LspId(String);

/// A text that is no LSP id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an LSP's id has 2 to 32 lower-case letters, digits and dashes, and begins with a letter")]
pub struct InvalidLspId;

impl FromStr for LspId {
    type Err = InvalidLspId;

    fn from_str(text: &str) -> Result<Self, InvalidLspId> {
        let legal = (2..=32).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        legal.then(|| Self(text.to_owned())).ok_or(InvalidLspId)
    }
}

text_type!(LspId, InvalidLspId);

impl fmt::Display for LspId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl LspId {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_plain() {
        assert!("klining".parse::<LspId>().is_ok());
        for text in ["", "a", "Klining", "1a", "a/b", "a_b", &"a".repeat(33)] {
            assert_eq!(text.parse::<LspId>(), Err(InvalidLspId), "{text}");
        }
    }
}
