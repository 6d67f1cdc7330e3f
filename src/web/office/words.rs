//! What is said of something that was typed and refused.

use std::borrow::Cow;

use crate::office::accounts::AccountError;
use crate::office::in_words::InWords as _;
use crate::web::Error;
use crate::words::Lang;

/// What is said on the form; where the person can do nothing about it, it is no matter of the form.
///
/// # Errors
/// The database or the keys did not answer, or nobody is there of whom it was asked.
pub(super) fn refused(error: AccountError, lang: Lang) -> Result<Cow<'static, str>, Error> {
    match error {
        AccountError::NoMember(_) | AccountError::Unknown(_) => Err(Error::NotFound),
        AccountError::Office(cause) => Err(cause.into()),
        error => Ok(error.in_words(lang)),
    }
}
