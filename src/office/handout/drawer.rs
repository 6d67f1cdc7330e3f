//! Certificates taken out to be handed out: each held against how it was issued, with what it is drawn with.

use std::collections::HashMap;
use std::sync::Arc;

use super::file_name::file_name;
use super::{HandoutError, draw};
use crate::domain::id::{CertificateId, VersionHash};
use crate::office::design::{Design, Output};
use crate::office::personal::{self, Person};
use crate::office::recorded::is_as_issued;
use crate::office::{Error, Office};
use crate::render::Press;
use crate::seal::spelling;
use crate::store::{Printing, StoreError};
use crate::words::{Lang, key};

/// A certificate as it is handed out.
pub(super) struct Handed {
    pub(super) printing: Printing,
    pub(super) line: Line,
    press: Arc<Press>,
    photo: Option<Vec<u8>>,
}

/// What the lists say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub number: String,
    pub registration: String,
    /// The preprinted sheet that its roster named.
    pub blanko: Option<String>,
    pub name: String,
    pub scheme: String,
    pub issued_on: String,
    pub valid_until: String,
    /// The last digits of her NIK; of each, where it was corrected.
    pub nik: String,
    /// Empty where none was named.
    pub institution: String,
    /// Name of its PDF.
    pub file: String,
    pub url: String,
    /// Base64url.
    pub token: String,
}

impl Line {
    fn of(printing: &Printing, person: Person, suffix: &str) -> Self {
        let (certificate, site) = (&printing.certificate, &printing.lsp.site);
        Self {
            number: certificate.number.clone(),
            registration: certificate.registration.clone(),
            blanko: certificate.blanko.clone(),
            name: certificate.holder.to_string(),
            scheme: certificate.scheme.to_string(),
            issued_on: certificate.term.issued_on.to_string(),
            valid_until: certificate.term.valid_until.to_string(),
            nik: match person.is_erased {
                true => key!("office-register-erased").say(Lang::Id).into_owned(),
                false => person.nik_endings.join(", "),
            },
            institution: person.institution.unwrap_or_default(),
            file: file_name(certificate, suffix),
            url: spelling::link(site, &certificate.token),
            token: spelling::to_base64url(&certificate.token),
        }
    }
}

impl Handed {
    pub(super) fn draw(&self) -> Result<Vec<u8>, HandoutError> {
        draw(&self.printing, &self.press, self.photo.as_deref())
    }
}

/// Takes certificates out, for one of the two sheets.
pub(super) struct Drawer<'a> {
    output: Output<'a>,
    presses: HashMap<VersionHash, Arc<Press>>,
}

impl<'a> Drawer<'a> {
    pub(super) fn new(output: Output<'a>) -> Self {
        Self { output, presses: HashMap::new() }
    }

    /// What the names of PDFs end in.
    pub(super) fn suffix(&self) -> &'static str {
        if matches!(self.output, Output::Blanko(_)) { "-blanko" } else { "" }
    }

    /// Some certificates, in the order of `ids`.
    ///
    /// # Errors
    /// One of them is not there, or its row not as it was issued; or the records' secret does not open.
    pub(super) async fn take(&mut self, office: &Office, ids: &[CertificateId]) -> Result<Vec<Handed>, HandoutError> {
        let mut handed = Vec::with_capacity(ids.len());
        for (printing, person) in as_issued(office, ids).await? {
            let press = self.press(office, &printing.form_version).await?;
            let photo = match &printing.photo_version {
                Some(version) => Some(photo(office, version).await?),
                None => None,
            };
            let line = Line::of(&printing, person, self.suffix());
            handed.push(Handed { printing, line, press, photo });
        }
        Ok(handed)
    }

    /// The press of a design, prepared once.
    async fn press(&mut self, office: &Office, version: &VersionHash) -> Result<Arc<Press>, HandoutError> {
        if let Some(press) = self.presses.get(version) {
            return Ok(Arc::clone(press));
        }
        let design = Design::read(&office.store.version(version).await?)?;
        let press = Arc::new(design.press(self.output)?);
        self.presses.insert(version.clone(), Arc::clone(&press));
        Ok(press)
    }
}

/// What the lists say of some certificates, in the order of `ids`.
///
/// # Errors
/// One of them is not there, or its row not as it was issued; or the records' secret does not open.
pub async fn lines(office: &Office, ids: &[CertificateId]) -> Result<Vec<Line>, HandoutError> {
    let issued = as_issued(office, ids).await?;
    Ok(issued.into_iter().map(|(printing, person)| Line::of(&printing, person, "")).collect())
}

/// Some certificates with their holders, each held against how it was issued.
async fn as_issued(office: &Office, ids: &[CertificateId]) -> Result<Vec<(Printing, Person)>, HandoutError> {
    let records = office.records().await?;
    let printings = office.store.printings(ids, Some(&records)).await?;
    let mut people = personal::people(office, ids).await?;
    let mut all = Vec::with_capacity(printings.len());
    for printing in printings {
        // Another director or wording in the row of a genuine certificate would be printed above its genuine QR.
        if !is_as_issued(&office.store, &records, &printing).await? {
            return Err(Error::NotAsIssued { number: printing.certificate.number }.into());
        }
        let person = people.remove(&printing.certificate.id).ok_or(StoreError::NotFound)?;
        all.push((printing, person));
    }
    Ok(all)
}

async fn photo(office: &Office, version: &VersionHash) -> Result<Vec<u8>, HandoutError> {
    let body = office.store.version(version).await?;
    spelling::from_base64(&body).map_err(|_| HandoutError::Photo)
}
