//! Invented LSPs, roots and signed lists for the tests of what is believed.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::domain::issuer::Licence;
use crate::seal::keys::PrivateKey;
use crate::seal::roots::Handover;
use crate::seal::status_list::StatusList;
use crate::seal::status_list::signed::{JournalHead, Terms, to_jwt};
use crate::seal::trust_list::signed::{Claims, Entry};
use crate::seal::trust_list::{SchemePeriod, TrustedKey};

/// 22 November 2026, 12.00 in Jakarta.
pub(in crate::verify::sources) const NOW: i64 = 1_795_323_600;

pub(in crate::verify::sources) const ROOT: u8 = 1;
pub(in crate::verify::sources) const SAFE: u8 = 2;
pub(in crate::verify::sources) const SUCCESSOR: u8 = 3;
pub(in crate::verify::sources) const CERTIFICATE: u8 = 7;
pub(in crate::verify::sources) const STATUS: u8 = 8;
/// The status key of the other LSP.
pub(in crate::verify::sources) const OTHER: u8 = 9;

pub(in crate::verify::sources) fn key(seed: u8) -> PrivateKey {
    PrivateKey::from_seed(&[seed; 32])
}

pub(in crate::verify::sources) fn at(seconds: i64) -> Timestamp {
    Timestamp::constant(NOW + seconds, 0)
}

pub(in crate::verify::sources) fn id() -> LspId {
    "klining".parse().expect("an id")
}

pub(in crate::verify::sources) fn trusted(seed: u8, key_use: KeyUse) -> TrustedKey {
    let (public, state, from) = (key(seed).public(), KeyState::Active, date(2020, 1, 1));
    TrustedKey { public, key_use, state, from, until: None }
}

fn named(id: LspId, keys: Vec<TrustedKey>) -> TrustedLsp {
    let (from, until) = (date(2020, 1, 1), date(2030, 12, 31));
    TrustedLsp {
        id,
        name_id: "LSP Contoh".into(),
        name_en: "Example".into(),
        site: "https://cek.lsp.example".parse().expect("a site"),
        former_sites: Vec::new(),
        time_zone: "Asia/Jakarta".parse().expect("a zone"),
        licences: vec![Licence { number: "BNSP-LSP-9901-ID".into(), decree: String::new(), from, until }],
        schemes: vec![SchemePeriod { code: "CS-01".parse().expect("a code"), from: None, until: None }],
        lists: String::new(),
        keys,
    }
}

/// The LSP whose lists are offered.
pub(in crate::verify::sources) fn lsp() -> TrustedLsp {
    named(id(), vec![trusted(CERTIFICATE, KeyUse::Certificate), trusted(STATUS, KeyUse::Status)])
}

/// A trust list of the LSP and another one, as old as `seconds` after [`NOW`], to be believed for a day.
pub(in crate::verify::sources) fn claims(seconds: i64, lsp: &TrustedLsp) -> Claims {
    let other = named("pengemudi".parse().expect("an id"), vec![trusted(OTHER, KeyUse::Status)]);
    Claims {
        iss: "root".into(),
        iat: NOW + seconds,
        exp: NOW + seconds + 86_400,
        withdrawn_roots: BTreeSet::new(),
        notice: None,
        lsps: vec![Entry::new(lsp), Entry::new(&other)],
    }
}

pub(in crate::verify::sources) fn trust(seconds: i64, lsp: &TrustedLsp) -> String {
    claims(seconds, lsp).sign(&key(ROOT), None)
}

/// The word of the root in the safe that some are withdrawn and another signs.
pub(in crate::verify::sources) fn handover(withdrawn: &[u8], successor: u8) -> String {
    let withdrawn = withdrawn.iter().map(|seed| key(*seed).kid()).collect();
    Handover { iat: at(0), withdrawn, successor: key(successor).public() }.sign(&key(SAFE))
}

/// A list on which certificate 88 has a state, as old as `seconds` after [`NOW`], to be believed for an hour.
pub(in crate::verify::sources) fn status(
    signer: u8,
    address: &str,
    seconds: i64,
    state: crate::domain::status::State,
) -> String {
    let mut list = StatusList::new(at(seconds), at(seconds + 3600));
    list.set(88, state);
    let sub = format!("https://cek.lsp.example{address}");
    let journal = JournalHead { entries: 1, hash: "ab".repeat(32) };
    to_jwt(&list, &Terms { sub, ttl: 300, journal }, &key(signer))
}

pub(in crate::verify::sources) fn nothing_yet() -> Belief {
    let (roots, given) = super::roots(&[key(ROOT).public(), key(SAFE).public()]).expect("two roots");
    Belief::new(roots, given, Seen::default()).expect("its own roots")
}

/// A verifier that believes a trust list of [`NOW`].
pub(in crate::verify::sources) fn belief() -> Belief {
    let mut belief = nothing_yet();
    assert_eq!(belief.offer_trust(&trust(0, &lsp()), Origin::Fetched, at(0)), Ok(Offer::Taken));
    belief
}
