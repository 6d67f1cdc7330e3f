//! A roster is taken in: read as one LSP's on this installation, with the photos that it names.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fmt, fs, io};

use jiff::Timestamp;
use jiff::civil::Date;

use super::Office;
use crate::domain::assessment::Decision;
use crate::domain::issuer::Lsp;
use crate::domain::scheme::SchemeCode;
use crate::render;
use crate::roster::{self, FileFault, Roster, Rules, SchemeRule};
use crate::store::StoreError;

/// Bytes a photo has at most, as a phone takes it; what is kept is made small.
pub const LARGEST_PHOTO: u64 = 16 << 20;

/// Photos by the file names that a roster gives them, each a JPEG or PNG.
pub type Photos = BTreeMap<String, Vec<u8>>;

/// A photo that cannot be used.
#[derive(Debug)]
pub struct PhotoFault {
    pub row: u32,
    pub name: String,
    pub cause: PhotoError,
}

/// Why a photo cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PhotoError {
    #[error("tidak terbaca (cannot be read): {0}")]
    File(#[from] io::Error),
    #[error("lebih dari {} MiB (larger)", LARGEST_PHOTO >> 20)]
    Large,
    #[error(transparent)]
    Picture(#[from] render::Unreadable),
}

/// As the clerk finds it.
impl fmt::Display for PhotoFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "baris {}, foto: {}: {}", self.row, self.name, self.cause)
    }
}

/// Reads a roster as one LSP's.
///
/// # Errors
/// The database does not answer; a file that is no roster is an answer.
pub async fn read(
    office: &Office,
    lsp: &Lsp,
    bytes: &[u8],
    issued_on: Date,
    now: Timestamp,
) -> Result<Result<Roster, FileFault>, StoreError> {
    let others = office.store.lsps().await?.into_iter().filter(|taken| taken.lsp.id != lsp.id);
    let elsewhere: Vec<SchemeCode> = others.flat_map(|taken| taken.lsp.schemes).map(|scheme| scheme.code).collect();
    let rules = Rules {
        schemes: SchemeRule::Of { lsp, elsewhere: &elsewhere },
        issued_on,
        today: lsp.time_zone.day_of(now),
        printable: &render::printable,
    };
    Ok(roster::read(bytes, &rules))
}

/// Rows of those who get a certificate and whose photo is named.
fn named(roster: &Roster) -> impl Iterator<Item = (u32, &String)> {
    let certified = roster.entries.iter().filter(|entry| entry.decision == Decision::Competent);
    certified.filter_map(|entry| entry.photo.as_ref().map(|name| (entry.row, name)))
}

/// Whether a roster names photos that would be printed.
#[must_use]
pub fn names_photos(roster: &Roster) -> bool {
    named(roster).next().is_some()
}

/// Reads the photos that a roster names; every one that cannot be had is told at once.
///
/// # Errors
/// The photos that cannot be used, by row.
pub fn photos(dir: &Path, roster: &Roster) -> Result<Photos, Vec<PhotoFault>> {
    let (mut photos, mut faults) = (Photos::new(), Vec::new());
    for (row, name) in named(roster) {
        match photo(&dir.join(name)) {
            Ok(photo) => drop(photos.insert(name.clone(), photo)),
            Err(cause) => faults.push(PhotoFault { row, name: name.clone(), cause }),
        }
    }
    if faults.is_empty() { Ok(photos) } else { Err(faults) }
}

fn photo(path: &Path) -> Result<Vec<u8>, PhotoError> {
    if fs::metadata(path)?.len() > LARGEST_PHOTO {
        return Err(PhotoError::Large);
    }
    Ok(render::portrait(&fs::read(path)?)?)
}
