//! What has become of a certificate since it was issued, and why.
//!
//! The state and its date are public; the reason never is (UU 27/2022: a criminal case is specially
//! protected data).

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::act::Act;
use super::id::CertificateId;

/// The four entries of a status list (IETF Token Status List, 2 bits).
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Revoked,
    Superseded,
    Suspended,
    #[default]
    Valid,
}

impl State {
    /// The two bits of the state in a status list.
    #[must_use]
    pub fn bits(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Revoked => 1,
            Self::Suspended => 2,
            Self::Superseded => 3,
        }
    }

    /// Reads the two lower bits back.
    #[must_use]
    pub fn from_bits(bits: u8) -> Self {
        match bits & 3 {
            0 => Self::Valid,
            1 => Self::Revoked,
            2 => Self::Suspended,
            _ => Self::Superseded,
        }
    }

    /// The word kept in the database and shown in a verdict.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Superseded => "superseded",
            Self::Suspended => "suspended",
            Self::Valid => "valid",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Revoked, Self::Superseded, Self::Suspended, Self::Valid].into_iter().find(|state| state.as_str() == word)
    }

    /// Which changes a state allows: suspension can be ended, revocation and replacement are final.
    #[must_use]
    pub fn allows(self, change: Change) -> bool {
        match (self, change) {
            (Self::Valid, Change::Replace(_) | Change::Revoke(_) | Change::Suspend(_))
            | (Self::Suspended, Change::Reinstate | Change::Revoke(_)) => true,
            // Replacing a suspended certificate would be a way around the suspension.
            (Self::Suspended, Change::Replace(_) | Change::Suspend(_))
            | (Self::Valid, Change::Reinstate)
            | (Self::Revoked | Self::Superseded, _) => false,
        }
    }
}

/// What an LSP can do to a certificate it issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Reinstate,
    Replace(RevokeReason),
    Revoke(RevokeReason),
    Suspend(SuspendReason),
}

impl Change {
    #[must_use]
    pub fn becomes(self) -> State {
        match self {
            Self::Reinstate => State::Valid,
            Self::Replace(_) => State::Superseded,
            Self::Revoke(_) => State::Revoked,
            Self::Suspend(_) => State::Suspended,
        }
    }

    /// The word kept with the certificate and in the journal; empty where no reason is asked.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Reinstate => "",
            Self::Replace(reason) | Self::Revoke(reason) => reason.as_str(),
            Self::Suspend(reason) => reason.as_str(),
        }
    }

    /// The act that the journal tells of.
    #[must_use]
    pub fn act(self) -> Act {
        match self {
            Self::Reinstate => Act::Reinstate,
            Self::Replace(_) => Act::Replace,
            Self::Revoke(_) => Act::Revoke,
            Self::Suspend(_) => Act::Suspend,
        }
    }
}

/// What has become of a certificate. The reason never leaves the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Revoked { at: Timestamp, reason: RevokeReason },
    Superseded { at: Timestamp, by: CertificateId },
    Suspended { at: Timestamp, reason: SuspendReason },
    Valid,
}

impl Status {
    /// The state alone, as a status list tells it.
    #[must_use]
    pub fn state(self) -> State {
        match self {
            Self::Revoked { .. } => State::Revoked,
            Self::Superseded { .. } => State::Superseded,
            Self::Suspended { .. } => State::Suspended,
            Self::Valid => State::Valid,
        }
    }
}

macro_rules! reasons {
    ($(#[$doc:meta])* $name:ident { $($variant:ident => $word:literal or $indonesian:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every reason, as it is typed.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// Every reason in Indonesian, as it may be typed too; kept and told to programs is the English word.
            pub const INDONESIAN: &'static [&'static str] = &[$($indonesian),+];

            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownReason;

            fn from_str(word: &str) -> Result<Self, UnknownReason> {
                match word {
                    $($word | $indonesian => Ok(Self::$variant),)+
                    _ => Err(UnknownReason { english: Self::WORDS, indonesian: Self::INDONESIAN }),
                }
            }
        }
    };
}

reasons! {
    /// Why a certificate is suspended (*pembekuan*).
    SuspendReason {
        Expired => "expired" or "kedaluwarsa",
        Misuse => "misuse" or "penyalahgunaan",
        Suspect => "suspect" or "tersangka",
    }
}

reasons! {
    /// Why a certificate is revoked (*pencabutan*) or replaced.
    RevokeReason {
        Convicted => "convicted" or "terpidana",
        Duplicate => "duplicate" or "ganda",
        Ethics => "ethics" or "etika",
        Fraud => "fraud" or "kecurangan",
        HolderRequest => "holder-request" or "permintaan-pemegang",
        LostSheet => "lost-sheet" or "lembar-hilang",
        NotRenewed => "not-renewed" or "tidak-diperpanjang",
        Unable => "unable" or "tidak-mampu",
        WrongData => "wrong-data" or "data-salah",
    }
}

/// A word that is none of the reasons an act allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownReason {
    pub english: &'static [&'static str],
    pub indonesian: &'static [&'static str],
}

impl std::error::Error for UnknownReason {}

impl fmt::Display for UnknownReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (english, indonesian) = (self.english.join(", "), self.indonesian.join(", "));
        write!(f, "the reason must be one of {english}; in Indonesian {indonesian}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revocation_and_replacement_are_final() {
        for state in [State::Revoked, State::Superseded] {
            for change in [
                Change::Reinstate,
                Change::Replace(RevokeReason::WrongData),
                Change::Revoke(RevokeReason::Fraud),
                Change::Suspend(SuspendReason::Misuse),
            ] {
                assert!(!state.allows(change), "{state:?} {change:?}");
            }
        }
    }

    #[test]
    fn only_a_suspension_can_be_ended() {
        assert!(State::Suspended.allows(Change::Reinstate));
        assert!(!State::Valid.allows(Change::Reinstate));
        assert!(State::Suspended.allows(Change::Revoke(RevokeReason::Convicted)));
    }

    #[test]
    fn words_and_reasons_read_back() {
        for state in [State::Revoked, State::Superseded, State::Suspended, State::Valid] {
            assert_eq!(State::from_word(state.as_str()), Some(state));
            assert_eq!(State::from_bits(state.bits()), state);
        }
        for word in RevokeReason::WORDS {
            assert_eq!(word.parse::<RevokeReason>().map(RevokeReason::as_str), Ok(*word));
        }
        assert!("suspect".parse::<RevokeReason>().is_err());
        for (word, indonesian) in RevokeReason::WORDS.iter().zip(RevokeReason::INDONESIAN) {
            assert_eq!(indonesian.parse::<RevokeReason>().map(RevokeReason::as_str), Ok(*word));
        }
        assert_eq!("tersangka".parse(), Ok(SuspendReason::Suspect));
        assert!("tersangka".parse::<RevokeReason>().is_err());
    }
}
