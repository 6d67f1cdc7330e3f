//! What one person asked for and another decides, as a row with a stamp: an HMAC over every column.
//!
//! ```text
//! [1, lsp, request, kind, roster, size, body as it is sealed, asked by, asked at, state, decided by, decided at,
//!  remark as it is sealed]
//! ```
//!
//! A row that was altered or made up has no stamp that holds. An older one of the same name does: what was decided of a
//! request is the journal's to tell.

use jiff::Timestamp;
use serde_json::json;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::event::count;
use super::{Datum, Reading, StoreError, Writing, rows};
use crate::domain::id::{KeptId, RequestId};
use crate::domain::issuer::LspId;
use crate::domain::request::{Kind, RequestState};
use crate::seal::records::Records;

/// A request, column by column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    pub id: RequestId,
    pub lsp: LspId,
    pub kind: Kind,
    /// The roster, where it is about one.
    pub kept: Option<KeptId>,
    /// How many people or certificates it is about.
    pub size: u32,
    /// Base64url.
    pub body_sealed: String,
    /// As a journal names her.
    pub asked_by: String,
    pub asked_at: Timestamp,
    pub state: RequestState,
    pub decided_by: Option<String>,
    pub decided_at: Option<Timestamp>,
    /// Base64url.
    pub remark_sealed: Option<String>,
}

/// A request as it stands, and its stamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StampedRequest {
    row: RequestRow,
    stamp: String,
}

impl RequestRow {
    /// What shows that this installation wrote the row as it stands.
    #[must_use]
    pub fn stamp(&self, records: &Records) -> String {
        let Self { id, lsp, kind, kept, size, body_sealed, asked_by, asked_at, state, .. } = self;
        let Self { decided_by, decided_at, remark_sealed, .. } = self;
        let columns = json!([
            1,
            lsp,
            id.as_str(),
            kind.as_str(),
            kept.as_ref().map(KeptId::as_str),
            size,
            body_sealed,
            asked_by,
            asked_at.as_second(),
            state.as_str(),
            decided_by,
            decided_at.map(Timestamp::as_second),
            remark_sealed
        ]);
        records.request_stamp(&columns.to_string())
    }
}

impl StampedRequest {
    /// The row, if this installation wrote it.
    #[must_use]
    pub fn held(self, records: &Records) -> Option<RequestRow> {
        (self.stamp == self.row.stamp(records)).then_some(self.row)
    }

    /// The row as it stands, held against nothing.
    #[must_use]
    pub fn unproven(&self) -> &RequestRow {
        &self.row
    }
}

const SELECT: &str = "select id, lsp, kind, kept, size, body_sealed, asked_by, asked_at, state, decided_by, decided_at,
    remark_sealed, stamp from request where ";

impl Reading {
    /// A request of an LSP; none where there is none.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn request(&self, lsp: &LspId, id: &RequestId) -> Result<Option<StampedRequest>, StoreError> {
        let sql = format!("{SELECT} id = $1 and lsp = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).bind(lsp.as_str());
        row.fetch_optional(&self.pool).await?.map(|row| request(&row)).transpose()
    }

    /// The requests of an LSP that wait, the oldest first.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn waiting_requests(&self, lsp: &LspId) -> Result<Vec<StampedRequest>, StoreError> {
        let sql = format!("{SELECT} lsp = $1 and state = 'waiting' order by asked_at, id limit 500");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str());
        rows.fetch_all(&self.pool).await?.iter().map(request).collect()
    }

    /// The requests of an LSP that were decided, the newest first, `most` at most.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn decided_requests(&self, lsp: &LspId, most: u32) -> Result<Vec<StampedRequest>, StoreError> {
        let sql = format!("{SELECT} lsp = $1 and state <> 'waiting' order by asked_at desc, id limit {most}");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str());
        rows.fetch_all(&self.pool).await?.iter().map(request).collect()
    }
}

