//! Somebody, or a dead battery, moves the clock: of the service that signs, of the root's machine, of a verifier. A
//! certificate is revoked meanwhile; once the clock is right, every verifier says so.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use absah::domain::status::State;
use jiff::ToSpan as _;

use crate::issuer::{Issuer, ROOT, SAFE, certificate, lsp, now, root_file, status, trust};
use crate::support::{Answer, Installation, Service, answer, issued, people};
use crate::verifier::{DAY, becomes, holds};

/// How long a service with a wrong clock is watched: longer than it waits between two looks at lists that grow old.
const WATCHED: Duration = Duration::from_secs(8);

const YEAR: i64 = 365 * DAY;

/// A clock that a file moves while programs run.
struct Clock {
    library: PathBuf,
    file: PathBuf,
}

impl Clock {
    /// None, and said, where Debian's package faketime is not installed.
    fn of(at: &Installation, name: &str) -> Option<Self> {
        let folders = ["/usr/lib", "/usr/lib64", "/usr/local/lib"].map(PathBuf::from);
        let of_machines = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
        let library = folders.into_iter().chain(of_machines).map(|dir| dir.join("faketime/libfaketimeMT.so.1"));
        let Some(library) = library.into_iter().find(|library| library.exists()) else {
            eprintln!("SKIPPED: no faketime here, so no clock is moved (Debian: apt-get install faketime)");
            return None;
        };
        let clock = Self { library, file: at.path(name) };
        clock.moved(0);
        Some(clock)
    }

    /// Moves it by some days away from the right time.
    fn moved(&self, days: i64) {
        let beside = self.file.with_extension("new");
        std::fs::write(&beside, format!("{days:+}d\n")).expect("written");
        std::fs::rename(beside, &self.file).expect("moved");
    }

