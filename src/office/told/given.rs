//! What the journal tells that an LSP has given already: numbers, places on its status lists, certificates of a roster.
//! Whoever moves a counter back in its table has none of it given again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::act::Act;
use crate::store::{Sequence, Subject, WrittenEntry};

/// Letters that a roster's keyed hash is remembered by, 96 bits.
const NAMED_BY: usize = 24;

/// What was given.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Given {
    /// Places that are taken: one by each certificate, and those that a recovery went past.
    places: u64,
    /// The next number of each sequence, where entries say so: those of before do not.
    sequences: Vec<Sequence>,
    /// Certificates issued for each roster.
    rosters: BTreeMap<String, u64>,
}

impl Given {
    /// Takes in an entry.
    pub(super) fn take(&mut self, entry: &WrittenEntry) {
        let body = &entry.body;
        match entry.act {
            Act::Issue => {
                let issued = body["issued"].as_u64().unwrap_or_default();
                self.places = self.places.saturating_add(issued);
                if let Some(Subject::Roster(file)) = &entry.subject {
                    let of_file = self.rosters.entry(name_of(file)).or_default();
                    *of_file = of_file.saturating_add(issued);
                }
            }
            Act::Replace => self.places = self.places.saturating_add(1),
            Act::Recover => self.places = self.places.max(body["places"].as_u64().unwrap_or_default()),
            _ => return,
        }
        let further = serde_json::from_value::<Vec<Sequence>>(body["sequences"].clone()).unwrap_or_else(|_| Vec::new());
        for Sequence { kind, scope, next } in further {
            match self.sequences.iter_mut().find(|known| known.kind == kind && known.scope == scope) {
                Some(known) => known.next = known.next.max(next),
                // What a recovery goes past is known; how far it had been here, entries of before do not say.
                None => self.sequences.push(Sequence { kind, scope, next }),
            }
        }
    }

    /// Places on status lists that are taken.
    #[must_use]
    pub fn places(&self) -> u64 {
        self.places
    }

    /// The next number of each sequence that entries tell of.
    #[must_use]
    pub fn sequences(&self) -> &[Sequence] {
        &self.sequences
    }

    /// The next number of a sequence; none where no entry tells.
    #[must_use]
    pub fn next(&self, kind: &str, scope: &str) -> Option<u64> {
        let known = self.sequences.iter().find(|known| known.kind == kind && known.scope == scope);
        known.map(|known| known.next)
    }

    /// How many certificates were issued for a roster, by the keyed hash of its file.
    #[must_use]
    pub fn issued_for(&self, file: &str) -> u64 {
        self.rosters.get(&name_of(file)).copied().unwrap_or_default()
    }
}

fn name_of(file: &str) -> String {
    file.chars().take(NAMED_BY).collect()
}

/// Sequences as an entry tells them.
#[must_use]
pub fn in_json(sequences: &[Sequence]) -> Value {
    serde_json::json!(sequences)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::json;

    use super::*;

    fn entry(act: Act, body: Value) -> WrittenEntry {
        WrittenEntry {
            seq: 1,
            at: Timestamp::UNIX_EPOCH,
            actor: "console:uji".to_owned(),
            approved_by: None,
            act,
            subject: Some(Subject::Roster("ab".repeat(32))),
            body,
            hash: String::new(),
        }
    }

    #[test]
    fn what_entries_give_adds_up_and_never_goes_back() {
        let next = |next: u64| json!([{ "kind": "certificate", "scope": "2026", "next": next }]);
        let mut given = Given::default();
        given.take(&entry(Act::Issue, json!({ "issued": 3 })));
        assert_eq!(
            (given.places(), given.next("certificate", "2026")),
            (3, None),
            "entries of before tell no sequence"
        );
        given.take(&entry(Act::Issue, json!({ "issued": 2, "sequences": next(6) })));
        given.take(&entry(Act::Replace, json!({ "sequences": next(5) })));
        assert_eq!((given.places(), given.next("certificate", "2026")), (6, Some(6)));
        assert_eq!((given.issued_for(&"ab".repeat(32)), given.issued_for(&"cd".repeat(32))), (5, 0));
        given.take(&entry(Act::Recover, json!({ "places": 131_072, "sequences": next(40) })));
        assert_eq!((given.places(), given.next("certificate", "2026")), (131_072, Some(40)));
        assert_eq!(serde_json::from_value::<Given>(json!(given)).expect("read back"), given);
    }
}
