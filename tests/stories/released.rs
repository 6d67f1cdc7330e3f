//! What released programs made is read for ever: installations kept in `tests/fixtures`, on both databases.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{DATA, Installation, on_both};

fn fixtures() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let folders = fs::read_dir(all).expect("fixtures").map(|entry| entry.expect("an entry").path());
    let found: Vec<_> = folders.filter(|path| path.join("rows.sql").exists()).collect();
    assert!(!found.is_empty(), "no released installation is kept");
    found
}

/// The tables of then with all their rows, and the keys of then.
fn restore(at: &Installation, fixture: &Path) {
    let keys = at.path("data/keys");
    fs::create_dir_all(&keys).expect("a folder");
    for key in fs::read_dir(fixture.join("keys")).expect("keys") {
        let key = key.expect("a key").path();
        let name = key.file_name().expect("a name");
        let mode = if name.to_string_lossy().ends_with(".pub.pem") { 0o644 } else { 0o600 };
        fs::write(keys.join(name), fs::read(&key).expect("a key")).expect("written");
        #[cfg(unix)]
        fs::set_permissions(keys.join(name), std::os::unix::fs::PermissionsExt::from_mode(mode)).expect("set");
    }
    let rows = fs::read_to_string(fixture.join("rows.sql")).expect("rows");
    let (mut tables, mut inserts) = (at.migrations_table().to_owned(), String::new());
    for line in rows.split_inclusive(";\n").flat_map(|part| part.split_inclusive('\n')) {
        let Some(migration) = line.strip_prefix("-- migration ") else {
            inserts.push_str(line);
            continue;
        };
        let &[version, name, checksum] = migration.split_whitespace().collect::<Vec<_>>().as_slice() else {
            panic!("a migration, not: {migration}")
        };
        let file = Path::new(DATA)
            .join(format!("../../migrations/{:04}_{name}.sql", version.parse::<u32>().expect("a number")));
        tables.push_str(&fs::read_to_string(file).expect("migrations are added, never taken away"));
        tables.push_str(&at.migration_row(version, name, checksum));
    }
    at.execute(tables + &inserts);
}

fn sha256(file: &Path) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(fs::read(file).expect("a sheet")).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sheet(dir: &Path) -> PathBuf {
    let mut files = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    files.find(|path| path.extension().is_some_and(|ending| ending == "pdf")).expect("a sheet")
}

#[test]
fn an_installation_of_a_released_program_goes_on_as_it_was() {
    on_both(|at| {
        for fixture in fixtures() {
            restore(at, &fixture);
            at.ok(&["migrate"]);
            at.ok(&["journal", "verify"]);
            // It was made long ago by now, or (a clock of another machine) is dated later than today.
            at.ok(&["clock", "confirm", "--yes"]);
            let expected: Value =
                serde_json::from_slice(&fs::read(fixture.join("expected.json")).expect("a file")).expect("JSON");
            let on = expected["on"].as_str().expect("a day");
            let mut verdicts = BTreeMap::<String, usize>::new();
            for certificate in expected["certificates"].as_array().expect("certificates") {
                let word = |name: &str| certificate[name].as_str().expect("a text").to_owned();
                let said = at.run(&["verify", "--json", &word("url")]).json();
                assert_eq!(said["verdict"], certificate["verdict"], "{}", word("number"));
                *verdicts.entry(word("verdict")).or_default() += 1;
                for (kind, more) in [("digital", None), ("blanko", Some("--blanko"))] {
                    let out = at.path(&format!("print-{kind}"));
                    drop(fs::remove_dir_all(&out));
                    let (number, dir) = (word("number"), out.to_str().expect("UTF-8").to_owned());
                    let arguments = ["print", &number, "--out", &dir].into_iter().chain(more);
                    at.ok(&arguments.collect::<Vec<_>>());
                    assert_eq!(certificate["sheets"][kind], sha256(&sheet(&out)), "{kind} of {number}");
                }
            }
            assert!(verdicts.len() >= 4, "one of each: {verdicts:?}");
            let again = at.issue("klining", on, &fixture.join("klining.csv"), &[]);
            assert_eq!((&again["issued"], &again["already"]), (&0.into(), &5.into()), "{again}");
            let one = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\nJoko Rekaan,9901010101900099,CS-01,2026-10-05,K\n";
            let next = at.issue("klining", on, &at.write("baru.csv", one), &[]);
            assert_eq!(next["issued"], 1, "{next}");
            // Entries of then and of now are one chain, and what was done then is found by the certificate.
            at.ok(&["journal", "verify"]);
            let changed = expected["certificates"].as_array().expect("certificates").iter();
            for certificate in changed.filter(|certificate| certificate["verdict"] == "suspended") {
                let number = certificate["number"].as_str().expect("a number");
                let told = at.ok(&["journal", "show", number, "--lsp", "klining", "--json"]).json();
                let acts = told["entries"].as_array().expect("entries").iter().map(|entry| entry["act"].clone());
                assert_eq!(acts.collect::<Vec<_>>(), ["issue", "suspend"], "{number}");
            }
        }
    });
}

#[test]
fn every_migration_of_the_folder_is_run() {
    let at = &Installation::on_sqlite();
    at.ok(&["migrate"]);
    let run = at.column("select cast(version as text) from _sqlx_migrations order by version");
    let folder = fs::read_dir(Path::new(DATA).join("../../migrations")).expect("a folder");
    let mut named: Vec<String> = folder
        .map(|file| file.expect("a file").file_name().to_string_lossy().chars().take(4).collect::<String>())
        .map(|number| number.trim_start_matches('0').to_owned())
        .collect();
    named.sort_by_key(|number| number.parse::<u32>().expect("a number"));
    assert_eq!(run, named);
}
