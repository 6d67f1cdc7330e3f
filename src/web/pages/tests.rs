//! Every page against its golden file in `tests/golden/pages/`; `UPDATE_GOLDEN=1` rewrites them. The same page in a further
//! language has no word that is in no catalogue.

use std::sync::Arc;

use std::fs;
use std::path::PathBuf;

use jiff::civil::{Date, date};

use super::*;
use crate::domain::number_form::Kind;
use crate::domain::term::{Expiry, Term, moment_of};
use crate::domain::typed_number::Help;
use crate::seal::keys::PrivateKey;
use crate::seal::token::{self, Claims, StatusRef};
use crate::verify::elsewhere::Elsewhere;
use crate::verify::found::Found;
use crate::verify::verdict::{Differing, Finding, Word};
use crate::verify::{self, Snapshot, Verdict};
use crate::web::Fault;
use crate::web::assets::{OFFLINE_SCRIPT_ADDRESS, SCAN_SCRIPT_ADDRESS, SCAN_STYLE_ADDRESS, VERIFY_SCRIPT_ADDRESS};
use crate::web::fixtures::*;
use crate::web::unsaid::unsaid;
use crate::words::wide;

/// Stands for a token in addresses.
const TOKEN: &str = "TOKEN";

/// Of a demonstration: as whoever runs it wrote it.
const NOTICE: &str = "Ini peragaan: orang, LSP, dan sertifikat di sini rekaan. / A demonstration.";

const FRAME: Frame<'_> = Frame { notice: None, numbers: true };
const CHECKER: Frame<'_> = Frame { notice: None, numbers: false };

/// The page, which is as its golden file.
fn golden(name: &str, render: impl Fn() -> askama::Result<String>) -> String {
    let further = language::spoken(wide(), &render).expect("rendered");
    assert_eq!(unsaid(&further), Vec::<String>::new(), "{name} in a further language: {further}");
    let page = render().expect("rendered");
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pages").join(name);
    // The address of the style changes with the style, the page does not.
    let html = page.replace(STYLE_ADDRESS.as_str(), "/site.css").replace(STYLE, "");
    let html =
        html.replace(SCAN_STYLE_ADDRESS.as_str(), "/pindai.css").replace(SCAN_SCRIPT_ADDRESS.as_str(), "/pindai.js");
    let html = html.replace(OFFLINE_SCRIPT_ADDRESS.as_str(), "/pindai-offline.js");
    let html = html.replace(VERIFY_SCRIPT_ADDRESS.as_str(), "/pindai-verify.js");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &html).expect("written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == html, "{} differs; UPDATE_GOLDEN=1 rewrites it", path.display());
    page
}

/// What is told of a number that was put together rightly.
fn telling<'a>(found: &'a [Found], elsewhere: &'a [Elsewhere]) -> Telling<'a> {
    Telling { found, elsewhere, help: &Help { kind: Kind::Certificate, slip: Slip::Fits } }
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
    let named = Named::by_token(verdict.clone());
    let html =
        golden(&format!("token-{name}.html"), || super::verdict(FRAME, &snapshot(), &named, asked, By::Address(TOKEN)));
    let title = html.split("<title>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
    assert!(!title.contains("Siti") && !html.contains("og:"), "no name is in a title or preview");
    assert!(!html.contains("<script") && !html.contains("style="), "the policy would refuse it");
}

fn now_page(name: &str, word: Word, token: &[u8]) {
    page(name, word, &judged(token, Asked::at(now())), Asked::at(now()));
}

#[test]
fn the_page_that_scans_says_every_word_of_its_script() {
    let reads = |one| scan::Reads { files: one, frames: one };
    let roots = [1, 2].map(|seed| PrivateKey::from_seed(&[seed; 32]).public());
    let html = golden("scan.html", || scan::page(FRAME, reads(true), &roots));
    let script = include_str!("../../../templates/pages/scan.js");
    let asked = |call| script.split(call).skip(1).filter_map(|rest| rest.split('"').next());
    let said =
        ["word(\"", "say(\"", "complain(\"", "tellKept(\"", "stop(\"", "fact(row, \""].into_iter().flat_map(asked);
    for word in said.chain([
        "name",
        "fault-refused",
        "fault-none",
        "fault-in-use",
        "fault-other",
        "kept-failed",
        "kept-refused",
        "kept-cannot",
        "kept-not-whole",
        "away-kept",
    ]) {
        assert!(html.contains(&format!("data-word=\"{word}\"")), "{word}");
    }
    golden("scan-checker.html", || scan::page(CHECKER, reads(false), &[]));
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
        let found = [Found::by_number(verdict.clone(), name)];
        let render = || results(FRAME, &snapshot(), telling(&found, &[]), typed, Asked::at(now()));
        golden(file, render).contains("Siti Nurhalizah Contoh")
    };
    assert!(!show("number-masked.html", None));
    assert!(show("number-matched.html", Some("siti nurhalizah contoh")));
    assert!(!show("number-mismatch.html", Some("<b>Rina</b> Contoh")));
    assert!(!show("number-slip.html", Some("Siti Nurhaliza Contoh")));
}

