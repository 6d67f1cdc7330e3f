//! Rosters as pages list them, without what they hold.

use crate::domain::id::{EventId, KeptId};
use crate::domain::issuer::LspId;
use crate::office::Office;
use crate::store::{KeptRow, OpenRoster, StoreError};

/// A roster's row; none where the LSP has none of this name.
///
/// # Errors
/// The database does not answer.
pub async fn row(office: &Office, lsp: &LspId, id: &KeptId) -> Result<Option<KeptRow>, StoreError> {
    office.store.kept(lsp, id).await
}

/// The rosters of an event.
///
/// # Errors
/// The database does not answer.
pub async fn of_event(office: &Office, lsp: &LspId, event: &EventId) -> Result<Vec<KeptRow>, StoreError> {
    office.store.kept_of(lsp, event).await
}

/// Rosters that are to be mended and submitted, those sent back first, `most` at most.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub async fn to_submit(office: &Office, lsp: &LspId, most: u32) -> Result<Vec<OpenRoster>, StoreError> {
    office.store.open_rosters(lsp, most).await
}