    fn environment(&self) -> [(String, String); 4] {
        let text = |path: &PathBuf| path.to_str().expect("UTF-8").to_owned();
        [
            ("LD_PRELOAD".to_owned(), text(&self.library)),
            ("FAKETIME_TIMESTAMP_FILE".to_owned(), text(&self.file)),
            ("FAKETIME_NO_CACHE".to_owned(), "1".to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC".to_owned(), "1".to_owned()),
        ]
    }

    /// Runs a command under this clock.
    fn run(&self, mut command: Command) -> Answer {
        answer(command.envs(self.environment()).output().expect("run"))
    }
}

/// An installation with a root of its own that has issued some certificates; their numbers and tokens.
fn installation() -> (Installation, Vec<(String, String)>) {
    let at = Installation::on_sqlite();
    at.ok(&["lsp", "import", crate::support::LSPS, "--site", crate::support::SITE]);
    at.ok(&["trust", "root", "root-1"]);
    at.ok(&["keys", "new", "--lsp", "klining", "--from", "2015-01-01"]);
    at.ok(&["trust", "sign", "--yes"]);
    at.execute("insert into setting (name, value) values ('status_ttl', '1')".to_owned());
    let (roster, out) = (at.write("peserta.csv", people(0, 4)), at.path("out"));
    let roster = roster.to_str().expect("UTF-8").to_owned();
    at.ok(&["issue", "--lsp", "klining", "--issued-on", "2026-11-01", "--out", out.to_str().expect("UTF-8"), &roster]);
    let made = issued(&out).into_iter().map(|row| (row[0].clone(), row[5].clone())).collect();
    (at, made)
}

fn verifier_of(at: &Installation, service: &Service, data: &str, clock: Option<&Clock>) -> Service {
    let (url, root) = (format!("{}/trust.jwt", service.url), at.path("data/keys/root-1.pub.pem"));
    let arguments = ["verifier", "--trust", &url, "--root", root.to_str().expect("UTF-8"), "--refresh", "1"];
    let environment = clock.map(|clock| clock.environment().to_vec()).unwrap_or_default();
    at.serve_under(&arguments, data, &environment)
}

fn revoke(at: &Installation, number: &str) {
    at.ok(&["revoke", number, "--lsp", "klining", "--reason", "fraud", "--yes"]);
}

#[test]
fn a_clock_moved_at_the_service_hides_no_revocation_once_it_is_right() {
    let (at, made) = installation();
    let Some(clock) = Clock::of(&at, "clock") else { return };
    let service = at.serve_under(&["serve"], "data", &clock.environment());
    let verifier = verifier_of(&at, &service, "verifier", None);
    for ((number, token), days) in made.iter().zip([365, 1, -1]) {
        becomes(&verifier, token, "valid", &["status_unknown"]);
        clock.moved(days);
        std::thread::sleep(WATCHED);
        let held = service.get("/metrics").body.contains("absah_clock_held 1\n");
        assert!(held, "a figure tells that nothing is signed: {days} days");
        revoke(&at, number);
        std::thread::sleep(Duration::from_secs(2));
        assert_ne!(verifier.verdict(token), "revoked", "signed by a clock moved by {days} days");
        clock.moved(0);
        becomes(&verifier, token, "revoked", &["valid", "status_unknown"]);
        let late = verifier_of(&at, &service, &format!("late{days}"), None);
        becomes(&late, token, "revoked", &["status_unknown"]);
    }
    drop(verifier);
    let log = service.log();
    assert_eq!(log.matches("NO LIST IS SIGNED").count(), 3, "said once for each: {log}");
}

#[test]
fn a_service_begun_with_a_wrong_clock_hides_no_revocation_once_it_is_right() {
    let (at, made) = installation();
    let Some(clock) = Clock::of(&at, "clock") else { return };
    let right = at.serve();
    let verifier = verifier_of(&at, &right, "verifier", None);
    becomes(&verifier, &made[0].1, "valid", &["status_unknown"]);
    drop((right, verifier));
    for ((number, token), days) in made.iter().zip([365, 1, -1]) {
        clock.moved(days);
        let service = at.serve_under(&["serve"], "data", &clock.environment());
        let verifier = verifier_of(&at, &service, &format!("verifier{days}"), None);
        std::thread::sleep(WATCHED);
        clock.moved(0);
        std::thread::sleep(WATCHED);
        revoke(&at, number);
        becomes(&verifier, token, "revoked", &["valid", "status_unknown"]);
        drop(verifier);
        let log = service.log();
        assert!(log.contains("clock"), "{days} days, and nothing said: {log}");
    }
}

#[test]
fn a_clock_moved_where_the_root_signs_hides_no_revocation_once_it_is_right() {
    let (at, made) = installation();
    let Some(clock) = Clock::of(&at, "clock") else { return };
    let service = at.serve();
    let verifier = verifier_of(&at, &service, "verifier", None);
    for ((number, token), days) in made.iter().zip([365, -1, 1]) {
        becomes(&verifier, token, "valid", &["status_unknown"]);
        clock.moved(days);
        let signed = clock.run(at.command(&["trust", "sign", "--yes"]));
        // A day ahead may be a night's pause: such a list is signed, and no verifier believes it.
        assert_eq!(signed.code == 0, days == 1, "{days} days: {}{}", signed.out, signed.err);
        assert!(signed.code == 0 || signed.err.contains("absah clock confirm"), "{}", signed.err);
        clock.moved(0);
        if days == 1 {
            let refused = at.run(&["trust", "sign", "--yes"]);
            assert!(refused.code != 0 && refused.err.contains("absah clock confirm"), "{}", refused.err);
            at.ok(&["clock", "confirm", "--yes"]);
            at.ok(&["trust", "sign", "--yes"]);
        }
        revoke(&at, number);
        becomes(&verifier, token, "revoked", &["valid", "status_unknown"]);
        let late = verifier_of(&at, &service, &format!("late{days}"), None);
        becomes(&late, token, "revoked", &["status_unknown"]);
    }
    let alone = at.command(&["trust", "sign", "--yes", "--out", at.path("elsewhere.jwt").to_str().expect("UTF-8")]);
    assert_eq!(clock.run(alone).code, 0, "with the right clock");
}

/// No mend of its own: a verifier forgets nothing that it has seen, and what lies beyond its clock is not believed. What
/// was mended for it is in the next attack, where its issuer is ahead as well.
#[test]
fn a_clock_moved_at_a_verifier_hides_no_revocation_once_it_is_right() {
    let (at, made) = installation();
    let Some(clock) = Clock::of(&at, "clock") else { return };
    let service = at.serve();
    let verifier = verifier_of(&at, &service, "verifier", Some(&clock));
    for ((number, token), days) in made.iter().zip([365, 1, -1]) {
        becomes(&verifier, token, "valid", &["status_unknown"]);
        clock.moved(days);
        std::thread::sleep(Duration::from_secs(3));
        revoke(&at, number);
        std::thread::sleep(Duration::from_secs(2));
        clock.moved(0);
        becomes(&verifier, token, "revoked", &["valid", "status_unknown", "expired"]);
    }
}

#[test]
fn a_verifier_that_was_a_year_ahead_with_its_issuer_believes_the_present_again() {
    let at = Installation::on_sqlite();
    let Some(clock) = Clock::of(&at, "clock") else { return };
    let (issuer, token) = (Issuer::start(), certificate(0, 88));
    let year = |seconds: i64| now() + (YEAR + seconds).seconds();
    let lists = |trusted, listed| {
        issuer.put("/trust.jwt", trusted);
        issuer.put("/status/klining/0", listed);
    };
    let future = (trust(year(-100), DAY, &lsp()), status(year(-100), DAY, 0, 88, State::Valid));
    lists(future.0.clone(), future.1.clone());
    clock.moved(365);
    let (root, safe) = (root_file(&at.path(""), ROOT), root_file(&at.path(""), SAFE));
    let url = format!("{}/trust.jwt", issuer.url);
    let arguments = ["verifier", "--trust", &url, "--root", &root, "--root", &safe, "--refresh", "1"];
    let verifier = at.serve_under(&arguments, "verifier", &clock.environment());
    becomes(&verifier, &token, "valid", &["status_unknown"]);
    clock.moved(0);
    holds("what lies in the future tells nothing", || verifier.verdict(&token) != "valid");
    lists(trust(now() - 50.seconds(), DAY, &lsp()), status(now(), DAY, 0, 88, State::Revoked));
    becomes(&verifier, &token, "revoked", &["status_unknown"]);
    // What is answered may be on the disk a moment later.
    std::thread::sleep(Duration::from_secs(2));
    drop(verifier);
    // Neither is forgotten by a restart, nor does the old list come back when its day has come.
    lists(future.0, future.1);
    let verifier = at.serve_under(&arguments, "verifier", &clock.environment());
    becomes(&verifier, &token, "revoked", &["status_unknown"]);
    clock.moved(365);
    std::thread::sleep(Duration::from_secs(3));
    assert_ne!(verifier.verdict(&token), "valid");
}

#[test]
fn nothing_is_done_with_a_clock_that_cannot_be_right_until_somebody_says_that_it_is() {
    let (at, made) = installation();
    let Some(clock) = Clock::of(&at, "clock") else { return };
    let revoke = ["revoke", &made[0].0, "--lsp", "klining", "--reason", "fraud", "--yes"];
    for days in [365, -1] {
        clock.moved(days);
        let refused = clock.run(at.command(&revoke));
        assert!(refused.code == 2 && refused.err.contains("absah clock confirm"), "{days}: {}", refused.err);
    }
    // The machine was off for a year: one line, and it goes on.
    clock.moved(365);
    let unsaid = clock.run(at.command(&["clock", "confirm"]));
    assert_ne!(unsaid.code, 0, "nobody was there to ask: {}", unsaid.out);
    assert_eq!(clock.run(at.command(&["clock", "confirm", "--yes"])).code, 0);
    let revoked = clock.run(at.command(&revoke));
    assert_eq!(revoked.code, 0, "{}", revoked.err);
    let verified = clock.run(at.command(&["journal", "verify"]));
    assert_eq!(verified.code, 0, "{}", verified.err);
    // It was wrong after all: the same line again.
    let revoke = ["revoke", &made[1].0, "--lsp", "klining", "--reason", "fraud", "--yes"];
    assert_eq!(at.run(&revoke).code, 2);
    at.ok(&["clock", "confirm", "--yes"]);
    at.ok(&revoke);
}
