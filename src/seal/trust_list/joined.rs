//! The next trust list: the one before it, with the entries that installations declare now.
//!
//! LSPs that declare nothing stay as they were. What an entry says otherwise than before, and what of that must not
//! be signed unasked, [`super::difference`] tells.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::AHEAD;
use super::published::ListError;
use super::signed::{Claims, Entry, LIFE};
use crate::domain::issuer::LspId;
use crate::seal::keys::Kid;

/// Why entries cannot follow on a list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    #[error(transparent)]
    List(#[from] ListError),
    #[error("two entries of LSP {0}: give one")]
    Twice(LspId),
}

impl Claims {
    /// The list that follows on `previous`, with its notice; its `iat` is the present, or a second after the one
    /// before, but not after one so far ahead that no verifier believes it.
    ///
    /// # Errors
    /// Two entries of one LSP, or the list would be refused by whoever reads it.
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
                Some(known) => *known = with_former_site(known, entry),
                None => lsps.push(entry),
            }
        }
        lsps.sort_by(|one, other| one.id.cmp(&other.id));
        let believable = (now + AHEAD).as_second();
        let before = previous.map(|previous| previous.iat).filter(|iat| *iat <= believable);
        let iat = now.as_second().max(before.map_or(i64::MIN, |iat| iat.saturating_add(1)));
        let notice = previous.and_then(|previous| previous.notice.clone());
        let next = Self { iss: "root".to_owned(), iat, exp: iat.saturating_add(LIFE), withdrawn_roots, notice, lsps };
        next.list()?;
        Ok(next)
    }
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
    use jiff::SignedDuration;
    use serde_json::{Value, json};

    use super::*;
    use crate::seal::keys::PrivateKey;
    use crate::seal::trust_list::notice::Notice;

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
        let after_first = |now: Timestamp| Claims::following(Some(&first()), Vec::new(), BTreeSet::new(), now);
        let list = after_first(now() - AHEAD).expect("a list");
        assert_eq!((list.iat, list.lsps.len()), (1_795_310_001, 1), "who declares nothing stays");
        let beyond = now() - AHEAD - SignedDuration::from_secs(1);
        assert_eq!(after_first(beyond).expect("a list").iat, beyond.as_second(), "no verifier believes the one before");
    }

    #[test]
    fn a_site_that_changed_is_remembered() {
        let moved = next(|entry| entry["site"] = "https://baru.lsp.example".into()).expect("a list");
        assert_eq!(json!(moved.lsps[0].former_sites), json!(["https://cek.lsp.example"]));
    }

    #[test]
    fn a_notice_stays_until_another_is_said() {
        let notice: Notice = "CONTOH".parse().expect("a notice");
        let said = Claims { notice: Some(notice.clone()), ..first() };
        let next = Claims::following(Some(&said), Vec::new(), BTreeSet::new(), now()).expect("a list");
        assert_eq!(next.notice.as_ref(), Some(&notice));
    }

    #[test]
    fn one_lsp_declares_once() {
        let twice = Claims::following(None, vec![entry(|_| ()), entry(|_| ())], BTreeSet::new(), now());
        assert!(matches!(twice, Err(JoinError::Twice(_))));
    }
}
