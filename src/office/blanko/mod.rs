//! Preprinted sheets (*blanko*): which came in, which certificate each went on, which were spoiled, and how many are left.
//!
//! What becomes of a sheet is written into the journal, and is so because the journal tells it ([`super::told::sheets`]):
//! by its serial a certificate is found, so nobody may move one to another certificate, or bring an earlier word back.

mod leads;
mod stock;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::acting::journal;
use super::recorded::is_of_here;
use super::standing::{HandsOver, Standing};
use super::told::Told;
use super::told::sheets::{SheetFate, SheetsTold};
use super::{Error, Office};
use crate::domain::act::Act;
use crate::domain::blanko::{Run, Serial, Spoiled};
use crate::domain::certificate::Certificate;
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::seal::records::Records;
use crate::store::{Recorded, StoreError, Subject, Writing};
pub(super) use leads::{OnSheets, led_to, stands};
pub use stock::{Delivery, SpoiledSheet, Stock, counted, stock};

/// Sheets that are recorded at once.
pub const MOST_GIVEN: usize = 500;

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

/// What the journal of an LSP tells of its sheets.
///
/// # Errors
/// It does not hold, or the records' secret does not open.
pub async fn told(office: &Office, lsp: &LspId) -> Result<Arc<SheetsTold>, Error> {
    let records = office.records().await?;
    match office.sheets_told(&records, lsp).await? {
        Some(told) => Ok(told),
        // It was told in the log already that it does not hold; here it says why.
        None => {
            office.not_restored(lsp).await?;
            let head = office.store.head(lsp).await?.ok_or(StoreError::NotFound)?;
            Ok(Arc::clone(Told::begin(&office.store, &records, &head).await?.sheets()))
        }
    }
}

/// The sheet that each of some certificates is on; none of those that are on none, or whose rows cannot be read.
///
/// # Errors
/// As [`told`].
pub async fn sheets_on(
    office: &Office,
    lsp: &LspId,
    ids: &[CertificateId],
) -> Result<HashMap<CertificateId, String>, Error> {
    let (told, listed) = (told(office, lsp).await?, office.store.listed(lsp, ids, None).await?);
    let mut sheets = told.sheets_of(listed.iter().map(|(one, _)| (one.number.as_str(), one.blanko.as_deref())));
    Ok(listed.iter().filter_map(|(one, _)| Some((one.id, sheets.remove(one.number.as_str())?))).collect())
}

/// The sheets that certificates are on, of whichever LSP; none of those that are on none.
///
/// # Errors
/// As [`told`].
pub(super) async fn sheets_of(
    office: &Office,
    certificates: &[&Certificate],
) -> Result<HashMap<CertificateId, String>, Error> {
    let (lsps, mut on): (BTreeSet<&LspId>, _) = (certificates.iter().map(|one| &one.lsp).collect(), HashMap::new());
    for lsp in lsps {
        let own = || certificates.iter().filter(move |one| one.lsp == *lsp);
        let told = told(office, lsp).await?;
        let mut sheets = told.sheets_of(own().map(|one| (one.number.as_str(), one.blanko.as_deref())));
        on.extend(own().filter_map(|one| Some((one.id, sheets.remove(one.number.as_str())?))));
    }
    Ok(on)
}

/// An LSP's lock, and what its journal tells of sheets as of then.
struct Locked {
    records: Arc<Records>,
    writing: Writing,
    told: Arc<SheetsTold>,
}

async fn lock(office: &Office, lsp: &LspId) -> Result<Locked, BlankoError> {
    let records = office.records().await?;
    office.not_restored(lsp).await?;
    let writing = office.store.write(lsp).await?;
    let told = told(office, lsp).await?;
    Ok(Locked { records, writing, told })
}

