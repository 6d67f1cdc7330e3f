//! Rosters in, certificates out.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{DATA, Installation, issued, on_both, people};

/// LSP, day of issue, file, certified, recorded.
const CASES: [(&str, &str, &str, u64, u64); 9] = [
    ("klining", "2023-12-18", "cilegon", 88, 14),
    ("klining", "2021-05-03", "malang-gelombang-1", 36, 4),
    ("klining", "2021-05-10", "malang-gelombang-2", 40, 4),
    ("klining", "2021-05-17", "malang-gelombang-3", 40, 4),
    ("klining", "2023-09-01", "mojokerto-cs-01", 40, 0),
    ("pengemudi", "2022-07-01", "mojokerto-drv-01", 12, 0),
    ("pengamanan", "2021-04-01", "mojokerto-sec-01", 3, 0),
    ("provinsi", "2016-03-01", "banten-polpp", 574, 26),
    ("provinsi", "2018-12-20", "tangerang", 1716, 192),
];

fn sample(name: &str) -> PathBuf {
    Path::new(DATA).join(format!("{name}.csv"))
}

/// A sample as a workbook, every cell a text.
fn workbook(at: &Installation, name: &str) -> PathBuf {
    let text = std::fs::read_to_string(sample(name)).expect("a sample");
    let text = text.trim_start_matches('\u{feff}');
    let delimiter = if text.lines().next().is_some_and(|header| header.contains(';')) { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(text.as_bytes());
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, record) in (0..).zip(reader.records()) {
        for (column, cell) in (0..).zip(record.expect("a row").iter()) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    let path = at.path(&format!("{name}.xlsx"));
    book.save(&path).expect("saved");
    path
}

fn counts(answer: &Value) -> (u64, u64, usize) {
    let number = |name: &str| answer[name].as_u64().expect("a number");
    (number("issued"), number("recorded"), answer["refused"].as_array().expect("a list").len())
}

#[test]
fn every_sample_is_issued_as_its_case_says() {
    on_both(|at| {
        at.with_lsps();
        for (lsp, day, name, certified, recorded) in CASES {
            let answer = at.issue(lsp, day, &sample(name), &[]);
            assert_eq!(counts(&answer), (certified, recorded, 0), "{name}");
        }
    });
}

#[test]
fn every_sample_is_issued_from_a_workbook_too() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    for (lsp, day, name, certified, recorded) in CASES {
        let answer = at.issue(lsp, day, &workbook(&at, name), &[]);
        assert_eq!(counts(&answer), (certified, recorded, 0), "{name}");
    }
    // The same people from CSV: nothing is issued twice.
    let (lsp, day, name, certified, _) = CASES[0];
    let again = at.issue(lsp, day, &sample(name), &[]);
    assert_eq!((again["issued"].as_u64(), again["already"].as_u64()), (Some(0), Some(certified)));
}

#[test]
fn a_messy_roster_comes_out_row_by_row_as_it_says() {
    on_both(|at| {
        at.with_lsps();
        for file in [sample("messy"), workbook(at, "messy")] {
            let answer = at.issue("klining", "2024-06-03", &file, &[]);
            assert_eq!(answer["issued"], 0, "a refused row issues nothing");
            let refused: Vec<u64> =
                answer["refused"].as_array().expect("a list").iter().filter_map(|f| f["row"].as_u64()).collect();
            assert_eq!(refused, [3, 4, 5, 6, 7, 8, 9, 14, 16, 17, 20, 24, 28]);
        }
        assert!(at.column("select number from certificate").is_empty());
        let out = at.path("out");
        let answer = at.issue(
            "klining",
            "2024-06-03",
            &sample("messy"),
            &["--skip-refused", "--out", out.to_str().expect("UTF-8")],
        );
        // 34 rows, 13 refused, one BK and one absent
        assert_eq!((answer["issued"].as_u64(), answer["recorded"].as_u64()), (Some(19), Some(2)));
        let names: Vec<String> = issued(&out).into_iter().map(|row| row[2].clone()).collect();
        assert!(names.contains(&"'=HYPERLINK(\"http://contoh.example\",\"Siti\")".to_owned()), "defused: {names:?}");
        assert!(names.contains(&"<b>Budi</b> <script>alert(1)</script>".to_owned()));
        assert!(names.contains(&"Dedi Suryana Putra".to_owned()) && names.contains(&"Ujang Permana".to_owned()));
    });
}

