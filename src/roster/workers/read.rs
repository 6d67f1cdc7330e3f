//! Rows of a list into workers, by one set of rules: cells of a file, and what a program hands in.

use serde::Deserialize;

use super::field::Field;
use super::guess::Guesses;
use super::{List, Worker};
use crate::domain::line::{self, is_line};
use crate::domain::worker::{self, Claimed, SchemeWanted};
use crate::roster::columns::{Columns, WHOLE};
use crate::roster::faults::{Cause, FileFault, RowFault, RowWarning, Warning};
use crate::roster::grid::{Cell, Grid, Row};
use crate::roster::rows::of_the_sheet;
use crate::roster::{MOST_COLUMNS, fields, footer};

/// A number from which on Excel's fifteen digits do not hold all of one.
const ROUNDED: f64 = 1e15;

/// A row of a list as a program hands it in; what is empty is not there.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct TypedRow {
    /// A link, the text of a QR, or a token in base64url or digits.
    pub token: Option<String>,
    pub number: Option<String>,
    pub name: Option<String>,
    pub nik: Option<String>,
    /// The scheme that is asked for, by its code or its title.
    pub scheme: Option<String>,
    pub job: Option<String>,
}

impl TypedRow {
    fn text(&self, field: Field) -> Option<&str> {
        let text = match field {
            Field::Job => &self.job,
            Field::Name => &self.name,
            Field::Nik => &self.nik,
            Field::Number => &self.number,
            Field::Scheme => &self.scheme,
            Field::Token => &self.token,
        };
        text.as_deref()
    }
}

/// Reads the rows of a list under the columns as they were guessed and mended.
///
/// # Errors
/// No column says who a worker is, or nobody is in the list, or more than it may have. Faults of single rows are in the
/// [`List`].
pub fn read_workers(grid: &Grid, guesses: &Guesses) -> Result<List, FileFault> {
    if !guesses.are_enough() {
        return Err(FileFault::NoWorker);
    }
    let columns = guesses.places(grid);
    if grid.rows.iter().any(|row| row.number == columns.header && row.width() > MOST_COLUMNS) {
        return Err(FileFault::TooManyColumns);
    }
    let footer = footer::begins_at(grid, &columns).unwrap_or(u32::MAX);
    let mut list = List { layout: columns.layout(grid), ..List::default() };
    list.warnings.extend(of_the_sheet(grid, &columns));
    let is_filled = |row: &Row| Field::ALL.into_iter().any(|field| filled(&columns, row, field).is_some());
    let below = |row: &&Row| row.number > columns.header && is_filled(row);
    if grid.rows.iter().filter(below).count() > worker::MOST {
        return Err(FileFault::TooManyRows { most: worker::MOST });
    }
    for row in grid.rows.iter().filter(below) {
        let warned = |warning| RowWarning { row: row.number, column: WHOLE, warning };
        if row.number >= footer {
            list.warnings.push(warned(Warning::NoPerson));
            continue;
        }
        if grid.separated && row.width() > columns.width {
            list.faults.push(RowFault { row: row.number, column: WHOLE, cause: Cause::TooManyCells });
        } else if list.take(row.number, |field| filled(&columns, row, field)) && grid.hidden.rows.contains(&row.number)
        {
            list.warnings.push(warned(Warning::HiddenRow));
        }
    }
    list.occupied()
}

/// Reads rows that a program handed in; they are counted from 1.
///
/// # Errors
/// There is none, or more than a list may have. Faults of single rows are in the [`List`].
pub fn read_typed(rows: &[TypedRow]) -> Result<List, FileFault> {
    if rows.len() > worker::MOST {
        return Err(FileFault::TooManyRows { most: worker::MOST });
    }
    let mut list = List::default();
    for (number, row) in (1..).zip(rows) {
        let cells = Field::ALL.map(|field| row.text(field).and_then(Cell::of));
        list.take(number, |field| cells[field as usize].as_ref().filter(|cell| says_something(cell)));
    }
    list.occupied()
}

