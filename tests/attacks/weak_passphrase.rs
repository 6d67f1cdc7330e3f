//! A thief has the key files and guesses at their passphrase on hardware of his own: each guess must cost him memory
//! and work, also with files that were made by earlier versions, and a root's passphrase must not be short.
//!
//! Keys are files: which database there is does not matter.

use std::fs;
use std::path::Path;
use std::process::Command;

use absah::seal::key_cost::Derivation;
use absah::seal::key_files::KeyFiles;

use crate::support::{Answer, Installation, PASSPHRASE, answer, people};

/// N = 2^17, r = 8, p = 1: 128 MiB.
const FULL: Derivation = Derivation::Scrypt { n: 131_072, r: 8, p: 1 };

/// A command as it is run outside of tests, which write files that are quick to open.
fn plainly(at: &Installation, arguments: &[&str], passphrase: &str) -> Answer {
    let mut command: Command = at.command(arguments);
    answer(command.env_remove("ABSAH_LIGHT_KEYS").env("ABSAH_KEY_PASSPHRASE", passphrase).output().expect("run"))
}

fn derivations(dir: &Path) -> Vec<Derivation> {
    let files = KeyFiles::new(dir);
    files.names().expect("names").iter().map(|name| files.derivation(name).expect("a key file")).collect()
}

#[test]
fn a_guess_at_a_new_key_file_takes_128_mib_and_a_root_s_passphrase_is_not_short() {
    let at = &Installation::on_sqlite();
    let keys = at.path("data/keys");
    let refused = plainly(at, &["trust", "root", "root-1"], "sebelas 123");
    assert!(refused.code == 2 && refused.err.contains("12 characters"), "{}", refused.err);
    assert_eq!(KeyFiles::new(&keys).names().expect("names"), [""; 0], "nothing was made");
    let made = plainly(at, &["trust", "root", "root-1"], "dua belas 12");
    assert_eq!((made.code, derivations(&keys)), (0, vec![FULL]), "{}", made.err);
}

#[test]
fn files_that_are_easier_to_guess_at_are_told_and_made_anew_in_their_place() {
    let at = &Installation::on_sqlite();
    at.ok(&["lsp", "import", crate::support::LSPS, "--site", crate::support::SITE]);
    at.ok(&["keys", "new", "--lsp", "klining", "--from", "2015-01-01"]); // easier than what is written without that leave
    let (keys, light) = (at.path("data/keys"), Derivation::Scrypt { n: 1_024, r: 8, p: 1 });
    assert_eq!(derivations(&keys), [light; 4], "a key of each use, the records' secret");
    let listed = plainly(at, &["keys", "list"], PASSPHRASE);
    assert!(listed.err.contains("absah keys renew") && listed.err.contains("N = 1024"), "{}", listed.err);
    let before: Vec<Vec<u8>> = files(&keys);

    let wrong = plainly(at, &["keys", "renew"], "bukan kata sandinya");
    assert_eq!((wrong.code, files(&keys)), (2, before.clone()), "without leave nothing is touched");
    let renewed = plainly(at, &["keys", "renew", "--json"], PASSPHRASE).json();
    assert_eq!(renewed["renewed"].as_array().map(Vec::len), Some(4));
    assert_eq!(derivations(&keys), [FULL; 4]);
    assert!(files(&keys).iter().all(|file| !before.contains(file)), "none of the old files is left");
    assert_eq!(plainly(at, &["keys", "renew", "--json"], PASSPHRASE).json()["renewed"], serde_json::json!([]));
    let roster = at.write("r.csv", people(1, 1));
    assert_eq!(at.issue("klining", "2024-06-03", &roster, &[])["issued"], 1, "the keys are the same");
    let short = plainly(at, &["keys", "list"], "pendek");
    assert!(short.err.contains("fewer than 12 characters"), "{}", short.err);
}

/// The private halves as they lie there.
fn files(keys: &Path) -> Vec<Vec<u8>> {
    let names = KeyFiles::new(keys).names().expect("names");
    names.iter().map(|name| fs::read(keys.join(format!("{name}.pem"))).expect("a file")).collect()
}