#[test]
fn the_same_roster_twice_issues_nothing_twice_and_completes_the_directory() {
    on_both(|at| {
        at.with_lsps();
        let (roster, out) = (at.write("r.csv", people(1, 12)), at.path("out"));
        let more = ["--out", out.to_str().expect("UTF-8")];
        assert_eq!(at.issue("klining", "2024-06-03", &roster, &more)["issued"], 12);
        let first = contents(&out);
        assert_eq!(first.len(), 14, "a PDF each, certificates.csv and daftar.xlsx");
        for list in ["certificates.csv", "daftar.xlsx"] {
            std::fs::remove_file(out.join(list)).expect("removed");
        }
        let pdf = first.iter().find(|(name, _)| name.ends_with(".pdf")).expect("a PDF");
        std::fs::remove_file(out.join(&pdf.0)).expect("removed");
        let again = at.issue("klining", "2024-06-03", &roster, &more);
        assert_eq!((again["issued"].as_u64(), again["already"].as_u64()), (Some(0), Some(12)));
        assert!(contents(&out) == first, "the directory is byte for byte what it was");
        // A row more: one certificate more, its number the next.
        let roster = at.write("r.csv", people(1, 13));
        assert_eq!(at.issue("klining", "2024-06-03", &roster, &more)["issued"], 1);
        assert_eq!(issued(&out)[12][0], "81210 9112 2 0000013 2024");
    });
}

/// The cells of a folder's register.
fn register(out: &Path) -> Vec<Vec<String>> {
    use calamine::Reader as _;
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(out.join("daftar.xlsx")).expect("a workbook");
    let sheet = workbook.worksheet_range_at(0).expect("a sheet").expect("a sheet");
    sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn a_register_for_people_tells_whose_certificate_lies_in_which_file() {
    on_both(|at| {
        at.with_lsps();
        let roster = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten,instansi\n\
                      Siti Rekaan,9951010101900001,CS-01,2024-05-06,K,PT Sapu Rekaan\n\
                      \"Budi/Rekaan, S.H.\",9951010101900002,CS-01,2024-05-06,K,\n";
        let (roster, out) = (at.write("r.csv", roster), at.path("out"));
        let dir = out.to_str().expect("UTF-8");
        // As an earlier release called it.
        std::fs::create_dir(&out).expect("made");
        std::fs::write(out.join("81210-9112-2-0000001-2024.pdf"), "").expect("written");
        at.issue("klining", "2024-06-03", &roster, &["--out", dir]);
        let number = |n: u8| format!("81210 9112 2 000000{n} 2024");
        let files = ["81210-9112-2-0000001-2024 Siti Rekaan.pdf", "81210-9112-2-0000002-2024 Budi-Rekaan, S.H.pdf"];
        let head =
            ["Nomor sertifikat", "Nama", "NIK (4 digit terakhir)", "Instansi", "Skema", "Terbit", "Berlaku sampai"];
        let first = register(&out);
        assert_eq!(first[0][..7], head);
        let siti = [&number(1), "Siti Rekaan", "0001", "PT Sapu Rekaan", "CS-01", "2024-06-03", "2027-06-03", files[0]];
        let budi = [&number(2), "Budi/Rekaan, S.H.", "0002", "", "CS-01", "2024-06-03", "2027-06-03", files[1]];
        assert_eq!(first[1..], [siti, budi]);
        let names: Vec<String> = contents(&out).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, [files[0], files[1], "certificates.csv", "daftar.xlsx"], "and the old name is gone");
        // Another certificate in the same folder: those before it stay.
        at.ok(&["replace", &number(1), "--reason", "wrong-data", "--nik", "9951010101900003", "--out", dir]);
        let more = register(&out);
        assert_eq!(more[..3], first[..3]);
        assert_eq!(more[3][2], "0001, 0003", "both that she is known by");
        std::fs::write(out.join("daftar.xlsx"), "bukan buku kerja").expect("written");
        let refused = at.run(&["print", &number(1), "--out", dir, "--lang", "id"]);
        assert!(
            refused.code == 2 && refused.err.contains("daftar.xlsx bukan daftar yang ditulis Absah"),
            "{}",
            refused.err
        );
        assert_eq!(
            std::fs::read(out.join("daftar.xlsx")).expect("read"),
            b"bukan buku kerja",
            "what is not ours stays"
        );
    });
}

