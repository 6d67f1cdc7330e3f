//! Looking for certificates: by any of their numbers, a part of a name, a whole NIK, or what they have in common.
//!
//! A certificate's number is signed. Its registration and blanko numbers are not, so that [`by_number`] holds the row
//! against the journal that it was recorded under: whoever writes the database must not have a number lead to another
//! certificate.

use jiff::civil::Date;

use super::recorded::Batches;
use super::{Error, Office};
use crate::domain::certificate::Certificate;
use crate::domain::holder::Nik;
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::store::{Listed, NikIndex, Search, SearchText};

/// What is looked for; each that is given narrows it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub text: Option<String>,
    pub lsp: Option<LspId>,
    pub issued_in: Option<i16>,
    pub expiring_before: Option<Date>,
    pub state: Option<State>,
    pub scheme: Option<SchemeCode>,
}

/// Certificates that were found, and how many there are of them.
#[derive(Clone, Debug)]
pub struct Found {
    pub listed: Vec<Listed>,
    pub count: u64,
}

/// A certificate that a number leads to.
#[derive(Clone, Debug)]
pub struct Numbered {
    pub certificate: Certificate,
    /// Whether the number is known to be its own. A registration or blanko number is not where no journal can be read.
    pub is_its_own: bool,
}

/// Certificates with this certificate, registration or blanko number, of any LSP, each as it was recorded.
///
/// # Errors
/// The database does not answer, the records' secret does not open, or every row with the number is another than was
/// recorded.
pub async fn by_number(office: &Office, key: &SearchKey) -> Result<Vec<Numbered>, Error> {
    let (mut numbered, mut altered) = (Vec::new(), None);
    for certificate in office.store.by_number(key).await? {
        let signed = SearchKey::new(&certificate.number).as_ref() == Some(key);
        let recorded = if signed { Some(true) } else { is_recorded(office, &certificate).await? };
        if recorded == Some(false) {
            tracing::error!(lsp = %certificate.lsp, id = certificate.id.number(), "ALARM: a certificate's row is not as it was recorded; it is found by none of its other numbers");
            altered = Some(certificate.number);
        } else {
            numbered.push(Numbered { certificate, is_its_own: recorded.is_some() });
        }
    }
    match altered {
        Some(number) if numbered.is_empty() => Err(Error::NotAsIssued { number }),
        _ => Ok(numbered),
    }
}

/// Whether a certificate's row is as it was recorded; none where no journal can be read.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub(super) async fn is_recorded(office: &Office, certificate: &Certificate) -> Result<Option<bool>, Error> {
    let Some(records) = office.records_to_read().await? else { return Ok(None) };
    let Certificate { lsp, number, id, .. } = certificate;
    let row = office.store.recorded(lsp, number, &records).await?;
    let Some(row) = row.filter(|row| row.id == *id) else { return Ok(Some(false)) };
    Ok(Some(Batches::of(&office.store, lsp, &row, &records).await?.cover(&office.store, &records, lsp, &row).await?))
}

/// Looks for certificates, `most` at most. What expires is counted from `today`. Only a whole NIK needs the records'
/// secret.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub async fn find(office: &Office, wanted: &Wanted, today: Date, most: u32) -> Result<Found, Error> {
    let text = match wanted.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => Some(search_text(office, text).await?),
        None => None,
    };
    let search = Search {
        lsp: wanted.lsp.clone(),
        text,
        issued_in: wanted.issued_in,
        expiring: wanted.expiring_before.map(|before| [today, before]),
        state: wanted.state,
        scheme: wanted.scheme.clone(),
    };
    let (listed, count) = office.store.find(&search, most).await?;
    Ok(Found { listed, count })
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

async fn search_text(office: &Office, text: &str) -> Result<SearchText, Error> {
    let mut niks = Vec::new();
    if let Ok(nik) = text.parse::<Nik>() {
        let records = office.records().await?;
        for taken in office.store.lsps().await? {
            let index = NikIndex::new(&records.blind_index(&taken.lsp.id, &nik));
            niks.push((taken.lsp.id, index));
        }
    }
    Ok(SearchText { number: SearchKey::new(text), name: text.to_owned(), niks })
}
