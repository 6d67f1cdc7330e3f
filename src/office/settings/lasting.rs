//! How long a request waits: the LSP's word, in its journal. In a table whoever has the database could let a request, or
//! an approval, live on for a year.

use super::SettingError;
use crate::domain::act::Act;
use crate::office::Office;
use crate::office::acting::journal;
use crate::office::requests::DAYS;
use crate::office::standing::{Administers, Standing};
use crate::office::told::lsp::{REQUEST_DAYS, in_json};
use crate::store::Subject;

/// Has requests wait so many days from now on, those that wait already too.
///
/// # Errors
/// [`SettingError::Days`]; [`SettingError::Changed`]: it is not as it was when `seen` was read.
pub async fn set_request_days(
    office: &Office,
    who: &Standing<Administers>,
    seen: i64,
    wanted: i64,
) -> Result<(), SettingError> {
    if !REQUEST_DAYS.contains(&wanted) {
        return Err(SettingError::Days);
    }
    office.not_restored(who.lsp()).await?;
    let (records, by) = (office.records().await?, who.by());
    let taken = office.journalled(who.lsp()).await?;
    let mut locked = office.lock(&taken, &records, &by).await?;
    if locked.request_days.unwrap_or(DAYS) != seen {
        return Err(SettingError::Changed);
    }
    if wanted == seen {
        return Ok(());
    }
    let mut body = in_json(&taken.pointers());
    body["request_days"] = wanted.into();
    let subject = Subject::Lsp(who.lsp().clone());
    journal(&mut locked.writing, &records, &by, Act::Lsp, subject, body).await?;
    Ok(office.commit(locked.writing).await?)
}