fn contents(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let files = std::fs::read_dir(dir).expect("a directory").map(|file| file.expect("a file").path());
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
    let mut all: Vec<_> = files.map(|path| (name(&path), std::fs::read(&path).expect("read"))).collect();
    all.sort();
    all
}

#[test]
fn who_was_not_yet_competent_is_certified_when_she_passes() {
    on_both(|at| {
        at.with_lsps();
        let row = |day: &str, decision: &str| {
            format!(
                "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\nSiti Rekaan,9951010101900001,CS-01,{day},{decision}\n"
            )
        };
        let wave = |day, decision| at.issue("klining", "2024-06-03", &at.write("r.csv", row(day, decision)), &[]);
        assert_eq!(counts(&wave("2024-05-06", "BK")), (0, 1, 0));
        assert_eq!(counts(&wave("2024-05-13", "K")), (1, 0, 0));
        // The decision of the first wave turns out to be an error of the office.
        let corrected = wave("2024-05-06", "K");
        assert_eq!(counts(&corrected), (1, 0, 0));
        assert_eq!(
            corrected["warnings"].as_array().map(Vec::len),
            Some(2),
            "corrected, and holds another: {corrected}"
        );
        // Who is certified is not uploaded away.
        let answer = wave("2024-05-06", "BK");
        assert_eq!((counts(&answer), answer["refused"][0]["column"].as_str()), ((0, 0, 1), Some("status_kompeten")));
    });
}

#[test]
fn a_stored_entry_is_not_taken_under_another_name() {
    on_both(|at| {
        at.with_lsps();
        let row = |name: &str| {
            format!(
                "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\n{name},9951010101900001,CS-01,2024-05-06,K\n"
            )
        };
        assert_eq!(counts(&at.issue("klining", "2024-06-03", &at.write("a.csv", row("Siti Rekaan")), &[])), (1, 0, 0));
        let other = at.issue("klining", "2024-06-03", &at.write("b.csv", row("Tuti Rekaan")), &[]);
        assert_eq!((counts(&other), other["refused"][0]["column"].as_str()), ((0, 0, 1), Some("nama_asesi")));
        // After a correction both the roster as it was and the roster as it should be are known.
        at.ok(&[
            "replace",
            "81210 9112 2 0000001 2024",
            "--reason",
            "wrong-data",
            "--name",
            "Tuti Rekaan",
            "--nik",
            "9951010101900002",
        ]);
        for file in ["a.csv", "b.csv"] {
            let answer = at.issue("klining", "2024-06-03", &at.path(file), &[]);
            assert_eq!((answer["issued"].as_u64(), answer["already"].as_u64()), (Some(0), Some(1)), "{file}: {answer}");
        }
    });
}

#[test]
fn what_verify_would_not_trust_is_not_issued() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let roster = at.write("r.csv", people(1, 1).replace("CS-01", "SEC-01").replace("2024-05-06", "2026-01-06"));
    let lapsed =
        at.run(&["issue", "--lsp", "pengamanan", "--issued-on", "2026-02-01", roster.to_str().expect("UTF-8")]);
    assert!(lapsed.code == 2 && lapsed.err.contains("No licence of the LSP covers 1 February 2026"), "{}", lapsed.err);
    let before = at.write("b.csv", people(1, 1).replace("2024-05-06", "2014-05-06"));
    let early = at.run(&["issue", "--lsp", "klining", "--issued-on", "2014-06-01", before.to_str().expect("UTF-8")]);
    assert!(early.code == 2 && early.err.contains("No active key"), "{}", early.err);
    let checked =
        at.run(&["check", "--lsp", "pengamanan", "--issued-on", "2026-02-01", roster.to_str().expect("UTF-8")]);
    assert_eq!((checked.code, &checked.err), (2, &lapsed.err), "check says what issue would");
    let other = at.issue("klining", "2026-02-01", &roster, &[]);
    assert_eq!(other["refused"][0]["column"], "kode_skema");
    assert!(at.column("select number from certificate").is_empty());
}

