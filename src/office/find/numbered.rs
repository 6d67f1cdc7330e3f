//! Certificates by any of their numbers, of whichever LSP.
//!
//! A certificate's number is signed. Its registration and blanko numbers are not, nor is the sheet that it was printed
//! on, so that [`by_number`] holds rows against the journal that they were recorded under: whoever writes the database
//! must not have a number lead to another certificate.

use crate::domain::certificate::Certificate;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::office::blanko::{led_to, stands};
use crate::office::recorded::Batches;
use crate::office::{Error, Office};
use crate::store::StoreError;

/// A certificate that a number leads to.
#[derive(Clone, Debug)]
pub struct Numbered {
    pub certificate: Certificate,
    /// Whether the number is known to be its own. A registration or blanko number is not where no journal can be read.
    pub is_its_own: bool,
}

/// Certificates with this certificate, registration or blanko number, of any LSP, each as it was recorded. Rows that are
/// not are left out, and told in the log.
///
/// # Errors
/// The database does not answer, the records' secret does not open, or [`Error::NotAsIssued`]: every row with the number
/// is another than was recorded.
pub async fn by_number(office: &Office, key: &SearchKey) -> Result<Vec<Numbered>, Error> {
    let found = office.store.by_number(key).await?;
    if found.altered > 0 {
        tracing::error!(
            rows = found.altered,
            "ALARM: certificates' rows are not as they were signed; they are found by none of their numbers: absah journal verify"
        );
    }
    let (mut numbered, mut altered) = (Vec::new(), (found.altered > 0).then(|| key.as_str().to_owned()));
    for certificate in found.certificates {
        let is_key = |number: &str| SearchKey::new(number).as_ref() == Some(key);
        let recorded = if is_key(&certificate.number) { Some(true) } else { as_recorded(office, &certificate).await? };
        if recorded == Some(false) {
            tracing::error!(lsp = %certificate.lsp, id = certificate.id.number(), "ALARM: a certificate's row is not as it was recorded; it is found by none of its other numbers");
            altered = Some(certificate.number);
        } else if is_key(&certificate.number)
            || is_key(&certificate.registration)
            || stands(office, &certificate).await?
        {
            numbered.push(Numbered { certificate, is_its_own: recorded.is_some() });
        }
    }
    for led in led_to(office, key).await? {
        let id = led.certificate;
        if numbered.iter().any(|known: &Numbered| known.certificate.id == id) {
            continue;
        }
        let certificate = match office.store.certificate_of(id).await {
            Ok(Some(certificate)) => certificate,
            Ok(None) => continue,
            Err(StoreError::Corrupt(_)) => {
                tracing::error!(
                    id = id.number(),
                    "ALARM: a certificate's row cannot be read; it is not found by its preprinted sheet"
                );
                altered = Some(key.as_str().to_owned());
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let (is_held, recorded) = (led.is_held(&certificate), as_recorded(office, &certificate).await?);
        if is_held == Some(false) || recorded == Some(false) {
            tracing::error!(lsp = %certificate.lsp, id = id.number(), "ALARM: a preprinted sheet's row is not as the journal tells; no certificate is found by it");
            altered = Some(certificate.number);
        } else {
            numbered.push(Numbered { certificate, is_its_own: is_held.is_some() && recorded.is_some() });
        }
    }
    match altered {
        Some(number) if numbered.is_empty() => Err(Error::NotAsIssued { number }),
        _ => Ok(numbered),
    }
}

/// [`is_recorded`] of one among several: a row that cannot be read is another than was recorded, and keeps no other from
/// being found.
async fn as_recorded(office: &Office, certificate: &Certificate) -> Result<Option<bool>, Error> {
    match is_recorded(office, certificate).await {
        Err(Error::Store(error)) if error.is_of_a_row() => Ok(Some(false)),
        recorded => recorded,
    }
}

/// Whether a certificate's row is as it was recorded; none where no journal can be read.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub(in crate::office) async fn is_recorded(office: &Office, certificate: &Certificate) -> Result<Option<bool>, Error> {
    let Some(records) = office.records_to_read().await? else { return Ok(None) };
    let Certificate { lsp, number, id, .. } = certificate;
    let row = office.store.recorded(lsp, number, &records).await?;
    let Some(row) = row.filter(|row| row.id == *id) else { return Ok(Some(false)) };
    Ok(Some(Batches::of(&office.store, lsp, &row, &records).await?.cover(&office.store, &records, lsp, &row).await?))
}

/// The one certificate that a number names: certificate, registration or blanko number, of this LSP where one is said.
///
/// # Errors
/// It is no number, or names none or several.
pub async fn one(office: &Office, number: &str, lsp: Option<&LspId>) -> Result<Certificate, Error> {
    let key = SearchKey::new(number).ok_or_else(|| Error::NoNumber(number.to_owned()))?;
    let found = by_number(office, &key).await?;
    let mut found: Vec<Certificate> = found.into_iter().map(|numbered| numbered.certificate).collect();
    found.retain(|certificate| lsp.is_none_or(|lsp| *lsp == certificate.lsp));
    match found.len() {
        0 => Err(Error::NoCertificate(number.to_owned())),
        1 => Ok(found.remove(0)),
        _ => Err(Error::Several(found.into_iter().map(|certificate| certificate.lsp).collect())),
    }
}
