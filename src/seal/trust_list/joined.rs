//! The next trust list: the one before it, with the entries that installations declare now.
//!
//! What a list once said of a licence, a scheme or a key can be ended, never taken back: certificates
//! that rest on it would stop verifying. LSPs that declare nothing stay as they were.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;

use super::notice::Notice;
use super::published::ListError;
use super::signed::{Claims, Entry, EntryKey, LIFE, StateWord};
use crate::domain::issuer::LspId;
use crate::seal::keys::Kid;

/// Why entries cannot follow on a list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    #[error("LSP {0}: {1} is not in the entry any more; what a list once said is ended with a date, never taken out")]
    Deleted(LspId, String),
    #[error(transparent)]
    List(#[from] ListError),
    #[error("LSP {0}: key {1} cannot become {2} again")]
    State(LspId, Kid, &'static str),
    #[error("two entries of LSP {0}: give one")]
    Twice(LspId),
}

/// What a list says that the one before did not, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference(String);

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Claims {
    /// The list that follows on `previous`, with its notice; its `iat` is the present, or a second after the one before.
    ///
    /// # Errors
    /// An entry takes something back, or the list would be refused by whoever reads it.
    pub fn following(
        previous: Option<&Self>,
        entries: Vec<Entry>,
        withdrawn_roots: BTreeSet<Kid>,
        now: Timestamp,
    ) -> Result<Self, JoinError> {
        let mut lsps: Vec<Entry> = previous.map(|previous| previous.lsps.clone()).unwrap_or_default();
        let mut declared = BTreeSet::new();
        for entry in entries {
            if !declared.insert(entry.id.clone()) {
                return Err(JoinError::Twice(entry.id));
            }
            match lsps.iter_mut().find(|known| known.id == entry.id) {
                Some(known) => {
                    takes_nothing_back(known, &entry)?;
                    *known = with_former_site(known, entry);
                }
                None => lsps.push(entry),
            }
        }
        lsps.sort_by(|one, other| one.id.cmp(&other.id));
        let after = previous.map_or(i64::MIN, |previous| previous.iat.saturating_add(1));
        let iat = now.as_second().max(after);
        let notice = previous.and_then(|previous| previous.notice.clone());
        let next = Self { iss: "root".to_owned(), iat, exp: iat.saturating_add(LIFE), withdrawn_roots, notice, lsps };
        next.list()?;
        Ok(next)
    }

    /// What this list says that `previous` did not.
    #[must_use]
    pub fn differences(&self, previous: Option<&Self>) -> Vec<Difference> {
        let known = |id: &LspId| previous?.lsps.iter().find(|entry| entry.id == *id);
        let mut lines = Vec::new();
        if self.notice.as_ref() != previous.and_then(|previous| previous.notice.as_ref()) {
            lines.push(format!("notice: {}", self.notice.as_ref().map_or("–", Notice::as_str)));
        }
        for entry in &self.lsps {
            let before = known(&entry.id);
            if before.is_none() {
                lines.push(format!("{}: {}", entry.id, entry.name_id));
            }
            for key in &entry.keys {
                let was = before.and_then(|before| before.keys.iter().find(|known| known.kid == key.kid));
                if was.map(|was| (was.state, was.honoured)) != Some((key.state, key.honoured)) {
                    let honoured = key.honoured.map(|list| format!(", honoured: {}", list.count)).unwrap_or_default();
                    lines.push(format!("{}: {} {} {}{honoured}", entry.id, key.key_use.as_str(), key.kid, word(key)));
                }
            }
            for licence in &entry.licences {
                let was = before.and_then(|before| before.licences.iter().find(|known| *known == licence));
                if was.is_none() {
                    lines.push(format!("{}: {} {} – {}", entry.id, licence.number, licence.from, licence.until));
                }
            }
            for scheme in &entry.schemes {
                if before.is_none_or(|before| !before.schemes.contains(scheme)) {
                    let day =
                        |day: Option<jiff::civil::Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
                    lines.push(format!("{}: {} {} – {}", entry.id, scheme.code, day(scheme.from), day(scheme.until)));
                }
            }
        }
        lines.into_iter().map(Difference).collect()
    }
}

fn word(key: &EntryKey) -> &'static str {
    match key.state {
        StateWord::Active => "active",
        StateWord::Compromised => "compromised",
        StateWord::Retired => "retired",
        StateWord::Unknown => "unknown",
    }
}

