//! Somebody with the database keeps lists that the LSP once signed, and puts them back under dates of today.

use serde_json::json;

use crate::keys::certificates;
use crate::support::{Installation, LSPS, SITE, Service, on_both};
use crate::trust::text;
use crate::verifier::becomes;

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
