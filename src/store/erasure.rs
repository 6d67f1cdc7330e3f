//! Personal data of long ago, to be put out of being: found by the last days of certificates, and overwritten with what
//! the office seals in its place.

use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::sealed::{sealed, sealed_for};
use super::{Datum, Reading, Sealed, StoreError, Writing};
use crate::domain::id::{EntryId, HolderId, KeptId};
use crate::domain::issuer::LspId;

/// How far a sweep has come: no row is looked at twice. Places are what rows are ordered by, as they stand there.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    /// The last valid day and the number of a certificate.
    certified: (String, i64),
    certified_ended: bool,
    /// The number of an assessment.
    uncertified: i64,
    uncertified_ended: bool,
    roster: String,
    rosters_ended: bool,
}

impl Sweep {
    /// Whether every row was looked at.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.certified_ended && self.uncertified_ended && self.rosters_ended
    }
}

/// An assessment whose particulars would be kept longer than they may be, by its rows.
#[derive(Clone, Debug)]
pub struct DueEntry {
    pub id: EntryId,
    pub particulars: Sealed,
    /// It has no certificate, so its name rests sealed.
    pub is_uncertified: bool,
}

/// A person, and what lies in the place of the particulars of each of her assessments.
#[derive(Clone, Debug)]
pub struct DueHolder {
    pub id: HolderId,
    /// What her NIK is sealed for.
    pub row: String,
    pub particulars: Vec<Sealed>,
}

/// A roster that would be kept longer than it may be, by its row.
#[derive(Clone, Debug)]
pub struct DueRoster {
    pub id: KeptId,
    pub cells_sealed: String,
}

/// What is put in the place of an assessment's particulars.
#[derive(Clone, Debug)]
pub struct ErasedEntry {
    pub id: EntryId,
    /// Base64url.
    pub particulars_sealed: String,
    pub name_sealed: Option<String>,
}

/// Assessments whose certificates all ended before a day: each by its newest certificate. Read by the ends of
/// certificates, so that a sweep goes on where it stopped.
const CERTIFIED: &str = "from certificate c cross join entry e
    where e.id = c.entry and c.lsp = $1 and e.lsp = $1 and c.valid_until < $2 and e.erased_seq is null and not exists (
        select 1 from certificate n where n.entry = c.entry and (n.valid_until >= $2 or n.generation > c.generation))";

/// Assessments without a certificate, of rosters that were to be issued before that day. Read by their numbers.
const UNCERTIFIED: &str = "from entry e cross join roster r
    where r.id = e.roster and r.lsp = $1 and e.lsp = $1 and r.issued_on < $2 and e.erased_seq is null
    and not exists (select 1 from certificate n where n.entry = e.id)";

impl Reading {
    /// How many assessments of an LSP ended before a day and have their personal data still, by their rows: an erasure
    /// holds each before it erases it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn due_for_erasure(&self, lsp: &LspId, before: Date) -> Result<u64, StoreError> {
        let mut sum = 0;
        for which in [CERTIFIED, UNCERTIFIED] {
            let sql = format!("select count(*) as found {which}");
            let row = sqlx::query(AssertSqlSafe(sql)).bind(lsp.as_str()).bind(before.to_string());
            let found: i64 = row.fetch_one(&self.pool).await?.try_get("found")?;
            sum += u64::try_from(found).map_err(|_| StoreError::Corrupt(Datum::Counter))?;
        }
        Ok(sum)
    }
}

