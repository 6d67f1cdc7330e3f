use serde_json::{Value, json};

use super::*;
use crate::seal::jwt::{self, Kind};
use crate::seal::keys::PrivateKey;

pub(in crate::seal::trust_list) fn key(seed: u8) -> PrivateKey {
    PrivateKey::from_seed(&[seed; 32])
}

pub(in crate::seal::trust_list) fn entry() -> Value {
    let certificate = key(7).public();
    json!({
        "id": "klining", "name_id": "LSP Klining Contoh", "name_en": "Cleaning", "site": "https://cek.lsp.example",
        "time_zone": "Asia/Jakarta",
        "licences": [{ "number": "BNSP-LSP-9901-ID", "decree": "", "from": "2015-01-01", "until": "2030-12-31" }],
        "schemes": [{ "code": "CS-01", "from": "2015-01-01", "until": null }],
        "status": "status/klining/{n}",
        "keys": [{ "kid": certificate.kid(), "x": certificate.x(), "use": "certificate", "state": "active",
                   "from": "2015-01-01", "until": null }]
    })
}

pub(in crate::seal::trust_list) fn claims(entry: Value) -> Value {
    json!({ "iss": "root", "iat": 1_795_310_000, "exp": 1_829_870_000, "withdrawn_roots": [], "lsps": [entry] })
}

fn read(claims: &Value) -> Result<TrustList, ListError> {
    let text = jwt::sign(Kind::TrustList, claims, &key(1), None);
    let jwt = Jwt::read(&text, Kind::TrustList)?;
    Published::verify(&jwt, &key(1).public()).map(|published| published.into_claims().list)
}

fn with(name: &str, value: Value) -> Value {
    let mut entry = entry();
    entry[name] = value;
    claims(entry)
}

fn with_key(name: &str, value: Value) -> Value {
    let mut entry = entry();
    entry["keys"][0][name] = value;
    claims(entry)
}

#[test]
fn a_list_as_the_design_shows_it_is_read() {
    let list = read(&claims(entry())).expect("a list");
    let (lsp, key) = list.key(key(7).kid()).expect("a key");
    assert_eq!((lsp.id.as_str(), lsp.lists.as_str(), key.state), ("klining", "", KeyState::Active));
    assert!(!list.is_expired(Timestamp::constant(1_829_869_999, 0)));
    assert!(list.is_expired(Timestamp::constant(1_829_870_000, 0)));
}

#[test]
fn a_notice_is_read_and_one_that_is_none_left_out() {
    let said = |notice: Value| {
        let mut claims = claims(entry());
        claims["notice"] = notice;
        read(&claims).expect("a list").notice().map(str::to_owned)
    };
    assert_eq!(read(&claims(entry())).expect("a list").notice(), None);
    assert_eq!(said(json!("CONTOH: rekaan.")).as_deref(), Some("CONTOH: rekaan."));
    for ill_formed in [json!(null), json!(5), json!(""), json!("a\nb"), json!("x".repeat(301)), json!(["CONTOH"])] {
        assert_eq!(said(ill_formed.clone()), None, "{ill_formed}");
    }
}

#[test]
fn one_fault_refuses_the_whole_list() {
    let other = key(8).public();
    for (claims, why) in [
        (with_key("kid", json!(other.kid())), "a kid of another key"),
        (with_key("x", json!("AAAA")), "no key"),
        (with_key("state", json!("compromised")), "a compromise that names no list"),
        (with_key("compromised_since", json!(5)), "an active key with a compromise"),
        (with_key("state", json!(null)), "a key without a state"),
        (with_key("use", json!(null)), "a key without a use"),
        (with_key("honoured", json!({ "sha256": "zz", "count": 1 })), "a hash that is none"),
        (with("status", json!("status/pengemudi/{n}")), "another LSP's lists"),
        (with("status", json!("../status/klining/{n}")), "lists elsewhere on the disk"),
        (with("status", json!("http://lsp.example/status/klining/{n}")), "lists in the open"),
        (with("status", json!("https://a@lsp.example/status/klining/{n}")), "an address with a user"),
        (with("site", json!("lsp.example")), "no site"),
        (with("time_zone", json!("Asia/Bali")), "no zone"),
        (
            with("licences", json!([{ "number": "x", "from": "2020-01-02", "until": "2020-01-01" }])),
            "a licence backwards",
        ),
    ] {
        assert!(read(&claims).is_err(), "{why}");
    }
}

