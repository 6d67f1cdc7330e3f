//! The directory handed out, complete or completed again.
//!
//! Every file is written under another name and renamed, so a killed process leaves no half file.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};

use rayon::prelude::*;

use super::drawer::{Drawer, Handed, apart};
use super::file_name::file_name_of_before;
use super::{HandoutError, Wanted, fault, list, register};
use crate::domain::id::CertificateId;
use crate::office::Office;
use crate::office::key_ring::on_a_thread;
use crate::office::progress::{Progress, Teller};
use crate::seal::whole_file::{HANDED_OUT, UNFINISHED, replace_soon};

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
    let mut drawer = Drawer::new(wanted.output);
    let (handed, left_out) = apart(drawer.take(office, ids).await?);
    if let Some(first) = left_out.into_iter().next() {
        return Err(*first.cause);
    }
    let (dir, teller, suffix) = (wanted.dir.to_owned(), teller.clone(), drawer.suffix());
    on_a_thread(move || complete(&dir, &handed, suffix, &teller)).await
}

/// Draws and writes what is handed out.
fn complete(dir: &Path, handed: &[Handed], suffix: &str, teller: &Teller) -> Result<(), HandoutError> {
    fs::create_dir_all(dir).map_err(fault("make", dir))?;
    let _alone = alone(dir)?;
    let (drawn, of) = (AtomicUsize::new(0), handed.len());
    handed.par_iter().try_for_each(|handed| {
        put(dir, &handed.line.file, &handed.draw().map_err(|left_out| *left_out.cause)?)?;
        let before = dir.join(file_name_of_before(&handed.printing.certificate, suffix));
        match fs::remove_file(&before) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fault("remove", before)(error)),
            _ => teller.tell(Progress::Drawn { done: drawn.fetch_add(1, Ordering::Relaxed) + 1, of }),
        }
        Ok(())
    })?;
    let lines: Vec<_> = handed.iter().map(|handed| &handed.line).collect();
    put(dir, register::FILE, &register::completed(dir, &lines)?)?;
    put(dir, list::FILE, &list::completed(dir, &lines)?)
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

/// Writes a file that can be drawn again.
fn put(dir: &Path, name: &str, content: &[u8]) -> Result<(), HandoutError> {
    let path = dir.join(name);
    replace_soon(&path, content, HANDED_OUT).map_err(fault("write", path))
}
