//! Who writes when, in one process.
//!
//! Who has an LSP's lock reads too, on a connection beside: were all connections with others who wait for a lock, nobody
//! would go on. So half of them are for those who write, and whoever waits for one LSP's lock waits before it takes any
//! of what the others need.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as Queue, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::{PATIENCE, StoreError};
use crate::domain::issuer::LspId;

/// How many may write at once: half of the connections.
const WRITERS: usize = 4;

/// The turns of those who write.
#[derive(Clone, Debug)]
pub(super) struct Turns {
    writers: Arc<Semaphore>,
    lsps: Arc<Mutex<BTreeMap<LspId, Arc<Queue<()>>>>>,
    /// Whether each write waits for every other, as on SQLite, and not for those of its own LSP alone.
    is_one_file: bool,
}

/// A turn, for as long as it is held.
pub(super) struct Turn {
    _writes: OwnedSemaphorePermit,
    /// Before all who wait for the same LSP's lock in this process.
    _lsp: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    pub(super) fn new(is_one_file: bool) -> Self {
        Self { writers: Arc::new(Semaphore::new(WRITERS)), lsps: Arc::default(), is_one_file }
    }

    /// Waits for the turn of one who takes an LSP's lock.
    pub(super) async fn of(&self, lsp: &LspId) -> Result<Turn, StoreError> {
        let queue = {
            let mut lsps = self.lsps.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(lsps.entry(lsp.clone()).or_default())
        };
        let first = timeout(PATIENCE, queue.lock_owned()).await.map_err(|_| StoreError::Silent)?;
        Ok(Turn { _writes: self.writes().await?, _lsp: Some(first) })
    }

    /// Waits for the turn of one who takes a lock that is no LSP's.
    pub(super) async fn of_another_lock(&self) -> Result<Turn, StoreError> {
        Ok(Turn { _writes: self.writes().await?, _lsp: None })
    }

    /// Waits for the turn of a write that takes no lock, where it would wait with a connection in its hands for whoever has
    /// one.
    pub(super) async fn short(&self) -> Result<Option<Turn>, StoreError> {
        if self.is_one_file { self.of_another_lock().await.map(Some) } else { Ok(None) }
    }

    async fn writes(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        let turn = timeout(PATIENCE, Arc::clone(&self.writers).acquire_owned()).await;
        turn.map_err(|_| StoreError::Silent)?.map_err(|_| StoreError::Silent)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn who_waits_for_one_lsps_lock_keeps_no_other_lsp_from_writing() {
        let (turns, [one, other]) = (Turns::new(false), ["klining", "provinsi"].map(|id| id.parse().expect("an id")));
        let first = turns.of(&one).await.expect("a turn");
        let mut waiting: Vec<_> = (0..2 * WRITERS).map(|_| Box::pin(turns.of(&one))).collect();
        for one in &mut waiting {
            assert!(one.as_mut().now_or_never().is_none());
        }
        let second = timeout(Duration::from_secs(1), turns.of(&other)).await.expect("at once").expect("a turn");
        assert!(turns.short().await.expect("no turn").is_none(), "rows of others wait for nobody");
        drop((first, second));
        for one in waiting {
            drop(one.await.expect("a turn"));
        }
    }

    #[tokio::test]
    async fn where_each_write_waits_for_every_other_half_of_the_connections_are_left() {
        let turns = Turns::new(true);
        let mut held = Vec::new();
        for _ in 0..WRITERS {
            held.push(turns.short().await.expect("a turn").expect("a turn"));
        }
        assert!(turns.short().now_or_never().is_none());
        held.pop();
        assert!(turns.short().now_or_never().is_some());
    }
}
