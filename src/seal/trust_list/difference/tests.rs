use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::seal::keys::PrivateKey;
use crate::seal::trust_list::signed::{Claims, Entry};

/// 22 November 2026 in Jakarta.
fn now() -> Timestamp {
    Timestamp::constant(1_795_310_000, 0)
}

fn kid(seed: u8) -> String {
    PrivateKey::from_seed(&[seed; 32]).kid().to_string()
}

fn key(seed: u8) -> Value {
    let key = PrivateKey::from_seed(&[seed; 32]).public();
    json!({ "kid": key.kid(), "x": key.x(), "use": "certificate", "state": "active", "from": "2015-01-01",
            "until": null })
}

/// An LSP with a licence, a scheme and a key that go on, and one of each that has ended.
fn entry() -> Value {
    let mut retired = key(8);
    retired["state"] = "retired".into();
    retired["until"] = "2026-11-22".into();
    let mut stolen = key(9);
    stolen["state"] = "compromised".into();
    stolen["compromised_since"] = 1_790_000_000.into();
    stolen["honoured"] = json!({ "sha256": "ab".repeat(32), "count": 10 });
    json!({
        "id": "klining", "name_id": "LSP Klining Contoh", "name_en": "Cleaning", "site": "https://cek.lsp.example",
        "former_sites": ["https://lama.lsp.example"], "time_zone": "Asia/Jakarta",
        "licences": [{ "number": "A", "decree": "SK 1", "from": "2015-01-01", "until": "2030-12-31" },
                     { "number": "B", "decree": "SK 2", "from": "2010-01-01", "until": "2014-12-31" }],
        "schemes": [{ "code": "CS-01", "from": "2016-01-01", "until": null },
                    { "code": "CS-02", "from": null, "until": "2020-12-31" }],
        "status": "status/klining/{n}",
        "keys": [key(7), retired, stolen]
    })
}

fn list(entries: &[Value]) -> Claims {
    let lsps: Vec<Entry> =
        entries.iter().map(|entry| serde_json::from_value(entry.clone()).expect("an entry")).collect();
    let (iss, withdrawn_roots) = ("root".to_owned(), BTreeSet::new());
    Claims { iss, iat: 1_795_000_000, exp: 1_829_000_000, withdrawn_roots, notice: None, lsps }
}

/// What a list with a changed entry says otherwise: the kind of each difference, and its name where it has one.
fn told(change: impl Fn(&mut Value)) -> Vec<String> {
    let mut changed = entry();
    change(&mut changed);
    between(Some(&list(&[entry()])), &list(&[changed]), now()).iter().map(shown).collect()
}

fn shown(difference: &Difference) -> String {
    match difference.name() {
        Some(name) => name.to_string(),
        None => json!(difference)["kind"].as_str().expect("a kind").to_owned(),
    }
}

fn push(entry: &mut Value, list: &str, value: Value) {
    entry[list].as_array_mut().expect("a list").push(value);
}

