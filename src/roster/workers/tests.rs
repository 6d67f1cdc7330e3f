//! Employers' lists, read whole.

use rust_xlsxwriter::Workbook;

use super::*;
use crate::domain::worker::{self, Claimed};
use crate::roster::{Cause, Warning};

/// Under the columns as they were guessed.
fn read(bytes: impl AsRef<[u8]>) -> Result<List, FileFault> {
    let grid = open_workers(bytes.as_ref())?;
    read_workers(&grid, &Guesses::of(&grid))
}

fn faults(list: &List) -> Vec<(u32, &str, Cause)> {
    list.faults.iter().map(|fault| (fault.row, fault.column, fault.cause.clone())).collect()
}

/// What a worker is said to hold: `#` before a number, `@` before a token.
fn claimed(worker: &Worker) -> String {
    match &worker.certificate {
        Claimed::Nothing => String::new(),
        Claimed::Number(number) => format!("#{}", number.as_typed()),
        Claimed::Token(text) => format!("@{text}"),
    }
}

fn all_claimed(list: &List) -> Vec<String> {
    list.workers.iter().map(claimed).collect()
}

#[test]
fn the_contractors_list_of_mojokerto_reads_whole_and_names_no_certificate() {
    let sample = format!("{}/tests/data/mojokerto-daftar-pekerja.csv", env!("CARGO_MANIFEST_DIR"));
    let list = read(std::fs::read(sample).expect("the sample")).expect("a list");
    assert_eq!((list.workers.len(), list.faults.len(), list.warnings.len()), (55, 0, 0));
    assert!(list.workers.iter().all(|worker| worker.certificate == Claimed::Nothing && worker.nik.is_some()));
    let first = &list.workers[0];
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    assert_eq!(first.name.as_ref().map(ToString::to_string).as_deref(), Some("Ratna Maulana Firdaus"));
    assert_eq!((first.row, text(&first.job).as_str()), (2, "Petugas kebersihan"));
    let wanted = |code: &str| {
        let is = |worker: &&Worker| worker.scheme.as_ref().is_some_and(|scheme| scheme.as_str() == code);
        list.workers.iter().filter(is).count()
    };
    assert_eq!(["CS-01", "DRV-01", "SEC-01"].map(wanted), [40, 12, 3]);
}

#[test]
fn a_cell_names_a_number_or_a_token_and_the_token_is_the_certificate() {
    let list = read(
        "Nama,No Sertifikat,Link\n\
         Siti,81210 9112 2 0000088 2023,\n\
         Budi,,https://cek.lsp.example/v/AA\n\
         Rina,81210,HTTPS://CEK.LSP.EXAMPLE/V/000\n\
         Dewi,https://cek.lsp.example/v/AB,-\n\
         Joko,-,\n\
         Agus,,halo\n",
    )
    .expect("a list");
    let expected = [
        "#81210 9112 2 0000088 2023",
        "@https://cek.lsp.example/v/AA",
        "@HTTPS://CEK.LSP.EXAMPLE/V/000",
        "@https://cek.lsp.example/v/AB",
        "",
        "@halo",
    ];
    assert_eq!((all_claimed(&list), list.faults.len()), (expected.map(str::to_owned).to_vec(), 0));
}

#[test]
fn a_column_of_names_keeps_their_degrees() {
    let list = read("Nama\nBudi Contoh, S.T.\nSiti Contoh\n").expect("a list");
    let names: Vec<String> =
        list.workers.iter().filter_map(|worker| worker.name.as_ref().map(ToString::to_string)).collect();
    assert_eq!(
        (names.as_slice(), list.faults.len()),
        (&["Budi Contoh, S.T.".to_owned(), "Siti Contoh".to_owned()][..], 0)
    );
}

