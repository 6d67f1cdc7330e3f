//! Stories of the verifier alone, and of lists carried on a stick: what is believed, what is refused, and
//! that "could not tell" never reads as "valid".

use std::time::{Duration, Instant};

use absah::domain::status::State;
use jiff::ToSpan as _;

use crate::issuer::{
    Issuer, ROOT, SAFE, certificate, claims, compromised, key, lsp, now, root_file, status, trust, trust_by_successor,
};
use crate::support::{Installation, Service, word};

pub(crate) const DAY: i64 = 86_400;

/// What a slow machine needs for a refresh of one second.
const DEADLINE: Duration = Duration::from_secs(30);

/// A verifier that asks an issuer every second.
pub(crate) fn verifier(at: &Installation, issuer: &Issuer) -> Service {
    let (url, root, safe) =
        (format!("{}/trust.jwt", issuer.url), root_file(&at.path(""), ROOT), root_file(&at.path(""), SAFE));
    at.service(&["verifier", "--trust", &url, "--root", &root, "--root", &safe, "--refresh", "1"])
}

/// An issuer with one status list, on which certificate 88 has a state.
pub(crate) fn issuer(state: State) -> Issuer {
    let issuer = Issuer::start();
    issuer.put("/trust.jwt", trust(now() - 100.seconds(), DAY, &lsp()));
    issuer.put("/status/klining/0", status(now() - 100.seconds(), DAY, 0, 88, state));
    issuer
}