fn takes_nothing_back(known: &Entry, entry: &Entry) -> Result<(), JoinError> {
    let deleted = |what: String| Err(JoinError::Deleted(known.id.clone(), what));
    for licence in &known.licences {
        if !entry.licences.iter().any(|kept| kept.number == licence.number && kept.from == licence.from) {
            return deleted(format!("licence {} from {}", licence.number, licence.from));
        }
    }
    if let Some(scheme) = known.schemes.iter().find(|scheme| entry.schemes.iter().all(|kept| kept.code != scheme.code))
    {
        return deleted(format!("scheme {}", scheme.code));
    }
    for key in &known.keys {
        let Some(kept) = entry.keys.iter().find(|kept| kept.kid == key.kid && kept.key_use == key.key_use) else {
            return deleted(format!("key {}", key.kid));
        };
        match (key.state, kept.state) {
            (StateWord::Compromised, StateWord::Active | StateWord::Retired)
            | (StateWord::Retired, StateWord::Active) => {
                return Err(JoinError::State(known.id.clone(), key.kid, word(kept)));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The entry, remembering a site that its installation did not know of any more.
fn with_former_site(known: &Entry, mut entry: Entry) -> Entry {
    for site in std::iter::once(&known.site).chain(&known.former_sites) {
        if *site != entry.site && !entry.former_sites.contains(site) {
            entry.former_sites.push(site.clone());
        }
    }
    entry
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::seal::keys::PrivateKey;

    fn entry(change: impl Fn(&mut Value)) -> Entry {
        let key = PrivateKey::from_seed(&[7; 32]).public();
        let mut entry = json!({
            "id": "klining", "name_id": "LSP Klining Contoh", "name_en": "Cleaning", "site": "https://cek.lsp.example",
            "time_zone": "Asia/Jakarta",
            "licences": [{ "number": "BNSP-LSP-9901-ID", "from": "2015-01-01", "until": "2030-12-31" }],
            "schemes": [{ "code": "CS-01", "from": null, "until": null }],
            "status": "status/klining/{n}",
            "keys": [{ "kid": key.kid(), "x": key.x(), "use": "certificate", "state": "active",
                       "from": "2015-01-01", "until": null }]
        });
        change(&mut entry);
        serde_json::from_value(entry).expect("an entry")
    }

    fn now() -> Timestamp {
        Timestamp::constant(1_795_310_000, 0)
    }

    fn first() -> Claims {
        Claims::following(None, vec![entry(|_| ())], BTreeSet::new(), now()).expect("a list")
    }

    fn next(change: impl Fn(&mut Value)) -> Result<Claims, JoinError> {
        Claims::following(Some(&first()), vec![entry(change)], BTreeSet::new(), now())
    }

    #[test]
    fn a_list_follows_a_second_later_at_least() {
        assert_eq!(first().iat, 1_795_310_000);
        assert_eq!(next(|_| ()).expect("a list").iat, 1_795_310_001);
        let earlier = Timestamp::constant(1_700_000_000, 0);
        let list = Claims::following(Some(&first()), Vec::new(), BTreeSet::new(), earlier).expect("a list");
        assert_eq!((list.iat, list.lsps.len()), (1_795_310_001, 1), "who declares nothing stays");
    }

    #[test]
    fn what_was_said_is_ended_and_not_taken_back() {
        assert!(next(|entry| entry["licences"][0]["until"] = "2026-01-01".into()).is_ok());
        assert!(next(|entry| entry["keys"][0]["state"] = "retired".into()).is_ok());
        for (field, what) in [("licences", "licence"), ("schemes", "scheme"), ("keys", "key")] {
            let gone = next(|entry| entry[field] = json!([]));
            assert!(matches!(&gone, Err(JoinError::Deleted(_, named)) if named.starts_with(what)), "{gone:?}");
        }
    }

    #[test]
    fn a_key_does_not_come_back() {
        let retired = next(|entry| entry["keys"][0]["state"] = "retired".into()).expect("a list");
        let back = Claims::following(Some(&retired), vec![entry(|_| ())], BTreeSet::new(), now());
        assert!(matches!(back, Err(JoinError::State(_, _, "active"))));
    }

    #[test]
    fn a_site_that_changed_is_remembered() {
        let moved = next(|entry| entry["site"] = "https://baru.lsp.example".into()).expect("a list");
        assert_eq!(json!(moved.lsps[0].former_sites), json!(["https://cek.lsp.example"]));
    }

    #[test]
    fn a_list_tells_what_is_other_in_it() {
        assert_eq!(first().differences(None).len(), 4);
        let retired = next(|entry| entry["keys"][0]["state"] = "retired".into()).expect("a list");
        let told: Vec<String> = retired.differences(Some(&first())).iter().map(ToString::to_string).collect();
        assert_eq!(told, [format!("klining: certificate {} retired", PrivateKey::from_seed(&[7; 32]).kid())]);
    }

    #[test]
    fn a_notice_stays_until_another_is_said_and_either_is_told() {
        let notice: Notice = "CONTOH".parse().expect("a notice");
        let said = Claims { notice: Some(notice.clone()), ..first() };
        let next = Claims::following(Some(&said), Vec::new(), BTreeSet::new(), now()).expect("a list");
        assert_eq!((next.notice.as_ref(), next.differences(Some(&said))), (Some(&notice), Vec::new()));
        assert_eq!(said.differences(Some(&first())), [Difference("notice: CONTOH".to_owned())]);
        assert_eq!(first().differences(Some(&said)), [Difference("notice: –".to_owned())]);
    }

    #[test]
    fn one_lsp_declares_once() {
        let twice = Claims::following(None, vec![entry(|_| ()), entry(|_| ())], BTreeSet::new(), now());
        assert!(matches!(twice, Err(JoinError::Twice(_))));
    }
}