#[test]
fn the_list_of_a_directory_keeps_the_lines_of_others() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let out = at.path("out");
    let more = ["--out", out.to_str().expect("UTF-8")];
    at.issue("klining", "2024-06-03", &at.write("a.csv", people(1, 3)), &more);
    at.issue("klining", "2024-06-03", &at.write("b.csv", people(4, 2)), &more);
    assert_eq!(issued(&out).len(), 5);
    std::fs::write(out.join(".absah-left"), "half a file").expect("written");
    at.ok(&[["replace", "81210 9112 2 0000002 2024", "--reason", "lost-sheet"].as_slice(), &more].concat());
    assert_eq!(issued(&out).len(), 6);
    assert!(!out.join(".absah-left").exists(), "what a killed process left is cleared");
    assert_eq!(contents(&out).len(), 8, "six PDFs and two lists");
}

#[test]
fn what_no_qr_holds_is_not_issued() {
    let at = Installation::on_sqlite();
    let lsps = std::fs::read_to_string(crate::support::LSPS).expect("read");
    let file = at.write("lsps.json", lsps.replace("Petugas Kebersihan Gedung", &"é".repeat(100)));
    at.ok(&["lsp", "import", file.to_str().expect("UTF-8"), "--site", crate::support::SITE]);
    at.ok(&["keys", "new", "--lsp", "klining"]);
    let long = "ệ".repeat(100);
    let roster = at.write("r.csv", people(1, 2).replacen("Orang Rekaan baaa", &long, 1));
    let refused = at.run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", roster.to_str().expect("UTF-8")]);
    assert!(refused.code == 2 && refused.err.contains("too long for the QR"), "{}{}", refused.out, refused.err);
    assert!(at.column("select number from certificate").is_empty());
}

#[test]
fn a_blanko_serial_is_one_certificates_alone() {
    on_both(|at| {
        at.with_lsps();
        let row = |person: u32| {
            format!(
                "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten,nomor_blanko\nOrang Rekaan,995101010190{person:04},CS-01,2024-05-06,K,0012345\n"
            )
        };
        assert_eq!(counts(&at.issue("klining", "2024-06-03", &at.write("a.csv", row(1)), &[])), (1, 0, 0));
        let again = at.issue("klining", "2024-06-03", &at.write("b.csv", row(2)), &[]);
        assert_eq!((counts(&again), again["refused"][0]["column"].as_str()), ((0, 0, 1), Some("nomor_blanko")));
        let same = at.issue("klining", "2024-06-03", &at.path("a.csv"), &[]);
        assert_eq!(same["already"], 1, "the same roster again is no conflict");
    });
}

#[test]
fn a_file_that_is_no_roster_is_refused_in_the_clerks_words() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    for (content, word) in [("", "kosong"), ("halo", "baris judul"), ("%PDF-1.7 contoh", "bukan csv")] {
        let file = at.write("r.csv", content);
        let answer = at.issue("klining", "2024-06-03", &file, &["--lang", "id"]);
        let message = answer["refused"][0]["message"].as_str().expect("a message");
        assert!(message.to_lowercase().contains(word), "{content}: {message}");
        let checked = at.run(&["check", "--lang", "id", file.to_str().expect("UTF-8")]);
        assert_eq!(checked.code, 1);
        assert!(checked.err.contains(message), "{}", checked.err);
    }
}

