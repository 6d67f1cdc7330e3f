//! Events as pages and reports read them.

use crate::domain::id::EventId;
use crate::domain::issuer::LspId;
use crate::domain::year::Year;
use crate::office::Office;
use crate::store::{Counts, EventRow, StoreError};

/// An event as it was written down; none where the LSP has none of this name.
///
/// # Errors
/// The database does not answer.
pub async fn row(office: &Office, lsp: &LspId, id: &EventId) -> Result<Option<EventRow>, StoreError> {
    office.store.event(lsp, id).await
}

/// What is counted for an event.
///
/// # Errors
/// The database does not answer.
pub async fn counts(office: &Office, lsp: &LspId, id: &EventId) -> Result<Option<Counts>, StoreError> {
    office.store.event_counts(lsp, id).await
}

/// The events of an LSP by name, to choose from.
///
/// # Errors
/// The database does not answer.
pub async fn names(office: &Office, lsp: &LspId) -> Result<Vec<(EventId, String)>, StoreError> {
    office.store.event_names(lsp).await
}

/// The years in which an LSP has events.
///
/// # Errors
/// The database does not answer.
pub async fn years(office: &Office, lsp: &LspId) -> Result<Vec<Year>, StoreError> {
    let years = office.store.event_years(lsp).await?;
    Ok(years.into_iter().filter_map(|year| year.try_into().ok()).collect())
}
