//! An employer's list of workers: who she is, which certificate she is said to hold, what it is wanted for.
//!
//! A file is opened as a [`Grid`], its columns are guessed from their headings ([`Guesses`]) and mended by whoever looks at
//! them, and its rows become [`Worker`]s; rows that a program hands in ([`TypedRow`]) become so by the same rules. A row
//! that cannot be read is a fault, never a worker who lacks something.

mod field;
mod guess;
mod read;
#[cfg(test)]
mod tests;

pub use self::field::Field;
pub use self::guess::{Guess, Guesses, NoSuchColumn};
pub(super) use self::guess::{fields_in, header_of};
pub use self::read::{TypedRow, read_typed, read_workers};
use super::columns::Sought;
use super::faults::{FileFault, RowFault, RowWarning};
use super::grid::Grid;
use super::layout::Layout;
use super::opening;
use crate::domain::worker::Worker;

/// A list as read, each part in row order. A row has a worker or at least one fault, never both.
#[derive(Clone, Debug, Default)]
pub struct List {
    pub workers: Vec<Worker>,
    pub faults: Vec<RowFault>,
    pub warnings: Vec<RowWarning>,
    /// Where the columns stand in the file; nowhere for rows that a program handed in.
    pub layout: Layout,
}

/// Opens the file of a list; what it is, is told from the bytes, not from a name. Of a workbook it is the first visible
/// sheet with a heading that is known, or else the first with something in it.
///
/// # Errors
/// The file as a whole is no table: see [`FileFault`].
pub fn open_workers(bytes: &[u8]) -> Result<Grid, FileFault> {
    match opening::open(bytes, Sought::Workers) {
        Err(FileFault::NoHeader) => opening::open(bytes, Sought::Table),
        opened => opened,
    }
}
