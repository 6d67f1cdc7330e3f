//! Keys through their life: retired, stolen, replaced; and one LSP's never another's.

use absah::seal::key_files::{KeyFiles, name};
use absah::seal::keys::{KeyUse, Kid, PrivateKey};
use absah::seal::spelling::{from_base64url, to_base64url};
use absah::seal::token::{self, Claims, Token};
use serde_json::Value;

use crate::support::{Installation, PASSPHRASE, issued, on_both, people};

/// Certificates of a roster of `count`, by number and token.
pub(crate) fn certificates(at: &Installation, first: usize, count: usize, day: &str) -> Vec<(String, String)> {
    let (roster, out) = (at.write("roster.csv", people(first, count)), at.path(&format!("out-{first}")));
    let answer = at.issue("klining", day, &roster, &["--out", out.to_str().expect("UTF-8")]);
    assert_eq!(answer["issued"], count, "{answer}");
    issued(&out).into_iter().map(|row| (row[0].clone(), row[5].clone())).collect()
}

/// The kid of an LSP's key for a use, the newest.
pub(crate) fn kid(at: &Installation, lsp: &str, key_use: &str) -> String {
    let keys = at.ok(&["keys", "list", "--lsp", lsp, "--json"]).json();
    let keys = keys["keys"].as_array().expect("keys").iter();
    let mut active = keys.filter(|key| key["use"] == key_use && key["state"] == "active");
    active.next_back().expect("an active key")["kid"].as_str().expect("a kid").to_owned()
}

/// The private half, as a thief copies it.
pub(crate) fn steal(at: &Installation, kid: &str) -> PrivateKey {
    let kid: Kid = kid.parse().expect("a kid");
    let name = name(&"klining".parse().expect("an id"), KeyUse::Certificate, kid);
    KeyFiles::new(at.path("data/keys")).open(&name, PASSPHRASE.as_bytes()).expect("opened")
}

/// A certificate of another person, otherwise as `token` says: number, dates and status index are true.
pub(crate) fn forge(token: &str, key: &PrivateKey) -> String {
    let bytes = from_base64url(token).expect("base64url");
    let genuine = Token::read(&bytes).expect("a token").verify(&key.public()).expect("it holds");
    let claims = Claims { holder: "Pencuri Rekaan".parse().expect("a name"), ..genuine.claims().clone() };
    to_base64url(&token::sign(&claims, key).expect("signed"))
}

fn verdict(at: &Installation, token: &str) -> Value {
    at.run(&["verify", "--json", token]).json()
}

#[test]
fn a_stolen_key_keeps_what_was_issued_and_nothing_else() {
    on_both(|at| {
        at.with_lsps();
        let genuine = certificates(at, 1, 20, "2024-06-03");
        let kid = kid(at, "klining", "certificate");
        let stolen = steal(at, &kid);
        let forged = forge(&genuine[3].1, &stolen);
        assert_eq!(verdict(at, &forged)["verdict"], "valid", "nobody can tell yet");

        let declared = at.ok(&["keys", "compromised", "--lsp", "klining", &kid, "--json"]).json();
        assert_eq!((&declared["honoured"]["count"], &declared["state"]), (&20.into(), &"compromised".into()));
        assert!(!at.path(&format!("data/keys/klining-certificate-{kid}.pem")).exists(), "its private half is gone");
        for (number, token) in &genuine {
            assert_eq!(verdict(at, token)["verdict"], "valid", "{number}");
        }
        let answer = verdict(at, &forged);
        assert_eq!((&answer["verdict"], &answer["issuer"]["trust"]), (&"untrusted".into(), &"key_compromised".into()));

        let roster = at.write("next.csv", people(50, 2));
        let file = roster.to_str().expect("UTF-8");
        let refused = at.run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", file]);
        assert!(refused.code == 2 && refused.err.contains("keys new"), "{}", refused.err);
        at.ok(&["keys", "new", "--lsp", "klining", "--from", "2015-01-01"]);
        let later = certificates(at, 50, 2, "2024-06-03");
        assert_eq!(verdict(at, &later[0].1)["verdict"], "valid");
        let old = Token::read(&from_base64url(&later[0].1).expect("base64url")).expect("a token");
        assert_ne!(old.kid().to_string(), kid, "by the new key");
        let told = at.ok(&["replace", &genuine[0].0, "--reason", "lost-sheet"]).out;
        assert!(told.contains(&genuine[0].0) && told.contains("stands in its place"), "a sentence: {told}");
        assert!(told.lines().last().is_some_and(|link| link.starts_with("https://cek.lsp.example/v/")), "{told}");
        at.ok(&["revoke", &genuine[1].0, "--reason", "fraud", "--yes"]);
        assert_eq!(verdict(at, &genuine[0].1)["verdict"], "superseded");
        assert_eq!(verdict(at, &genuine[1].1)["verdict"], "revoked");
    });
}

