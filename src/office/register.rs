//! A table for people, as CSV (RFC 4180, UTF-8) or as an Excel workbook.
//!
//! Every cell is text but for what is counted: a number of 22 digits would lose its last ones, and a day would be shown
//! as the computer's country writes it. What a spreadsheet would take for a formula begins with an apostrophe.

use std::borrow::Cow;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::roster::{csv_writer, defuse};

/// Rows of one table at most: Excel shows 1,048,576.
pub const ROWS: u32 = 1_000_000;

/// Letters of a column's width at most.
const WIDEST: usize = 60;

/// Excel's number for A4.
const A4: u8 = 9;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Csv,
    Xlsx,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Something that was counted, to be added up.
    Count(u32),
    Text(String),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Cell {
    fn from(count: u32) -> Self {
        Self::Count(count)
    }
}

impl Cell {
    /// How it is shown, defused.
    fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Count(count) => count.to_string().into(),
            Self::Text(text) => defuse(text),
        }
    }
}

/// What a workbook has beside its table; a CSV is for programs and has none of it.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Lines above the table, the first of them its title.
    pub above: Vec<String>,
    /// Points that a row is high, where somebody is to write into it; lines are drawn around its cells then.
    pub height: Option<f64>,
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
pub fn file<const N: usize, C: Into<Cell>>(
    kind: Kind,
    headings: [String; N],
    rows: impl Iterator<Item = [C; N]>,
) -> Result<Vec<u8>, RegisterError> {
    sheet(kind, &Sheet::default(), headings, rows)
}

/// The same, with what a workbook has beside it.
///
/// # Errors
/// As [`file()`].
pub fn sheet<const N: usize, C: Into<Cell>>(
    kind: Kind,
    beside: &Sheet,
    headings: [String; N],
    rows: impl Iterator<Item = [C; N]>,
) -> Result<Vec<u8>, RegisterError> {
    let rows = rows.map(|row| row.map(Into::into));
    match kind {
        Kind::Csv => {
            let mut csv = csv_writer();
            csv.write_record(&headings).map_err(RegisterError::Csv)?;
            for row in rows {
                csv.write_record(row.iter().map(|cell| cell.shown().into_owned())).map_err(RegisterError::Csv)?;
            }
            csv.into_inner().map_err(|error| RegisterError::Csv(error.into_error().into()))
        }
        Kind::Xlsx => workbook(beside, headings, rows),
    }
}

fn workbook<const N: usize>(
    beside: &Sheet,
    headings: [String; N],
    rows: impl Iterator<Item = [Cell; N]>,
) -> Result<Vec<u8>, RegisterError> {
    let mut workbook = Workbook::new();
    // Of one day for ever: the same rows are the same bytes.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(1980, 1, 1)?));
    let sheet = workbook.add_worksheet();
    let ruled = |format: Format| match beside.height {
        Some(_) => format.set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter),
        None => format,
    };
    let (bold, text, count) = (Format::new().set_bold(), Format::new().set_num_format("@"), Format::new());
    let [bold, text, count] = [bold, text, count].map(ruled);
    let first = above(sheet, &beside.above)?;
    let mut widths = headings.each_ref().map(|heading| heading.chars().count());
    for (column, heading) in (0..).zip(&headings) {
        sheet.write_string_with_format(first, column, heading, &bold)?;
    }
    for (line, row) in (first + 1..).zip(rows) {
        for ((column, cell), width) in (0..).zip(&row).zip(&mut widths) {
            let shown = cell.shown();
            *width = shown.chars().count().min(WIDEST).max(*width);
            match cell {
                Cell::Count(number) => sheet.write_number_with_format(line, column, *number, &count)?,
                Cell::Text(_) => sheet.write_string_with_format(line, column, shown, &text)?,
            };
        }
        if let Some(height) = beside.height {
            sheet.set_row_height(line, height)?;
        }
    }
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, width as f64 + 2.0)?;
    }
    sheet.set_freeze_panes(first + 1, 0)?;
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    if beside.height.is_some() {
        sheet.set_repeat_rows(first, first)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// Writes the lines above a table, and gives the line that the table begins on.
fn above(sheet: &mut Worksheet, lines: &[String]) -> Result<u32, XlsxError> {
    let (title, plain) = (Format::new().set_bold().set_font_size(14), Format::new().set_num_format("@"));
    let mut first = 0;
    for line in lines {
        let format = if first == 0 { &title } else { &plain };
        sheet.write_string_with_format(first, 0, defuse(line), format)?;
        first += 1;
    }
    Ok(if first == 0 { 0 } else { first + 1 })
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
    fn what_was_counted_is_a_number_below_its_title() {
        let beside = Sheet { above: vec!["=Judul".to_owned(), "Tempat".to_owned()], height: Some(30.0) };
        let row = [Cell::Count(88), Cell::Text("+CS-01".to_owned())];
        let file = sheet(Kind::Xlsx, &beside, headings(), std::iter::once(row.clone())).expect("a workbook");
        let mut workbook = Xlsx::new(Cursor::new(file)).expect("a workbook");
        let cells = workbook.worksheet_range_at(0).expect("a sheet").expect("a sheet");
        let at = |line, column| cells.get_value((line, column)).cloned().unwrap_or_default();
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!((at(0, 0), at(1, 0), at(3, 0)), (text("'=Judul"), text("Tempat"), text("Nomor")));
        assert_eq!((at(4, 0), at(4, 1)), (Data::Float(88.0), text("'+CS-01")));
        let csv = sheet(Kind::Csv, &beside, headings(), std::iter::once(row)).expect("a CSV");
        assert_eq!(String::from_utf8(csv).expect("UTF-8"), "\"Nomor\",\"Nama\"\n\"88\",\"'+CS-01\"\n");
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
