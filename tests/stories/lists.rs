//! What the issuer publishes, and what becomes of it: at its own service, at a verifier, and when somebody
//! signs with its key.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use absah::seal::jwt::{Jwt, Kind};
use absah::seal::keys::PublicKey;
use absah::seal::status_list::signed::Listed;

use crate::keys::{certificates, forge, kid, steal};
use crate::support::{Installation, Service, on_both};

/// Two roots with the installation, and keys for every LSP: its trust list is signed with every change.
fn rooted(at: &Installation) {
    at.ok(&["migrate"]);
    at.ok(&["trust", "root", "root-2"]);
    at.with_lsps();
}

/// A verifier of this installation, in a directory of its own.
fn verifier(at: &Installation, issuer: &Service, refresh: &str) -> Service {
    let roots = ["root-1", "root-2"].map(|root| at.path(&format!("data/keys/{root}.pub.pem")));
    let [first, safe] = roots.each_ref().map(|root| text(root));
    let trust = format!("{}/trust.jwt", issuer.url);
    at.serve_with(&["verifier", "--trust", &trust, "--root", first, "--root", safe, "--refresh", refresh], "verifier")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Asks until it is so: a bound on what never comes, not a measure of what does.
fn until(what: &str, within: Duration, is: impl Fn() -> bool) {
    let start = Instant::now();
    while !is() {
        assert!(start.elapsed() < within, "{what}: not within {within:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn lists_are_published_as_verifiers_expect_them() {
    let at = &Installation::on_sqlite();
    rooted(at);
    let genuine = certificates(at, 1, 2, "2024-06-03");
    let service = at.serve();
    until("a signed list", PATIENCE, || service.get("/status/klining/0").status == 200);
    let list = |service: &Service| {
        let text = service.get("/status/klining/0").body;
        let keys = at.ok(&["keys", "list", "--lsp", "klining", "--json"]).json();
        let key = keys["keys"].as_array().expect("keys").iter().find(|key| key["kid"] == kid(at, "klining", "status"));
        let key = PublicKey::from_x(key.expect("a key")["x"].as_str().expect("x")).expect("a key");
        let listed = Listed::verify(&Jwt::read(&text, Kind::StatusList).expect("a JWT"), &key);
        listed.map(|listed| (text, listed.into_claims()))
    };
    let (_, first) = list(&service).expect("it holds");
    assert_eq!(first.sub, "https://cek.lsp.example/status/klining/0");
    at.ok(&["revoke", &genuine[0].0, "--reason", "fraud"]);
    until("a newer list", PATIENCE, || list(&service).is_ok_and(|(_, newer)| newer.list.as_of() > first.list.as_of()));
    assert_ne!(list(&service).expect("it holds").1.list.entries(), first.list.entries());

    // A status key that signs no more: the next one signs every list at once.
    let old = kid(at, "klining", "status");
    at.ok(&["keys", "new", "--lsp", "klining", "--use", "status", "--from", "2015-01-01"]);
    at.ok(&["keys", "retire", "--lsp", "klining", &old]);
    until("lists by the new key", PATIENCE, || list(&service).is_ok());
    assert_eq!(service.get("/status/klining/9").status, 404);
    assert_eq!(service.get("/status/nobody/0").status, 404);
    assert_eq!(service.get("/honoured/AAAAAAAAAAA").status, 404);
}

#[test]
fn what_another_process_revoked_reaches_the_issuer_and_every_verifier() {
    on_both(|at| {
        rooted(at);
        let genuine = certificates(at, 1, 3, "2024-06-03");
        let issuer = at.serve();
        let verifiers = [verifier(at, &issuer, "1"), verifier(at, &issuer, "2")];
        for verifier in &verifiers {
            until("the verifier knows the lists", PATIENCE, || verifier.verdict(&genuine[0].1) == "valid");
        }
        at.ok(&["revoke", &genuine[0].0, "--reason", "fraud"]);
        until("revoked at the issuer", Duration::from_secs(1), || issuer.verdict(&genuine[0].1) == "revoked");
        for verifier in &verifiers {
            until("revoked at the verifier", PATIENCE, || verifier.verdict(&genuine[0].1) == "revoked");
            assert_eq!(verifier.verdict(&genuine[1].1), "valid");
        }
        let successor = at.ok(&["replace", &genuine[2].0, "--reason", "lost-sheet", "--json"]).json();
        let number = successor["number"].as_str().expect("a number");
        until("replaced at the verifier", PATIENCE, || verifiers[0].verdict(&genuine[2].1) == "superseded");
        let told = |service: &Service| service.get(&format!("/v/{}", genuine[2].1)).json()["status"].clone();
        assert_eq!(told(&issuer)["superseded_by"], number, "whoever holds the old one is told the new one's number");
        assert!(told(&verifiers[0]).get("superseded_by").is_none(), "a verifier cannot know it");
        assert!(told(&verifiers[0])["as_of"].is_string());
    });
}

#[test]
fn a_forgery_by_the_genuine_key_is_valid_once_and_raises_the_alarm() {
    on_both(|at| {
        rooted(at);
        let genuine = certificates(at, 1, 2, "2024-06-03");
        let kid = kid(at, "klining", "certificate");
        let forged = forge(&genuine[0].1, &steal(at, &kid));
        let service = at.serve();
        assert_eq!(service.verdict(&genuine[0].1), "valid");
        assert_eq!(service.verdict(&forged), "valid", "the answer does not wait for the look-up");
        until("the issuer knows it", PATIENCE, || service.verdict(&forged) == "untrusted");
        let answer = service.get(&format!("/v/{forged}")).json();
        assert_eq!(answer["issuer"]["trust"], "never_recorded");
        assert_eq!(service.verdict(&genuine[0].1), "valid");
        let told = at.column("select body from journal where act = 'alarm'");
        assert!(told.len() == 1 && told[0].contains(&kid), "{told:?}");
        assert!(service.get("/metrics").body.contains("absah_alarms_total 1"));
        let log = service.log();
        assert!(log.contains("ALARM") && !log.contains("Pencuri") && !log.contains(&forged), "{log}");
        assert_eq!(at.serve().verdict(&forged), "untrusted", "another process knows it too");
    });
}

#[test]
fn a_forgery_in_a_file_raises_the_alarm_too() {
    let at = &Installation::on_sqlite();
    rooted(at);
    let genuine = certificates(at, 1, 1, "2024-06-03");
    let forged = forge(&genuine[0].1, &steal(at, &kid(at, "klining", "certificate")));
    let bytes = absah::seal::spelling::from_base64url(&forged).expect("base64url");
    let link = absah::seal::spelling::qr(&crate::support::SITE.parse().expect("a site"), &bytes);
    let code = qrcode::QrCode::with_error_correction_level(link, qrcode::EcLevel::M).expect("a symbol");
    let (width, colours) = (code.width(), code.to_colors());
    let (module, quiet) = (6, 4);
    let side = u32::try_from((width + 2 * quiet) * module).expect("small");
    let picture = image::GrayImage::from_fn(side, side, |x, y| {
        let at = |pixel: u32| (pixel as usize / module).checked_sub(quiet).filter(|module| *module < width);
        let dark = at(x).zip(at(y)).is_some_and(|(x, y)| colours[y * width + x] == qrcode::Color::Dark);
        image::Luma([if dark { 0 } else { 255 }])
    });
    let path = at.path("palsu.png");
    picture.save(&path).expect("written");
    let service = at.serve();
    let answer = service.post_bytes("/api/v1/verify/file", "image/png", &fs::read(path).expect("read"));
    assert_eq!(answer.json()["verdict"], "valid", "once");
    until("the issuer knows it", PATIENCE, || service.verdict(&forged) == "untrusted");
}

#[test]
fn a_stolen_key_is_told_to_every_verifier() {
    let at = &Installation::on_sqlite();
    rooted(at);
    let genuine = certificates(at, 1, 10, "2024-06-03");
    let kid = kid(at, "klining", "certificate");
    let forged = forge(&genuine[0].1, &steal(at, &kid));
    let issuer = at.serve();
    let verifier = verifier(at, &issuer, "1");
    until("the verifier knows the lists", PATIENCE, || verifier.verdict(&genuine[0].1) == "valid");
    assert_eq!(verifier.verdict(&forged), "valid");
    at.ok(&["keys", "compromised", "--lsp", "klining", &kid]);
    until("the verifier knows of the theft", PATIENCE, || verifier.verdict(&forged) == "untrusted");
    for (number, token) in &genuine {
        until(number, PATIENCE, || verifier.verdict(token) == "valid");
    }
    assert_eq!(issuer.verdict(&forged), "untrusted");
    let jwks = issuer.get("/.well-known/jwks.json").body;
    assert!(!jwks.contains(&kid), "a compromised key is not told as one to verify with");
}
