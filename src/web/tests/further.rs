//! Whoever asks for a further language of the installation is told in it wherever the public goes: no page has a word that
//! is in no catalogue.

use std::time::Duration;

use super::addresses::addresses;
use super::language::speaking;
use super::reports::{ROWS, reports};
use super::rule::Visitors;
use super::unsaid::unsaid;
use super::worker_lists::{Field, carried, multipart, reading, text_field, token};
use super::*;
use crate::office::StoreError;
use crate::office::accounts::AccountError;
use crate::office::employers::{EmployerError, ShownKey};
use crate::office::holder::WithoutSheet;
use crate::roster::Field as Known;
use crate::verify::Asked;
use crate::verify::found::Named;
use crate::verify::list::InvalidUntil;
use crate::verify::verify;
use crate::web::office::{Flash, NikSaid};
use crate::web::pages::employer as employers;
use crate::words::{when, wide};

const FRAME: pages::Frame<'_> = pages::Frame { notice: None, numbers: true };

/// Holds that a page says nothing else than what is in the catalogue, and data.
fn holds(page: &str, what: &str) {
    assert!(page.contains("<html lang=\"qab\">"), "{what}: {page}");
    assert_eq!(unsaid(page), Vec::<String>::new(), "{what}: {page}");
}

/// A page as a visitor with that language is shown it.
async fn shown(server: &Arc<Server>, request: Request<Body>) -> String {
    text(speaking(wide(), ask(server, request)).await).await
}

fn rendered(what: &str, render: impl FnOnce() -> askama::Result<String>) {
    holds(&language::spoken(wide(), render).expect("rendered"), what);
}

#[tokio::test]
async fn every_address_of_the_public_is_spoken_in_a_further_language() {
    let server = Server::new(reading().await);
    for address in addresses() {
        let row = address.row;
        if !row.rule.speaks.is_page() || !matches!(row.rule.visitors, Visitors::Everybody | Visitors::Entering) {
            continue;
        }
        let path = row.path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
        let path = path.collect::<Vec<_>>().join("/");
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let request = Request::builder().method(&method).uri(&path).header("accept", "text/html");
            let page = shown(&server, request.body(Body::empty()).expect("a request")).await;
            if page.starts_with("<!doctype html>") {
                holds(&page, &format!("{method} {path}"));
            }
        }
    }
    holds(&shown(&server, to(Method::GET, "/nowhere")).await, "what is not there");
    holds(&shown(&server, to(Method::GET, "/v/x?on=never")).await, "what was asked wrongly");
    let api = Request::builder().uri("/api").header("accept", "text/html").body(Body::empty()).expect("a request");
    holds(&shown(&server, api).await, "the description");
}

#[tokio::test]
async fn a_list_and_why_each_row_has_its_answer_are_told_in_a_further_language() {
    let server = Server::new(reading().await);
    let list = format!(
        "nama;catatan;skema;nik\nSiti Contoh;{};CS-01;\nSiti Contoh;{};CS-01;\nSiti Contoh;;;\nSiti Contoh;;;12\n",
        token("Siti Contoh", 0),
        token("Siti Contoh", 1)
    );
    let document = signed(&claims(2));
    let fields = [
        text_field("text", &list),
        text_field("until", "2026-12-01"),
        Field("document", Some("berkas.pdf"), &document),
    ];
    let columns = shown(&server, multipart("/periksa-daftar", &fields)).await;
    holds(&columns, "columns");
    let sealed = carried(&columns, "daftar");
    let mended = |second: Known| {
        let names = [Known::Name, second, Known::Scheme, Known::Nik].map(Known::column);
        let columns = ["kolom-0", "kolom-1", "kolom-2", "kolom-3"];
        let mut fields = vec![text_field("daftar", &sealed)];
        fields.extend(columns.into_iter().zip(names).map(|(column, name)| text_field(column, name)));
        multipart("/periksa-daftar/jawaban", &fields)
    };
    holds(&shown(&server, mended(Known::Name)).await, "two columns for one field");
    let answers = shown(&server, mended(Known::Token)).await;
    holds(&answers, "answers");
    let sealed = carried(&answers, "hasil");
    let show = |act: &'static str| {
        let fields = [("hasil", sealed.as_str()), ("jawaban", "revoked"), ("urut", "nama"), ("aksi", act)];
        multipart("/periksa-daftar/hasil", &fields.map(|(name, value)| text_field(name, value)))
    };
    holds(&shown(&server, show("1")).await, "answers, sifted");
    let csv = shown(&server, show("csv")).await;
    let (headings, rows) = csv.split_once('\n').expect("rows");
    assert!(!headings.chars().any(|letter| letter.is_ascii_alphabetic()), "{headings}");
    assert!(rows.contains('ｂ') && !rows.contains("dicabut"), "{rows}");
}

#[tokio::test]
async fn a_report_and_what_goes_with_it_are_told_in_a_further_language() {
    let (server, token) = (Server::new(reports().await), report_on(ROWS, 55));
    let path = format!("/l/{}", spelling::to_base64url(&token));
    holds(&shown(&server, to(Method::GET, &path)).await, "by its link");
    for file in [[b"%PDF-".as_slice(), ROWS].concat(), b"%PDF-altered".to_vec(), b"broken".to_vec()] {
        let mut request = multipart("/api/v1/verify/file", &[Field("file", Some("laporan"), &file)]);
        request.headers_mut().insert("accept", "text/html".parse().expect("a value"));
        holds(&shown(&server, request).await, "by its file");
    }
}