impl Writing {
    /// The next assessments of a sweep that ended before a day and have their personal data still, by their rows; `most`
    /// at most of each kind.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn due_entries(
        &mut self,
        before: Date,
        sweep: &mut Sweep,
        most: u32,
    ) -> Result<Vec<DueEntry>, StoreError> {
        const COLUMNS: &str = "e.id, e.sealed_as, e.particulars_sealed";
        let mut due = Vec::new();
        if !sweep.certified_ended {
            let sql = format!(
                "select {COLUMNS}, c.id as certificate, c.valid_until {CERTIFIED}
                 and (c.valid_until, c.id) > ($3, $4) order by c.valid_until, c.id limit {most}"
            );
            let (day, id) = &sweep.certified;
            let query = sqlx::query(AssertSqlSafe(sql)).bind(self.lsp.as_str()).bind(before.to_string());
            let rows = query.bind(day).bind(id).fetch_all(&mut *self.transaction).await?;
            sweep.certified_ended = rows.len() < most as usize;
            for row in &rows {
                sweep.certified = (row.try_get("valid_until")?, row.try_get("certificate")?);
                due.push(entry(row, false)?);
            }
        }
        if !sweep.uncertified_ended {
            let sql = format!("select {COLUMNS} {UNCERTIFIED} and e.id > $3 order by e.id limit {most}");
            let query = sqlx::query(AssertSqlSafe(sql)).bind(self.lsp.as_str()).bind(before.to_string());
            let rows = query.bind(sweep.uncertified).fetch_all(&mut *self.transaction).await?;
            sweep.uncertified_ended = rows.len() < most as usize;
            for row in &rows {
                sweep.uncertified = row.try_get("id")?;
                due.push(entry(row, true)?);
            }
        }
        Ok(due)
    }

    /// Puts what was sealed in the place of particulars, under the journal entry that comes next, and tells of how many.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn erase_entries(&mut self, erased: &[ErasedEntry]) -> Result<usize, StoreError> {
        let (seq, mut gone) = (self.next_journal_seq(), 0);
        for one in erased {
            let erase = "update entry set particulars_sealed = $1, erased_seq = $2 where id = $3 and lsp = $4";
            let query = sqlx::query(erase).bind(&one.particulars_sealed).bind(seq).bind(one.id.number());
            let done = query.bind(self.lsp.as_str()).execute(&mut *self.transaction).await?;
            if done.rows_affected() == 0 {
                continue;
            }
            gone += 1;
            if let Some(name) = &one.name_sealed {
                let erase = "update entry_key set name = '', name_sealed = $1 where entry = $2";
                sqlx::query(erase).bind(name).bind(one.id.number()).execute(&mut *self.transaction).await?;
            }
        }
        Ok(gone)
    }

    /// People of an assessment whose NIK is there still, each with what lies in the place of the particulars of all her
    /// assessments: once nothing is left of any, her NIK may go.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn due_holders(&mut self, of: EntryId) -> Result<Vec<DueHolder>, StoreError> {
        let due =
            "select distinct h.id as holder, h.sealed_as as holder_sealed_as, e.id, e.sealed_as, e.particulars_sealed
                   from entry_key k join holder h on h.id = k.holder
                   join entry_key l on l.holder = h.id join entry e on e.id = l.entry
                   where k.entry = $1 and h.lsp = $2 and h.erased_seq is null order by h.id, e.id";
        let query = sqlx::query(due).bind(of.number()).bind(self.lsp.as_str());
        let mut all = Vec::<DueHolder>::new();
        for row in &query.fetch_all(&mut *self.transaction).await? {
            let number: i64 = row.try_get("holder")?;
            let id = HolderId::new(number);
            if all.last().is_none_or(|last| last.id != id) {
                let row = sealed_for(number, row.try_get("holder_sealed_as")?);
                all.push(DueHolder { id, row, particulars: Vec::new() });
            }
            if let Some(last) = all.last_mut() {
                last.particulars.push(sealed(row, "entry", ["id", "sealed_as", "particulars_sealed"])?);
            }
        }
        Ok(all)
    }

    /// Puts what was sealed in the place of a NIK, which finds nobody any more.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn erase_holder(&mut self, id: HolderId, nik_sealed: &str) -> Result<(), StoreError> {
        let erase = "update holder set nik_index = $1, nik_sealed = $2, erased_seq = $3 where id = $4 and lsp = $5";
        // No index that a NIK has: those are 22 letters.
        let query = sqlx::query(erase).bind(format!("erased {id}")).bind(nik_sealed).bind(self.next_journal_seq());
        query.bind(id.number()).bind(self.lsp.as_str()).execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// The next rosters of a sweep that were kept for a day of issue before this one, wait for nobody, and of whose people
    /// nothing is kept any more, by their rows; `most` at most.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn due_rosters(
        &mut self,
        before: Date,
        sweep: &mut Sweep,
        most: u32,
    ) -> Result<Vec<DueRoster>, StoreError> {
        // A roster goes after its last assessment.
        if sweep.rosters_ended || !(sweep.certified_ended && sweep.uncertified_ended) {
            return Ok(Vec::new());
        }
        let due = format!(
            "select q.id, q.cells_sealed from kept_roster q
             where q.lsp = $1 and q.issued_on < $2 and q.id > $3 and q.erased_seq is null
             and q.state not in ('submitted', 'approved') and not exists (
                 select 1 from roster r join entry e on e.roster = r.id where r.kept = q.id and e.erased_seq is null)
             order by q.id limit {most}"
        );
        let query = sqlx::query(AssertSqlSafe(due)).bind(self.lsp.as_str()).bind(before.to_string());
        let rows = query.bind(&sweep.roster).fetch_all(&mut *self.transaction).await?;
        sweep.rosters_ended = rows.len() < most as usize;
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            sweep.roster = row.try_get("id")?;
            let id = sweep.roster.parse().map_err(|_| StoreError::Corrupt(Datum::KeptRoster))?;
            all.push(DueRoster { id, cells_sealed: row.try_get("cells_sealed")? });
        }
        Ok(all)
    }

    /// Puts what was sealed in the places of a roster's file and cells; an open one is open no more.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn erase_roster(&mut self, id: &KeptId, [file, cells]: &[String; 2]) -> Result<(), StoreError> {
        let erase = "update kept_roster set file_sealed = $1, cells_sealed = $2, erased_seq = $3,
                         revision = revision + 1,
                         state = case when state in ('draft', 'returned') then 'withdrawn' else state end
                     where id = $4 and lsp = $5";
        let query = sqlx::query(erase).bind(file).bind(cells).bind(self.next_journal_seq());
        query.bind(id.as_str()).bind(self.lsp.as_str()).execute(&mut *self.transaction).await?;
        Ok(())
    }
}

fn entry(row: &AnyRow, is_uncertified: bool) -> Result<DueEntry, StoreError> {
    let particulars = sealed(row, "entry", ["id", "sealed_as", "particulars_sealed"])?;
    Ok(DueEntry { id: EntryId::new(row.try_get("id")?), particulars, is_uncertified })
}
