//! Certificates taken out to be handed out: each held against how it was issued, with what it is drawn with. What is
//! wrong with one is that one's matter.

use std::collections::HashMap;
use std::sync::Arc;

use super::line::Line;
use super::{HandoutError, draw};
use crate::domain::id::{CertificateId, VersionHash};
use crate::office::design::{Design, Output};
use crate::office::personal::{self, Person};
use crate::office::recorded::is_as_issued;
use crate::office::{Error, Office, blanko};
use crate::render::Press;
use crate::seal::records::Records;
use crate::seal::spelling;
use crate::store::{Printing, StoreError};

/// A certificate as it is handed out.
pub(super) struct Handed {
    pub(super) printing: Printing,
    pub(super) line: Line,
    /// The preprinted sheet that it is on, where its layout says that.
    serial: Option<String>,
    press: Arc<Press>,
    photo: Option<Vec<u8>>,
}

/// A certificate that is not handed out, and why.
#[derive(Debug, thiserror::Error)]
#[error("certificate {number}: {cause}")]
pub struct LeftOut {
    pub number: String,
    pub cause: Box<HandoutError>,
}

/// One of several.
pub(super) type Each<T> = Result<T, LeftOut>;

impl Handed {
    pub(super) fn draw(&self) -> Each<Vec<u8>> {
        let drawn = draw(&self.printing, self.serial.as_deref(), &self.press, self.photo.as_deref());
        drawn.map_err(|cause| LeftOut::new(&self.line.number, cause))
    }
}

impl LeftOut {
    fn new(number: &str, cause: HandoutError) -> Self {
        Self { number: number.to_owned(), cause: Box::new(cause) }
    }

    /// One whose row is not as it was issued.
    pub(in crate::office) fn altered(number: String) -> Self {
        Self { cause: Box::new(Error::NotAsIssued { number: number.clone() }.into()), number }
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

    /// Some certificates, in the order of `ids`: their photos are read at once.
    ///
    /// # Errors
    /// The database does not answer, or the records' secret does not open.
    pub(super) async fn take(
        &mut self,
        office: &Office,
        ids: &[CertificateId],
    ) -> Result<Vec<Each<Handed>>, HandoutError> {
        let issued = as_issued(office, ids).await?;
        let versions: Vec<VersionHash> =
            issued.iter().flatten().filter_map(|(printing, _)| printing.photo_version.clone()).collect();
        let photos = office.store.versions(&versions).await?;
        let mut serials = self.serials(office, &issued).await?;
        let mut taken = Vec::with_capacity(issued.len());
        for one in issued {
            taken.push(match one {
                Ok((printing, person)) => {
                    let (id, number) = (printing.certificate.id, printing.certificate.number.clone());
                    match self.with(office, printing, person, &photos).await {
                        Err(HandoutError::Store(error)) if !error.is_of_a_row() => return Err(error.into()),
                        Ok(handed) => Ok(Handed { serial: serials.remove(&id), ..handed }),
                        Err(cause) => Err(LeftOut::new(&number, cause)),
                    }
                }
                Err(left_out) => Err(left_out),
            });
        }
        Ok(taken)
    }

    /// The preprinted sheets that certificates are on, of those whose layouts say that. What is wrong with a layout is
    /// told where its certificate is taken.
    async fn serials(
        &mut self,
        office: &Office,
        issued: &[Each<(Printing, Person)>],
    ) -> Result<HashMap<CertificateId, String>, Error> {
        let mut saying = Vec::new();
        for (printing, _) in issued.iter().flatten() {
            if self.press(office, &printing.form_version).await.is_ok_and(|press| press.says_serial()) {
                saying.push(&printing.certificate);
            }
        }
        blanko::sheets_of(office, &saying).await
    }

    /// One certificate with what it is drawn with, but for the sheet that it is on.
    async fn with(
        &mut self,
        office: &Office,
        printing: Printing,
        person: Person,
        photos: &HashMap<VersionHash, String>,
    ) -> Result<Handed, HandoutError> {
        let press = self.press(office, &printing.form_version).await?;
        let photo = match &printing.photo_version {
            Some(version) => {
                let body = photos.get(version).ok_or(HandoutError::Photo)?;
                Some(spelling::from_base64(body).map_err(|_| HandoutError::Photo)?)
            }
            None => None,
        };
        let line = Line::of(&printing, person, self.suffix());
        Ok(Handed { printing, line, serial: None, press, photo })
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

/// Certificates and those that cannot be handed out, in their order each.
pub(super) fn apart<T>(all: Vec<Each<T>>) -> (Vec<T>, Vec<LeftOut>) {
    let (mut whole, mut left_out) = (Vec::with_capacity(all.len()), Vec::new());
    for one in all {
        match one {
            Ok(one) => whole.push(one),
            Err(one) => left_out.push(one),
        }
    }
    (whole, left_out)
}

/// What the lists say of some certificates, in the order of `ids`, and of which they say nothing.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub async fn lines(office: &Office, ids: &[CertificateId]) -> Result<(Vec<Line>, Vec<LeftOut>), HandoutError> {
    let issued = as_issued(office, ids).await?.into_iter();
    Ok(apart(issued.map(|one| one.map(|(printing, person)| Line::of(&printing, person, ""))).collect()))
}

/// Some certificates with their holders, each held against how it was issued.
async fn as_issued(office: &Office, ids: &[CertificateId]) -> Result<Vec<Each<(Printing, Person)>>, HandoutError> {
    let records = office.records().await?;
    let mut people = personal::people(office, ids).await?;
    let mut all = Vec::with_capacity(ids.len());
    for (id, printing) in ids.iter().zip(printings(office, ids, &records).await?) {
        let Some(printing) = printing else {
            let number = office.store.number_of(*id).await?.unwrap_or_else(|| id.number().to_string());
            all.push(Err(LeftOut::altered(number)));
            continue;
        };
        // Another director or wording in the row of a genuine certificate would be printed above its genuine QR.
        let is_held = match is_as_issued(&office.store, &records, &printing).await {
            Err(error) if error.is_of_a_row() => false,
            held => held?,
        };
        all.push(match is_held {
            true => Ok((printing, people.remove(id).unwrap_or_default())),
            false => Err(LeftOut::altered(printing.certificate.number)),
        });
    }
    Ok(all)
}

/// What certificates are printed with; none of a row that cannot be read, or is not as it was signed.
async fn printings(
    office: &Office,
    ids: &[CertificateId],
    records: &Records,
) -> Result<Vec<Option<Printing>>, StoreError> {
    match office.store.printings(ids, Some(records)).await {
        Err(error) if error.is_of_a_row() => {}
        printings => return Ok(printings?.into_iter().map(Some).collect()),
    }
    let mut each = Vec::with_capacity(ids.len());
    for id in ids {
        each.push(match office.store.printings(std::slice::from_ref(id), Some(records)).await {
            Err(error) if error.is_of_a_row() => None,
            one => one?.pop(),
        });
    }
    Ok(each)
}
