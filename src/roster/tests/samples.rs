//! The cases that the product was built for.

use super::*;

/// File, LSP, day of issue, and how many are certified, recorded and refused.
type Case = (&'static str, &'static str, Date, (usize, usize, usize));

const CASES: [Case; 9] = [
    ("cilegon.csv", "klining", date(2023, 12, 18), (88, 14, 0)),
    ("malang-gelombang-1.csv", "klining", date(2021, 6, 1), (36, 4, 0)),
    ("malang-gelombang-2.csv", "klining", date(2021, 6, 1), (40, 4, 0)),
    ("malang-gelombang-3.csv", "klining", date(2021, 6, 1), (40, 4, 0)),
    ("mojokerto-cs-01.csv", "klining", date(2023, 9, 1), (40, 0, 0)),
    ("mojokerto-drv-01.csv", "pengemudi", date(2022, 7, 1), (12, 0, 0)),
    ("mojokerto-sec-01.csv", "pengamanan", date(2021, 4, 1), (3, 0, 0)),
    ("banten-polpp.csv", "provinsi", date(2016, 4, 1), (574, 26, 0)),
    ("tangerang.csv", "provinsi", date(2018, 12, 31), (1_716, 192, 0)),
];

#[test]
fn every_sample_reads_the_same_as_csv_and_as_a_workbook() {
    for (name, id, issued_on, expected) in CASES {
        let lsp = lsp(id);
        let csv = file(name);
        let from_csv = read_for(&csv, &lsp, issued_on).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(counts(&from_csv), expected, "{name}: {:?}", from_csv.faults.first());
        for dates in [Dates::Cells, Dates::Text] {
            let bytes = workbook(&records(&csv), dates);
            let from_sheet = read_for(&bytes, &lsp, issued_on).unwrap_or_else(|why| panic!("{name}: {why}"));
            assert!(from_sheet.entries == from_csv.entries, "{name} has the same entries in a workbook");
            assert_eq!(from_sheet.warnings, from_csv.warnings, "{name}");
        }
    }
}

#[test]
fn particulars_are_kept_under_their_canonical_names() {
    let roster = read_for(&file("cilegon.csv"), &lsp("klining"), date(2023, 12, 18)).expect("a roster");
    let first = &roster.entries[0];
    assert_eq!((first.row, first.name.as_str(), first.nik.as_str()), (2, "Tuti Suryana Pratiwi", "9901235203020029"));
    assert_eq!((first.tested_on, first.birth_date), (Some(date(2023, 9, 13)), Some(date(2002, 3, 12))));
    let kept: Vec<&str> = first.particulars.keys().map(String::as_str).collect();
    let expected =
        ["email", "instansi", "jenis_kelamin", "nomor_registrasi_asesor", "telp", "tempat_lahir", "tempat_tinggal"];
    assert_eq!(kept, expected);
    assert_eq!(first.particulars["tempat_tinggal"], "Jl. Contoh No. 1, Cilegon");
}

#[test]
fn a_list_of_workers_is_no_roster() {
    let missing = vec!["kode_skema", "tanggal_uji", "status_kompeten"];
    let refused = read_any(&file("mojokerto-daftar-pekerja.csv")).err();
    assert_eq!(refused, Some(FileFault::MissingColumns { missing }));
}

#[test]
fn the_only_scheme_of_an_lsp_stands_in_for_a_missing_column() {
    let csv = b"nama_asesi,nik,tanggal_uji,status_kompeten\nSiti Rahayu,9904066708740025,20-06-2022,K\n";
    let roster = read_for(csv, &lsp("pengemudi"), date(2022, 7, 1)).expect("a roster");
    assert_eq!(roster.entries[0].scheme.as_str(), "DRV-01");
    let refused = read_for(csv, &lsp("klining"), date(2022, 7, 1)).err();
    assert_eq!(refused, Some(FileFault::MissingColumns { missing: vec!["kode_skema"] }));
}

#[test]
fn a_roster_reads_the_same_in_every_dress() {
    let lsp = lsp("klining");
    let text = String::from_utf8(file("cilegon.csv")).expect("UTF-8").replace("Tuti", "Tuté");
    let plain = text.trim_start_matches('\u{feff}');
    let expected = read_for(plain.as_bytes(), &lsp, date(2023, 12, 18)).expect("a roster");
    assert_eq!(counts(&expected), (88, 14, 0));
    let utf16 =
        |bom: [u8; 2], bytes: fn(u16) -> [u8; 2]| bom.into_iter().chain(plain.encode_utf16().flat_map(bytes)).collect();
    let dresses: [Vec<u8>; 9] = [
        text.clone().into_bytes(),
        plain.replace("\r\n", "\n").into_bytes(),
        plain.replace("\r\n", "\r").into_bytes(),
        plain.replace(';', "\t").into_bytes(),
        format!("sep=;\r\n{plain}").into_bytes(),
        utf16([0xff, 0xfe], u16::to_le_bytes),
        utf16([0xfe, 0xff], u16::to_be_bytes),
        encoding_rs::WINDOWS_1252.encode(plain).0.into_owned(),
        plain.replace("nama_asesi;nik", " Nama  Asesi ;N.I.K").into_bytes(),
    ];
    for (number, dress) in dresses.iter().enumerate() {
        let roster = read_for(dress, &lsp, date(2023, 12, 18)).unwrap_or_else(|why| panic!("dress {number}: {why}"));
        assert!(roster.entries == expected.entries, "dress {number}");
    }
}

#[test]
fn blank_rows_are_skipped_and_counted() {
    let csv = "nama_asesi;nik;kode_skema;tanggal_uji;status_kompeten;no\r\n\r\n;;;;;1\r\n\
               \"Siti\r\nRahayu\";9904066708740025;CS-01;06/05/2024;K;2\r\n\r\n;9904066708740026;;;;3\r\n";
    let roster = read_any(csv.as_bytes()).expect("a roster");
    assert_eq!(roster.entries.iter().map(|entry| entry.row).collect::<Vec<_>>(), [4]);
    let faults: Vec<(u32, &str)> = roster.faults.iter().map(|fault| (fault.row, fault.column)).collect();
    assert_eq!(faults, [(6, "nama_asesi"), (6, "kode_skema")]);
}
