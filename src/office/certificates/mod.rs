//! One certificate as its LSP's office shows it: what was signed, what has become of it since by the journal, and its
//! sheet. A row that is not as it was issued is shown as nothing.

mod lines;

use zeroize::Zeroizing;

use super::design::{Design, Output};
use super::find::told;
use super::handout::{HandoutError, draw};
use super::key_ring::on_a_thread;
use super::personal::opened_nik;
use super::recorded::{Batches, is_as_issued};
use super::{Error, Office, blanko};
use crate::domain::act::Act;
use crate::domain::certificate::Certificate;
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::seal::spelling::from_base64;
pub use crate::store::Printing;
use crate::store::{StoreError, Subject, WrittenEntry};
pub use lines::{LineFault, MOST_LINES, RefusedLine, Sorted, refused_table, sorted};

/// A certificate with all that the journal tells of it.
pub struct Whole {
    pub printing: Printing,
    pub state: State,
    /// The acts on it, the oldest first.
    pub history: Vec<WrittenEntry>,
    /// The number of the certificate in its place.
    pub successor: Option<String>,
}

/// A certificate of an LSP by the letters and digits of its number; none where there is none.
///
/// # Errors
/// [`Error::NotAsIssued`]: its row, or what it was printed with, is not as it was issued.
pub async fn whole(office: &Office, lsp: &LspId, key: &SearchKey) -> Result<Option<Whole>, Error> {
    let Some(found) = named(office, lsp, key).await? else { return Ok(None) };
    let records = office.records().await?;
    let printing = printing(office, found.id).await?;
    let not_as_issued = || Error::NotAsIssued { number: found.number.clone() };
    let row = printing.recorded.as_ref().ok_or_else(not_as_issued)?;
    let place = Batches::default().place_as_written(&office.store, &records, lsp, row).await?;
    let place = place.filter(|place| row.signed_place() == Some(*place)).ok_or_else(not_as_issued)?;
    let told = told(office, &records, lsp).await?.ok_or_else(not_as_issued)?;
    let history = office.store.proven_history(lsp, &found.number, &records).await?;
    let successor = history.iter().rfind(|entry| is_end_of(entry, &found.number));
    let successor = successor.and_then(|entry| entry.body["successor"].as_str().map(str::to_owned));
    Ok(Some(Whole { printing, state: told.state(place), history, successor }))
}

/// What certificates were issued as, in the order of `ids`, as their rows have it.
///
/// # Errors
/// [`StoreError::NotFound`]: one of them is not there.
pub async fn printings(office: &Office, ids: &[CertificateId]) -> Result<Vec<Printing>, StoreError> {
    office.store.printings(ids, None).await
}

/// Whether an entry tells that a certificate was replaced by another.
fn is_end_of(entry: &WrittenEntry, number: &str) -> bool {
    entry.act == Act::Replace
        && match &entry.subject {
            Some(Subject::Certificate(subject)) => subject == number,
            _ => entry.body["number"].as_str() == Some(number),
        }
}

async fn named(office: &Office, lsp: &LspId, key: &SearchKey) -> Result<Option<Certificate>, Error> {
    let found = office.store.by_number(key).await?;
    let is_meant = |one: &Certificate| one.lsp == *lsp && SearchKey::new(&one.number).as_ref() == Some(key);
    match found.certificates.into_iter().find(is_meant) {
        None if found.altered > 0 => Err(Error::NotAsIssued { number: key.to_string() }),
        one => Ok(one),
    }
}

/// What a certificate is printed with, as it was issued.
async fn printing(office: &Office, id: CertificateId) -> Result<Printing, Error> {
    let records = office.records().await?;
    let printing = office.store.printings(&[id], Some(&records)).await?.pop().ok_or(StoreError::NotFound)?;
    if is_as_issued(&office.store, &records, &printing).await? {
        Ok(printing)
    } else {
        Err(Error::NotAsIssued { number: printing.certificate.number })
    }
}

/// The digital sheet of a certificate of an LSP; none where there is no such certificate.
///
/// # Errors
/// It is not as it was issued, or cannot be drawn.
pub async fn sheet(office: &Office, lsp: &LspId, key: &SearchKey) -> Result<Option<Vec<u8>>, HandoutError> {
    let Some(found) = named(office, lsp, key).await? else { return Ok(None) };
    let printing = printing(office, found.id).await?;
    let design = Design::read(&office.store.version(&printing.form_version).await?)?;
    let photo = match &printing.photo_version {
        Some(version) => Some(from_base64(&office.store.version(version).await?).map_err(|_| HandoutError::Photo)?),
        None => None,
    };
    let press = on_a_thread(move || design.press(Output::Digital)).await?;
    let serial = match press.says_serial() {
        true => blanko::sheets_of(office, &[&printing.certificate]).await?.remove(&found.id),
        false => None,
    };
    let drawn = on_a_thread(move || draw(&printing, serial.as_deref(), &press, photo.as_deref()));
    drawn.await.map(Some)
}

/// The NIK that a certificate's holder is known by, the newest where it was corrected; none where it was erased.
///
/// # Errors
/// The records' secret does not open, or what it sealed was altered.
pub async fn nik(office: &Office, id: CertificateId) -> Result<Option<Zeroizing<String>>, Error> {
    let records = office.records().await?;
    let sealed = office.store.sealed_people(&[id]).await?.remove(&id);
    let newest = sealed.and_then(|person| person.niks.into_iter().next_back());
    Ok(newest.map(|sealed| opened_nik(&records, &sealed)).transpose()?.flatten())
}
