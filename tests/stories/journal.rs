//! The journal: read by certificate, and whoever writes past its key is found out.

use std::path::Path;

use serde_json::Value;

use crate::support::{Answer, Installation, issued, on_both, people};

/// An LSP that issued three certificates, suspended the second and reinstated it.
fn busy(at: &Installation) -> Vec<String> {
    at.with_lsps();
    let (roster, out) = (at.write("r.csv", people(1, 3)), at.path("out"));
    at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let second = issued(&out).swap_remove(1);
    at.ok(&["suspend", &second[0], "--reason", "misuse"]);
    at.ok(&["reinstate", &second[0], "--reason", "klarifikasi diterima"]);
    second
}

fn verify(at: &Installation, head: Option<&Path>) -> Answer {
    let head = head.map(|head| head.to_str().expect("UTF-8"));
    let more = head.map_or_else(Vec::new, |head| vec!["--head", head]);
    at.run(&[&["journal", "verify", "--json"], more.as_slice()].concat())
}

/// What is said of an LSP's journal where it does not hold.
fn fault(answer: &Answer, lsp: &str) -> String {
    assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
    let told = answer.json();
    let journals = told["journals"].as_array().expect("journals").iter();
    let faulty: Vec<&Value> = journals.filter(|one| one["holds"] == false).collect();
    assert_eq!(faulty.len(), 1, "{told}");
    assert_eq!(faulty[0]["lsp"], lsp, "{told}");
    faulty[0]["fault"].as_str().expect("a fault").to_owned()
}

fn acts(told: &Value) -> Vec<&str> {
    told["entries"].as_array().expect("entries").iter().map(|entry| entry["act"].as_str().expect("an act")).collect()
}

#[test]
fn a_certificates_history_is_its_batch_and_each_act_on_it() {
    on_both(|at| {
        let second = busy(at);
        let by_number = at.ok(&["journal", "show", &second[0], "--json"]).json();
        assert_eq!(acts(&by_number), ["issue", "suspend", "reinstate"]);
        let suspended = &by_number["entries"][1];
        assert_eq!(suspended["subject"]["kind"], "certificate");
        assert_eq!(suspended["subject"]["name"], second[0].as_str());
        assert!(suspended["actor"].as_str().is_some_and(|actor| actor.starts_with("console:")), "{suspended}");
        assert_eq!(suspended["approved_by"], Value::Null, "one person stands behind it");
        let by_registration = at.ok(&["journal", "show", &second[1], "--json"]).json();
        assert_eq!(by_registration, by_number);
        let others = at.ok(&["journal", "show", &issued(&at.path("out"))[0][0], "--json"]).json();
        assert_eq!(acts(&others), ["issue"]);
        let whole = at.ok(&["journal", "show", "--lsp", "klining", "--json"]).json();
        assert_eq!(acts(&whole), ["lsp", "key new", "key new", "key new", "issue", "suspend", "reinstate"]);
        let shown = at.ok(&["journal", "show", "--lsp", "klining"]).out;
        assert!(shown.lines().count() == 7 && !shown.contains("Orang Rekaan"), "no name: {shown}");
        // An entry as programs wrote it before subjects had columns is found by its body.
        at.column(
            "update journal set form = 1, subject = null, subject_kind = null where act = 'suspend' returning act",
        );
        assert_eq!(acts(&at.ok(&["journal", "show", &second[0], "--json"]).json()), ["issue", "suspend", "reinstate"]);
        assert!(fault(&verify(at, None), "klining").contains("entry 6"), "but it is none that was written so");
    });
}