#[test]
fn pasted_texts_without_headings_are_a_list_once_it_is_said_what_they_are() {
    let grid = open_workers(b"https://a/v/AA\nhttps://a/v/AB\n").expect("a table");
    let mut guesses = Guesses::under(&grid, 0);
    assert_eq!(read_workers(&grid, &guesses).err(), Some(FileFault::NoWorker));
    guesses.take(0, Some(Field::Token)).expect("a column");
    let list = read_workers(&grid, &guesses).expect("a list");
    assert_eq!(all_claimed(&list), ["@https://a/v/AA", "@https://a/v/AB"]);
    assert_eq!(list.workers.iter().map(|worker| worker.row).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn every_fault_of_every_row_is_told_and_such_a_row_is_no_worker() {
    let long = "x".repeat(121);
    let list = read(format!(
        "nama;nik;skema;jabatan;nomor sertifikat\n\
         Siti\u{200b};12;CS-01;;1\n\
         12;9901010101900027;{long};{long};1\n\
         ;;CS-01;Sopir;\n\
         Budi;-;;;-\n\
         Rina;;;;8,12109E+20\n\
         Dewi;;;;{}\n\
         -;-;;;-\n",
        "1".repeat(4001)
    ))
    .expect("a list");
    assert_eq!(list.workers.iter().map(|worker| worker.row).collect::<Vec<_>>(), [5]);
    let expected = [
        (2, "nama_asesi", Cause::NameHidden),
        (2, "nik", Cause::NikLength { digits: 2 }),
        (3, "nama_asesi", Cause::NameNoLetter),
        (3, "kode_skema", Cause::TooLong { most: 120 }),
        (3, "jabatan", Cause::TooLong { most: 120 }),
        (4, "nama_asesi", Cause::NameEmpty),
        (6, "nomor_sertifikat", Cause::NumberRounded),
        (7, "nomor_sertifikat", Cause::TooLong { most: 4000 }),
    ];
    assert_eq!(faults(&list), expected);
}

#[test]
fn a_number_cell_that_lost_digits_names_no_certificate() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "Petunjuk").expect("a cell");
    let sheet = book.add_worksheet();
    for (column, heading) in [(0, "Nama"), (1, "Nomor Sertifikat"), (2, "NIK")] {
        sheet.write_string(0, column, heading).expect("a cell");
    }
    for (row, number) in [(1, 8.121_091_122e20), (2, 1_234_567.0), (3, 1e15)] {
        sheet.write_string(row, 0, "Siti").expect("a cell");
        sheet.write_number(row, 1, number).expect("a cell");
    }
    sheet.write_number(2, 2, 9_901_010_101_900_027.0).expect("a cell");
    sheet.write_string(4, 0, "Budi").expect("a cell");
    sheet.write_string(4, 1, "1234567").expect("a cell");
    sheet.set_row_hidden(4).expect("a row");
    let list = read(book.save_to_buffer().expect("a workbook")).expect("a list");
    let expected = [
        (2, "nomor_sertifikat", Cause::NumberRounded),
        (3, "nik", Cause::NikNumber),
        (4, "nomor_sertifikat", Cause::NumberRounded),
    ];
    assert_eq!((faults(&list), all_claimed(&list)), (expected.to_vec(), vec!["#1234567".to_owned()]));
    let hidden = |warning: &RowWarning| (warning.row, warning.warning == Warning::HiddenRow);
    assert_eq!(list.warnings.iter().map(hidden).collect::<Vec<_>>(), [(5, true)], "it is read and told");
}

#[test]
fn what_stands_below_the_people_is_told_and_is_nobody() {
    let list = read(
        "nama;nik;skema\nSiti;9901010101900027;CS-01\nBudi;;CS-01\n\n;Mojokerto, 1 Desember 2026;\n;Direktur;\n;Rina;\n",
    )
    .expect("a list");
    assert_eq!(list.workers.len(), 2);
    assert_eq!(list.warnings.iter().map(|warning| warning.row).collect::<Vec<_>>(), [5, 6, 7]);
    let below = read("nama;nomor sertifikat\nJumlah: 1 orang;\nSiti;81210 9112 2 0000088 2023\n").expect("a list");
    assert_eq!((below.workers.len(), below.warnings.len()), (2, 0), "who has a certificate is somebody");
}

#[test]
fn rows_that_a_program_hands_in_are_read_by_the_same_rules() {
    let json = r#"[
        {"token": "halo", "number": "8,1E+20"},
        {"number": "81210", "name": " Siti  Contoh ", "nik": "9901.0101.0190.0027", "scheme": "CS-01", "more": 1},
        {"name": "Budi", "nik": "", "job": null},
        {"nik": "9901010101900027"},
        {"number": "-"},
        {"name": "Rina", "nik": "9.90101E+15"}
    ]"#;
    let rows: Vec<TypedRow> = serde_json::from_str(json).expect("rows");
    let list = read_typed(&rows).expect("a list");
    assert_eq!(all_claimed(&list), ["@halo", "#81210", ""]);
    assert_eq!(list.workers[1].name.as_ref().map(ToString::to_string).as_deref(), Some("Siti Contoh"));
    let expected =
        [(4, "nama_asesi", Cause::NameEmpty), (5, "nama_asesi", Cause::NameEmpty), (6, "nik", Cause::NikScientific)];
    assert_eq!(faults(&list), expected);
    assert!(
        serde_json::from_str::<Vec<TypedRow>>(r#"[{"nik": 9901010101900027}]"#).is_err(),
        "a number has lost digits"
    );
}

#[test]
fn a_list_has_somebody_and_ten_thousand_at_most() {
    assert_eq!(read("nama;nik\n").err(), Some(FileFault::Nobody));
    assert_eq!(read("nik;skema\n9901010101900027;CS-01\n").err(), Some(FileFault::NoWorker));
    assert_eq!(read(b"").err(), Some(FileFault::Empty));
    assert_eq!(read_typed(&[]).err(), Some(FileFault::Nobody));
    let most = format!("nama\n{}", "Siti\n".repeat(worker::MOST));
    assert_eq!(read(&most).map(|list| list.workers.len()), Ok(worker::MOST));
    let too_many = FileFault::TooManyRows { most: worker::MOST };
    assert_eq!(read(format!("{most}Siti\n")).err(), Some(too_many.clone()));
    let row = TypedRow { name: Some("Siti".into()), ..TypedRow::default() };
    assert_eq!(read_typed(&vec![row.clone(); worker::MOST]).map(|list| list.workers.len()), Ok(worker::MOST));
    assert_eq!(read_typed(&vec![row; worker::MOST + 1]).err(), Some(too_many));
}
