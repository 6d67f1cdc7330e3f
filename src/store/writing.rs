//! A transaction that holds the LSP's lock, and what may be done in it.

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, Row as _, Transaction};

use super::turns::Turn;
use super::{Datum, Head, Store, StoreError};
use crate::domain::id::{CertificateId, EntryId, HolderId, RosterId};
use crate::domain::issuer::LspId;

/// Numbers that an LSP can give to its rows, 2^40 of each kind.
pub(super) const OWN: i64 = 1 << 40;

/// The one writer of an LSP until committed or dropped; dropped, nothing happened.
pub struct Writing {
    pub(super) transaction: Transaction<'static, Any>,
    pub(super) lsp: LspId,
    pub(super) journal_seq: i64,
    pub(super) journal_hash: String,
    pub(super) status_next: i64,
    place: i64,
    row_next: i64,
    /// Whether something was written that verdicts rest on beside status.
    pub(super) trust_changed: bool,
    turn: Turn,
}

/// A statement and what is bound to it.
pub(super) type Statement<'q> = Query<'q, Any, AnyArguments>;

/// The numbers of a sequence that may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub first: u64,
    pub last: u64,
}

impl Store {
    /// Takes the LSP's lock. Its first statement writes: on SQLite, transactions that read first fail
    /// under load.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: no such LSP.
    pub async fn write(&self, lsp: &LspId) -> Result<Writing, StoreError> {
        let turn = self.turns.of(lsp).await?;
        Writing::lock(self.pool.begin().await?, lsp, turn).await
    }

    /// Runs a statement that writes by itself; gives the number of rows.
    pub(super) async fn run(&self, statement: Statement<'_>) -> Result<u64, StoreError> {
        let _turn = self.turns.short().await?;
        Ok(statement.execute(&self.pool).await?.rows_affected())
    }

    /// Begins a transaction that takes no LSP's lock; its turn is held until it ends.
    pub(super) async fn begin(&self) -> Result<(Transaction<'static, Any>, Option<Turn>), StoreError> {
        let turn = self.turns.short().await?;
        Ok((self.pool.begin().await?, turn))
    }
}

impl Writing {
    /// Takes the LSP's lock in a transaction that may have written already.
    pub(super) async fn lock(
        mut transaction: Transaction<'static, Any>,
        lsp: &LspId,
        turn: Turn,
    ) -> Result<Self, StoreError> {
        let lock = "update lsp_head set revision = revision + 1 where lsp = $1
                    returning journal_seq, journal_hash, status_next, place, row_next";
        let head = sqlx::query(lock).bind(lsp.as_str()).fetch_one(&mut *transaction).await?;
        Ok(Self {
            lsp: lsp.clone(),
            journal_seq: head.try_get("journal_seq")?,
            journal_hash: head.try_get("journal_hash")?,
            status_next: head.try_get("status_next")?,
            place: head.try_get("place")?,
            row_next: head.try_get("row_next")?,
            trust_changed: false,
            transaction,
            turn,
        })
    }

    #[must_use]
    pub fn lsp(&self) -> &LspId {
        &self.lsp
    }

