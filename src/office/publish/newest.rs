//! Status lists as they were signed last, by whichever process, each row held against its signatures when it is first
//! read.
//!
//! Who writes the database can put a list of before into a row, under whatever date. So a row counts for what was signed:
//! both its forms by a status key of the LSP, for the list's address, with the row's dates and the same entries; and it
//! is no older than the one that this process saw before. Of any other row nothing is handed out: the list seen before
//! stands, and is signed anew over it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::issuer::LspId;
use crate::office::lists::{Denied, Last, content};
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::keys::KeyUse;
use crate::seal::spelling::from_base64url;
use crate::seal::status_list::AHEAD;
use crate::seal::status_list::signed::{JournalHead, Listed, path};
use crate::seal::trust_list::{KeyState, TrustList};
use crate::store::{ListStamp, SignedList, Store, StoreError};

/// Every list that this process hands out.
#[derive(Default)]
pub(super) struct Newest(BTreeMap<(LspId, u32), Kept>);

/// A list, and its row.
#[derive(Default)]
struct Kept {
    /// The newest one that was believed.
    list: Option<SignedList>,
    /// How far the journal was when it was signed.
    journal: Option<JournalHead>,
    /// Why its row is not that one.
    denied: Option<Denied>,
}

impl Newest {
    /// Reads the rows that are not known.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn read(&mut self, store: &Store, trust: &TrustList, now: Timestamp) -> Result<(), StoreError> {
        let mut gone: Vec<_> = self.0.keys().cloned().collect();
        for ListStamp { lsp, number, signed } in store.list_stamps().await? {
            gone.retain(|(of, which)| (of, which) != (&lsp, &number));
            let kept = self.0.entry((lsp.clone(), number)).or_default();
            // An iat names one list of a key.
            let is_known = |list: &SignedList| signed == Some((list.iat.as_second(), list.kid));
            if kept.list.as_ref().is_some_and(is_known) {
                kept.denied = None;
                continue;
            }
            let row = match store.signed_list(&lsp, number).await {
                Ok(row) => Ok(row),
                Err(StoreError::NotFound) => continue, // it went meanwhile; the next look tells
                Err(error) if error.is_of_a_row() => Err(Denied::Unreadable),
                Err(error) => return Err(error),
            };
            let row = row.and_then(|row| {
                let iat = row.iat;
                believed(row, trust).filter(|row| kept.may_be_followed_by(row, now)).ok_or(Denied::Dated(iat))
            });
            match row {
                Ok(row) => *kept = Kept::of(row),
                Err(denied) => kept.deny(&lsp, number, denied),
            }
        }
        for (lsp, number) in gone {
            let kept = self.0.entry((lsp.clone(), number)).or_default();
            kept.deny(&lsp, number, Denied::Gone);
        }
        Ok(())
    }

    /// Takes in lists that this process signed and kept.
    pub(super) fn take(&mut self, signed: Vec<SignedList>) {
        for list in signed {
            let kept = self.0.entry((list.lsp.clone(), list.number)).or_default();
            // Another process may have signed a newer one meanwhile.
            if kept.list.as_ref().is_none_or(|known| known.iat < list.iat || kept.denied.is_some()) {
                *kept = Kept::of(list);
            }
        }
    }

    /// What is handed out.
    pub(super) fn lists(&self) -> impl Iterator<Item = &SignedList> {
        self.0.values().filter_map(|kept| kept.list.as_ref())
    }

    /// What is known of an LSP's lists to whoever signs them anew.
    pub(super) fn last(&self, lsp: &LspId) -> Vec<Last> {
        let of_lsp = self.0.iter().filter(|((of, _), _)| of == lsp);
        of_lsp.map(|((_, number), kept)| Last::new(*number, kept.list.as_ref(), kept.denied)).collect()
    }
}

impl Kept {
    /// A list whose signatures held.
    fn of(list: SignedList) -> Self {
        Self { journal: journal_of(&list.jwt), list: Some(list), denied: None }
    }

    /// Whether a row is not older than what was seen. What was signed by a clock ahead is overruled by the present: by
    /// what is signed of a journal that is as long at least, for a clock that went back makes everything seem ahead.
    fn may_be_followed_by(&self, row: &SignedList, now: Timestamp) -> bool {
        let knows_as_much = || match (&self.journal, journal_of(&row.jwt)) {
            (Some(seen), Some(row)) => seen.entries < row.entries || *seen == row,
            (Some(_), None) => false,
            (None, _) => true,
        };
        self.list.as_ref().is_none_or(|seen| seen.iat <= row.iat || (seen.iat > now + AHEAD && knows_as_much()))
    }