impl Locked {
    async fn commit(mut self, office: &Office, who: &Standing<HandsOver>, body: Value) -> Result<(), BlankoError> {
        let subject = Subject::Lsp(who.lsp().clone());
        journal(&mut self.writing, &self.records, &who.by(), Act::Blanko, subject, body).await?;
        Ok(office.commit(self.writing).await?)
    }
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
    let locked = lock(office, who.lsp()).await?;
    if locked.told.received().iter().any(|before| before.run.meets(run)) {
        return Err(BlankoError::Received);
    }
    let body = json!({ "received": [run.first(), run.last()], "on": received_on });
    locked.commit(office, who, body).await
}

/// A certificate that a sheet is recorded for.
struct Going {
    row: Recorded,
    serial: Serial,
}

/// Records which sheet each certificate is printed on; of how many that was not known. A certificate that is on another
/// sheet is taken off it, and that sheet is as if it were unused: it was written down wrongly.
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
    let mut locked = lock(office, who.lsp()).await?;
    let mut going = Vec::with_capacity(given.len());
    for (id, serial) in given {
        let row = locked.writing.recorded(*id, &locked.records).await?;
        if !is_of_here(&office.store, &locked.records, who.lsp(), &row).await? {
            return Err(Error::NotAsIssued { number: row.number }.into());
        }
        going.push(Going { row, serial: serial.clone() });
    }
    each_once(&going)?;
    let now = locked.told.sheets_of(going.iter().map(|one| (one.row.number.as_str(), one.row.blanko.as_deref())));
    let is_so = |one: &&Going| now.get(one.row.number.as_str()) == Some(&one.serial.to_string());
    let so_already: BTreeSet<CertificateId> = going.iter().filter(is_so).map(|one| one.row.id).collect();
    going.retain(|one| !so_already.contains(&one.row.id));
    if going.is_empty() {
        return Ok(0);
    }
    let numbers: BTreeSet<&str> = going.iter().map(|one| one.row.number.as_str()).collect();
    for Going { serial, .. } in &going {
        match locked.told.fate(serial) {
            None => {}
            Some(SheetFate::Given(number)) if numbers.contains(&**number) => {}
            Some(SheetFate::Given(_) | SheetFate::Spoiled { .. }) => return Err(BlankoError::Used(serial.to_string())),
        }
    }
    let serials: Vec<String> = going.iter().map(|one| one.serial.to_string()).collect();
    for named in locked.writing.named_by_rosters(&serials).await? {
        if !numbers.contains(named.number.as_str()) && !locked.told.lets_go(&named.serial) {
            return Err(BlankoError::Used(named.serial));
        }
    }
    let body = json!({
        "given": going.iter().map(|one| json!([one.serial, one.row.number])).collect::<Vec<_>>(),
        "taken_back": locked.told.recorded(&numbers).into_values().collect::<BTreeSet<_>>(),
        "let_go": going.iter().filter_map(|one| one.row.blanko.as_ref()).collect::<BTreeSet<_>>(),
    });
    let rows: Vec<_> = going.iter().map(|one| (one.serial.clone(), Some(one.row.id))).collect();
    locked.writing.keep_sheets(&rows).await?;
    locked.commit(office, who, body).await?;
    Ok(rows.len())
}

fn each_once(going: &[Going]) -> Result<(), BlankoError> {
    let (mut serials, mut ids) = (BTreeSet::new(), BTreeSet::new());
    let twice = going.iter().find(|one| !serials.insert(&one.serial) || !ids.insert(one.row.id));
    twice.map_or(Ok(()), |one| Err(BlankoError::Twice(one.serial.to_string())))
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
    let mut locked = lock(office, who.lsp()).await?;
    if matches!(locked.told.fate(serial), Some(SheetFate::Spoiled { .. })) {
        return Err(BlankoError::Used(serial.to_string()));
    }
    locked.writing.keep_sheets(&[(serial.clone(), None)]).await?;
    locked.commit(office, who, json!({ "spoiled": [serial, reason] })).await
}
