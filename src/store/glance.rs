//! What an LSP's first page counts, and what waits there: each by an index.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::event::count;
use super::{Datum, Reading, StoreError, rows};
use crate::domain::id::{EventId, JobId, KeptId, RequestId};
use crate::domain::issuer::LspId;
use crate::domain::request::KeptState;
use crate::domain::scheme::SchemeCode;
use crate::seal::keys::Kid;

/// Certificates of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthCount {
    /// Its first day.
    pub month: Date,
    /// None: of every scheme.
    pub scheme: Option<SchemeCode>,
    pub count: u32,
}

/// A roster that is to be mended and submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRoster {
    pub id: KeptId,
    pub event: EventId,
    pub event_name: String,
    pub state: KeptState,
    pub refused: u32,
    pub changed_at: Timestamp,
}

/// Work that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedJob {
    pub id: JobId,
    pub request: RequestId,
    pub fault: Option<String>,
    pub ended_at: Timestamp,
}

/// Tokens that a key signed and the LSP never issued, while nobody has declared the key stolen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrecorded {
    pub kid: Kid,
    pub count: u32,
    pub last_at: Timestamp,
}

impl Reading {
    /// Certificates of some schemes issued between two days, by month and scheme.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn issued_by_month(
        &self,
        lsp: &LspId,
        schemes: &[SchemeCode],
        between: [Date; 2],
    ) -> Result<Vec<MonthCount>, StoreError> {
        // One scheme after the other is read from an index alone.
        let counted = "select substr(issued_on, 1, 7) as month, count(*) as found from certificate
                       where lsp = $1 and scheme = $4 and issued_on >= $2 and issued_on <= $3 group by 1 order by 1";
        let [from, until] = between.map(|day| day.to_string());
        let mut all = Vec::new();
        for scheme in schemes {
            let rows = sqlx::query(counted).bind(lsp.as_str()).bind(&from).bind(&until).bind(scheme.as_str());
            for row in &rows.fetch_all(&self.pool).await? {
                all.push(MonthCount { scheme: Some(scheme.clone()), ..month_count(row)? });
            }
        }
        Ok(all)
    }

    /// Valid certificates that end between two days, by month.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn ending_by_month(&self, lsp: &LspId, between: [Date; 2]) -> Result<Vec<MonthCount>, StoreError> {
        let all = "select substr(valid_until, 1, 7) as month, count(*) as found from certificate
                   where lsp = $1 and valid_until >= $2 and valid_until <= $3 group by 1 order by 1";
        // Few are anything but valid, and have an index of their own.
        let others = "select substr(valid_until, 1, 7) as month, count(*) as found from certificate
                      where lsp = $1 and status <> 'valid' and valid_until >= $2 and valid_until <= $3 group by 1";
        let [from, until] = between.map(|day| day.to_string());
        let mut counts = Vec::new();
        for counted in [all, others] {
            let rows = sqlx::query(counted).bind(lsp.as_str()).bind(&from).bind(&until).fetch_all(&self.pool).await?;
            counts.push(rows.iter().map(month_count).collect::<Result<Vec<_>, _>>()?);
        }
        let others = counts.pop().unwrap_or_default();
        let mut ending = counts.pop().unwrap_or_default();
        for one in &mut ending {
            let other = others.iter().find(|other| other.month == one.month);
            one.count = one.count.saturating_sub(other.map_or(0, |other| other.count));
        }
        Ok(ending)
    }

    /// Rosters of an LSP that are to be mended and submitted, those sent back first, `most` at most.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn open_rosters(&self, lsp: &LspId, most: u32) -> Result<Vec<OpenRoster>, StoreError> {
        let open = format!(
            "select q.id, q.event, e.name, q.state, q.refused, q.changed_at
             from kept_roster q join event e on e.id = q.event where q.lsp = $1 and q.state in ('draft', 'returned')
             order by q.state desc, q.changed_at desc, q.id limit {most}"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(open)).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        rows.iter().map(open_roster).collect()
    }

    /// Work of an LSP that was given up since an instant, the newest first, `most` at most.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn failed_jobs(&self, lsp: &LspId, since: Timestamp, most: u32) -> Result<Vec<FailedJob>, StoreError> {
        let failed = format!(
            "select id, request, fault, ended_at from job
             where lsp = $1 and state = 'failed' and ended_at >= $2 order by ended_at desc, id limit {most}"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(failed)).bind(lsp.as_str()).bind(since.as_second());
        rows.fetch_all(&self.pool).await?.iter().map(failed_job).collect()
    }

    /// Keys of an LSP that signed what it never issued, and are not declared stolen.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn strays(&self, lsp: &LspId) -> Result<Vec<Unrecorded>, StoreError> {
        let strays = "select u.kid, count(*) as found, max(u.at) as last_at
                      from unrecorded u join signing_key k on k.kid = u.kid
                      where u.lsp = $1 and k.state <> 'compromised' group by u.kid order by u.kid";
        let rows = sqlx::query(strays).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        rows.iter().map(unrecorded).collect()
    }
}

fn month_count(row: &AnyRow) -> Result<MonthCount, StoreError> {
    let month: String = row.try_get("month")?;
    let month = format!("{month}-01").parse().map_err(|_| StoreError::Corrupt(Datum::Date))?;
    Ok(MonthCount { month, scheme: None, count: count(row, "found")? })
}

fn open_roster(row: &AnyRow) -> Result<OpenRoster, StoreError> {
    let text = |column| row.try_get::<String, _>(column).map_err(StoreError::from);
    let corrupt = |_| StoreError::Corrupt(Datum::KeptRoster);
    Ok(OpenRoster {
        id: text("id")?.parse().map_err(corrupt)?,
        event: text("event")?.parse().map_err(corrupt)?,
        event_name: text("name")?,
        state: KeptState::from_word(&text("state")?).ok_or(StoreError::Corrupt(Datum::KeptRoster))?,
        refused: count(row, "refused")?,
        changed_at: rows::instant(row.try_get("changed_at")?)?,
    })
}

fn failed_job(row: &AnyRow) -> Result<FailedJob, StoreError> {
    let (id, request): (String, String) = (row.try_get("id")?, row.try_get("request")?);
    Ok(FailedJob {
        id: id.parse().map_err(|_| StoreError::Corrupt(Datum::Job))?,
        request: request.parse().map_err(|_| StoreError::Corrupt(Datum::Request))?,
        fault: row.try_get("fault")?,
        ended_at: rows::instant(row.try_get("ended_at")?)?,
    })
}

fn unrecorded(row: &AnyRow) -> Result<Unrecorded, StoreError> {
    let kid: String = row.try_get("kid")?;
    Ok(Unrecorded {
        kid: kid.parse().map_err(|_| StoreError::Corrupt(Datum::Key))?,
        count: count(row, "found")?,
        last_at: rows::instant(row.try_get("last_at")?)?,
    })
}
