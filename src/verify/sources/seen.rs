//! What has been seen of lists, kept for ever: nobody can show an older one afterwards.
//!
//! ```json
//! { "roots": [kid, …], "withdrawn": [kid, …],
//!   "trust": { "iat": seconds, "sha256": hex, "signer": kid },
//!   "statuses": { "klining/0": { "iat": seconds, "sha256": hex, "signer": kid } } }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Refusal;
use crate::domain::issuer::LspId;
use crate::seal::keys::Kid;

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
}

/// One signed list, by what tells it from any other.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Mark {
    pub iat: i64,
    pub sha256: String,
    pub signer: Kid,
}

impl Mark {
    #[must_use]
    pub fn new(iat: i64, text: &[u8], signer: Kid) -> Self {
        Self { iat, sha256: hex::encode(Sha256::digest(text)), signer }
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

    /// Takes in what another process saw: of each list the newer one. What a withdrawn root signed binds
    /// nobody.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        self.roots.extend(other.roots);
        self.withdrawn.extend(other.withdrawn);
        self.trust = [self.trust, other.trust]
            .into_iter()
            .flatten()
            .filter(|mark| !self.withdrawn.contains(&mark.signer))
            .max_by_key(|mark| mark.iat);
        for (place, mark) in other.statuses {
            let newest = self.statuses.entry(place).or_insert_with(|| mark.clone());
            if newest.iat < mark.iat {
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
    fn it_comes_back_from_its_json() {
        let mut seen = Seen { trust: Some(mark(20, 1)), ..Seen::default() };
        seen.see_status(&"klining".parse().expect("an id"), 0, mark(5, 3));
        let json = serde_json::json!(seen).to_string();
        assert_eq!(serde_json::from_str::<Seen>(&json).ok(), Some(seen));
    }
}
