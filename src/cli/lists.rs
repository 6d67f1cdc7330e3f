//! How commands are told which roots to believe, and what they say about lists.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;

use crate::office::trust::public;
use crate::seal::keys::Kid;
use crate::seal::roots::Roots;
use crate::verify::sources::belief;

/// Where a verifier keeps its last good copies.
pub(super) fn kept_in(data: &Path) -> PathBuf {
    data.join("verifier")
}

/// Reads the roots: the one that signs lists first, then the one in the safe.
pub(super) fn roots(files: &[PathBuf]) -> anyhow::Result<(Roots, BTreeSet<Kid>)> {
    let keys = files.iter().map(|file| public(file)).collect::<Result<Vec<_>, _>>().context("--root")?;
    belief::roots(&keys).context("--root")
}

/// How old a trust list is and until when it holds, for a person.
pub(super) fn age((issued, expires): (Timestamp, Timestamp), now: Timestamp) -> String {
    let hours = now.duration_since(issued).as_hours().max(0);
    let (id, en) = match (hours / 24, hours) {
        (0, 0) => ("kurang dari satu jam".to_owned(), "less than an hour".to_owned()),
        (0, hours) => (format!("{hours} jam"), format!("{hours} h")),
        (days, _) => (format!("{days} hari"), format!("{days} days")),
    };
    let lapsed = if expires <= now { "sudah lewat / past: " } else { "" };
    format!("Daftar tepercaya berumur {id} (the trust list is {en} old), sampai (until) {lapsed}{expires}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_a_trust_list_is_told_in_words() {
        let at = |seconds| Timestamp::constant(seconds, 0);
        let told = |now| age((at(0), at(86_400 * 400)), at(now));
        assert!(told(60).contains("less than an hour"));
        assert!(told(7200).contains("2 jam (the trust list is 2 h old)"));
        assert!(told(86_400 * 3).contains("3 hari (the trust list is 3 days old)"));
        assert!(!told(60).contains("past") && told(86_400 * 400).contains("past"));
    }

    #[test]
    fn a_root_is_a_public_key_in_a_file() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("root-1.pub.pem");
        let key = crate::seal::keys::PrivateKey::from_seed(&[1; 32]).public();
        std::fs::write(&file, key.to_pem().expect("PEM")).expect("written");
        let (_, kids) = roots(std::slice::from_ref(&file)).expect("a root");
        assert_eq!(kids, [key.kid()].into());
        let twice = roots(&[file.clone(), file.clone()]).expect_err("one root twice");
        assert!(format!("{twice:#}").contains("one root or two different ones"), "{twice:#}");
        std::fs::write(&file, "no key").expect("written");
        assert!(format!("{:#}", roots(&[file]).expect_err("no key")).contains("root-1.pub.pem"));
    }
}
