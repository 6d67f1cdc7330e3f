//! Personal data of long ago, to be put out of being: found by the last days of certificates, and overwritten with what
//! the office seals in its place.

use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::{Datum, Reading, StoreError, Writing};
use crate::domain::id::{EntryId, HolderId, KeptId};
use crate::domain::issuer::LspId;

/// An assessment whose particulars are kept longer than they may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueEntry {
    pub id: EntryId,
    /// What its particulars are sealed for.
    pub row: String,
    /// Its name rests sealed, for it was never certified.
    pub name_is_sealed: bool,
}

/// A person of whom no assessment is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueHolder {
    pub id: HolderId,
    /// What her NIK is sealed for.
    pub row: String,
}

/// What is put in the place of an assessment's particulars.
#[derive(Clone, Debug)]
pub struct ErasedEntry {
    pub id: EntryId,
    /// Base64url.
    pub particulars_sealed: String,
    pub name_sealed: Option<String>,
}

/// Assessments whose certificates all ended before a day: each by its newest certificate.
const CERTIFIED: &str = "from certificate c join entry e on e.id = c.entry
    where c.lsp = $1 and e.lsp = $1 and c.valid_until < $2 and e.erased_seq is null and not exists (
        select 1 from certificate n where n.entry = c.entry and (n.valid_until >= $2 or n.generation > c.generation))";

/// Assessments without a certificate, of rosters that were to be issued before that day.
const UNCERTIFIED: &str = "from roster r join entry e on e.roster = r.id
    where r.lsp = $1 and e.lsp = $1 and r.issued_on < $2 and e.erased_seq is null
    and not exists (select 1 from certificate n where n.entry = e.id)";

impl Reading {
    /// How many assessments of an LSP ended before a day and have their personal data still.
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
    /// Assessments that ended before a day and have their personal data still, `most` at most.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn due_entries(&mut self, before: Date, most: u32) -> Result<Vec<DueEntry>, StoreError> {
        let mut due = Vec::new();
        for (which, name_is_sealed) in [(CERTIFIED, false), (UNCERTIFIED, true)] {
            let left = most as usize - due.len();
            let sql = format!("select e.id, e.sealed_as {which} limit {left}");
            let query = sqlx::query(AssertSqlSafe(sql)).bind(self.lsp.as_str()).bind(before.to_string());
            let read = |row: &AnyRow| {
                let id: i64 = row.try_get("id")?;
                let row = sealed_for(row, id)?;
                Ok::<_, StoreError>(DueEntry { id: EntryId::new(id), row, name_is_sealed })
            };
            for row in &query.fetch_all(&mut *self.transaction).await? {
                due.push(read(row)?);
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

    /// People of an assessment of whom no assessment has its personal data any more.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn due_holders(&mut self, entry: EntryId) -> Result<Vec<DueHolder>, StoreError> {
        let due = "select h.id, h.sealed_as from entry_key k join holder h on h.id = k.holder
                   where k.entry = $1 and h.lsp = $2 and h.erased_seq is null and not exists (
                       select 1 from entry_key l join entry e on e.id = l.entry
                       where l.holder = h.id and e.erased_seq is null)";
        let query = sqlx::query(due).bind(entry.number()).bind(self.lsp.as_str());
        let read = |row: &AnyRow| {
            let id: i64 = row.try_get("id")?;
            Ok(DueHolder { id: HolderId::new(id), row: sealed_for(row, id)? })
        };
        query.fetch_all(&mut *self.transaction).await?.iter().map(read).collect()
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

    /// Rosters that were kept for a day of issue before this one, wait for nobody, and of whose people nothing is kept
    /// any more; `most` at most.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn due_rosters(&mut self, before: Date, most: u32) -> Result<Vec<KeptId>, StoreError> {
        let due = format!(
            "select q.id from kept_roster q where q.lsp = $1 and q.issued_on < $2 and q.erased_seq is null
             and q.state not in ('submitted', 'approved') and not exists (
                 select 1 from roster r join entry e on e.roster = r.id where r.kept = q.id and e.erased_seq is null)
             limit {most}"
        );
        let rows = sqlx::query(AssertSqlSafe(due)).bind(self.lsp.as_str()).bind(before.to_string());
        let read = |row: &AnyRow| {
            let id: String = row.try_get("id")?;
            id.parse().map_err(|_| StoreError::Corrupt(Datum::KeptRoster))
        };
        rows.fetch_all(&mut *self.transaction).await?.iter().map(read).collect()
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

fn sealed_for(row: &AnyRow, id: i64) -> Result<String, StoreError> {
    let named: Option<String> = row.try_get("sealed_as")?;
    Ok(named.unwrap_or_else(|| id.to_string()))
}
