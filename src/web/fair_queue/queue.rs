//! The queue itself: who holds a place, who waits for one, and whose is taken back.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};

use super::budget::Ledger;
use super::{Ended, Place, Refused, Rules};
use crate::web::client_prefix::{Client, Loads};

/// The slice of a client that is beyond its budget.
const LAST_SLICE: Duration = Duration::from_secs(1);

/// Places, and who waits for one.
#[derive(Debug)]
pub(in crate::web) struct FairQueue {
    rules: Rules,
    state: Mutex<State>,
    /// Something changed for whoever waits.
    pub(super) changed: Notify,
}

#[derive(Debug, Default)]
pub(super) struct State {
    next: u64,
    pub(super) held: HashMap<u64, Held>,
    pub(super) waiting: BTreeMap<u64, Client>,
    /// Places held by each client.
    pub(super) loads: Loads,
    /// Those, and those that are waited for.
    pub(super) asked: Loads,
    pub(super) ledger: Ledger,
}

#[derive(Debug)]
pub(super) struct Held {
    pub(super) client: Client,
    pub(super) since: Instant,
    /// When it last got on.
    pub(super) alive: Instant,
    /// How long it may stand still from then.
    slice: Duration,
    ended: Arc<Ended>,
    told: bool,
}

/// What becomes of one who waits.
enum Outlook {
    Admitted,
    /// Not before something changes, or until then.
    Later(Option<Instant>),
}

impl FairQueue {
    pub(in crate::web) fn new(rules: Rules) -> Arc<Self> {
        let state = State { ledger: Ledger::new(rules.budget), ..State::default() };
        Arc::new(Self { rules, state: Mutex::new(state), changed: Notify::new() })
    }

    /// A place as soon as it is this client's turn.
    ///
    /// # Errors
    /// None within `patience`, or the client has its share.
    pub(in crate::web) async fn take(self: &Arc<Self>, client: Client, patience: Duration) -> Result<Place, Refused> {
        self.take_with(client, patience, &Arc::default()).await
    }

    /// The same for work whose place was taken back so many times, and which begins anew.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub(in crate::web) async fn take_again(
        self: &Arc<Self>,
        client: Client,
        patience: Duration,
        times: u32,
    ) -> Result<Place, Refused> {
        let waiter = Waiter { queue: self, ticket: self.enter(client)?, ended: Arc::default(), times };
        timeout(patience, waiter.admitted()).await.map_err(|_| Refused::Busy)
    }

    /// The same with a word of its own by which the holder hears that it is taken back.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub(in crate::web) async fn take_with(
        self: &Arc<Self>,
        client: Client,
        patience: Duration,
        ended: &Arc<Ended>,
    ) -> Result<Place, Refused> {
        let waiter = Waiter { queue: self, ticket: self.enter(client)?, ended: Arc::clone(ended), times: 0 };
        timeout(patience, waiter.admitted()).await.map_err(|_| Refused::Busy)
    }

    /// Places that are held.
    #[cfg(test)]
    pub(in crate::web) fn held(&self) -> usize {
        self.state().held.len()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a client wait, unless it has its share.
    fn enter(&self, client: Client) -> Result<u64, Refused> {
        let (mut state, now) = (self.state(), Instant::now());
        if !client.is_this_machine() && state.asked.of(client) >= self.rules.of_one {
            return Err(Refused::Share(LAST_SLICE));
        }
        let others_wait = state.held.len() >= self.rules.places || !state.waiting.is_empty();
        match state.ledger.beyond_budget(state.ledger.owed(client, now)) {
            Some(wait) if others_wait => return Err(Refused::Share(wait)),
            _ => {}
        }
        let ticket = state.next;
        state.next += 1;
        state.waiting.insert(ticket, client);
        state.asked.add(client, 1);
        Ok(ticket)
    }

    fn admit(&self, waiter: &Waiter<'_>) -> Outlook {
        let (mut state, now, ticket) = (self.state(), Instant::now(), waiter.ticket);
        let foremost =
            |(ticket, client): (&u64, &Client)| (state.loads.of(*client), state.ledger.owed(*client, now), *ticket);
        let Some((load, owed, first)) = state.waiting.iter().map(foremost).min() else { return Outlook::Later(None) };
        if first != ticket {
            return Outlook::Later(None);
        }
        if state.held.len() < self.rules.places {
            let client = state.waiting.remove(&ticket).expect("who is foremost waits");
            state.loads.add(client, 1);
            let slice = self.rules.slice.unwrap_or_default().saturating_mul(1 << waiter.times.min(20));
            let ended = Arc::clone(&waiter.ended);
            state.held.insert(ticket, Held { client, since: now, alive: now, slice, ended, told: false });
            return Outlook::Admitted;
        }
        let used = state.ledger.used(owed);
        Outlook::Later(self.take_back(&mut state, load, used, now))
    }

    /// Takes a place back for one who holds `load` and has `used` so much, or says when one may be. Whoever used less
    /// keeps its place for longer by the difference; whoever used more, for as much less, yet for a first slice.
    fn take_back(&self, state: &mut State, load: usize, used: Duration, now: Instant) -> Option<Instant> {
        let first = self.rules.slice?;
        if state.held.values().any(|held| held.told) {
            return None;
        }
        let ledger = &state.ledger;
        let owes = |held: &Held| ledger.owed_with(held.client, held.since, now);
        let ripe = |held: &Held| {
            if ledger.beyond_budget(owes(held)).is_some() {
                return held.alive + first.min(LAST_SLICE);
            }
            let before = ledger.used(ledger.owed(held.client, now));
            held.alive + (held.slice + used).saturating_sub(before).max(first)
        };
        let holders = || state.held.iter().filter(|(_, held)| state.loads.of(held.client) > load);
        let worst = holders()
            .filter(|(_, held)| ripe(held) <= now)
            .max_by_key(|(_, held)| (state.loads.of(held.client), owes(held), now - held.alive))
            .map(|(ticket, _)| *ticket);
        // Whoever holds it may go beyond its budget meanwhile, so it is looked at again soon.
        let soon = now + LAST_SLICE;
        let Some(worst) = worst else { return holders().map(|(_, held)| ripe(held).min(soon)).min() };
        if let Some(held) = state.held.get_mut(&worst) {
            held.told = true;
            held.ended.tell();
        }
        None
    }
}

/// One who waits; forgotten when it is dropped.
struct Waiter<'a> {
    queue: &'a Arc<FairQueue>,
    ticket: u64,
    ended: Arc<Ended>,
    /// How often the place for the same was taken back.
    times: u32,
}

impl Waiter<'_> {
    async fn admitted(&self) -> Place {
        loop {
            let mut changed = std::pin::pin!(self.queue.changed.notified());
            changed.as_mut().enable();
            let at = match self.queue.admit(self) {
                Outlook::Admitted => {
                    // The next may have a turn too.
                    self.queue.changed.notify_waiters();
                    let (queue, ended) = (Arc::clone(self.queue), Arc::clone(&self.ended));
                    return Place { queue, ticket: self.ticket, ended };
                }
                Outlook::Later(at) => at,
            };
            match at {
                Some(at) => tokio::select! { () = changed => {}, () = sleep_until(at) => {} },
                None => changed.await,
            }
        }
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        let gone = {
            let mut state = self.queue.state();
            let gone = state.waiting.remove(&self.ticket);
            if let Some(client) = gone {
                state.asked.take(client, 1);
            }
            gone
        };
        if gone.is_some() {
            self.queue.changed.notify_waiters();
        }
    }
}
