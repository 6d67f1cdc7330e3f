//! What verdicts on an installation's own LSPs are given from, read whole once and then followed: what no process wrote is
//! not read again. What cannot be read of one LSP keeps nobody else's from being read.
//!
//! States come out of the journals, which only whoever has their key can write; an LSP whose journal does not hold has no
//! states, so that nothing of it is called valid and nothing signed. Where the key is not to be had, they come out of the
//! status lists that were signed last.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::believed::{self, AllTold};
use super::told::{Told, Untold};
use super::{Error, Office};
use crate::domain::issuer::LspId;
use crate::seal::records::Records;
use crate::seal::status_list::{StatusList, StatusLists};
use crate::store::{Head, Latest, StoreError};
use crate::verify::Snapshot;

/// How long what was read may be answered from while the database is silent.
const BELIEVED: SignedDuration = SignedDuration::from_secs(60);

/// The lists of an installation, and how far writing had come when they were read.
pub struct Followed {
    office: Arc<Office>,
    records: Option<Arc<Records>>,
    latest: Vec<Latest>,
    /// LSPs whose row could not be read.
    unreadable: Vec<LspId>,
    /// The newest date of a trust list that stands in the database.
    newest: Option<i64>,
    /// When the trust list that is believed was signed.
    signed: Option<i64>,
    told: AllTold,
    snapshot: Arc<Snapshot>,
}

impl Followed {
    /// Reads everything.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn begin(office: Arc<Office>, now: Timestamp) -> Result<Self, Error> {
        let (records, newest, signed, told) = (None, None, None, AllTold::new());
        let (latest, unreadable, snapshot) = (Vec::new(), Vec::new(), Arc::default());
        let mut followed = Self { office, records, latest, unreadable, newest, signed, told, snapshot };
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
        let (latest, unreadable) = self.office.store.latest().await?;
        let newest = self.office.store.newest_trust_list().await?;
        if latest == self.latest && unreadable == self.unreadable && newest == self.newest {
            return Ok(false);
        }
        self.open_records().await;
        let known = |now: &Latest| self.latest.iter().find(|before| before.head.lsp == now.head.lsp);
        let trusted = |now: &Latest| known(now).is_some_and(|before| before.trust_revision == now.trust_revision);
        let same_trust = latest.iter().all(trusted) && !self.latest.is_empty() && newest == self.newest;
        let exp = now + BELIEVED;
        let mut statuses = self.snapshot.statuses.as_of_until(now, exp);
        for lsp in &unreadable {
            if !self.unreadable.contains(lsp) {
                tracing::error!(%lsp, "ALARM: the row of the LSP cannot be read; no status of it is told or signed until this is mended");
            }
            self.told.remove(lsp);
            statuses.remove(lsp);
        }
        if let Some(records) = self.records.clone() {
            for now_there in &latest {
                let same = known(now_there).is_some_and(|before| before.revision == now_there.revision);
                if !same {
                    follow(&self.office, &records, now_there, &mut self.told, &mut statuses, exp, now).await?;
                }
            }
        }
        let trust = match same_trust {
            true => Arc::clone(&self.snapshot.trust),
            false => match believed::trusted(&self.office, &self.told, self.signed).await? {
                Some(believed) => {
                    self.signed = believed.signed;
                    Arc::new(believed.trust)
                }
                None => Arc::clone(&self.snapshot.trust),
            },
        };
        if self.records.is_none() {
            statuses = believed::signed(&self.office.store, &latest, &trust, now).await?;
        }
        self.snapshot = Arc::new(Snapshot { trust, statuses });
        (self.latest, self.unreadable, self.newest) = (latest, unreadable, newest);
        Ok(true)
    }

    /// Opens the records' secret where there is one and a passphrase for it.
    async fn open_records(&mut self) {
        if self.records.is_some() {
            return;
        }
        match self.office.records_to_read().await {
            Ok(records) => self.records = records,
            Err(error) => tracing::error!("no journal can be read here: {error}"),
        }
    }

    /// Says of what was read that it holds as of now.
    pub fn holds(&mut self, now: Timestamp) {
        // Lists that others signed say themselves as of when.
        if self.records.is_some() {
            self.snapshot = Arc::new(self.snapshot.as_of_until(now, now + BELIEVED));
        }
    }

    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    /// The head of every LSP's journal that holds. Of the others nothing is to be signed.
    #[must_use]
    pub fn heads(&self) -> Vec<Head> {
        self.told.values().map(Told::head).collect()
    }
}

