//! Why a job was given up, in a word that is kept with it; the log has the whole error.

use crate::office::Error;
use crate::office::kept::KeptError;
use crate::office::requests::RequestError;
use crate::office::told::Untold;
use crate::store::StoreError;

/// The words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A row was written past the program.
    Altered,
    /// It is not what was approved any more.
    Changed,
    /// No key, licence or scheme covers it, or the clock cannot be right.
    NotAllowed,
    /// Nobody approved.
    NotApproved,
    /// Numbers run out, or are given already.
    Numbers,
    /// It was approved too long ago.
    Expired,
    Other,
    /// The database or a key does not answer; it is tried again.
    Unavailable,
}

impl Fault {
    /// The word kept in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Altered => "altered",
            Self::Changed => "changed",
            Self::NotAllowed => "not-allowed",
            Self::NotApproved => "not-approved",
            Self::Numbers => "numbers",
            Self::Expired => "expired",
            Self::Other => "other",
            Self::Unavailable => "unavailable",
        }
    }

    /// Reads [`Self::as_str`] back; a word of later programs is [`Self::Other`].
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        let all = [Self::Altered, Self::Changed, Self::NotAllowed, Self::NotApproved, Self::Numbers, Self::Expired];
        all.into_iter().chain([Self::Unavailable]).find(|fault| fault.as_str() == word).unwrap_or(Self::Other)
    }

    pub(super) fn of(error: &RequestError) -> Self {
        match error {
            RequestError::Altered(_) => Self::Altered,
            RequestError::Changed | RequestError::Faults(_) | RequestError::State { .. } => Self::Changed,
            RequestError::NoCertificate(_) | RequestError::NotFound => Self::Changed,
            RequestError::NotApproved | RequestError::Settled => Self::NotApproved,
            RequestError::Expired => Self::Expired,
            RequestError::Kept(KeptError::Store(error)) => Self::of_store(error),
            RequestError::Kept(KeptError::Office(error)) | RequestError::Office(error) => Self::of_office(error),
            RequestError::Kept(_) => Self::Changed,
            RequestError::NobodySat
            | RequestError::NothingDue
            | RequestError::OwnRequest
            | RequestError::Remark
            | RequestError::TooMany => Self::Other,
        }
    }

    fn of_office(error: &Error) -> Self {
        match error {
            Error::Store(error) | Error::Untold(Untold::Store(error)) => Self::of_store(error),
            Error::Exhausted { .. } | Error::NumbersTaken { .. } => Self::Numbers,
            Error::State { .. } | Error::Gone | Error::NikTaken | Error::Expired { .. } => Self::Changed,
            Error::NotAsIssued { .. } => Self::Altered,
            Error::Clock(_)
            | Error::ConsoleClosed(_)
            | Error::NotInTrustList(_)
            | Error::NotSignedByRoot
            | Error::Retired(_)
            | Error::Unpublished(_)
            | Error::Untrusted { .. } => Self::NotAllowed,
            Error::Key(_) | Error::RecordsNotOpened(_) => Self::Unavailable,
            _ => Self::Other,
        }
    }

    fn of_store(error: &StoreError) -> Self {
        match error {
            StoreError::Corrupt(_) | StoreError::JournalBroken { .. } => Self::Altered,
            StoreError::Database(_) | StoreError::Silent => Self::Unavailable,
            _ => Self::Other,
        }
    }
}
