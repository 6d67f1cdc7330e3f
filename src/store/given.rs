//! Everything that is kept of a person at one LSP, as it lies there.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::sealed::sealed;
use super::{Datum, EntryName, NikIndex, Reading, Sealed, StoreError, event, rows};
use crate::domain::assessment::Decision;
use crate::domain::id::{CertificateId, EntryId, HolderId};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::domain::term::Term;

/// One assessment.
#[derive(Clone, Debug)]
pub struct KeptEntry {
    pub id: EntryId,
    pub scheme: SchemeCode,
    /// None where she was absent.
    pub tested_on: Option<Date>,
    pub decision: Decision,
    pub name: EntryName,
    pub particulars: Sealed,
    /// When its roster was taken in.
    pub recorded_at: Timestamp,
    /// Its NIK was corrected: it is known by another holder too, and which of them is right stands nowhere.
    pub has_other_holders: bool,
}

/// One of its certificates, as its row says; held against nothing yet.
#[derive(Clone, Debug)]
pub struct KeptCertificate {
    pub id: CertificateId,
    pub entry: EntryId,
    pub number: String,
    pub registration: String,
    pub blanko: Option<String>,
    pub holder: String,
    pub scheme: SchemeCode,
    pub term: Term,
    pub has_photo: bool,
}

impl Reading {
    /// The holder of a certificate of an LSP, if her NIK has this index.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn holder_of(
        &self,
        lsp: &LspId,
        id: CertificateId,
        nik: &NikIndex,
    ) -> Result<Option<HolderId>, StoreError> {
        let of = "select h.id from certificate c join entry_key k on k.entry = c.entry join holder h on h.id = k.holder
                  where c.id = $1 and c.lsp = $2 and h.lsp = $2 and h.nik_index = $3";
        let row = sqlx::query_scalar::<_, i64>(of).bind(id.number()).bind(lsp.as_str()).bind(nik.as_str());
        Ok(row.fetch_optional(&self.pool).await?.map(HolderId::new))
    }

    /// A person's assessments at an LSP, the oldest first.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn kept_entries(&self, lsp: &LspId, holder: HolderId) -> Result<Vec<KeptEntry>, StoreError> {
        let all = "select e.id, e.sealed_as, e.decision, e.particulars_sealed, k.scheme, k.tested_on, k.name,
                       k.name_sealed, r.recorded_at,
                       case when exists (select 1 from entry_key o where o.entry = k.entry and o.holder <> k.holder)
                           then 1 else 0 end as others
                   from entry_key k join entry e on e.id = k.entry join roster r on r.id = e.roster
                   where k.holder = $1 and e.lsp = $2 order by e.id";
        let rows = sqlx::query(all).bind(holder.number()).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        rows.iter().map(entry).collect()
    }

    /// The certificates of some assessments, the oldest first.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn kept_certificates(
        &self,
        lsp: &LspId,
        entries: &[EntryId],
    ) -> Result<Vec<KeptCertificate>, StoreError> {
        let mut found = Vec::new();
        for chunk in entries.chunks(rows::PARAMETERS) {
            let sql = format!(
                "select id, entry, number, registration, blanko, holder_name, scheme, issued_on, valid_until,
                     case when photo_version is null then 0 else 1 end as has_photo
                 from certificate where lsp = $1 and entry in {} order by id",
                rows::group(1, chunk.len())
            );
            let query = sqlx::query(AssertSqlSafe(sql)).bind(lsp.as_str());
            let query = chunk.iter().fold(query, |query, id| query.bind(id.number()));
            for row in &query.fetch_all(&self.pool).await? {
                found.push(certificate(row)?);
            }
        }
        Ok(found)
    }
}

fn scheme(row: &AnyRow) -> Result<SchemeCode, StoreError> {
    row.try_get::<String, _>("scheme")?.parse().map_err(|_| StoreError::Corrupt(Datum::SchemeCode))
}

fn entry(row: &AnyRow) -> Result<KeptEntry, StoreError> {
    let (tested_on, decision): (String, String) = (row.try_get("tested_on")?, row.try_get("decision")?);
    Ok(KeptEntry {
        id: EntryId::new(row.try_get("id")?),
        scheme: scheme(row)?,
        tested_on: if tested_on.is_empty() { None } else { Some(event::day(row, "tested_on")?) },
        decision: Decision::from_word(&decision).ok_or(StoreError::Corrupt(Datum::Decision))?,
        name: EntryName::of(row.try_get("name")?, row.try_get("name_sealed")?),
        particulars: sealed(row, "entry", ["id", "sealed_as", "particulars_sealed"])?,
        recorded_at: rows::instant(row.try_get("recorded_at")?)?,
        has_other_holders: row.try_get::<i64, _>("others")? == 1,
    })
}

fn certificate(row: &AnyRow) -> Result<KeptCertificate, StoreError> {
    Ok(KeptCertificate {
        id: CertificateId::new(row.try_get("id")?),
        entry: EntryId::new(row.try_get("entry")?),
        number: row.try_get("number")?,
        registration: row.try_get("registration")?,
        blanko: row.try_get("blanko")?,
        holder: row.try_get("holder_name")?,
        scheme: scheme(row)?,
        term: Term { issued_on: event::day(row, "issued_on")?, valid_until: event::day(row, "valid_until")? },
        has_photo: row.try_get::<i64, _>("has_photo")? == 1,
    })
}
