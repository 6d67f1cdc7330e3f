//! The ZIP around an Excel workbook (ECMA-376 Part 2), cut down to what a roster needs before anything
//! else reads it.
//!
//! A few kilobytes can unpack to gigabytes, and what an archive says of its sizes may be a lie. So every
//! part is unpacked once and counted, and only the workbook, its shared strings and its sheets are kept.
//! Styles are left out: reading them costs memory by the product of what is in them.

use std::io::{Cursor, Read};

use zip::{ZipArchive, ZipWriter};

use super::faults::FileFault;

/// Bytes that the kept parts may unpack to together, and one part other than a sheet.
const MOST_UNPACKED: u64 = 200 * 1024 * 1024;
const MOST_STRINGS: u64 = 64 * 1024 * 1024;
const MOST_OTHER: u64 = 8 * 1024 * 1024;

/// The part with the texts of the cells, as [`cut_down`] compares names.
const STRINGS: &str = "xl/sharedstrings.xml";

/// Parts an archive may have, kept or not.
const MOST_PARTS: usize = 5_000;

/// Shared strings that a workbook may promise: the reader makes room for them beforehand.
const MOST_PROMISED: u64 = 2_000_000;

/// The same workbook with nothing in it but the parts that hold the cells.
pub(super) fn cut_down(bytes: &[u8]) -> Result<Vec<u8>, FileFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(FileFault::Damaged);
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut left = MOST_UNPACKED;
    let mut has_workbook = false;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|_| FileFault::Damaged)?;
        let name = file.name().map_err(|_| FileFault::Damaged)?.replace('\\', "/").to_ascii_lowercase();
        let Some(most) = room_for(&name) else { continue };
        has_workbook |= name.contains("workbook") && name.ends_with(".xml");
        left -= inspect(&mut file, &name, most.min(left))?;
        drop(file);
        let raw = archive.by_index_raw(index).map_err(|_| FileFault::Damaged)?;
        writer.raw_copy_file(raw).map_err(|_| FileFault::Damaged)?;
    }
    if !has_workbook {
        return Err(FileFault::NoWorkbook);
    }
    writer.finish().map(Cursor::into_inner).map_err(|_| FileFault::Damaged)
}

/// Bytes that a part may unpack to; none for a part that is left out.
fn room_for(name: &str) -> Option<u64> {
    match name.strip_prefix("xl/") {
        _ if name == STRINGS => Some(MOST_STRINGS),
        Some(part) if part.starts_with("worksheets/") && part.ends_with(".xml") => Some(MOST_UNPACKED),
        Some(part) if part.contains("workbook") && (part.ends_with(".xml") || part.ends_with(".rels")) => {
            Some(MOST_OTHER)
        }
        None if name == "_rels/.rels" => Some(MOST_OTHER),
        _ => None,
    }
}

/// Unpacks a part and returns its size.
fn inspect(file: &mut impl Read, name: &str, most: u64) -> Result<u64, FileFault> {
    let mut file = file.take(most + 1);
    let mut buffer = vec![0; 64 * 1024];
    let mut strings = Vec::new();
    let mut size = 0;
    loop {
        let read = file.read(&mut buffer).map_err(|_| FileFault::Damaged)?;
        let chunk = &buffer[..read];
        size += read as u64;
        if size > most {
            return Err(FileFault::TooLarge);
        }
        // XML has no such bytes; encodings that would hide a word from `promised` do.
        if chunk.iter().any(|b| *b < b' ' && !b.is_ascii_whitespace()) {
            return Err(FileFault::Damaged);
        }
        if name == STRINGS {
            strings.extend_from_slice(chunk);
        }
        if read == 0 {
            return if promised(&strings) > MOST_PROMISED { Err(FileFault::Damaged) } else { Ok(size) };
        }
    }
}

/// The largest `uniqueCount` that stands anywhere in the shared strings.
fn promised(strings: &[u8]) -> u64 {
    let word = b"uniqueCount";
    let quote = |b: &u8| matches!(b, b'"' | b'\'');
    let mut most = 0;
    for start in (0..strings.len()).filter(|start| strings[*start..].starts_with(word)) {
        let after = &strings[start + word.len()..];
        let Some(open) = after.iter().position(quote).filter(|open| after[..*open].trim_ascii() == b"=") else {
            continue;
        };
        let value = after[open + 1..].split(quote).next().expect("what is split has a first part");
        // A value that is no number makes no room.
        let count = str::from_utf8(value).ok().map(|text| text.trim().trim_start_matches(['+', '0']).to_owned());
        most = most.max(count.filter(|text| !text.is_empty()).map_or(0, |text| text.parse().unwrap_or(u64::MAX)));
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_of_shared_strings_is_found_in_every_spelling() {
        assert_eq!(promised(b"<sst count=\"9\" uniqueCount=\"7\"><si>"), 7);
        assert_eq!(promised(b"<sst uniqueCount = '99999999999999999999'>"), u64::MAX);
        assert_eq!(promised(b"<sst><si><t>uniqueCount is a word</t></si></sst>"), 0);
    }

    #[test]
    fn styles_themes_and_pictures_are_left_out() {
        for name in ["xl/styles.xml", "xl/theme/theme1.xml", "xl/media/image1.png", "xl/vbaproject.bin"] {
            assert_eq!(room_for(name), None, "{name}");
        }
        assert_eq!(room_for("xl/worksheets/sheet1.xml"), Some(MOST_UNPACKED));
    }
}
