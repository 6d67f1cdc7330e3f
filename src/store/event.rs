//! Events, and what is counted for them: by one query, right at any moment.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Row as _, Transaction};

use super::rows::{self, Cell};
use super::{Datum, Reading, StoreError, Writing};
use crate::domain::event::{Event, Institution, Tuk, Wave};
use crate::domain::id::EventId;
use crate::domain::issuer::LspId;

/// An event to be stored.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    pub id: &'a EventId,
    pub event: &'a Event,
    pub made_by: &'a str,
    pub made_at: Timestamp,
}

/// An event as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    pub id: EventId,
    pub event: Event,
    /// Rises with every change.
    pub revision: i64,
}

/// An event in the list of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventListed {
    pub id: EventId,
    pub name: String,
    pub tuk: Tuk,
    pub place: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub quota_asked: Option<u32>,
    pub quota_granted: Option<u32>,
    pub waves: u32,
    pub counts: Counts,
}

/// People of an event. Whoever sat twice counts twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Whom the institutions would send.
    pub planned: u32,
    /// K, *kompeten*.
    pub competent: u32,
    /// BK, *belum kompeten*.
    pub not_yet_competent: u32,
    pub absent: u32,
    /// Of K, those whose certificates were issued.
    pub certified: u32,
}

impl Counts {
    /// Who was assessed.
    #[must_use]
    pub fn sat(&self) -> u32 {
        self.competent + self.not_yet_competent
    }
}

/// Events that a condition on `e` chooses, and everything that is counted for them. What was issued is counted by its
/// entries, and what is not issued yet by the rosters that are kept.
fn listed_where(condition: &str) -> String {
    format!(
        "with chosen as (select e.* from event e where {condition}),
         planned as (
             select i.event, cast(sum(i.planned) as bigint) as people
             from event_institution i join chosen c on c.id = i.event group by i.event),
         waves as (
             select w.event, count(*) as waves from event_wave w join chosen c on c.id = w.event group by w.event),
         issued as (
             select k.event,
                 cast(sum(case when n.decision = 'competent' then 1 else 0 end) as bigint) as competent,
                 cast(sum(case when n.decision = 'not_yet_competent' then 1 else 0 end) as bigint) as not_yet_competent,
                 cast(sum(case when n.decision = 'absent' then 1 else 0 end) as bigint) as absent,
                 count(f.id) as certified
             from kept_roster k join chosen c on c.id = k.event join roster r on r.kept = k.id
             join entry n on n.roster = r.id left join certificate f on f.entry = n.id and f.generation = 0
             group by k.event),
         open as (
             select k.event, cast(sum(k.competent) as bigint) as competent,
                 cast(sum(k.not_yet_competent) as bigint) as not_yet_competent,
                 cast(sum(k.absent) as bigint) as absent
             from kept_roster k join chosen c on c.id = k.event
             where k.state in ('draft', 'submitted', 'returned', 'approved') group by k.event)
         select c.id, c.name, c.tuk, c.place, c.starts_on, c.ends_on, c.quota_asked, c.quota_granted,
             coalesce(w.waves, 0) as waves, coalesce(p.people, 0) as planned,
             coalesce(i.competent, 0) + coalesce(o.competent, 0) as competent,
             coalesce(i.not_yet_competent, 0) + coalesce(o.not_yet_competent, 0) as not_yet_competent,
             coalesce(i.absent, 0) + coalesce(o.absent, 0) as absent,
             coalesce(i.certified, 0) as certified
         from chosen c left join planned p on p.event = c.id left join waves w on w.event = c.id
         left join issued i on i.event = c.id left join open o on o.event = c.id
         order by c.starts_on, c.id"
    )
}

