//! Setting up: LSPs, keys, passphrases.

use std::os::unix::fs::PermissionsExt as _;

use absah::seal::spelling::from_base64;

use crate::keys::kid;
use crate::support::{Installation, LSPS, SITE, issued, on_both, people};

#[test]
fn an_lsp_is_set_up_with_three_commands() {
    on_both(|at| {
        at.ok(&["lsp", "add", LSPS, "--site", SITE]);
        let again = at.run(&["lsp", "add", LSPS, "--site", SITE, "--lang", "id"]);
        assert!(again.code == 2 && again.err.contains("sudah ada"), "{}", again.err);
        let roster = at.write("r.csv", people(1, 2));
        let roster = roster.to_str().expect("UTF-8");
        let keyless = at.run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", roster]);
        assert!(keyless.code == 2 && keyless.err.contains("keys new"), "{}", keyless.err);
        at.ok(&["keys", "new", "--lsp", "klining", "--from", "2024-01-01"]);
        at.ok(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", roster]);
        assert_eq!(at.column("select number from certificate").len(), 2);
    });
}

#[test]
fn an_lsp_that_cannot_be_printed_is_refused_before_anything_is_kept() {
    let at = Installation::on_sqlite();
    let lsps = std::fs::read_to_string(LSPS).expect("read");
    let file = at.write("lsps.json", lsps.replace("Petugas Kebersihan Gedung", "Petugas 西 Gedung"));
    let refused = at.run(&["lsp", "add", file.to_str().expect("UTF-8"), "--site", SITE]);
    assert!(refused.code == 2 && refused.err.contains("Scheme CS-01 cannot be printed"), "{}", refused.err);
    assert!(!at.path("data").exists());
}

#[test]
fn keys_are_encrypted_private_and_refused_when_they_are_not() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let roster = at.write("r.csv", people(1, 1));
    let issue = ["issue", "--lsp", "klining", "--issued-on", "2024-06-03", roster.to_str().expect("UTF-8")];
    let keys: Vec<_> =
        std::fs::read_dir(at.path("data/keys")).expect("keys").map(|file| file.expect("a file").path()).collect();
    let is_private = |path: &&std::path::PathBuf| {
        let path = path.to_string_lossy();
        path.ends_with(".pem") && !path.ends_with(".pub.pem")
    };
    let private: Vec<_> = keys.iter().filter(is_private).collect();
    assert_eq!(private.len(), 14, "three keys for each of four LSPs, the records' key and a root");
    for path in &private {
        assert!(std::fs::read_to_string(path).expect("read").starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
        assert_eq!(std::fs::metadata(path).expect("there").permissions().mode() & 0o777, 0o600);
    }
    let mut command = at.command(&issue);
    let wrong = crate::support::answer(command.env("ABSAH_KEY_PASSPHRASE", "salah").output().expect("run"));
    assert!(wrong.code == 2 && wrong.err.contains("passphrase is wrong"), "{}", wrong.err);
    let mut command = at.command(&issue);
    let none = crate::support::answer(command.env_remove("ABSAH_KEY_PASSPHRASE").output().expect("run"));
    assert!(none.code == 2 && none.err.contains("ABSAH_KEY_PASSPHRASE"), "{}", none.err);
    for path in &private {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).expect("set");
    }
    let open = at.run(&issue);
    assert!(open.code == 2 && open.err.contains("chmod 600"), "{}", open.err);
    assert!(at.column("select number from certificate").is_empty());
}

