//! Certificates as a list shows them, each with its row, so that it can be held against the journal.

use std::collections::HashMap;

use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::domain::status::State;
use crate::domain::term::Term;
use crate::seal::records::Records;
use crate::store::recorded::{self, Recorded, recorded};
use crate::store::{Datum, Reading, StoreError, rows};

/// A certificate in a list of them, as its row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: CertificateId,
    pub lsp: LspId,
    pub number: String,
    pub registration: String,
    pub blanko: Option<String>,
    pub holder: String,
    pub scheme: SchemeCode,
    pub term: Term,
    pub state: State,
}

impl Reading {
    /// Certificates of an LSP in the order of `ids`, each with its row where there is a secret to hold it against and it
    /// can be read whole. One that is not there, or of which nothing can be shown, is left out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn listed(
        &self,
        lsp: &LspId,
        ids: &[CertificateId],
        records: Option<&Records>,
    ) -> Result<Vec<(Listed, Option<Recorded>)>, StoreError> {
        let mut found = HashMap::new();
        for chunk in ids.chunks(rows::PARAMETERS) {
            let sql = format!("{} and c.id in {}", recorded::SELECT, rows::group(1, chunk.len()));
            let query = sqlx::query(AssertSqlSafe(sql)).bind(lsp.as_str());
            let query = chunk.iter().fold(query, |query, id| query.bind(id.number()));
            for row in query.fetch_all(&self.pool).await? {
                let held = match records.map(|records| recorded(&row, records)).transpose() {
                    Err(StoreError::Corrupt(_)) => None,
                    held => held?,
                };
                let id = CertificateId::new(row.try_get("id")?);
                match listed(&row) {
                    Ok(listed) => {
                        found.insert(id, (listed, held));
                    }
                    Err(StoreError::Corrupt(datum)) => {
                        tracing::error!(%lsp, id = id.number(), ?datum, "ALARM: a certificate's row cannot be read; no list shows it");
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }
}

fn listed(row: &AnyRow) -> Result<Listed, StoreError> {
    let text = |column| row.try_get::<String, _>(column).map_err(StoreError::from);
    let day = |column| text(column)?.parse::<Date>().map_err(|_| StoreError::Corrupt(Datum::Date));
    Ok(Listed {
        id: CertificateId::new(row.try_get("id")?),
        lsp: text("lsp")?.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?,
        number: text("number")?,
        registration: text("registration")?,
        blanko: row.try_get("blanko")?,
        holder: text("holder_name")?,
        scheme: text("scheme")?.parse().map_err(|_| StoreError::Corrupt(Datum::SchemeCode))?,
        term: Term { issued_on: day("issued_on")?, valid_until: day("valid_until")? },
        state: State::from_word(&text("status")?).ok_or(StoreError::Corrupt(Datum::Status))?,
    })
}