#[test]
fn a_check_counts_each_scheme_and_names_cells_as_excel_does() {
    let at = Installation::on_sqlite();
    let roster = at.write(
        "r.csv",
        "Nama Lengkap,No. KTP,Skema Sertifikasi,Tanggal Uji Kompetensi,Hasil\n\
         Siti Rekaan,9951010101900001,CS-01,\"Kamis, 12 Februari 2026\",Kompeten (K)\n\
         Tuti Rekaan,9951010101900002,CS-01,12 Februari 2026,Belum Kompeten (BK)\n\
         Sri Rekaan,9951010101900003,CS-02,,TH\n\
         Sita Rekaan,99,CS-02,12/02/2026,K\n\
         \"Jakarta, 13 Februari 2026\",,,,\n",
    );
    let roster = roster.to_str().expect("UTF-8");
    let checked = at.run(&["check", "--issued-on", "2026-03-02", "--json", roster]);
    assert_eq!(checked.code, 1, "{}", checked.err);
    let answer = checked.json();
    let counted = |scheme: &str, k: u64, bk: u64, absent: u64| serde_json::json!({ "scheme": scheme, "competent": k, "not_yet_competent": bk, "absent": absent });
    assert_eq!(answer["schemes"], serde_json::json!([counted("CS-01", 1, 1, 0), counted("CS-02", 0, 0, 1)]));
    let fault = &answer["refused"][0];
    assert_eq!((fault["row"].as_u64(), fault["column"].as_str()), (Some(5), Some("nik")));
    assert_eq!((fault["cell"].as_str(), fault["heading"].as_str()), (Some("B5"), Some("No. KTP")));
    assert_eq!(answer["warnings"][0]["row"], 6, "the line below the table is told: {answer}");
    let told = at.run(&["check", "--issued-on", "2026-03-02", roster]);
    assert!(told.out.contains("CS-01: 1 K, 1 BK, 0 absent"), "{}", told.out);
    assert!(told.out.contains("Row 5, nik (B5, \"No. KTP\"): A NIK has 16 digits, here there are 2."), "{}", told.out);
}

#[test]
fn a_photo_that_is_not_there_is_a_row_refused() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let rows = people(1, 2).replace("status_kompeten", "status_kompeten,foto").replace(",K\n", ",K,tidak-ada.jpg\n");
    let roster = at.write("r.csv", rows);
    let dir = at.path("");
    let photos = ["--photos", dir.to_str().expect("UTF-8")];
    let answer = at.issue("klining", "2024-06-03", &roster, &photos);
    assert_eq!(counts(&answer), (0, 0, 2), "{answer}");
    assert_eq!(answer["refused"][1]["column"], "foto");
    let checked = at.run(&[["check", roster.to_str().expect("UTF-8")].as_slice(), &photos].concat());
    assert!(checked.code == 1 && checked.out.contains("no photo \"tidak-ada.jpg\""), "{}", checked.out);
}

#[test]
fn the_command_line_speaks_one_language_whole() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    at.issue("klining", "2024-06-03", &at.write("r.csv", people(1, 1)), &[]);
    let number = "81210 9112 2 0000001 2024";
    let ended = ["reinstate", number];
    let said = |arguments: &[&str], locale: &str| {
        let mut command = at.command(arguments);
        let said = command.env("LC_ALL", locale).output().expect("run");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (text(said.stdout), text(said.stderr))
    };
    assert_eq!(said(&["migrate"], "en_GB.UTF-8").0, "The tables are up to date.\n");
    assert_eq!(said(&["migrate"], "C.UTF-8").0, "Tabel siap.\n");
    assert_eq!(said(&["migrate", "--lang", "en"], "id_ID.UTF-8").0, "The tables are up to date.\n");
    assert!(said(&ended, "en_US.UTF-8").1.contains("is valid: it is not suspended."));
    assert!(said(&ended, "id_ID.UTF-8").1.contains("berlaku: tidak sedang dibekukan."));
    let (suspended, _) = said(&["suspend", number, "--reason", "tersangka"], "id_ID.UTF-8");
    assert_eq!(suspended, format!("{number} (klining): Dibekukan\n"));
    assert_eq!(at.column("select status_reason from certificate"), ["suspect"]);
    let missing = said(&["check", "tidak-ada.xlsx"], "id_ID.UTF-8").1;
    assert!(missing.starts_with("absah: Tidak dapat membaca tidak-ada.xlsx"), "{missing}");
}
