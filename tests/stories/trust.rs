//! The trust list: signed where the root is, published where certificates are checked.

use std::fs;
use std::path::Path;

use absah::seal::jwt::{Jwt, Kind};
use absah::seal::keys::PublicKey;
use absah::seal::roots::Roots;
use absah::seal::trust_list::signed::Claims;

use crate::keys::{certificates, kid};
use crate::support::{Answer, Installation, PASSPHRASE, answer};

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A command where a root is kept: a directory without an installation.
pub(crate) fn keeper(at: &Installation, dir: &str, arguments: &[&str]) -> Answer {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_absah"));
    command.args(arguments).arg("--data").arg(at.path(dir));
    command.env_remove("DATABASE_URL").env_remove("ABSAH_DATA").env("ABSAH_KEY_PASSPHRASE", PASSPHRASE);
    command.env("LC_ALL", "en_US.UTF-8").env("ABSAH_LIGHT_KEYS", "true");
    answer(command.output().expect("run"))
}

fn public(at: &Installation, file: &str) -> PublicKey {
    PublicKey::from_pem(&fs::read_to_string(at.path(file)).expect("a key")).expect("a key")
}

/// Two roots, and their public halves beside the installation's keys.
pub(crate) fn with_roots(at: &Installation) {
    at.without_root();
    for (dir, root) in [("pusat", "root-1"), ("brankas", "root-2")] {
        assert_eq!(keeper(at, dir, &["trust", "root", root]).code, 0);
        let name = format!("{root}.pub.pem");
        fs::copy(at.path(dir).join("keys").join(&name), at.path("data/keys").join(&name)).expect("copied");
    }
}

/// Export, sign elsewhere, publish.
pub(crate) fn sign_and_publish(at: &Installation) -> Claims {
    let (entry, list) = (at.path("entries.json"), at.path("trust.jwt"));
    at.ok(&["keys", "export", "--out", text(&entry)]);
    let signed = keeper(at, "pusat", &["trust", "sign", text(&entry), "--out", text(&list), "--yes"]);
    assert_eq!(signed.code, 0, "{}", signed.err);
    at.ok(&["trust", "publish", text(&list)]);
    read(at, &fs::read_to_string(list).expect("a list"))
}

fn read(at: &Installation, list: &str) -> Claims {
    let roots = Roots::new(public(at, "pusat/keys/root-1.pub.pem"), Some(public(at, "brankas/keys/root-2.pub.pem")));
    let jwt = Jwt::read(list.trim(), Kind::TrustList).expect("a list");
    let signer = roots.signer(&jwt).expect("a root of ours").key;
    Claims::verify(&jwt, &signer).expect("it holds").into_claims()
}

#[test]
fn a_new_key_waits_until_the_root_has_signed_it() {
    let at = &Installation::on_sqlite();
    with_roots(at);
    let claims = sign_and_publish(at);
    assert_eq!((claims.lsps.len(), claims.lsps[0].keys.len()), (4, 3), "a key of each use");
    let first = kid(at, "klining", "certificate");
    certificates(at, 1, 1, "2024-06-03");
    at.ok(&["keys", "new", "--lsp", "klining", "--from", "2016-01-01", "--use", "certificate"]);
    assert!(at.ok(&["keys", "list"]).out.contains("waits for the root's signature"));
    certificates(at, 10, 1, "2024-06-03");
    assert_eq!(
        at.column("select distinct m.kid from certificate c join making m on m.id = c.making"),
        std::slice::from_ref(&first),
        "the key that verifiers know"
    );
    sign_and_publish(at);
    certificates(at, 20, 1, "2024-06-03");
    assert_eq!(
        at.column("select distinct m.kid from certificate c join making m on m.id = c.making").len(),
        2,
        "the younger key from now on"
    );

    // Only keys that no verifier knows are left.
    for kid in at.column("select kid from signing_key where lsp = 'klining' and key_use = 'certificate'") {
        at.ok(&["keys", "retire", "--lsp", "klining", &kid]);
    }
    let told = at.ok(&["keys", "new", "--lsp", "klining", "--from", "2015-01-01"]).out;
    assert!(told.contains("keys export") && told.contains("trust publish"), "it says what comes next: {told}");
    let roster = at.write("r.csv", crate::support::people(30, 1));
    let refused = at.run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", text(&roster)]);
    assert!(refused.code == 2 && refused.err.contains("root has not signed"), "{}", refused.err);
}

#[test]
fn a_list_goes_forward_only_and_takes_nothing_back() {
    let at = &Installation::on_sqlite();
    with_roots(at);
    let first = sign_and_publish(at);
    fs::copy(at.path("trust.jwt"), at.path("old.jwt")).expect("copied");
    let second = sign_and_publish(at);
    assert!(first.iat < second.iat, "even within a second");
    let old = at.run(&["trust", "publish", text(&at.path("old.jwt"))]);
    assert!(old.code == 2 && old.err.contains("as new as"), "{}", old.err);

    let mut entries: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(at.path("entries.json")).expect("entries")).expect("JSON");
    entries["lsps"][0]["keys"].as_array_mut().expect("keys").pop();
    let cut = at.write("cut.json", entries.to_string());
    let refused = keeper(at, "pusat", &["trust", "sign", text(&cut), "--out", text(&at.path("trust.jwt"))]);
    assert!(refused.code == 2 && refused.err.contains("never taken out"), "{}", refused.err);

    let stranger = keeper(at, "orang-lain", &["trust", "root", "root-1"]);
    assert_eq!(stranger.code, 0);
    let (entry, list) = (at.path("entries.json"), at.path("asing.jwt"));
    assert_eq!(keeper(at, "orang-lain", &["trust", "sign", text(&entry), "--out", text(&list)]).code, 0);
    let refused = at.run(&["trust", "publish", text(&list)]);
    assert!(refused.code == 2 && refused.err.contains("root that nobody named"), "{}", refused.err);
}

