//! What is sealed of those who hold certificates, as it lies there: this room has no key to open it.

use std::collections::HashMap;

use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::rows;
use super::{Datum, EntryName, Reading, StoreError};
use crate::domain::id::{CertificateId, EntryId, EventId};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;

/// A sealed text, and the row that it was sealed for.
#[derive(Clone, Debug)]
pub struct Sealed {
    pub row: String,
    /// The kind of the row that it lies in and that row's own number, as `entry 4`.
    pub lies_in: String,
    /// Base64url.
    pub text: String,
}

/// What is sealed behind a certificate.
#[derive(Clone, Debug)]
pub struct SealedPerson {
    /// More than one where the NIK was corrected, in the order in which they became known.
    pub niks: Vec<Sealed>,
    pub particulars: Sealed,
}

/// Somebody who is to be assessed once more: what was kept of the last time.
#[derive(Clone, Debug)]
pub struct Sitting {
    pub entry: EntryId,
    pub scheme: SchemeCode,
    pub name: EntryName,
    /// The newest, where it was corrected.
    pub nik: Sealed,
    pub particulars: Sealed,
}

/// People that one roster can be made of.
const MOST_SITTING: u32 = 50_000;

/// Everything that [`sitting`] reads, of an entry `e`.
const SITTING: &str = "select e.id, e.id as entry, e.sealed_as as entry_sealed_as, e.particulars_sealed, k.scheme,
    h.id as holder, h.sealed_as as holder_sealed_as, h.nik_sealed";

const SELECT: &str = "select c.id, e.id as entry, e.sealed_as as entry_sealed_as, e.particulars_sealed,
    h.id as holder, h.sealed_as as holder_sealed_as, h.nik_sealed
    from certificate c join entry e on e.id = c.entry join entry_key k on k.entry = e.id
    join holder h on h.id = k.holder where c.id in ";

impl Reading {
    /// What is sealed of the holders of these certificates.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn sealed_people(
        &self,
        ids: &[CertificateId],
    ) -> Result<HashMap<CertificateId, SealedPerson>, StoreError> {
        let mut found = HashMap::<CertificateId, SealedPerson>::new();
        for chunk in ids.chunks(rows::PARAMETERS) {
            let sql = format!("{SELECT}{} order by c.id, h.id", rows::group(0, chunk.len()));
            let query = chunk.iter().fold(sqlx::query(sqlx::AssertSqlSafe(sql)), |query, id| query.bind(id.number()));
            for row in query.fetch_all(&self.pool).await? {
                let id = CertificateId::new(row.try_get("id")?);
                let nik = sealed(&row, "holder", ["holder", "holder_sealed_as", "nik_sealed"])?;
                let particulars = sealed(&row, "entry", ["entry", "entry_sealed_as", "particulars_sealed"])?;
                let person = found.entry(id).or_insert_with(|| SealedPerson { niks: Vec::new(), particulars });
                person.niks.push(nik);
            }
        }
        Ok(found)
    }
}

impl Reading {
    /// Those of an event, or of one of its waves, who were found not yet competent and not competent since.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn not_yet_competent(
        &self,
        lsp: &LspId,
        event: &EventId,
        wave: Option<u32>,
    ) -> Result<Vec<Sitting>, StoreError> {
        let sql = format!(
            "{SITTING}, k.name, k.name_sealed
             from kept_roster q join roster r on r.kept = q.id join entry e on e.roster = r.id
             join entry_key k on k.entry = e.id join holder h on h.id = k.holder
             where q.lsp = $1 and q.event = $2 and ($3 < 0 or q.wave = $3) and e.decision = 'not_yet_competent'
             and not exists (
                 select 1 from entry_key l join entry n on n.id = l.entry where l.holder = k.holder
                 and l.scheme = k.scheme and l.tested_on >= k.tested_on and n.decision = 'competent')
             order by e.id, h.id limit {MOST_SITTING}"
        );
        let wave = wave.map_or(-1, i64::from);
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str()).bind(event.as_str()).bind(wave);
        each_once(&rows.fetch_all(&self.pool).await?)
    }

    /// Those whose valid certificates of a scheme end between two days, and who hold none that ends later.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn expiring(
        &self,
        lsp: &LspId,
        scheme: &SchemeCode,
        [from, until]: [Date; 2],
    ) -> Result<Vec<Sitting>, StoreError> {
        let sql = format!(
            "{SITTING}, c.holder_name as name, cast(null as text) as name_sealed
             from certificate c join entry e on e.id = c.entry join entry_key k on k.entry = e.id
             join holder h on h.id = k.holder
             where c.lsp = $1 and c.scheme = $2 and c.status = 'valid' and c.valid_until >= $3 and c.valid_until <= $4
             and not exists (
                 select 1 from entry_key l join certificate n on n.entry = l.entry where l.holder = k.holder
                 and n.scheme = c.scheme and n.status = 'valid' and n.valid_until > $4)
             order by c.valid_until, e.id, h.id limit {MOST_SITTING}"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(lsp.as_str()).bind(scheme.as_str());
        let rows = rows.bind(from.to_string()).bind(until.to_string());
        each_once(&rows.fetch_all(&self.pool).await?)
    }
}

/// One of each entry: rows of one whose NIK was corrected follow upon each other, the newest last.
fn each_once(rows: &[AnyRow]) -> Result<Vec<Sitting>, StoreError> {
    let mut all = Vec::<Sitting>::with_capacity(rows.len());
    for row in rows {
        let sitting = sitting(row)?;
        if all.last().is_some_and(|last| last.entry == sitting.entry) {
            all.pop();
        }
        all.push(sitting);
    }
    Ok(all)
}

fn sitting(row: &AnyRow) -> Result<Sitting, StoreError> {
    let scheme: String = row.try_get("scheme")?;
    Ok(Sitting {
        entry: EntryId::new(row.try_get("entry")?),
        scheme: scheme.parse().map_err(|_| StoreError::Corrupt(Datum::SchemeCode))?,
        name: EntryName::of(row.try_get("name")?, row.try_get("name_sealed")?),
        nik: sealed(row, "holder", ["holder", "holder_sealed_as", "nik_sealed"])?,
        particulars: sealed(row, "entry", ["entry", "entry_sealed_as", "particulars_sealed"])?,
    })
}

pub(super) fn sealed(row: &AnyRow, kind: &str, [id, sealed_as, text]: [&str; 3]) -> Result<Sealed, StoreError> {
    let (number, named): (i64, Option<String>) = (row.try_get(id)?, row.try_get(sealed_as)?);
    let row_name = named.unwrap_or_else(|| number.to_string());
    Ok(Sealed { row: row_name, lies_in: format!("{kind} {number}"), text: row.try_get(text)? })
}
