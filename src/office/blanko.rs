//! Preprinted sheets (*blanko*): which came in, which certificate each went on, which were spoiled, and how many are left.
//!
//! What becomes of a sheet is written into the journal, and a row counts only while the journal lets it: by its serial a
//! certificate is found, so nobody may move one to another certificate.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::acting::journal;
use super::recorded::is_of_here;
use super::standing::{HandsOver, Standing};
use super::told::sheets::{SheetsTold, in_json};
use super::{Error, Office};
use crate::domain::act::Act;
use crate::domain::blanko::{Run, Serial, Spoiled};
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::seal::records::Records;
use crate::store::{Delivery, SheetRow, SheetUse, StoreError, Subject, Writing};

/// Sheets that are recorded at once.
pub const MOST_GIVEN: usize = 500;

/// Spoiled sheets that are shown.
const MOST_SHOWN: u32 = 200;

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum BlankoError {
    #[error(transparent)]
    Office(#[from] Error),
    #[error("some of these sheets are in another delivery")]
    Received,
    #[error("sheet {0} is named twice")]
    Twice(String),
    /// On another certificate, or spoiled.
    #[error("sheet {0} is used already")]
    Used(String),
    #[error("at most {MOST_GIVEN} sheets are recorded at once")]
    TooMany,
}

impl From<StoreError> for BlankoError {
    fn from(error: StoreError) -> Self {
        Self::Office(error.into())
    }
}

/// What there is of sheets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    pub deliveries: Vec<Delivery>,
    /// The newest.
    pub spoiled: Vec<SheetRow>,
}

impl Stock {
    fn sum(&self, of: impl Fn(&Delivery) -> u64) -> u64 {
        self.deliveries.iter().map(of).sum()
    }

    /// Sheets that came in.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.sum(|delivery| delivery.run.count())
    }

    /// Sheets of deliveries that are on certificates.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.sum(|delivery| delivery.used.into())
    }

    /// Sheets of deliveries that were spoiled.
    #[must_use]
    pub fn spoiled(&self) -> u64 {
        self.sum(|delivery| delivery.spoiled.into())
    }

    /// Sheets that can still be printed on.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.sum(left)
    }
}

/// Sheets of a delivery that can still be printed on.
#[must_use]
pub fn left(delivery: &Delivery) -> u64 {
    delivery.run.count().saturating_sub((delivery.used + delivery.spoiled).into())
}

/// Deliveries, and what became of their sheets.
///
/// # Errors
/// The database does not answer.
pub async fn stock(office: &Office, lsp: &LspId) -> Result<Stock, Error> {
    let deliveries = office.store.deliveries(lsp).await?;
    let spoiled = held(office, lsp, office.store.spoiled_sheets(lsp, MOST_SHOWN).await?).await?;
    Ok(Stock { deliveries, spoiled })
}

/// Records a delivery of sheets.
///
/// # Errors
/// [`BlankoError::Received`]: one of them came in before.
pub async fn receive(
    office: &Office,
    who: &Standing<HandsOver>,
    run: &Run,
    received_on: Date,
) -> Result<(), BlankoError> {
    let records = office.records().await?;
    office.not_restored(who.lsp()).await?;
    let mut writing = office.store.write(who.lsp()).await?;
    if !writing.receive_sheets(run, received_on).await? {
        return Err(BlankoError::Received);
    }
    let body = json!({ "received": [run.first().to_string(), run.last().to_string()] });
    told(office, writing, &records, who, body).await
}

/// Records which sheet each certificate is printed on. A certificate that is on another sheet by the records is taken
/// off it, and that sheet is as if it were unused: it was written down wrongly.
///
/// # Errors
/// A sheet is spoiled, on a certificate that is not among these, or named twice. Nothing is recorded then.
pub async fn give(
    office: &Office,
    who: &Standing<HandsOver>,
    given: &[(CertificateId, Serial)],
) -> Result<usize, BlankoError> {
    if given.len() > MOST_GIVEN {
        return Err(BlankoError::TooMany);
    }
    let records = office.records().await?;
    office.not_restored(who.lsp()).await?;
    let told_before = office.sheets_told(&records, who.lsp()).await?;
    let mut writing = office.store.write(who.lsp()).await?;
    let ids: Vec<CertificateId> = given.iter().map(|(id, _)| *id).collect();
    let on = writing.sheets_on(&ids).await?;
    let is_so = |(id, serial): &(CertificateId, Serial)| {
        let own = |sheet: &SheetRow| sheet.used == SheetUse::Given(*id) && sheet.serial == *serial;
        on.iter().any(|sheet| own(sheet) && is_held(sheet, &records, told_before.as_ref()))
    };
    let given: Vec<(CertificateId, Serial)> = given.iter().filter(|one| !is_so(one)).cloned().collect();
    if given.is_empty() {
        return Ok(0);
    }
    let changes = |sheet: &SheetRow| given.iter().any(|(id, _)| sheet.used == SheetUse::Given(*id));
    let before: Vec<SheetRow> = on.into_iter().filter(changes).collect();
    each_once(&given)?;
    writing.remove_sheets(&before).await?;
    let serials: Vec<String> = given.iter().map(|(_, serial)| serial.to_string()).collect();
    if let Some(other) = writing.sheets(&serials).await?.first() {
        return Err(BlankoError::Used(other.serial.to_string()));
    }
    for (serial, id) in writing.on_rosters(&serials).await? {
        let own = given.iter().any(|(given, own)| *given == id && own.to_string() == serial);
        if !own {
            return Err(BlankoError::Used(serial));
        }
    }
    let mut pairs = Vec::with_capacity(given.len());
    for (id, serial) in &given {
        let row = writing.recorded(*id, &records).await?;
        if !is_of_here(&office.store, &records, who.lsp(), &row).await? {
            return Err(Error::NotAsIssued { number: row.number }.into());
        }
        pairs.push(json!([serial.to_string(), row.number]));
    }
    let sheets: Vec<(Serial, SheetUse)> =
        given.iter().map(|(id, serial)| (serial.clone(), SheetUse::Given(*id))).collect();
    writing.keep_sheets(&sheets, who.now(), &records).await?;
    told(office, writing, &records, who, json!({ "given": pairs, "taken_back": in_json(&before) })).await?;
    Ok(sheets.len())
}