impl Writing {
    /// Keeps a new request.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn insert_request(&mut self, row: &RequestRow, records: &Records) -> Result<(), StoreError> {
        let insert = "insert into request (id, lsp, kind, kept, size, body_sealed, asked_by, asked_at, state, stamp)
                      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        sqlx::query(insert)
            .bind(row.id.as_str())
            .bind(self.lsp.as_str())
            .bind(row.kind.as_str())
            .bind(row.kept.as_ref().map(|kept| kept.as_str().to_owned()))
            .bind(i64::from(row.size))
            .bind(&row.body_sealed)
            .bind(&row.asked_by)
            .bind(row.asked_at.as_second())
            .bind(row.state.as_str())
            .bind(row.stamp(records))
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// A request of this LSP, under its lock; none where there is none.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn request(&mut self, id: &RequestId) -> Result<Option<StampedRequest>, StoreError> {
        let sql = format!("{SELECT} id = $1 and lsp = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).bind(self.lsp.as_str());
        row.fetch_optional(&mut *self.transaction).await?.map(|row| request(&row)).transpose()
    }

    /// Requests that were decided before an instant and still say something of people, `most` at most.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn due_requests(&mut self, before: Timestamp, most: u32) -> Result<Vec<StampedRequest>, StoreError> {
        let sql = format!(
            "{SELECT} lsp = $1 and state not in ('waiting', 'approved') and decided_at < $2 and erased_seq is null
             order by decided_at, id limit {most}"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(self.lsp.as_str()).bind(before.as_second());
        rows.fetch_all(&mut *self.transaction).await?.iter().map(request).collect()
    }

    /// Writes a request anew that says nothing of people, under the journal entry that comes next.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn erase_request(&mut self, row: &RequestRow, records: &Records) -> Result<(), StoreError> {
        let erase = "update request set body_sealed = $1, remark_sealed = $2, stamp = $3, erased_seq = $4
                     where id = $5 and lsp = $6";
        sqlx::query(erase)
            .bind(&row.body_sealed)
            .bind(&row.remark_sealed)
            .bind(row.stamp(records))
            .bind(self.next_journal_seq())
            .bind(row.id.as_str())
            .bind(self.lsp.as_str())
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// Writes what was decided of a request, if it is still in the state that it was read in; false where it is not.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn settle_request(
        &mut self,
        row: &RequestRow,
        from: RequestState,
        records: &Records,
    ) -> Result<bool, StoreError> {
        let settle = "update request set state = $1, decided_by = $2, decided_at = $3, remark_sealed = $4, stamp = $5
                      where id = $6 and lsp = $7 and state = $8";
        let settled = sqlx::query(settle)
            .bind(row.state.as_str())
            .bind(&row.decided_by)
            .bind(row.decided_at.map(Timestamp::as_second))
            .bind(&row.remark_sealed)
            .bind(row.stamp(records))
            .bind(row.id.as_str())
            .bind(self.lsp.as_str())
            .bind(from.as_str())
            .execute(&mut *self.transaction)
            .await?;
        Ok(settled.rows_affected() == 1)
    }
}

fn request(row: &AnyRow) -> Result<StampedRequest, StoreError> {
    let text = |column| row.try_get::<String, _>(column).map_err(StoreError::from);
    let corrupt = |_| StoreError::Corrupt(Datum::Request);
    let kept: Option<String> = row.try_get("kept")?;
    let decided_at: Option<i64> = row.try_get("decided_at")?;
    let request = RequestRow {
        id: text("id")?.parse().map_err(corrupt)?,
        lsp: text("lsp")?.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?,
        kind: Kind::from_word(&text("kind")?).ok_or(StoreError::Corrupt(Datum::Request))?,
        kept: kept.map(|kept| kept.parse().map_err(corrupt)).transpose()?,
        size: count(row, "size")?,
        body_sealed: text("body_sealed")?,
        asked_by: text("asked_by")?,
        asked_at: rows::instant(row.try_get("asked_at")?)?,
        state: RequestState::from_word(&text("state")?).ok_or(StoreError::Corrupt(Datum::Request))?,
        decided_by: row.try_get("decided_by")?,
        decided_at: decided_at.map(rows::instant).transpose()?,
        remark_sealed: row.try_get("remark_sealed")?,
    };
    Ok(StampedRequest { row: request, stamp: text("stamp")? })
}
