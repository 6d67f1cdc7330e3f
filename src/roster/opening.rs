//! Bytes into a grid of cells: what kind of file they are is told from themselves, not from a name.

use super::columns::{Columns, Need, Sought};
use super::faults::FileFault;
use super::grid::Grid;
use super::{LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, separated, workbook, workers};

/// The first sheet in the bytes that is one that is looked for.
pub(super) fn open(bytes: &[u8], sought: Sought) -> Result<Grid, FileFault> {
    if bytes.len() > LARGEST_FILE {
        return Err(FileFault::TooLarge);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileFault::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return workbook::open(bytes, sought);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return Err(old_or_locked(bytes));
    }
    if bytes.starts_with(b"%PDF") {
        return Err(FileFault::NoTable);
    }
    separated::grid(bytes, sought)
}

/// Whether a sheet is one that is looked for.
pub(super) fn fits(grid: &Grid, sought: Sought) -> Result<(), FileFault> {
    match sought {
        Sought::Roster(need) => columns_of(grid, need).map(drop),
        Sought::Table if grid.rows.is_empty() => Err(FileFault::Empty),
        Sought::Table => Ok(()),
        Sought::Workers => workers::header_of(grid).map(drop).ok_or(FileFault::NoHeader),
    }
}

/// The columns of a sheet that is within the bounds of a roster.
pub(super) fn columns_of(grid: &Grid, need: Need) -> Result<Columns, FileFault> {
    let columns = Columns::find(grid, need)?;
    if grid.rows.iter().filter(|row| row.number > columns.header).count() > MOST_ROWS {
        return Err(FileFault::TooManyRows { most: MOST_ROWS });
    }
    if grid.rows.iter().any(|row| row.number == columns.header && row.width() > MOST_COLUMNS) {
        return Err(FileFault::TooManyColumns);
    }
    Ok(columns)
}

/// An OLE file ([MS-CFB]): an .xls of before 2007, or a workbook under a password ([MS-OFFCRYPTO]), which
/// has a stream of this name, in UTF-16.
fn old_or_locked(bytes: &[u8]) -> FileFault {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(name.len()).any(|window| window == name) { FileFault::Locked } else { FileFault::OldExcel }
}
