//! Invented LSPs, keys and certificates for the tests of pages and handlers.

use std::sync::Arc;

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use crate::domain::issuer::Licence;
use crate::domain::status::State;
use crate::domain::term::{Expiry, Term};
use crate::seal::honoured::HonouredList;
use crate::seal::keys::{KeyUse, PrivateKey};
use crate::seal::report;
use crate::seal::status_list::{StatusList, StatusLists};
use crate::seal::token::{self, Claims, StatusRef};
use crate::seal::trust_list::{Compromise, KeyState, SchemePeriod, TrustList, TrustedKey, TrustedLsp};
use crate::verify::Snapshot;

pub(super) const NUMBER: &str = "81210 9112 2 0000088 2023";

/// 22 November 2026, 12.00 in Jakarta.
pub(super) fn now() -> Timestamp {
    "2026-11-22T05:00:00Z".parse().expect("an instant")
}

pub(super) fn key(seed: u8) -> PrivateKey {
    PrivateKey::from_seed(&[seed; 32])
}

/// The key of certificates, and one of statuses.
pub(super) const CERTIFICATE: u8 = 7;
pub(super) const STATUS: u8 = 8;

/// A certificate of 18 December 2023 for three years, whose status has this index.
pub(super) fn claims(index: u32) -> Claims {
    let term = Term::new(date(2023, 12, 18), 3, Expiry::SameDay).expect("a term");
    with_term(index, term)
}

pub(super) fn with_term(index: u32, term: Term) -> Claims {
    let zone = "Asia/Jakarta".parse::<crate::domain::issuer::Zone>().expect("a zone");
    let (nbf, exp) = term.instants(zone.rules()).expect("instants");
    Claims {
        number: NUMBER.into(),
        holder: "Siti Nurhalizah Contoh".parse().expect("a name"),
        scheme_code: "CS-01".parse().expect("a code"),
        scheme_title: "Petugas Kebersihan Gedung".into(),
        nbf,
        exp,
        status: StatusRef { list: 0, index },
    }
}

pub(super) fn signed(claims: &Claims) -> Vec<u8> {
    token::sign(claims, &key(CERTIFICATE)).expect("signed")
}

fn trusted(seed: u8, key_use: KeyUse) -> TrustedKey {
    let public = key(seed).public();
    TrustedKey { public, key_use, state: KeyState::Active, from: date(2020, 1, 1), until: None }
}

fn lsp(id: &str, name: &str, site: &str, keys: Vec<TrustedKey>) -> TrustedLsp {
    let licence = |from, until| Licence { number: "BNSP-LSP-9901-ID".into(), decree: String::new(), from, until };
    TrustedLsp {
        id: id.parse().expect("an id"),
        name_id: name.into(),
        name_en: name.into(),
        site: site.parse().expect("a site"),
        former_sites: Vec::new(),
        time_zone: "Asia/Jakarta".parse().expect("a zone"),
        licences: vec![licence(date(2021, 1, 1), date(2030, 12, 31))],
        schemes: vec![SchemePeriod { code: "CS-01".parse().expect("a code"), from: None, until: None }],
        lists: String::new(),
        keys,
    }
}

/// The same lists after the key of certificates was stolen, which signed nothing that is honoured; its
/// honoured list is not at hand.
pub(super) fn stolen() -> Snapshot {
    let honoured = HonouredList::new(&[]).hash();
    let stolen = KeyState::Compromised(Compromise { since: now() - SignedDuration::from_hours(24), honoured });
    let mut lsps = snapshot().trust.lsps().to_vec();
    lsps[0].keys[0].state = stolen;
    Snapshot { trust: own(lsps), ..snapshot() }
}

/// Two LSPs; status index 1 is revoked, 2 suspended, 3 superseded.
pub(super) fn snapshot() -> Snapshot {
    let keys = vec![trusted(CERTIFICATE, KeyUse::Certificate), trusted(STATUS, KeyUse::Status)];
    let lsps = vec![
        lsp("klining", "LSP Kebersihan Contoh", "https://cek.lsp-kebersihan.example", keys),
        lsp("pengemudi", "LSP Pengemudi Contoh", "https://cek.lsp-pengemudi.example", Vec::new()),
    ];
    let (as_of, exp) = (now() - SignedDuration::from_mins(2), now() + SignedDuration::from_hours(24 * 7));
    let mut list = StatusList::new(as_of, exp);
    for (index, state) in [(1, State::Revoked), (2, State::Suspended), (3, State::Superseded)] {
        list.set(index, state);
    }
    let mut statuses = StatusLists::default();
    statuses.insert("klining".parse().expect("an id"), 0, list);
    Snapshot { trust: own(lsps), statuses }
}

/// The key of reports, where there is one.
pub(super) const REPORT: u8 = 9;

/// The same lists with a key for reports.
pub(super) fn reporting() -> Snapshot {
    let mut lsps = snapshot().trust.lsps().to_vec();
    lsps[0].keys.push(trusted(REPORT, KeyUse::Report));
    Snapshot { trust: own(lsps), ..snapshot() }
}

/// A report on so many rows, of which all but one fit.
pub(super) fn report_on(rows: &[u8], count: u32) -> Vec<u8> {
    let (id, until) = (*b"0123456789abcdef", date(2027, 12, 31));
    let claims = report::Claims {
        iat: now(),
        id,
        until,
        rows: count,
        fits: count - 1,
        sha256: report::hash(rows),
        as_of: now(),
        paper: report::FIRST_PAPER,
    };
    report::sign(&claims, &key(REPORT)).expect("signed")
}

/// The trust list of a service whose own LSPs these are.
fn own(lsps: Vec<TrustedLsp>) -> Arc<TrustList> {
    let ids: Vec<_> = lsps.iter().map(|lsp| lsp.id.clone()).collect();
    Arc::new(TrustList::new(lsps).expect("distinct kids").of_installation(ids))
}

/// The same lists at a service that has an LSP of its own, and to which these are others'.
pub(super) fn of_others() -> Snapshot {
    let lists = snapshot();
    let trust = TrustList::clone(&lists.trust).of_installation(["provinsi".parse().expect("an id")]);
    Snapshot { trust: Arc::new(trust), ..lists }
}
