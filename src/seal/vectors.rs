//! Vectors in `tests/vectors/KIND/`, a file each: what is expected and why, then the bytes.
//!
//! ```text
//! expect: a word, and perhaps what the bytes say
//! why: a sentence
//! other fields, as tests/vectors/make_list_vectors.py tells
//!
//! hex, or the text itself
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::keys::{PrivateKey, PublicKey};

/// One file.
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Vector {
    /// What stands under a name in the head.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let digits: String = self.body.split_whitespace().collect();
        hex::decode(digits).unwrap_or_else(|fault| panic!("{}: {fault}", self.name))
    }

    /// The body without its line breaks.
    pub(crate) fn text(&self) -> String {
        self.body.split_whitespace().collect()
    }

    /// The key that should have signed it: `key`, or the one of a seed.
    pub(crate) fn key(&self, seed: u8) -> PublicKey {
        let own = PrivateKey::from_seed(&[seed; 32]).public();
        self.field("key").map_or(own, |x| PublicKey::from_x(x).expect("a key"))
    }

    /// Holds what was understood against what the file says there is to understand.
    pub(crate) fn says(&self, understood: &Value) {
        let says: Value = serde_json::from_str(self.field("says").expect("what it says")).expect("JSON");
        assert_eq!(*understood, says, "{}", self.name);
    }
}

/// Holds every vector of a kind against what becomes of it, counts them by their word, and sees to it that those
/// which are refused outnumber those which are `good`.
pub(crate) fn hold(kind: &str, good: &str, outcome: impl Fn(&Vector) -> String) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(kind);
    let mut counts = BTreeMap::<String, usize>::new();
    for file in fs::read_dir(&dir).expect("the vectors") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a text");
        let (head, body) = text.split_once("\n\n").expect("a head and a body");
        let vector = Vector { name: path.display().to_string(), head: head.to_owned(), body: body.to_owned() };
        assert!(vector.field("why").is_some(), "{} says why", vector.name);
        let expect = vector.field("expect").expect("an expectation");
        assert_eq!(outcome(&vector), expect, "{}: {head}", vector.name);
        let word = expect.split(' ').next().unwrap_or(expect);
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    println!("{kind}: {counts:?}");
    let (all, good) = (counts.values().sum::<usize>(), counts.get(good).copied().unwrap_or_default());
    assert!(good > 0 && all > 2 * good, "{kind}: {counts:?}");
}
