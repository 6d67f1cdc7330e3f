//! A table as it stands in a file, before anyone asks what its columns mean.

use std::borrow::Cow;

use super::columns::{Columns, Need};
use super::faults::{Cause, FileFault};
use super::{LARGEST_FILE, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, separated, workbook};

/// Rows among which the header is looked for: a few titles may stand above it.
pub(super) const HEADER_WITHIN: u32 = 20;

/// Cells with something in them that are kept at most, and their bytes.
const MOST_CELLS: usize = 2_000_000;
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// One cell; blank ones are not kept.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// What a formula shows instead of a value: `#N/A`.
    Error(String),
    /// Longer than [`LONGEST_CELL`] characters; the text is not kept.
    Long,
    Number(f64),
    Text(String),
}

impl Cell {
    /// A text cell; none where there is nothing but white space.
    pub(super) fn of(text: &str) -> Option<Self> {
        if text.trim().is_empty() {
            None
        } else if text.len() > LONGEST_CELL && text.chars().count() > LONGEST_CELL {
            Some(Self::Long)
        } else {
            Some(Self::Text(text.to_owned()))
        }
    }

    /// The cell as text: whole numbers without a decimal point.
    pub(super) fn text(&self) -> Result<Cow<'_, str>, Cause> {
        match self {
            Self::Error(shown) => Err(Cause::CellError { shown: shown.clone() }),
            Self::Long => Err(Cause::TooLong { most: LONGEST_CELL }),
            Self::Number(number) => Ok(number.to_string().into()),
            Self::Text(text) => Ok(text.as_str().into()),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Error(text) | Self::Text(text) => text.len(),
            Self::Long | Self::Number(_) => 0,
        }
    }
}

/// The day that a workbook counts its dates from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Epoch {
    Y1900,
    /// Excel on old Macs.
    Y1904,
}

/// One row that is not blank: its number as the user sees it, and its cells by column from 0.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) cells: Vec<(usize, Cell)>,
}

impl Row {
    pub(super) fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell)
    }

    /// One more than the last column with something in it.
    pub(super) fn width(&self) -> usize {
        self.cells.iter().map(|(at, _)| at + 1).max().unwrap_or_default()
    }
}

/// The rows of a sheet or of a CSV, in order.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    pub(super) epoch: Epoch,
    /// Whether cells are told apart by a separator, so that a stray one shifts what follows it.
    pub(super) separated: bool,
    cells: usize,
    bytes: usize,
}

impl Table {
    pub(super) fn new(epoch: Epoch, separated: bool) -> Self {
        Self { rows: Vec::new(), epoch, separated, cells: 0, bytes: 0 }
    }

    /// Adds a cell to the row `number`; rows come in rising order.
    pub(super) fn put(&mut self, number: u32, column: usize, cell: Cell) -> Result<(), FileFault> {
        self.cells += 1;
        self.bytes += cell.bytes();
        if self.cells > MOST_CELLS || self.bytes > MOST_BYTES {
            return Err(FileFault::TooLarge);
        }
        if self.rows.last().is_some_and(|row| row.number > number) {
            return Err(FileFault::Damaged);
        }
        if self.rows.last().is_none_or(|row| row.number != number) {
            if self.rows.len() >= MOST_ROWS + HEADER_WITHIN as usize {
                return Err(FileFault::TooManyRows);
            }
            self.rows.push(Row { number, cells: Vec::new() });
        }
        if let Some(row) = self.rows.last_mut() {
            row.cells.push((column, cell));
        }
        Ok(())
    }
}

/// The first table in the bytes that has the header of a roster, and where its columns are.
pub(super) fn open(bytes: &[u8], need: Need) -> Result<(Table, Columns), FileFault> {
    if bytes.len() > LARGEST_FILE {
        return Err(FileFault::TooLarge);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileFault::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return workbook::open(bytes, |table| with_columns(table, need));
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return Err(old_or_locked(bytes));
    }
    if bytes.starts_with(b"%PDF") {
        return Err(FileFault::NoTable);
    }
    with_columns(separated::table(bytes)?, need)
}

fn with_columns(table: Table, need: Need) -> Result<(Table, Columns), FileFault> {
    let columns = Columns::find(&table, need)?;
    if table.rows.iter().filter(|row| row.number > columns.header).count() > MOST_ROWS {
        return Err(FileFault::TooManyRows);
    }
    if table.rows.iter().any(|row| row.number == columns.header && row.width() > MOST_COLUMNS) {
        return Err(FileFault::TooManyColumns);
    }
    Ok((table, columns))
}

/// An OLE file ([MS-CFB]): an .xls of before 2007, or a workbook under a password ([MS-OFFCRYPTO]), which
/// has a stream of this name, in UTF-16.
fn old_or_locked(bytes: &[u8]) -> FileFault {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(name.len()).any(|window| window == name) { FileFault::Locked } else { FileFault::OldExcel }
}