impl Writing {
    /// Keeps a new event of this LSP.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn add_event(&mut self, new: NewEvent<'_>) -> Result<(), StoreError> {
        let NewEvent { id, event, made_by, made_at } = new;
        let add =
            "insert into event (id, lsp, name, tuk, place, starts_on, ends_on, quota_asked, quota_granted, revision,
                       made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)";
        sqlx::query(add)
            .bind(id.as_str())
            .bind(self.lsp.as_str())
            .bind(&event.name)
            .bind(event.tuk.as_str())
            .bind(&event.place)
            .bind(event.starts_on.to_string())
            .bind(event.ends_on.to_string())
            .bind(event.quota_asked.map(i64::from))
            .bind(event.quota_granted.map(i64::from))
            .bind(made_by)
            .bind(made_at.as_second())
            .execute(&mut *self.transaction)
            .await?;
        insert_parts(&mut self.transaction, id, event).await
    }

    /// Writes an event anew, if it is still the one that was read; false where it is not.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn change_event(&mut self, row: &EventRow) -> Result<bool, StoreError> {
        let EventRow { id, event, revision } = row;
        let change = "update event set name = $1, tuk = $2, place = $3, starts_on = $4, ends_on = $5, quota_asked = $6,
                          quota_granted = $7, revision = revision + 1 where id = $8 and lsp = $9 and revision = $10";
        let changed = sqlx::query(change)
            .bind(&event.name)
            .bind(event.tuk.as_str())
            .bind(&event.place)
            .bind(event.starts_on.to_string())
            .bind(event.ends_on.to_string())
            .bind(event.quota_asked.map(i64::from))
            .bind(event.quota_granted.map(i64::from))
            .bind(id.as_str())
            .bind(self.lsp.as_str())
            .bind(*revision)
            .execute(&mut *self.transaction)
            .await?;
        if changed.rows_affected() != 1 {
            return Ok(false);
        }
        for clear in ["delete from event_institution where event = $1", "delete from event_wave where event = $1"] {
            sqlx::query(clear).bind(id.as_str()).execute(&mut *self.transaction).await?;
        }
        insert_parts(&mut self.transaction, id, event).await?;
        Ok(true)
    }
}

async fn insert_parts(
    transaction: &mut Transaction<'static, Any>,
    id: &EventId,
    event: &Event,
) -> Result<(), StoreError> {
    let institution = |(place, of): (i64, &Institution)| -> Vec<Cell> {
        vec![id.as_str().into(), place.into(), of.name.as_str().into(), i64::from(of.planned).into()]
    };
    let institutions = (0..).zip(&event.institutions).map(institution).collect();
    rows::insert(transaction, "event_institution", &["event", "place", "name", "planned"], institutions).await?;
    let wave = |of: &Wave| -> Vec<Cell> {
        let quota = of.quota.map_or(Cell::NoNumber, |quota| i64::from(quota).into());
        vec![id.as_str().into(), i64::from(of.number).into(), of.held_on.to_string().into(), quota]
    };
    let waves = event.waves.iter().map(wave).collect();
    rows::insert(transaction, "event_wave", &["event", "number", "held_on", "quota"], waves).await
}