    /// The journal's newest entry, as this transaction has it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn head(&self) -> Result<Head, StoreError> {
        let entries = u64::try_from(self.journal_seq).map_err(|_| StoreError::Corrupt(Datum::JournalLength))?;
        Ok(Head { lsp: self.lsp.clone(), entries, hash: self.journal_hash.clone() })
    }

    /// Takes `count` numbers of a sequence and returns the first. A sequence that would run out gives none: nothing
    /// is issued then.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take(
        &mut self,
        kind: &str,
        scope: &str,
        bounds: Bounds,
        count: u64,
    ) -> Result<Option<u64>, StoreError> {
        let (start, count) = (signed(bounds.first), signed(count));
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
        let first = u64::try_from(next - count).map_err(|_| StoreError::Corrupt(Datum::Counter))?;
        Ok((next - 1 <= signed(bounds.last)).then_some(first))
    }

    /// Takes `count` places of the LSP's status lists, none of them before `taken`, and returns the first.
    ///
    /// # Errors
    /// The LSP has no places left.
    pub fn take_status(&mut self, taken: u64, count: usize) -> Result<u64, StoreError> {
        let first = self.status_next.max(signed(taken));
        let next = first.saturating_add(signed(count as u64));
        self.status_next = next;
        u64::try_from(first).ok().filter(|_| next <= OWN).ok_or(StoreError::Corrupt(Datum::Counter))
    }

    /// What the certificate at a place of the LSP's status lists is named by: no two of them can have one place.
    #[must_use]
    pub fn certificate_id(&self, counter: u64) -> CertificateId {
        CertificateId::new(self.own(signed(counter)))
    }

    /// A new assessment's name.
    ///
    /// # Errors
    /// The LSP has no numbers left.
    pub fn entry_id(&mut self) -> Result<EntryId, StoreError> {
        self.next_row().map(EntryId::new)
    }

    /// A new person's name.
    ///
    /// # Errors
    /// The LSP has no numbers left.
    pub fn holder_id(&mut self) -> Result<HolderId, StoreError> {
        self.next_row().map(HolderId::new)
    }

    /// A new roster's name.
    ///
    /// # Errors
    /// The LSP has no numbers left.
    pub fn roster_id(&mut self) -> Result<RosterId, StoreError> {
        self.next_row().map(RosterId::new)
    }

    /// The number of a new row that is no certificate.
    pub(super) fn next_row(&mut self) -> Result<i64, StoreError> {
        let own = self.row_next;
        if own >= OWN {
            return Err(StoreError::Corrupt(Datum::Counter));
        }
        self.row_next += 1;
        Ok(self.own(own))
    }

    fn own(&self, counter: i64) -> i64 {
        self.place * OWN + counter
    }

    /// Writes the head and commits: only then may anything be handed out.
    ///
    /// # Errors
    /// The commit failed; nothing was stored, or (a lost connection) it cannot be told: ask again.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.write_head().await?;
        Ok(self.transaction.commit().await?)
    }

    /// Goes on to another LSP in the same transaction, whose lock it takes. Who writes of several takes them in the
    /// order of their ids, so that no two wait for each other.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: no such LSP.
    pub async fn go_on_to(mut self, lsp: &LspId) -> Result<Self, StoreError> {
        self.write_head().await?;
        Self::lock(self.transaction, lsp, self.turn).await
    }

    async fn write_head(&mut self) -> Result<(), StoreError> {
        let head = "update lsp_head set journal_seq = $1, journal_hash = $2, status_next = $3, row_next = $4,
                        trust_revision = case when $5 = 1 then revision else trust_revision end
                    where lsp = $6";
        sqlx::query(head)
            .bind(self.journal_seq)
            .bind(&self.journal_hash)
            .bind(self.status_next)
            .bind(self.row_next)
            .bind(i64::from(self.trust_changed))
            .bind(self.lsp.as_str())
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).expect("a number has 12 digits at most, a place 40 bits")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::civil::date;
    use tokio::time::{sleep, timeout};

    use super::*;
    use crate::domain::account::AccountId;

    #[tokio::test]
    async fn whoever_has_a_lock_reads_on_however_many_others_wait_to_write() {
        let dir = tempfile::tempdir().expect("a directory");
        let store = Store::migrate(&super::super::sqlite_url(dir.path())).await.expect("tables");
        store
            .write_past(
                "pragma foreign_keys = off;
                 insert into lsp_head (lsp, revision, journal_seq, journal_hash, status_next)
                 values ('klining', 1, 1, '', 0);
                 insert into account (id, name, password, must_change, totp_step, recovery, made_at, stamp, lang)
                 values (7, 'pt.rekaan', '', 0, 0, '', 0, '', '')",
            )
            .await;
        let (lsp, one, day) = ("klining".parse().expect("an id"), AccountId::new(7), date(2026, 11, 28));
        let writing = store.write(&lsp).await.expect("the lock");
        let others = (0..12).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.count_lookups(one, day, 1, 100).await })
        });
        let others: Vec<_> = others.collect();
        sleep(Duration::from_millis(100)).await;
        let read = timeout(Duration::from_secs(5), store.lookups(one, day)).await;
        assert_eq!(read.expect("a connection is left").expect("read"), 0);
        writing.commit().await.expect("committed");
        for other in others {
            assert!(other.await.expect("it ran").expect("counted"));
        }
        assert_eq!(store.lookups(one, day).await.expect("read"), 12);
    }
}
