//! A roster: the list of assessed people that an LSP hands in, as CSV or as an Excel workbook.
//!
//! The shape is BNSP's (`no, nama_asesi, nik, …, status_kompeten`) with local additions such as
//! `kode_skema` and `nomor_blanko`. [`read`] takes it in one pass and reports every fault at once, one
//! for each row and column, in words that an office clerk can act on. Nothing is guessed: a cell that
//! cannot be read is a fault, never another value; and nobody is passed over without a word: rows and
//! columns that Excel hides, sheets that are not read and lines below the table are told as warnings.
//!
//! A page shows the file as a [`Grid`], mends a cell of it and has it read again by [`read_grid`].
//!
//! An employer's list of workers is read by the same hands: [`open_workers`], [`Guesses`], [`read_workers`].

mod archive;
mod columns;
mod coordinate;
mod dates;
mod faults;
mod fields;
mod footer;
mod grid;
mod hidden;
mod layout;
mod messages;
mod opening;
mod rows;
mod separated;
mod table;
mod tally;
#[cfg(test)]
mod tests;
mod workbook;
mod workers;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use crate::domain::assessment::Decision;
use crate::domain::holder::{HolderName, Nik};
use crate::domain::issuer::Lsp;
use crate::domain::scheme::SchemeCode;

pub use self::coordinate::{Coordinate, InvalidCoordinate};
pub use self::faults::{Cause, FileFault, KnownSchemes, Quote, RowFault, RowWarning, Warning};
pub use self::grid::{Grid, OtherSheet};
pub use self::layout::Layout;
pub use self::table::open_table;
pub use self::tally::{Tally, tally};
pub use self::workers::{Field, Guess, Guesses, List, NoSuchColumn, TypedRow, open_workers, read_typed, read_workers};
pub use crate::domain::defuse::{csv_writer, defuse};

/// Bytes a roster's file may have at most: 20 MiB.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;

/// People a roster may have at most.
pub const MOST_ROWS: usize = 50_000;

/// Columns a roster may have at most.
pub const MOST_COLUMNS: usize = 200;

/// Characters a cell of a known column may have at most.
pub const LONGEST_CELL: usize = 4_000;

/// What a roster is read against.
pub struct Rules<'a> {
    pub schemes: SchemeRule<'a>,
    /// The day of issue.
    pub issued_on: Date,
    /// Today in the LSP's zone.
    pub today: Date,
    /// Whether the fonts of the sheet have a character.
    pub printable: &'a (dyn Fn(char) -> bool + Sync),
}

/// Which schemes a row may name.
#[derive(Clone, Copy)]
pub enum SchemeRule<'a> {
    /// Any code that has the shape of one: no LSP is known.
    Any,
    /// The schemes of one LSP; `elsewhere` are codes of other LSPs on this installation.
    Of { lsp: &'a Lsp, elsewhere: &'a [SchemeCode] },
}

/// A roster as read: the entries that could be taken, the faults to mend, the warnings; each in row
/// order. A row has an entry or at least one fault, never both.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    pub entries: Vec<Entry>,
    pub faults: Vec<RowFault>,
    pub warnings: Vec<RowWarning>,
    /// Where the columns stand in the file.
    pub layout: Layout,
}

/// One assessed or absent person. Her key is NIK, scheme and test date.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// As Excel numbers rows, from 1; the header is row 1 unless titles stand above it.
    pub row: u32,
    pub name: HolderName,
    pub nik: Nik,
    pub scheme: SchemeCode,
    /// None only for who was absent.
    pub tested_on: Option<Date>,
    pub decision: Decision,
    pub birth_date: Option<Date>,
    /// Serial of the preprinted sheet: 5 to 12 letters and digits, in upper case.
    pub blanko: Option<String>,
    /// File name of the photo, without any folder.
    pub photo: Option<String>,
    /// The other known columns by their canonical names: not empty, up to 500 characters, white space
    /// and control characters folded into single spaces.
    pub particulars: BTreeMap<String, String>,
}

impl fmt::Debug for Entry {
    /// Shows no name, NIK or other particular.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("row", &self.row)
            .field("scheme", &self.scheme)
            .field("tested_on", &self.tested_on)
            .field("decision", &self.decision)
            .finish_non_exhaustive()
    }
}

impl Roster {
    /// Asks for the photo of everybody who is to be certified; whose photo cannot be had is refused for it.
    #[must_use]
    pub fn with_photos(mut self, mut find: impl FnMut(&str) -> Result<(), Cause>) -> Self {
        let mut refused = Vec::new();
        self.entries.retain(|entry| {
            let wanted = entry.photo.as_ref().filter(|_| entry.decision == Decision::Competent);
            let fault = wanted.and_then(|name| find(name).err());
            let taken = fault.is_none();
            refused.extend(fault.map(|cause| RowFault { row: entry.row, column: columns::PHOTO, cause }));
            taken
        });
        let row_refused = |warning: &RowWarning| refused.iter().any(|fault: &RowFault| fault.row == warning.row);
        self.warnings.retain(|warning| !row_refused(warning));
        self.faults.extend(refused);
        self.faults.sort_by_key(|fault| fault.row);
        self
    }
}

/// Opens the file of a roster; what it is, is told from the bytes, not from a name. Of a workbook it is the first
/// visible sheet that has the header of a roster.
///
/// # Errors
/// The file as a whole is no roster: see [`FileFault`].
pub fn open(bytes: &[u8], rules: &Rules<'_>) -> Result<Grid, FileFault> {
    opening::open(bytes, columns::Sought::Roster(columns::Need::of(&rules.schemes)))
}

/// Reads the cells of a roster.
///
/// # Errors
/// There is no header, or nobody below it. Faults of single rows are in the [`Roster`].
pub fn read_grid(grid: &Grid, rules: &Rules<'_>) -> Result<Roster, FileFault> {
    let columns = opening::columns_of(grid, columns::Need::of(&rules.schemes))?;
    let roster = rows::read(grid, &columns, rules);
    if roster.entries.is_empty() && roster.faults.is_empty() {
        return Err(FileFault::Nobody);
    }
    Ok(roster)
}

/// Opens and reads a roster.
///
/// # Errors
/// As [`open`] and [`read_grid`].
pub fn read(bytes: &[u8], rules: &Rules<'_>) -> Result<Roster, FileFault> {
    read_grid(&open(bytes, rules)?, rules)
}
