//! Nobody is passed over without a word: what Excel hides, what is not read, what stands below the people.

use rust_xlsxwriter::{Formula, Worksheet};

use super::hostile::with_part;
use super::*;
use crate::roster::{Cause, Warning, open, read_grid};
use crate::words::Lang;

const HEADER: [&str; 6] = ["Nama Asesi", "NIK", "Skema Sertifikasi", "Tanggal Uji Kompetensi", "Hasil", "Foto"];

fn header(sheet: &mut Worksheet) {
    for (column, text) in (0..).zip(HEADER) {
        sheet.write_string(0, column, text).expect("a cell");
    }
}

fn person(sheet: &mut Worksheet, row: u32) {
    let nik = format!("99040667087400{row:02}");
    for (column, text) in (0..).zip(["Siti Rekaan", &nik, "CS-01", "06/05/2026", "K", "siti.jpg"]) {
        sheet.write_string(row, column, text).expect("a cell");
    }
}

fn saved(book: &mut Workbook) -> Vec<u8> {
    book.save_to_buffer().expect("a workbook")
}

fn warnings(roster: &Roster) -> Vec<(u32, &str, &Warning)> {
    roster.warnings.iter().map(|warning| (warning.row, warning.column, &warning.warning)).collect()
}

/// A roster in CSV with the usual columns and these rows.
fn csv(rows: &str) -> Roster {
    let header = "nama_asesi;nik;tempat_lahir;tanggal_lahir;kode_skema;tanggal_uji;status_kompeten";
    read_for(format!("{header}\n{rows}").as_bytes(), &lsp("klining"), date(2024, 6, 1)).expect("a roster")
}

#[test]
fn people_on_another_sheet_are_told_with_its_name() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Gelombang 1").expect("a name");
    header(sheet);
    person(sheet, 1);
    let second = book.add_worksheet().set_name("Gelombang 2 & 3").expect("a name");
    header(second);
    person(second, 1);
    person(second, 2);
    book.add_worksheet().write_string(0, 0, "Nama").expect("a cell");
    let roster = read_any(&saved(&mut book)).expect("a roster");
    assert_eq!(roster.entries.len(), 1);
    let [(1, "baris", warning)] = warnings(&roster)[..] else { panic!("{:?}", roster.warnings) };
    assert!(matches!(warning, Warning::OtherSheet { name, people: 2 } if name.to_string() == "Gelombang 2 & 3"));
    assert!(warning.message(Lang::Id).contains("Lembar \"Gelombang 2 & 3\" juga memuat 2 orang"));
    assert!(warning.message(Lang::En).starts_with("Sheet \"Gelombang 2 & 3\" has 2 people too, who were not read."));
}

#[test]
fn people_on_a_sheet_before_the_roster_are_told_too() {
    let mut book = Workbook::new();
    let list = book.add_worksheet().set_name("Data").expect("a name");
    for (column, text) in [(0, "nama"), (1, "nik")] {
        list.write_string(0, column, text).expect("a cell");
    }
    list.write_string(1, 0, "Siti Rekaan").expect("a cell").write_string(1, 1, "9904066708740001").expect("a cell");
    let sheet = book.add_worksheet();
    header(sheet);
    person(sheet, 1);
    let roster = read_any(&saved(&mut book)).expect("a roster");
    assert!(matches!(warnings(&roster)[..], [(1, "baris", Warning::OtherSheet { people: 1, .. })]));
}

#[test]
fn hidden_rows_and_columns_are_read_and_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet);
    (1..=5).for_each(|row| person(sheet, row));
    sheet.set_row_hidden(2).expect("hidden").set_row_hidden(3).expect("hidden");
    sheet.set_column_hidden(1).expect("hidden").set_column_hidden(30).expect("hidden");
    let roster = read_any(&saved(&mut book)).expect("a roster");
    assert_eq!(roster.entries.len(), 5);
    let expected =
        [(1, "nik", &Warning::HiddenColumn), (3, "baris", &Warning::HiddenRow), (4, "baris", &Warning::HiddenRow)];
    assert_eq!(warnings(&roster), expected);
}

