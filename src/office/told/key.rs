//! What the journal tells of a key: its use and days as it was made, and what became of it.

use std::str::FromStr as _;

use hex::FromHex as _;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;

use crate::domain::act::Act;
use crate::seal::honoured::HonouredHash;
use crate::seal::keys::KeyUse;
use crate::seal::trust_list::{Compromise, KeyState, TrustedKey};
use crate::store::WrittenEntry;

/// A key as the journal tells it; what entries of before do not say is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyTold {
    pub state: KeyState,
    pub key_use: Option<KeyUse>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

impl KeyTold {
    /// What an entry about a key makes of what was told before; none where it makes nothing of it.
    pub(super) fn after(before: Option<Self>, entry: &WrittenEntry) -> Option<Self> {
        let known = before.unwrap_or(Self { state: KeyState::Active, key_use: None, from: None, until: None });
        // What was declared compromised is not made better by anything that comes after.
        let settled = matches!(known.state, KeyState::Compromised(_));
        match entry.act {
            Act::KeyNew if !settled => Some(Self {
                state: KeyState::Active,
                key_use: member(entry, "use"),
                from: member(entry, "from"),
                until: None,
            }),
            Act::KeyRetire if !settled => {
                Some(Self { state: KeyState::Retired, until: member(entry, "until"), ..known })
            }
            Act::KeyCompromised => Some(Self { state: compromised(entry)?, ..known }),
            _ => None,
        }
    }

    /// Whether a table says the same of the key. A table counts whole seconds, and journals of before did not.
    #[must_use]
    pub fn is_told_by(&self, table: &TrustedKey) -> bool {
        let same_state = match (table.state, self.state) {
            (KeyState::Compromised(table), KeyState::Compromised(journal)) => table.honoured == journal.honoured,
            (table, journal) => table == journal,
        };
        same_state && self.has_the_terms_of(table)
    }

    /// Whether a table gives the key the same use and days.
    #[must_use]
    pub fn has_the_terms_of(&self, table: &TrustedKey) -> bool {
        let same_use = self.key_use.is_none_or(|told| told == table.key_use);
        let same_days = self.from.is_none_or(|told| told == table.from && self.until == table.until);
        same_use && same_days
    }
}

fn member<T: DeserializeOwned>(entry: &WrittenEntry, name: &str) -> Option<T> {
    serde_json::from_value(entry.body[name].clone()).ok()
}

fn compromised(entry: &WrittenEntry) -> Option<KeyState> {
    let since = Timestamp::from_str(entry.body["since"].as_str()?).ok()?;
    let (sha256, count) = (<[u8; 32]>::from_hex(entry.body["honoured"].as_str()?).ok()?, entry.body["count"].as_u64()?);
    Some(KeyState::Compromised(Compromise { since, honoured: HonouredHash { sha256, count } }))
}
