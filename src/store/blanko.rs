//! Preprinted sheets: deliveries of them, and what became of each. A sheet's row has a stamp, so that no serial leads to
//! another certificate than it was recorded for:
//!
//! ```text
//! ["blanko", lsp, serial, certificate, reason, journal entry]
//! ```

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::event::{count, day};
use super::rows::{self, Cell};
use super::{Datum, Reading, StoreError, Writing};
use crate::domain::blanko::{Run, Serial, Spoiled};
use crate::domain::certificate::Certificate;
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::seal::records::Records;

/// What became of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetUse {
    Given(CertificateId),
    Spoiled(Spoiled),
}

/// A sheet's row, held against nothing yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    pub lsp: LspId,
    pub serial: Serial,
    pub used: SheetUse,
    /// The journal entry that it came with.
    pub journal_seq: i64,
    pub recorded_at: Timestamp,
    stamp: String,
}

impl SheetRow {
    /// Whether this installation wrote it so.
    #[must_use]
    pub fn is_stamped(&self, records: &Records) -> bool {
        self.stamp == stamp(&self.lsp, &self.serial, self.used, self.journal_seq, records)
    }
}

fn stamp(lsp: &LspId, serial: &Serial, used: SheetUse, seq: i64, records: &Records) -> String {
    let (certificate, reason) = columns(used);
    records.stamp(&json!(["blanko", lsp, serial.to_string(), certificate, reason, seq]).to_string())
}

fn columns(used: SheetUse) -> (Option<i64>, Option<&'static str>) {
    match used {
        SheetUse::Given(certificate) => (Some(certificate.number()), None),
        SheetUse::Spoiled(reason) => (None, Some(reason.as_str())),
    }
}

/// A delivery, and what became of its sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub run: Run,
    pub received_on: Date,
    /// On certificates.
    pub used: u32,
    pub spoiled: u32,
}

const SELECT: &str = "select b.lsp, b.serial_key, b.certificate, b.reason, b.journal_seq, b.recorded_at, b.stamp from blanko_sheet b where ";

/// Sheets of a delivery `r`: a serial of a roster is on its certificate unless the sheet is recorded otherwise.
const DELIVERIES: &str = "select r.first_key, r.last_key, r.received_on,
        (select count(*) from blanko_sheet s where s.lsp = r.lsp and s.serial_key >= r.first_key
            and s.serial_key <= r.last_key and length(s.serial_key) = length(r.first_key)
            and s.certificate is not null) as given,
        (select count(*) from blanko_sheet s where s.lsp = r.lsp and s.serial_key >= r.first_key
            and s.serial_key <= r.last_key and length(s.serial_key) = length(r.first_key)
            and s.certificate is null) as spoiled,
        (select count(*) from certificate c where c.lsp = r.lsp and c.blanko_key >= r.first_key
            and c.blanko_key <= r.last_key and length(c.blanko_key) = length(r.first_key)
            and not exists (select 1 from blanko_sheet s where s.lsp = c.lsp and s.serial_key = c.blanko_key)) as on_roster
    from blanko_received r where r.lsp = $1 order by r.received_on desc, r.first_key";

impl Reading {
    /// The sheets with a serial, of any LSP; 50 at most. A row that cannot be read is passed over, and told in the log:
    /// it is no reason that another LSP's sheet is not found.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sheets_by_serial(&self, key: &SearchKey) -> Result<Vec<SheetRow>, StoreError> {
        let sql = format!("{SELECT}b.serial_key = $1 order by b.lsp limit 50");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(key.as_str()).fetch_all(&self.pool).await?;
        readable(&rows)
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

