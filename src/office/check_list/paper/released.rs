//! Papers that released programs made are judged as they were then: kept in `tests/fixtures/report-N`.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::Value;

use super::compare;
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::keys::PublicKey;
use crate::seal::trust_list::TrustList;
use crate::seal::trust_list::published::Published;
use crate::verify::document;
use crate::verify::report::{ReportWord, reports};
use crate::words::edition::NEWEST;

fn fixture(edition: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/report-{edition}"))
}

/// The trust list of then.
fn trust(fixture: &Path, expected: &Value) -> TrustList {
    let text = fs::read_to_string(fixture.join("trust.jwt")).expect("a trust list");
    let root = PublicKey::from_x(expected["root"].as_str().expect("a key")).expect("a key");
    let jwt = Jwt::read(text.trim(), Kind::TrustList).expect("a list");
    Published::verify(&jwt, &root).expect("a root's").into_claims().list
}

/// In the words, and in the lines, of the edition that it names; a report says what it said.
#[test]
fn a_paper_of_every_edition_is_genuine_for_ever() {
    for edition in 1..=NEWEST {
        let fixture = fixture(edition);
        let expected: Value =
            serde_json::from_slice(&fs::read(fixture.join("expected.json")).expect("a file")).expect("JSON");
        let (trust, now) = (trust(&fixture, &expected), expected["checked_at"].as_str().expect("an instant"));
        let now: Timestamp = now.parse().expect("an instant");
        let document = document::read(&fs::read(fixture.join("laporan.pdf")).expect("a paper")).expect("readable");
        assert!(document.pages.len() > 1, "a first page and a further one");
        let mut told = reports(&document, &trust, now);
        assert_eq!(told.len(), 1);
        compare(&mut told, &trust);
        let verdict = &told[0].verdict;
        assert_eq!((verdict.report, verdict.findings.as_slice()), (ReportWord::Genuine, [].as_slice()), "{edition}");
        let contents = verdict.contents.as_ref().expect("contents");
        assert_eq!(contents.paper, edition);
        let said = serde_json::json!(contents);
        for (name, value) in expected["contents"].as_object().expect("contents") {
            assert_eq!(said[name], *value, "{name}");
        }
    }
}
