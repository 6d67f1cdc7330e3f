use jiff::civil::date;

use super::*;
use crate::seal::keys::{KeyUse, PrivateKey};
use crate::seal::report::{Claims, sign};
use crate::seal::trust_list::{KeyState, TrustedKey};
use crate::verify::document::Document;
use crate::verify::report::{ReportFinding, ReportWord, judge, reports};
use crate::words::edition::NEWEST;

fn now() -> Timestamp {
    "2026-11-22T05:00:00Z".parse().expect("an instant")
}

fn key() -> PrivateKey {
    PrivateKey::from_seed(&[9; 32])
}

fn trust() -> TrustList {
    let (public, key_use, state) = (key().public(), KeyUse::Report, KeyState::Active);
    TrustList::new(vec![TrustedLsp {
        id: "klining".parse().expect("an id"),
        name_id: "LSP Kebersihan Contoh".into(),
        name_en: "LSP Kebersihan Contoh".into(),
        site: "https://cek.lsp.example".parse().expect("a site"),
        former_sites: Vec::new(),
        time_zone: "Asia/Jakarta".parse().expect("a zone"),
        licences: Vec::new(),
        schemes: Vec::new(),
        lists: String::new(),
        keys: vec![TrustedKey { public, key_use, state, from: date(2015, 1, 1), until: None }],
    }])
    .expect("distinct kids")
}

/// The rows of so many workers, the third of whom has a revoked certificate.
fn rows(count: usize) -> Vec<u8> {
    let mut csv = csv_writer();
    csv.write_record(COLUMNS).expect("written");
    for number in 1..=count {
        let (row, name) = ((number + 1).to_string(), format!("Siti Contoh {number}"));
        let (certificate, answer) =
            (format!("81210 9112 2 {number:07} 2023"), if number == 3 { "revoked" } else { "fits" });
        csv.write_record([
            row.as_str(),
            &name,
            "Petugas kebersihan",
            "CS-01",
            &certificate,
            &name,
            "klining",
            "CS-01",
            "2027-12-18",
            "2026-11-22T04:58:00Z",
            answer,
            "name scheme",
            "",
            "",
        ])
        .expect("written");
    }
    csv.into_inner().expect("in memory")
}

fn token(rows: &[u8], count: usize) -> Vec<u8> {
    token_of(rows, count, NEWEST)
}

/// A report whose paper is of an edition.
fn token_of(rows: &[u8], count: usize, paper: u32) -> Vec<u8> {
    let (id, until, count) = (*b"0123456789abcdef", date(2027, 12, 31), u32::try_from(count).expect("small"));
    let claims =
        Claims { iat: now(), id, until, rows: count, fits: count - 1, sha256: hash(rows), as_of: now(), paper };
    sign(&claims, &key()).expect("signed")
}

/// A report with these rows upon it and attached to it, signed over `signed`.
fn pdf(shown: &[u8], signed: &[u8], count: usize) -> Vec<u8> {
    drawn(shown, &token(signed, count), NEWEST)
}

/// The paper of a report in the words of an edition.
fn drawn(shown: &[u8], token: &[u8], paper: u32) -> Vec<u8> {
    let trust = trust();
    let contents = Contents { paper, ..judge(token, &trust, now()).contents.expect("contents") };
    let told = Told { lsp: &trust.lsps()[0], contents: &contents, token, rows: shown };
    draw(&told, usize::MAX).expect("drawn")
}

/// The same with other bytes attached than are shown.
fn with_rows(pdf: &[u8], rows: &[u8]) -> Vec<u8> {
    let mut doc = lopdf::Document::load_mem(pdf).expect("a PDF");
    for object in doc.objects.values_mut() {
        if let lopdf::Object::Stream(stream) = object
            && stream.dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|kind| kind == b"text/csv")
        {
            stream.dict.remove(b"Filter");
            stream.set_content(rows.to_vec());
        }
    }
    let mut file = Vec::new();
    doc.save_to(&mut file).expect("written");
    file
}

fn read(pdf: &[u8]) -> Document {
    document::read(pdf).expect("readable")
}

fn told_of(pdf: &[u8]) -> (ReportWord, Vec<ReportFinding>) {
    told(&read(pdf))
}

fn told(document: &Document) -> (ReportWord, Vec<ReportFinding>) {
    let trust = trust();
    let mut told = reports(document, &trust, now());
    assert_eq!(told.len(), 1);
    compare(&mut told, &trust);
    let verdict = told.remove(0).verdict;
    (verdict.report, verdict.findings)
}

#[test]
fn a_report_on_paper_reads_back_as_it_was_made_and_one_altered_row_is_told() {
    let (rows, other) = (rows(40), String::from_utf8(rows(40)).expect("UTF-8").replace("revoked", "fits").into_bytes());
    let genuine = pdf(&rows, &rows, 40);
    let document = read(&genuine);
    assert_eq!(document.rows, std::slice::from_ref(&rows));
    assert_eq!(told(&document), (ReportWord::Genuine, vec![]));
    // Shown and attached alike, and not signed.
    assert_eq!(told(&read(&pdf(&other, &rows, 40))), (ReportWord::Altered, vec![ReportFinding::RowsDiffer]));
    // Shown alone.
    let printed = with_rows(&pdf(&other, &rows, 40), &rows);
    assert_eq!(told(&read(&printed)), (ReportWord::Altered, vec![ReportFinding::TextDiffers]));
    // Two workers have each other's answer: the same words, in other places.
    let fourth = |csv: &[u8]| {
        let mut lines: Vec<String> = String::from_utf8_lossy(csv).lines().map(str::to_owned).collect();
        (lines[3], lines[4]) = (lines[3].replace("revoked", "fits"), lines[4].replace("\"fits\"", "\"revoked\""));
        format!("{}\n", lines.join("\n")).into_bytes()
    };
    let swapped = with_rows(&pdf(&fourth(&rows), &rows, 40), &rows);
    assert_eq!(told(&read(&swapped)), (ReportWord::Altered, vec![ReportFinding::TextDiffers]));
    // Attached alone.
    let attached = with_rows(&genuine, &other);
    assert_eq!(told(&read(&attached)), (ReportWord::Altered, vec![ReportFinding::RowsDiffer]));
}