    /// The sheets of an LSP that were spoiled, the newest first.
    ///
    /// # Errors
    /// As [`Self::sheets_by_serial`].
    pub async fn spoiled_sheets(&self, lsp: &LspId, most: u32) -> Result<Vec<SheetRow>, StoreError> {
        let sql = format!(
            "{SELECT}b.lsp = $1 and b.certificate is null order by b.recorded_at desc, b.serial_key limit {most}"
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        readable(&rows)
    }

    /// The deliveries of an LSP, the newest first, with what became of their sheets.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn deliveries(&self, lsp: &LspId) -> Result<Vec<Delivery>, StoreError> {
        let rows = sqlx::query(DELIVERIES).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        let delivery = |row: &AnyRow| {
            let (first, last): (String, String) = (row.try_get("first_key")?, row.try_get("last_key")?);
            let serial = |text: String| text.parse::<Serial>().map_err(|_| StoreError::Corrupt(Datum::Blanko));
            let run = Run::new(serial(first)?, serial(last)?).map_err(|_| StoreError::Corrupt(Datum::Blanko))?;
            let (used, spoiled) = (count(row, "given")? + count(row, "on_roster")?, count(row, "spoiled")?);
            Ok(Delivery { run, received_on: day(row, "received_on")?, used, spoiled })
        };
        rows.iter().map(delivery).collect()
    }

