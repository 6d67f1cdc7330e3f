//! The directory handed out: a PDF a certificate and `certificates.csv`, complete or completed again.
//!
//! Every file is written under another name and renamed, so a killed process leaves no half file.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};

use rayon::prelude::*;

use super::design::{Design, DesignError, Output};
use super::progress::{Progress, Teller};
use crate::domain::id::CertificateId;
use crate::render::{Press, PrintError, Sheet};
use crate::roster::defuse;
use crate::seal::spelling;
use crate::seal::whole_file::{UNFINISHED, replace_soon};
use crate::store::{Printing, Store, StoreError};

const LIST: &str = "certificates.csv";

const COLUMNS: [&str; 6] = ["number", "registration", "name", "scheme", "url", "token"];

/// Where to, and which of the two sheets.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub dir: &'a Path,
    pub output: Output<'a>,
}

/// Why a directory was not completed; what was issued stays issued.
#[derive(Debug, thiserror::Error)]
pub enum HandoutError {
    #[error("{LIST} in {} is another list; choose an empty directory", .0.display())]
    AnotherList(PathBuf),
    #[error(transparent)]
    Design(#[from] DesignError),
    #[error("cannot {verb} {}: {cause}", path.display())]
    File { verb: &'static str, path: PathBuf, cause: io::Error },
    #[error("{}: {cause}", path.display())]
    List { path: PathBuf, cause: csv::Error },
    #[error("a kept photo cannot be read")]
    Photo,
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

/// Writes the PDFs and the list of some certificates, in their order.
///
/// # Errors
/// The directory cannot be written, or a certificate not be printed.
pub async fn write(
    store: &Store,
    ids: &[CertificateId],
    wanted: &Wanted<'_>,
    teller: &Teller,
) -> Result<(), HandoutError> {
    fs::create_dir_all(wanted.dir).map_err(fault("make", wanted.dir))?;
    let _alone = alone(wanted.dir)?;
    let printings = store.printings(ids).await?;
    let mut presses = HashMap::new();
    let mut photos = HashMap::new();
    for printing in &printings {
        if !presses.contains_key(&printing.form_version) {
            let design = Design::read(&store.version(&printing.form_version).await?)?;
            presses.insert(printing.form_version.clone(), design.press(wanted.output)?);
        }
        if let Some(version) = &printing.photo_version
            && !photos.contains_key(version)
        {
            let photo = spelling::from_base64(&store.version(version).await?).map_err(|_| HandoutError::Photo)?;
            photos.insert(version.clone(), photo);
        }
    }
    let (drawn, of) = (AtomicUsize::new(0), printings.len());
    printings.par_iter().try_for_each(|printing| {
        let photo = printing.photo_version.as_ref().and_then(|version| photos.get(version));
        let pdf = draw(printing, &presses[&printing.form_version], photo.map(Vec::as_slice))?;
        let suffix = if matches!(wanted.output, Output::Blanko(_)) { "-blanko" } else { "" };
        let name = format!("{}{suffix}.pdf", file_name(&printing.certificate.number));
        put(wanted.dir, &name, &pdf)?;
        teller.tell(Progress::Drawn { done: drawn.fetch_add(1, Ordering::Relaxed) + 1, of });
        Ok::<_, HandoutError>(())
    })?;
    put(wanted.dir, LIST, &list(wanted.dir, &printings)?)
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

/// The list with these certificates; lines of others that stand in the directory's list already stay,
/// before them.
fn list(dir: &Path, printings: &[Printing]) -> Result<Vec<u8>, HandoutError> {
    let path = dir.join(LIST);
    let broken = |cause: csv::Error| HandoutError::List { path: path.clone(), cause };
    let header = csv::StringRecord::from(COLUMNS.to_vec());
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(&header).map_err(broken)?;
    let own: HashSet<&str> = printings.iter().map(|printing| printing.certificate.number.as_str()).collect();
    if let Ok(file) = fs::File::open(&path) {
        let mut before = csv::Reader::from_reader(file);
        if before.headers().ok() != Some(&header) {
            return Err(HandoutError::AnotherList(dir.to_owned()));
        }
        for line in before.records() {
            let line = line.map_err(broken)?;
            if !own.contains(&line[0]) {
                csv.write_record(&line).map_err(broken)?;
            }
        }
    }
    for Printing { certificate, lsp, .. } in printings {
        let (link, token) = (spelling::link(&lsp.site, &certificate.token), spelling::to_base64url(&certificate.token));
        let (name, scheme) = (defuse(certificate.holder.as_str()), certificate.scheme.as_str());
        let line = [&certificate.number, &certificate.registration, name.as_ref(), scheme, &link, &token];
        csv.write_record(line).map_err(broken)?;
    }
    csv.into_inner().map_err(|error| fault("write", &path)(error.into_error()))
}

/// A number as a file's name.
fn file_name(number: &str) -> String {
    number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// Writes a file that can be drawn again.
fn put(dir: &Path, name: &str, content: &[u8]) -> Result<(), HandoutError> {
    let path = dir.join(name);
    replace_soon(&path, content, 0o644).map_err(fault("write", path))
}
