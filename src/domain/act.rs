//! What an LSP does, as its journal names it.

use std::fmt;

/// One act. Journals outlive programs: a word that this one does not know is read as [`Act::Unknown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// A key of the LSP signed a token that the LSP never issued.
    Alarm,
    Issue,
    KeyCompromised,
    KeyNew,
    KeyRetire,
    /// The LSP's particulars, schemes and design as they are from now on.
    Lsp,
    Reinstate,
    Replace,
    Revoke,
    Suspend,
    Unknown(String),
}

/// Every act that has a name here.
const NAMED: [Act; 10] = [
    Act::Alarm,
    Act::Issue,
    Act::KeyCompromised,
    Act::KeyNew,
    Act::KeyRetire,
    Act::Lsp,
    Act::Reinstate,
    Act::Replace,
    Act::Revoke,
    Act::Suspend,
];

impl Act {
    /// The word in the journal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Alarm => "alarm",
            Self::Issue => "issue",
            Self::KeyCompromised => "key compromised",
            Self::KeyNew => "key new",
            Self::KeyRetire => "key retire",
            Self::Lsp => "lsp",
            Self::Reinstate => "reinstate",
            Self::Replace => "replace",
            Self::Revoke => "revoke",
            Self::Suspend => "suspend",
            Self::Unknown(word) => word,
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        let known = NAMED.into_iter().find(|act| act.as_str() == word);
        known.unwrap_or_else(|| Self::Unknown(word.to_owned()))
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_read_back_and_those_of_later_programs_are_kept() {
        for act in NAMED {
            assert_eq!(Act::from_word(act.as_str()), act);
        }
        assert_eq!(Act::from_word("erase").as_str(), "erase");
        assert_eq!(Act::from_word("erase"), Act::Unknown("erase".to_owned()));
    }
}
