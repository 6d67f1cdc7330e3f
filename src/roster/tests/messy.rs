//! Faults: each named once, for its row and column, in words that say what to do.

use super::*;
use crate::roster::{Cause, Warning};
use crate::words::Lang;

/// The rows of `messy.csv` that are refused, with the column at fault.
const REFUSED: [(u32, &str); 13] = [
    (3, "nik"),
    (4, "nik"),
    (5, "tanggal_uji"),
    (6, "tanggal_uji"),
    (7, "nama_asesi"),
    (8, "kode_skema"),
    (9, "status_kompeten"),
    (14, "nama_asesi"),
    (16, "nama_asesi"),
    (17, "nama_asesi"),
    (20, "nik"),
    (24, "nama_asesi"),
    (28, "nik"),
];

#[test]
fn every_messy_row_becomes_what_its_remark_says() {
    let csv = file("messy.csv");
    let rows = records(&csv);
    for bytes in [csv, workbook(&rows, Dates::Text), workbook(&rows, Dates::Cells)] {
        let roster = read_for(&bytes, &lsp("klining"), date(2024, 6, 1)).expect("a roster");
        let faults: Vec<(u32, &str)> = roster.faults.iter().map(|fault| (fault.row, fault.column)).collect();
        assert_eq!(faults, REFUSED);
        for (row, record) in (2..).zip(&rows[1..]) {
            let remark = record.last().expect("a remark");
            let taken = roster.entries.iter().any(|entry| entry.row == row);
            assert_eq!(
                taken,
                remark.starts_with("accept") && !remark.starts_with("accept or refuse"),
                "row {row}: {remark}"
            );
        }
        assert_eq!(counts(&roster), (19, 2, 13));
        assert!(
            roster.warnings.iter().all(|warning| warning.warning == Warning::BirthDiffers),
            "{:?}",
            roster.warnings
        );
    }
}

#[test]
fn a_messy_name_is_kept_as_text() {
    let roster = read_for(&file("messy.csv"), &lsp("klining"), date(2024, 6, 1)).expect("a roster");
    let name = |row| roster.entries.iter().find(|entry| entry.row == row).expect("an entry").name.as_str();
    assert_eq!(name(15), "=HYPERLINK(\"http://contoh.example\",\"Siti\")");
    assert_eq!(name(18), "<b>Budi</b> <script>alert(1)</script>");
    assert_eq!(name(19), "Dedi Suryana Putra");
    assert_eq!(name(23), "Ujang Permana");
    let serial = roster.entries.iter().find(|entry| entry.row == 22).expect("an entry");
    assert_eq!(serial.tested_on, Some(date(2024, 5, 6)));
}

#[test]
fn messages_speak_two_languages_and_show_no_nik() {
    let roster = read_for(&file("messy.csv"), &lsp("klining"), date(2024, 6, 1)).expect("a roster");
    let said = |row: u32, lang| {
        let fault = roster.faults.iter().find(|fault| fault.row == row).expect("a fault");
        fault.cause.message(lang)
    };
    assert_eq!(
        said(3, Lang::Id),
        "NIK berubah menjadi angka ilmiah oleh Excel (seperti 9,90101E+15). Jadikan kolom NIK sebagai Teks di Excel, \
         lalu ketik ulang NIK sesuai KTP."
    );
    assert_eq!(said(5, Lang::En), "There is no date or time \"31/02/2024\". Write day/month/year, such as 13/09/2023.");
    assert!(said(14, Lang::Id).contains("ꦱ (U+A9B1)"), "{}", said(14, Lang::Id));
    assert!(said(20, Lang::Id).contains("baris 19"));
    for fault in &roster.faults {
        for lang in [Lang::En, Lang::Id] {
            let longest = fault.cause.message(lang).split(|c: char| !c.is_ascii_digit()).map(str::len).max();
            assert!(longest < Some(9), "{:?}", fault.cause);
        }
    }
}

/// The causes for one row of CSV under the full header.
fn causes(row: &str) -> Vec<(&'static str, Cause)> {
    let header = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten,tanggal_lahir,nomor_blanko,foto";
    let csv = format!("{header}\n{row}\n");
    let mut klining = lsp("klining");
    klining.schemes[1].until = Some(date(2024, 1, 1));
    let elsewhere = ["DRV-01".parse().expect("a code")];
    let schemes = SchemeRule::Of { lsp: &klining, elsewhere: &elsewhere };
    let rules = Rules { schemes, issued_on: date(2024, 6, 1), today: date(2024, 7, 1), printable: &latin };
    let roster = read(csv.as_bytes(), &rules).expect("a roster");
    roster.faults.into_iter().map(|fault| (fault.column, fault.cause)).collect()
}

