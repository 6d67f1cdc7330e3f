//! A table for people, as CSV (RFC 4180, UTF-8) or as an Excel workbook.
//!
//! Every cell is text: a number of 22 digits would lose its last ones, and a day would be shown as the computer's
//! country writes it. What a spreadsheet would take for a formula begins with an apostrophe.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::roster::{csv_writer, defuse};

/// Rows of one table at most: Excel shows 1,048,576.
pub const ROWS: u32 = 1_000_000;

/// Letters of a column's width at most.
const WIDEST: usize = 60;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Csv,
    Xlsx,
}

/// Why a table cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("the CSV cannot be made: {0}")]
    Csv(csv::Error),
    #[error("the workbook cannot be made: {0}")]
    Workbook(#[from] XlsxError),
}

/// The file of a table: a line of headings, then the rows.
///
/// # Errors
/// More rows or letters than the format holds.
pub fn file<const N: usize>(
    kind: Kind,
    headings: [String; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Vec<u8>, RegisterError> {
    match kind {
        Kind::Csv => {
            let mut csv = csv_writer();
            csv.write_record(&headings).map_err(RegisterError::Csv)?;
            for row in rows {
                csv.write_record(row.iter().map(|cell| defuse(cell).into_owned())).map_err(RegisterError::Csv)?;
            }
            csv.into_inner().map_err(|error| RegisterError::Csv(error.into_error().into()))
        }
        Kind::Xlsx => workbook(headings, rows),
    }
}

fn workbook<const N: usize>(
    headings: [String; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Vec<u8>, RegisterError> {
    let mut workbook = Workbook::new();
    // Of one day for ever: the same rows are the same bytes.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(1980, 1, 1)?));
    let sheet = workbook.add_worksheet();
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let mut widths = headings.each_ref().map(|heading| heading.chars().count());
    for (column, heading) in (0..).zip(&headings) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    for (line, row) in (1..).zip(rows) {
        for ((column, cell), width) in (0..).zip(&row).zip(&mut widths) {
            *width = cell.chars().count().min(WIDEST).max(*width);
            sheet.write_string_with_format(line, column, defuse(cell), &text)?;
        }
    }
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, width as f64 + 2.0)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(workbook.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;

    fn rows() -> impl Iterator<Item = [String; 2]> {
        [["81210 9112 2 0000001 2026", "=HYPERLINK(1)"], ["+62", "Siti Contoh"]]
            .map(|row| row.map(str::to_owned))
            .into_iter()
    }

    fn headings() -> [String; 2] {
        ["Nomor".to_owned(), "Nama".to_owned()]
    }

    #[test]
    fn every_cell_is_text_and_none_a_formula() {
        let file = file(Kind::Xlsx, headings(), rows()).expect("a workbook");
        let mut workbook = Xlsx::new(Cursor::new(file)).expect("a workbook");
        let sheet = workbook.worksheet_range_at(0).expect("a sheet").expect("a sheet");
        let cells: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(cells[1], [text("81210 9112 2 0000001 2026"), text("'=HYPERLINK(1)")]);
        assert_eq!(cells[2], [text("'+62"), text("Siti Contoh")]);
    }

    #[test]
    fn a_csv_has_the_same_cells() {
        let file = file(Kind::Csv, headings(), rows()).expect("a CSV");
        let text = String::from_utf8(file).expect("UTF-8");
        assert_eq!(
            text,
            "\"Nomor\",\"Nama\"\n\"81210 9112 2 0000001 2026\",\"'=HYPERLINK(1)\"\n\"'+62\",\"Siti Contoh\"\n"
        );
    }
}
