//! How commands are told which roots to believe, and what they say about lists.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;

use crate::office::trust::public;
use crate::seal::keys::Kid;
use crate::seal::roots::Roots;
use crate::verify::sources::belief::{self, TrustTerm};
use crate::words::{Lang, say};

/// Where a verifier keeps its last good copies.
pub(super) fn kept_in(data: &Path) -> PathBuf {
    data.join("verifier")
}

/// Reads the roots: the one that signs lists first, then the one in the safe.
pub(super) fn roots(files: &[PathBuf], lang: Lang) -> anyhow::Result<(Roots, BTreeSet<Kid>)> {
    let keys = files.iter().map(|file| public(file)).collect::<Result<Vec<_>, _>>();
    let of_root = || say!(lang, "cli-argument", name = "--root");
    belief::roots(&keys.with_context(of_root)?).with_context(of_root)
}

/// How old a trust list is and until when it holds, for a person.
pub(super) fn age(TrustTerm { issued, expires }: TrustTerm, now: Timestamp, lang: Lang) -> Cow<'static, str> {
    let hours = now.duration_since(issued).as_hours().max(0);
    match hours / 24 {
        _ if expires <= now => say!(lang, "cli-trust-list-past", until = expires),
        0 => say!(lang, "cli-trust-list-age-hours", hours, until = expires),
        days => say!(lang, "cli-trust-list-age-days", days, until = expires),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_a_trust_list_is_told_in_words() {
        let at = |seconds| Timestamp::constant(seconds, 0);
        let told = |now, lang| age(TrustTerm { issued: at(0), expires: at(86_400 * 400) }, at(now), lang);
        assert!(told(60, Lang::En).starts_with("The trust list is less than an hour old"));
        assert!(told(7200, Lang::Id).starts_with("Daftar tepercaya berumur 2 jam"));
        assert!(told(86_400 * 3, Lang::En).starts_with("The trust list is 3 days old"));
        assert!(told(86_400 * 400, Lang::Id).contains("sudah lewat masanya"));
    }

    #[test]
    fn a_root_is_a_public_key_in_a_file() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("root-1.pub.pem");
        let key = crate::seal::keys::PrivateKey::from_seed(&[1; 32]).public();
        std::fs::write(&file, key.to_pem().expect("PEM")).expect("written");
        let (_, kids) = roots(std::slice::from_ref(&file), Lang::En).expect("a root");
        assert_eq!(kids, [key.kid()].into());
        let twice = roots(&[file.clone(), file.clone()], Lang::En).expect_err("one root twice");
        assert!(format!("{twice:#}").contains("one root or two different ones"), "{twice:#}");
        std::fs::write(&file, "no key").expect("written");
        assert!(format!("{:#}", roots(&[file], Lang::En).expect_err("no key")).contains("root-1.pub.pem"));
    }
}