/// Follows one LSP's journal to where it is now.
async fn follow(
    office: &Office,
    records: &Records,
    latest: &Latest,
    all: &mut AllTold,
    statuses: &mut StatusLists,
    exp: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (store, lsp) = (&office.store, &latest.head.lsp);
    let marked = office.as_marked(lsp).await;
    if marked.is_err() {
        all.remove(lsp); // nothing of it is signed
    }
    let read = match all.get_mut(lsp) {
        _ if marked.is_err() => marked,
        Some(told) => told.catch_up(store, records, &latest.head).await.map(|changes| {
            if !statuses.has(lsp, 0) {
                believed::insert(statuses, told, now, exp); // it did not hold, and does again
            }
            for number in (0..told.lists()).filter(|number| !statuses.has(lsp, *number)).collect::<Vec<_>>() {
                statuses.insert(lsp.clone(), number, StatusList::new(now, exp));
            }
            changes.into_iter().for_each(|change| statuses.set(lsp, change.status, change.state));
        }),
        None => Told::begin(store, records, &latest.head).await.map(|told| {
            believed::insert(statuses, &told, now, exp);
            all.insert(lsp.clone(), told);
        }),
    };
    match read {
        Ok(()) => {
            if let Some(told) = all.get_mut(lsp) {
                told.keep(store, records).await?;
            }
            Ok(())
        }
        Err(Untold::Store(error)) if !error.is_of_a_row() => Err(error),
        Err(error) => {
            tracing::error!("ALARM: no status is told or signed until this is mended: {error}");
            statuses.remove(lsp);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use getrandom::SysRng;
    use getrandom::rand_core::UnwrapErr;
    use jiff::civil::date;
    use serde_json::json;
    use zeroize::Zeroizing;

    use super::*;
    use crate::domain::act::Act;
    use crate::domain::assessment::Decision;
    use crate::domain::id::CertificateId;
    use crate::domain::issuer::Lsp;
    use crate::domain::status::{Change, State, SuspendReason};
    use crate::domain::term::{Expiry, Term};
    use crate::office::design::Design;
    use crate::office::key_ring::KeyRing;
    use crate::office::lsp_file;
    use crate::seal::key_files::KeyFiles;
    use crate::seal::keys::{KeyUse, PrivateKey};
    use crate::seal::status_list::packed::Packed;
    use crate::seal::token::{STATUS_ENTRIES, StatusRef};
    use crate::seal::trust_list::{KeyState, TrustedKey};
    use crate::store::{
        Changed, EntryName, JournalEntry, NewCertificate, NewEntry, NewHolder, NewRoster, NikIndex, Store, Subject,
    };

    fn now(second: i64) -> Timestamp {
        Timestamp::from_second(1_780_000_000 + second).expect("an instant")
    }

    /// A store with an LSP, a key, and a certificate on the first and on the second status list.
    async fn installation() -> (Arc<Office>, LspId, [(CertificateId, StatusRef); 2], tempfile::TempDir) {
        let dir = tempfile::tempdir().expect("a directory");
        let passphrase = Some(Zeroizing::new("kata sandi untuk uji".to_owned()));
        let ring = KeyRing::new(KeyFiles::new(dir.path()), passphrase);
        let office = Office::new(Store::in_memory().await, ring);
        let records = office.records_or_new(&mut UnwrapErr(SysRng)).await.expect("a secret");
        let site = "https://cek.lsp.example".parse().expect("a site");
        let text = include_str!("../../templates/demo/lsps.json");
        let lsp: Lsp = lsp_file::read(text, Some(&site)).expect("LSPs").swap_remove(0).lsp;
        let store = office.store.clone();
        let mut writing =
            store.keep_lsp(&lsp, &Design::default().text(), |_, _| Ok::<_, StoreError>(())).await.expect("kept");
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
            file_index: "",
            issued_on: date(2026, 6, 1),
            recorded_at: now(0),
            recorded_by: "console:uji",
            kept: None,
        };
        writing.insert_roster(new).await.expect("a roster");
        let mut made = Vec::new();
        for (list, seed) in [(0, 1_u8), (1, 2)] {
            let first = writing.take_status(0, STATUS_ENTRIES as usize).expect("places");
            let (holder, entry) = (writing.holder_id().expect("an id"), writing.entry_id().expect("an id"));
            let person = NewHolder { id: holder, nik_index: NikIndex::new(&[seed; 32]), nik_sealed: String::new() };
            writing.insert_holders(&[person]).await.expect("a holder");
            let assessed = NewEntry {
                id: entry,
                holder,
                scheme: lsp.schemes[0].code.clone(),
                tested_on: Some(date(2026, 5, 1)),
                name: EntryName::Clear("Orang Rekaan".to_owned()),
                decision: Decision::Competent,
                particulars_sealed: String::new(),
                stamp: String::new(),
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
            writing.insert_certificates(&[certificate], &records).await.expect("a certificate");
            made.push((id, status));
        }
        let (actor, subject) = ("console:uji", Subject::Roster("00".repeat(32)));
        let body = json!({ "issued": 2 * STATUS_ENTRIES, "stamped": true });
        let entry = JournalEntry { at: now(0), actor, approved_by: None, act: Act::Issue, subject, body };
        writing.journal(&entry, &records).await.expect("journalled");
        writing.commit().await.expect("committed");
        (Arc::new(office), lsp.id, [made[0], made[1]], dir)
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
    async fn a_counter_that_somebody_moved_on_makes_no_lists() {
        let (office, lsp, _, _dir) = installation().await;
        let moved = "update lsp_head set status_next = 100 * 131072, revision = revision + 1";
        assert_eq!(office.store.write_past(moved).await, 1);
        let followed = Followed::begin(Arc::clone(&office), now(0)).await.expect("read");
        let lists = |snapshot: &Snapshot| snapshot.statuses.of(&lsp).count();
        assert_eq!(lists(&followed.snapshot()), 3, "two are full by the journal, and the third is begun");
        let once = believed::snapshot(&office, now(0), now(60)).await.expect("read");
        assert_eq!(lists(&once), 3);
    }

    #[tokio::test]
    async fn only_what_was_written_is_read_and_the_rest_is_shared() {
        let (office, lsp, [(first, on_first), (_, on_second)], _dir) = installation().await;
        let (store, records) = (office.store.clone(), office.records().await.expect("a secret"));
        let mut followed = Followed::begin(Arc::clone(&office), now(0)).await.expect("read");
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
            let body = json!({ "place": [on_first.list, on_first.index] });
            let entry = JournalEntry { at: now(1), actor, approved_by: None, act: change.act(), subject, body };
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