impl Reading {
    /// An event of an LSP; none where there is none.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn event(&self, lsp: &LspId, id: &EventId) -> Result<Option<EventRow>, StoreError> {
        let one = "select * from event where id = $1 and lsp = $2";
        let row = sqlx::query(one).bind(id.as_str()).bind(lsp.as_str()).fetch_optional(&self.pool).await?;
        let Some(row) = row else { return Ok(None) };
        let parts = sqlx::query("select name, planned from event_institution where event = $1 order by place");
        let mut institutions = Vec::new();
        for row in parts.bind(id.as_str()).fetch_all(&self.pool).await? {
            institutions.push(Institution { name: row.try_get("name")?, planned: count(&row, "planned")? });
        }
        let parts = sqlx::query("select number, held_on, quota from event_wave where event = $1 order by number");
        let mut waves = Vec::new();
        for row in parts.bind(id.as_str()).fetch_all(&self.pool).await? {
            waves.push(Wave {
                number: count(&row, "number")?,
                held_on: day(&row, "held_on")?,
                quota: maybe_count(&row, "quota")?,
            });
        }
        let event = Event {
            name: row.try_get("name")?,
            tuk: tuk(&row)?,
            place: row.try_get("place")?,
            starts_on: day(&row, "starts_on")?,
            ends_on: day(&row, "ends_on")?,
            quota_asked: maybe_count(&row, "quota_asked")?,
            quota_granted: maybe_count(&row, "quota_granted")?,
            institutions,
            waves,
        };
        Ok(Some(EventRow { id: id.clone(), event, revision: row.try_get("revision")? }))
    }

    /// The events of an LSP that start in a year, in their order, with what is counted for each.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn events(&self, lsp: &LspId, year: i16) -> Result<Vec<EventListed>, StoreError> {
        let sql = listed_where("e.lsp = $1 and e.starts_on >= $2 and e.starts_on <= $3");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(lsp.as_str());
        let rows = rows.bind(format!("{year:04}-01-01")).bind(format!("{year:04}-12-31"));
        rows.fetch_all(&self.pool).await?.iter().map(listed).collect()
    }

    /// What is counted for one event; none where there is none.
    ///
    /// # Errors
    /// As [`Self::events`].
    pub async fn event_counts(&self, lsp: &LspId, id: &EventId) -> Result<Option<Counts>, StoreError> {
        let sql = listed_where("e.lsp = $1 and e.id = $2");
        let row = sqlx::query(AssertSqlSafe(sql)).bind(lsp.as_str()).bind(id.as_str());
        let row = row.fetch_optional(&self.pool).await?;
        row.map(|row| listed(&row).map(|listed| listed.counts)).transpose()
    }

    /// The years in which an LSP has events, the newest first.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn event_years(&self, lsp: &LspId) -> Result<Vec<i16>, StoreError> {
        let years = "select distinct substr(starts_on, 1, 4) as year from event where lsp = $1 order by year desc";
        let years: Vec<String> = sqlx::query_scalar(years).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        years.iter().map(|year| year.parse().map_err(|_| StoreError::Corrupt(Datum::Date))).collect()
    }
}

fn listed(row: &AnyRow) -> Result<EventListed, StoreError> {
    let id: String = row.try_get("id")?;
    let counts = Counts {
        planned: count(row, "planned")?,
        competent: count(row, "competent")?,
        not_yet_competent: count(row, "not_yet_competent")?,
        absent: count(row, "absent")?,
        certified: count(row, "certified")?,
    };
    Ok(EventListed {
        id: id.parse().map_err(|_| StoreError::Corrupt(Datum::Event))?,
        name: row.try_get("name")?,
        tuk: tuk(row)?,
        place: row.try_get("place")?,
        starts_on: day(row, "starts_on")?,
        ends_on: day(row, "ends_on")?,
        quota_asked: maybe_count(row, "quota_asked")?,
        quota_granted: maybe_count(row, "quota_granted")?,
        waves: count(row, "waves")?,
        counts,
    })
}

fn tuk(row: &AnyRow) -> Result<Tuk, StoreError> {
    Tuk::from_word(&row.try_get::<String, _>("tuk")?).ok_or(StoreError::Corrupt(Datum::Event))
}

pub(super) fn day(row: &AnyRow, column: &str) -> Result<Date, StoreError> {
    row.try_get::<String, _>(column)?.parse().map_err(|_| StoreError::Corrupt(Datum::Date))
}

pub(super) fn count(row: &AnyRow, column: &str) -> Result<u32, StoreError> {
    u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Corrupt(Datum::Counter))
}

fn maybe_count(row: &AnyRow, column: &str) -> Result<Option<u32>, StoreError> {
    let number = row.try_get::<Option<i64>, _>(column)?;
    number.map(|number| u32::try_from(number).map_err(|_| StoreError::Corrupt(Datum::Counter))).transpose()
}