/// Waits until a token has a verdict; every answer until then must be one of `meanwhile`.
pub(crate) fn becomes(service: &Service, token: &str, expected: &str, meanwhile: &[&str]) {
    let since = Instant::now();
    loop {
        let verdict = service.verdict(token);
        if verdict == expected {
            return;
        }
        assert!(meanwhile.contains(&verdict.as_str()), "{verdict} on the way to {expected}");
        assert!(since.elapsed() < DEADLINE, "still {verdict}, never {expected}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until something holds.
pub(crate) fn holds(what: &str, mut condition: impl FnMut() -> bool) {
    let since = Instant::now();
    while !condition() {
        assert!(since.elapsed() < DEADLINE, "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_verifier_answers_from_signed_lists_and_goes_on_without_their_issuer() {
    let (at, issuer) = (Installation::on_sqlite(), issuer(State::Valid));
    let (token, other) = (certificate(0, 88), certificate(1, 5));
    let service = verifier(&at, &issuer);
    becomes(&service, &token, "valid", &["status_unknown"]);
    let answer = service.get(&format!("/v/{token}")).json();
    assert!(answer["status"]["as_of"].is_string(), "it says as of when: {answer}");
    assert_eq!(service.verdict(&other), "status_unknown", "a list that is not there");
    holds("what is held is asked for by its ETag", || issuer.unchanged() > 3);
    assert!(!at.path("data/absah.db").exists() && !at.path("data/keys").exists(), "no database and no key");
    issuer.stop(true);
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(service.verdict(&token), "valid");
    let log = service.log();
    assert_eq!(log.matches("list=trust.jwt").count(), 1, "told once, however long it lasts: {log}");
    assert!(log.contains("cannot be had") && !log.contains(&token), "{log}");
    // Started again, with nobody to ask.
    let service = verifier(&at, &issuer);
    assert_eq!(service.verdict(&token), "valid", "from the first moment");
    // An older list, however well signed, is not believed afterwards.
    issuer.put("/status/klining/0", status(now() - 200.seconds(), DAY, 0, 88, State::Revoked));
    issuer.put("/trust.jwt", trust(now() - 200.seconds(), DAY, &lsp()));
    issuer.stop(false);
    issuer.put("/status/klining/1", status(now() - 100.seconds(), DAY, 1, 5, State::Suspended));
    becomes(&service, &other, "suspended", &["status_unknown"]);
    assert_eq!(service.verdict(&token), "valid");
    // Who could not be asked is asked again after a few seconds.
    std::thread::sleep(Duration::from_secs(8));
    let log = service.log();
    assert_eq!(log.matches("reason=\"older\"").count(), 2, "each told once, however often it is offered: {log}");
}

#[test]
fn a_revocation_is_seen_with_the_next_refresh() {
    let (at, issuer) = (Installation::on_sqlite(), issuer(State::Valid));
    let token = certificate(0, 88);
    let service = verifier(&at, &issuer);
    becomes(&service, &token, "valid", &["status_unknown"]);
    issuer.put("/status/klining/0", status(now(), DAY, 0, 88, State::Revoked));
    becomes(&service, &token, "revoked", &["valid"]);
}

#[test]
fn past_its_exp_a_list_never_makes_anything_valid() {
    let (at, issuer) = (Installation::on_sqlite(), issuer(State::Valid));
    let token = certificate(0, 88);
    let (signed, life) = (now(), 12);
    issuer.put("/status/klining/0", status(signed, life, 0, 88, State::Valid));
    let service = verifier(&at, &issuer);
    becomes(&service, &token, "valid", &["status_unknown"]);
    issuer.stop(true);
    loop {
        let asked = now();
        let verdict = service.verdict(&token);
        if asked >= signed + life.seconds() {
            assert_eq!(verdict, "status_unknown");
            break;
        }
        assert!(["valid", "status_unknown"].contains(&verdict.as_str()), "{verdict}");
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(service);
    let service = verifier(&at, &issuer);
    assert_eq!(service.verdict(&token), "status_unknown", "and neither does its copy");
}

#[test]
fn a_verifier_shows_the_notice_of_the_list_it_follows_and_none_of_one_that_has_none() {
    let (at, issuer) = (Installation::on_sqlite(), issuer(State::Valid));
    let token = certificate(0, 88);
    let service = verifier(&at, &issuer);
    becomes(&service, &token, "valid", &["status_unknown"]);
    let shown = |path: &str| service.html(path).body.contains("class=\"notice\"");
    let pages = ["/", "/nowhere", &format!("/v/{token}")];
    assert_eq!(pages.map(shown), [false; 3], "nobody said anything");
    let mut list = claims(now() - 50.seconds(), DAY, &lsp());
    list.notice = Some("CONTOH: <i>rekaan</i>.".parse().expect("a notice"));
    issuer.put("/trust.jwt", list.sign(&key(ROOT), None));
    holds("the notice is there", || shown("/"));
    for page in pages {
        let body = service.html(page).body;
        assert!(body.contains("CONTOH: &#60;i&#62;rekaan&#60;/i&#62;."), "{page}: {body}");
    }
    issuer.put("/trust.jwt", trust(now(), DAY, &lsp()));
    holds("the notice is gone", || !shown("/"));
}

#[test]
fn a_withdrawn_root_is_refused_for_ever_and_its_successor_believed() {
    let (at, issuer) = (Installation::on_sqlite(), issuer(State::Valid));
    let token = certificate(0, 88);
    let service = verifier(&at, &issuer);
    becomes(&service, &token, "valid", &["status_unknown"]);
    let renamed = |name: &str| {
        let mut lsp = lsp();
        lsp.name_id = name.to_owned();
        lsp
    };
    let issuer_named = |service: &Service| {
        let answer = service.get(&format!("/v/{token}")).json();
        answer["issuer"]["name"].as_str().expect("a name").to_owned()
    };
    issuer.put("/trust.jwt", trust_by_successor(now(), &renamed("LSP Penerus")));
    holds("the successor is believed", || issuer_named(&service) == "LSP Penerus");
    drop(service);
    issuer.put("/trust.jwt", trust(now() + 5.seconds(), DAY, &renamed("LSP Pencuri")));
    issuer.put("/status/klining/0", status(now(), DAY, 0, 88, State::Revoked));
    let service = verifier(&at, &issuer);
    becomes(&service, &token, "revoked", &["valid"]);
    assert_eq!(issuer_named(&service), "LSP Penerus");
    assert!(service.log().contains("reason=\"withdrawn\""), "and the log says so");
}

#[test]
fn without_any_list_nothing_can_be_told_and_the_service_lives() {
    let (at, issuer) = (Installation::on_sqlite(), Issuer::start());
    issuer.stop(true);
    let service = verifier(&at, &issuer);
    assert_eq!(service.get("/healthz").status, 200);
    assert_eq!(service.verdict(&certificate(0, 88)), "status_unknown", "not untrusted, for nobody could say so");
    // Garbage is refused, and changes nothing.
    issuer.put("/trust.jwt", "no list");
    issuer.stop(false);
    holds("garbage is offered again and again", || issuer.answered() >= 3);
    assert_eq!(service.verdict(&certificate(0, 88)), "status_unknown");
    assert_eq!(service.log().matches("reason=\"form\"").count(), 1);
}

#[test]
fn what_is_refused_and_how_old_lists_are_stands_in_the_figures() {
    let (at, issuer) = (Installation::on_sqlite(), Issuer::start());
    let service = verifier(&at, &issuer);
    assert_eq!((service.get("/healthz").status, service.get("/readyz").status), (200, 503), "no list yet");
    let iat = now() - 100.seconds();
    issuer.put("/trust.jwt", trust(iat, DAY, &lsp()));
    issuer.put("/status/klining/0", status(iat, DAY, 1, 88, State::Valid));
    let shows = |line: &str| service.html("/metrics").body.lines().any(|shown| shown == line);
    let expires = iat.as_second() + DAY;
    holds("the trust list", || shows(&format!("absah_trust_list_expires_timestamp_seconds {expires}")));
    holds("what is answered from it", || service.get("/readyz").status == 200);
    let refused = "absah_lists_refused_total{kind=\"status\",reason=\"address\"} 2";
    holds("another list's address, each time it is offered", || shows(refused));
    assert!(shows("absah_lists_held{kind=\"status\"} 0"));
    issuer.put("/status/klining/0", status(iat, DAY, 0, 88, State::Valid));
    holds("the list itself", || shows("absah_lists_held{kind=\"status\"} 1"));
    assert!(shows(&format!("absah_status_lists_oldest_timestamp_seconds {}", iat.as_second())));
}

#[test]
fn roots_that_are_none_stop_the_start_in_plain_words() {
    let at = Installation::on_sqlite();
    let (root, safe) = (root_file(&at.path(""), ROOT), root_file(&at.path(""), SAFE));
    let trust = "http://127.0.0.1:1/trust.jwt";
    let twice = at.run(&["verifier", "--trust", trust, "--root", &root, "--root", &root]);
    let three = at.run(&["verifier", "--trust", trust, "--root", &root, "--root", &safe, "--root", &root]);
    for refused in [twice, three] {
        assert!(refused.code == 2 && refused.err.contains("one root or two different ones"), "{}", refused.err);
    }
    let none = at.run(&["verifier", "--trust", trust]);
    assert!(none.code == 2 && none.err.contains("--root"), "{}", none.err);
    let plain = at.run(&["verifier", "--trust", "http://akar.example/trust.jwt", "--root", &root]);
    assert!(plain.code == 2 && plain.err.contains("https://"), "{}", plain.err);
}

#[test]
fn a_stick_carries_everything_that_verdicts_need() {
    let (at, issuer) = (Installation::on_sqlite(), Issuer::start());
    let (honoured, stolen) = (certificate(0, 1), certificate(0, 2));
    let (lsp, list) = compromised(&[&honoured]);
    issuer.put("/trust.jwt", trust(now() - 100.seconds(), DAY, &lsp));
    issuer.put("/status/klining/0", status(now() - 100.seconds(), DAY, 0, 88, State::Valid));
    issuer.put(&format!("/honoured/{}", lsp.keys[0].public.kid()), list.bytes());
    let (url, root) = (format!("{}/trust.jwt", issuer.url), root_file(&at.path(""), ROOT));
    let stick = |name: &str| at.path(name).to_str().expect("UTF-8").to_owned();
    let (checked, unchecked) = (stick("checked"), stick("unchecked"));
    at.ok(&["trust", "fetch", &url, "--out", &checked, "--root", &root]);
    let told = at.ok(&["trust", "fetch", &url, "--out", &unchecked]);
    assert!(told.out.contains("Nothing was checked"), "{}", told.out);
    issuer.stop(true);
    for stick in [&checked, &unchecked] {
        let trust = format!("{stick}/trust.jwt");
        let verify = |tokens: &[&str]| {
            at.run(&[&["verify", "--trust", trust.as_str(), "--root", root.as_str()], tokens].concat())
        };
        let good = verify(&[&honoured]);
        assert_eq!(good.code, 0, "{}{}", good.out, good.err);
        assert!(
            good.out.contains("status as of") && good.err.contains("The trust list is"),
            "{}{}",
            good.out,
            good.err
        );
        assert_eq!(verify(&[&stolen]).code, 1, "not on the honoured list");
        assert_eq!(verify(&[&certificate(7, 1)]).code, 1);
        assert_eq!(word(&verify(&["--json", &stolen]).json()), "untrusted");
        std::fs::remove_dir_all(format!("{stick}/status")).expect("removed");
        assert_eq!(verify(&[&honoured]).code, 2, "without its status nothing is valid");
    }
    assert!(!at.path("data").exists(), "nothing is written down where no verifier was");
}

#[test]
fn a_stick_that_was_tampered_with_or_is_of_another_root_is_refused() {
    let (at, issuer) = (Installation::on_sqlite(), issuer(State::Revoked));
    let token = certificate(0, 88);
    let (url, root, safe) =
        (format!("{}/trust.jwt", issuer.url), root_file(&at.path(""), ROOT), root_file(&at.path(""), SAFE));
    let stick = at.path("stick");
    let (out, trust) = (stick.to_str().expect("UTF-8"), stick.join("trust.jwt"));
    let trust = trust.to_str().expect("UTF-8");
    let wrong = at.run(&["trust", "fetch", &url, "--out", out, "--root", &safe]);
    assert!(wrong.code == 2 && wrong.err.contains("a root that nobody named"), "{}", wrong.err);
    assert!(!stick.join("trust.jwt").exists(), "nothing unproven is written");
    at.ok(&["trust", "fetch", &url, "--out", out, "--root", &root]);
    assert_eq!(word(&at.run(&["verify", "--json", "--trust", trust, "--root", &root, &token]).json()), "revoked");
    let refused = at.run(&["verify", "--trust", trust, "--root", &safe, &token]);
    assert!(refused.code == 2 && refused.err.contains("a root that nobody named"), "{}", refused.err);
    // Hiding a revocation takes the LSP's key.
    let list = stick.join("status/klining/0");
    let mut bytes = std::fs::read(&list).expect("a list");
    let middle = bytes.len() / 2;
    bytes[middle] = if bytes[middle] == b'A' { b'B' } else { b'A' };
    std::fs::write(&list, bytes).expect("written");
    let hidden = at.run(&["verify", "--json", "--trust", trust, "--root", &root, &token]);
    assert_eq!((hidden.code, word(&hidden.json()).as_str()), (2, "status_unknown"));
    assert!(hidden.err.contains("status/klining/0") && hidden.err.contains("refused"), "{}", hidden.err);
}

#[test]
fn an_old_stick_is_refused_where_a_newer_one_was_seen() {
    let (at, issuer) = (Installation::on_sqlite(), issuer(State::Valid));
    let token = certificate(0, 88);
    let (url, root) = (format!("{}/trust.jwt", issuer.url), root_file(&at.path(""), ROOT));
    let stick = |name: &str| at.path(name).to_str().expect("UTF-8").to_owned();
    let (old, new) = (stick("old"), stick("new"));
    at.ok(&["trust", "fetch", &url, "--out", &old, "--root", &root]);
    issuer.put("/status/klining/0", status(now(), DAY, 0, 88, State::Revoked));
    at.ok(&["trust", "fetch", &url, "--out", &new, "--root", &root]);
    let verify = |stick: &str| {
        let trust = format!("{stick}/trust.jwt");
        word(&at.run(&["verify", "--json", "--trust", &trust, "--root", &root, &token]).json())
    };
    assert_eq!((verify(&old).as_str(), verify(&new).as_str(), verify(&old).as_str()), ("valid", "revoked", "valid"));
    // A machine that verifies for itself remembers.
    std::fs::create_dir_all(at.path("data/verifier")).expect("made");
    assert_eq!((verify(&old).as_str(), verify(&new).as_str()), ("valid", "revoked"));
    assert_eq!(verify(&old), "status_unknown", "the newer list was seen");
    // A verifier reads a stick as it reads its own copies.
    let at = Installation::on_sqlite();
    let service = at.service(&["verifier", "--trust", &new, "--root", &root, "--refresh", "1"]);
    becomes(&service, &token, "revoked", &["status_unknown"]);
}

#[test]
fn a_stick_past_its_time_still_tells_what_is_bad_and_calls_nothing_valid() {
    let (at, issuer) = (Installation::on_sqlite(), issuer(State::Valid));
    issuer.put("/trust.jwt", trust(now() - 7200.seconds(), 3600, &lsp()));
    let (url, root) = (format!("{}/trust.jwt", issuer.url), root_file(&at.path(""), ROOT));
    let stick = at.path("stick").to_str().expect("UTF-8").to_owned();
    let refused = at.run(&["trust", "fetch", &url, "--out", &stick, "--root", &root]);
    assert!(refused.code == 2 && refused.err.contains("past its exp"), "{}", refused.err);
    at.ok(&["trust", "fetch", &url, "--out", &stick]);
    let (good, mut forged) = (certificate(0, 88), certificate(0, 88));
    forged.replace_range(forged.len() - 3.., if forged.ends_with("AAA") { "BBA" } else { "AAA" });
    let verify = |token: &str| at.run(&["verify", "--trust", &stick, "--root", &root, token]);
    let unknown = verify(&good);
    assert!(unknown.code == 2 && unknown.out.contains("the status cannot be told"), "{}{}", unknown.out, unknown.err);
    assert!(unknown.err.contains("past") && unknown.out.contains("past its time"), "{}{}", unknown.out, unknown.err);
    assert_eq!(verify(&forged).code, 1);
    let service = at.service(&["verifier", "--trust", &stick, "--root", &root, "--refresh", "1"]);
    holds("the stick is read", || service.verdict(&forged) == "forged");
    assert_eq!(service.verdict(&good), "status_unknown");
}
