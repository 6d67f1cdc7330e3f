//! Why nothing was done about an account.

use super::password::WeakPassword;
use crate::domain::account::{AccountId, SignInName};
use crate::office;
use crate::store::StoreError;

/// Why nothing was done about an account.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error("too many passwords are looked at just now")]
    Busy,
    #[error("the account was changed meanwhile; nothing was done")]
    Changed,
    /// Another LSP's people must not be taken over from here.
    #[error("this account is not of this LSP alone; it is changed at the command line")]
    Elsewhere,
    #[error("there is no account of number {0} here")]
    NoMember(AccountId),
    #[error("an account needs a role at least")]
    NoRole,
    #[error("the row of account {0} is not the one that the journals name; make another account")]
    NotAsTold(SignInName),
    #[error("who asks has to show again that it is she")]
    NotProven,
    #[error(transparent)]
    Office(#[from] office::Error),
    #[error("nobody changes her own roles")]
    Own,
    #[error(transparent)]
    Password(#[from] WeakPassword),
    #[error("the sign-in name {0} is taken")]
    Taken(SignInName),
    #[error("there is no account {0}")]
    Unknown(SignInName),
    /// The old password, or the code, that was to be shown again.
    #[error("the password or code was wrong")]
    Wrong,
    /// So many seconds.
    #[error("too many wrong ones; again in {0} s")]
    TooSoon(i64),
}

impl From<StoreError> for AccountError {
    fn from(error: StoreError) -> Self {
        Self::Office(error.into())
    }
}
