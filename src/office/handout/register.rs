//! `daftar.xlsx`: what was handed out, for people. In Indonesian, as the office files it.

use std::collections::HashSet;
use std::io::Cursor;
use std::path::Path;
use std::{fs, io};

use calamine::{Data, Reader as _, Xlsx};

use super::line::Line;
use super::{HandoutError, fault};
use crate::office::register::{self, Kind};
use crate::words::{Lang, key};

pub(super) const FILE: &str = "daftar.xlsx";

/// Bytes of a register that is read back, at most.
const LARGEST: u64 = 256 << 20;

/// Number, name, end of the NIK, institution, scheme, day of issue, last day, file.
type Row = [String; 8];

fn headings() -> Row {
    [
        key!("office-register-number"),
        key!("office-register-name"),
        key!("office-register-nik"),
        key!("office-register-institution"),
        key!("office-register-scheme"),
        key!("office-register-issued"),
        key!("office-register-until"),
        key!("office-register-file"),
    ]
    .map(|heading| heading.say(Lang::Id).into_owned())
}

/// The register with these certificates alone.
pub(super) fn file(lines: &[&Line]) -> Result<Vec<u8>, HandoutError> {
    Ok(register::file(Kind::Xlsx, headings(), lines.iter().map(|line| row(line)))?)
}

/// The register with these certificates; rows of others that stand in the directory's register already stay, before
/// them.
pub(super) fn completed(dir: &Path, lines: &[&Line]) -> Result<Vec<u8>, HandoutError> {
    let own: HashSet<&str> = lines.iter().map(|line| line.number.as_str()).collect();
    let before = before(&dir.join(FILE))?.into_iter().filter(|row| !own.contains(row[0].as_str()));
    Ok(register::file(Kind::Xlsx, headings(), before.chain(lines.iter().map(|line| row(line))))?)
}

fn row(line: &Line) -> Row {
    let Line { number, name, nik, institution, scheme, issued_on, valid_until, file, .. } = line;
    [number, name, nik, institution, scheme, issued_on, valid_until, file].map(Clone::clone)
}

/// The rows of a register that is there.
fn before(path: &Path) -> Result<Vec<Row>, HandoutError> {
    let bytes = match fs::metadata(path) {
        Ok(found) if found.len() <= LARGEST => fs::read(path).map_err(fault("read", path))?,
        Ok(_) => return Err(HandoutError::AnotherList(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fault("open", path)(error)),
    };
    rows(bytes).ok_or_else(|| HandoutError::AnotherList(path.to_owned()))
}

/// Nothing where it is another workbook, or one that somebody gave other columns.
fn rows(bytes: Vec<u8>) -> Option<Vec<Row>> {
    let sheet = Xlsx::new(Cursor::new(bytes)).ok()?.worksheet_range_at(0)?.ok()?;
    let mut rows = sheet.rows().map(cells);
    if rows.next()?? == headings() { rows.collect() } else { None }
}

fn cells(row: &[Data]) -> Option<Row> {
    let cell = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => other.to_string(),
    };
    row.iter().map(cell).collect::<Vec<_>>().try_into().ok()
}
