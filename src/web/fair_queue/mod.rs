//! Places that are scarce, handed out in turn by client and not to whoever came first.
//!
//! Who holds fewest goes first; among those, who used up least lately; then who has waited longest. So a client that
//! asks a thousand times stands in nobody's way but its own. Where all places are taken, one is taken back for a
//! client that waits and holds fewer: from whoever holds most, once it has had its slice. What is slow, stands still
//! or drips thus has what nobody else wants, and no more.
//!
//! What has to begin anew when its place is taken back asks again and has a slice twice as long each time: short work is
//! done in the first and waits for nobody's long work, and long work comes to its end. What goes on where it was left
//! (the reading of a document) has the same slice each time. This is a multi-level feedback queue, with what each client
//! used as the order within it.

mod budget;
mod place;
mod queue;
#[cfg(test)]
mod tests;

use std::time::Duration;

use tokio::sync::Notify;

pub use budget::Budget;
pub(super) use place::Place;
pub(super) use queue::FairQueue;

/// How places are handed out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// At once.
    pub(super) places: usize,
    /// Of them, and of those who wait, one client's at most.
    pub(super) of_one: usize,
    /// How long a place is held, or stands still, before it may be taken back the first time; for ever where there is
    /// none.
    pub(super) slice: Option<Duration>,
    /// What the time that a place was held costs.
    pub(super) budget: Option<Budget>,
}

/// Tells whoever holds a place that it is taken back.
#[derive(Debug, Default)]
pub(super) struct Ended(Notify);

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// None became free in time.
    Busy,
    /// The client has, or has used, its share; how long until it may have more.
    Share(Duration),
}

impl Ended {
    pub(super) fn tell(&self) {
        self.0.notify_one();
    }

    /// Waits until the place is taken back.
    pub(super) async fn wait(&self) {
        self.0.notified().await;
    }
}
