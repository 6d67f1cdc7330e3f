//! A report that a contractor files with a tender: what he would have the office read is another list than the one that was
//! checked, or a check by somebody who has no key for it. Nothing of it is ever told as a report without a finding.

use absah::domain::issuer::Licence;
use absah::domain::term::whole_second;
use absah::office::check_list::paper;
use absah::seal::key_files::{KeyFiles, name};
use absah::seal::keys::{KeyUse, PrivateKey};
use absah::seal::report::{self, Claims};
use absah::seal::spelling;
use absah::seal::trust_list::TrustedLsp;
use absah::verify::report::Contents;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use lopdf::content::{Content, Operation};
use lopdf::{Document, IncrementalDocument, Object, ObjectId};
use serde_json::{Value, json};

use crate::issuer::now;
use crate::keys::{certificates, kid};
use crate::support::{Installation, PASSPHRASE, SITE, Service};
use crate::worker_lists::with_one_letter_altered;

/// An installation, and two reports that it made: on two workers, one of them with a revoked certificate, and on the other
/// alone.
struct Filed {
    at: Installation,
    mixed: Vec<u8>,
    good: Vec<u8>,
    /// The certificates' tokens.
    tokens: Vec<String>,
}

/// A report as the service gives it.
fn report_on(service: &Service, tokens: &[&String]) -> Vec<u8> {
    let until = now().to_zoned(jiff::tz::TimeZone::UTC).date().checked_add(2.days()).expect("a day");
    let rows: Vec<Value> = tokens.iter().map(|token| json!({ "token": token })).collect();
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let request = agent.post(format!("{}/api/v1/check-list", service.url)).header("host", "cek.lsp.example");
    let request = request.header("content-type", "application/json").header("accept", "application/pdf");
    let mut answer = request.send(json!({ "until": until, "rows": rows }).to_string()).expect("an answer");
    let pdf = answer.body_mut().read_to_vec().expect("bytes");
    assert_eq!(answer.status(), 200, "{}", String::from_utf8_lossy(&pdf));
    pdf
}

impl Filed {
    fn new() -> Self {
        let at = Installation::on_sqlite();
        at.with_lsps();
        let made = certificates(&at, 1, 2, "2024-06-03");
        at.ok(&["revoke", &made[0].0, "--reason", "fraud", "--lsp", "klining"]);
        let tokens: Vec<String> = made.into_iter().map(|(_, token)| token).collect();
        let service = at.serve();
        let (mixed, good) = (report_on(&service, &[&tokens[0], &tokens[1]]), report_on(&service, &[&tokens[1]]));
        drop(service);
        Self { at, mixed, good, tokens }
    }

    /// What is said of a file, a line for each report and certificate in it.
    fn told(&self, file: &[u8]) -> Vec<Value> {
        let path = self.at.write("shown.pdf", file);
        self.at.run(&["verify", "--json", path.to_str().expect("UTF-8")]).lines()
    }

    /// What is said of a file that is one report, and whether it is without a finding.
    fn report(&self, what: &str, file: &[u8]) -> (String, Vec<String>) {
        let told = self.told(file);
        assert_eq!(told.len(), 1, "{what}: {told:?}");
        let word = told[0]["report"].as_str().unwrap_or_else(|| panic!("{what}: {told:?}")).to_owned();
        let findings = told[0]["findings"].as_array().expect("a list").iter();
        (word, findings.map(|finding| finding.as_str().expect("a word").to_owned()).collect())
    }

    fn key(&self, lsp: &str, key_use: KeyUse) -> PrivateKey {
        let kid = kid(&self.at, lsp, key_use.as_str()).parse().expect("a kid");
        let name = name(&lsp.parse().expect("an id"), key_use, kid);
        KeyFiles::new(self.at.path("data/keys")).open(&name, PASSPHRASE.as_bytes()).expect("opened")
    }

    /// The rows of the report on both, in which nobody has a revoked certificate.
    fn whitewashed(&self) -> Vec<u8> {
        let rows = attached(&self.mixed, b"text/csv");
        let rows = String::from_utf8(rows).expect("UTF-8");
        assert!(rows.contains("\"revoked\""), "{rows}");
        rows.replace("\"revoked\"", "\"fits\"").into_bytes()
    }
}

/// Who holds a PDF under the pen.
fn opened(pdf: &[u8]) -> Document {
    Document::load_mem(pdf).expect("a PDF")
}