#[test]
fn a_report_whose_maker_has_another_name_by_now_is_still_as_it_was_made() {
    let (rows, trust) = (rows(40), trust());
    let token = token(&rows, 40);
    let contents = judge(&token, &trust, now()).contents.expect("contents");
    let former =
        TrustedLsp { name_id: "LSP Jasa Kebersihan Gedung dan Taman Contoh".into(), ..trust.lsps()[0].clone() };
    let named = |lsp: &TrustedLsp| {
        let told = Told { lsp, contents: &contents, token: &token, rows: &rows };
        told_of(&draw(&told, usize::MAX).expect("drawn"))
    };
    assert_eq!(named(&former), (ReportWord::Genuine, vec![ReportFinding::MakerDiffers]));
}

#[test]
fn a_table_is_known_by_any_of_its_names() {
    let rows = rows(2);
    let mut doc = lopdf::Document::load_mem(&pdf(&rows, &rows, 2)).expect("a PDF");
    let wide = [0xfe, 0xff].into_iter().chain("laporan.CSV".encode_utf16().flat_map(u16::to_be_bytes)).collect();
    for object in doc.objects.values_mut() {
        if let Ok(file) = object.as_dict_mut()
            && file.get(b"UF").and_then(lopdf::Object::as_str).is_ok_and(|name| name == b"laporan.csv")
        {
            file.set("F", lopdf::Object::string_literal("laporan.bin"));
            file.set("UF", lopdf::Object::String(Vec::clone(&wide), lopdf::StringFormat::Literal));
        }
    }
    let mut file = Vec::new();
    doc.save_to(&mut file).expect("written");
    assert_eq!(read(&file).rows, [rows]);
}

#[test]
fn rows_that_a_spreadsheet_saved_anew_are_still_those_that_were_signed() {
    let rows = rows(2);
    let contents = judge(&token(&rows, 2), &trust(), now()).contents.expect("contents");
    let text = String::from_utf8(rows.clone()).expect("UTF-8");
    let anew = format!("\u{feff}{}", text.replace('"', "").replace(',', ";").replace('\n', "\r\n"));
    for same in [text.as_str(), &text.replace('"', ""), &anew] {
        assert!(are_its_rows(same.as_bytes(), &contents), "{same}");
    }
    for other in [text.replace("revoked", "fits"), text.replace("Siti Contoh 1", "Siti Contoh"), String::new()] {
        assert_eq!(are_its_rows(other.as_bytes(), &contents), other == text);
    }
}

#[test]
fn rows_of_another_form_are_not_drawn() {
    let words = Edition::of(NEWEST).expect("the newest");
    assert!(super::rows(b"a,b\n1,2\n", words).is_none());
    let odd = String::from_utf8(rows(1)).expect("UTF-8").replace("\"fits\"", "\"a word to come\"");
    assert_eq!(super::rows(odd.as_bytes(), words).expect("rows")[0].1.answer.id, "a word to come");
}

/// Rows with every answer and every note there is.
fn every_kind() -> Vec<u8> {
    let mut csv = csv_writer();
    csv.write_record(COLUMNS).expect("written");
    for (row, word) in (2..).zip(AnswerWord::ALL) {
        let (row, [differs, by]) =
            (i32::to_string(&row), [["", "81210 9112 2 0000099 2026"], ["name", ""], ["scheme", ""]][row as usize % 3]);
        let cells = [
            row.as_str(),
            "Siti 西 Contoh",
            "Juru mudi",
            "CS-01",
            "81210 9112 2 0000001 2023",
            "S*** C***",
            "klining",
            "CS-01",
            "2027-08-18",
            "2026-11-22T04:58:00Z",
            word.as_str(),
            "name scheme",
            differs,
            by,
        ];
        csv.write_record(cells).expect("written");
    }
    csv.into_inner().expect("in memory")
}

#[test]
fn a_paper_is_held_against_the_words_that_it_was_made_with() {
    let (rows, later) = (every_kind(), NEWEST + 1);
    let count = AnswerWord::ALL.len();
    for paper in 1..=later {
        let genuine = drawn(&rows, &token_of(&rows, count, paper), paper);
        let text = document::texts(&genuine).expect("readable").concat();
        assert_eq!((text.contains("Memenuhi"), text.contains("Cocok")), (paper != later, paper == later), "{text}");
        assert_eq!(told(&read(&genuine)), (ReportWord::Genuine, vec![]), "edition {paper}");
    }
    // In words that were never those of its edition.
    let other = drawn(&rows, &token_of(&rows, count, NEWEST), later);
    assert_eq!(told(&read(&other)), (ReportWord::Altered, vec![ReportFinding::TextDiffers]));
}

#[test]
fn a_paper_of_a_later_edition_is_not_taken_for_altered() {
    let (rows, trust) = (rows(3), trust());
    let document = read(&drawn(&rows, &token_of(&rows, 3, NEWEST + 9), NEWEST));
    let mut examined = reports(&document, &trust, now());
    assert_eq!(compare_one(&mut examined[0], &trust), Err(PaperError::Edition));
    assert_eq!(told(&document), (ReportWord::Genuine, vec![ReportFinding::TextUnchecked]));
}
