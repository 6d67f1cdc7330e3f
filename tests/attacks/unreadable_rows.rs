//! Somebody with the database spoils rows of one LSP, to have nothing told of anybody: what cannot be read or believed of
//! one keeps no other from being judged.

use crate::keys::certificates;
use crate::support::{Installation, Service, issued, on_both, people};
use crate::verifier::becomes;

/// A certificate of the LSP of drivers, by number and token.
fn of_drivers(at: &Installation) -> (String, String) {
    let (roster, out) = (at.write("drivers.csv", people(1, 1).replace("CS-01", "DRV-01")), at.path("drivers"));
    let made = at.issue("pengemudi", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
    assert_eq!(made["issued"], 1, "{made}");
    let row = issued(&out).remove(0);
    (row[0].clone(), row[5].clone())
}

#[test]
fn what_cannot_be_read_of_one_lsp_is_told_of_that_one_alone() {
    on_both(|at| {
        at.with_lsps();
        let (_, spoilt) = certificates(at, 1, 1, "2024-06-03").remove(0);
        let (number, token) = of_drivers(at);
        let service = at.serve();
        becomes(&service, &spoilt, "valid", &["status_unknown"]);
        at.execute("update lsp_head set journal_seq = -1, revision = revision + 1 where lsp = 'klining';".to_owned());
        at.ok(&["revoke", &number, "--lsp", "pengemudi", "--reason", "fraud", "--yes"]);
        becomes(&service, &token, "revoked", &["valid"]);
        becomes(&service, &spoilt, "status_unknown", &["valid"]);
        assert!(service.log().contains("ALARM"), "it is told");

        at.execute(
            "update lsp_head set journal_seq = (select max(seq) from journal where lsp = 'klining'),
                 revision = revision + 1 where lsp = 'klining';"
                .to_owned(),
        );
        becomes(&at.serve(), &spoilt, "valid", &["status_unknown"]);
        // SQLite keeps text where a number should stand.
        if at.is_on_sqlite() {
            at.execute("update journal set at = 'x' where lsp = 'klining' and seq = 1;".to_owned());
            let service = at.serve();
            assert_eq!(service.verdict(&token), "revoked");
            assert_eq!(service.verdict(&spoilt), "status_unknown");
            assert!(service.log().contains("ALARM"), "it is told");
        }
        at.execute("update signing_key set x = 'x' where lsp = 'klining';".to_owned());
        let service = at.serve();
        assert_eq!(service.verdict(&token), "revoked", "by what the root signed of it");
        assert_eq!(service.verdict(&spoilt), "status_unknown", "whether its key was ended is not known");
        assert!(service.log().contains("ALARM"), "it is told");
    });
}

/// The answers about a number: the holder of each, and its verdict.
fn told(service: &Service, number: &str) -> Vec<(String, String)> {
    let page = service.get(&format!("/api/v1/certificates/{}?on=2025-01-01", number.replace(' ', "%20")));
    assert_eq!(page.status, 200, "{}", page.body);
    let answer = page.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let told = answer["results"].as_array().expect("results").iter();
    told.map(|one| (text(&one["certificate"]["number"]), text(&one["verdict"]))).collect()
}

#[test]
fn a_row_that_is_not_as_it_was_signed_keeps_no_other_with_its_number_from_being_found() {
    on_both(|at| {
        at.with_lsps();
        let genuine = certificates(at, 1, 1, "2024-06-03").remove(0).0;
        let (altered, _) = of_drivers(at);
        let service = at.serve();
        let valid = |number: &String| vec![(number.clone(), "valid".to_owned())];
        assert_eq!((told(&service, &genuine), told(&service, &altered)), (valid(&genuine), valid(&altered)));
        at.execute(format!(
            "update certificate set holder_name = 'Orang Lain', registration_key =
                 (select number_key from certificate where number = '{genuine}') where number = '{altered}';"
        ));
        assert_eq!(told(&service, &genuine), valid(&genuine), "the other one is left out");
        assert_eq!(told(&service, &altered), [(String::new(), "status_unknown".to_owned())], "alone, nothing is told");
        let asked = at.run(&["verify", "--json", &altered]);
        assert_ne!(asked.code, 0, "{}{}", asked.out, asked.err);
        let log = service.log();
        assert!(log.contains("ALARM") && !log.contains("Orang Lain"), "{log}");
    });
}