fn is_attachment(object: &Object, kind: &[u8]) -> bool {
    let of = |object: &Object| object.as_stream().ok()?.dict.get(b"Subtype").ok()?.as_name().ok().map(<[u8]>::to_vec);
    of(object).is_some_and(|name| name == kind)
}

/// What is attached to a report: its rows (`text/csv`), or the signed bytes (`application/cwt`).
fn attached(pdf: &[u8], kind: &[u8]) -> Vec<u8> {
    let doc = opened(pdf);
    let found = doc.objects.values().find(|object| is_attachment(object, kind)).expect("an attachment");
    let stream = found.as_stream().expect("a stream");
    stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())
}

/// A report with something else attached.
fn with(pdf: &[u8], kind: &[u8], content: &[u8]) -> Vec<u8> {
    let mut doc = opened(pdf);
    for object in doc.objects.values_mut().filter(|object| is_attachment(object, kind)) {
        let stream = object.as_stream_mut().expect("a stream");
        stream.dict.remove(b"Filter");
        stream.set_content(content.to_vec());
    }
    saved(doc)
}

fn saved(mut doc: Document) -> Vec<u8> {
    let mut file = Vec::new();
    doc.save_to(&mut file).expect("saved");
    file
}

/// The words of an operation that shows some.
fn words(operation: &Operation) -> Option<String> {
    let shown = operation.operands.first().filter(|_| matches!(operation.operator.as_str(), "TJ" | "Tj"))?;
    let text = |object: &Object| object.as_str().ok().map(|s| s.iter().map(|b| char::from(*b)).collect::<String>());
    match shown {
        Object::Array(parts) => Some(parts.iter().filter_map(text).collect()),
        one => text(one),
    }
}

/// The form that has a page's words, with some of them replaced.
fn rewritten(doc: &Document, from: &str, to: &str) -> (ObjectId, Object) {
    let forms = doc.objects.iter().filter(|(_, object)| is_attachment(object, b"Form"));
    for (id, object) in forms {
        let mut form = object.as_stream().expect("a stream").clone();
        let Ok(content) = form.decompressed_content() else { continue };
        let Ok(Content { mut operations }) = Content::decode(&content) else { continue };
        let mut is_altered = false;
        for operation in &mut operations {
            if words(operation).is_some_and(|words| words == from) {
                *operation = Operation::new("Tj", vec![Object::string_literal(to)]);
                is_altered = true;
            }
        }
        if is_altered {
            form.dict.remove(b"Filter");
            form.set_content(Content { operations }.encode().expect("encoded"));
            return (*id, Object::Stream(form));
        }
    }
    panic!("no {from} on the pages");
}

