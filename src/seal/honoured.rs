//! The honoured list of a compromised key: what was truly issued with it.
//!
//! The first 16 bytes of SHA-256 of each token ([`super::token::fingerprint`]), sorted, no two alike,
//! concatenated. Dates inside a token prove nothing once a key is stolen, for a thief backdates; so a
//! token of such a key is judged as before only if it stands here. The list itself is unsigned: it is
//! believed only if it has the SHA-256 and the count that the root signed in the trust list.

use std::sync::Arc;

use hex::FromHex as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Bytes of a token's fingerprint that a list holds: 2⁶⁴ tries to find a forgery that shares one.
pub const ENTRY: usize = 16;

/// Tokens that one key may have signed, and so a list may hold: 64 MiB.
pub const MOST: usize = 4 * 1024 * 1024;

/// What the root signs of a list.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct HonouredHash {
    /// In hex.
    #[serde(serialize_with = "write_hash", deserialize_with = "read_hash")]
    pub sha256: [u8; 32],
    pub count: u64,
}

/// Tokens that are honoured; cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HonouredList(Arc<[u8]>);

/// Bytes that are no honoured list, or not the one that the root signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the honoured list that the trust list names")]
pub struct NotHonoured;

impl HonouredList {
    /// The list of some tokens, by their SHA-256.
    #[must_use]
    pub fn new(fingerprints: &[[u8; 32]]) -> Self {
        let mut entries: Vec<&[u8]> = fingerprints.iter().map(|whole| &whole[..ENTRY]).collect();
        entries.sort_unstable();
        entries.dedup();
        Self(entries.concat().into())
    }

    /// Reads a list, believed only if it is the one that `signed` names.
    ///
    /// # Errors
    /// Another hash, another count, an order that no list has.
    pub fn read(bytes: &[u8], signed: &HonouredHash) -> Result<Self, NotHonoured> {
        let counted = bytes.len().is_multiple_of(ENTRY) && (bytes.len() / ENTRY) as u64 == signed.count;
        let (entries, _) = bytes.as_chunks::<ENTRY>();
        let ordered = entries.is_sorted_by(|a, b| a < b);
        let same = <[u8; 32]>::from(Sha256::digest(bytes)) == signed.sha256;
        (counted && ordered && same && entries.len() <= MOST).then(|| Self(bytes.into())).ok_or(NotHonoured)
    }

    /// What the root signs of it.
    #[must_use]
    pub fn hash(&self) -> HonouredHash {
        HonouredHash { sha256: Sha256::digest(&self.0).into(), count: (self.0.len() / ENTRY) as u64 }
    }

    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether a token with this SHA-256 is honoured.
    #[must_use]
    pub fn holds(&self, fingerprint: &[u8; 32]) -> bool {
        let (entries, _) = self.0.as_chunks::<ENTRY>();
        entries.binary_search_by(|entry| entry.as_slice().cmp(&fingerprint[..ENTRY])).is_ok()
    }
}

fn write_hash<S: serde::Serializer>(hash: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex::encode(hash))
}

fn read_hash<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
    let text = String::deserialize(deserializer)?;
    <[u8; 32]>::from_hex(&text).map_err(|_| serde::de::Error::custom("expected 64 hex digits"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprints() -> Vec<[u8; 32]> {
        (0..100_u8).map(|n| Sha256::digest([n]).into()).collect()
    }

    #[test]
    fn a_list_holds_its_tokens_and_no_other() {
        let list = HonouredList::new(&fingerprints());
        assert_eq!(list.hash().count, 100);
        assert_eq!(list.bytes().len(), 1600);
        assert!(fingerprints().iter().all(|token| list.holds(token)));
        assert!(!list.holds(&Sha256::digest([200]).into()));
        assert!(!HonouredList::new(&[]).holds(&[0; 32]));
    }

    #[test]
    fn only_the_list_that_was_signed_is_believed() {
        let list = HonouredList::new(&fingerprints());
        let signed = list.hash();
        assert_eq!(HonouredList::read(list.bytes(), &signed), Ok(list.clone()));
        let shorter = &list.bytes()[..1584];
        assert_eq!(HonouredList::read(shorter, &signed), Err(NotHonoured));
        let mut altered = list.bytes().to_vec();
        altered[5] ^= 1;
        assert_eq!(HonouredList::read(&altered, &signed), Err(NotHonoured));
        let unsorted: Vec<u8> = list.bytes().rchunks(ENTRY).flatten().copied().collect();
        let signed = HonouredHash { sha256: Sha256::digest(&unsorted).into(), count: 100 };
        assert_eq!(HonouredList::read(&unsorted, &signed), Err(NotHonoured), "an order that nobody searches by");
    }

    #[test]
    fn every_vector_of_a_list_comes_out_as_it_says() {
        crate::seal::vectors::hold("honoured", "believed", |vector| {
            let (sha256, count) = (vector.field("sha256").expect("a hash"), vector.field("count").expect("a count"));
            let signed = serde_json::json!({ "sha256": sha256, "count": count.parse::<u64>().expect("a number") });
            let signed = serde_json::from_value(signed).expect("what the root signs");
            match HonouredList::read(&vector.bytes(), &signed) {
                Ok(list) => {
                    assert_eq!(list.hash(), signed);
                    "believed".to_owned()
                }
                Err(NotHonoured) => "refused".to_owned(),
            }
        });
    }

    #[test]
    fn the_hash_is_told_in_hex() {
        let signed = HonouredList::new(&fingerprints()).hash();
        let told = serde_json::json!(signed);
        assert_eq!(told["sha256"].as_str().map(str::len), Some(64));
        assert_eq!(serde_json::from_value::<HonouredHash>(told).ok(), Some(signed));
        assert!(serde_json::from_str::<HonouredHash>(r#"{"sha256":"zz","count":1}"#).is_err());
    }
}
