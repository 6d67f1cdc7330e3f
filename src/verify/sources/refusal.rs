//! Why a list is refused: a word for figures, a line for the log.

use crate::seal::jwt::JwtError;
use crate::seal::keys::Kid;
use crate::seal::roots::RootError;
use crate::seal::trust_list::published::ListError;

/// Why a list is refused; the one held before stays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("its sub is the address of another list")]
    Address,
    #[error("it is past its exp")]
    Expired,
    #[error("its iat lies in the future; is the clock right, here and where it was signed?")]
    Future,
    #[error("it is not the honoured list that the root signed")]
    Honoured,
    /// A list that was signed later, of a journal that is shorter or another.
    #[error(
        "ALARM: its LSP's journal is shorter than one seen before, or another: somebody put an older database in its place; see absah recover"
    )]
    Journal,
    #[error("no active status key of this LSP signed it")]
    Key,
    #[error("{0}")]
    List(ListError),
    #[error("without a trust list nothing can be believed")]
    NoTrust,
    #[error("it is older than one seen before: somebody may be hiding a change")]
    Older,
    #[error(
        "it was signed by a clock ahead, and a list of the present took its place: somebody may be hiding a change"
    )]
    Overruled,
    #[error("{0}")]
    Root(RootError),
    #[error("it is as old as one seen before, and says something else")]
    SameIat,
    #[error("it calls root {0} withdrawn, and the root in the safe does not")]
    Unproven(Kid),
}

impl Refusal {
    /// A word that stays the same from version to version.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Expired => "expired",
            Self::Future => "future",
            Self::Honoured => "honoured",
            Self::Journal => "journal",
            Self::Key => "key",
            Self::List(ListError::Jwt(jwt)) => jwt.word(),
            Self::List(ListError::KidTwice(_)) => "kid_twice",
            Self::List(ListError::Life) => "life",
            Self::List(ListError::Lsp(..)) => "lsp",
            Self::List(ListError::NotRoot) => "not_root",
            Self::NoTrust => "no_trust",
            Self::Older => "older",
            Self::Overruled => "overruled",
            Self::Root(RootError::Handover) => "handover",
            Self::Root(RootError::Newer(_)) => "newer",
            Self::Root(RootError::Unknown) => "root",
            Self::Root(RootError::Withdrawn) => "withdrawn",
            Self::SameIat => "same_iat",
            Self::Unproven(_) => "unproven",
        }
    }
}

impl From<JwtError> for Refusal {
    fn from(error: JwtError) -> Self {
        Self::List(ListError::Jwt(error))
    }
}

impl From<ListError> for Refusal {
    fn from(error: ListError) -> Self {
        Self::List(error)
    }
}

impl From<RootError> for Refusal {
    fn from(error: RootError) -> Self {
        Self::Root(error)
    }
}
