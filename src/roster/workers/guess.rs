//! Which column of an employer's list is what: guessed from its headings, mended by whoever looks at it.
//!
//! Headings are compared as those of a roster are, and a roster's count too, so that a list which an LSP handed on reads
//! as one that an employer made. Where several columns could be one field, the first name in the table below wins.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::field::Field;
use crate::domain::worker::Claimed;
use crate::roster::MOST_COLUMNS;
use crate::roster::columns::{Columns, headings, plain};
use crate::roster::faults::Quote;
use crate::roster::grid::{Cell, Grid, HEADER_WITHIN, Row};

/// One column as it was guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// From 0.
    pub column: usize,
    /// What the file calls it; empty where it calls it nothing.
    pub heading: Quote,
    /// None where it is nothing that a list is asked for.
    pub field: Option<Field>,
}

/// What each column of a file is taken for. No two are taken for the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guesses {
    header: u32,
    columns: Vec<Guess>,
}

/// A column with nothing in it, or beyond those that a list may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the list has no such column")]
pub struct NoSuchColumn;

impl Guesses {
    /// Guesses by the row among the first twenty that has most headings which are known. Where there is none, a column
    /// that stands alone is told by what it begins with.
    #[must_use]
    pub fn of(grid: &Grid) -> Self {
        let header = header_of(grid).unwrap_or(0);
        let mut guesses = Self::under(grid, header);
        if let (0, [alone]) = (header, guesses.columns.as_mut_slice()) {
            let first = grid.rows.first().and_then(|row| row.cell(alone.column)).and_then(|cell| cell.text().ok());
            alone.field = first.map(|text| told_by(&text));
        }
        guesses
    }

    /// Guesses by the headings in a row; 0: the list has none, and begins with its first row.
    #[must_use]
    pub fn under(grid: &Grid, header: u32) -> Self {
        let filled: BTreeSet<usize> =
            grid.rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
        let row = grid.rows.iter().find(|row| row.number == header);
        let heading = |column| match row.and_then(|row| row.cell(column)) {
            Some(Cell::Text(text)) => Quote::of(text),
            _ => Quote::of(""),
        };
        let known: Vec<(Field, usize)> = row.map(known_in).unwrap_or_default();
        let field = |column| known.iter().find(|(_, at)| *at == column).map(|(field, _)| *field);
        let columns = filled.into_iter().filter(|column| *column < MOST_COLUMNS);
        let guess = |column| Guess { column, heading: heading(column), field: field(column) };
        Self { header, columns: columns.map(guess).collect() }
    }

    /// Takes a column for a field, or for nothing that matters; the column that was taken for that field is no longer.
    ///
    /// # Errors
    /// There is nothing in such a column.
    pub fn take(&mut self, column: usize, field: Option<Field>) -> Result<(), NoSuchColumn> {
        let at = self.columns.iter().position(|guess| guess.column == column).ok_or(NoSuchColumn)?;
        for guess in self.columns.iter_mut().filter(|guess| guess.field.is_some() && guess.field == field) {
            guess.field = None;
        }
        self.columns[at].field = field;
        Ok(())
    }

    /// The number of the row with the headings; 0 where there is none.
    #[must_use]
    pub fn header(&self) -> u32 {
        self.header
    }

    /// Every column with something in it.
    #[must_use]
    pub fn columns(&self) -> &[Guess] {
        &self.columns
    }

    /// Whether it can be told of a row who a worker is, or which certificate is hers.
    #[must_use]
    pub fn are_enough(&self) -> bool {
        self.columns.iter().any(|guess| matches!(guess.field, Some(Field::Name | Field::Number | Field::Token)))
    }

    pub(super) fn places(&self, grid: &Grid) -> Columns {
        let row = grid.rows.iter().find(|row| row.number == self.header);
        // Under no header a row may be as wide as it likes.
        let width = row.map_or(MOST_COLUMNS + 1, Row::width);
        let places = self.columns.iter().filter_map(|guess| Some((guess.field?.column(), guess.column)));
        Columns::at(self.header, width, places.collect())
    }
}

/// What a text in a list of one column is: of a number there are digits.
fn told_by(text: &str) -> Field {
    match Claimed::of(text) {
        Claimed::Token(_) => Field::Token,
        Claimed::Number(_) if text.contains(|c: char| c.is_ascii_digit()) => Field::Number,
        Claimed::Nothing | Claimed::Number(_) => Field::Name,
    }
}

/// How many fields are among these headings.
pub(in crate::roster) fn fields_in<'a>(headings: impl Iterator<Item = &'a str>) -> usize {
    let headings: Vec<String> = headings.map(plain).collect();
    let is_there = |field: &Field| headings.iter().any(|heading| field.rank(heading).is_some());
    Field::ALL.iter().filter(|field| is_there(field)).count()
}