#[test]
fn what_was_issued_after_the_theft_is_honoured_when_somebody_vouches_for_it() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    let genuine = certificates(at, 1, 3, "2024-06-03");
    let kid = kid(at, "klining", "certificate");
    let declare = |more: &[&str]| {
        let command = ["keys", "compromised", "--lsp", "klining", &kid, "--since", "2024-01-01", "--json"];
        at.run(&[&command, more].concat())
    };
    let declared = declare(&[]).json();
    assert_eq!(
        (&declared["honoured"]["count"], declared["unconfirmed"].as_array().map(Vec::len)),
        (&0.into(), Some(3))
    );
    assert_eq!(verdict(at, &genuine[0].1)["verdict"], "untrusted");
    let declared = declare(&["--confirm", &genuine[0].0, "--confirm", &genuine[2].0]).json();
    assert_eq!(declared["honoured"]["count"], 2);
    assert_eq!(verdict(at, &genuine[0].1)["verdict"], "status_unknown", "no table widens what the root signed");
    at.ok(&["trust", "sign", "--yes", "--allow", &format!("key-honoured:klining/{kid}")]);
    assert_eq!(verdict(at, &genuine[0].1)["verdict"], "valid");
    assert_eq!(verdict(at, &genuine[1].1)["verdict"], "untrusted");
    // Declared again: what was vouched for stays, and no later instant adds to it.
    let again = ["keys", "compromised", "--lsp", "klining", &kid, "--json"];
    let declared = at.ok(&again).json();
    assert_eq!((&declared["honoured"]["count"], &declared["since"]), (&2.into(), &"2023-12-31T17:00:00Z".into()));
    assert_eq!(verdict(at, &genuine[1].1)["verdict"], "untrusted");
    let refused = declare(&["--confirm", "81210 9112 2 9999999 2024"]);
    assert!(refused.code == 2 && refused.err.contains("signed no certificate"), "{}", refused.err);
    let refused = at.run(&["keys", "compromised", "--lsp", "klining", &kid, "--since", "2999-01-01"]);
    assert!(refused.code == 2 && refused.err.contains("future"), "{}", refused.err);
}

#[test]
fn a_theft_dated_earlier_takes_away_and_never_gives_back() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    let genuine = certificates(at, 1, 2, "2024-06-03");
    let kid = kid(at, "klining", "certificate");
    let honoured = |more: &[&str]| {
        let command = ["keys", "compromised", "--lsp", "klining", &kid, "--json"];
        at.ok(&[&command, more].concat()).json()["honoured"]["count"].clone()
    };
    assert_eq!(honoured(&[]), 2, "all that was issued until now");
    assert_eq!(honoured(&["--since", "2024-01-01"]), 0, "they were recorded after that");
    assert_eq!(honoured(&[]), 0, "a later instant is none that anybody is sure of");
    assert_eq!(honoured(&["--confirm", &genuine[1].0]), 1);
    assert_eq!(honoured(&["--since", "2023-01-01"]), 1, "what was vouched for one by one stays");
    at.ok(&["trust", "sign", "--yes", "--allow", &format!("key-honoured:klining/{kid}")]);
    assert_eq!(verdict(at, &genuine[1].1)["verdict"], "valid");
}

#[test]
fn a_row_slipped_into_the_table_is_not_honoured_and_a_broken_journal_stops_the_ceremony() {
    on_both(|at| {
        at.with_lsps();
        let genuine = certificates(at, 1, 2, "2024-06-03");
        let others = certificates(at, 10, 2, "2024-06-03");
        let kid = kid(at, "klining", "certificate");
        let forged = forge(&genuine[0].1, &steal(at, &kid));
        at.column(Box::leak(
            format!("update certificate set token = '{forged}' where number = '{}' returning number", genuine[0].0)
                .into(),
        ));
        let declared = at.ok(&["keys", "compromised", "--lsp", "klining", &kid, "--json"]).json();
        assert_eq!(declared["honoured"]["count"], 3, "every row that is as it was written");
        assert_eq!(declared["unjournalled"], serde_json::json!([genuine[0].0]), "and no other for its sake");
        assert_eq!(verdict(at, &forged)["verdict"], "untrusted");
        assert_eq!(verdict(at, &genuine[1].1)["verdict"], "valid", "of the same batch");
        assert_eq!(verdict(at, &others[1].1)["verdict"], "valid");

        at.column("update journal set body = '{}' where act = 'issue' returning act");
        let refused = at.run(&["keys", "compromised", "--lsp", "klining", &kid]);
        assert!(refused.code == 2 && refused.err.contains("does not hold from entry"), "{}", refused.err);
    });
}

