//! Why nothing was done for an employer, or about one.

use super::terms::InvalidTerms;
use crate::office;
use crate::office::accounts::AccountError;
use crate::store::StoreError;

/// Why nothing was done for an employer, or about one.
#[derive(Debug, thiserror::Error)]
pub enum EmployerError {
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The quota of the day.
    #[error("this employer may ask about the NIK of {most} certificates a day")]
    Day { most: u32 },
    #[error("this employer may have {most} keys")]
    Keys { most: u32 },
    #[error("there is no such key")]
    NoKey,
    /// Whatever it is instead.
    #[error("this is no certificate that the LSP of the account issued")]
    NotIssued,
    #[error(transparent)]
    Office(#[from] office::Error),
    /// Until the LSP allows it anew.
    #[error("too often was asked about the NIK of this certificate")]
    Spent,
    #[error(transparent)]
    Terms(#[from] InvalidTerms),
    /// So many seconds.
    #[error("five times in a row was asked about the NIK of this certificate; again in {0} s")]
    TooSoon(i64),
}

impl From<StoreError> for EmployerError {
    fn from(error: StoreError) -> Self {
        Self::Office(error.into())
    }
}