/// The number of the row among the first that has most headings which are known; none where no row has any.
pub(in crate::roster) fn header_of(grid: &Grid) -> Option<u32> {
    let first = grid.rows.iter().take_while(|row| row.number <= HEADER_WITHIN);
    let counted = first.map(|row| (row.number, fields_in(headings(row).map(|(_, text)| text))));
    counted.filter(|(_, fields)| *fields > 0).min_by_key(|(_, fields)| Reverse(*fields)).map(|(number, _)| number)
}

/// The column of each field that a header names.
fn known_in(header: &Row) -> Vec<(Field, usize)> {
    let headings: Vec<(usize, String)> = headings(header).map(|(column, text)| (column, plain(text))).collect();
    let place = |field: Field| {
        let ranked = headings.iter().filter_map(|(column, heading)| Some((field.rank(heading)?, *column)));
        ranked.min().map(|(_, column)| (field, column))
    };
    Field::ALL.into_iter().filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::open_workers;

    fn guessed(headings: &str) -> Vec<(usize, Field)> {
        let grid = open_workers(format!("{headings}\na;b;c;d;e;f;g\n").as_bytes()).expect("a table");
        let guesses = Guesses::of(&grid);
        guesses.columns().iter().filter_map(|guess| Some((guess.column, guess.field?))).collect()
    }

    #[test]
    fn headings_are_known_as_employers_and_lsps_write_them() {
        use Field::{Job, Name, Nik, Number, Scheme, Token};
        for (headings, expected) in [
            ("nama;nik;jabatan;skema_diminta", vec![(0, Name), (1, Nik), (2, Job), (3, Scheme)]),
            ("No.;Nama Pekerja*;No. KTP;Posisi;No. Sertifikat", vec![(1, Name), (2, Nik), (3, Job), (4, Number)]),
            ("number;registration;name;scheme;url;token", vec![(0, Number), (2, Name), (3, Scheme), (5, Token)]),
            ("no;nama_asesi;nik;kode_skema", vec![(1, Name), (2, Nik), (3, Scheme)]),
            ("Tautan Sertifikat", vec![(0, Token)]),
            ("Noreg;Nomor Sertifikat;Nama", vec![(1, Number), (2, Name)]),
            ("nama;nama lengkap;Nama Pekerja", vec![(0, Name)]),
            ("tanggal;jumlah", vec![]),
        ] {
            assert_eq!(guessed(headings), expected, "{headings}");
        }
    }

    #[test]
    fn a_guess_is_mended_and_a_field_stands_once() {
        let grid = open_workers(b"nama;nomor;catatan\nSiti;1;2\n").expect("a table");
        let mut guesses = Guesses::of(&grid);
        assert_eq!((guesses.header(), guesses.columns()[1].heading.to_string().as_str()), (1, "nomor"));
        assert_eq!(guesses.columns()[1].field, None, "a number of what is not said");
        assert_eq!(guesses.take(1, Some(Field::Number)), Ok(()));
        assert_eq!(guesses.take(2, Some(Field::Number)), Ok(()));
        assert_eq!(guesses.columns()[1].field, None);
        assert_eq!(guesses.take(0, None), Ok(()));
        assert!(guesses.are_enough());
        assert_eq!(guesses.take(2, None), Ok(()));
        assert!(!guesses.are_enough());
        assert_eq!(guesses.take(3, Some(Field::Name)), Err(NoSuchColumn));
    }

    #[test]
    fn a_column_that_stands_alone_is_told_by_what_it_begins_with() {
        for (text, field) in [
            ("81210 9112 2 0000088 2023\n81210 9112 2 0000089 2023\n", Field::Number),
            ("https://cek.lsp.example/v/AAAA\n", Field::Token),
            ("Siti Contoh\nBudi Contoh\n", Field::Name),
        ] {
            let guesses = Guesses::of(&open_workers(text.as_bytes()).expect("a table"));
            assert_eq!((guesses.header(), guesses.columns()[0].field), (0, Some(field)), "{text}");
        }
    }

    #[test]
    fn a_list_without_headings_begins_with_its_first_row() {
        let grid = open_workers(b"81210 9112 2 0000088 2023;Siti\n").expect("a table");
        let guesses = Guesses::of(&grid);
        assert_eq!((guesses.header(), guesses.columns().len(), guesses.are_enough()), (0, 2, false));
        assert!(guesses.columns().iter().all(|guess| guess.field.is_none() && guess.heading.to_string().is_empty()));
    }
}
