//! A ZIP of documents, opened within bounds.
//!
//! What an archive says of its sizes may be a lie, so what comes out is counted. Folders, and what file managers put
//! beside the files, are passed over; an archive within the archive stays what it is, and so carries nothing.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::LARGEST;

/// Files of a ZIP at most, where nothing else is said.
pub const FILES: usize = 50;

/// Bytes that they unpack to together at most.
pub const UNPACKED: usize = 3 * LARGEST;

/// Entries that an archive may list, folders included.
const LISTED: usize = 1_000;

/// Letters of a name that are kept.
const NAME: usize = 200;

/// A file of a ZIP; empty where it cannot be unpacked, for want of a password or another reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    pub name: String,
    pub file: Vec<u8>,
}

/// Why a ZIP is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleFault {
    #[error("the ZIP cannot be read")]
    Broken,
    #[error("the ZIP holds more files than are read, or more than {UNPACKED} bytes")]
    TooLarge,
}

/// Whether a file is a ZIP, by its first bytes.
#[must_use]
pub fn is_bundle(file: &[u8]) -> bool {
    file.starts_with(b"PK\x03\x04") || file.starts_with(b"PK\x05\x06")
}

/// The files of a ZIP, in its order; so many at most.
///
/// # Errors
/// It is broken, or holds more than is read.
pub fn unpack(bundle: &[u8], files: usize) -> Result<Vec<Packed>, BundleFault> {
    let mut archive = ZipArchive::new(Cursor::new(bundle)).map_err(|_| BundleFault::Broken)?;
    if archive.len() > LISTED {
        return Err(BundleFault::TooLarge);
    }
    let (mut found, mut left) = (Vec::new(), UNPACKED);
    for index in 0..archive.len() {
        // A name in no known letters is none.
        let name = archive.name_for_index(index).and_then(Result::ok).map_or_else(String::new, |name| tidy(&name));
        if name.ends_with('/') || is_litter(&name) {
            continue;
        }
        if found.len() == files {
            return Err(BundleFault::TooLarge);
        }
        let mut file = Vec::new();
        if let Ok(packed) = archive.by_index(index)
            && packed.take(left as u64 + 1).read_to_end(&mut file).is_err()
        {
            file = Vec::new();
        }
        left = left.checked_sub(file.len()).ok_or(BundleFault::TooLarge)?;
        found.push(Packed { name, file });
    }
    Ok(found)
}

fn tidy(name: &str) -> String {
    name.replace('\\', "/").chars().filter(|c| !c.is_control()).take(NAME).collect()
}

/// `__MACOSX/…`, `.DS_Store`, `Thumbs.db`.
fn is_litter(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || last.starts_with('.') || last.eq_ignore_ascii_case("thumbs.db")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            writer.start_file(*name, SimpleFileOptions::default()).expect("begun");
            writer.write_all(content).expect("written");
        }
        writer.finish().expect("a ZIP").into_inner()
    }

    #[test]
    fn the_files_of_a_zip_come_out_without_litter() {
        let bundle = zip(&[("a.pdf", b"a"), ("map/b.pdf", b"b"), ("__MACOSX/._a.pdf", b"x"), ("map/.DS_Store", b"x")]);
        assert!(is_bundle(&bundle) && !is_bundle(b"%PDF-1.7"));
        let found = unpack(&bundle, FILES).expect("files");
        let found: Vec<_> = found.iter().map(|packed| (packed.name.as_str(), packed.file.as_slice())).collect();
        assert_eq!(found, [("a.pdf", b"a".as_slice()), ("map/b.pdf", b"b")]);
    }

    #[test]
    fn a_bomb_a_crowd_and_a_broken_zip_are_refused() {
        let bomb = zip(&[("a", &vec![0; UNPACKED / 2]), ("b", &vec![0; UNPACKED / 2 + 1])]);
        assert!(bomb.len() < 200_000);
        assert_eq!(unpack(&bomb, FILES), Err(BundleFault::TooLarge));
        let names: Vec<String> = (0..=FILES).map(|number| number.to_string()).collect();
        let crowd: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
        assert_eq!(unpack(&zip(&crowd), FILES), Err(BundleFault::TooLarge));
        assert_eq!(unpack(&zip(&crowd[1..]), FILES).map(|found| found.len()), Ok(FILES));
        assert_eq!(unpack(b"PK\x03\x04halo", FILES), Err(BundleFault::Broken));
    }
}
