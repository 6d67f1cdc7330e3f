//! The directory handed out, complete or completed again: a PDF a certificate, `certificates.csv` for programs and
//! `daftar.xlsx` for people.
//!
//! Every file is written under another name and renamed, so a killed process leaves no half file. The same
//! certificates make the same bytes.

mod file_name;
mod list;
mod register;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};

use rayon::prelude::*;

use self::file_name::{file_name, file_name_of_before};
use super::design::{Design, DesignError, Output};
use super::key_ring::on_a_thread;
use super::personal::{self, Person};
use super::progress::{Progress, Teller};
use super::recorded::is_as_issued;
use super::register::RegisterError;
use super::{Error, Office};
use crate::domain::id::{CertificateId, VersionHash};
use crate::render::{Press, PrintError, Sheet};
use crate::seal::spelling;
use crate::seal::whole_file::{HANDED_OUT, UNFINISHED, replace_soon};
use crate::store::{Printing, StoreError};

/// Where to, and which of the two sheets.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub dir: &'a Path,
    pub output: Output<'a>,
}

/// Why a directory was not completed; what was issued stays issued.
#[derive(Debug, thiserror::Error)]
pub enum HandoutError {
    #[error("{} is another list; choose an empty directory", .0.display())]
    AnotherList(PathBuf),
    #[error(transparent)]
    Design(#[from] DesignError),
    #[error("cannot {verb} {}: {cause}", path.display())]
    File { verb: &'static str, path: PathBuf, cause: io::Error },
    #[error("{}: {cause}", path.display())]
    List { path: PathBuf, cause: csv::Error },
    #[error(transparent)]
    Office(#[from] Error),
    #[error("a kept photo cannot be read")]
    Photo,
    #[error(transparent)]
    Register(#[from] RegisterError),
    #[error("certificate {number} cannot be printed: {cause}")]
    Sheet { number: String, cause: PrintError },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What went wrong with a file, by what was tried.
fn fault(verb: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> HandoutError {
    let path = path.into();
    move |cause| HandoutError::File { verb, path, cause }
}

/// A certificate as it is handed out.
struct Handed {
    printing: Printing,
    person: Person,
    /// Name of its PDF.
    file: String,
}

/// Writes the PDFs and the lists of some certificates, in their order.
///
/// # Errors
/// The directory cannot be written, a certificate not be printed, or the records' secret does not open.
pub async fn write(
    office: &Office,
    ids: &[CertificateId],
    wanted: &Wanted<'_>,
    teller: &Teller,
) -> Result<(), HandoutError> {
    let records = office.records().await?;
    let printings = office.store.printings(ids, Some(&records)).await?;
    let mut people = personal::people(office, ids).await?;
    let mut presses = Presses::default();
    let suffix = if matches!(wanted.output, Output::Blanko(_)) { "-blanko" } else { "" };
    let mut handed = Vec::with_capacity(printings.len());
    for printing in printings {
        // Another director or wording in the row of a genuine certificate would be printed above its genuine QR.
        if !is_as_issued(&office.store, &records, &printing).await? {
            return Err(Error::NotAsIssued { number: printing.certificate.number }.into());
        }
        presses.prepare(office, &printing, wanted.output).await?;
        let person = people.remove(&printing.certificate.id).ok_or(StoreError::NotFound)?;
        let file = file_name(&printing.certificate, suffix);
        handed.push(Handed { printing, person, file });
    }
    let (dir, teller) = (wanted.dir.to_owned(), teller.clone());
    on_a_thread(move || complete(&dir, &handed, suffix, &presses, &teller)).await
}

/// Draws and writes what is handed out.
fn complete(
    dir: &Path,
    handed: &[Handed],
    suffix: &str,
    presses: &Presses,
    teller: &Teller,
) -> Result<(), HandoutError> {
    fs::create_dir_all(dir).map_err(fault("make", dir))?;
    let _alone = alone(dir)?;
    let (drawn, of) = (AtomicUsize::new(0), handed.len());
    handed.par_iter().try_for_each(|Handed { printing, file, .. }| {
        put(dir, file, &presses.draw(printing)?)?;
        let before = dir.join(file_name_of_before(&printing.certificate, suffix));
        match fs::remove_file(&before) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fault("remove", before)(error)),
            _ => teller.tell(Progress::Drawn { done: drawn.fetch_add(1, Ordering::Relaxed) + 1, of }),
        }
        Ok(())
    })?;
    put(dir, register::FILE, &register::file(dir, handed)?)?;
    put(dir, list::FILE, &list::file(dir, handed)?)
}

/// What sheets are drawn with, each once.
#[derive(Default)]
struct Presses {
    presses: HashMap<VersionHash, Press>,
    photos: HashMap<VersionHash, Vec<u8>>,
}

impl Presses {
    async fn prepare(&mut self, office: &Office, printing: &Printing, output: Output<'_>) -> Result<(), HandoutError> {
        if !self.presses.contains_key(&printing.form_version) {
            let design = Design::read(&office.store.version(&printing.form_version).await?)?;
            self.presses.insert(printing.form_version.clone(), design.press(output)?);
        }
        if let Some(version) = &printing.photo_version
            && !self.photos.contains_key(version)
        {
            let body = office.store.version(version).await?;
            let photo = spelling::from_base64(&body).map_err(|_| HandoutError::Photo)?;
            self.photos.insert(version.clone(), photo);
        }
        Ok(())
    }

    fn draw(&self, printing: &Printing) -> Result<Vec<u8>, HandoutError> {
        let photo = printing.photo_version.as_ref().and_then(|version| self.photos.get(version));
        draw(printing, &self.presses[&printing.form_version], photo.map(Vec::as_slice))
    }
}

/// Waits until nobody else writes into the directory, and clears what a killed process left half written.
fn alone(dir: &Path) -> Result<fs::File, HandoutError> {
    let lock = fs::File::open(dir).map_err(fault("open", dir))?;
    lock.lock().map_err(fault("lock", dir))?;
    for file in fs::read_dir(dir).map_err(fault("read", dir))? {
        let file = file.map_err(fault("read", dir))?;
        if file.file_name().as_encoded_bytes().starts_with(UNFINISHED.as_bytes()) {
            fs::remove_file(file.path()).map_err(fault("remove", file.path()))?;
        }
    }
    Ok(lock)
}

/// Draws one certificate.
pub(super) fn draw(printing: &Printing, press: &Press, photo: Option<&[u8]>) -> Result<Vec<u8>, HandoutError> {
    let certificate = &printing.certificate;
    let site = printing.lsp.site.to_string();
    let sheet = Sheet {
        number: &certificate.number,
        registration: &certificate.registration,
        blanko: certificate.blanko.as_deref(),
        holder: &certificate.holder,
        scheme: &printing.scheme,
        lsp: &printing.lsp,
        term: certificate.term,
        replaces: certificate.replaces.as_ref(),
        link: &spelling::qr(&printing.lsp.site, &certificate.token),
        site: &site,
        token: &certificate.token,
        photo,
    };
    press.print(&sheet).map_err(|cause| HandoutError::Sheet { number: certificate.number.clone(), cause })
}

/// Writes a file that can be drawn again.
fn put(dir: &Path, name: &str, content: &[u8]) -> Result<(), HandoutError> {
    let path = dir.join(name);
    replace_soon(&path, content, HANDED_OUT).map_err(fault("write", path))
}
