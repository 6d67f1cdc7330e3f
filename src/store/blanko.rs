//! Preprinted sheets by their serials: where one is looked for. What became of it is told by the journal, and a row that
//! says otherwise counts for nothing.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::rows::{self, Cell};
use super::{Datum, Reading, StoreError, Writing};
use crate::domain::blanko::Serial;
use crate::domain::certificate::Certificate;
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;

/// A sheet's row, held against nothing yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    pub lsp: LspId,
    pub serial: Serial,
    /// None where it was spoiled.
    pub certificate: Option<CertificateId>,
}

/// A sheet's row as it lies there; what cannot be read of it is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawSheet {
    pub serial: Option<String>,
    pub certificate: Option<CertificateId>,
}

const SELECT: &str = "select b.lsp, b.serial_key, b.certificate from blanko_sheet b where ";

impl Reading {
    /// The sheets with a serial, of any LSP; 50 at most. A row that cannot be read is passed over, and told in the log:
    /// it is no reason that another LSP's sheet is not found.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sheets_by_serial(&self, key: &SearchKey) -> Result<Vec<SheetRow>, StoreError> {
        let sql = format!("{SELECT}b.serial_key = $1 order by b.lsp limit 50");
        readable(&sqlx::query(AssertSqlSafe(sql)).bind(key.as_str()).fetch_all(&self.pool).await?)
    }

    /// The sheets that these certificates are on.
    ///
    /// # Errors
    /// As [`Self::sheets_by_serial`].
    pub async fn sheets_of(&self, lsp: &LspId, ids: &[CertificateId]) -> Result<Vec<SheetRow>, StoreError> {
        let mut found = Vec::new();
        for chunk in ids.chunks(rows::PARAMETERS) {
            let sql = format!("{SELECT}b.lsp = $1 and b.certificate in {}", rows::group(1, chunk.len()));
            let query = sqlx::query(AssertSqlSafe(sql)).bind(lsp.as_str());
            let query = chunk.iter().fold(query, |query, id| query.bind(id.number()));
            found.extend(readable(&query.fetch_all(&self.pool).await?)?);
        }
        Ok(found)
    }

    /// Shows every sheet's row of an LSP.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn each_sheet(&self, lsp: &LspId, mut take: impl FnMut(RawSheet)) -> Result<(), StoreError> {
        let all = sqlx::query("select serial_key, certificate from blanko_sheet where lsp = $1").bind(lsp.as_str());
        let mut rows = all.fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            let certificate = row.try_get::<Option<i64>, _>("certificate").ok().flatten();
            take(RawSheet { serial: row.try_get("serial_key").ok(), certificate: certificate.map(CertificateId::new) });
        }
        Ok(())
    }

    /// A certificate as its row has it; none where there is none.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn certificate_of(&self, id: CertificateId) -> Result<Option<Certificate>, StoreError> {
        match self.printings(&[id], None).await {
            Ok(printings) => Ok(printings.into_iter().next().map(|printing| printing.certificate)),
            Err(StoreError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Writing {
    /// Keeps where sheets are looked for, in place of whatever stands there of them and of their certificates.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`]: a serial or a certificate twice; nothing may be committed then.
    pub async fn keep_sheets(&mut self, sheets: &[(Serial, Option<CertificateId>)]) -> Result<(), StoreError> {
        for (serial, certificate) in sheets {
            let remove = sqlx::query("delete from blanko_sheet where lsp = $1 and serial_key = $2");
            let remove = remove.bind(self.lsp.as_str()).bind(serial.to_string());
            remove.execute(&mut *self.transaction).await?;
            if let Some(certificate) = certificate {
                // Wherever a row says so: no certificate is another LSP's.
                let remove = sqlx::query("delete from blanko_sheet where certificate = $1").bind(certificate.number());
                remove.execute(&mut *self.transaction).await?;
            }
        }
        self.insert_sheets(sheets).await
    }

    /// The certificates of this LSP with these numbers, as far as there are any.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn ids_of(&mut self, numbers: &[&str]) -> Result<BTreeMap<String, CertificateId>, StoreError> {
        const BY_NUMBER: &str = "select c.number, c.id from certificate c where c.lsp = $1 and c.number_key in";
        let keys: Vec<Cell> =
            numbers.iter().filter_map(|number| Some(SearchKey::new(number)?.as_str().into())).collect();
        let found = rows::select_in(&mut self.transaction, BY_NUMBER, self.lsp.as_str(), &keys).await?;
        found.iter().map(|row| Ok((row.try_get("number")?, CertificateId::new(row.try_get("id")?)))).collect()
    }

    /// Puts these in the place of every row of the LSP's sheets.
    ///
    /// # Errors
    /// As [`Self::keep_sheets`].
    pub async fn put_back_sheets(&mut self, sheets: &[(Serial, Option<CertificateId>)]) -> Result<(), StoreError> {
        for clear in [
            "delete from blanko_sheet where lsp = $1",
            "delete from blanko_sheet where certificate in (select id from certificate where lsp = $1)",
        ] {
            sqlx::query(clear).bind(self.lsp.as_str()).execute(&mut *self.transaction).await?;
        }
        self.insert_sheets(sheets).await
    }

    async fn insert_sheets(&mut self, sheets: &[(Serial, Option<CertificateId>)]) -> Result<(), StoreError> {
        const COLUMNS: [&str; 3] = ["lsp", "serial_key", "certificate"];
        let row = |(serial, certificate): &(Serial, Option<CertificateId>)| -> Vec<Cell> {
            let certificate = certificate.map_or(Cell::NoNumber, |id| Cell::from(id.number()));
            vec![self.lsp.as_str().into(), serial.to_string().into(), certificate]
        };
        let rows = sheets.iter().map(row).collect();
        rows::insert(&mut self.transaction, "blanko_sheet", &COLUMNS, rows).await
    }
}

/// Those of some rows that can be read.
fn readable(rows: &[AnyRow]) -> Result<Vec<SheetRow>, StoreError> {
    let mut read = Vec::with_capacity(rows.len());
    for row in rows {
        match sheet(row) {
            Ok(sheet) => read.push(sheet),
            Err(StoreError::Corrupt(datum)) => {
                tracing::error!(?datum, "ALARM: a preprinted sheet's row cannot be read; it counts for nothing");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}

fn sheet(row: &AnyRow) -> Result<SheetRow, StoreError> {
    let (lsp, serial): (String, String) = (row.try_get("lsp")?, row.try_get("serial_key")?);
    Ok(SheetRow {
        lsp: lsp.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?,
        serial: serial.parse().map_err(|_| StoreError::Corrupt(Datum::Blanko))?,
        certificate: row.try_get::<Option<i64>, _>("certificate")?.map(CertificateId::new),
    })
}