#[test]
fn two_lsps_with_one_number_are_a_list_and_nobody_is_not_found() {
    let asked = Asked::at(now());
    let found = [0, 1].map(|index| Found::by_number(judged(&signed(&claims(index)), asked), None));
    let typed = Typed { number: NUMBER, name: "" };
    golden("number-several.html", || results(FRAME, &snapshot(), telling(&found, &[]), typed, asked));
    let found = [Found::by_number(Verdict::not_found(asked), None)];
    let typed = Typed { number: "No. 81210 9112 2 9999999 2023", name: "Siti" };
    golden("number-not-found.html", || results(FRAME, &snapshot(), telling(&found, &[]), typed, asked));
}

#[test]
fn a_number_that_is_not_found_leads_to_whoever_may_know_it() {
    let (asked, lists) = (Asked::at(now()), of_others());
    let found = [Found::by_number(Verdict::not_found(asked), None)];
    let key = crate::domain::search_key::SearchKey::new(NUMBER).expect("a number");
    let elsewhere = crate::verify::elsewhere::whom_to_ask(&key, &lists.trust);
    let typed = Typed { number: NUMBER, name: "" };
    let html = golden("number-elsewhere.html", || results(FRAME, &lists, telling(&found, &elsewhere), typed, asked));
    assert!(html.contains("cek.lsp-kebersihan.example") && html.contains("cek.lsp-pengemudi.example"));
}

#[test]
fn a_certificate_of_another_lsp_says_whose_site_knows_more() {
    let (asked, lists) = (Asked::at(now()), of_others());
    for (name, index) in [("valid", 0), ("superseded", 3)] {
        let verdict = verify::verify(&signed(&claims(index)), &lists.trust, &lists.statuses, asked);
        let named = Named::by_token(verdict);
        let html = golden(&format!("elsewhere-{name}.html"), || {
            super::verdict(FRAME, &lists, &named, asked, By::Address(TOKEN))
        });
        assert!(html.contains("Diterbitkan LSP lain") && !html.contains("Bilah alamat"), "{name}");
    }
}

#[test]
fn home_and_errors_have_their_pages() {
    let notice = Frame { notice: Some(NOTICE), numbers: true };
    let trust = snapshot().trust;
    golden("home.html", || home(notice, &trust, true));
    golden("home-checker.html", || home(CHECKER, &trust, false));
    let page = |name: &str, why| golden(&format!("error-{name}.html"), || error(FRAME, &why, &trust));
    page("400", Error::Rejected(Fault::On));
    page("404-numbers", Error::NoNumbers);
    page("413-file", Error::FileTooLarge);
    page("500", Error::Internal("a cause that is nobody's business".into()));
}

#[test]
fn a_status_that_cannot_be_told_says_why_and_whom_to_ask() {
    let (asked, token) = (Asked::at(now()), signed(&claims(0)));
    let show = |name: &str, lists: &Snapshot, token: &[u8], asked: Asked, why: &str| {
        let verdict = verify::verify(token, &lists.trust, &lists.statuses, asked);
        assert_eq!(verdict.verdict, Word::StatusUnknown, "{name}");
        let named = Named::by_token(verdict);
        let html = golden(&format!("unknown-{name}.html"), || {
            super::verdict(CHECKER, lists, &named, asked, By::Address(TOKEN))
        });
        assert!(html.contains(why), "{name}");
    };
    let later = Asked::at(now() + jiff::SignedDuration::from_hours(24 * 8));
    show("list-too-old", &snapshot(), &token, later, "terlalu lama: per 22 November 2026, 11.58 WIB");
    let bare = Snapshot { statuses: crate::seal::status_list::StatusLists::default(), ..snapshot() };
    show("no-list", &bare, &token, asked, "tidak dapat diambil");
    let expired = Snapshot { trust: Arc::new(TrustList::clone(&snapshot().trust).until(now())), ..snapshot() };
    show("trust-list-expired", &expired, &token, asked, "sudah kedaluwarsa: kunci");
    let stranger = token::sign(&claims(0), &key(99)).expect("signed");
    show("signer-and-trust-list-expired", &expired, &stranger, asked, "tidak ada di dalamnya");
    show("honoured-list-missing", &stolen(), &token, asked, "pernah bocor");
}

