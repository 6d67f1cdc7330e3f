//! What has been seen of lists, kept for ever: nobody can show an older one afterwards.
//!
//! ```json
//! { "roots": [kid, …], "withdrawn": [kid, …],
//!   "trust": { "iat": seconds, "sha256": hex, "signer": kid },
//!   "statuses": { "klining/0": { "iat": seconds, "sha256": hex, "signer": kid, "journal": [entries, hash] } },
//!   "overruled": [hex, …] }
//! ```
//!
//! A list may be seen while this clock and its signer's are ahead; both right again, its `iat` would bar every list for
//! as long as they were ahead. So what lies beyond belief by the present clock bars no list that proves otherwise to be
//! the later one (a status list by its journal, which only grows; a trust list by taking nothing back). What it
//! overrules is named by its SHA-256, and never believed again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Refusal;
use crate::domain::issuer::LspId;
use crate::seal::keys::Kid;
use crate::seal::status_list::signed::JournalHead;

/// The newest of every list that was believed, whatever became of it since.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The roots that a verifier was given, at any time.
    #[serde(default)]
    pub roots: BTreeSet<Kid>,
    #[serde(default)]
    pub withdrawn: BTreeSet<Kid>,
    #[serde(default)]
    pub trust: Option<Mark>,
    #[serde(default)]
    pub statuses: BTreeMap<String, Mark>,
    /// SHA-256, in hex, of lists from the future that lists of the present overruled.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub overruled: BTreeSet<String>,
}

/// One signed list, by what tells it from any other.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Mark {
    pub iat: i64,
    pub sha256: String,
    pub signer: Kid,
    /// Of a status list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<JournalHead>,
}

impl Mark {
    #[must_use]
    pub fn new(iat: i64, text: &[u8], signer: Kid) -> Self {
        Self { iat, sha256: hex::encode(Sha256::digest(text)), signer, journal: None }
    }

    /// The same, of a list that tells how far its LSP's journal was.
    #[must_use]
    pub fn with_journal(self, journal: Option<JournalHead>) -> Self {
        Self { journal, ..self }
    }

    /// Whether its list was signed by a clock ahead of one that says `believable`.
    #[must_use]
    pub fn is_beyond(&self, believable: Timestamp) -> bool {
        believable.as_second() < self.iat
    }

    /// Whether the journal of this list is the other one's or has grown since. A journal only grows, so such a list is
    /// the later one, or says the same, whatever the dates of the two are.
    #[must_use]
    pub fn knows_no_less(&self, seen: &Self) -> bool {
        match (&self.journal, &seen.journal) {
            (_, None) => true,
            (Some(mine), Some(seen)) => mine.entries > seen.entries || mine == seen,
            (None, Some(_)) => false,
        }
    }

    /// Whether a list may follow the one that was seen.
    ///
    /// # Errors
    /// It is older, or as old and another.
    pub fn follows(&self, seen: Option<&Self>) -> Result<(), Refusal> {
        match seen {
            Some(seen) if self.iat < seen.iat => Err(Refusal::Older),
            Some(seen) if self.iat == seen.iat && self.sha256 != seen.sha256 => Err(Refusal::SameIat),
            Some(_) | None => Ok(()),
        }
    }
}

impl Seen {
    #[must_use]
    pub fn status(&self, lsp: &LspId, number: u32) -> Option<&Mark> {
        self.statuses.get(&place(lsp, number))
    }

    pub fn see_status(&mut self, lsp: &LspId, number: u32, mark: Mark) {
        self.statuses.insert(place(lsp, number), mark);
    }

    /// Says of a list from the future that one of the present takes its place.
    pub fn overrule(&mut self, beyond: &Mark) {
        self.overruled.insert(beyond.sha256.clone());
    }

    /// Whether a list was overruled by one of an earlier date.
    #[must_use]
    pub fn is_overruled(&self, mark: &Mark) -> bool {
        self.overruled.contains(&mark.sha256)
    }

    /// Takes in what another process saw: of each list the newer one. What a withdrawn root signed binds
    /// nobody, nor does what was overruled.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        self.roots.extend(other.roots);
        self.withdrawn.extend(other.withdrawn);
        self.overruled.extend(other.overruled);
        self.trust = [self.trust, other.trust]
            .into_iter()
            .flatten()
            .filter(|mark| !self.withdrawn.contains(&mark.signer) && !self.overruled.contains(&mark.sha256))
            .max_by_key(|mark| mark.iat);
        for (place, mark) in other.statuses {
            let newest = self.statuses.entry(place).or_insert_with(|| mark.clone());
            if newest.iat < mark.iat && !self.overruled.contains(&mark.sha256)
                || self.overruled.contains(&newest.sha256)
            {
                *newest = mark;
            }
        }
        self
    }
}