#[test]
fn a_row_with_many_faults_names_each_column_once() {
    let columns: Vec<&str> = causes("12,12,,besok,?,32/01/1990,1,a/b").into_iter().map(|(column, _)| column).collect();
    let all =
        ["nama_asesi", "nik", "tanggal_lahir", "kode_skema", "tanggal_uji", "status_kompeten", "nomor_blanko", "foto"];
    assert_eq!(columns, all);
}

#[test]
fn dates_must_be_possible() {
    let row = |tested: &str, decision: &str, birth: &str| {
        causes(&format!("Siti,9904066708740025,CS-01,{tested},{decision},{birth}"))
    };
    let only = |column, cause| vec![(column, cause)];
    let (june, august) = (date(2024, 6, 2), date(2024, 8, 1));
    assert_eq!(row("01/08/2024", "K", ""), only("tanggal_uji", Cause::InFuture { tested_on: august }));
    let late = Cause::AfterIssue { tested_on: june, issued_on: date(2024, 6, 1) };
    assert_eq!(row("02/06/2024", "BK", ""), only("tanggal_uji", late));
    let early = Cause::BeforeBirth { tested_on: date(1974, 8, 26) };
    assert_eq!(row("26/08/1974", "K", "27/08/1974"), only("tanggal_uji", early));
    assert_eq!(row("", "K", ""), only("tanggal_uji", Cause::TestDateMissing));
    assert_eq!(row("01/05/2024", "", ""), only("status_kompeten", Cause::DecisionMissing));
    assert_eq!(row("", "", ""), []);
}

#[test]
fn a_scheme_must_be_the_lsps_and_open() {
    let row = |code: &str| causes(&format!("Siti,9904066708740025,{code},01/05/2024,K"));
    let code = |text: &str| text.parse().expect("a code");
    assert_eq!(row("cs-01"), []);
    assert_eq!(row("DRV-01"), [("kode_skema", Cause::SchemeElsewhere { code: code("DRV-01") })]);
    let closed = Cause::SchemeClosed { code: code("CS-02"), issued_on: date(2024, 6, 1) };
    assert_eq!(row("CS-02"), [("kode_skema", closed)]);
    assert!(
        matches!(row("9904066708740025").as_slice(), [("kode_skema", Cause::SchemeUnknown { text, .. })] if text.to_string() == "•".repeat(16))
    );
}

#[test]
fn a_repeated_person_is_found_even_when_the_first_row_is_refused() {
    let rows = ",9904066708740025,CS-01,01/05/2024,K,,12345\nSiti,9904.0667.0874.0025,cs-01,2024-05-01,K,,12345";
    let expected = [
        ("nama_asesi", Cause::NameEmpty),
        ("nik", Cause::Repeated { earlier: 2 }),
        ("nomor_blanko", Cause::BlankoRepeated { earlier: 2 }),
    ];
    assert_eq!(causes(rows), expected);
}

#[test]
fn a_stray_separator_refuses_its_row_alone() {
    let shifted = "Dr. Siti, S.T.,9904066708740025,CS-01,01/05/2024,K,27/08/1974,12345,siti.jpg";
    assert_eq!(causes(shifted), [("baris", Cause::TooManyCells)]);
}

#[test]
fn a_certificate_long_after_its_assessment_is_warned_of() {
    let csv = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\nSiti,9904066708740025,CS-01,30/05/2022,K\n\
               Sri,9904066708740026,CS-01,01/06/2022,K\nSita,9904066708740027,CS-01,30/05/2022,BK\n";
    let roster = read_for(csv.as_bytes(), &lsp("klining"), date(2024, 6, 1)).expect("a roster");
    assert_eq!(roster.entries.len(), 3);
    let warned: Vec<(u32, &Warning)> = roster.warnings.iter().map(|warning| (warning.row, &warning.warning)).collect();
    assert_eq!(warned, [(2, &Warning::Late { tested_on: date(2022, 5, 30) })]);
}