impl List {
    /// Reads a row into a worker or its faults; whether it is a worker.
    fn take<'a>(&mut self, row: u32, cell: impl Fn(Field) -> Option<&'a Cell>) -> bool {
        match worker(row, cell) {
            Ok(worker) => self.workers.push(worker),
            Err(faults) => {
                self.faults.extend(faults);
                return false;
            }
        }
        true
    }

    fn occupied(self) -> Result<Self, FileFault> {
        if self.workers.is_empty() && self.faults.is_empty() { Err(FileFault::Nobody) } else { Ok(self) }
    }
}

fn filled<'a>(columns: &Columns, row: &'a Row, field: Field) -> Option<&'a Cell> {
    columns.cell(row, field.column()).filter(|cell| says_something(cell))
}

/// Whether there is more in a cell than a dash that stands for nothing.
fn says_something(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => text.chars().any(char::is_alphanumeric),
        Cell::Error(_) | Cell::Long | Cell::Number(_) | Cell::Uncounted => true,
    }
}

/// The worker of a row, or whatever keeps it from being one.
fn worker<'a>(row: u32, cell: impl Fn(Field) -> Option<&'a Cell>) -> Result<Worker, Vec<RowFault>> {
    let mut faults = Vec::new();
    let token = keep(&mut faults, Field::Token, cell(Field::Token).map(whole_text));
    // Beside a token the number is not looked at.
    let number = cell(Field::Number).filter(|_| cell(Field::Token).is_none());
    let number = keep(&mut faults, Field::Number, number.map(whole_text));
    let name = cell(Field::Name).map(|cell| fields::name(Some(cell), &|_| true));
    let name = keep(&mut faults, Field::Name, name);
    let nik = keep(&mut faults, Field::Nik, cell(Field::Nik).map(|cell| fields::nik(Some(cell))));
    let scheme = keep(&mut faults, Field::Scheme, cell(Field::Scheme).map(scheme));
    let job = keep(&mut faults, Field::Job, cell(Field::Job).map(line_of));
    let certificate = match (token, number) {
        (Some(token), _) => Claimed::Token(token),
        (None, Some(number)) => Claimed::of(&number),
        (None, None) => Claimed::Nothing,
    };
    if faults.is_empty() && name.is_none() && certificate == Claimed::Nothing {
        faults.push((Field::Name, Cause::NameEmpty));
    }
    if faults.is_empty() {
        return Ok(Worker { row, certificate, name, nik, scheme, job });
    }
    Err(faults.into_iter().map(|(field, cause)| RowFault { row, column: field.column(), cause }).collect())
}

/// What was read, if anything was there to be read and could be.
fn keep<T>(faults: &mut Vec<(Field, Cause)>, field: Field, read: Option<Result<T, Cause>>) -> Option<T> {
    read?.map_err(|cause| faults.push((field, cause))).ok()
}

/// The text of a number or token, unless Excel has taken some of its digits away.
fn whole_text(cell: &Cell) -> Result<String, Cause> {
    let text = cell.text()?.trim().to_owned();
    match cell {
        Cell::Number(number) if number.abs() >= ROUNDED => Err(Cause::NumberRounded),
        _ if fields::is_scientific(&text) => Err(Cause::NumberRounded),
        _ => Ok(text),
    }
}

fn scheme(cell: &Cell) -> Result<SchemeWanted, Cause> {
    line_of(cell)?.parse().map_err(|_| Cause::TooLong { most: line::LONGEST })
}

/// A text folded into one line.
fn line_of(cell: &Cell) -> Result<String, Cause> {
    let text = fields::particular(cell)?.unwrap_or_default();
    if is_line(&text, line::LONGEST) { Ok(text) } else { Err(Cause::TooLong { most: line::LONGEST }) }
}