#[test]
fn nothing_is_issued_that_the_published_list_would_not_trust() {
    let at = &Installation::on_sqlite();
    with_roots(at);
    sign_and_publish(at);
    let mut lsps: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(crate::support::LSPS).expect("read")).expect("JSON");
    lsps["lsps"][0]["schemes"][1] = lsps["lsps"][0]["schemes"][0].clone();
    lsps["lsps"][0]["schemes"][1]["code"] = "CS-77".into();
    let file = at.write("lsps.json", lsps.to_string());
    at.ok(&["lsp", "import", text(&file), "--site", crate::support::SITE]);
    let roster = at.write("r.csv", crate::support::people(1, 1).replace("CS-01", "CS-77"));
    let issue = ["issue", "--lsp", "klining", "--issued-on", "2024-06-03", text(&roster)];
    let refused = at.run(&issue);
    assert!(refused.code == 2 && refused.err.contains("published trust list does not allow"), "{}", refused.err);
    sign_and_publish(at);
    at.ok(&issue);
}

#[test]
fn the_root_in_the_safe_names_a_successor() {
    let at = &Installation::on_sqlite();
    with_roots(at);
    sign_and_publish(at);
    let by_the_first = fs::read_to_string(at.path("trust.jwt")).expect("a list");
    assert_eq!(keeper(at, "pusat", &["trust", "root", "root-3"]).code, 0);
    let [safe, old, new] =
        ["brankas/keys/root-2.pem", "pusat/keys/root-1.pub.pem", "pusat/keys/root-3.pub.pem"].map(|file| at.path(file));
    let (safe, old, new) = (text(&safe), text(&old), text(&new));
    let handover = ["trust", "handover", "--safe", safe, "--withdraw", old, "--successor", new];
    let handed = keeper(at, "pusat", &handover);
    assert_eq!(handed.code, 0, "{}", handed.err);
    let back = keeper(at, "pusat", &["trust", "handover", "--safe", safe, "--withdraw", new, "--successor", old]);
    assert!(back.code == 2 && back.err.contains("never comes back"), "{}", back.err);

    let claims = sign_and_publish(at);
    let withdrawn = public(at, "pusat/keys/root-1.pub.pem").kid();
    assert_eq!(claims.withdrawn_roots, [withdrawn].into(), "read by the two roots that were given");
    let list = fs::read_to_string(at.path("trust.jwt")).expect("a list");
    assert_eq!(
        Jwt::read(list.trim(), Kind::TrustList).expect("a list").kid(),
        public(at, "pusat/keys/root-3.pub.pem").kid()
    );

    // Once seen, the withdrawal holds for ever.
    let mut roots =
        Roots::new(public(at, "pusat/keys/root-1.pub.pem"), Some(public(at, "brankas/keys/root-2.pub.pem")));
    roots.withdraw(claims.withdrawn_roots);
    assert!(roots.signer(&Jwt::read(by_the_first.trim(), Kind::TrustList).expect("a list")).is_err());
    let first = at.path("pusat/keys/root-1.pem");
    let (entries, out) = (at.path("entries.json"), at.path("palsu.jwt"));
    let by_first = ["trust", "sign", text(&entries), "--root", text(&first), "--out", text(&out)];
    let refused = keeper(at, "pusat", &by_first);
    assert!(refused.code == 2 && refused.err.contains("was withdrawn"), "{}", refused.err);
}

#[test]
fn a_root_made_or_replaced_beside_an_installations_keys_signs_at_once() {
    let at = &Installation::on_sqlite();
    at.without_root();
    let service = at.serve();
    // The first request of all: it waited until the lists were signed.
    assert_eq!((service.get("/status/klining/0").status, service.get("/readyz").status), (200, 200));
    assert_eq!(service.get("/trust.jwt").status, 404, "nobody signs yet");
    let signer = || {
        let list = at.column("select jwt from trust_list order by iat desc limit 1").remove(0);
        Jwt::read(&list, Kind::TrustList).expect("a list").kid()
    };
    assert!(at.ok(&["trust", "root", "root-1"]).out.contains("published anew"));
    assert_eq!(signer(), public(at, "data/keys/root-1.pub.pem").kid());
    for _ in 0..50 {
        if service.get("/trust.jwt").status == 200 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(service.get("/trust.jwt").status, 200);

    at.ok(&["trust", "root", "root-2"]);
    at.ok(&["trust", "root", "root-3"]);
    assert_eq!(signer(), public(at, "data/keys/root-1.pub.pem").kid(), "nobody handed over yet");
    let [safe, old, new] =
        ["root-2.pem", "root-1.pub.pem", "root-3.pub.pem"].map(|file| at.path("data/keys").join(file));
    let handover = ["trust", "handover", "--safe", text(&safe), "--withdraw", text(&old), "--successor", text(&new)];
    assert!(at.ok(&handover).out.contains("published anew"));
    assert_eq!(signer(), public(at, "data/keys/root-3.pub.pem").kid());

    // A public half that lies there alone is the root's of somebody else.
    fs::copy(&old, at.path("data/keys/root-4.pub.pem")).expect("copied");
    let refused = at.run(&["trust", "root", "root-4"]);
    assert!(refused.code == 2 && refused.err.contains("of another root"), "{}", refused.err);
}
