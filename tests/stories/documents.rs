//! Files through the binary: certificates, and what was made to hurt it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use absah::domain::issuer::Lsp;
use absah::domain::scheme::Scheme;
use absah::domain::term::Term;
use absah::office::lsp_file;
use absah::render::{BLANKO, DIGITAL, DesignParts, Pictures, Press, Sheet};
use absah::seal::spelling::{from_base64url, qr};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::support::{Installation, LSPS, SITE, answer, people, word};

/// A PDF whose page swells to a gigabyte. It is packed in two ways: what one alone unpacks to is told before it is drawn.
fn bomb() -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    let zeros = vec![0; 1 << 20];
    (0..1024).for_each(|_| packed.write_all(&zeros).expect("packed"));
    let packed = hex::encode(packed.finish().expect("packed")) + ">";
    let mut file = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
        .to_vec();
    file.extend(format!("4 0 obj<</Filter[/ASCIIHexDecode/FlateDecode]/Length {}>>stream\n", packed.len()).bytes());
    file.extend(packed.bytes());
    file.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF");
    file
}

/// The certificates in a folder, by name.
fn pdfs(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|ending| ending == "pdf")).collect();
    files.sort();
    files
}

#[test]
fn a_pdf_is_verified_as_a_file() {
    let place = Installation::on_sqlite();
    place.with_lsps();
    let roster = place.write("roster.csv", people(1, 2));
    let out = place.path("out");
    place.issue("klining", "2024-05-20", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let files = pdfs(&out);
    assert_eq!(files.len(), 2);
    for file in &files {
        let told = place.run(&["verify", "--json", "--on", "2024-06-30", file.to_str().expect("UTF-8")]).json();
        assert_eq!(word(&told), "valid", "{told}");
        assert_eq!(told["findings"], serde_json::json!([]), "{told}");
    }
    let missing = place.run(&["verify", "tidak-ada.pdf"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("tidak-ada.pdf"), "{}", missing.err);
}

#[test]
fn a_pdf_that_other_programs_saved_anew_is_as_genuine() {
    let place = Installation::on_sqlite();
    place.with_lsps();
    let roster = place.write("roster.csv", people(1, 2));
    let out = place.path("out");
    place.issue("klining", "2024-05-20", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let files = pdfs(&out);
    let (a, b) = (files[0].to_str().expect("UTF-8"), files[1].to_str().expect("UTF-8"));
    let saved = place.path("saved.pdf");
    let saved = saved.to_str().expect("UTF-8");
    let ways: [&[&str]; 6] = [
        &["qpdf", "--linearize", a, saved],
        &["qpdf", "--object-streams=generate", a, saved],
        &["qpdf", "--qdf", a, saved],
        &["pdftocairo", "-pdf", a, saved],
        &["qpdf", "--empty", "--pages", a, b, "--", saved],
        &["pdfunite", a, b, saved],
    ];
    for way in ways {
        let Ok(done) = std::process::Command::new(way[0]).args(&way[1..]).output() else {
            println!("skipped: {} is not installed", way[0]);
            continue;
        };
        assert!(done.status.success(), "{way:?}: {}", String::from_utf8_lossy(&done.stderr));
        let told = place.run(&["verify", "--json", "--on", "2024-06-30", saved]);
        let count = if way.contains(&b) { 2 } else { 1 };
        assert_eq!((told.code, told.lines().len()), (0, count), "{way:?}: {}", told.out);
        for line in told.lines() {
            assert_eq!((word(&line).as_str(), line["file"].as_str()), ("valid", Some(saved)), "{way:?}");
            assert_eq!(line["findings"], serde_json::json!([]), "{way:?}");
        }
    }
}

/// The sheet of a certificate as a forger's editor leaves it: the genuine token and QR, other words.
struct Forgery<'a> {
    row: &'a csv::StringRecord,
    name: &'a str,
    number: &'a str,
    scheme: Scheme,
    term: Term,
    layout: String,
}

impl<'a> Forgery<'a> {
    fn of(row: &'a csv::StringRecord, lsp: &Lsp) -> Self {
        let scheme = lsp.schemes.iter().find(|scheme| scheme.code.as_str() == &row[3]).expect("its scheme").clone();
        let term = Term::new(date(2024, 5, 20), scheme.validity_years, lsp.expiry).expect("a term");
        Self { row, name: &row[2], number: &row[0], scheme, term, layout: DIGITAL.to_owned() }
    }

    fn print(&self, lsp: &Lsp) -> Vec<u8> {
        let (token, holder) = (from_base64url(&self.row[5]).expect("a token"), self.name.parse().expect("a name"));
        let sheet = Sheet {
            number: self.number,
            registration: &self.row[1],
            blanko: None,
            holder: &holder,
            scheme: &self.scheme,
            lsp,
            term: self.term,
            replaces: None,
            link: &qr(&lsp.site, &token),
            site: &lsp.site.to_string(),
            token: &token,
            photo: None,
        };
        let form = DesignParts { layout: self.layout.clone(), pictures: Pictures::default() };
        Press::new(&form).expect("a press").print(&sheet).expect("printed")
    }
}

#[test]
fn whatever_was_altered_in_a_pdf_is_found() {
    let place = Installation::on_sqlite();
    place.with_lsps();
    let roster = place.write("roster.csv", people(1, 2));
    let out = place.path("out");
    place.issue("klining", "2024-05-20", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let text = std::fs::read_to_string(LSPS).expect("the LSPs");
    let described = lsp_file::read(&text, Some(&SITE.parse().expect("a site"))).expect("the LSPs");
    let lsp = described.into_iter().map(|described| described.lsp).find(|lsp| lsp.id.as_str() == "klining");
    let lsp = lsp.expect("the LSP");
    let mut list = csv::Reader::from_path(out.join("certificates.csv")).expect("a list");
    let row = list.records().next().expect("a row").expect("a row");
    let genuine = || Forgery::of(&row, &lsp);
    let told = |name: &str, file: Vec<u8>| {
        let path = place.write(&format!("{name}.pdf"), file);
        let told = place.run(&["verify", "--json", "--on", "2024-06-30", path.to_str().expect("UTF-8")]);
        (told.code, told.json())
    };
    let (code, same) = told("genuine", genuine().print(&lsp));
    assert_eq!((code, &same["findings"]), (0, &json!([])), "drawn alike: {same}");
    assert_eq!(same["certificate"]["units"][0]["code"], genuine().scheme.units[0].code.as_str());
    let blanko = Forgery { layout: BLANKO.to_owned(), ..genuine() };
    assert_eq!(told("blanko", blanko.print(&lsp)).1["findings"], json!([]), "the other sheet of the same certificate");

    let (mut another_title, mut another_unit, mut longer) = (genuine(), genuine(), genuine());
    another_title.scheme.title_id = "Kepala Kebersihan".to_owned();
    another_unit.scheme.units[1].title_id = "Mengelola Gedung Bertingkat".to_owned();
    longer.scheme.validity_years += 2;
    let term = genuine().term;
    let (later, wording) = (Term { issued_on: date(2024, 5, 21), ..term }, "{place}, {issued_on_id}");
    let until = DIGITAL.replace(wording, "{place}, {issued_on_id}\\nBerlaku sampai 20 Mei 2029");
    for (what, forgery, differs) in [
        ("name", Forgery { name: "Budi Contoh", ..genuine() }, json!(["name"])),
        ("number", Forgery { number: "81210 9112 2 0009999 2024", ..genuine() }, json!(["number"])),
        ("scheme", another_title, json!(["scheme"])),
        ("day", Forgery { term: later, ..genuine() }, json!(["issued_on"])),
        ("last day", Forgery { layout: until, ..genuine() }, json!(["valid_until"])),
        ("term", longer, json!(["valid_until"])),
        ("unit", another_unit, Value::Null),
    ] {
        let (code, told) = told(what, forgery.print(&lsp));
        assert_eq!((code, word(&told).as_str()), (1, "valid"), "{what}: {told}");
        assert_eq!(told["differs"], differs, "{what}");
        let finding =
            if differs.is_null() { json!(["sheet_differs"]) } else { json!(["text_differs", "sheet_differs"]) };
        assert_eq!(told["findings"], finding, "{what}");
    }
}

#[test]
fn the_command_line_answers_all_it_is_given() {
    let place = Installation::on_sqlite();
    place.with_lsps();
    let roster = place.write("roster.csv", people(1, 1));
    let out = place.path("out");
    place.issue("klining", "2024-05-20", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let file = pdfs(&out).remove(0);
    let file = file.to_str().expect("UTF-8");
    let both = place.run(&["verify", "--on", "2024-06-30", "tidak-ada.pdf", file]);
    assert_eq!(both.code, 2);
    assert!(both.err.contains("tidak-ada.pdf"), "{}", both.err);
    assert!(both.out.contains(file) && both.out.contains("30 June 2024"), "{}", both.out);
    let told = place.run(&["verify", "--json", "--on", "2024-06-30", file]).json();
    let number = told["certificate"]["number"].as_str().expect("a number").to_owned();
    let by_number = place.run(&["verify", "--json", "--on", "2024-06-30", &number.replace(' ', "-")]);
    assert_eq!((by_number.code, word(&by_number.json()).as_str()), (0, "valid"));
    let with_letters = place.run(&["verify", "--json", "--on", "2024-06-30", &number.replace('0', "O")]);
    assert_eq!(word(&with_letters.json()), "valid", "a letter O is meant as a zero, as on the site");
    let nobodys = place.run(&["verify", "--json", "99999 9999 9 9999999 2024"]);
    assert_eq!((nobodys.code, word(&nobodys.json()).as_str()), (1, "not_found"));
    let replaced = place.run(&["replace", &number, "--reason", "lost-sheet", "--json"]);
    assert_eq!(replaced.code, 0, "{}", replaced.err);
    let told = place.run(&["verify", file]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("replaced by No. "), "{}", told.out);
}

#[test]
fn a_bomb_and_a_broken_file_are_unreadable_and_hurt_nobody() {
    let place = Installation::on_sqlite();
    place.with_lsps();
    for (name, file) in
        [("bomb.pdf", bomb()), ("broken.pdf", b"%PDF-1.7 halo".to_vec()), ("broken.png", b"PNG".to_vec())]
    {
        let path = place.write(name, file);
        let told = place.run(&["verify", "--json", path.to_str().expect("UTF-8")]);
        assert_eq!((told.code, word(&told.json()).as_str()), (1, "unreadable"), "{name}: {}", told.err);
    }
}

#[test]
#[cfg(unix)]
fn the_process_that_reads_may_not_have_a_gigabyte() {
    let place = Installation::on_sqlite();
    let mut command = place.command(&["read-document"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("started");
    let mut input = child.stdin.take().expect("piped");
    input.write_all(&bomb()).expect("written");
    drop(input);
    let told = answer(child.wait_with_output().expect("ended"));
    assert_ne!(told.code, 0);
    assert_eq!(told.out, "");
}
