//! What is counted for reports: people by scheme and by what was decided.

use std::collections::BTreeMap;

use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::event::count;
use super::{Datum, Reading, StoreError};
use crate::domain::assessment::Decision;
use crate::domain::id::EventId;
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;

/// People of one scheme. Whoever sat twice counts twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallied {
    /// K, *kompeten*.
    pub competent: u32,
    /// BK, *belum kompeten*.
    pub not_yet_competent: u32,
    pub absent: u32,
    /// Of K, those whose certificates were issued.
    pub certified: u32,
}

impl Tallied {
    /// Who was assessed.
    #[must_use]
    pub fn sat(&self) -> u32 {
        self.competent + self.not_yet_competent
    }

    /// Who was on a roster.
    #[must_use]
    pub fn planned(&self) -> u32 {
        self.sat() + self.absent
    }

    /// Adds the people of another.
    pub fn add(&mut self, other: &Self) {
        self.competent += other.competent;
        self.not_yet_competent += other.not_yet_competent;
        self.absent += other.absent;
        self.certified += other.certified;
    }
}

/// Assessments of rosters `r` that a condition chooses. One whose NIK was corrected has several keys, and counts once.
fn tallied_where(condition: &str) -> String {
    format!(
        "with chosen as (
             select distinct n.id, n.decision, k.scheme from roster r join entry n on n.roster = r.id
             join entry_key k on k.entry = n.id where r.lsp = $1 and {condition})
         select o.scheme, o.decision, count(*) as people, count(f.id) as certified
         from chosen o left join certificate f on f.entry = o.id and f.generation = 0
         group by o.scheme, o.decision"
    )
}

impl Reading {
    /// People of an event whose rosters were issued, by scheme.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn tallied_of_event(
        &self,
        lsp: &LspId,
        event: &EventId,
    ) -> Result<BTreeMap<SchemeCode, Tallied>, StoreError> {
        let sql = tallied_where("r.kept in (select q.id from kept_roster q where q.event = $2 and q.lsp = $1)");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(lsp.as_str()).bind(event.as_str());
        tallied(&rows.fetch_all(&self.pool).await?)
    }

    /// People of every roster whose day of issue lies within two days, both among them, by scheme.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn tallied_within(
        &self,
        lsp: &LspId,
        [from, until]: [Date; 2],
    ) -> Result<BTreeMap<SchemeCode, Tallied>, StoreError> {
        let sql = tallied_where("r.issued_on >= $2 and r.issued_on <= $3");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(lsp.as_str()).bind(from.to_string()).bind(until.to_string());
        tallied(&rows.fetch_all(&self.pool).await?)
    }

    /// The years in which an LSP has rosters by their days of issue, the newest first.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn roster_years(&self, lsp: &LspId) -> Result<Vec<i16>, StoreError> {
        let years = "select distinct substr(issued_on, 1, 4) as year from roster where lsp = $1 order by year desc";
        let years: Vec<String> = sqlx::query_scalar(years).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        years.iter().map(|year| year.parse().map_err(|_| StoreError::Corrupt(Datum::Date))).collect()
    }
}

fn tallied(rows: &[AnyRow]) -> Result<BTreeMap<SchemeCode, Tallied>, StoreError> {
    let mut all = BTreeMap::<SchemeCode, Tallied>::new();
    for row in rows {
        let (scheme, decision): (String, String) = (row.try_get("scheme")?, row.try_get("decision")?);
        let scheme = scheme.parse().map_err(|_| StoreError::Corrupt(Datum::SchemeCode))?;
        let of_scheme = all.entry(scheme).or_default();
        let people = count(row, "people")?;
        match Decision::from_word(&decision).ok_or(StoreError::Corrupt(Datum::Decision))? {
            Decision::Absent => of_scheme.absent += people,
            Decision::Competent => of_scheme.competent += people,
            Decision::NotYetCompetent => of_scheme.not_yet_competent += people,
        }
        of_scheme.certified += count(row, "certified")?;
    }
    Ok(all)
}