#[test]
fn a_report_that_was_altered_is_told_by_what_was() {
    let filed = Filed::new();
    let Filed { mixed, good, .. } = &filed;
    for genuine in [mixed, good] {
        assert_eq!(filed.report("as it was made", genuine), ("genuine".to_owned(), vec![]));
    }
    let on_page = {
        let mut doc = opened(mixed);
        let (id, form) = rewritten(&doc, "Dicabut", "Memenuhi");
        doc.objects.insert(id, form);
        saved(doc)
    };
    // The same, upon a file that stays as it was up to its end.
    let appended = {
        let doc = opened(mixed);
        let (id, form) = rewritten(&doc, "Dicabut", "Memenuhi");
        let mut update = IncrementalDocument::create_from(mixed.clone(), doc);
        update.new_document.set_object(id, form);
        let mut file = Vec::new();
        update.save_to(&mut file).expect("saved");
        assert!(file.starts_with(mixed));
        file
    };
    let one_digit = {
        let mut doc = opened(mixed);
        let number = format!("{:07}", 1);
        let form = doc.objects.values().filter(|object| is_attachment(object, b"Form"));
        let shown =
            form.filter_map(|object| Content::decode(&object.as_stream().ok()?.decompressed_content().ok()?).ok());
        let line = shown.flat_map(|content| content.operations).filter_map(|operation| words(&operation));
        let line = line.into_iter().find(|line| line.contains(&number)).expect("a number");
        let (id, form) = rewritten(&doc, &line, &line.replace(&number, &format!("{:07}", 2)));
        doc.objects.insert(id, form);
        saved(doc)
    };
    let (rows, token) = (b"text/csv".as_slice(), b"application/cwt".as_slice());
    let [mixed_rows, mixed_token] = [rows, token].map(|kind| attached(mixed, kind));
    let drawn_anew = {
        let contents = contents_of(&mixed_token, &filed);
        let lsp = lsp();
        let told = paper::Told { lsp: &lsp, contents: &contents, token: &mixed_token, rows: &filed.whitewashed() };
        paper::draw(&told, usize::MAX).expect("drawn")
    };
    let cases: [(&str, Vec<u8>, &[&str]); 8] = [
        ("a word on its page", on_page, &["text_differs"]),
        ("an update that is appended", appended, &["text_differs"]),
        ("a digit on its page", one_digit, &["text_differs"]),
        ("a letter of the attached rows", with_one_letter_altered(mixed), &["rows_differ"]),
        ("another report's signed bytes attached", with(mixed, token, &attached(good, token)), &["qr_differs"]),
        ("another report's rows attached", with(mixed, rows, &attached(good, rows)), &["rows_differ"]),
        (
            "another report's pages upon what is attached to this one",
            with(&with(good, rows, &mixed_rows), token, &mixed_token),
            &["qr_differs", "rows_differ"],
        ),
        ("drawn anew, by the program itself, over other rows", drawn_anew.clone(), &["rows_differ"]),
    ];
    for (what, file, findings) in cases {
        assert_eq!(
            filed.report(what, &file),
            ("altered".to_owned(), findings.iter().map(|f| (*f).to_owned()).collect()),
            "{what}"
        );
    }
    // Drawn over other rows, with those that were signed attached.
    let both = with(&drawn_anew, rows, &mixed_rows);
    assert_eq!(filed.report("drawn anew", &both), ("altered".to_owned(), vec!["text_differs".to_owned()]));
    // A byte of the page as it lies in the file, wherever it is.
    for part in 1..8 {
        let mut file = mixed.clone();
        let at = page_bytes(mixed, part);
        file[at] ^= 0x55;
        let told = filed.told(&file);
        let is_clean = |line: &Value| line["report"] == "genuine" && line["findings"] == json!([]);
        assert!(!told.iter().any(is_clean), "byte {at}: {told:?}");
    }
}

/// Where in the file some eighth of the page's compressed words begins.
fn page_bytes(pdf: &[u8], eighth: usize) -> usize {
    let doc = opened(pdf);
    let (id, _) = rewritten(&doc, "Dicabut", "Dicabut");
    let content = &doc.objects[&id].as_stream().expect("a stream").content;
    let begin = pdf.windows(content.len()).position(|bytes| bytes == content.as_slice()).expect("as it lies there");
    begin + content.len() * eighth / 8
}

/// The LSP as a thief would have it on paper.
fn lsp() -> TrustedLsp {
    let name = "Lembaga Sertifikasi Profesi Klining Contoh".to_owned();
    TrustedLsp {
        id: "klining".parse().expect("an id"),
        name_id: name.clone(),
        name_en: name,
        site: SITE.parse().expect("a site"),
        former_sites: Vec::new(),
        time_zone: "Asia/Jakarta".parse().expect("a zone"),
        licences: Vec::<Licence>::new(),
        schemes: Vec::new(),
        lists: String::new(),
        keys: Vec::new(),
    }
}

fn contents_of(token: &[u8], filed: &Filed) -> Contents {
    let key = filed.key("klining", KeyUse::Report);
    let report = report::Report::read(token).expect("a report").verify(&key.public()).expect("its own");
    report.into_claims().into()
}

/// A report on good workers, signed by whatever key there is, on paper that says that the LSP made it.
fn made_up(filed: &Filed, key: &PrivateKey, at: Timestamp) -> Vec<u8> {
    let rows = attached(&filed.good, b"text/csv");
    let at = whole_second(at);
    let claims = Claims {
        iat: at,
        id: *b"0123456789abcdef",
        until: jiff::civil::date(2027, 1, 1),
        rows: 1,
        fits: 1,
        sha256: report::hash(&rows),
        as_of: at,
        paper: report::FIRST_PAPER,
    };
    let token = report::sign(&claims, key).expect("signed");
    let (lsp, contents) = (lsp(), claims.into());
    paper::draw(&paper::Told { lsp: &lsp, contents: &contents, token: &token, rows: &rows }, usize::MAX).expect("drawn")
}

/// What is said of who made a report.
fn made_by(told: &[Value]) -> [String; 3] {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    [text(&told[0]["report"]), text(&told[0]["maker"]["id"]), text(&told[0]["maker"]["trust"])]
}

