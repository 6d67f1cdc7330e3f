//! Rosters that were handed in: the file as it came and the cells mended since, sealed both, and how far it has come.
//! This room has no key to open them.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::event::{count, day};
use super::{Datum, Reading, Store, StoreError, Writing, rows};
use crate::domain::id::{EventId, KeptId, RequestId};
use crate::domain::issuer::LspId;
use crate::domain::request::{KeptState, Origin};

/// A roster to be kept.
#[derive(Clone, Debug)]
pub struct NewKept<'a> {
    pub id: &'a KeptId,
    pub lsp: &'a LspId,
    pub event: &'a EventId,
    pub wave: Option<u32>,
    pub origin: Origin,
    pub contents: Contents<'a>,
    pub made_by: &'a str,
    pub made_at: Timestamp,
}

/// What is kept of a roster and may be written anew while it is open.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// None: the file stays.
    pub file_sealed: Option<&'a str>,
    pub cells_sealed: &'a str,
    pub issued_on: Date,
    pub counted: Counted,
}

/// People of a roster as it stands, for lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub competent: u32,
    pub not_yet_competent: u32,
    pub absent: u32,
    /// Faults to mend.
    pub refused: u32,
}

/// A roster as it stands, without what is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRow {
    pub id: KeptId,
    pub lsp: LspId,
    pub event: EventId,
    pub wave: Option<u32>,
    pub origin: Origin,
    pub state: KeptState,
    /// Rises with every change, so that nobody overwrites what he has not seen.
    pub revision: i64,
    pub issued_on: Date,
    pub counted: Counted,
    /// The newest request to issue it.
    pub request: Option<RequestId>,
    pub made_by: String,
    pub made_at: Timestamp,
    pub changed_at: Timestamp,
}

/// What is sealed of a roster, base64url.
#[derive(Clone, Debug)]
pub struct SealedRoster {
    pub file: String,
    pub cells: String,
}

const SELECT: &str = "select id, lsp, event, wave, origin, state, revision, issued_on, competent, not_yet_competent,
    absent, refused, request, made_by, made_at, changed_at from kept_roster where ";

impl Store {
    /// Keeps a new roster.
    ///
    /// # Errors
    /// The database does not answer, or there is no such event.
    pub async fn keep_roster(&self, new: NewKept<'_>) -> Result<(), StoreError> {
        let Contents { file_sealed, cells_sealed, issued_on, counted } = new.contents;
        let keep = "insert into kept_roster (id, lsp, event, wave, origin, state, revision, issued_on, file_sealed,
                        cells_sealed, competent, not_yet_competent, absent, refused, made_by, made_at, changed_at)
                    values ($1, $2, $3, $4, $5, 'draft', 1, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)";
        let keep = sqlx::query(keep)
            .bind(new.id.as_str())
            .bind(new.lsp.as_str())
            .bind(new.event.as_str())
            .bind(i64::from(new.wave.unwrap_or(0)))
            .bind(new.origin.as_str())
            .bind(issued_on.to_string())
            .bind(file_sealed.ok_or(StoreError::Corrupt(Datum::KeptRoster))?)
            .bind(cells_sealed)
            .bind(i64::from(counted.competent))
            .bind(i64::from(counted.not_yet_competent))
            .bind(i64::from(counted.absent))
            .bind(i64::from(counted.refused))
            .bind(new.made_by)
            .bind(new.made_at.as_second());
        self.run(keep).await?;
        Ok(())
    }

    /// Writes a roster anew that is open and still the one that was read; false where it is not.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn rewrite_roster(
        &self,
        read: &KeptRow,
        contents: Contents<'_>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Contents { file_sealed, cells_sealed, issued_on, counted } = contents;
        let write = "update kept_roster set file_sealed = coalesce($1, file_sealed), cells_sealed = $2, issued_on = $3,
                         competent = $4, not_yet_competent = $5, absent = $6, refused = $7, changed_at = $8,
                         revision = revision + 1
                     where id = $9 and lsp = $10 and revision = $11 and state in ('draft', 'returned')";
        let write = sqlx::query(write)
            .bind(file_sealed)
            .bind(cells_sealed)
            .bind(issued_on.to_string())
            .bind(i64::from(counted.competent))
            .bind(i64::from(counted.not_yet_competent))
            .bind(i64::from(counted.absent))
            .bind(i64::from(counted.refused))
            .bind(now.as_second())
            .bind(read.id.as_str())
            .bind(read.lsp.as_str())
            .bind(read.revision);
        Ok(self.run(write).await? == 1)
    }

    /// Withdraws a roster that is open; false where it is not.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn withdraw_roster(&self, lsp: &LspId, id: &KeptId, now: Timestamp) -> Result<bool, StoreError> {
        let withdraw = "update kept_roster set state = 'withdrawn', changed_at = $1, revision = revision + 1
                        where id = $2 and lsp = $3 and state in ('draft', 'returned')";
        let query = sqlx::query(withdraw).bind(now.as_second()).bind(id.as_str()).bind(lsp.as_str());
        Ok(self.run(query).await? == 1)
    }
}