    /// The serials that rosters named, of those certificates that have one, as they are looked for.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn roster_serials(&self, ids: &[CertificateId]) -> Result<Vec<(CertificateId, String)>, StoreError> {
        let mut found = Vec::new();
        for chunk in ids.chunks(rows::PARAMETERS) {
            let sql = format!(
                "select c.id, c.blanko_key from certificate c where c.blanko_key is not null and c.id in {}
                 and not exists (select 1 from blanko_sheet b where b.certificate = c.id)",
                rows::group(0, chunk.len())
            );
            let query = chunk.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, id| query.bind(id.number()));
            for row in query.fetch_all(&self.pool).await? {
                found.push((CertificateId::new(row.try_get("id")?), row.try_get("blanko_key")?));
            }
        }
        Ok(found)
    }

    /// A certificate as its row has it; none where there is none.
    ///
    /// # Errors
    /// As [`Self::deliveries`].
    pub async fn certificate_of(&self, id: CertificateId) -> Result<Option<Certificate>, StoreError> {
        match self.printings(&[id], None).await {
            Ok(printings) => Ok(printings.into_iter().next().map(|printing| printing.certificate)),
            Err(StoreError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Writing {
    /// Keeps a delivery; false where one of its sheets is in another.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn receive_sheets(&mut self, run: &Run, received_on: Date) -> Result<bool, StoreError> {
        let (first, last) = (run.first().to_string(), run.last().to_string());
        let known = "select 1 as found from blanko_received where lsp = $1 and length(first_key) = length($2)
                     and first_key <= $3 and last_key >= $2";
        let known = sqlx::query(known).bind(self.lsp.as_str()).bind(&first).bind(&last);
        if known.fetch_optional(&mut *self.transaction).await?.is_some() {
            return Ok(false);
        }
        let keep = "insert into blanko_received (lsp, first_key, last_key, sheets, received_on)
                    values ($1, $2, $3, $4, $5)";
        let sheets = i64::try_from(run.count()).map_err(|_| StoreError::Corrupt(Datum::Blanko))?;
        let query = sqlx::query(keep).bind(self.lsp.as_str()).bind(&first).bind(&last).bind(sheets);
        query.bind(received_on.to_string()).execute(&mut *self.transaction).await?;
        Ok(true)
    }

    /// The sheets of this LSP with these serials.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn sheets(&mut self, serials: &[String]) -> Result<Vec<SheetRow>, StoreError> {
        const BY_SERIAL: &str = "select b.lsp, b.serial_key, b.certificate, b.reason, b.journal_seq, b.recorded_at,
            b.stamp from blanko_sheet b where b.lsp = $1 and b.serial_key in";
        let keys: Vec<Cell> = serials.iter().map(|serial| serial.as_str().into()).collect();
        let found = rows::select_in(&mut self.transaction, BY_SERIAL, self.lsp.as_str(), &keys).await?;
        found.iter().map(sheet).collect()
    }

    /// The sheets that these certificates of this LSP are on.
    ///
    /// # Errors
    /// As [`Self::sheets`].
    pub async fn sheets_on(&mut self, ids: &[CertificateId]) -> Result<Vec<SheetRow>, StoreError> {
        const OF_CERTIFICATE: &str =
            "select b.lsp, b.serial_key, b.certificate, b.reason, b.journal_seq, b.recorded_at,
            b.stamp from blanko_sheet b where b.lsp = $1 and b.certificate in";
        let keys: Vec<Cell> = ids.iter().map(|id| id.number().into()).collect();
        let found = rows::select_in(&mut self.transaction, OF_CERTIFICATE, self.lsp.as_str(), &keys).await?;
        found.iter().map(sheet).collect()
    }

    /// The certificates of this LSP whose rosters named one of these serials: which serial, and which certificate.
    ///
    /// # Errors
    /// As [`Self::sheets`].
    pub async fn on_rosters(&mut self, serials: &[String]) -> Result<Vec<(String, CertificateId)>, StoreError> {
        const BY_KEY: &str = "select c.blanko_key, c.id from certificate c where c.lsp = $1 and c.blanko_key in";
        let keys: Vec<Cell> = serials.iter().map(|serial| serial.as_str().into()).collect();
        let found = rows::select_in(&mut self.transaction, BY_KEY, self.lsp.as_str(), &keys).await?;
        found.iter().map(|row| Ok((row.try_get("blanko_key")?, CertificateId::new(row.try_get("id")?)))).collect()
    }

    /// Takes sheets' rows out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove_sheets(&mut self, sheets: &[SheetRow]) -> Result<(), StoreError> {
        for sheet in sheets {
            let remove = sqlx::query("delete from blanko_sheet where lsp = $1 and serial_key = $2");
            let remove = remove.bind(self.lsp.as_str()).bind(sheet.serial.to_string());
            remove.execute(&mut *self.transaction).await?;
        }
        Ok(())
    }

    /// Keeps what became of sheets under the journal entry that will be written next.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`]: a serial or a certificate that has one already; nothing may be committed then.
    pub async fn keep_sheets(
        &mut self,
        sheets: &[(Serial, SheetUse)],
        at: Timestamp,
        records: &Records,
    ) -> Result<(), StoreError> {
        const COLUMNS: [&str; 7] =
            ["lsp", "serial_key", "certificate", "reason", "journal_seq", "recorded_at", "stamp"];
        let seq = self.next_journal_seq();
        let row = |(serial, used): &(Serial, SheetUse)| -> Vec<Cell> {
            let (certificate, reason) = columns(*used);
            vec![
                self.lsp.as_str().into(),
                serial.to_string().into(),
                certificate.map_or(Cell::NoNumber, Cell::from),
                reason.map(str::to_owned).into(),
                seq.into(),
                at.as_second().into(),
                stamp(&self.lsp, serial, *used, seq, records).into(),
            ]
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
    const CORRUPT: StoreError = StoreError::Corrupt(Datum::Blanko);
    let (lsp, serial): (String, String) = (row.try_get("lsp")?, row.try_get("serial_key")?);
    let (certificate, reason): (Option<i64>, Option<String>) = (row.try_get("certificate")?, row.try_get("reason")?);
    let used = match (certificate, reason.as_deref().and_then(Spoiled::from_word)) {
        (Some(certificate), None) => SheetUse::Given(CertificateId::new(certificate)),
        (None, Some(reason)) => SheetUse::Spoiled(reason),
        _ => return Err(CORRUPT),
    };
    Ok(SheetRow {
        lsp: lsp.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?,
        serial: serial.parse().map_err(|_| CORRUPT)?,
        used,
        journal_seq: row.try_get("journal_seq")?,
        recorded_at: rows::instant(row.try_get("recorded_at")?)?,
        stamp: row.try_get("stamp")?,
    })
}
