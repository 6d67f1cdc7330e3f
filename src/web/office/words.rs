//! The words for what somebody typed and was refused.

use std::borrow::Cow;

use crate::office::accounts::AccountError;
use crate::office::accounts::password::{LONGEST, SHORTEST, WeakPassword};
use crate::web::Error;
use crate::words::{Lang, say};

/// What is said on the form; where the person can do nothing about it, it is no matter of the form.
///
/// # Errors
/// The database or the keys did not answer.
pub(super) fn refused(error: AccountError, lang: Lang) -> Result<Cow<'static, str>, Error> {
    Ok(match error {
        AccountError::Busy => say!(lang, "failure-account-busy"),
        AccountError::Changed => say!(lang, "failure-account-changed"),
        AccountError::Elsewhere => say!(lang, "failure-account-elsewhere"),
        AccountError::NoRole => say!(lang, "failure-account-no-role"),
        AccountError::NotAsTold(name) => say!(lang, "failure-account-not-as-told", name = name.as_str()),
        AccountError::NotProven => say!(lang, "failure-account-not-proven"),
        AccountError::Own => say!(lang, "failure-account-own"),
        AccountError::Password(cause) => weak(cause, lang),
        AccountError::Taken(name) => say!(lang, "failure-account-taken", name = name.as_str()),
        AccountError::TooSoon(seconds) => say!(lang, "failure-account-too-soon", seconds),
        AccountError::Wrong => say!(lang, "failure-account-wrong"),
        AccountError::NoMember(_) | AccountError::Unknown(_) => return Err(Error::NotFound),
        AccountError::Office(cause) => return Err(cause.into()),
    })
}

fn weak(cause: WeakPassword, lang: Lang) -> Cow<'static, str> {
    match cause {
        WeakPassword::Common => say!(lang, "failure-password-common"),
        WeakPassword::Long => say!(lang, "failure-password-long", longest = LONGEST),
        WeakPassword::Name => say!(lang, "failure-password-name"),
        WeakPassword::Same => say!(lang, "failure-password-same"),
        WeakPassword::Short(count) => say!(lang, "failure-password-short", count, shortest = SHORTEST),
    }
}
