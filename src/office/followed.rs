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
