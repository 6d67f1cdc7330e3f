//! Somebody with the database keeps lists that the LSP once signed, and puts them back under dates of today.

use absah::domain::status::State;
use absah::seal::jwt::{Jwt, Kind};
use absah::seal::keys::PublicKey;
use absah::seal::spelling::from_base64url;
use absah::seal::status_list::signed::Listed;
use absah::seal::token::Token;
use serde_json::json;

use crate::keys::{certificates, kid};
use crate::support::{Installation, LSPS, SITE, Service, on_both};
use crate::trust::text;
use crate::verifier::{becomes, holds};

fn verifier(at: &Installation, service: &Service, data: &str) -> Service {
    let (url, root) = (format!("{}/trust.jwt", service.url), at.path("data/keys/root-1.pub.pem"));
    at.serve_with(&["verifier", "--trust", &url, "--root", text(&root), "--refresh", "1"], data)
}

#[test]
fn a_trust_list_of_before_is_believed_under_no_other_date() {
    on_both(|at| {
        at.ok(&["lsp", "import", LSPS, "--site", SITE]);
        at.ok(&["trust", "root", "root-1"]);
        at.ok(&["keys", "new", "--lsp", "klining", "--from", "2015-01-01"]);
        at.ok(&["trust", "sign", "--yes"]);
        let token = certificates(at, 1, 1, "2024-06-03").remove(0).1;
        at.execute("create table kept as select * from trust_list".to_owned());
        std::thread::sleep(std::time::Duration::from_millis(1100));
        // The licence turns out to have ended before.
        let mut entries = at.ok(&["keys", "export"]).json();
        let klining = entries["lsps"].as_array_mut().expect("LSPs").iter_mut().find(|lsp| lsp["id"] == "klining");
        klining.expect("klining")["licences"][0]["until"] = json!("2024-01-01");
        let (entries, list) = (at.write("ended.json", entries.to_string()), at.path("ended.jwt"));
        at.ok(&["trust", "sign", text(&entries), "--out", text(&list), "--yes"]);
        at.ok(&["trust", "publish", text(&list)]);
        let service = at.serve();
        becomes(&service, &token, "untrusted", &["status_unknown"]);
        let attack = "delete from trust_list; insert into trust_list (iat, jwt) select iat + 100, jwt from kept
                          where iat = (select max(iat) from kept);
                      update lsp_head set revision = revision + 1, trust_revision = revision + 1;";
        at.execute(attack.to_owned());
        std::thread::sleep(std::time::Duration::from_millis(1500));
        assert_eq!(service.verdict(&token), "untrusted", "the running service");
        assert_eq!(at.run(&["verify", "--json", &token]).json()["verdict"], "untrusted", "a command");
        drop(service);
        let service = at.serve();
        becomes(&service, &token, "untrusted", &["status_unknown"]);
        let late = verifier(at, &service, "late");
        becomes(&late, &token, "untrusted", &["status_unknown"]);
        let acted = at.run(&["keys", "new", "--lsp", "klining"]);
        assert!(acted.code == 2 && acted.err.contains("absah recover"), "{}", acted.err);
    });
}

/// The active key of the LSP for a use.
fn key(at: &Installation, key_use: &str) -> PublicKey {
    let (keys, kid) = (at.ok(&["keys", "list", "--lsp", "klining", "--json"]).json(), kid(at, "klining", key_use));
    let key = keys["keys"].as_array().expect("keys").iter().find(|key| key["kid"] == *kid).expect("a key").clone();
    PublicKey::from_x(key["x"].as_str().expect("x")).expect("a key")
}

/// What verifiers fetch says of a place; none where there is no list.
fn handed_out(service: &Service, key: &PublicKey, index: u32) -> Option<State> {
    let page = service.get("/status/klining/0");
    if page.status != 200 {
        return None;
    }
    let listed = Listed::verify(&Jwt::read(&page.body, Kind::StatusList).expect("a JWT"), key).expect("it holds");
    listed.claims().list.entries().entry(index).map(State::from_bits)
}

#[test]
fn a_status_list_of_before_is_handed_out_under_no_other_date() {
    on_both(|at| {
        at.with_lsps();
        let (number, token) = certificates(at, 1, 1, "2024-06-03").remove(0);
        let signed = from_base64url(&token).expect("base64url");
        let signed = Token::read(&signed).expect("a token").verify(&key(at, "certificate")).expect("it holds");
        let (index, key) = (signed.claims().status.index, key(at, "status"));
        let service = at.serve();
        holds("a list", || handed_out(&service, &key, index) == Some(State::Valid));
        at.execute("create table kept as select * from status_list".to_owned());
        at.ok(&["revoke", &number, "--reason", "fraud", "--yes"]);
        holds("the revocation", || handed_out(&service, &key, index) == Some(State::Revoked));
        // Again and again, later than whatever was signed meanwhile.
        for _ in 0..5 {
            let attack = "update status_list set iat = iat + 1,
                jwt = (select k.jwt from kept k where k.lsp = status_list.lsp and k.number = status_list.number),
                cwt = (select k.cwt from kept k where k.lsp = status_list.lsp and k.number = status_list.number);
                update lsp_head set revision = revision + 1;";
            at.execute(attack.to_owned());
            for _ in 0..8 {
                assert_eq!(handed_out(&service, &key, index), Some(State::Revoked));
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
        }
        becomes(&verifier(at, &service, "late"), &token, "revoked", &["status_unknown"]);
        assert!(service.log().contains("ALARM"), "it is told");
    });
}
