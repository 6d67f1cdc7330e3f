//! One LSP's signing is dead at the service that signs for several: its key file never comes, its key does not open, or
//! somebody holds its rows in the database. The others' lists are signed as ever, and its own once the cause is gone.
#![cfg(unix)]

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::keys::{certificates, kid};
use crate::support::{Installation, Service};

/// What a slow machine needs for what takes a second.
const DEADLINE: Duration = Duration::from_secs(60);

fn key_file(at: &Installation, lsp: &str) -> PathBuf {
    at.path(&format!("data/keys/{lsp}-status-{}.pem", kid(at, lsp, "status")))
}

fn list(service: &Service, lsp: &str) -> Option<String> {
    let page = service.get(&format!("/status/{lsp}/0"));
    (page.status == 200).then_some(page.body)
}

fn holds(what: &str, mut condition: impl FnMut() -> bool) {
    let since = Instant::now();
    while !condition() {
        assert!(since.elapsed() < DEADLINE, "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_key_that_does_not_come_and_one_that_does_not_open_keep_no_list_of_others_back() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let number = certificates(&at, 1, 1, "2024-06-03").remove(0).0;
    let (silent, broken) = (key_file(&at, "pengemudi"), key_file(&at, "provinsi"));
    std::fs::remove_file(&silent).expect("removed");
    // Whoever opens it waits until somebody writes.
    assert!(Command::new("mkfifo").args(["-m", "600"]).arg(&silent).status().expect("run").success());
    let whole = std::fs::read(&broken).expect("a key");
    std::fs::write(&broken, "not a key").expect("written");

    let service = at.serve();
    holds("the others' lists", || list(&service, "klining").is_some() && list(&service, "pengamanan").is_some());
    holds("a service that is ready", || service.get("/readyz").status == 200);
    assert!(list(&service, "pengemudi").is_none() && list(&service, "provinsi").is_none());
    let before = list(&service, "klining");
    at.ok(&["revoke", &number, "--reason", "fraud", "--yes"]);
    holds("a revocation on the list", || list(&service, "klining") != before);
    let figures = service.get("/metrics").body;
    assert!(figures.contains("absah_status_lists_unsigned 2"), "{figures}");

    std::fs::write(&broken, whole).expect("written");
    holds("the list of the key that is back", || list(&service, "provinsi").is_some());
    let log = service.log();
    let told = |what: &str, lsp: &str| log.lines().filter(|line| line.contains(what) && line.contains(lsp)).count();
    assert_eq!((told("are not signed here", "provinsi"), told("signed again", "provinsi")), (1, 1), "{log}");
    assert_eq!(told("are not signed here", "pengemudi"), 1, "{log}");
}

#[test]
fn rows_that_somebody_holds_keep_no_list_of_others_back() {
    let Ok(server) = std::env::var("ABSAH_TEST_POSTGRES") else {
        eprintln!("SKIPPED: ABSAH_TEST_POSTGRES is not set");
        return;
    };
    let at = Installation::on_postgres(server);
    at.with_lsps();
    let numbers: Vec<String> = certificates(&at, 1, 2, "2024-06-03").into_iter().map(|made| made.0).collect();
    let service = at.serve();
    holds("all lists", || ["klining", "pengemudi"].iter().all(|lsp| list(&service, lsp).is_some()));
    let held = at.hold("select 1 from status_list where lsp = 'pengemudi' for update");
    // A new setting is a reason to sign every list.
    at.execute(
        "update setting set value = '7' where name = 'status_ttl'; insert into setting (name, value)
                select 'status_ttl', '7' where not exists (select 1 from setting where name = 'status_ttl');"
            .to_owned(),
    );
    for number in &numbers {
        let before = list(&service, "klining");
        at.ok(&["revoke", number, "--reason", "fraud", "--yes"]);
        holds("a revocation on the list", || list(&service, "klining") != before);
        // Time for whoever goes by turns to come to the one that is held.
        std::thread::sleep(Duration::from_secs(1));
    }
    let before = list(&service, "pengemudi");
    drop(held);
    holds("the list that was held", || list(&service, "pengemudi") != before);
}
