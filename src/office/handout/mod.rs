//! Certificates handed out: a PDF each, `certificates.csv` for programs and `daftar.xlsx` for people, into a directory
//! ([`write()`]) or a ZIP ([`Bundle`]); or all sheets in one file, for a printer ([`collate`]).
//!
//! The same certificates make the same bytes.

mod bundle;
mod collated;
mod directory;
mod drawer;
mod file_name;
mod left_out;
mod line;
mod list;
mod register;

use std::io;
use std::path::{Path, PathBuf};

use super::Error;
use super::design::{DesignError, Output};
use super::register::RegisterError;
use crate::render::{NotCollated, Press, PrintError, Sheet};
use crate::seal::spelling;
use crate::store::{Printing, StoreError};
pub use bundle::{Bundle, MOST_BUNDLED};
pub use collated::{MOST_COLLATED, collate};
pub use directory::write;
pub use drawer::{LeftOut, lines};
pub use left_out::words as left_out_words;
pub use line::Line;

/// Certificates that are read and drawn at once where they are many.
const AT_ONCE: usize = 32;

/// Where to, and which of the two sheets.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub dir: &'a Path,
    pub output: Output<'a>,
}

/// Why nothing, or not all, was handed out; what was issued stays issued.
#[derive(Debug, thiserror::Error)]
pub enum HandoutError {
    #[error("{} is another list; choose an empty directory", .0.display())]
    AnotherList(PathBuf),
    #[error(transparent)]
    Collated(#[from] NotCollated),
    #[error(transparent)]
    Design(#[from] DesignError),
    #[error("cannot {verb} {}: {cause}", path.display())]
    File { verb: &'static str, path: PathBuf, cause: io::Error },
    /// These cannot be handed out, and so nothing was.
    #[error("{} certificates cannot be handed out, {} among them", .0.len(), .0.first().map_or("none", |one| one.number.as_str()))]
    LeftOut(Vec<LeftOut>),
    #[error("{}: {cause}", path.display())]
    List { path: PathBuf, cause: csv::Error },
    /// An empty file would be taken for a whole one.
    #[error("there is no certificate to hand out")]
    Nothing,
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
    #[error("{count} certificates are more than the {most} that one file takes")]
    TooMany { count: usize, most: usize },
    #[error("the ZIP cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
}

/// What went wrong with a file, by what was tried.
fn fault(verb: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> HandoutError {
    let path = path.into();
    move |cause| HandoutError::File { verb, path, cause }
}

/// Refuses nothing at all, and more than one file takes.
fn some(count: usize, most: usize) -> Result<(), HandoutError> {
    match count {
        0 => Err(HandoutError::Nothing),
        count if count > most => Err(HandoutError::TooMany { count, most }),
        _ => Ok(()),
    }
}

/// Draws one certificate. `serial`: of the preprinted sheet that it is on, where its layout says that.
pub(super) fn draw(
    printing: &Printing,
    serial: Option<&str>,
    press: &Press,
    photo: Option<&[u8]>,
) -> Result<Vec<u8>, HandoutError> {
    let certificate = &printing.certificate;
    let site = printing.lsp.site.to_string();
    let sheet = Sheet {
        number: &certificate.number,
        registration: &certificate.registration,
        blanko: serial,
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
