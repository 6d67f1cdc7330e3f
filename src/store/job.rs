//! Work that was approved: whoever holds the lease of a job does it, and whose lease is over may be dead. A job says what
//! to do and never that it may be done.

use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::event::count;
use super::{Datum, Reading, Store, StoreError, Writing, rows};
use crate::domain::id::{JobId, RequestId};
use crate::domain::issuer::LspId;

/// A job as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    pub id: JobId,
    pub lsp: LspId,
    pub request: RequestId,
    pub state: JobState,
    pub tries: u32,
    /// Steps done, of how many; 0 of 0 before that is known.
    pub done: u32,
    pub total: u32,
    /// Why it was given up, in a word.
    pub fault: Option<String>,
    pub made_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    Done,
    Failed,
    Running,
    Waiting,
}

/// A lease: who holds it until when, by the clock of whoever takes it.
#[derive(Clone, Copy, Debug)]
pub struct Lease<'a> {
    /// A process by a name that no other has.
    pub taker: &'a str,
    pub now: Timestamp,
    pub until: Timestamp,
}

impl JobState {
    /// The word kept in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Running => "running",
            Self::Waiting => "waiting",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Done, Self::Failed, Self::Running, Self::Waiting].into_iter().find(|state| state.as_str() == word)
    }
}

const SELECT: &str = "select id, lsp, request, state, tries, done, total, fault, made_at, ended_at from job where ";

impl Store {
    /// Takes the oldest job that nobody holds; none where there is none.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn take_job(&self, lease: Lease<'_>) -> Result<Option<JobRow>, StoreError> {
        // Asked for first without a lock: a service that idles writes nothing.
        let due = "select id from job where ended_at is null and lease_until < $1 order by made_at, id limit 1";
        let due = sqlx::query_scalar::<_, String>(due).bind(lease.now.as_second()).fetch_optional(&self.pool).await?;
        let Some(id) = due else { return Ok(None) };
        // Of two who take it one finds it taken.
        let take = "update job set state = 'running', taker = $1, lease_until = $2, tries = tries + 1
                    where id = $3 and ended_at is null and lease_until < $4
                    returning id, lsp, request, state, tries, done, total, fault, made_at, ended_at";
        let _turn = self.turns.short().await?;
        let taken = sqlx::query(take).bind(lease.taker).bind(lease.until.as_second()).bind(id);
        let taken = taken.bind(lease.now.as_second()).fetch_optional(&self.pool).await?;
        taken.map(|row| job(&row)).transpose()
    }

    /// Prolongs a lease and tells how far the job is, of none where that is not known yet; false where another has it by
    /// now, or it has ended.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn renew_lease(&self, id: &JobId, lease: Lease<'_>, [done, total]: [u32; 2]) -> Result<bool, StoreError> {
        let renew = "update job set lease_until = $1, done = $2, total = case when $3 > 0 then $3 else total end
                     where id = $4 and taker = $5 and ended_at is null";
        let renew = sqlx::query(renew).bind(lease.until.as_second()).bind(i64::from(done)).bind(i64::from(total));
        Ok(self.run(renew.bind(id.as_str()).bind(lease.taker)).await? == 1)
    }

    /// Lets go of a job that could not be done now: it is tried again from `at` on.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn put_job_back(&self, id: &JobId, taker: &str, at: Timestamp) -> Result<(), StoreError> {
        let back = "update job set state = 'waiting', lease_until = $1
                    where id = $2 and taker = $3 and ended_at is null";
        let query = sqlx::query(back).bind(at.as_second()).bind(id.as_str()).bind(taker);
        self.run(query).await?;
        Ok(())
    }
}

impl Reading {
    /// A job of an LSP; none where there is none.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn job(&self, lsp: &LspId, id: &JobId) -> Result<Option<JobRow>, StoreError> {
        let sql = format!("{SELECT} id = $1 and lsp = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).bind(lsp.as_str());
        row.fetch_optional(&self.pool).await?.map(|row| job(&row)).transpose()
    }

    /// The job that does what was asked for; none before it was approved.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn job_of(&self, lsp: &LspId, request: &RequestId) -> Result<Option<JobRow>, StoreError> {
        let sql = format!("{SELECT} request = $1 and lsp = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(request.as_str()).bind(lsp.as_str());
        row.fetch_optional(&self.pool).await?.map(|row| job(&row)).transpose()
    }
}

impl Writing {
    /// Keeps a new job, to be taken at once.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn insert_job(
        &mut self,
        id: &JobId,
        request: &RequestId,
        total: u32,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let insert = "insert into job (id, lsp, request, state, taker, lease_until, tries, done, total, made_at)
                      values ($1, $2, $3, 'waiting', '', 0, 0, 0, $4, $5)";
        let query = sqlx::query(insert).bind(id.as_str()).bind(self.lsp.as_str()).bind(request.as_str());
        query.bind(i64::from(total)).bind(now.as_second()).execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Ends a job together with what it did; false where it has ended already.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn end_job(&mut self, id: &JobId, fault: Option<&str>, now: Timestamp) -> Result<bool, StoreError> {
        let end =
            "update job set state = $1, fault = $2, ended_at = $3, done = case when $2 is null then total else done end
                   where id = $4 and lsp = $5 and ended_at is null";
        let state = if fault.is_none() { JobState::Done } else { JobState::Failed };
        let query = sqlx::query(end).bind(state.as_str()).bind(fault.map(str::to_owned)).bind(now.as_second());
        let ended = query.bind(id.as_str()).bind(self.lsp.as_str()).execute(&mut *self.transaction).await?;
        Ok(ended.rows_affected() == 1)
    }
}

fn job(row: &AnyRow) -> Result<JobRow, StoreError> {
    let text = |column| row.try_get::<String, _>(column).map_err(StoreError::from);
    let ended_at: Option<i64> = row.try_get("ended_at")?;
    Ok(JobRow {
        id: text("id")?.parse().map_err(|_| StoreError::Corrupt(Datum::Job))?,
        lsp: text("lsp")?.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?,
        request: text("request")?.parse().map_err(|_| StoreError::Corrupt(Datum::Request))?,
        state: JobState::from_word(&text("state")?).ok_or(StoreError::Corrupt(Datum::Job))?,
        tries: count(row, "tries")?,
        done: count(row, "done")?,
        total: count(row, "total")?,
        fault: row.try_get("fault")?,
        made_at: rows::instant(row.try_get("made_at")?)?,
        ended_at: ended_at.map(rows::instant).transpose()?,
    })
}