#[test]
fn a_doubled_kid_or_lsp_refuses_the_list() {
    let mut twice = entry();
    twice["keys"] = json!([entry()["keys"][0], entry()["keys"][0]]);
    assert_eq!(read(&claims(twice)).err(), Some(ListError::KidTwice(key(7).kid().to_string())));
    let mut two = claims(entry());
    two["lsps"] = json!([entry(), entry()]);
    assert!(matches!(read(&two), Err(ListError::Lsp(_, EntryFault::Twice))));
    let mut second = entry();
    second["id"] = "pengemudi".into();
    second["status"] = "status/pengemudi/{n}".into();
    two["lsps"] = json!([entry(), second]);
    assert_eq!(read(&two).err(), Some(ListError::KidTwice(key(7).kid().to_string())), "one key for two LSPs");
}

#[test]
fn the_life_of_a_list_is_bounded() {
    for (iat, exp) in [(1_795_310_000, 1_795_310_000), (1_795_310_000, 1_795_310_001 + LIFE), (-1, 5), (0, i64::MAX)] {
        let mut claims = claims(entry());
        claims["iat"] = iat.into();
        claims["exp"] = exp.into();
        assert_eq!(read(&claims).err(), Some(ListError::Life), "{iat} to {exp}");
    }
    let mut other = claims(entry());
    other["iss"] = "lsp".into();
    assert_eq!(read(&other).err(), Some(ListError::NotRoot));
}

#[test]
fn another_root_or_an_altered_byte_is_refused() {
    let text = jwt::sign(Kind::TrustList, &claims(entry()), &key(2), None);
    let jwt = Jwt::read(&text, Kind::TrustList).expect("a JWT");
    assert_eq!(Published::verify(&jwt, &key(1).public()).err(), Some(ListError::Jwt(JwtError::Signature)));
}

#[test]
fn what_a_reader_does_not_know_is_passed_over() {
    let plain = read(&claims(entry())).expect("a list");
    let mut more = claims(entry());
    more["new"] = json!([1, { "a": null }]);
    more["lsps"][0]["new"] = 1.into();
    more["lsps"][0]["licences"][0]["levels"] = json!(["1", "2"]);
    more["lsps"][0]["schemes"][0]["new"] = 1.into();
    more["lsps"][0]["keys"][0]["new"] = 1.into();
    let log = key(8).public();
    let others = [
        json!({ "kid": log.kid(), "x": log.x(), "use": "log", "state": "active", "from": "2015-01-01", "until": null }),
        json!({ "kid": "a-kid-of-another-kind", "use": "log", "x": 5 }),
        json!({ "use": "log" }),
    ];
    more["lsps"][0]["keys"].as_array_mut().expect("keys").extend(others);
    let list = read(&more).expect("a list");
    assert_eq!(format!("{:?}", list.lsps()), format!("{:?}", plain.lsps()), "as if it were not there");
    assert!(list.key(log.kid()).is_none());
}

#[test]
fn a_kid_is_one_keys_also_where_its_use_is_not_known() {
    let mut twice = claims(entry());
    let mut other = entry()["keys"][0].clone();
    other["use"] = "log".into();
    twice["lsps"][0]["keys"].as_array_mut().expect("keys").push(other);
    assert_eq!(read(&twice).err(), Some(ListError::KidTwice(key(7).kid().to_string())));
}

#[test]
fn a_key_of_an_unknown_state_is_known_by_its_kid_alone() {
    for since in [json!(null), json!(5), json!("2026-01-01")] {
        let mut claims = with_key("state", json!("lost"));
        claims["lsps"][0]["keys"][0]["compromised_since"] = since;
        let list = read(&claims).expect("a list");
        let (_, key) = list.key(key(7).kid()).expect("a key");
        assert_eq!(key.state, KeyState::Unknown);
    }
}
