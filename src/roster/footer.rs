//! Where the people end: lists are printed, so below the table often stand a place and a date, who signs, and sums.
//!
//! A row begins the footer if a cell of it is a place with a date (`Jakarta, 13 September 2023`) or begins with a
//! closing word (`Mengetahui`, `Jumlah`), if no other name stands under the column of names, and if neither this
//! row nor any below it has anything that makes a person: a NIK, a decision, a date in a column of dates, a certificate. Anything
//! else below the table is read as a person, and told as one with faults: nobody is dropped for looking unfinished.

use super::columns::{BIRTH, CERTIFICATE, Columns, DECISION, NAME, NIK, TESTED, TOKEN};
use super::grid::{Cell, Grid, Row};
use super::{dates, fields};
use crate::domain::month;

/// Words with which a line below a table begins.
const CLOSING: [&str; 20] = [
    "asesor",
    "catatan",
    "dibuat",
    "dicetak",
    "direktur",
    "disetujui",
    "hormat",
    "jumlah",
    "keterangan",
    "kepala",
    "ketua",
    "manajer",
    "mengetahui",
    "menyetujui",
    "nip",
    "penguji",
    "sekretaris",
    "tanda",
    "total",
    "ttd",
];

/// The number of the row with which the footer begins.
pub(super) fn begins_at(grid: &Grid, columns: &Columns) -> Option<u32> {
    let below =
        grid.rows.iter().rev().take_while(|row| row.number > columns.header && !makes_person(grid, columns, row));
    below.filter(|row| closes(columns, row)).last().map(|row| row.number)
}

/// Whether a row has what only people have.
fn makes_person(grid: &Grid, columns: &Columns, row: &Row) -> bool {
    let date = |name| columns.cell(row, name).is_some_and(|cell| dates::read(cell, grid.epoch).is_ok());
    let decision = |cell| fields::decision(Some(cell), true).is_ok();
    columns.cell(row, NIK).is_some_and(may_be_nik)
        || columns.cell(row, DECISION).is_some_and(decision)
        || [CERTIFICATE, TOKEN].into_iter().any(|name| columns.cell(row, name).is_some_and(may_be_certificate))
        || date(TESTED)
        || date(BIRTH)
}

/// Digits alone, but for marks between them, and about as many as a NIK has.
fn may_be_nik(cell: &Cell) -> bool {
    match cell {
        Cell::Number(number) => *number >= 1e9,
        Cell::Text(text) => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            let marks = !text.chars().any(|c| c.is_alphabetic() && !matches!(c, 'e' | 'E'));
            digits > 5 && marks && dates::parse_text(text).is_err()
        }
        // What cannot be read may be one.
        Cell::Error(_) | Cell::Long | Cell::Uncounted => true,
    }
}

/// A number or a token: some digits, and not what closes a table.
fn may_be_certificate(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            digits > 3 && !is_place_and_date(text) && !has_closing_word(text) && dates::parse_text(text).is_err()
        }
        Cell::Error(_) | Cell::Long | Cell::Number(_) | Cell::Uncounted => true,
    }
}

fn closes(columns: &Columns, row: &Row) -> bool {
    let texts: Vec<&str> = row.cells.iter().filter_map(|(_, cell)| text(cell)).collect();
    let closing = |text: &&str| is_place_and_date(text) || has_closing_word(text);
    // The comma may have parted the line, where it parts the cells.
    let parted = texts.windows(2).any(|pair| is_place_and_date(&format!("{},{}", pair[0], pair[1])));
    let named_otherwise = columns.cell(row, NAME).and_then(text).is_some_and(|name| !closing(&name) && !parted);
    (parted || texts.iter().any(closing)) && !named_otherwise
}

fn text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text.trim()),
        Cell::Error(_) | Cell::Long | Cell::Number(_) | Cell::Uncounted => None,
    }
}

fn has_closing_word(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
    word.is_some_and(|word| CLOSING.contains(&word.to_lowercase().as_str()))
}

/// `Jakarta, 13 September 2023`; the day may be left for the pen (`Jakarta, …… September 2023`).
fn is_place_and_date(text: &str) -> bool {
    let Some((place, date)) = text.split_once(',') else { return false };
    let place = place.trim();
    let is_place = (3..=40).contains(&place.chars().count())
        && place.split_whitespace().count() <= 4
        && place.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\''));
    // Five digits alone are a postal code here, no day that Excel counted.
    let is_written = date.contains(|c: char| c.is_alphabetic() || matches!(c, '/' | '-' | '.'));
    is_place && ((is_written && dates::parse_text(date).is_ok()) || is_date_to_fill_in(date))
}

/// A year of four digits, after a month's name or dots.
fn is_date_to_fill_in(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some((year, before)) = words.split_last() else { return false };
    let dots = |word: &&str| word.chars().all(|c| matches!(c, '.' | '…' | '_'));
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    is_year && !before.is_empty() && before.iter().all(|word| dots(word) || month::of_name(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_with_a_date_is_told_from_other_texts() {
        for text in [
            "Jakarta, 13 September 2023",
            "Kab. Tangerang, 13-09-2023",
            "Bandung,    September 2023",
            "Bandung, ........ September 2023",
            "Banda Aceh , Kamis, 12 Februari 2026",
        ] {
            assert!(is_place_and_date(text), "{text}");
        }
        for text in [
            "Jakarta",
            "Jakarta, Indonesia",
            "13 September 2023",
            "Siti Rahayu, S.E.",
            "Jl. Contoh No. 1, Bogor",
            "Bogor, 16151",
            "A, 2023",
        ] {
            assert!(!is_place_and_date(text), "{text}");
        }
        assert!(has_closing_word("Jumlah: 40 orang") && has_closing_word("  Ketua LSP") && !has_closing_word("Ketut"));
    }
}
