//! The columns of a list as they were guessed, with its first rows, for mending.

use std::collections::BTreeMap;

use askama::Template;
use jiff::civil::Date;

use super::super::Frame;
use super::super::text::Text;
use super::Fault;
use crate::office::check_list::{Unread, warnings};
use crate::roster::{Coordinate, Field, Grid, Guesses, List, RowFault, read_workers};
use crate::web::Error;
use crate::web::check_list::Handed;
use crate::web::language::{self, first};
use crate::words::{Key, Lang, key, say};

/// Rows that are shown of a list.
const FIRST: usize = 5;

/// Faulty rows that are told.
const FAULTS: usize = 20;

/// A list, its columns, and what is carried to the next page.
#[derive(Clone, Copy)]
pub(in crate::web) struct Columns<'a> {
    pub(in crate::web) grid: &'a Grid,
    pub(in crate::web) guesses: &'a Guesses,
    pub(in crate::web) handed: &'a Handed,
    pub(in crate::web) sealed: &'a str,
}

/// What a column is asked by in the form.
pub(in crate::web) fn select(column: usize) -> String {
    format!("kolom-{column}")
}

/// What a field is called.
pub(super) fn field(field: Field) -> Key {
    match field {
        Field::Job => key!("lists-column-job"),
        Field::Name => key!("lists-column-name"),
        Field::Nik => key!("lists-field-nik"),
        Field::Number => key!("lists-column-number"),
        Field::Scheme => key!("lists-column-wanted"),
        Field::Token => key!("lists-field-token"),
    }
}

struct Column {
    select: String,
    /// In letters, as Excel names it.
    letters: String,
    heading: String,
    /// Of the first rows.
    cells: Vec<String>,
    choices: Vec<Choice>,
}

struct Choice {
    value: &'static str,
    name: String,
    is_chosen: bool,
}

struct Faulty {
    place: String,
    why: Text,
}

#[derive(Template)]
#[template(path = "pages/list-columns.html")]
struct Page<'a> {
    frame: Frame<'a>,
    columns: Vec<Column>,
    workers: usize,
    faulty: Vec<Faulty>,
    warnings: Vec<Faulty>,
    more: usize,
    documents: usize,
    until: Date,
    sealed: &'a str,
    fault: Option<Fault>,
}

impl Page<'_> {
    fn found(&self) -> Text {
        Text::saying(|lang| say!(lang, "lists-found", count = self.workers, day = self.until))
    }

    fn beside(&self) -> Text {
        Text::saying(|lang| say!(lang, "lists-beside", count = self.documents))
    }

    fn unread(&self) -> Text {
        Text::saying(|lang| say!(lang, "lists-unread", count = self.faulty.len() + self.more))
    }

    fn and_more(&self) -> Text {
        Text::saying(|lang| say!(lang, "lists-more", count = self.more))
    }

    fn button(&self) -> Text {
        Text::saying(|lang| say!(lang, "lists-check-workers", count = self.workers))
    }
}

/// The page of columns; with what is wrong where they were sent.
pub(in crate::web) fn columns(frame: Frame<'_>, shown: Columns<'_>, error: Option<&Error>) -> askama::Result<String> {
    let Columns { grid, guesses, handed, sealed } = shown;
    // What cannot be read under these columns is told where the visitor sends them.
    let list = read_workers(grid, guesses).unwrap_or_default();
    let first = first_rows(grid, guesses.header());
    let column = |guess: &crate::roster::Guess| Column {
        select: select(guess.column),
        letters: letters(guess.column),
        heading: guess.heading.to_string(),
        cells: first.get(&guess.column).cloned().unwrap_or_default(),
        choices: choices(guess.field),
    };
    let warned =
        |one: Unread| Faulty { place: one.place, why: Text::saying(|lang| one.why.words(lang).to_owned().into()) };
    let warnings = warnings(&list, language::first()).into_iter().map(warned).collect();
    let more = list.faults.len().saturating_sub(FAULTS);
    let faulty = list.faults.iter().take(FAULTS).map(|fault| faulty(&list, fault)).collect();
    Page {
        frame,
        columns: guesses.columns().iter().map(column).collect(),
        workers: list.workers.len(),
        faulty,
        warnings,
        more,
        documents: handed.documents.len(),
        until: handed.until,
        sealed,
        fault: error.map(Fault::of),
    }
    .render()
}

fn letters(column: usize) -> String {
    let place = Coordinate { row: 1, column }.to_string();
    place.trim_end_matches('1').to_owned()
}

fn choices(chosen: Option<Field>) -> Vec<Choice> {
    let both = |key: Key| format!("{} · {}", key.say(first()), key.say(Lang::En));
    let nothing = Choice { value: "", name: both(key!("lists-field-none")), is_chosen: chosen.is_none() };
    let choice = |one: Field| Choice { value: one.column(), name: both(field(one)), is_chosen: chosen == Some(one) };
    std::iter::once(nothing).chain(Field::ALL.map(choice)).collect()
}

fn faulty(list: &List, fault: &RowFault) -> Faulty {
    let at = list.layout.cell(fault.row, fault.column);
    let place = at.map_or_else(|| fault.row.to_string(), |at| at.to_string());
    Faulty { place, why: Text::saying(|lang| fault.cause.message(lang)) }
}

/// The first rows below the heading, cell by cell, by column.
fn first_rows(grid: &Grid, header: u32) -> BTreeMap<usize, Vec<String>> {
    let mut rows: Vec<u32> = Vec::new();
    let mut cells: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (at, text) in grid.cells().filter(|(at, _)| at.row > header) {
        if rows.last() != Some(&at.row) {
            if rows.len() == FIRST {
                break;
            }
            rows.push(at.row);
        }
        let column = cells.entry(at.column).or_default();
        // Blank cells are not told: those of the rows between stay empty.
        column.resize(rows.len() - 1, String::new());
        column.push(text.as_deref().map(shortened).unwrap_or_default());
    }
    cells
}

/// The beginning of a cell: of a token nobody reads more.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut short: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
