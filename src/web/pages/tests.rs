//! Every page against its golden file in `tests/golden/pages/`; `UPDATE_GOLDEN=1` rewrites them.

use std::fs;
use std::path::PathBuf;

use jiff::civil::{Date, date};

use super::*;
use crate::domain::term::{Expiry, Term, moment_of};
use crate::seal::token::{self, Claims, StatusRef};
use crate::verify::verdict::{Finding, Word};
use crate::verify::{self, Verdict};
use crate::web::fixtures::*;

const FRAME: Frame<'_> = Frame { notice: None };

fn golden(name: &str, html: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pages").join(name);
    // The address of the style changes with the style, the page does not.
    let html = html.replace(STYLE_ADDRESS.as_str(), "/site.css");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &html).expect("written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == html, "{} differs; UPDATE_GOLDEN=1 rewrites it", path.display());
}

fn judged(token: &[u8], asked: Asked) -> Verdict {
    let lists = snapshot();
    verify::verify(token, &lists.trust, &lists.statuses, asked)
}

fn term(issued_on: Date) -> Term {
    Term::new(issued_on, 3, Expiry::SameDay).expect("a term")
}

/// The verdict, held to be this word, as the page of its token.
fn page(name: &str, word: Word, verdict: &Verdict, asked: Asked) {
    assert_eq!(verdict.verdict, word, "{name}");
    let html = super::verdict(FRAME, &snapshot(), verdict, asked, true).expect("rendered");
    let title = html.split("<title>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
    assert!(!title.contains("Siti") && !html.contains("og:"), "no name is in a title or preview");
    assert!(!html.contains("<script") && !html.contains("style="), "the policy would refuse it");
    golden(&format!("token-{name}.html"), &html);
}

fn now_page(name: &str, word: Word, token: &[u8]) {
    page(name, word, &judged(token, Asked::at(now())), Asked::at(now()));
}

#[test]
fn every_verdict_has_its_page() {
    now_page("valid", Word::Valid, &signed(&claims(0)));
    now_page("expired", Word::Expired, &signed(&with_term(0, term(date(2021, 6, 1)))));
    now_page("not-yet-valid", Word::NotYetValid, &signed(&with_term(0, term(date(2027, 1, 4)))));
    now_page(
        "status-unknown",
        Word::StatusUnknown,
        &signed(&Claims { status: StatusRef { list: 9, index: 0 }, ..claims(0) }),
    );
    now_page("unreadable", Word::Unreadable, b"halo");
    let mut altered = signed(&claims(0));
    if let Some(last) = altered.last_mut() {
        *last ^= 1;
    }
    now_page("forged", Word::Forged, &altered);
}

#[test]
fn every_status_has_its_page_with_its_day_and_no_reason() {
    let of = |index| judged(&signed(&claims(index)), Asked::at(now()));
    for (name, word, index) in
        [("revoked", Word::Revoked, 1), ("suspended", Word::Suspended, 2), ("superseded", Word::Superseded, 3)]
    {
        let mut verdict = of(index);
        if let Some(status) = &mut verdict.status {
            status.since = Some(date(2026, 3, 9));
            status.superseded_by = (word == Word::Superseded).then(|| "81210 9112 2 0000145 2026".to_owned());
        }
        page(name, word, &verdict, Asked::at(now()));
    }
}

#[test]
fn an_untrusted_certificate_says_what_is_wrong() {
    let by = |seed, claims: &Claims| token::sign(claims, &key(seed)).expect("signed");
    now_page("untrusted-unknown-key", Word::Untrusted, &by(99, &claims(0)));
    now_page("untrusted-key-use", Word::Untrusted, &by(STATUS, &claims(0)));
    now_page("untrusted-key-period", Word::Untrusted, &by(CERTIFICATE, &with_term(0, term(date(2019, 5, 6)))));
    now_page("untrusted-licence", Word::Untrusted, &by(CERTIFICATE, &with_term(0, term(date(2020, 5, 6)))));
    let scheme_code = "CS-99".parse().expect("a code");
    now_page("untrusted-scope", Word::Untrusted, &by(CERTIFICATE, &Claims { scheme_code, ..claims(0) }));
}

#[test]
fn another_day_and_a_foreign_site_are_said_plainly() {
    let asked = Asked { now: now(), on: moment_of(date(2026, 12, 18)).expect("a moment") };
    let mut verdict = judged(&signed(&claims(0)), asked);
    verdict.findings.push(Finding::ForeignSite);
    page("valid-on-another-day", Word::Valid, &verdict, asked);
}

#[test]
fn the_longest_names_and_numbers_have_room() {
    let holder = format!("{} {}", "Wiraatmajakusumaningratdiningrat".repeat(2), "Nararya Widhi Contoh").parse();
    let (holder, number) = (holder.expect("a name"), "SKEMA-PANJANG/".repeat(4) + "0000001");
    let scheme_title = "Petugas Pengelolaan dan Pemeliharaan Kebersihan Gedung Bertingkat Tinggi".to_owned();
    now_page("long", Word::Valid, &signed(&Claims { holder, number, scheme_title, ..claims(0) }));
}

#[test]
fn by_number_the_name_is_masked_until_it_is_known() {
    let verdict = judged(&signed(&claims(0)), Asked::at(now()));
    let show = |file: &str, name: Option<&str>| {
        let typed = Typed { number: NUMBER, name: name.unwrap_or_default() };
        let found = [Found::shown(verdict.clone(), name)];
        let html = results(FRAME, &snapshot(), &found, typed, Asked::at(now())).expect("rendered");
        golden(file, &html);
        html.contains("Siti Nurhalizah Contoh")
    };
    assert!(!show("number-masked.html", None));
    assert!(show("number-matched.html", Some("siti nurhalizah contoh")));
    assert!(!show("number-mismatch.html", Some("<b>Rina</b> Contoh")));
}

#[test]
fn two_lsps_with_one_number_are_a_list_and_nobody_is_not_found() {
    let asked = Asked::at(now());
    let found = [0, 1].map(|index| Found::shown(judged(&signed(&claims(index)), asked), None));
    let typed = Typed { number: NUMBER, name: "" };
    golden("number-several.html", &results(FRAME, &snapshot(), &found, typed, asked).expect("rendered"));
    let found = [Found { verdict: Verdict::not_found(asked), name_matches: None }];
    let typed = Typed { number: "81210 9112 2 9999999 2023", name: "Siti" };
    golden("number-not-found.html", &results(FRAME, &snapshot(), &found, typed, asked).expect("rendered"));
}

#[test]
fn home_and_errors_have_their_pages() {
    let notice = Frame { notice: Some("Ini peragaan: orang, LSP, dan sertifikat di sini rekaan. / A demonstration.") };
    golden("home.html", &home(notice, &snapshot().trust).expect("rendered"));
    let rejected = error(FRAME, StatusCode::BAD_REQUEST, Some(Fault::On)).expect("rendered");
    golden("error-400.html", &rejected);
    golden("error-500.html", &error(FRAME, StatusCode::INTERNAL_SERVER_ERROR, None).expect("rendered"));
}
