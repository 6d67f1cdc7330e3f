//! What an LSP's journal comes to up to an entry, kept so that a reader need not begin at the first one. Whose it is
//! and that it holds is for whoever has the key to tell.

use sqlx::Row as _;

use super::{Reading, Store, StoreError};
use crate::domain::issuer::LspId;

/// A summary as it stands in its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub lsp: LspId,
    /// The number of the entry that it reaches.
    pub seq: i64,
    /// That entry's hash.
    pub hash: String,
    pub body: String,
    /// In hex.
    pub mac: String,
}

impl Reading {
    /// The summary of an LSP's journal; none where nobody kept one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn summary(&self, lsp: &LspId) -> Result<Option<Summary>, StoreError> {
        let one = sqlx::query("select seq, hash, body, mac from journal_summary where lsp = $1").bind(lsp.as_str());
        let Some(row) = one.fetch_optional(&self.pool).await? else { return Ok(None) };
        let (seq, hash) = (row.try_get("seq")?, row.try_get("hash")?);
        Ok(Some(Summary { lsp: lsp.clone(), seq, hash, body: row.try_get("body")?, mac: row.try_get("mac")? }))
    }
}

impl Store {
    /// Keeps a summary in place of an earlier one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn keep_summary(&self, summary: &Summary) -> Result<(), StoreError> {
        let keep = "insert into journal_summary (lsp, seq, hash, body, mac) values ($1, $2, $3, $4, $5)
                    on conflict (lsp) do update set seq = $2, hash = $3, body = $4, mac = $5";
        let Summary { lsp, seq, hash, body, mac } = summary;
        let query = sqlx::query(keep).bind(lsp.as_str()).bind(seq).bind(hash).bind(body).bind(mac);
        query.execute(&self.reading.pool).await?;
        Ok(())
    }
}
