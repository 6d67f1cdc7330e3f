//! The verdict for every way a certificate can be: which word, and what is shown beside it.

use std::str::FromStr as _;

use jiff::civil::date;

use super::*;
use crate::domain::issuer::Licence;
use crate::domain::term::moment_of;
use crate::seal::keys::PrivateKey;
use crate::seal::status_list::StatusList;
use crate::seal::token::{self, StatusRef};
use crate::seal::trust_list::{KeyState, SchemePeriod};

pub(super) const PLACE: StatusRef = StatusRef { list: 0, index: 88 };

fn day(year: i16, month: i8, day: i8) -> Timestamp {
    moment_of(date(year, month, day)).expect("a moment")
}

pub(super) fn key() -> PrivateKey {
    PrivateKey::from_seed(&[7; 32])
}

/// Issued on 18 December 2023 for three years, with the status at [`PLACE`].
pub(super) fn claims() -> Claims {
    let term = Term { issued_on: date(2023, 12, 18), valid_until: date(2026, 12, 18) };
    let zone = jiff::tz::TimeZone::get("Asia/Jakarta").expect("bundled");
    let (nbf, exp) = term.instants(&zone).expect("instants");
    Claims {
        number: "81210 9112 2 0000088 2023".into(),
        holder: "Siti Contoh".parse().expect("a name"),
        scheme_code: "CS-01".parse().expect("a code"),
        scheme_title: "Petugas Kebersihan Gedung".into(),
        nbf,
        exp,
        status: PLACE,
    }
}

fn token() -> Vec<u8> {
    token::sign(&claims(), &key()).expect("signed")
}

fn lsp() -> TrustedLsp {
    TrustedLsp {
        id: LspId::from_str("klining").expect("an id"),
        name_id: "LSP Contoh".into(),
        name_en: "Example".into(),
        site: "https://cek.lsp.example".parse().expect("a site"),
        former_sites: Vec::new(),
        time_zone: "Asia/Jakarta".parse().expect("a zone"),
        licences: vec![Licence {
            number: "BNSP-LSP-9901-ID".into(),
            decree: String::new(),
            from: date(2020, 1, 1),
            until: date(2025, 12, 31),
        }],
        schemes: vec![SchemePeriod { code: "CS-01".parse().expect("a code"), from: None, until: None }],
        lists: String::new(),
        keys: vec![TrustedKey {
            public: key().public(),
            key_use: KeyUse::Certificate,
            state: KeyState::Active,
            from: date(2020, 1, 1),
            until: None,
        }],
    }
}

fn trust(change: impl Fn(&mut TrustedLsp)) -> TrustList {
    let mut lsp = lsp();
    change(&mut lsp);
    TrustList::new(vec![lsp]).expect("a list")
}

fn lists(state: State) -> StatusLists {
    let mut list = StatusList::new(day(2026, 11, 22), day(2026, 11, 29));
    list.set(PLACE.index, state);
    let mut lists = StatusLists::default();
    lists.insert(lsp().id, PLACE.list, list);
    lists
}

fn ask(bytes: &[u8], trust: &TrustList, statuses: &StatusLists, on: Timestamp) -> Verdict {
    verify(bytes, trust, statuses, Asked { now: day(2026, 11, 22), on })
}

#[test]
fn a_good_certificate_is_valid_and_shown_whole() {
    let verdict = ask(&token(), &trust(|_| ()), &lists(State::Valid), day(2026, 11, 22));
    let json = serde_json::json!(verdict);
    let expected = serde_json::json!({
        "verdict": "valid", "checked_at": "2026-11-22T05:00:00Z", "on": "2026-11-22", "findings": [], "integrity": "ok",
        "issuer": { "id": "klining", "name": "LSP Contoh", "licence": "BNSP-LSP-9901-ID", "trust": "licensed",
                    "more_at": "https://cek.lsp.example" },
        "period": { "issued_on": "2023-12-18", "valid_until": "2026-12-18" },
        "status": { "state": "valid", "as_of": "2026-11-22T05:00:00Z" },
        "certificate": { "number": "81210 9112 2 0000088 2023", "holder": "Siti Contoh",
                         "scheme": { "code": "CS-01", "title": "Petugas Kebersihan Gedung" } },
    });
    assert_eq!(json, expected);
}

#[test]
fn each_status_has_its_word_and_an_unknown_one_is_never_valid() {
    let trusted = trust(|_| ());
    for (state, word) in [
        (State::Revoked, Word::Revoked),
        (State::Superseded, Word::Superseded),
        (State::Suspended, Word::Suspended),
        (State::Valid, Word::Valid),
    ] {
        assert_eq!(ask(&token(), &trusted, &lists(state), day(2026, 11, 22)).verdict, word);
    }
    let unknown = ask(&token(), &trusted, &StatusLists::default(), day(2026, 11, 22));
    assert_eq!(unknown.verdict, Word::StatusUnknown);
    assert_eq!(serde_json::json!(unknown.status), serde_json::json!({ "state": "unknown", "as_of": null }));
    let stale = verify(&token(), &trusted, &lists(State::Valid), Asked::at(day(2026, 11, 30)));
    assert_eq!(stale.verdict, Word::StatusUnknown, "a list past its exp says nothing");
}

