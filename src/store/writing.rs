//! A transaction that holds the LSP's lock, and what may be done in it.

use jiff::Timestamp;
use sqlx::{Any, Row as _, Transaction};

use super::{Store, StoreError};
use crate::domain::issuer::LspId;
use crate::domain::status::{self, State};

/// The one writer of an LSP until committed or dropped; dropped, nothing happened.
pub struct Writing {
    pub(super) transaction: Transaction<'static, Any>,
    pub(super) lsp: LspId,
    pub(super) journal_seq: i64,
    pub(super) journal_hash: String,
    pub(super) status_next: i64,
}

/// Whether a change was made, or something else had happened to the certificate first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Made,
    /// What stands there now.
    TooLate(State),
}

impl Store {
    /// Takes the LSP's lock. Its first statement writes: on SQLite, transactions that read first fail
    /// under load.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: no such LSP.
    pub async fn write(&self, lsp: &LspId) -> Result<Writing, StoreError> {
        Writing::lock(self.pool.begin().await?, lsp).await
    }
}

impl Writing {
    /// Takes the LSP's lock in a transaction that may have written already.
    pub(super) async fn lock(mut transaction: Transaction<'static, Any>, lsp: &LspId) -> Result<Self, StoreError> {
        let lock = "update lsp_head set revision = revision + 1 where lsp = $1
                    returning journal_seq, journal_hash, status_next";
        let head = sqlx::query(lock).bind(lsp.as_str()).fetch_one(&mut *transaction).await?;
        Ok(Self {
            lsp: lsp.clone(),
            journal_seq: head.try_get("journal_seq")?,
            journal_hash: head.try_get("journal_hash")?,
            status_next: head.try_get("status_next")?,
            transaction,
        })
    }

    #[must_use]
    pub fn lsp(&self) -> &LspId {
        &self.lsp
    }

    /// Takes `count` numbers of a sequence and returns the first, which is `start` or above; `last` is
    /// the largest that fits.
    /// A sequence that would run out gives none: nothing is issued then.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take(
        &mut self,
        kind: &str,
        scope: &str,
        (start, last): (u64, u64),
        count: u64,
    ) -> Result<Option<u64>, StoreError> {
        let (start, count) = (signed(start), signed(count));
        let take = "insert into counter (lsp, kind, scope, next) values ($1, $2, $3, $4)
                    on conflict (lsp, kind, scope) do update set
                        next = case when counter.next < $6 then $6 else counter.next end + $5 returning next";
        let next: i64 = sqlx::query_scalar(take)
            .bind(self.lsp.as_str())
            .bind(kind)
            .bind(scope)
            .bind(start.saturating_add(count))
            .bind(count)
            .bind(start)
            .fetch_one(&mut *self.transaction)
            .await?;
        let first = u64::try_from(next - count).map_err(|_| StoreError::Corrupt("a counter"))?;
        Ok((next - 1 <= signed(last)).then_some(first))
    }

    /// Takes `count` places of the LSP's status lists and returns the first.
    ///
    /// # Errors
    /// The counter cannot be read.
    pub fn take_status(&mut self, count: usize) -> Result<u64, StoreError> {
        let first = u64::try_from(self.status_next).map_err(|_| StoreError::Corrupt("a status counter"))?;
        self.status_next = self.status_next.saturating_add(signed(count as u64));
        Ok(first)
    }

    /// Changes a certificate's status if its state still allows it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: no such certificate of this LSP.
    pub async fn change(&mut self, id: &str, change: status::Change, at: Timestamp) -> Result<Change, StoreError> {
        let from = [State::Valid, State::Suspended].map(|state| if state.allows(change) { state.as_str() } else { "" });
        let make = "update certificate set status = $1, status_at = $2, status_reason = $3
                    where id = $4 and lsp = $5 and status in ($6, $7)";
        let done = sqlx::query(make)
            .bind(change.becomes().as_str())
            .bind(at.as_second())
            .bind(change.reason())
            .bind(id)
            .bind(self.lsp.as_str())
            .bind(from[0])
            .bind(from[1])
            .execute(&mut *self.transaction)
            .await?;
        if done.rows_affected() == 1 {
            return Ok(Change::Made);
        }
        let now = sqlx::query_scalar::<_, String>("select status from certificate where id = $1 and lsp = $2");
        let now = now.bind(id).bind(self.lsp.as_str()).fetch_one(&mut *self.transaction).await?;
        Ok(Change::TooLate(State::from_word(&now).ok_or(StoreError::Corrupt("a status"))?))
    }

    /// Writes the head and commits: only then may anything be handed out.
    ///
    /// # Errors
    /// The commit failed; nothing was stored, or (a lost connection) it cannot be told: ask again.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        let head = "update lsp_head set journal_seq = $1, journal_hash = $2, status_next = $3 where lsp = $4";
        sqlx::query(head)
            .bind(self.journal_seq)
            .bind(&self.journal_hash)
            .bind(self.status_next)
            .bind(self.lsp.as_str())
            .execute(&mut *self.transaction)
            .await?;
        Ok(self.transaction.commit().await?)
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