#[test]
fn a_rewritten_journal_does_not_hold() {
    on_both(|at| {
        busy(at);
        let heads = at.path("heads.json");
        at.ok(&["journal", "verify", "--save", heads.to_str().expect("UTF-8")]);
        assert_eq!(verify(at, Some(&heads)).code, 0);

        // One cell altered.
        at.column("update journal set at = at + 1 where act = 'suspend' returning act");
        assert!(fault(&verify(at, None), "klining").contains("entry 6"));
        at.column("update journal set at = at - 1 where act = 'suspend' returning act");
        assert_eq!(verify(at, Some(&heads)).code, 0);

        // The last entry moved to another LSP, and both heads written to suit.
        at.column("update journal set lsp = 'provinsi', seq = 5 where act = 'reinstate' returning act");
        at.column("update lsp_head set journal_seq = 6, journal_hash = (select hash from journal where act = 'suspend') where lsp = 'klining' returning lsp");
        at.column("update lsp_head set journal_seq = 5, journal_hash = (select hash from journal where act = 'reinstate') where lsp = 'provinsi' returning lsp");
        assert!(fault(&verify(at, None), "provinsi").contains("entry 5"));

        // Taken out altogether: the chain holds, and only the head kept elsewhere tells.
        at.column("delete from journal where act = 'reinstate' returning act");
        at.column("update lsp_head set journal_seq = 4, journal_hash = (select hash from journal where lsp = 'provinsi' and seq = 4) where lsp = 'provinsi' returning lsp");
        let told = verify(at, None);
        assert_eq!((told.code, &told.json()["journals"][0]["tables"][0]["what"]), (1, &"state".into()), "{}", told.out);
        at.column("update certificate set status = 'suspended' where changed_seq is not null returning number");
        assert_eq!(verify(at, None).code, 0, "the tables to suit");
        assert!(fault(&verify(at, Some(&heads)), "klining").contains("6 entries, and had 7"));
        // The mark beside the keys tells, too, and lets nobody act; without it there are as many entries as before, and
        // another last one.
        let number = issued(&at.path("out"))[0][0].clone();
        let refused = at.run(&["revoke", &number, "--reason", "fraud"]);
        assert!(refused.code == 2 && refused.err.contains("absah recover"), "{}", refused.err);
        std::fs::remove_file(at.path("data/keys/marks.json")).expect("removed");
        at.ok(&["revoke", &number, "--reason", "fraud"]);
        assert!(fault(&verify(at, Some(&heads)), "klining").contains("entry 7 is not the one"));

        let unreadable = at.write("no-heads.json", "{}");
        assert_eq!(verify(at, Some(&unreadable)).code, 2, "what cannot be told is not well");
    });
}

#[test]
fn each_way_of_writing_past_the_key_is_found_and_named() {
    on_both(|at| {
        busy(at);
        at.execute("create table journal_before as select * from journal;".to_owned());
        // 1 to 4: the LSP and its keys; 5 what was issued, 6 the suspension, 7 its end.
        let ways = [
            ("one byte", "update journal set body = replace(body, 'misuse', 'misusd') where act = 'suspend';", 6),
            ("one taken out", "delete from journal where act = 'issue';", 5),
            ("the last taken out", "delete from journal where act = 'reinstate';", 7),
            (
                "two swapped",
                "update journal set seq = case seq when 5 then -6 else -5 end where lsp = 'klining' and seq in (5, 6);
                 update journal set seq = -seq where seq < 0;",
                5,
            ),
            (
                "rebuilt without the key",
                "update journal set hash = replace(hash, 'a', 'b'), body = replace(body, 'misuse', 'crime')
                 where lsp = 'klining' and seq >= 6;
                 update lsp_head set journal_hash = replace(journal_hash, 'a', 'b') where lsp = 'klining';",
                6,
            ),
        ];
        let head = at.column("select journal_hash from lsp_head where lsp = 'klining'").remove(0);
        for (way, statements, entry) in ways {
            at.execute(statements.to_owned());
            let told = fault(&verify(at, None), "klining");
            assert!(told.contains(&format!("entry {entry}")), "{way}: {told}");
            at.execute(format!(
                "delete from journal; insert into journal select * from journal_before;
                 update lsp_head set journal_hash = '{head}' where lsp = 'klining';"
            ));
            assert_eq!(verify(at, None).code, 0, "{way}, put back");
        }
    });
}
