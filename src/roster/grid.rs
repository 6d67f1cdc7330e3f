//! A sheet as it stands in a file, cell by cell, before anyone asks what its columns mean. A page that shows it
//! can mend one cell and have the whole read again.

use std::borrow::Cow;

use super::coordinate::Coordinate;
use super::faults::{Cause, FileFault};
use super::hidden::Hidden;
use super::{LONGEST_CELL, MOST_COLUMNS, MOST_ROWS};

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
    /// A formula whose result the file does not hold.
    Uncounted,
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
            Self::Uncounted => Err(Cause::FormulaUncounted),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Error(text) | Self::Text(text) => text.len(),
            Self::Long | Self::Number(_) | Self::Uncounted => 0,
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
#[derive(Clone, Debug)]
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
        self.cells.iter().map(|(at, _)| at + 1).max().unwrap_or(0)
    }
}

/// Another sheet of a workbook, which has people too and is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSheet {
    pub name: String,
    pub people: usize,
}

/// The rows of the sheet with the roster, or of a CSV, in order.
#[derive(Clone, Debug)]
pub struct Grid {
    pub(super) rows: Vec<Row>,
    pub(super) epoch: Epoch,
    /// Whether cells are told apart by a separator, so that a stray one shifts what follows it.
    pub(super) separated: bool,
    /// Which of the rows, and which columns, Excel does not show.
    pub(super) hidden: Hidden,
    /// The other sheets of the workbook that have people.
    pub(super) others: Vec<OtherSheet>,
    cells: usize,
    bytes: usize,
}

impl Grid {
    pub(super) fn new(epoch: Epoch, separated: bool) -> Self {
        let (hidden, others) = (Hidden::default(), Vec::new());
        Self { rows: Vec::new(), epoch, separated, hidden, others, cells: 0, bytes: 0 }
    }

    /// Every cell with something in it, row by row, and the text that it shows; none for what shows no text of
    /// its own, as an error.
    pub fn cells(&self) -> impl Iterator<Item = (Coordinate, Option<Cow<'_, str>>)> {
        self.rows.iter().flat_map(|row| {
            row.cells.iter().map(|(column, cell)| (Coordinate { row: row.number, column: *column }, cell.text().ok()))
        })
    }

    /// Puts a text in place of what stands in a cell; blank clears it.
    ///
    /// # Errors
    /// The cell lies outside what a roster may have, or the text makes the sheet too large.
    pub fn mend(&mut self, at: Coordinate, text: &str) -> Result<(), FileFault> {
        if at.column >= MOST_COLUMNS {
            return Err(FileFault::TooManyColumns);
        }
        let place = self.rows.binary_search_by_key(&at.row, |row| row.number);
        if let Ok(place) = place {
            let cells = &mut self.rows[place].cells;
            if let Some(old) = cells.iter().position(|(column, _)| *column == at.column) {
                let (_, old) = cells.remove(old);
                self.cells -= 1;
                self.bytes -= old.bytes();
            }
        }
        let Some(cell) = Cell::of(text) else {
            self.rows.retain(|row| !row.cells.is_empty());
            return Ok(());
        };
        self.make_room(&cell)?;
        let place = match place {
            Ok(place) => place,
            Err(_) if self.rows.len() >= MOST_ROWS + HEADER_WITHIN as usize => {
                return Err(FileFault::TooManyRows { most: MOST_ROWS });
            }
            Err(place) => {
                self.rows.insert(place, Row { number: at.row, cells: Vec::new() });
                place
            }
        };
        let cells = &mut self.rows[place].cells;
        let after = cells.partition_point(|(column, _)| *column < at.column);
        cells.insert(after, (at.column, cell));
        Ok(())
    }

    fn make_room(&mut self, cell: &Cell) -> Result<(), FileFault> {
        self.cells += 1;
        self.bytes += cell.bytes();
        if self.cells > MOST_CELLS || self.bytes > MOST_BYTES { Err(FileFault::TooLarge) } else { Ok(()) }
    }

    /// Adds a cell to the row `number`; rows come in rising order.
    pub(super) fn put(&mut self, number: u32, column: usize, cell: Cell) -> Result<(), FileFault> {
        self.make_room(&cell)?;
        if self.rows.last().is_some_and(|row| row.number > number) {
            return Err(FileFault::Damaged);
        }
        if self.rows.last().is_none_or(|row| row.number != number) {
            if self.rows.len() >= MOST_ROWS + HEADER_WITHIN as usize {
                return Err(FileFault::TooManyRows { most: MOST_ROWS });
            }
            self.rows.push(Row { number, cells: Vec::new() });
        }
        if let Some(row) = self.rows.last_mut() {
            row.cells.push((column, cell));
        }
        Ok(())
    }
}
