//! What is asked of a printer is known before anything is stored; what was issued is shown with its units.

use crate::support::{Installation, issued, people};

#[test]
fn a_printer_s_file_that_fits_no_layout_keeps_anything_from_being_issued() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let (roster, out) = (at.write("r.csv", people(1, 2)), at.path("out"));
    let (roster, out) = (roster.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let slip = at.write("slip.toml", "[[block]]\nblock = \"holdr\"\ndx = 1");
    let good = at.write("good.toml", "[[block]]\nblock = \"holder\"\ndx = 1");
    let (slip, good) = (slip.to_str().expect("UTF-8"), good.to_str().expect("UTF-8"));
    let issue = |printer: &str| {
        let day = ["issue", "--lsp", "klining", "--issued-on", "2024-06-03", "--blanko", "--out", out];
        at.run(&[day.as_slice(), &["--printer", printer, roster]].concat())
    };
    let refused = issue(slip);
    assert_eq!(refused.code, 2, "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("holdr") && refused.err.contains("qr"), "what there is: {}", refused.err);
    assert_eq!(at.ok(&["find", "--json"]).json()["count"], 0, "nothing was numbered");
    assert_eq!(issue(good).code, 0);
    let number = issued(&at.path("out"))[0][0].clone();

    let replaced = at.path("replaced");
    let replaced = replaced.to_str().expect("UTF-8");
    let replace = |printer: &str| {
        let why = ["replace", &number, "--reason", "lost-sheet", "--out", replaced, "--blanko", "--printer", printer];
        at.run(&why)
    };
    assert_eq!(replace(slip).code, 2);
    assert_eq!(at.ok(&["find", "--json"]).json()["count"], 2, "nothing was replaced");
    let answer = replace(good);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    assert_eq!(issued(&at.path("replaced")).len(), 1);
}

#[test]
fn a_verdict_in_words_names_the_units_where_there_are_records() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let (roster, out) = (at.write("r.csv", people(1, 1)), at.path("out"));
    at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let token = issued(&out)[0].last().expect("a token").clone();
    let told = |lang: &str| at.run(&["verify", &token, "--lang", lang]).out;
    let (indonesian, english) = (told("id"), told("en"));
    let units = |told: &str| -> Vec<String> {
        told.lines().filter(|line| line.starts_with("    X.99CLN")).map(str::to_owned).collect()
    };
    assert!(!units(&indonesian).is_empty(), "{indonesian}");
    assert_eq!(units(&indonesian).len(), units(&english).len());
    assert_ne!(units(&indonesian), units(&english), "each in its language");
}

#[test]
fn a_service_without_a_passphrase_says_what_it_cannot_do_and_answers_the_rest() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let (roster, out) = (at.write("r.csv", people(1, 1)), at.path("out"));
    at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
    let row = issued(&out).remove(0);
    let token = row.last().expect("a token");
    // The same directory by another name: the passphrase is not handed over.
    let service = at.serve_with(&["serve"], "data/.");
    let number = service.get(&format!("/api/v1/certificates/{}", row[0].replace(' ', "%20"))).json();
    let verdicts = (service.verdict(token), number["results"][0]["verdict"].clone());
    let answered = ["/healthz", "/trust.jwt", "/status/klining/0", "/readyz"].map(|path| service.get(path).status);
    let log = service.log();
    // Statuses are told out of the journal, which nobody can hold against its key here.
    assert_eq!(verdicts, ("status_unknown".to_owned(), "status_unknown".into()), "{log}");
    assert_eq!(answered, [200, 200, 404, 200], "no status list was ever signed here: {log}");
    assert!(log.contains("no passphrase") && log.contains("every status is unknown"), "{log}");
    drop(at.serve().get("/status/klining/0"));
    let service = at.serve_with(&["serve"], "data/.");
    let answered = ["/healthz", "/trust.jwt", "/status/klining/0", "/readyz"].map(|path| service.get(path).status);
    assert_eq!(service.verdict(token), "valid", "by the list signed last");
    assert_eq!(answered, [200, 200, 200, 200], "what was signed before is handed out while it is believed");
}
