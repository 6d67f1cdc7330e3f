//! Whoever hands in an LSP's entry, or writes into an installation's file of LSPs, tries to have the root sign that
//! days which are over count again: a licence that ended goes on, a retired key signs again, the time zone moves.

use std::fs;

use serde_json::{Value, json};

use crate::keys::kid;
use crate::support::{Answer, Installation, LSPS, SITE, on_both};
use crate::trust::{keeper, sign_and_publish, text, with_roots};

/// Has the root sign a changed entry; `allow` are the names that are given.
fn sign(at: &Installation, change: &dyn Fn(&mut Value), allow: &[&str]) -> Answer {
    let entries = fs::read_to_string(at.path("entries.json")).expect("entries");
    let mut entries: Value = serde_json::from_str(&entries).expect("JSON");
    let lsps = entries["lsps"].as_array_mut().expect("LSPs").iter_mut();
    change(lsps.into_iter().find(|lsp| lsp["id"] == "klining").expect("klining"));
    let (file, out) = (at.write("changed.json", entries.to_string()), at.path("trust.jwt"));
    let mut arguments = vec!["trust", "sign", text(&file), "--out", text(&out), "--yes", "--json"];
    allow.iter().for_each(|name| arguments.extend(["--allow", name]));
    keeper(at, "pusat", &arguments)
}

// Whoever keeps the root has files alone: which database the entries came from does not matter.
#[test]
fn the_root_signs_nothing_that_reopens_the_past_unless_it_is_named() {
    let at = &Installation::on_sqlite();
    with_roots(at);
    // A key that is retired, and a licence and a scheme that have ended.
    at.ok(&["keys", "new", "--lsp", "klining", "--use", "certificate"]);
    let retired = kid(at, "klining", "certificate");
    at.ok(&["keys", "retire", "--lsp", "klining", &retired]);
    sign_and_publish(at);
    let ended = |lsp: &mut Value| {
        lsp["licences"][0]["until"] = "2025-12-31".into();
        lsp["schemes"][0]["until"] = "2025-12-31".into();
    };
    assert_eq!(sign(at, &ended, &[]).code, 0, "to end something is no more than to end it");
    let list = fs::read(at.path("trust.jwt")).expect("a list");

    let key = |lsp: &mut Value, change: &dyn Fn(&mut Value)| {
        let keys = lsp["keys"].as_array_mut().expect("keys").iter_mut();
        change(keys.into_iter().find(|key| key["kid"] == retired.as_str()).expect("the retired key"));
    };
    let named = format!("key-state:klining/{retired}");
    let until = format!("key-until:klining/{retired}");
    let from = format!("key-from:klining/{retired}");
    let gone = format!("key-gone:klining/{retired}");
    type Change<'a> = &'a dyn Fn(&mut Value);
    let attacks: [(&str, Change<'_>); 8] = [
        ("licence-until:klining/BNSP-LSP-9901-ID", &|lsp| lsp["licences"][0]["until"] = "2030-12-31".into()),
        ("licence-from:klining/BNSP-LSP-9901-ID", &|lsp| lsp["licences"][0]["from"] = "2010-01-01".into()),
        ("scheme-until:klining/CS-01", &|lsp| lsp["schemes"][0]["until"] = Value::Null),
        ("zone:klining", &|lsp| lsp["time_zone"] = "Asia/Jayapura".into()),
        (&named, &|lsp| key(lsp, &|key| key["state"] = "active".into())),
        (&until, &|lsp| key(lsp, &|key| key["until"] = "2035-01-01".into())),
        (&from, &|lsp| key(lsp, &|key| key["from"] = "2001-01-01".into())),
        (&gone, &|lsp| {
            lsp["keys"].as_array_mut().expect("keys").retain(|key| key["kid"] != retired.as_str());
        }),
    ];
    for (name, change) in attacks {
        let both = |lsp: &mut Value| {
            ended(lsp);
            change(lsp);
        };
        let refused = sign(at, &both, &[]);
        assert!(refused.code == 2 && refused.err.contains(&format!("--allow {name}")), "{name}: {}", refused.err);
        assert_eq!(fs::read(at.path("trust.jwt")).expect("a list"), list, "{name}: the list before stands");
        let other = sign(at, &both, &["zone:pengemudi"]);
        assert!(other.code == 2 && other.err.contains("zone:pengemudi"), "{name}: {}", other.err);
    }
    let zone = |lsp: &mut Value| {
        ended(lsp);
        lsp["time_zone"] = "Asia/Jayapura".into();
    };
    let signed = sign(at, &zone, &["zone:klining"]).json();
    let told = json!({ "lsp": "klining", "kind": "zone", "before": "Asia/Jakarta", "now": "Asia/Jayapura",
                       "reopens": true, "name": "zone:klining" });
    assert_eq!(signed["differences"], json!([told]), "what was named, and nothing else");
}

#[test]
fn an_installation_that_is_its_own_root_publishes_what_is_new_and_holds_what_reopens_the_past() {
    on_both(publishes_itself);
}

fn publishes_itself(at: &Installation) {
    at.with_lsps();
    let published = || at.column("select count(*) || '' from trust_list").remove(0);
    let lsps: Value = serde_json::from_str(&fs::read_to_string(LSPS).expect("LSPs")).expect("JSON");
    let import = |change: &dyn Fn(&mut Value), site: &str| {
        let mut lsps = lsps.clone();
        change(&mut lsps["lsps"]);
        let file = at.write("lsps.json", lsps.to_string());
        at.ok(&["lsp", "import", text(&file), "--site", site])
    };
    assert_eq!(published(), "1");
    let scheme = |lsps: &mut Value| {
        let mut scheme = lsps[0]["schemes"][0].clone();
        scheme["code"] = "CS-77".into();
        lsps[0]["schemes"].as_array_mut().expect("schemes").push(scheme);
    };
    let told = import(&scheme, SITE);
    assert!(told.out.contains("published anew") && told.out.contains("a new scheme CS-77"), "{}", told.out);
    let told = import(&scheme, "https://baru.lsp.example");
    assert!(told.out.contains("is now https://baru.lsp.example"), "{}", told.out);
    assert_eq!(published(), "3", "nobody has to know that publishing exists");

    // The licence of pengamanan ended on 31 December 2025.
    let extended = |lsps: &mut Value| {
        scheme(lsps);
        lsps[2]["licensed_until"] = "2030-12-31".into();
    };
    let held = import(&extended, "https://baru.lsp.example");
    let name = "licence-until:pengamanan/BNSP-LSP-9903-ID";
    assert!(held.err.contains("NOT published") && held.err.contains(name), "{}", held.err);
    assert_eq!(published(), "3", "the list before stands");
    let unnamed = at.run(&["trust", "sign", "--yes"]);
    assert!(unnamed.code == 2 && unnamed.err.contains(name), "{}", unnamed.err);
    let unasked = at.run(&["trust", "sign", "--allow", name]);
    assert!(unasked.code == 2 && unasked.err.contains("--yes"), "there is no terminal: {}", unasked.err);
    assert_eq!(published(), "3");
    at.ok(&["trust", "sign", "--yes", "--allow", name]);
    assert_eq!(published(), "4");
}
