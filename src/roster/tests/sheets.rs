//! What only workbooks have: number cells, formulas, epochs, several sheets.

use super::hostile::with_part;
use super::*;
use crate::roster::Cause;

const HEADER: [&str; 5] = ["nama_asesi", "nik", "kode_skema", "tanggal_uji", "status_kompeten"];

fn header(sheet: &mut rust_xlsxwriter::Worksheet, row: u32) {
    for (column, text) in (0..).zip(HEADER) {
        sheet.write_string(row, column, text).expect("a cell");
    }
}

/// One roster row whose test date is a serial number.
fn person(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, nik: &str, serial: f64) {
    for (column, text) in [(0, "Siti Rahayu"), (1, nik), (2, "CS-01"), (4, "K")] {
        sheet.write_string(row, column, text).expect("a cell");
    }
    sheet.write_number(row, 3, serial).expect("a cell");
}

#[test]
fn a_number_is_no_nik() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet, 0);
    person(sheet, 1, "", 45418.0);
    sheet.write_number(1, 1, 9_904_066_708_740_025.0).expect("a cell");
    let roster = read_any(&book.save_to_buffer().expect("a workbook")).expect("a roster");
    assert_eq!(roster.faults.iter().map(|fault| &fault.cause).collect::<Vec<_>>(), [&Cause::NikNumber]);
}

#[test]
fn formulas_count_as_what_they_show_and_their_errors_are_faults() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet, 0);
    person(sheet, 1, "9904066708740025", 45418.0);
    sheet.write_formula(1, 0, rust_xlsxwriter::Formula::new("=UPPER(\"sri\")").set_result("SRI")).expect("a cell");
    person(sheet, 2, "9904066708740026", 45418.0);
    sheet.write_formula(2, 0, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).expect("a cell");
    let roster = read_any(&book.save_to_buffer().expect("a workbook")).expect("a roster");
    assert_eq!(roster.entries[0].name.as_str(), "SRI");
    assert_eq!(roster.faults[0].cause, Cause::CellError { shown: "#N/A".into() });
}

#[test]
fn the_first_visible_sheet_with_a_header_is_read_with_its_own_row_numbers() {
    let mut book = Workbook::new();
    let hidden = book.add_worksheet();
    header(hidden, 0);
    hidden.set_hidden(true);
    book.add_worksheet().write_string(0, 0, "Petunjuk pengisian").expect("a cell");
    let sheet = book.add_worksheet();
    sheet.set_active(true);
    sheet.write_string(0, 0, "Daftar asesi").expect("a cell");
    header(sheet, 4);
    person(sheet, 8, "9904066708740025", 45418.0);
    let roster = read_any(&book.save_to_buffer().expect("a workbook")).expect("a roster");
    assert_eq!(roster.entries.iter().map(|entry| entry.row).collect::<Vec<_>>(), [9]);
}

#[test]
fn dates_of_1904_are_counted_from_1904() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet, 0);
    person(sheet, 1, "9904066708740025", 43956.0);
    let bytes = book.save_to_buffer().expect("a workbook");
    let bytes = with_part(&bytes, "xl/workbook.xml", |xml| xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
    assert_eq!(read_any(&bytes).expect("a roster").entries[0].tested_on, Some(date(2024, 5, 6)));
}