#[test]
fn rows_that_a_filter_left_out_are_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet);
    person(sheet, 1);
    person(sheet, 2);
    sheet.write_string(2, 4, "BK").expect("a cell");
    sheet.autofilter(0, 0, 2, 5).expect("a filter");
    sheet.filter_column(4, &rust_xlsxwriter::FilterCondition::new().add_list_filter("K")).expect("a filter");
    let roster = read_any(&saved(&mut book)).expect("a roster");
    assert_eq!((counts(&roster), warnings(&roster)), ((1, 1, 0), vec![(3, "baris", &Warning::HiddenRow)]));
}

#[test]
fn a_formula_that_was_never_counted_is_no_blank() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet);
    person(sheet, 1);
    sheet.write_formula(1, 3, Formula::new("=TODAY()").set_result("OUT")).expect("a cell");
    sheet.write_formula(1, 4, Formula::new("=X9").set_result("OUT")).expect("a cell");
    let counted = saved(&mut book);
    for without in ["", "<v></v>", "<v/>"] {
        let strip = |xml: String| {
            assert_eq!(xml.matches("<v>OUT</v>").count(), 2);
            xml.replace(" t=\"str\"", "").replace("<v>OUT</v>", without)
        };
        let bytes = with_part(&counted, "xl/worksheets/sheet1.xml", strip);
        let roster = read_any(&bytes).expect("a roster");
        let faults: Vec<_> = roster.faults.iter().map(|fault| (fault.column, &fault.cause)).collect();
        let expected = [("tanggal_uji", &Cause::FormulaUncounted), ("status_kompeten", &Cause::FormulaUncounted)];
        assert_eq!(faults, expected, "{without}");
    }
}

#[test]
fn a_roster_of_nobody_is_refused() {
    let mut book = Workbook::new();
    header(book.add_worksheet());
    assert_eq!(read_any(&saved(&mut book)).err(), Some(FileFault::Nobody));
    let only_a_footer = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\n,\"Jakarta, 13 September 2023\"\n";
    assert_eq!(read_any(only_a_footer.as_bytes()).err(), Some(FileFault::Nobody));
}

#[test]
fn a_photo_that_is_not_named_or_not_there_is_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet);
    (1..=3).for_each(|row| person(sheet, row));
    sheet.write_string(2, 5, " ").expect("a cell");
    sheet.write_string(3, 5, "tuti.jpg").expect("a cell");
    let roster = read_any(&saved(&mut book)).expect("a roster");
    assert_eq!(warnings(&roster), [(3, "foto", &Warning::PhotoBlank)]);
    let missing = |name: &str| Cause::PhotoMissing { name: name.into() };
    let roster = roster.with_photos(|name| if name == "siti.jpg" { Ok(()) } else { Err(missing(name)) });
    assert_eq!(roster.entries.iter().map(|entry| entry.row).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(roster.faults.len(), 1);
    assert_eq!((roster.faults[0].row, roster.faults[0].column), (4, "foto"));
    assert_eq!(
        roster.faults[0].cause.message(Lang::En),
        "There is no photo \"tuti.jpg\" among the photos. Add the file, or correct its name."
    );
}