impl Reading {
    /// A roster of an LSP; none where there is none.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn kept(&self, lsp: &LspId, id: &KeptId) -> Result<Option<KeptRow>, StoreError> {
        let sql = format!("{SELECT} id = $1 and lsp = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).bind(lsp.as_str());
        row.fetch_optional(&self.pool).await?.map(|row| kept(&row)).transpose()
    }

    /// What is sealed of a roster.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: the LSP has none of this name.
    pub async fn sealed_roster(&self, lsp: &LspId, id: &KeptId) -> Result<SealedRoster, StoreError> {
        let one = "select file_sealed, cells_sealed from kept_roster where id = $1 and lsp = $2";
        let row = sqlx::query(one).bind(id.as_str()).bind(lsp.as_str()).fetch_one(&self.pool).await?;
        Ok(SealedRoster { file: row.try_get("file_sealed")?, cells: row.try_get("cells_sealed")? })
    }

    /// The rosters of an event, by wave, the oldest first.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn kept_of(&self, lsp: &LspId, event: &EventId) -> Result<Vec<KeptRow>, StoreError> {
        let sql = format!("{SELECT} event = $1 and lsp = $2 order by wave, made_at, id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(event.as_str()).bind(lsp.as_str());
        rows.fetch_all(&self.pool).await?.iter().map(kept).collect()
    }
}

impl Writing {
    /// Moves a roster on from one of some states, as it was read; false where it is another by now.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn move_roster(
        &mut self,
        id: &KeptId,
        revision: Option<i64>,
        from: &[KeptState],
        to: KeptState,
        request: &RequestId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let words: Vec<String> = from.iter().map(|state| format!("'{}'", state.as_str())).collect();
        let sql = format!(
            "update kept_roster set state = $1, request = $2, changed_at = $3, revision = revision + 1
             where id = $4 and lsp = $5 and ($6 < 0 or revision = $6) and state in ({})",
            words.join(", ")
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(to.as_str()).bind(request.as_str());
        let query = query.bind(now.as_second()).bind(id.as_str()).bind(self.lsp.as_str()).bind(revision.unwrap_or(-1));
        Ok(query.execute(&mut *self.transaction).await?.rows_affected() == 1)
    }
}

fn kept(row: &AnyRow) -> Result<KeptRow, StoreError> {
    let text = |column| row.try_get::<String, _>(column).map_err(StoreError::from);
    let corrupt = |_| StoreError::Corrupt(Datum::KeptRoster);
    let request: Option<String> = row.try_get("request")?;
    Ok(KeptRow {
        id: text("id")?.parse().map_err(corrupt)?,
        lsp: text("lsp")?.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?,
        event: text("event")?.parse().map_err(corrupt)?,
        wave: Some(count(row, "wave")?).filter(|wave| *wave > 0),
        origin: Origin::from_word(&text("origin")?).ok_or(StoreError::Corrupt(Datum::KeptRoster))?,
        state: KeptState::from_word(&text("state")?).ok_or(StoreError::Corrupt(Datum::KeptRoster))?,
        revision: row.try_get("revision")?,
        issued_on: day(row, "issued_on")?,
        counted: Counted {
            competent: count(row, "competent")?,
            not_yet_competent: count(row, "not_yet_competent")?,
            absent: count(row, "absent")?,
            refused: count(row, "refused")?,
        },
        request: request.map(|request| request.parse().map_err(corrupt)).transpose()?,
        made_by: text("made_by")?,
        made_at: rows::instant(row.try_get("made_at")?)?,
        changed_at: rows::instant(row.try_get("changed_at")?)?,
    })
}