#[test]
fn a_stolen_key_is_told_plainly() {
    let (asked, mut lists) = (Asked::at(now()), stolen());
    let nothing = crate::seal::honoured::HonouredList::new(&[]);
    Arc::make_mut(&mut lists.trust).honour(key(CERTIFICATE).kid(), nothing.bytes()).expect("the list that was signed");
    let verdict = verify::verify(&signed(&claims(0)), &lists.trust, &lists.statuses, asked);
    page("untrusted-stolen-key", Word::Untrusted, &verdict, asked);
    let mut lists = snapshot();
    Arc::make_mut(&mut lists.trust).disown([token::fingerprint(&signed(&claims(0)))]);
    let verdict = verify::verify(&signed(&claims(0)), &lists.trust, &lists.statuses, asked);
    page("untrusted-never-recorded", Word::Untrusted, &verdict, asked);
}

#[test]
fn a_checker_without_records_says_whom_to_ask() {
    let asked = Asked::at(now());
    for (name, index) in [("revoked", 1), ("suspended", 2), ("superseded", 3)] {
        let named = Named::by_token(judged(&signed(&claims(index)), asked));
        let html = golden(&format!("checker-{name}.html"), || {
            super::verdict(CHECKER, &snapshot(), &named, asked, By::Address(TOKEN))
        });
        assert!(html.contains("tanyakan"), "{name}");
    }
    let days_later = Asked::at(now() + jiff::SignedDuration::from_hours(24 * 3));
    let named = Named::by_token(judged(&signed(&claims(0)), days_later));
    let html = golden("checker-valid-by-an-old-list.html", || {
        super::verdict(CHECKER, &snapshot(), &named, days_later, By::Address(TOKEN))
    });
    assert!(html.contains("sudah berumur 3 hari"));
}

#[test]
fn a_document_that_differs_from_what_was_signed_is_called_altered() {
    let asked = Asked::at(now());
    for (name, finding) in [("text-differs", Finding::TextDiffers), ("qr-differs", Finding::QrDiffers)] {
        let mut verdict = judged(&signed(&claims(0)), asked);
        verdict.findings.push(finding);
        if finding == Finding::TextDiffers {
            verdict.differs = vec![Differing::Name, Differing::ValidUntil];
        }
        let named = Named::by_token(verdict);
        let html =
            golden(&format!("file-{name}.html"), || super::verdict(FRAME, &snapshot(), &named, asked, By::File(None)));
        let (altered, valid) = (html.find("Yang tercetak berbeda"), html.find(">Berlaku "));
        assert!(altered.is_some() && altered < valid, "{name}: the warning stands before the verdict");
    }
    let mut forged = Verdict { verdict: Word::Forged, ..Verdict::unreadable(asked) };
    forged.findings.push(Finding::QrDiffers);
    let html = super::verdict(FRAME, &snapshot(), &Named::by_token(forged), asked, By::File(None)).expect("rendered");
    assert!(!html.contains("Yang tercetak berbeda"), "nothing is said more loudly than that it is forged");
    let nothing = Named::by_token(Verdict::unreadable(asked));
    golden("file-unreadable.html", || super::verdict(FRAME, &snapshot(), &nothing, asked, By::File(None)));
}

#[test]
fn a_file_of_several_certificates_is_answered_one_by_one() {
    let asked = Asked::at(now());
    let mut altered = judged(&signed(&claims(0)), asked);
    altered.findings.push(Finding::TextDiffers);
    altered.differs = vec![Differing::Scheme];
    let all = [judged(&signed(&claims(0)), asked), altered, Verdict::unreadable(asked)];
    let answer = |verdict| Answer { file: Some("a.pdf".to_owned()), verdict: Named::by_token(verdict), token: None };
    let answers = all.map(|verdict| InFile::Certificate(answer(verdict)));
    let html = golden("files.html", || super::files(FRAME, &snapshot(), &answers, asked));
    assert!(html.contains("3 sertifikat diperiksa, 1 berlaku tanpa catatan"));
}