#[test]
fn a_retired_key_signs_no_more_and_its_certificates_stay_good() {
    on_both(|at| {
        at.with_lsps();
        let (roster, out) = (at.write("r.csv", people(1, 1)), at.path("out"));
        at.issue("klining", "2024-06-03", &roster, &["--out", out.to_str().expect("UTF-8")]);
        let token = crate::support::issued(&out)[0][5].clone();
        let kid = kid(at, "klining", "certificate");
        at.ok(&["keys", "retire", "--lsp", "klining", &kid]);
        assert!(!at.path(&format!("data/keys/klining-certificate-{kid}.pem")).exists(), "the private half is gone");
        assert_eq!(at.run(&["verify", &token]).code, 0);
        let roster = at.write("r.csv", people(2, 1));
        let refused =
            at.run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", roster.to_str().expect("UTF-8")]);
        assert!(refused.code == 2 && refused.err.contains("No active key"), "{}", refused.err);
        at.ok(&["keys", "new", "--lsp", "klining", "--from", "2024-01-01"]);
        assert_eq!(at.issue("klining", "2024-06-03", &roster, &[])["issued"], 1);
    });
}

#[test]
fn a_closed_console_neither_issues_nor_changes() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let roster = at.write("r.csv", people(1, 1));
    at.issue("klining", "2024-06-03", &roster, &[]);
    let mut lsps: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(LSPS).expect("read")).expect("JSON");
    lsps["lsps"][0]["console"] = "closed".into();
    let file = at.write("lsps.json", lsps.to_string());
    at.ok(&["lsp", "import", file.to_str().expect("UTF-8"), "--site", SITE]);
    let number = &at.column("select number from certificate")[0];
    for arguments in [
        vec!["issue", "--lsp", "klining", "--issued-on", "2024-06-03", roster.to_str().expect("UTF-8")],
        vec!["revoke", number, "--reason", "fraud"],
        vec!["replace", number, "--reason", "lost-sheet"],
    ] {
        let refused = at.run(&arguments);
        assert!(refused.code == 2 && refused.err.contains("console closed"), "{}", refused.err);
    }
}

#[test]
fn no_nik_lies_open_in_the_database() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let csv = "nama_asesi,nik,tanggal_lahir,telp,tempat_tinggal,kode_skema,tanggal_uji,status_kompeten\n\
               Siti Rekaan,9951010101900001,01/01/1990,081200000000,Jalan Rahasia 7,CS-01,2024-05-06,K\n";
    at.issue("klining", "2024-06-03", &at.write("r.csv", csv), &[]);
    let files = std::fs::read_dir(at.path("data")).expect("a directory").map(|file| file.expect("a file").path());
    for path in files.filter(|path| path.is_file()) {
        let bytes = std::fs::read(&path).expect("read");
        for secret in ["9951010101900001", "081200000000", "Jalan Rahasia", "1990-01-01"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} in {}", path.display());
        }
    }
}

#[test]
fn an_import_never_disowns_what_was_issued() {
    on_both(|at| {
        at.with_lsps();
        at.issue("klining", "2024-06-03", &at.write("r.csv", people(1, 1)), &[]);
        let lsps: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(LSPS).expect("read")).expect("JSON");
        let import = |change: &dyn Fn(&mut serde_json::Value)| {
            let mut changed = lsps.clone();
            change(&mut changed["lsps"][0]);
            let file = at.write("lsps.json", changed.to_string());
            at.run(&["lsp", "import", file.to_str().expect("UTF-8"), "--site", SITE])
        };
        for (field, value, why) in [
            ("/licensed_from", "2025-01-01", "no licence would cover"),
            ("/time_zone", "Asia/Jayapura", "time zone"),
            ("/schemes/0/until", "2024-01-01", "scheme"),
        ] {
            let refused = import(&|lsp| {
                lsp["schemes"][0]["until"] = serde_json::Value::Null;
                *lsp.pointer_mut(field).expect("a field") = value.into();
            });
            assert!(refused.code == 2 && refused.err.contains(why), "{why}: {}", refused.err);
        }
        let before = at.column("select act from journal where lsp = 'klining'").len();
        let kept = import(&|lsp| lsp["signatory"] = "Direktur Baru Contoh".into());
        assert_eq!(kept.code, 0, "{}", kept.err);
        let journal = at.column("select act from journal where lsp = 'klining' order by seq");
        assert_eq!((journal.len(), journal.last().map(String::as_str)), (before + 1, Some("lsp")));
        let unknown = import(&|lsp| lsp["consol"] = "closed".into());
        assert!(unknown.code == 2 && unknown.err.contains("the member consol is not known"), "{}", unknown.err);
    });
}

