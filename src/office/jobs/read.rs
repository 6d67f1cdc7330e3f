//! Work as pages tell of it.

use jiff::Timestamp;

use crate::domain::id::{JobId, RequestId};
use crate::domain::issuer::LspId;
use crate::office::Office;
use crate::store::{FailedJob, JobRow, StoreError};

/// A job; none where the LSP has none of this name.
///
/// # Errors
/// The database does not answer.
pub async fn one(office: &Office, lsp: &LspId, id: &JobId) -> Result<Option<JobRow>, StoreError> {
    office.store.job(lsp, id).await
}

/// The work of a request that was approved.
///
/// # Errors
/// The database does not answer.
pub async fn of_request(office: &Office, lsp: &LspId, request: &RequestId) -> Result<Option<JobRow>, StoreError> {
    office.store.job_of(lsp, request).await
}

/// Work that was given up since an instant, the newest first, `most` at most.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub async fn failed(office: &Office, lsp: &LspId, since: Timestamp, most: u32) -> Result<Vec<FailedJob>, StoreError> {
    office.store.failed_jobs(lsp, since, most).await
}
