//! The answers there are, in their order, and the facts that they carry.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::verify::found::Mismatch;

/// One word; the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerWord {
    Unreadable,
    NotFound,
    Forged,
    Untrusted,
    Revoked,
    Superseded,
    Suspended,
    NameDiffers,
    NikDiffers,
    WrongScheme,
    Expired,
    ExpiresEarly,
    NotYetValid,
    NotChecked,
    Fits,
}

impl AnswerWord {
    /// In their order.
    pub const ALL: [Self; 15] = [
        Self::Unreadable,
        Self::NotFound,
        Self::Forged,
        Self::Untrusted,
        Self::Revoked,
        Self::Superseded,
        Self::Suspended,
        Self::NameDiffers,
        Self::NikDiffers,
        Self::WrongScheme,
        Self::Expired,
        Self::ExpiresEarly,
        Self::NotYetValid,
        Self::NotChecked,
        Self::Fits,
    ];

    /// The word that stays the same from version to version.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NotFound => "not_found",
            Self::Forged => "forged",
            Self::Untrusted => "untrusted",
            Self::Revoked => "revoked",
            Self::Superseded => "superseded",
            Self::Suspended => "suspended",
            Self::NameDiffers => "name_differs",
            Self::NikDiffers => "nik_differs",
            Self::WrongScheme => "wrong_scheme",
            Self::Expired => "expired",
            Self::ExpiresEarly => "expires_early",
            Self::NotYetValid => "not_yet_valid",
            Self::NotChecked => "not_checked",
            Self::Fits => "fits",
        }
    }
}

/// The same with its facts. None of them is a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Unreadable,
    /// Nobody issued a certificate with the number.
    NotFound,
    Forged,
    Untrusted,
    /// Since when is known to the LSP's own service only; so is what supersedes.
    Revoked {
        since: Option<Date>,
    },
    Superseded {
        by: Option<String>,
    },
    Suspended {
        since: Option<Date>,
    },
    NameDiffers(Mismatch),
    NikDiffers,
    /// It is of another scheme than is asked for, by its code.
    WrongScheme {
        held: String,
    },
    Expired {
        valid_until: Date,
    },
    /// It is good today, and ends before the contract does.
    ExpiresEarly {
        valid_until: Date,
    },
    NotYetValid {
        issued_on: Date,
    },
    NotChecked(Unchecked),
    Fits {
        valid_until: Date,
    },
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unchecked {
    /// All is well but for a finding that says something was altered or pretended: see the verdict.
    Accused,
    /// The row names no certificate, and no document beside the list is hers.
    NoCertificate,
    /// It was not looked up: too many rows were asked about by number alone.
    NotAsked,
    /// The certificate fits another row already: it is one person's.
    Shared { row: u32 },
    /// Several certificates could be meant, and neither name, scheme nor NIK tells which.
    Several,
    /// Whether it still stands could not be told.
    StatusUnknown,
}

impl Answer {
    #[must_use]
    pub fn word(&self) -> AnswerWord {
        match self {
            Self::Unreadable => AnswerWord::Unreadable,
            Self::NotFound => AnswerWord::NotFound,
            Self::Forged => AnswerWord::Forged,
            Self::Untrusted => AnswerWord::Untrusted,
            Self::Revoked { .. } => AnswerWord::Revoked,
            Self::Superseded { .. } => AnswerWord::Superseded,
            Self::Suspended { .. } => AnswerWord::Suspended,
            Self::NameDiffers(_) => AnswerWord::NameDiffers,
            Self::NikDiffers => AnswerWord::NikDiffers,
            Self::WrongScheme { .. } => AnswerWord::WrongScheme,
            Self::Expired { .. } => AnswerWord::Expired,
            Self::ExpiresEarly { .. } => AnswerWord::ExpiresEarly,
            Self::NotYetValid { .. } => AnswerWord::NotYetValid,
            Self::NotChecked(_) => AnswerWord::NotChecked,
            Self::Fits { .. } => AnswerWord::Fits,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_alike_and_in_their_order_everywhere() {
        assert!(AnswerWord::ALL.is_sorted_by(|a, b| a < b));
        for word in AnswerWord::ALL {
            assert_eq!(serde_json::json!(word), word.as_str());
        }
        let order = "unreadable not_found forged untrusted revoked superseded suspended name_differs nik_differs \
            wrong_scheme expired expires_early not_yet_valid not_checked fits";
        assert_eq!(AnswerWord::ALL.map(AnswerWord::as_str).join(" "), order);
    }
}
