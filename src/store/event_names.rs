//! The names of events, for lists to choose one of them.

use sqlx::Row as _;

use super::{Datum, Reading, StoreError};
use crate::domain::id::EventId;
use crate::domain::issuer::LspId;

/// Events that are offered.
const OFFERED: u32 = 100;

impl Reading {
    /// The newest events of an LSP, 100 at most.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn event_names(&self, lsp: &LspId) -> Result<Vec<(EventId, String)>, StoreError> {
        let newest = format!("select id, name from event where lsp = $1 order by starts_on desc, id limit {OFFERED}");
        let rows = sqlx::query(sqlx::AssertSqlSafe(newest)).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        let read = |row: &sqlx::any::AnyRow| {
            let id: String = row.try_get("id")?;
            Ok((id.parse().map_err(|_| StoreError::Corrupt(Datum::Event))?, row.try_get("name")?))
        };
        rows.iter().map(read).collect()
    }
}
