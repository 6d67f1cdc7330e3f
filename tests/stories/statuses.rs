//! Suspended, reinstated, revoked, replaced: seen at once, by everybody, without the reason.

use std::time::{Duration, Instant};

use crate::support::{Installation, issued, on_both, people, word};

/// Numbers and tokens of three certificates.
fn three(at: &Installation) -> Vec<(String, String)> {
    at.with_lsps();
    let (roster, out) = (at.write("r.csv", people(1, 3)), at.path("out"));
    at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
    issued(&out).into_iter().map(|row| (row[0].clone(), row[5].clone())).collect()
}

#[test]
fn a_status_changed_by_another_process_is_served_within_a_second() {
    on_both(|at| {
        let certificates = three(at);
        let service = at.serve();
        let (number, token) = &certificates[0];
        assert_eq!(service.verdict(token), "valid");
        for (arguments, expected) in [
            (vec!["suspend", number, "--reason", "misuse"], "suspended"),
            (vec!["reinstate", number, "--reason", "klarifikasi diterima"], "valid"),
            (vec!["revoke", number, "--reason", "fraud"], "revoked"),
        ] {
            at.ok(&arguments);
            let changed = Instant::now();
            while service.verdict(token) != expected {
                assert!(changed.elapsed() < Duration::from_secs(1), "{expected} within a second");
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        let page = service.html(&format!("/v/{token}"));
        assert!(!page.body.contains("fraud"), "the reason is never public");
        // Revocation is final.
        for arguments in [
            vec!["reinstate", number],
            vec!["suspend", number, "--reason", "misuse"],
            vec!["replace", number, "--reason", "wrong-data"],
        ] {
            let refused = at.run(&arguments);
            assert!(refused.code == 2 && refused.err.contains("final"), "{}", refused.err);
        }
        let log = service.log();
        assert!(!log.contains(token) && !log.contains("Orang Rekaan"), "no token or name is logged: {log}");
    });
}

#[test]
fn a_replaced_certificate_names_its_successor() {
    on_both(|at| {
        let certificates = three(at);
        let service = at.serve();
        let (number, token) = &certificates[1];
        let successor = at.ok(&["replace", number, "--reason", "wrong-data", "--name", "Orang Benar", "--json"]).json();
        let (new_number, new_token) =
            (successor["number"].as_str().expect("a number"), successor["token"].as_str().expect("a token"));
        std::thread::sleep(Duration::from_secs(1));
        let old = service.get(&format!("/v/{token}")).json();
        assert_eq!((word(&old).as_str(), old["status"]["superseded_by"].as_str()), ("superseded", Some(new_number)));
        let new = service.get(&format!("/v/{new_token}")).json();
        assert_eq!((word(&new).as_str(), new["certificate"]["holder"].as_str()), ("valid", Some("Orang Benar")));
        // A replacement gives nobody more time.
        assert_eq!(new["period"]["valid_until"], old["period"]["valid_until"]);
        // By number: masked until the name is typed.
        let masked = service.get(&format!("/api/v1/certificates/{}", new_number.replace(' ', "-"))).json();
        assert_eq!(masked["results"][0]["certificate"]["holder"], "O*** B***");
        let named =
            service.get(&format!("/api/v1/certificates/{}?name=orang%20BENAR", new_number.replace(' ', "-"))).json();
        assert_eq!(named["results"][0]["certificate"]["holder"], "Orang Benar");
        // An O for a zero is understood, and a slip in the name is told without the name.
        let slip = format!("/api/v1/certificates/{}?name=orang%20bener", new_number.replace(' ', "").replace('0', "O"));
        let slip = service.get(&slip).json()["results"][0].take();
        assert_eq!((word(&slip).as_str(), slip["certificate"]["holder"].as_str()), ("valid", Some("O*** B***")));
        assert_eq!((&slip["name_matches"], &slip["name_is_close"]), (&false.into(), &true.into()));
        let page = service.post("/", "application/x-www-form-urlencoded", &format!("number={number}"));
        assert!(page.body.contains(new_number), "the page names the successor");
        assert!(!page.body.contains("Orang Rekaan"), "and no name");
    });
}

#[test]
fn verify_answers_with_its_exit_code() {
    let at = Installation::on_sqlite();
    let certificates = three(&at);
    let tokens: Vec<&str> = certificates.iter().map(|(_, token)| token.as_str()).collect();
    assert_eq!(at.run(&["verify", tokens[0], tokens[1]]).code, 0);
    assert_eq!(at.run(&["verify", tokens[0], "halo"]).code, 1);
    assert_eq!(at.run(&["verify", "--on", "2027-06-03", tokens[0]]).code, 0, "valid on its last day");
    assert_eq!(word(&at.run(&["verify", "--json", "--on", "2027-06-04", tokens[0]]).json()), "expired");
    assert_eq!(word(&at.run(&["verify", "--json", "--on", "2024-06-02", tokens[0]]).json()), "not_yet_valid");
    let foreign =
        at.run(&["verify", "--json", &format!("https://cek.lsp.example.evil.example/v/{}", tokens[0])]).json();
    assert_eq!((word(&foreign).as_str(), foreign["findings"][0].as_str()), ("valid", Some("foreign_site")));
}
