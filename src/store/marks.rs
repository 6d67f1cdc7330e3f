//! How far an LSP has come: its journal, its places on status lists, its sequences. Kept outside the database too, it
//! tells a database that was restored from one that goes on; and how such a one is advanced past what was given.

use serde::{Deserialize, Serialize};
use sqlx::Row as _;

use super::{Datum, Reading, StoreError, Writing};
use crate::domain::issuer::LspId;
use crate::seal::token::fingerprint;

/// How far an LSP has come.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Number and hash of the journal's newest entry.
    pub entries: u64,
    pub hash: String,
    /// Places on its status lists that are taken.
    pub places: u64,
    pub sequences: Vec<Sequence>,
}

/// The next number of a sequence.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Sequence {
    /// `certificate` or `registration`.
    pub kind: String,
    /// What is counted for: a year, a scheme and year, or all.
    pub scope: String,
    pub next: u64,
}

/// Where a journal goes on from an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Following {
    pub seq: u64,
    pub act: String,
    pub hash: String,
}

impl Reading {
    /// How far each LSP has come.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn marks(&self) -> Result<Vec<(LspId, Mark)>, StoreError> {
        let number = |number: i64| u64::try_from(number).map_err(|_| StoreError::Corrupt(Datum::Counter));
        let heads = sqlx::query("select lsp, journal_seq, journal_hash, status_next from lsp_head order by lsp");
        let mut marks = Vec::new();
        for row in heads.fetch_all(&self.pool).await? {
            let lsp: String = row.try_get("lsp")?;
            let lsp: LspId = lsp.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?;
            let mark = Mark {
                entries: number(row.try_get("journal_seq")?)?,
                hash: row.try_get("journal_hash")?,
                places: number(row.try_get("status_next")?)?,
                sequences: Vec::new(),
            };
            marks.push((lsp, mark));
        }
        let counters = sqlx::query("select lsp, kind, scope, next from counter order by lsp, kind, scope");
        for row in counters.fetch_all(&self.pool).await? {
            let lsp: String = row.try_get("lsp")?;
            let next = number(row.try_get("next")?)?;
            let sequence = Sequence { kind: row.try_get("kind")?, scope: row.try_get("scope")?, next };
            let of = marks.iter_mut().find(|(id, _)| id.as_str() == lsp);
            of.ok_or(StoreError::Corrupt(Datum::Counter))?.1.sequences.push(sequence);
        }
        Ok(marks)
    }

    /// The first entry of an LSP's journal that has this number or a later one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn entry_from(&self, lsp: &LspId, seq: u64) -> Result<Option<Following>, StoreError> {
        let first = "select seq, act, hash from journal where lsp = $1 and seq >= $2 order by seq limit 1";
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        let row = sqlx::query(first).bind(lsp.as_str()).bind(seq).fetch_optional(&self.pool).await?;
        row.map(|row| {
            let seq =
                u64::try_from(row.try_get::<i64, _>("seq")?).map_err(|_| StoreError::Corrupt(Datum::JournalEntry))?;
            Ok(Following { seq, act: row.try_get("act")?, hash: row.try_get("hash")? })
        })
        .transpose()
    }
}

impl Writing {
    /// Goes on past what was given before a backup was restored: the next journal entry has the number `entry`, and no
    /// place and no number before the mark's is given any more. What is further already stays.
    ///
    /// # Errors
    /// The database does not answer, or a number is larger than any.
    pub async fn advance(&mut self, entry: u64, to: &Mark) -> Result<(), StoreError> {
        let signed = |number: u64| i64::try_from(number).map_err(|_| StoreError::Corrupt(Datum::Counter));
        self.journal_seq = self.journal_seq.max(signed(entry)?.saturating_sub(1));
        self.status_next = self.status_next.max(signed(to.places)?);
        let advance = "insert into counter (lsp, kind, scope, next) values ($1, $2, $3, $4)
                       on conflict (lsp, kind, scope) do update set
                           next = case when counter.next < $4 then $4 else counter.next end";
        for Sequence { kind, scope, next } in &to.sequences {
            let query = sqlx::query(advance).bind(self.lsp.as_str()).bind(kind).bind(scope).bind(signed(*next)?);
            query.execute(&mut *self.transaction).await?;
        }
        Ok(())
    }

    /// Puts the places that are taken back to what the journal tells.
    ///
    /// # Errors
    /// More than there can be.
    pub fn put_back_places(&mut self, places: u64) -> Result<(), StoreError> {
        self.status_next = i64::try_from(places).map_err(|_| StoreError::Corrupt(Datum::Counter))?;
        Ok(())
    }

    /// Puts the next number of a sequence back to what the journal tells.
    ///
    /// # Errors
    /// The database does not answer, or the number is larger than any.
    pub async fn put_back_sequence(&mut self, kind: &str, scope: &str, next: u64) -> Result<(), StoreError> {
        let put = "insert into counter (lsp, kind, scope, next) values ($1, $2, $3, $4)
                   on conflict (lsp, kind, scope) do update set next = $4";
        let next = i64::try_from(next).map_err(|_| StoreError::Corrupt(Datum::Counter))?;
        let query = sqlx::query(put).bind(self.lsp.as_str()).bind(kind).bind(scope).bind(next);
        query.execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Knows a certificate again that was handed out and is in no row any more, under the entry that comes next.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn know_again(&mut self, number: &str, token: &[u8]) -> Result<(), StoreError> {
        let know = "insert into recovered (token_sha256, lsp, number, journal_seq) values ($1, $2, $3, $4)
                    on conflict (token_sha256) do nothing";
        let query = sqlx::query(know).bind(hex::encode(fingerprint(token))).bind(self.lsp.as_str()).bind(number);
        query.bind(self.next_journal_seq()).execute(&mut *self.transaction).await?;
        Ok(())
    }
}
