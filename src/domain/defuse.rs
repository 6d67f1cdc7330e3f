//! Text that a spreadsheet would run as a formula, made harmless for what is handed out.
//!
//! A program that takes semicolons or tabs for its separators, as Excel does in Indonesia, cuts a quoted cell apart
//! at them, and at its line breaks; so a formula is looked for after each of these too.

use std::borrow::Cow;

/// What begins a formula, also in full width; a tab or a line break before it hides it.
const STARTERS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

/// Where a spreadsheet may take another cell to begin.
const BREAKS: [char; 5] = [';', '；', '\t', '\r', '\n'];

/// A cell for a CSV export or a workbook: where it begins like a formula (`=`, `+`, `-`, `@`, a tab or a line break;
/// OWASP, CSV injection), and where what follows upon `;`, a tab or a line break does, it gets an apostrophe. Doing
/// so twice is doing so once. Quoting for CSV comes after ([`csv_writer`]).
#[must_use]
pub fn defuse(cell: &str) -> Cow<'_, str> {
    if !cell.starts_with(STARTERS) && !cell.contains(BREAKS) {
        return cell.into();
    }
    let mut safe = String::with_capacity(cell.len() + 8);
    if cell.starts_with(STARTERS) {
        safe.push('\'');
    }
    for (at, letter) in cell.char_indices() {
        safe.push(letter);
        // Spaces are dropped and quotation marks opened by whoever reads the rest as a cell.
        let rest = &cell[at + letter.len_utf8()..];
        if letter_breaks(letter) && rest.trim_start_matches([' ', '"']).starts_with(&STARTERS[..8]) {
            safe.push('\'');
        }
    }
    safe.into()
}

fn letter_breaks(letter: char) -> bool {
    BREAKS.contains(&letter)
}

/// A writer of CSV whose every cell is quoted (RFC 4180): no cell is taken apart, or for a number, by what it holds.
#[must_use]
pub fn csv_writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_begins_like_a_formula_gets_an_apostrophe() {
        assert_eq!(defuse("=HYPERLINK(\"http://contoh.example\")"), "'=HYPERLINK(\"http://contoh.example\")");
        for text in ["+1", "-1", "@x", "\tx", "\rx"] {
            assert_eq!(defuse(text), format!("'{text}"));
        }
        for text in ["", "Siti Rahayu", "1=1", "'=1", "A-1", "Jl. Mawar; RT 01", "a\nb", "a ; b-c"] {
            assert_eq!(defuse(text), text);
        }
    }

    #[test]
    fn what_another_separator_would_make_a_cell_is_defused_too() {
        for (text, safe) in [
            ("Siti;=1+1", "Siti;'=1+1"),
            ("Siti; \"=1+1", "Siti;' \"=1+1"),
            ("Siti\t@SUM(1)", "Siti\t'@SUM(1)"),
            ("Siti\r\n=1\n-2;+3", "Siti\r\n'=1\n'-2;'+3"),
            ("Siti；＝1", "Siti；'＝1"),
            (";;=1", ";;'=1"),
        ] {
            assert_eq!(defuse(text), safe);
            assert_eq!(defuse(safe), safe, "twice is once");
        }
    }

    #[test]
    fn every_cell_of_a_csv_is_quoted() {
        let mut csv = csv_writer();
        csv.write_record(["1", "a;\"b", ""]).expect("written");
        assert_eq!(csv.into_inner().expect("bytes"), b"\"1\",\"a;\"\"b\",\"\"\n");
    }
}