#[test]
fn every_difference_is_told_and_what_reopens_the_past_has_a_name() {
    type Row = (&'static str, fn(&mut Value), &'static [&'static str]);
    let rows: &[Row] = &[
        ("nothing", |_| (), &[]),
        ("names", |e| (e["name_id"], e["name_en"]) = ("X".into(), "Y".into()), &["name_id", "name_en"]),
        ("site", |e| e["site"] = "https://baru.lsp.example".into(), &["site"]),
        (
            "former site",
            |e| e["former_sites"] = json!(["https://lain.lsp.example"]),
            &["former_site_added", "former_site_gone"],
        ),
        ("zone", |e| e["time_zone"] = "Asia/Jayapura".into(), &["zone:klining"]),
        ("lists", |e| e["status"] = "https://x.example/status/klining/{n}".into(), &["lists"]),
        ("licence: goes on longer", |e| e["licences"][0]["until"] = "2035-12-31".into(), &["until"]),
        ("licence: ends today", |e| e["licences"][0]["until"] = "2026-11-22".into(), &["until"]),
        ("licence: ended, later", |e| e["licences"][1]["until"] = "2015-06-30".into(), &["licence-until:klining/B"]),
        ("licence: ended, earlier", |e| e["licences"][1]["until"] = "2013-12-31".into(), &["until"]),
        ("licence: begins earlier", |e| e["licences"][0]["from"] = "2014-01-01".into(), &["licence-from:klining/A"]),
        ("licence: begins later", |e| e["licences"][0]["from"] = "2016-01-01".into(), &["from"]),
        ("licence: decree", |e| e["licences"][0]["decree"] = "SK 9".into(), &["decree"]),
        ("licence: gone", |e| drop(e["licences"].as_array_mut().map(|all| all.remove(1))), &["licence-gone:klining/B"]),
        (
            "licence: a period more, in the past",
            |e| push(e, "licences", json!({ "number": "B", "from": "2020-01-01", "until": "2025-12-31" })),
            &["licence-added:klining/B"],
        ),
        (
            "licence: a period more, to come",
            |e| push(e, "licences", json!({ "number": "A", "from": "2031-01-01", "until": "2035-12-31" })),
            &["period_added"],
        ),
        (
            "licence: another",
            |e| push(e, "licences", json!({ "number": "C", "from": "2020-01-01", "until": "2025-12-31" })),
            &["period_added"],
        ),
        ("scheme: ends", |e| e["schemes"][0]["until"] = "2026-11-01".into(), &["until"]),
        ("scheme: ended, open", |e| e["schemes"][1]["until"] = Value::Null, &["scheme-until:klining/CS-02"]),
        ("scheme: ended, later", |e| e["schemes"][1]["until"] = "2026-12-31".into(), &["scheme-until:klining/CS-02"]),
        ("scheme: from ever", |e| e["schemes"][0]["from"] = Value::Null, &["scheme-from:klining/CS-01"]),
        (
            "scheme: gone",
            |e| drop(e["schemes"].as_array_mut().map(|all| all.remove(0))),
            &["scheme-gone:klining/CS-01"],
        ),
        (
            "scheme: another",
            |e| push(e, "schemes", json!({ "code": "CS-03", "from": null, "until": null })),
            &["period_added"],
        ),
        (
            "scheme: a period more, in the past",
            |e| push(e, "schemes", json!({ "code": "CS-02", "from": "2022-01-01", "until": null })),
            &["scheme-added:klining/CS-02"],
        ),
        ("key: another", |e| push(e, "keys", key(10)), &["key_added"]),
        (
            "key: retired",
            |e| (e["keys"][0]["state"], e["keys"][0]["until"]) = ("retired".into(), "2026-11-22".into()),
            &["state", "until"],
        ),
        (
            "key: stolen",
            |e| {
                e["keys"][0]["state"] = "compromised".into();
                e["keys"][0]["compromised_since"] = 1_795_000_000.into();
                e["keys"][0]["honoured"] = json!({ "sha256": "cd".repeat(32), "count": 3 });
            },
            &["state", "since", "honoured"],
        ),
    ];
    for (what, change, expected) in rows {
        assert_eq!(told(change), *expected, "{what}");
    }
}

#[test]
fn every_difference_of_a_key_is_told_and_what_reopens_the_past_has_a_name() {
    let active = |e: &mut Value, at: usize| {
        let key = &mut e["keys"][at];
        key["state"] = "active".into();
        drop(key.as_object_mut().map(|key| (key.remove("compromised_since"), key.remove("honoured"))));
    };
    let named = |kind: &str, seed: u8| format!("{kind}:klining/{}", kid(seed));
    let told_of = |change: &dyn Fn(&mut Value)| told(change);
    assert_eq!(told_of(&|e| active(e, 1)), [named("key-state", 8)], "a retired key is active again");
    let back = [named("key-state", 9), "since".to_owned(), "honoured".to_owned()];
    assert_eq!(told_of(&|e| active(e, 2)), back, "a stolen key is active again");
    let later = |e: &mut Value| e["keys"][1]["until"] = "2026-11-23".into();
    assert_eq!(told_of(&later), [named("key-until", 8)], "retired today, and goes on tomorrow");
    let earlier = |e: &mut Value| e["keys"][0]["from"] = "2014-01-01".into();
    assert_eq!(told_of(&earlier), [named("key-from", 7)], "a key that reaches further back");
    let since = |e: &mut Value| e["keys"][2]["compromised_since"] = 1_790_000_001.into();
    assert_eq!(told_of(&since), [named("key-since", 9)], "stolen later than was said");
    let sooner = |e: &mut Value| e["keys"][2]["compromised_since"] = 1_780_000_000.into();
    assert_eq!(told_of(&sooner), ["since"], "stolen earlier than was said");
    let honoured = |e: &mut Value| e["keys"][2]["honoured"]["count"] = 11.into();
    let more = |e: &mut Value| {
        honoured(e);
        e["keys"][2]["honoured"]["sha256"] = "cd".repeat(32).into();
    };
    assert_eq!(told_of(&more), [named("key-honoured", 9)], "more is honoured of a stolen key");
    let others = |e: &mut Value| e["keys"][2]["honoured"]["sha256"] = "cd".repeat(32).into();
    assert_eq!(told_of(&others), [named("key-honoured", 9)], "as many, but others");
    let fewer = |e: &mut Value| e["keys"][2]["honoured"] = json!({ "sha256": "cd".repeat(32), "count": 9 });
    assert_eq!(told_of(&fewer), ["honoured"], "declared again, it takes away");
    let other_use = |e: &mut Value| e["keys"][0]["use"] = "status".into();
    assert_eq!(told_of(&other_use), [named("key-use", 7)]);
    let other_half = |e: &mut Value| e["keys"][0]["x"] = key(11)["x"].clone();
    assert_eq!(told_of(&other_half), [named("key-public-half", 7)]);
    let gone = |e: &mut Value| drop(e["keys"].as_array_mut().map(|keys| keys.remove(0)));
    assert_eq!(told_of(&gone), [named("key-gone", 7)]);
}

#[test]
fn lists_as_a_whole_are_compared_too() {
    let before = Claims { withdrawn_roots: [PrivateKey::from_seed(&[1; 32]).kid()].into(), ..list(&[entry()]) };
    let differences = between(Some(&before), &list(&[]), now());
    let names: Vec<String> = differences.iter().map(shown).collect();
    assert_eq!(names, [format!("root-back:{}", kid(1)), "lsp-gone:klining".to_owned()]);
    let said = Claims { notice: Some("CONTOH".parse().expect("a notice")), ..before.clone() };
    assert_eq!(between(Some(&before), &said, now()).iter().map(shown).collect::<Vec<_>>(), ["notice"]);
    let first: Vec<String> = between(None, &before, now()).iter().map(shown).collect();
    let all = ["root_withdrawn", "lsp_added", "period_added", "period_added", "period_added", "period_added"];
    assert_eq!(first[..6], all);
    assert_eq!(first[6..], ["key_added", "key_added", "key_added", "since", "honoured"], "and none reopens anything");
}

#[test]
fn a_name_is_read_as_it_was_told_and_no_other_is() {
    for name in ["zone:klining", "licence-until:klining/BNSP-LSP-9901-ID", "root-back:AAAAAAAAAAA"] {
        assert_eq!(name.parse::<Name>().expect("a name").to_string(), name);
    }
    for text in ["", "zone", "zone:", "site:klining", ":klining", "klining"] {
        assert_eq!(text.parse::<Name>(), Err(InvalidName), "{text}");
    }
    let kinds = KINDS.map(|kind| format!("{kind}:x").parse::<Name>());
    assert!(KINDS.is_sorted() && kinds.iter().all(Result::is_ok));
}