#[test]
fn lines_below_the_people_are_no_people() {
    let people = "Siti Rekaan;9904066708740025;Bogor;27/08/1974;CS-01;06/05/2024;K\n";
    let footers = [
        ";;;;;Jakarta, 13 September 2023;\n;;;;;Ketua LSP;\n\n;;;;;Dr. Budi Rekaan, M.M.;\n;;;;;NIP. 19780101 200501 1 001;\n",
        "\nMengetahui,;;;;Bogor, 06-05-2024;;\nManajer Sertifikasi;;;;Asesor;;\n\nTuti Rekaan;;;;Asep Rekaan;;\n",
        "Jumlah;1;;;;;\nBandung, .......... Mei 2024;;;;;;\nTuti Rekaan;;;;;;\n",
    ];
    for footer in footers {
        let roster = csv(&format!("{people}{footer}"));
        assert_eq!(counts(&roster), (1, 0, 0), "{footer}: {:?}", roster.faults);
        let told = roster.warnings.iter().filter(|warning| warning.warning == Warning::NoPerson).count();
        assert_eq!(told, footer.lines().filter(|line| !line.is_empty()).count(), "{footer}");
    }
    // Where the comma parts the cells, the place stands in one and the date in the next.
    let parted = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\nSiti Rekaan,9904066708740025,CS-01,06/05/2024,K\n\
                  Jakarta, 13 September 2023\nKetua LSP\nBudi Rekaan\n";
    assert_eq!(counts(&read_any(parted.as_bytes()).expect("a roster")), (1, 0, 0));
}

#[test]
fn nobody_is_taken_for_a_footer() {
    let person = "Siti Rekaan;9904066708740025;Bogor;27/08/1974;CS-01;06/05/2024;K\n";
    for unfinished in [
        "Tuti Rekaan;;;;;;\n",
        "Tuti Rekaan;;Jakarta, 13 September 1990;;CS-01;;\n",
        "Ketua Rekaan;9904066708740026;;;;;\n",
        ";;Jakarta, 13 September 1990;;;06/05/2024;K\n",
        "Jumlah;;;;;;\nTuti Rekaan;9904066708740026;;;;;\n",
        "Mengetahui;;;;;;\nTuti Rekaan;;;;;;BK\n",
    ] {
        let roster = csv(&format!("{person}{unfinished}"));
        assert!(!roster.faults.is_empty(), "{unfinished}");
        assert!(roster.warnings.iter().all(|warning| warning.warning != Warning::NoPerson), "{unfinished}");
    }
}

#[test]
fn a_mended_cell_is_read_with_the_whole() {
    let klining = lsp("klining");
    let schemes = SchemeRule::Of { lsp: &klining, elsewhere: &[] };
    let rules = Rules { schemes, issued_on: date(2024, 6, 1), today: TODAY, printable: &latin };
    let mut grid = open(&file("messy.csv"), &rules).expect("a sheet");
    let before = read_grid(&grid, &rules).expect("a roster");
    let fault = before.faults.iter().find(|fault| fault.row == 5).expect("a fault");
    let at = before.layout.cell(fault.row, fault.column).expect("a cell");
    assert_eq!(at.to_string(), "K5");
    assert_eq!(grid.cells().find(|(place, _)| *place == at), Some((at, Some("31/02/2024".into()))));
    grid.mend(at, "30/04/2024").expect("room");
    let after = read_grid(&grid, &rules).expect("a roster");
    assert_eq!((after.faults.len(), after.entries.len()), (before.faults.len() - 1, before.entries.len() + 1));
    assert!(after.entries.iter().any(|entry| entry.row == 5 && entry.tested_on == Some(date(2024, 4, 30))));
    // Cleared, the row lacks what it had; a row beyond the file can be begun; beyond the bounds nothing is taken.
    grid.mend(at, " ").expect("room");
    let cleared = read_grid(&grid, &rules).expect("a roster");
    assert!(cleared.faults.iter().any(|fault| (fault.row, &fault.cause) == (5, &Cause::TestDateMissing)));
    grid.mend("B99".parse().expect("a cell"), "Tuti Rekaan").expect("room");
    assert!(read_grid(&grid, &rules).expect("a roster").faults.iter().any(|fault| fault.row == 99));
    assert_eq!(grid.mend("GS2".parse().expect("a cell"), "x"), Err(FileFault::TooManyColumns));
}
