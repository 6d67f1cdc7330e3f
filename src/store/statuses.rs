//! What becomes of certificates: changed under the lock, read as the changes since the last reading.
//!
//! A certificate that was ever changed carries the number of the journal entry that tells of the last change. So
//! who has read once asks for what came after, and a status list of a million is not read anew for one entry.

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Datum, Head, Reading, StoreError, Writing, WrittenEntry, lists, rows};
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::status::{Change, State, Status};
use crate::seal::token::StatusRef;

/// Whether a change was made, or something else had happened to the certificate first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Made,
    /// What stands there now.
    TooLate(State),
}

/// How far an LSP's row says that writing has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    /// Rises with every write.
    pub revision: i64,
    /// The revision in which its keys, particulars or disowned tokens changed last.
    pub trust_revision: i64,
    pub head: Head,
}

/// A place on a status list, and what stands there now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusChange {
    pub status: StatusRef,
    pub state: State,
}

impl Reading {
    /// How far writing has come, by LSP: what tells whether anything is to be read anew. With the LSPs whose row cannot
    /// be read.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn latest(&self) -> Result<(Vec<Latest>, Vec<LspId>), StoreError> {
        let all = "select lsp, revision, trust_revision, journal_seq, journal_hash from lsp_head order by lsp";
        let read = |row: &AnyRow| {
            Ok(Latest {
                revision: row.try_get("revision")?,
                trust_revision: row.try_get("trust_revision")?,
                head: lists::head(row)?,
            })
        };
        let (mut latest, mut unreadable) = (Vec::new(), Vec::new());
        for row in &sqlx::query(all).fetch_all(&self.pool).await? {
            match read(row) {
                Ok(one) => latest.push(one),
                Err(StoreError::Corrupt(_)) => {
                    unreadable.extend(row.try_get::<String, _>("lsp").ok().and_then(|lsp| lsp.parse().ok()));
                }
                Err(error) => return Err(error),
            }
        }
        Ok((latest, unreadable))
    }

    /// Shows the certificates of an LSP whose status changed under a later journal entry than `seq`; -1: all that
    /// ever changed.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn status_changes(
        &self,
        lsp: &LspId,
        seq: i64,
        mut take: impl FnMut(StatusChange),
    ) -> Result<(), StoreError> {
        let later = "select status_list, status_index, status from certificate
                     where lsp = $1 and changed_seq is not null and changed_seq > $2";
        let mut rows = sqlx::query(later).bind(lsp.as_str()).bind(seq).fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            let at = |column| {
                u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Corrupt(Datum::StatusPlace))
            };
            take(StatusChange {
                status: StatusRef { list: at("status_list")?, index: at("status_index")? },
                state: state(&row.try_get::<String, _>("status")?)?,
            });
        }
        Ok(())
    }
}

impl Writing {
    /// Changes a certificate's status if its state still allows it, under the journal entry that will be written
    /// next.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: no such certificate of this LSP.
    pub async fn change(&mut self, id: CertificateId, change: Change, at: Timestamp) -> Result<Changed, StoreError> {
        let from = [State::Valid, State::Suspended].map(|state| if state.allows(change) { state.as_str() } else { "" });
        let make = "update certificate set status = $1, status_at = $2, status_reason = $3, changed_seq = $4
                    where id = $5 and lsp = $6 and status in ($7, $8)";
        let done = sqlx::query(make)
            .bind(change.becomes().as_str())
            .bind(at.as_second())
            .bind(Some(change.reason()).filter(|reason| !reason.is_empty()))
            .bind(self.next_journal_seq())
            .bind(id.number())
            .bind(self.lsp.as_str())
            .bind(from[0])
            .bind(from[1])
            .execute(&mut *self.transaction)
            .await?;
        if done.rows_affected() == 1 {
            return Ok(Changed::Made);
        }
        let now = sqlx::query_scalar::<_, String>("select status from certificate where id = $1 and lsp = $2");
        let now = now.bind(id.number()).bind(self.lsp.as_str()).fetch_one(&mut *self.transaction).await?;
        Ok(Changed::TooLate(state(&now)?))
    }

    /// Puts a certificate's status back to what the journal tells; `entry`: the one that made it so, none where it was
    /// never changed.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn put_back(
        &mut self,
        id: CertificateId,
        state: State,
        entry: Option<&WrittenEntry>,
    ) -> Result<(), StoreError> {
        let successor = entry.and_then(|entry| entry.body["successor"].as_str());
        let reason = entry.and_then(|entry| entry.body["reason"].as_str()).filter(|reason| !reason.is_empty());
        let put = "update certificate set status = $1, status_at = $2, status_reason = $3, changed_seq = $4,
                   superseded_by = (select s.id from certificate s where s.number = $5 and s.lsp = $7)
                   where id = $6 and lsp = $7";
        let query = sqlx::query(put).bind(state.as_str()).bind(entry.map(|entry| entry.at.as_second())).bind(reason);
        let query = query.bind(entry.map(|entry| entry.seq)).bind(successor);
        query.bind(id.number()).bind(self.lsp.as_str()).execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Names the certificate that stands in another's place.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn name_successor(&mut self, id: CertificateId, successor: CertificateId) -> Result<(), StoreError> {
        let name = "update certificate set superseded_by = $1 where id = $2 and lsp = $3";
        let query = sqlx::query(name).bind(successor.number()).bind(id.number()).bind(self.lsp.as_str());
        query.execute(&mut *self.transaction).await?;
        Ok(())
    }
}

/// A certificate's status with its facts.
pub(super) fn status(row: &AnyRow) -> Result<Status, StoreError> {
    let fact = || StoreError::Corrupt(Datum::StatusFacts);
    let at = || rows::instant(row.try_get::<Option<i64>, _>("status_at")?.ok_or_else(fact)?);
    let reason = || row.try_get::<Option<String>, _>("status_reason")?.ok_or_else(fact);
    Ok(match state(&row.try_get::<String, _>("status")?)? {
        State::Revoked => Status::Revoked { at: at()?, reason: reason()?.parse().map_err(|_| fact())? },
        State::Superseded => {
            let by: Option<i64> = row.try_get("superseded_by")?;
            Status::Superseded { at: at()?, by: by.map(CertificateId::new).ok_or_else(fact)? }
        }
        State::Suspended => Status::Suspended { at: at()?, reason: reason()?.parse().map_err(|_| fact())? },
        State::Valid => Status::Valid,
    })
}

pub(super) fn state(word: &str) -> Result<State, StoreError> {
    State::from_word(word).ok_or(StoreError::Corrupt(Datum::Status))
}
