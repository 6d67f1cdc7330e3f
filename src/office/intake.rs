//! A roster is taken in: read as one LSP's on this installation, with the photos that it names.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use jiff::Timestamp;
use jiff::civil::Date;
use zeroize::Zeroizing;

use super::Office;
use super::key_ring::on_a_thread;
use crate::domain::assessment::Decision;
use crate::domain::issuer::Lsp;
use crate::domain::scheme::SchemeCode;
use crate::render;
use crate::roster::{self, Cause, Coordinate, FileFault, Grid, Roster, Rules, SchemeRule};
use crate::store::StoreError;

/// Bytes a photo has at most, as a phone takes it; what is kept is made small.
pub const LARGEST_PHOTO: u64 = 16 << 20;

/// Photos by the file names that a roster gives them, each a JPEG or PNG.
pub type Photos = BTreeMap<String, Vec<u8>>;

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
    let others = office.store.readable_lsps().await?.into_iter().filter(|taken| taken.lsp.id != lsp.id);
    let elsewhere: Vec<SchemeCode> = others.flat_map(|taken| taken.lsp.schemes).map(|scheme| scheme.code).collect();
    let rules = Rules {
        schemes: SchemeRule::Of { lsp, elsewhere: &elsewhere },
        issued_on,
        today: lsp.time_zone.day_of(now),
        printable: &render::printable,
    };
    Ok(roster::read(bytes, &rules))
}

/// A roster read with the cells that were mended since.
pub struct Mended {
    pub grid: Grid,
    /// None of it can be read where the header or everybody is gone.
    pub roster: Result<Roster, FileFault>,
}

/// Reads a roster as one LSP's, with cells mended, on a thread for it: the one way in which a roster that is kept becomes
/// a preview and certificates.
///
/// # Errors
/// As [`read`].
pub async fn read_mended(
    office: &Office,
    lsp: &Lsp,
    bytes: Zeroizing<Vec<u8>>,
    cells: Vec<(Coordinate, String)>,
    issued_on: Date,
    now: Timestamp,
) -> Result<Result<Mended, FileFault>, StoreError> {
    let others = office.store.readable_lsps().await?.into_iter().filter(|taken| taken.lsp.id != lsp.id);
    let elsewhere: Vec<SchemeCode> = others.flat_map(|taken| taken.lsp.schemes).map(|scheme| scheme.code).collect();
    let (lsp, today) = (lsp.clone(), lsp.time_zone.day_of(now));
    let reading = move || {
        let schemes = SchemeRule::Of { lsp: &lsp, elsewhere: &elsewhere };
        let rules = Rules { schemes, issued_on, today, printable: &render::printable };
        let mut grid = roster::open(&bytes, &rules)?;
        for (at, text) in &cells {
            grid.mend(*at, text)?;
        }
        let roster = roster::read_grid(&grid, &rules);
        Ok(Mended { grid, roster })
    };
    Ok(on_a_thread(reading).await)
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

/// Reads the photos that a roster names; whoever's cannot be had is refused for it.
#[must_use]
pub fn with_photos(dir: &Path, roster: Roster) -> (Roster, Photos) {
    let mut photos = Photos::new();
    let roster = roster.with_photos(|name| photo(dir, name).map(|photo| drop(photos.insert(name.to_owned(), photo))));
    (roster, photos)
}

fn photo(dir: &Path, name: &str) -> Result<Vec<u8>, Cause> {
    let path = dir.join(name);
    let fault = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Cause::PhotoMissing { name: name.into() },
        _ => Cause::PhotoUnreadable { name: name.into() },
    };
    if fs::metadata(&path).map_err(fault)?.len() > LARGEST_PHOTO {
        return Err(Cause::PhotoTooLarge { name: name.into(), most_mib: LARGEST_PHOTO >> 20 });
    }
    let file = fs::read(&path).map_err(fault)?;
    render::portrait(&file).map_err(|_| Cause::PhotoUnreadable { name: name.into() })
}
