//! What verdicts are given from, read whole once and then followed: what no process wrote is not read again.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::seal::status_list::StatusList;
use crate::store::{Head, Latest, Reading, StoreError};
use crate::verify::Snapshot;

/// How long what was read may be answered from while the database is silent.
const BELIEVED: SignedDuration = SignedDuration::from_secs(60);

/// The lists of an installation, and how far writing had come when they were read.
pub struct Followed {
    store: Reading,
    latest: Vec<Latest>,
    snapshot: Arc<Snapshot>,
}

impl Followed {
    /// Reads everything.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn begin(store: Reading, now: Timestamp) -> Result<Self, StoreError> {
        let mut followed = Self { store, latest: Vec::new(), snapshot: Arc::default() };
        followed.catch_up(now).await?;
        Ok(followed)
    }

    /// Reads what was written since; false where nothing was. Lists that say the same are shared with the snapshot
    /// before.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read; what was read before stands.
    pub async fn catch_up(&mut self, now: Timestamp) -> Result<bool, StoreError> {
        // The heads first: a list never tells less than the journal's head that is signed with it.
        let latest = self.store.latest().await?;
        if latest == self.latest {
            return Ok(false);
        }
        let known = |now: &Latest| self.latest.iter().find(|before| before.head.lsp == now.head.lsp);
        let trusted = |now: &Latest| known(now).is_some_and(|before| before.trust_revision == now.trust_revision);
        let trust = match latest.iter().all(trusted) && !self.latest.is_empty() {
            true => Arc::clone(&self.snapshot.trust),
            false => Arc::new(self.store.trust().await?),
        };
        let exp = now + BELIEVED;
        let mut statuses = self.snapshot.statuses.as_of_until(now, exp);
        for now_there in &latest {
            let (lsp, before) = (&now_there.head.lsp, known(now_there));
            if before.is_some_and(|before| before.revision == now_there.revision) {
                continue;
            }
            for number in (0..now_there.lists).filter(|number| !statuses.has(lsp, *number)).collect::<Vec<_>>() {
                statuses.insert(lsp.clone(), number, StatusList::new(now, exp));
            }
            let seq = before.map_or(Ok(-1), |before| i64::try_from(before.head.entries));
            let seq = seq.map_err(|_| StoreError::Corrupt("a journal's length"))?;
            self.store.status_changes(lsp, seq, |change| statuses.set(lsp, change.status, change.state)).await?;
        }
        self.snapshot = Arc::new(Snapshot { trust, statuses });
        self.latest = latest;
        Ok(true)
    }

    /// Says of what was read that it holds as of now.
    pub fn holds(&mut self, now: Timestamp) {
        self.snapshot = Arc::new(self.snapshot.as_of_until(now, now + BELIEVED));
    }

    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    /// The head of every LSP's journal.
    #[must_use]
    pub fn heads(&self) -> Vec<Head> {
        self.latest.iter().map(|latest| latest.head.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::domain::assessment::Decision;
    use crate::domain::id::CertificateId;
    use crate::domain::issuer::{Lsp, LspId};
    use crate::domain::status::{Change, State, SuspendReason};
    use crate::domain::term::{Expiry, Term};
    use crate::office::design::Design;
    use crate::office::lsp_file;
    use crate::seal::keys::{KeyUse, PrivateKey};
    use crate::seal::records::Records;
    use crate::seal::status_list::packed::Packed;
    use crate::seal::token::{STATUS_ENTRIES, StatusRef};
    use crate::seal::trust_list::{KeyState, TrustedKey};
    use crate::store::{
        Changed, JournalEntry, NewCertificate, NewEntry, NewHolder, NewRoster, NikIndex, Store, Subject,
    };

    fn now(second: i64) -> Timestamp {
        Timestamp::from_second(1_780_000_000 + second).expect("an instant")
    }

    /// A store with an LSP, a key, and a certificate on the first and on the second status list.
    async fn store() -> (Store, LspId, [(CertificateId, StatusRef); 2]) {
        let site = "https://cek.lsp.example".parse().expect("a site");
        let text = include_str!("../../templates/demo/lsps.json");
        let lsp: Lsp = lsp_file::read(text, Some(&site)).expect("LSPs").swap_remove(0).lsp;
        let store = Store::in_memory().await;
        let mut writing =
            store.keep_lsp(&lsp, &Design::default().text(), |_| Ok::<_, StoreError>(())).await.expect("kept");
        let public = PrivateKey::from_seed(&[7; 32]).public();
        let (from, state) = (date(2020, 1, 1), KeyState::Active);
        let key = TrustedKey { public, key_use: KeyUse::Certificate, state, from, until: None };
        writing.insert_key(&key).await.expect("a key");
        writing.commit().await.expect("committed");
        let taken = store.lsp(&lsp.id).await.expect("an LSP");
        let mut writing = store.write(&lsp.id).await.expect("a lock");
        let roster = writing.roster_id().expect("an id");
        let new = NewRoster {
            id: roster,
            sha256: "",
            issued_on: date(2026, 6, 1),
            recorded_at: now(0),
            recorded_by: "console:uji",
        };
        writing.insert_roster(new).await.expect("a roster");
        let mut made = Vec::new();
        for (list, seed) in [(0, 1_u8), (1, 2)] {
            let first = writing.take_status(STATUS_ENTRIES as usize).expect("places");
            let (holder, entry) = (writing.holder_id().expect("an id"), writing.entry_id().expect("an id"));
            let person = NewHolder { id: holder, nik_index: NikIndex::new(&[seed; 32]), nik_sealed: String::new() };
            writing.insert_holders(&[person]).await.expect("a holder");
            let assessed = NewEntry {
                id: entry,
                holder,
                scheme: lsp.schemes[0].code.clone(),
                tested_on: Some(date(2026, 5, 1)),
                name: "Orang Rekaan".to_owned(),
                decision: Decision::Competent,
                particulars_sealed: String::new(),
            };
            writing.insert_entries(roster, &[assessed]).await.expect("an entry");
            let (id, status) = (writing.certificate_id(first), StatusRef { list, index: 5 });
            let certificate = NewCertificate {
                id,
                entry,
                generation: 0,
                number: format!("81210 9112 2 000000{seed} 2026"),
                registration: format!("KLN 9901 0000{seed} 2026"),
                blanko: None,
                holder: "Orang Rekaan".to_owned(),
                scheme: lsp.schemes[0].code.clone(),
                term: Term::new(date(2026, 6, 1), 3, Expiry::SameDay).expect("a term"),
                lsp_version: taken.version.clone(),
                scheme_version: taken.scheme_version(&lsp.schemes[0].code).expect("a scheme").clone(),
                form_version: taken.form_version.clone(),
                photo_version: None,
                kid: key.public.kid(),
                status,
                token: vec![seed],
            };
            writing.insert_certificates(&[certificate]).await.expect("a certificate");
            made.push((id, status));
        }
        writing.commit().await.expect("committed");
        (store, lsp.id, [made[0], made[1]])
    }

    /// The packed entries of a list, wherever they are kept.
    fn entries(snapshot: &Snapshot, number: u32) -> *const Packed {
        snapshot
            .statuses
            .iter()
            .find(|(_, of, _)| *of == number)
            .map(|(_, _, list)| ptr::from_ref(list.entries()))
            .expect("a list")
    }

    #[tokio::test]
    async fn only_what_was_written_is_read_and_the_rest_is_shared() {
        let (store, lsp, [(first, on_first), (_, on_second)]) = store().await;
        let records = Records::new(&PrivateKey::from_seed(&[8; 32]));
        let mut followed = Followed::begin(Reading::clone(&store), now(0)).await.expect("read");
        let before = followed.snapshot();
        let state = |snapshot: &Snapshot, status| snapshot.statuses.state(&lsp, status, now(1)).expect("told").0;
        assert_eq!((state(&before, on_first), state(&before, on_second)), (State::Valid, State::Valid));
        assert!(!followed.catch_up(now(1)).await.expect("read"), "nobody wrote");

        for (change, becomes) in
            [(Change::Suspend(SuspendReason::Misuse), State::Suspended), (Change::Reinstate, State::Valid)]
        {
            let before = followed.snapshot();
            let mut writing = store.write(&lsp).await.expect("a lock");
            assert_eq!(writing.change(first, change, now(1)).await.expect("changed"), Changed::Made);
            let (actor, subject) = ("console:uji", Subject::Certificate("81210 9112 2 0000001 2026".to_owned()));
            let entry =
                JournalEntry { at: now(1), actor, approved_by: None, act: change.act(), subject, body: json!({}) };
            writing.journal(&entry, &records).await.expect("journalled");
            writing.commit().await.expect("committed");
            assert!(followed.catch_up(now(1)).await.expect("read"));
            let after = followed.snapshot();
            assert_eq!((state(&after, on_first), state(&after, on_second)), (becomes, State::Valid));
            assert_ne!(entries(&before, 0), entries(&after, 0), "who answers from the old list keeps it");
            assert_eq!(entries(&before, 1), entries(&after, 1), "shared");
            assert!(Arc::ptr_eq(&before.trust, &after.trust), "no key changed");
        }

        let mut writing = store.write(&lsp).await.expect("a lock");
        let before = followed.snapshot();
        let kid = PrivateKey::from_seed(&[7; 32]).public().kid();
        writing.retire_key(kid, date(2026, 6, 2)).await.expect("retired");
        writing.commit().await.expect("committed");
        assert!(followed.catch_up(now(2)).await.expect("read"));
        assert!(!Arc::ptr_eq(&before.trust, &followed.snapshot().trust), "a key changed");
        assert_eq!(entries(&before, 0), entries(&followed.snapshot(), 0), "and no status");
    }
}
