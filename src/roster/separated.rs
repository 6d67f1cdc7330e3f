//! CSV as spreadsheets write it (RFC 4180, with `,`, `;` or tab between cells).
//!
//! UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252. A quoted cell may hold
//! line breaks. Stricter than most readers in one thing: a quote that is not paired is refused, for it
//! would swallow the rows after it without a word.

use std::borrow::Cow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::columns::{self, Sought};
use super::faults::FileFault;
use super::grid::{Cell, Epoch, Grid, HEADER_WITHIN};
use super::{MOST_COLUMNS, workers};

/// Reads the bytes as the separator under which the header that is looked for is best understood, or, where none is, most
/// rows have three cells and more, two where it is an employer's list without one.
pub(super) fn grid(bytes: &[u8], sought: Sought) -> Result<Grid, FileFault> {
    let text = decoded(bytes)?;
    if text.contains('\0') {
        return Err(FileFault::NoTable);
    }
    let text = after_hint(&text);
    let separator = match sought {
        Sought::Roster(_) => {
            let required = |record: &Record<'_>| columns::required_in(texts(record));
            [b';', b',', b'\t'].into_iter().max_by_key(|separator| understood(text, *separator, required))
        }
        // Of those alike the last: nobody writes a tab into a title, and few a semicolon.
        Sought::Table => [b',', b';', b'\t'].into_iter().max_by_key(|separator| of_cells(text, *separator, 3)),
        Sought::Workers => {
            let fields = |record: &Record<'_>| workers::fields_in(texts(record));
            // Under a header of one column a comma stands before a degree.
            let best = |separator: &u8| match understood(text, *separator, fields) {
                0 => (0, of_cells(text, *separator, 2)),
                header => (header, 0),
            };
            [b',', b';', b'\t'].into_iter().max_by_key(best)
        }
    };
    let mut records = Records::new(text, separator.unwrap_or(b','));
    let mut grid = Grid::new(Epoch::Y1900, true);
    while let Some(record) = records.next() {
        let number = records.number;
        for (column, text) in record? {
            if let Some(cell) = Cell::of(&text) {
                grid.put(number, column, cell)?;
            }
        }
    }
    Ok(grid)
}

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, FileFault> {
    let whole = |encoding: &'static encoding_rs::Encoding, bytes| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(FileFault::Encoding)
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => whole(UTF_8, rest),
        [0xff, 0xfe, rest @ ..] => whole(UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => whole(UTF_16BE, rest),
        _ => match str::from_utf8(bytes) {
            Ok(text) => Ok(text.into()),
            // UTF-8 with a broken byte is no Windows-1252: read so, every accent in it would be garbled.
            Err(_) if bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii()) => Err(FileFault::Encoding),
            Err(_) => Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0),
        },
    }
}

/// What follows the line `sep=;` with which Excel is told the separator; it shows no row for it.
fn after_hint(text: &str) -> &str {
    match text.split_once('\n') {
        Some((hint, rest)) if hint.trim_end().len() == 5 && hint.starts_with("sep=") => rest,
        _ => text,
    }
}

/// How much of a header is found at most in one of the first rows with this separator.
fn understood(text: &str, separator: u8, of: impl Fn(&Record<'_>) -> usize) -> usize {
    first(text, separator).map(|record| of(&record)).max().unwrap_or(0)
}

/// How many of the first rows have this many cells and more with this separator.
fn of_cells(text: &str, separator: u8, least: usize) -> usize {
    first(text, separator).filter(|record| record.len() >= least).count()
}

/// The first rows that can be read with this separator.
fn first(text: &str, separator: u8) -> impl Iterator<Item = Record<'_>> {
    Records::new(text, separator).take(HEADER_WITHIN as usize).filter_map(Result::ok)
}

fn texts<'a>(record: &'a Record<'_>) -> impl Iterator<Item = &'a str> {
    record.iter().map(|(_, text)| text.as_ref())
}

/// The cells of a record that are not blank, by column from 0.
type Record<'a> = Vec<(usize, Cow<'a, str>)>;

