//! The journal: what was done, by whom and when. Each entry's hash is an HMAC over the hash before it,
//! with a key that is not in the database: who can write the tables still cannot rewrite the past.

use jiff::Timestamp;
use serde_json::Value;

use super::{StoreError, Writing};
use crate::seal::records::Records;
use crate::seal::spelling::{hex, unhex};

/// One act to be journalled. The body holds numbers and hashes, never a NIK or a name.
#[derive(Clone, Debug)]
pub struct JournalEntry<'a> {
    pub at: Timestamp,
    /// `console:<system user>` or an account of the office.
    pub actor: &'a str,
    pub act: &'a str,
    pub body: Value,
}

/// The hash before the first entry.
pub(super) const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Writing {
    /// The sequence that the next journal entry of this LSP has.
    #[must_use]
    pub fn next_journal_seq(&self) -> i64 {
        self.journal_seq + 1
    }

    /// Appends an entry to the LSP's journal.
    ///
    /// # Errors
    /// The database does not answer, or the head's hash is none.
    pub async fn journal(&mut self, entry: &JournalEntry<'_>, records: &Records) -> Result<(), StoreError> {
        let seq = self.next_journal_seq();
        let body = entry.body.to_string();
        let chained =
            serde_json::json!([self.lsp, seq, entry.at.as_second(), entry.actor, entry.act, body]).to_string();
        let before = unhex(&self.journal_hash).ok_or(StoreError::Corrupt("a journal hash"))?;
        let hash = hex(&records.chain(&before, chained.as_bytes()));
        sqlx::query("insert into journal (lsp, seq, at, actor, act, body, hash) values ($1, $2, $3, $4, $5, $6, $7)")
            .bind(self.lsp.as_str())
            .bind(seq)
            .bind(entry.at.as_second())
            .bind(entry.actor)
            .bind(entry.act)
            .bind(&body)
            .bind(&hash)
            .execute(&mut *self.transaction)
            .await?;
        self.journal_seq = seq;
        self.journal_hash = hash;
        Ok(())
    }
}