fn each_once(given: &[(CertificateId, Serial)]) -> Result<(), BlankoError> {
    let (mut serials, mut ids) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    let twice = given.iter().find(|(id, serial)| !serials.insert(serial) || !ids.insert(id));
    twice.map_or(Ok(()), |(_, serial)| Err(BlankoError::Twice(serial.to_string())))
}

/// Records that a sheet cannot be used, for good. A certificate that was on it is on none then.
///
/// # Errors
/// It is spoiled already.
pub async fn spoil(
    office: &Office,
    who: &Standing<HandsOver>,
    serial: &Serial,
    reason: Spoiled,
) -> Result<(), BlankoError> {
    let records = office.records().await?;
    office.not_restored(who.lsp()).await?;
    let mut writing = office.store.write(who.lsp()).await?;
    let before = writing.sheets(&[serial.to_string()]).await?;
    if before.iter().any(|sheet| matches!(sheet.used, SheetUse::Spoiled(_))) {
        return Err(BlankoError::Used(serial.to_string()));
    }
    writing.remove_sheets(&before).await?;
    writing.keep_sheets(&[(serial.clone(), SheetUse::Spoiled(reason))], who.now(), &records).await?;
    let body = json!({ "spoiled": [serial.to_string(), reason.as_str()], "taken_back": in_json(&before) });
    told(office, writing, &records, who, body).await
}

/// The sheet that each of these certificates is on, by the journal.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub async fn of(office: &Office, lsp: &LspId, ids: &[CertificateId]) -> Result<Vec<(CertificateId, Serial)>, Error> {
    let rows = held(office, lsp, office.store.sheets_of(lsp, ids).await?).await?;
    let given = rows.into_iter().filter_map(|sheet| match sheet.used {
        SheetUse::Given(certificate) => Some((certificate, sheet.serial)),
        SheetUse::Spoiled(_) => None,
    });
    Ok(given.collect())
}

/// Which of these certificates are on a sheet with one of these serials, by the journal; by the rows, where there is no
/// secret to hold them against anything.
///
/// # Errors
/// As [`of`].
pub(super) async fn with_any(
    office: &Office,
    lsp: &LspId,
    ids: &[CertificateId],
    serials: &[SearchKey],
) -> Result<Vec<CertificateId>, Error> {
    let mut rows = office.store.sheets_of(lsp, ids).await?;
    rows.retain(|sheet| serials.iter().any(|serial| serial.as_str() == sheet.serial.to_string()));
    if office.records_to_read().await?.is_some() {
        rows = held(office, lsp, rows).await?;
    }
    let given = rows.into_iter().filter_map(|sheet| match sheet.used {
        SheetUse::Given(certificate) => Some(certificate),
        SheetUse::Spoiled(_) => None,
    });
    Ok(given.collect())
}

/// A certificate that a sheet's serial leads to.
pub(super) struct OnSheet {
    pub(super) certificate: CertificateId,
    /// Whether the row is as the journal lets it be; none where no journal can be read.
    pub(super) is_held: Option<bool>,
}

/// The certificates that are on sheets with a serial, of any LSP.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub(super) async fn on_serial(office: &Office, key: &SearchKey) -> Result<Vec<OnSheet>, Error> {
    let mut found = Vec::new();
    for sheet in office.store.sheets_by_serial(key).await? {
        let SheetUse::Given(certificate) = sheet.used else { continue };
        let is_held = match office.records_to_read().await? {
            Some(records) => {
                let told = office.sheets_told(&records, &sheet.lsp).await?;
                Some(is_held(&sheet, &records, told.as_ref()))
            }
            None => None,
        };
        found.push(OnSheet { certificate, is_held });
    }
    Ok(found)
}

/// Those of some rows that count; others are told in the log.
async fn held(office: &Office, lsp: &LspId, rows: Vec<SheetRow>) -> Result<Vec<SheetRow>, Error> {
    if rows.is_empty() {
        return Ok(rows);
    }
    let records = office.records().await?;
    let told = office.sheets_told(&records, lsp).await?;
    let (held, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|sheet| is_held(sheet, &records, told.as_ref()));
    if !others.is_empty() {
        tracing::error!(%lsp, count = others.len(), "ALARM: somebody wrote about preprinted sheets past the journal; it counts for nothing");
    }
    Ok(held)
}

fn is_held(sheet: &SheetRow, records: &Records, told: Option<&SheetsTold>) -> bool {
    sheet.is_stamped(records) && told.is_some_and(|told| !told.is_taken_back(sheet))
}

async fn told(
    office: &Office,
    mut writing: Writing,
    records: &Records,
    who: &Standing<HandsOver>,
    body: Value,
) -> Result<(), BlankoError> {
    journal(&mut writing, records, &who.by(), Act::Blanko, Subject::Lsp(who.lsp().clone()), body).await?;
    Ok(office.commit(writing).await?)
}
