//! Where the columns of a roster stand in its file, and what the file calls them, so that whoever is told of a
//! fault finds the cell in Excel.

use super::coordinate::Coordinate;
use super::faults::Quote;

/// The known columns of one file. None are known of an empty roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The number of the header's row.
    header: u32,
    columns: Vec<Place>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    name: &'static str,
    column: usize,
    heading: Quote,
}

impl Layout {
    pub(super) fn new(header: u32, columns: impl Iterator<Item = (&'static str, usize, Quote)>) -> Self {
        let columns = columns.map(|(name, column, heading)| Place { name, column, heading });
        Self { header, columns: columns.collect() }
    }

    /// The number of the row with the headings.
    #[must_use]
    pub fn header(&self) -> u32 {
        self.header
    }

    /// The cell of a row under a column, by its canonical name; none where the row as a whole is meant.
    #[must_use]
    pub fn cell(&self, row: u32, column: &str) -> Option<Coordinate> {
        self.place(column).map(|place| Coordinate { row, column: place.column })
    }

    /// What the file calls a column, by its canonical name.
    #[must_use]
    pub fn heading(&self, column: &str) -> Option<&Quote> {
        self.place(column).map(|place| &place.heading)
    }

    fn place(&self, column: &str) -> Option<&Place> {
        self.columns.iter().find(|place| place.name == column)
    }
}