#[test]
fn failures_are_told_in_a_further_language() {
    let faults = [Fault::Body, Fault::File, Fault::Number, Fault::On, Fault::Path, Fault::Query].map(Error::Rejected);
    let lists = [
        ListFault::Both,
        ListFault::NotCarried,
        ListFault::Nothing,
        ListFault::QuotaSpent { left: 3 },
        ListFault::SameColumn(Known::Nik),
        ListFault::TooLarge,
        ListFault::TooManyNumbers { most: 100 },
        ListFault::Until(InvalidUntil::Far),
        ListFault::Until(InvalidUntil::Past),
        ListFault::UntilMissing,
    ];
    let others = [
        Error::AddressTooLong,
        Error::Busy,
        Error::CrossSite,
        Error::FileTooLarge,
        Error::Forbidden,
        Error::FormTooLarge,
        Error::Internal("a cause that is nobody's business".into()),
        Error::NoNumbers,
        Error::NoSuchMethod,
        Error::NoTrustList,
        Error::NotFound,
        Error::NotYet,
        Error::OfficeClosed,
        Error::Share(Duration::from_secs(1)),
        Error::SlowDown(Duration::from_secs(1)),
        Error::Stale,
        Error::TooLarge,
        Error::TooSlow,
        Error::Unauthorized,
        Error::Unavailable(StoreError::Silent),
        Error::Unsupported,
    ];
    let trust = snapshot().trust;
    for error in faults.into_iter().chain(lists.map(Error::List)).chain(others) {
        rendered(&format!("{error:?}"), || pages::error(FRAME, &error, &trust));
        if matches!(error, Error::List(_)) {
            let typed = pages::check_list::Typed::default();
            rendered("a list's form", || pages::check_list::form(FRAME, &typed, true, Some(&error)));
        }
    }
}

#[test]
fn a_holders_page_is_told_in_a_further_language() {
    let (asked, lists) = (Asked::at(now()), snapshot());
    let named = Named::by_token(verify(&signed(&claims(0)), &lists.trust, &lists.statuses, asked));
    let sheet = pages::Sheet { link: "https://cek.lsp.example/v/0oRD", qr: "HTTPS://CEK.LSP.EXAMPLE/V/15172301" };
    let without = [
        WithoutSheet::Elsewhere,
        WithoutSheet::NotOurs,
        WithoutSheet::Revoked,
        WithoutSheet::StatusUnknown,
        WithoutSheet::Superseded,
        WithoutSheet::Suspended,
    ];
    for sheet in std::iter::once(Ok(sheet)).chain(without.map(Err)) {
        let page = language::spoken(wide(), || pages::holder(FRAME, &lists, (&named, "TOKEN"), sheet, asked));
        holds(&page.map_err(|error| error.to_string()).expect("rendered"), &format!("{sheet:?}"));
    }
}

#[test]
fn an_employers_pages_are_told_in_a_further_language() {
    let own = |told| employers::Own {
        lsp: "LSP Kebersihan Contoh".to_owned(),
        name: "pt.rekaan".to_owned(),
        on: "/pemberi-kerja",
        told,
        form_key: "k".to_owned(),
    };
    let said = |said| Some(Flash::NikSaid { number: "7".to_owned(), said });
    let told = [
        None,
        said(NikSaid::Differs),
        said(NikSaid::Same),
        said(NikSaid::Untold),
        Some(Flash::EmployerPassword),
        Some(Flash::EmployerKeyRevoked),
        Some(Flash::EmployerKeyMade { key: "absah_0_x".to_owned() }),
    ];
    let typed = employers::TypedNik::default();
    for told in told {
        rendered("NIK", || employers::nik(FRAME, own(told.clone()), &typed, [3, 12_345], None));
    }
    let faults = || {
        [
            EmployerError::Account(AccountError::Wrong),
            EmployerError::Account(AccountError::TooSoon(90)),
            EmployerError::Day { most: 20 },
            EmployerError::Keys { most: 2 },
            EmployerError::NoKey,
            EmployerError::NotIssued,
            EmployerError::Spent,
            EmployerError::TooSoon(90),
        ]
    };
    let zone = when::jakarta();
    let keys =
        [None, Some(now())].map(|used_at| ShownKey { name: "0011223344556677".to_owned(), made_at: now(), used_at });
    for fault in faults() {
        let at = |field| Some(employers::Fault::at(field, employers::said(&fault)));
        rendered("NIK, refused", || employers::nik(FRAME, own(None), &typed, [3, 5], at("token")));
        rendered("keys", || employers::keys(FRAME, own(None), &keys, 2, &zone, at("password")));
        rendered("password", || employers::password(FRAME, own(None), true, at("old")));
        rendered("the door", || employers::door(FRAME, "pt.rekaan", Some(employers::said(&fault))));
    }
    rendered("no keys", || employers::keys(FRAME, own(None), &[], 0, &zone, None));
    for fault in [employers::wrong, employers::plain, employers::no_nik, employers::not_repeated] {
        rendered("the door", || employers::door(FRAME, "", Some(fault())));
    }
}
