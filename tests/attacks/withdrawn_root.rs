//! Whoever stole a root that was withdrawn since signs a list with it, hands it in for publishing, and puts it into the
//! tables: it is believed no more.

use std::fs;

use absah::seal::jwt::{Jwt, Kind};
use absah::seal::keys::PublicKey;
use serde_json::{Value, json};

use crate::keys::certificates;
use crate::support::{Installation, on_both};
use crate::trust::{keeper, sign_and_publish, text, with_roots};

/// Has the root in a directory sign a list in which the licence of klining ends on a day.
fn list_until(at: &Installation, dir: &str, out: &str, day: &str) -> String {
    let entries = fs::read_to_string(at.path("entries.json")).expect("entries");
    let mut entries: Value = serde_json::from_str(&entries).expect("JSON");
    let klining = entries["lsps"].as_array_mut().expect("LSPs").iter_mut().find(|lsp| lsp["id"] == "klining");
    klining.expect("klining")["licences"][0]["until"] = json!(day);
    let (entries, out) = (at.write("until.json", entries.to_string()), at.path(out));
    let signed = keeper(at, dir, &["trust", "sign", text(&entries), "--out", text(&out), "--yes"]);
    assert_eq!(signed.code, 0, "{}", signed.err);
    text(&out).to_owned()
}

#[test]
fn a_list_by_a_withdrawn_root_is_neither_published_nor_believed_from_the_tables() {
    on_both(|at| {
        with_roots(at);
        sign_and_publish(at);
        let token = certificates(at, 1, 1, "2024-06-03").remove(0).1;
        let verdict = || at.run(&["verify", "--json", &token]).json()["verdict"].clone();
        assert_eq!(verdict(), "valid");
        let stolen = at.path("pencuri/keys");
        fs::create_dir_all(&stolen).expect("a directory");
        for file in ["root-1.pem", "root-1.pub.pem"] {
            fs::copy(at.path("pusat/keys").join(file), stolen.join(file)).expect("copied");
        }

        // The root in the safe withdraws it, and the licence turns out to have ended before.
        assert_eq!(keeper(at, "pusat", &["trust", "root", "root-3"]).code, 0);
        let keys = ["brankas/keys/root-2.pem", "pusat/keys/root-1.pub.pem", "pusat/keys/root-3.pub.pem"];
        let [safe, old, new] = keys.map(|file| at.path(file));
        let handover =
            ["trust", "handover", "--safe", text(&safe), "--withdraw", text(&old), "--successor", text(&new)];
        assert_eq!(keeper(at, "pusat", &handover).code, 0);
        at.ok(&["trust", "publish", &list_until(at, "pusat", "trust.jwt", "2024-01-01")]);
        assert_eq!(verdict(), "untrusted");

        std::thread::sleep(std::time::Duration::from_millis(1100));
        let forged = list_until(at, "pencuri", "stolen.jwt", "2030-12-31");
        let refused = at.run(&["trust", "publish", &forged]);
        assert!(refused.code == 2 && refused.err.contains("was withdrawn"), "{}", refused.err);
        let list = fs::read_to_string(&forged).expect("a list").trim().to_owned();
        let root =
            PublicKey::from_pem(&fs::read_to_string(stolen.join("root-1.pub.pem")).expect("a key")).expect("a key");
        let iat = Jwt::read(&list, Kind::TrustList).expect("a list").verify::<Value>(&root).expect("it holds");
        let iat = iat.into_claims()["iat"].as_i64().expect("an instant");
        at.execute(format!(
            "insert into trust_list (iat, jwt) values ({iat}, '{list}');
             update lsp_head set revision = revision + 1, trust_revision = revision + 1;"
        ));
        let said = verdict();
        assert!(said == "untrusted" || said == "status_unknown", "{said}");
    });
}