/// The records of a text, blank ones included, each with its cells that are not blank by column from 0.
/// Of the columns beyond [`MOST_COLUMNS`] only the last is kept, as a sign that there are too many.
struct Records<'a> {
    rest: Option<&'a str>,
    separator: u8,
    /// The number of the record last returned, from 1.
    number: u32,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: u8) -> Self {
        Self { rest: Some(text), separator, number: 0 }
    }

    /// One cell from the head of `text`, and what follows it; none where a quote has no partner.
    fn cell(&self, text: &'a str) -> Option<(Cow<'a, str>, &'a str)> {
        let ends = |b: u8| b == self.separator || b == b'\n' || b == b'\r';
        let Some(quoted) = text.strip_prefix('"') else {
            let end = text.bytes().position(ends).unwrap_or(text.len());
            return Some((text[..end].into(), &text[end..]));
        };
        let mut from = 0;
        loop {
            let quote = from + quoted[from..].find('"')?;
            let after = &quoted[quote + 1..];
            if after.starts_with('"') {
                from = quote + 2;
            } else if after.bytes().next().is_none_or(ends) {
                let inside = &quoted[..quote];
                let cell = if from == 0 { inside.into() } else { inside.replace("\"\"", "\"").into() };
                return Some((cell, after));
            } else {
                return None;
            }
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, FileFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut rest = self.rest.take().filter(|rest| !rest.is_empty())?;
        self.number += 1;
        let mut cells: Record<'a> = Vec::new();
        for column in 0.. {
            let Some((cell, after)) = self.cell(rest) else {
                return Some(Err(FileFault::Quote { row: self.number }));
            };
            if !cell.trim().is_empty() {
                if cells.last().is_some_and(|(last, _)| *last > MOST_COLUMNS) {
                    cells.pop();
                }
                cells.push((column, cell));
            }
            if after.bytes().next() == Some(self.separator) {
                rest = &after[1..];
                continue;
            }
            self.rest = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\n', '\r']));
            break;
        }
        Some(Ok(cells))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let records = Records::new(text, b';').map(|record| record.expect("paired quotes"));
        records.map(|record| record.into_iter().map(|(_, cell)| cell.into_owned()).collect()).collect()
    }

    #[test]
    fn quoted_cells_hold_separators_quotes_and_line_breaks() {
        assert_eq!(cells("a;\"b;\"\"c\"\"\nd\";e\r\nf"), [vec!["a", "b;\"c\"\nd", "e"], vec!["f"]]);
        assert_eq!(cells("\"\";\"\"\"\"\n"), [vec!["\""]]);
        assert_eq!(cells("a\"b;c\n"), [vec!["a\"b", "c"]]);
    }

    #[test]
    fn blank_lines_count_and_every_line_end_is_one() {
        assert_eq!(cells("a\r\n\r\nb\n\nc\rd").len(), 6);
    }

    #[test]
    fn a_line_of_endless_cells_takes_no_room() {
        let endless = "a;".repeat(100_000);
        let record = Records::new(&endless, b';').next().expect("a record").expect("no quotes");
        assert_eq!(record.last().map(|(column, _)| *column), Some(99_999));
        assert_eq!(record.len(), MOST_COLUMNS + 2);
    }

    #[test]
    fn an_unpaired_quote_is_refused_with_its_row() {
        for text in ["a;b\n1;\"2\n3;4\n", "a;b\n1;\"2\"x\n"] {
            let fault = Records::new(text, b';').find_map(Result::err);
            assert_eq!(fault, Some(FileFault::Quote { row: 2 }), "{text}");
        }
    }

    #[test]
    fn the_encoding_is_told_from_the_bytes() {
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("José".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decoded(&utf16).as_deref(), Ok("José"));
        assert_eq!(decoded(b"Jos\xe9").as_deref(), Ok("José"));
        assert_eq!(decoded("\u{feff}José".as_bytes()).as_deref(), Ok("José"));
        assert_eq!(decoded("José \u{e9}".as_bytes()).as_deref(), Ok("José é"));
        assert_eq!(decoded(b"Jos\xc3\xa9 Jos\xe9 "), Err(FileFault::Encoding));
    }
}