fn place(lsp: &LspId, number: u32) -> String {
    format!("{lsp}/{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(iat: i64, signer: u8) -> Mark {
        Mark::new(iat, &[signer], Kid::from_bytes([signer; 8]))
    }

    #[test]
    fn only_a_newer_list_or_the_same_one_follows() {
        let seen = mark(10, 1);
        assert_eq!(mark(11, 2).follows(Some(&seen)), Ok(()));
        assert_eq!(mark(10, 1).follows(Some(&seen)), Ok(()));
        assert_eq!(mark(10, 2).follows(Some(&seen)), Err(Refusal::SameIat));
        assert_eq!(mark(9, 1).follows(Some(&seen)), Err(Refusal::Older));
        assert_eq!(mark(9, 1).follows(None), Ok(()));
    }

    #[test]
    fn of_two_processes_the_newest_is_remembered() {
        let lsp: LspId = "klining".parse().expect("an id");
        let (mut one, mut other) = (Seen::default(), Seen::default());
        one.trust = Some(mark(20, 1));
        one.see_status(&lsp, 0, mark(5, 3));
        other.trust = Some(mark(10, 2));
        other.see_status(&lsp, 0, mark(6, 3));
        other.see_status(&lsp, 1, mark(1, 3));
        let both = one.clone().merged(other.clone());
        assert_eq!(both, other.clone().merged(one.clone()), "whoever comes first");
        assert_eq!(both.trust, Some(mark(20, 1)));
        assert_eq!((both.status(&lsp, 0), both.status(&lsp, 1)), (Some(&mark(6, 3)), Some(&mark(1, 3))));
        other.withdrawn.insert(Kid::from_bytes([1; 8]));
        assert_eq!(one.merged(other).trust, Some(mark(10, 2)), "the word of a withdrawn root is void");
    }

    #[test]
    fn what_was_overruled_does_not_come_back_by_another_process() {
        let lsp: LspId = "klining".parse().expect("an id");
        let (ahead, present) = (mark(20, 1), mark(10, 2));
        let (mut before, mut now) = (Seen::default(), Seen::default());
        before.trust = Some(ahead.clone());
        before.see_status(&lsp, 0, ahead.clone());
        now.overrule(&ahead);
        now.trust = Some(present.clone());
        now.see_status(&lsp, 0, present.clone());
        let both = before.clone().merged(now.clone());
        assert_eq!(both, now.merged(before), "whoever comes first");
        assert_eq!((both.trust.as_ref(), both.status(&lsp, 0)), (Some(&present), Some(&present)));
        assert!(both.is_overruled(&ahead) && !both.is_overruled(&present));
    }

    #[test]
    fn a_journal_that_grew_or_is_the_same_tells_no_less() {
        let of =
            |entries: u64, hash: &str| mark(1, 1).with_journal(Some(JournalHead { entries, hash: hash.to_owned() }));
        let seen = of(7, "aa");
        assert!(of(8, "bb").knows_no_less(&seen) && of(7, "aa").knows_no_less(&seen));
        assert!(!of(6, "cc").knows_no_less(&seen) && !of(7, "bb").knows_no_less(&seen), "shorter, or another");
        assert!(!mark(1, 1).knows_no_less(&seen) && of(1, "aa").knows_no_less(&mark(1, 1)));
    }

    #[test]
    fn it_comes_back_from_its_json() {
        let mut seen = Seen { trust: Some(mark(20, 1)), ..Seen::default() };
        let status = mark(5, 3).with_journal(Some(JournalHead { entries: 4, hash: "ab".repeat(32) }));
        seen.see_status(&"klining".parse().expect("an id"), 0, status);
        seen.overrule(&mark(6, 3));
        let before = r#"{"trust":{"iat":5,"sha256":"ab","signer":"AQEBAQEBAQE"}}"#;
        let before: Seen = serde_json::from_str(before).expect("as an earlier version wrote it");
        assert_eq!(before.trust.and_then(|mark| mark.journal), None);
        let json = serde_json::json!(seen).to_string();
        assert_eq!(serde_json::from_str::<Seen>(&json).ok(), Some(seen));
    }
}