    /// Notes that the row is not believed, and says so once.
    fn deny(&mut self, lsp: &LspId, number: u32, denied: Denied) {
        if self.denied.replace(denied) != Some(denied) {
            tracing::error!(%lsp, number, "ALARM: a status list's row is {denied}; it is not handed out, and signed anew");
        }
    }
}

/// How far the journal was when a list was signed, by what it says itself; none where it does not say.
fn journal_of(jwt: &str) -> Option<JournalHead> {
    let claims = from_base64url(jwt.split('.').nth(1)?).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&claims).ok()?;
    serde_json::from_value(claims["journal"].clone()).ok()
}

/// A row that is what was signed, with the hash of what it says; none where it is not.
fn believed(row: SignedList, trust: &TrustList) -> Option<SignedList> {
    let (lsp, key) = trust.key(row.kid).filter(|(lsp, _)| lsp.id == row.lsp)?;
    // Lists of a key that was retired are handed out until they are signed anew.
    let signs = key.key_use == KeyUse::Status && matches!(key.state, KeyState::Active | KeyState::Retired);
    let jwt = Jwt::read(&row.jwt, Kind::StatusList).ok().filter(|jwt| signs && jwt.kid() == row.kid)?;
    let in_jwt = Listed::verify(&jwt, &key.public).ok()?.into_claims();
    let in_cwt = Listed::verify_cwt(&row.cwt, &key.public).ok()?.into_claims();
    let its_own = in_jwt.sub.ends_with(&path(&lsp.id, row.number));
    let its_dates = (in_jwt.list.as_of(), in_jwt.list.exp()) == (row.iat, row.exp);
    let the_same = (&in_jwt.sub, in_jwt.ttl, &in_jwt.list) == (&in_cwt.sub, in_cwt.ttl, &in_cwt.list);
    let content = content(in_jwt.list.entries().bytes(), &in_jwt.sub, in_jwt.ttl);
    (its_own && its_dates && the_same).then_some(SignedList { content, ..row })
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use jiff::civil::date;

    use super::*;
    use crate::domain::issuer::Lsp;
    use crate::domain::status::State;
    use crate::office::design::Design;
    use crate::office::lsp_file;
    use crate::seal::keys::PrivateKey;
    use crate::seal::status_list::StatusList;
    use crate::seal::status_list::signed::{Terms, subject, to_cwt, to_jwt};
    use crate::seal::trust_list::{TrustedKey, TrustedLsp};

    const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

    fn now(second: i64) -> Timestamp {
        Timestamp::from_second(1_780_000_000 + second).expect("an instant")
    }

    fn key() -> PrivateKey {
        PrivateKey::from_seed(&[8; 32])
    }

    /// A store with an LSP, and a trust list that names its status key.
    async fn store() -> (Store, TrustList, Lsp) {
        let store = Store::in_memory().await;
        let site = "https://cek.lsp.example".parse().expect("a site");
        let text = include_str!("../../../templates/demo/lsps.json");
        let lsp = lsp_file::read(text, Some(&site)).expect("LSPs").swap_remove(0).lsp;
        let kept = store.keep_lsp(&lsp, &Design::default().text(), |_, _| Ok::<_, StoreError>(())).await.expect("kept");
        kept.commit().await.expect("committed");
        let (public, key_use, state) = (key().public(), KeyUse::Status, KeyState::Active);
        let key = TrustedKey { public, key_use, state, from: date(2020, 1, 1), until: None };
        let trusted = TrustedLsp {
            id: lsp.id.clone(),
            name_id: String::new(),
            name_en: String::new(),
            site: lsp.site.clone(),
            former_sites: Vec::new(),
            time_zone: lsp.time_zone.clone(),
            licences: Vec::new(),
            schemes: Vec::new(),
            lists: String::new(),
            keys: vec![key],
        };
        (store, TrustList::new(vec![trusted]).expect("distinct kids"), lsp)
    }

    /// The LSP's first list as signed at an instant, with one certificate in this state.
    fn signed(lsp: &Lsp, iat: Timestamp, state: State) -> SignedList {
        signed_of(1, lsp, iat, state)
    }

    /// The same, of a journal with so many entries.
    fn signed_of(entries: u64, lsp: &Lsp, iat: Timestamp, state: State) -> SignedList {
        let mut list = StatusList::new(iat, iat + WEEK);
        list.set(88, state);
        let journal = JournalHead { entries, hash: "ab".to_owned() };
        let terms = Terms { sub: subject(&lsp.site, &lsp.id, 0), ttl: 300, journal };
        let (jwt, cwt) = (to_jwt(&list, &terms, &key()), to_cwt(&list, &terms, &key()));
        let (content, kid) = (content(list.entries().bytes(), &terms.sub, 300), key().public().kid());
        SignedList { lsp: lsp.id.clone(), number: 0, content, kid, iat, exp: iat + WEEK, jwt, cwt }
    }

    /// Puts a row in, whatever stood there.
    async fn put(store: &Store, row: &SignedList) {
        store.drop_signed_list(&row.lsp, row.number).await.expect("dropped");
        assert!(store.keep_signed_list(row, None).await.expect("kept"));
    }

    #[tokio::test]
    async fn a_list_of_before_is_handed_out_under_no_date_once_a_newer_one_was_seen() {
        let (store, trust, lsp) = store().await;
        let (before, after) = (signed(&lsp, now(0), State::Valid), signed(&lsp, now(10), State::Revoked));
        let mut newest = Newest::default();
        put(&store, &after).await;
        newest.read(&store, &trust, now(11)).await.expect("read");
        let redated = SignedList { iat: now(20), exp: now(20) + WEEK, ..before.clone() };
        for (row, denied) in [(before, now(0)), (redated, now(20))] {
            put(&store, &row).await;
            newest.read(&store, &trust, now(21)).await.expect("read");
            assert_eq!(newest.lists().collect::<Vec<_>>(), [&after]);
            assert_eq!(newest.last(&lsp.id), [Last::new(0, Some(&after), Some(Denied::Dated(denied)))]);
        }
        store.drop_signed_list(&lsp.id, 0).await.expect("dropped");
        newest.read(&store, &trust, now(21)).await.expect("read");
        assert_eq!(newest.last(&lsp.id), [Last::new(0, Some(&after), Some(Denied::Gone))]);
        let later = signed(&lsp, now(30), State::Revoked);
        put(&store, &later).await;
        newest.read(&store, &trust, now(31)).await.expect("read");
        assert_eq!(newest.last(&lsp.id), [Last::new(0, Some(&later), None)], "what was signed since");
    }

    #[tokio::test]
    async fn a_row_counts_for_what_was_signed_in_both_its_forms() {
        let (store, trust, lsp) = store().await;
        let (valid, revoked) = (signed(&lsp, now(0), State::Valid), signed(&lsp, now(0), State::Revoked));
        for row in [
            SignedList { cwt: valid.cwt.clone(), ..revoked.clone() },
            SignedList { number: 1, ..revoked.clone() },
            SignedList { exp: revoked.exp + WEEK, ..revoked.clone() },
            SignedList { jwt: "x".to_owned(), ..revoked.clone() },
        ] {
            put(&store, &row).await;
            let mut newest = Newest::default();
            newest.read(&store, &trust, now(1)).await.expect("read");
            assert_eq!(newest.lists().count(), 0, "{row:?}");
            store.drop_signed_list(&row.lsp, row.number).await.expect("dropped");
        }
        put(&store, &SignedList { content: "of another list".to_owned(), ..revoked.clone() }).await;
        let mut newest = Newest::default();
        newest.read(&store, &trust, now(1)).await.expect("read");
        assert_eq!(newest.lists().collect::<Vec<_>>(), [&revoked], "what it says is read from what was signed");
    }

    #[tokio::test]
    async fn a_clock_that_went_back_brings_no_list_of_before_back() {
        let (store, trust, lsp) = store().await;
        let (before, seen) = (signed_of(1, &lsp, now(0), State::Valid), signed_of(2, &lsp, now(100), State::Revoked));
        let mut newest = Newest::default();
        put(&store, &seen).await;
        newest.read(&store, &trust, now(100)).await.expect("read");
        for went_back in [0, 10, 39] {
            put(&store, &before).await;
            newest.read(&store, &trust, now(went_back)).await.expect("read");
            assert_eq!(newest.lists().collect::<Vec<_>>(), [&seen], "{went_back}");
        }
        let anew = signed_of(2, &lsp, now(20), State::Revoked);
        put(&store, &anew).await;
        newest.read(&store, &trust, now(21)).await.expect("read");
        assert_eq!(newest.lists().collect::<Vec<_>>(), [&anew], "what says as much is signed by the present");
    }

    #[tokio::test]
    async fn what_a_clock_ahead_signed_is_overruled_by_the_present() {
        let (store, trust, lsp) = store().await;
        let (ahead, present) = (signed(&lsp, now(90_000), State::Valid), signed(&lsp, now(5), State::Revoked));
        let mut newest = Newest::default();
        put(&store, &ahead).await;
        newest.read(&store, &trust, now(90_000)).await.expect("read");
        put(&store, &present).await;
        newest.read(&store, &trust, now(6)).await.expect("read");
        assert_eq!(newest.lists().collect::<Vec<_>>(), [&present]);
    }
}
