//! What is sealed of those who hold certificates, as it lies there: this room has no key to open it.

use std::collections::HashMap;

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::rows;
use super::{Reading, StoreError};
use crate::domain::id::CertificateId;

/// A sealed text, and the row that it was sealed for.
#[derive(Clone, Debug)]
pub struct Sealed {
    pub row: String,
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
                let nik = sealed(&row, ["holder", "holder_sealed_as", "nik_sealed"])?;
                let particulars = sealed(&row, ["entry", "entry_sealed_as", "particulars_sealed"])?;
                let person = found.entry(id).or_insert_with(|| SealedPerson { niks: Vec::new(), particulars });
                person.niks.push(nik);
            }
        }
        Ok(found)
    }
}

fn sealed(row: &AnyRow, [id, sealed_as, text]: [&str; 3]) -> Result<Sealed, StoreError> {
    let named: Option<String> = row.try_get(sealed_as)?;
    let row_name = match named {
        Some(name) => name,
        None => row.try_get::<i64, _>(id)?.to_string(),
    };
    Ok(Sealed { row: row_name, text: row.try_get(text)? })
}
