//! The journal: what was done, by whom and when. Each entry's hash is an HMAC over the hash before it,
//! with a key that is not in the database: who can write the tables still cannot rewrite the past.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::Row as _;

use super::{StoreError, Writing};
use crate::domain::issuer::LspId;
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

/// An entry that stands in a journal whose chain holds.
#[derive(Clone, Debug)]
pub struct KeptEntry {
    pub seq: i64,
    pub at: Timestamp,
    pub act: String,
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
        let chained = chained(&self.lsp, seq, entry.at.as_second(), (entry.actor, entry.act, &body));
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

    /// The LSP's whole journal, each entry held against the chain up to the head.
    ///
    /// # Errors
    /// [`StoreError::JournalBroken`]: an entry was altered, taken out or added.
    pub async fn verified_journal(&mut self, records: &Records) -> Result<Vec<KeptEntry>, StoreError> {
        let all = "select seq, at, actor, act, body, hash from journal where lsp = $1 order by seq";
        let rows = sqlx::query(all).bind(self.lsp.as_str()).fetch_all(&mut *self.transaction).await?;
        let (mut entries, mut before) = (Vec::with_capacity(rows.len()), BEGINNING.to_owned());
        for (seq, row) in (1..).zip(&rows) {
            let broken = || StoreError::JournalBroken(seq);
            let (at, actor): (i64, String) = (row.try_get("at")?, row.try_get("actor")?);
            let (act, body, hash): (String, String, String) =
                (row.try_get("act")?, row.try_get("body")?, row.try_get("hash")?);
            let chained = chained(&self.lsp, seq, at, (&actor, &act, &body));
            let expected = hex(&records.chain(&unhex(&before).ok_or_else(broken)?, chained.as_bytes()));
            if row.try_get::<i64, _>("seq")? != seq || expected != hash {
                return Err(broken());
            }
            let at = Timestamp::from_second(at).map_err(|_| broken())?;
            entries.push(KeptEntry { seq, at, act, body: serde_json::from_str(&body).map_err(|_| broken())? });
            before = hash;
        }
        if before == self.journal_hash && entries.len() as i64 == self.journal_seq {
            Ok(entries)
        } else {
            Err(StoreError::JournalBroken(self.journal_seq))
        }
    }
}

/// What an entry's hash covers beside the hash before it.
fn chained(lsp: &LspId, seq: i64, at: i64, (actor, act, body): (&str, &str, &str)) -> String {
    serde_json::json!([lsp, seq, at, actor, act, body]).to_string()
}
