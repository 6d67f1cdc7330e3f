//! Who may sign in to the office, from the command line.

use serde_json::Value;

use crate::support::{Installation, on_both};

fn accounts(at: &Installation, lsp: &str) -> Vec<Value> {
    at.ok(&["account", "list", "--lsp", lsp, "--json"]).json()["accounts"].as_array().expect("accounts").clone()
}

#[test]
fn the_first_administrator_is_made_where_the_console_is_closed_and_the_journal_tells_of_each_change() {
    on_both(|at| {
        let closed = std::fs::read_to_string(crate::support::LSPS).expect("LSPs");
        let closed = closed.replacen("\"id\": \"klining\",", "\"id\": \"klining\", \"console\": \"closed\",", 1);
        let file = at.write("lsps.json", closed);
        at.ok(&["lsp", "import", file.to_str().expect("UTF-8"), "--site", crate::support::SITE]);
        let made = ["account", "new", "admin", "--lsp", "klining", "--role", "administrator", "--json"];
        let made = at.ok(&made).json();
        assert_eq!(made["password"].as_str().map(str::len), Some(23), "{made}");
        let password = at.write("sandi", "kuda baterai staples\n");
        let file = password.to_str().expect("UTF-8");
        let opr = ["account", "new", "opr", "--lsp", "klining", "--role", "operator", "--role", "auditor"];
        let quiet = at.ok(&[opr.as_slice(), &["--password-file", file, "--json"]].concat()).json();
        assert_eq!((&quiet["made"], &quiet["password"]), (&true.into(), &Value::Null));
        // The same person at another LSP: roles, and no other password.
        let again = at.ok(&["account", "new", "opr", "--lsp", "provinsi", "--role", "approver", "--json"]).json();
        assert_eq!((&again["made"], &again["password"]), (&false.into(), &Value::Null));
        let of_klining = accounts(at, "klining");
        let names: Vec<&str> = of_klining.iter().map(|one| one["name"].as_str().expect("a name")).collect();
        assert_eq!(names, ["admin", "opr"]);
        assert_eq!(of_klining[1]["roles"], serde_json::json!(["auditor", "operator"]));
        assert!(of_klining.iter().all(|one| one["as_told"] == true && one["must_change"] == true), "{of_klining:?}");
        assert_eq!(accounts(at, "provinsi").len(), 1);

        let reset = at.ok(&["account", "reset", "opr", "--json"]).json();
        assert_ne!(reset["password"], made["password"]);
        at.ok(&["account", "disable", "opr"]);
        assert_eq!(
            (&accounts(at, "klining")[1]["state"], &accounts(at, "provinsi")[0]["state"]),
            (&"disabled".into(), &"disabled".into())
        );
        let refused = at.run(&["account", "reset", "siapa"]);
        assert!(refused.code == 2 && refused.err.contains("There is no account siapa"), "{}", refused.err);
        let weak = at.write("lemah", "password1234");
        let weak = at.run(&[
            "account",
            "new",
            "lain",
            "--lsp",
            "klining",
            "--role",
            "auditor",
            "--password-file",
            weak.to_str().expect("UTF-8"),
        ]);
        assert!(weak.code == 2 && weak.err.contains("among the commonest"), "{}", weak.err);

        let journal = at.ok(&["journal", "show", "--lsp", "klining", "--json"]).json();
        let entries = journal["entries"].as_array().expect("entries");
        let told: Vec<&Value> = entries.iter().filter(|entry| entry["act"] == "account").collect();
        assert_eq!(told.len(), 5, "made twice, given roles elsewhere, reset, disabled: {journal}");
        assert!(told.iter().all(|entry| entry["actor"].as_str().is_some_and(|actor| actor.starts_with("console:"))));
        let text = journal.to_string();
        assert!(!text.contains("argon2") && !text.contains(reset["password"].as_str().expect("a password")), "{text}");
        assert_eq!(at.ok(&["journal", "verify", "--json"]).json()["well"], true);
    });
}