#[test]
fn the_day_asked_about_decides_the_period() {
    let (trusted, valid) = (trust(|_| ()), lists(State::Valid));
    for (on, word) in [
        (day(2023, 12, 17), Word::NotYetValid),
        (day(2023, 12, 18), Word::Valid),
        (day(2026, 12, 18), Word::Valid),
        (day(2026, 12, 19), Word::Expired),
    ] {
        assert_eq!(ask(&token(), &trusted, &valid, on).verdict, word, "{on}");
    }
    // A status outweighs the period; an expired certificate needs no list.
    assert_eq!(ask(&token(), &trusted, &lists(State::Revoked), day(2030, 1, 1)).verdict, Word::Revoked);
    assert_eq!(ask(&token(), &trusted, &StatusLists::default(), day(2030, 1, 1)).verdict, Word::Expired);
}

#[test]
fn what_the_lsp_might_not_issue_is_untrusted_and_says_why() {
    type Change = fn(&mut TrustedLsp);
    let cases: [(Change, Trust); 6] = [
        (|lsp| lsp.licences[0].until = date(2023, 12, 17), Trust::LicenceOutsidePeriod),
        (|lsp| lsp.licences[0].from = date(2023, 12, 19), Trust::LicenceOutsidePeriod),
        (|lsp| lsp.schemes.clear(), Trust::SchemeOutsideScope),
        (|lsp| lsp.schemes[0].until = Some(date(2023, 12, 17)), Trust::SchemeOutsideScope),
        (|lsp| lsp.keys[0].from = date(2023, 12, 19), Trust::KeyOutsidePeriod),
        (|lsp| lsp.keys[0].key_use = KeyUse::Status, Trust::KeyForOtherUse),
    ];
    for (change, reason) in cases {
        // Even revoked: who was never trusted cannot have been revoked.
        for state in [State::Valid, State::Revoked] {
            let verdict = ask(&token(), &trust(change), &lists(state), day(2026, 11, 22));
            assert_eq!(verdict.verdict, Word::Untrusted, "{reason:?}");
            assert_eq!(verdict.issuer.map(|issuer| issuer.trust), Some(reason));
            assert_eq!(verdict.integrity, Integrity::Ok);
        }
    }
}

#[test]
fn a_licence_that_lapsed_later_leaves_its_certificates_good() {
    let lapsed = trust(|lsp| lsp.licences[0].until = date(2023, 12, 18));
    assert_eq!(ask(&token(), &lapsed, &lists(State::Valid), day(2026, 11, 22)).verdict, Word::Valid);
    let retired = trust(|lsp| {
        lsp.keys[0].state = KeyState::Retired;
        lsp.keys[0].until = Some(date(2023, 12, 18));
    });
    assert_eq!(ask(&token(), &retired, &lists(State::Valid), day(2026, 11, 22)).verdict, Word::Valid);
}

#[test]
fn nothing_unproven_is_shown() {
    let mut forged = token();
    if let Some(last) = forged.last_mut() {
        *last ^= 1;
    }
    let stranger = token::sign(&claims(), &PrivateKey::from_seed(&[8; 32])).expect("signed");
    for (bytes, word, integrity, issuer) in [
        (b"halo".to_vec(), Word::Unreadable, Integrity::Failed, false),
        (forged, Word::Forged, Integrity::Failed, true),
        (stranger, Word::Untrusted, Integrity::Unchecked, false),
    ] {
        let verdict = ask(&bytes, &trust(|_| ()), &lists(State::Valid), day(2026, 11, 22));
        assert_eq!((verdict.verdict, verdict.integrity, verdict.issuer.is_some()), (word, integrity, issuer));
        assert!(verdict.certificate.is_none() && verdict.period.is_none() && verdict.status.is_none(), "{word:?}");
    }
}

#[test]
fn the_lsps_own_service_sends_nobody_elsewhere() {
    let here = trust(|_| ()).of_installation([lsp().id]);
    let verdict = ask(&token(), &here, &lists(State::Valid), day(2026, 11, 22));
    assert_eq!((verdict.verdict, verdict.issuer.map(|issuer| issuer.more_at)), (Word::Valid, Some(None)));
}

#[test]
fn nobody_is_called_untrusted_where_it_is_not_known_who_is_trusted() {
    let stranger = token::sign(&claims(), &PrivateKey::from_seed(&[8; 32])).expect("signed");
    let (known, valid) = (trust(|_| ()).incomplete(), lists(State::Valid));
    let verdict = ask(&stranger, &known, &valid, day(2026, 11, 22));
    assert_eq!((verdict.verdict, verdict.findings), (Word::StatusUnknown, vec![Finding::OthersUnknown]));
    assert_eq!((verdict.integrity, verdict.issuer), (Integrity::Unchecked, None));
    assert_eq!(ask(&token(), &known, &valid, day(2026, 11, 22)).verdict, Word::Valid, "who is known is judged as ever");
}

#[test]
fn a_link_to_another_host_is_reported_and_the_lsps_own_is_not() {
    let (trusted, valid) = (trust(|_| ()), lists(State::Valid));
    let text = spelling::to_base64url(&token());
    let asked = Asked::at(day(2026, 11, 22));
    for (host, findings) in [
        ("cek.lsp.example", vec![]),
        ("CEK.LSP.EXAMPLE:443", vec![]),
        ("cek.lsp.example@evil.example", vec![Finding::ForeignSite]),
        ("cek.lsp.example.evil.example", vec![Finding::ForeignSite]),
        ("cek.lsp.example:8443", vec![Finding::ForeignSite]),
    ] {
        let verdict = verify_text(&format!("https://{host}/v/{text}"), &trusted, &valid, asked);
        assert_eq!((verdict.verdict, verdict.findings), (Word::Valid, findings), "{host}");
    }
    assert_eq!(verify_text(&text, &trusted, &valid, asked).findings, vec![]);
}
