//! Whom an LSP assesses.

use std::fmt;
use std::str::FromStr;

/// The kind of an LSP (BNSP's three).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LspKind {
    /// A school's or a trainer's: its own participants.
    P1,
    /// Its parent body's people and suppliers.
    P2,
    /// A profession.
    P3,
    /// A word that was kept and is none of these: nobody gives it anew, and it stays until somebody chooses another.
    Other(String),
}

/// A word for no kind of LSP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an LSP is of the kind P1, P2 or P3")]
pub struct InvalidLspKind;

impl LspKind {
    /// Those that an LSP may be said to be.
    pub const KNOWN: [Self; 3] = [Self::P1, Self::P2, Self::P3];

    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
            Self::Other(word) => word,
        }
    }

    /// Reads what was kept, whatever it says.
    #[must_use]
    pub fn kept(word: String) -> Self {
        match word.parse() {
            Ok(kind) => kind,
            Err(InvalidLspKind) => Self::Other(word),
        }
    }
}

impl FromStr for LspKind {
    type Err = InvalidLspKind;

    fn from_str(word: &str) -> Result<Self, InvalidLspKind> {
        Self::KNOWN.into_iter().find(|kind| kind.as_str() == word.trim()).ok_or(InvalidLspKind)
    }
}

impl fmt::Display for LspKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_is_one_of_three_and_what_was_kept_is_read_whatever_it_says() {
        for kind in LspKind::KNOWN {
            assert_eq!(kind.as_str().parse(), Ok(kind.clone()));
            assert_eq!(LspKind::kept(kind.to_string()), kind);
        }
        for word in ["", "p3", "P4", "profesi"] {
            assert_eq!(word.parse::<LspKind>(), Err(InvalidLspKind), "{word}");
            assert_eq!(LspKind::kept(word.to_owned()).as_str(), word, "as it was written");
        }
    }
}