#[test]
fn a_data_directory_may_have_any_name() {
    for name in ["Data LSP", "a:b", "a%20b", "a?b#c"] {
        let at = Installation::on_sqlite();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_absah"));
        let done = command.args(["migrate", "--data", name]).current_dir(at.path("")).output().expect("run");
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
        let file = at.path(name).join("absah.db");
        assert_eq!(std::fs::metadata(file).expect("a database").permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_demo_has_a_certificate_for_every_answer_and_serves_without_a_passphrase() {
    let at = Installation::on_sqlite();
    let demo = || {
        let mut command = at.command(&["demo", "--once", "--json"]);
        crate::support::answer(command.env_remove("ABSAH_KEY_PASSPHRASE").output().expect("run")).json()
    };
    let made = demo();
    let examples = made["examples"].as_array().expect("examples").clone();
    let words: std::collections::BTreeSet<&str> = examples.iter().filter_map(|e| e["verdict"].as_str()).collect();
    let expected = ["expired", "forged", "not_yet_valid", "revoked", "superseded", "suspended", "untrusted", "valid"];
    assert_eq!(words, expected.into_iter().collect());
    // In an environment that has none: the demo keeps its own beside its keys.
    let service = at.serve_with(&["serve"], "data/");
    for example in &examples {
        let url = example["url"].as_str().expect("a link");
        assert_eq!(service.verdict(url), example["verdict"], "{url}");
    }
    assert!(service.html("/").body.contains("CONTOH"), "pages carry a banner");
    let list = service.get("/trust.jwt").body;
    let claims = from_base64(list.split('.').nth(1).expect("claims")).expect("base64url");
    let claims: serde_json::Value = serde_json::from_slice(&claims).expect("JSON");
    assert!(claims["notice"].as_str().is_some_and(|notice| notice.starts_with("CONTOH")), "verifiers are told it too");
    assert_eq!(demo(), made, "run again, it is what it was");
    // 88 people of the large sitting, and the one whose certificate was replaced.
    let klining = crate::support::issued(&at.path("data/certificates/klining"));
    assert_eq!(klining.len(), 89);
    let (number, out) = (klining[3][0].as_str(), at.path("again"));
    let mut print = at.command(&["print", number, "--out", out.to_str().expect("UTF-8")]);
    // The demo keeps its passphrase itself.
    assert!(print.env_remove("ABSAH_KEY_PASSPHRASE").status().expect("run").success());
    let name = format!("{} {}.pdf", number.replace(' ', "-"), klining[3][2]);
    let read = |dir: std::path::PathBuf| std::fs::read(dir.join(&name)).expect("a PDF");
    assert!(read(out) == read(at.path("data/certificates/klining")), "the same sheet, byte for byte");
    drop(service);
    // Nobody who was assessed is named in a journal, and no NIK: those of a demo begin with 99.
    let journal = at.column("select actor || ' ' || coalesce(subject, '') || ' ' || body from journal").join("\n");
    let names = at.column("select distinct holder_name from certificate");
    assert!(names.len() > 80 && journal.len() > 1_000, "{} {}", names.len(), journal.len());
    let named: Vec<&String> = names.iter().filter(|name| journal.contains(name.as_str())).collect();
    assert!(named.is_empty(), "{named:?}");
    let runs =
        journal.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 16 && digits.starts_with("99"));
    assert_eq!(runs.count(), 0, "{journal}");
}

#[test]
#[cfg(unix)]
fn who_reads_no_further_stops_nothing() {
    let at = &Installation::on_sqlite();
    at.with_lsps();
    let (file, out) = (at.write("peserta.csv", people(0, 3)), at.path("out"));
    let paths = (file.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let mut issue = at.command(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", "--out", paths.1, paths.0]);
    let mut child =
        issue.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().expect("run");
    drop(child.stdout.take());
    let done = child.wait_with_output().expect("ended");
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(issued(&out).len(), 3, "handed out whole");
}