#[test]
fn one_lsp_is_never_reached_through_another() {
    on_both(|at| {
        let lsps: Value = serde_json::from_str(include_str!("../../templates/demo/lsps.json")).expect("JSON");
        let (mut one, mut other) = (lsps["lsps"][0].clone(), lsps["lsps"][0].clone());
        one["site"] = "https://cek.satu.example".into();
        other["id"] = "kembar".into();
        other["site"] = "https://cek.dua.example".into();
        other["time_zone"] = "Asia/Jayapura".into();
        other["numbering"] = serde_json::json!({});
        let file = at.write("lsps.json", serde_json::json!({ "lsps": [one, other] }).to_string());
        at.ok(&["lsp", "add", file.to_str().expect("UTF-8")]);
        let mut tokens = Vec::new();
        for lsp in ["klining", "kembar"] {
            at.ok(&["keys", "new", "--lsp", lsp, "--from", "2015-01-01"]);
            let (roster, out) = (at.write("r.csv", people(1, 2)), at.path(lsp));
            at.issue(lsp, "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
            tokens.push(issued(&out));
        }
        at.ok(&["trust", "root", "root-1"]);
        let number = &tokens[0][0][0];
        assert_eq!(number, &tokens[1][0][0], "two LSPs may have the same number");
        assert!(tokens[0][0][4].starts_with("https://cek.satu.example/"));
        assert!(tokens[1][0][4].starts_with("https://cek.dua.example/"));

        let ambiguous = at.run(&["revoke", number, "--reason", "fraud"]);
        assert!(ambiguous.code == 2 && ambiguous.err.contains("--lsp"), "{}", ambiguous.err);
        at.ok(&["revoke", number, "--lsp", "kembar", "--reason", "fraud"]);
        assert_eq!(verdict(at, &tokens[0][0][5])["verdict"], "valid");
        let revoked = verdict(at, &tokens[1][0][5]);
        assert_eq!((&revoked["verdict"], &revoked["issuer"]["id"]), (&"revoked".into(), &"kembar".into()));
        let elsewhere = verdict(at, &tokens[0][0][4].replace("satu", "dua"));
        assert_eq!(elsewhere["findings"], serde_json::json!(["foreign_site"]), "each has a site of its own");
        let service = at.serve();
        let found = service.get(&format!("/api/v1/certificates/{}", number.replace(' ', "%20"))).json();
        assert_eq!(found["results"].as_array().map(Vec::len), Some(2), "a look-up by number is told of both");

        let kid = kid(at, "kembar", "certificate");
        for command in
            [vec!["keys", "retire", "--lsp", "klining", &kid], vec!["keys", "compromised", "--lsp", "klining", &kid]]
        {
            let refused = at.run(&command);
            assert!(refused.code == 2 && refused.err.contains("has no key"), "{}", refused.err);
        }
        // The keys of one do not sign for the other: its licence, scheme and lists are looked up by the key.
        at.ok(&["keys", "compromised", "--lsp", "kembar", &kid]);
        assert_eq!(verdict(at, &tokens[0][1][5])["verdict"], "valid");
        let left = at.column("select distinct lsp from journal where act = 'key compromised'");
        assert_eq!(left, ["kembar"]);
    });
}

#[test]
fn a_site_that_changed_is_no_foreign_site_on_sheets_printed_before() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    certificates(at, 1, 1, "2024-06-03");
    let url = issued(&at.path("out-1"))[0][4].clone();
    at.ok(&["lsp", "import", crate::support::LSPS, "--site", "https://baru.lsp.example"]);
    assert_eq!(verdict(at, &url)["findings"], serde_json::json!([]));
    let findings = verdict(at, &url.replace("cek.lsp.example", "palsu.example"))["findings"].clone();
    assert_eq!(findings, serde_json::json!(["foreign_site"]));
    certificates(at, 10, 1, "2024-06-03");
    assert!(issued(&at.path("out-10"))[0][4].starts_with("https://baru.lsp.example/"));
}

#[test]
fn what_a_stolen_or_retired_key_leaves_is_told_of_what_it_signed() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    for (key_use, what) in [("report", "reports"), ("status", "status lists")] {
        for (act, left) in [("retire", "ends today"), ("compromised", "is declared stolen")] {
            let kid = kid(at, "klining", key_use);
            let told = at.ok(&["keys", act, "--lsp", "klining", &kid]).out;
            assert!(told.contains(left) && told.to_lowercase().contains(what), "{act} {key_use}: {told}");
            assert!(!told.contains("certificate"), "{act} {key_use}: {told}");
            at.ok(&["keys", "new", "--lsp", "klining", "--use", key_use]);
        }
    }
}