#[test]
fn a_report_by_a_key_that_is_none_for_it_is_not_believed() {
    let filed = Filed::new();
    let told = |key: &PrivateKey, at| filed.told(&made_up(&filed, key, at));
    let by_its_own = told(&filed.key("klining", KeyUse::Report), now());
    assert_eq!(made_by(&by_its_own), ["genuine", "klining", "trusted"], "{by_its_own:?}");
    for key_use in [KeyUse::Certificate, KeyUse::Status] {
        let told = told(&filed.key("klining", key_use), now());
        assert_eq!(made_by(&told), ["untrusted", "klining", "key_for_other_use"], "{told:?}");
    }
    let of_nobody = told(&PrivateKey::from_seed(&[77; 32]), now());
    assert_eq!(made_by(&of_nobody), ["untrusted", "", ""], "{of_nobody:?}");
    // Another LSP's word is its own: paper in this one's name is told.
    let of_another = told(&filed.key("pengemudi", KeyUse::Report), now());
    assert_eq!(made_by(&of_another), ["genuine", "pengemudi", "trusted"]);
    assert_eq!(of_another[0]["findings"], json!(["maker_differs"]), "{of_another:?}");
    // From before the key was, and after now.
    let key = filed.key("klining", KeyUse::Report);
    let early = told(&key, "2014-06-01T00:00:00Z".parse().expect("an instant"));
    assert_eq!(made_by(&early), ["untrusted", "klining", "key_outside_period"], "{early:?}");
    let ahead = told(&key, now() + SignedDuration::from_hours(48));
    assert_eq!((made_by(&ahead)[0].as_str(), &ahead[0]["findings"]), ("unknown", &json!(["ahead"])), "{ahead:?}");
}

#[test]
fn of_a_stolen_key_nothing_is_believed_whenever_it_was_signed() {
    let filed = Filed::new();
    let stolen = filed.key("klining", KeyUse::Report);
    let kid = kid(&filed.at, "klining", "report");
    let backdated = made_up(&filed, &stolen, now() - SignedDuration::from_hours(24 * 400));
    assert_eq!(made_by(&filed.told(&backdated))[0], "genuine", "as long as nobody knows");
    filed.at.ok(&["keys", "compromised", "--lsp", "klining", &kid]);
    for (what, file) in
        [("of before", &filed.mixed), ("backdated", &backdated), ("of now", &made_up(&filed, &stolen, now()))]
    {
        let told = filed.told(file);
        assert_eq!(made_by(&told), ["untrusted", "klining", "key_compromised"], "{what}: {told:?}");
    }
    // The LSP goes on with another key.
    filed.at.ok(&["keys", "new", "--lsp", "klining", "--use", "report"]);
    let service = filed.at.serve();
    let again = report_on(&service, &[&filed.tokens[1]]);
    assert_eq!(filed.report("by the next key", &again), ("genuine".to_owned(), vec![]));
}

#[test]
fn a_certificate_is_no_report_and_a_report_no_certificate() {
    let filed = Filed::new();
    let site = SITE.parse().expect("a site");
    let certificate = spelling::from_base64url(&filed.tokens[1]).expect("a token");
    let report = attached(&filed.good, b"application/cwt");
    let said = |text: &str| filed.at.run(&["verify", "--json", text]).json();
    assert_eq!(said(&spelling::link(&site, &certificate))["verdict"], "valid");
    assert_eq!(said(&spelling::report_link(&site, &report))["report"], "genuine");
    for text in [spelling::report_link(&site, &certificate), spelling::report_qr(&site, &certificate)] {
        let told = said(&text);
        assert_eq!((&told["report"], told.get("verdict")), (&json!("unreadable"), None), "{told}");
    }
    for text in [spelling::link(&site, &report), spelling::qr(&site, &report)] {
        let told = said(&text);
        assert_eq!((&told["verdict"], told.get("report")), (&json!("unreadable"), None), "{told}");
    }
    // Each in the other's paper stays what it is.
    let told = filed.told(&with(&filed.mixed, b"application/cwt", &certificate));
    let reports: Vec<&Value> = told.iter().filter(|line| line.get("report").is_some()).collect();
    let others: Vec<&Value> = told.iter().filter(|line| line.get("verdict").is_some()).collect();
    assert_eq!((reports.len(), others.len()), (1, 1), "{told:?}");
    assert_eq!(reports[0]["contents"]["fits"], 1, "what its QR says");
    assert_eq!(others[0]["certificate"]["scheme"]["code"], "CS-01");
}
