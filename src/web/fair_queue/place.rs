//! A place, as whoever holds it sees it.

use std::sync::Arc;

use tokio::time::Instant;

use super::Ended;
use super::queue::{FairQueue, Held};

/// A place; given back when it is dropped.
#[derive(Debug)]
pub(in crate::web) struct Place {
    pub(super) queue: Arc<FairQueue>,
    pub(super) ticket: u64,
    pub(super) ended: Arc<Ended>,
}

impl Place {
    /// Waits until the place is taken back.
    pub(in crate::web) async fn ended(&self) {
        self.ended.wait().await;
    }

    /// Says that it gets on, so that it is not the next to be taken back.
    pub(in crate::web) fn renew(&self) {
        if let Some(held) = self.queue.state().held.get_mut(&self.ticket) {
            held.alive = Instant::now();
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let now = Instant::now();
        {
            let mut state = self.queue.state();
            if let Some(Held { client, since, .. }) = state.held.remove(&self.ticket) {
                state.loads.take(client, 1);
                state.asked.take(client, 1);
                state.ledger.charge(client, now - since, now);
            }
        }
        self.queue.changed.notify_waiters();
    }
}
