//! Memory that clients share: for the files that they send, from their first byte until they are answered; for readers of
//! documents that stand still.
//!
//! Bytes are counted as they come: a file that drips takes no more room than has dripped. Where the room is used up,
//! whoever holds most gives way to who holds less, and hears of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::client_prefix::{Client, Loads};
use super::fair_queue::Ended;

/// Room for so many bytes.
#[derive(Debug)]
pub(super) struct MemoryPool {
    room: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    total: usize,
    held: HashMap<u64, Held>,
    loads: Loads,
}

#[derive(Debug)]
struct Held {
    client: Client,
    bytes: usize,
    ended: Arc<Ended>,
}

/// What one request keeps here; gone when it is dropped.
#[derive(Debug)]
pub(super) struct Reservation {
    pool: Arc<MemoryPool>,
    ticket: u64,
    ended: Arc<Ended>,
}

/// There is no room for more, and others hold less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

impl MemoryPool {
    /// Room for so many bytes.
    pub(super) fn new(room: usize) -> Arc<Self> {
        Arc::new(Self { room, state: Mutex::default() })
    }

    pub(super) fn open(self: &Arc<Self>, client: Client) -> Reservation {
        let ended = Arc::<Ended>::default();
        let mut state = self.state();
        let ticket = state.next;
        state.next += 1;
        state.held.insert(ticket, Held { client, bytes: 0, ended: Arc::clone(&ended) });
        drop(state);
        Reservation { pool: Arc::clone(self), ticket, ended }
    }

    /// How many hold something.
    pub(super) fn holders(&self) -> usize {
        self.state().held.values().filter(|held| held.bytes > 0).count()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Frees so many bytes of what one holds, as far as it holds them.
    fn free(&mut self, ticket: u64, bytes: usize) {
        if let Some(held) = self.held.get_mut(&ticket) {
            let bytes = bytes.min(held.bytes);
            held.bytes -= bytes;
            self.total -= bytes;
            self.loads.take(held.client, bytes);
        }
    }

    /// Has whoever holds most give way to `ticket`, which will then hold `load`.
    fn make_room(&mut self, ticket: u64, load: usize) -> Result<(), Full> {
        let most = |(other, held): (&u64, &Held)| (self.loads.of(held.client), held.bytes, *other);
        let (heaviest, _, other) = self.held.iter().filter(|(_, held)| held.bytes > 0).map(most).max().ok_or(Full)?;
        if other == ticket || heaviest <= load {
            return Err(Full);
        }
        self.free(other, usize::MAX);
        if let Some(held) = self.held.get(&other) {
            held.ended.tell();
        }
        Ok(())
    }
}

impl Reservation {
    /// Keeps so many bytes more.
    ///
    /// # Errors
    /// There is no room, and nobody who holds more.
    pub(super) fn add(&self, bytes: usize) -> Result<(), Full> {
        let mut state = self.pool.state();
        let Some(client) = state.held.get(&self.ticket).map(|held| held.client) else { return Err(Full) };
        while state.total + bytes > self.pool.room {
            let load = state.loads.of(client) + bytes;
            state.make_room(self.ticket, load)?;
        }
        state.total += bytes;
        state.loads.add(client, bytes);
        if let Some(held) = state.held.get_mut(&self.ticket) {
            held.bytes += bytes;
        }
        Ok(())
    }

    /// Takes so many bytes away again.
    pub(super) fn take(&self, bytes: usize) {
        self.pool.state().free(self.ticket, bytes);
    }

    /// Takes everything away again.
    pub(super) fn empty(&self) {
        self.take(usize::MAX);
    }

    /// Waits until it has to give way.
    pub(super) async fn ended(&self) {
        self.ended.wait().await;
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        state.free(self.ticket, usize::MAX);
        state.held.remove(&self.ticket);
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use futures_util::FutureExt as _;

    use super::*;

    fn client(last: u8) -> Client {
        Client::from(IpAddr::from([203, 0, 113, last]))
    }

    #[test]
    fn who_holds_most_gives_way_to_who_holds_less() {
        let pool = MemoryPool::new(100);
        let (large, small, other) = (pool.open(client(1)), pool.open(client(1)), pool.open(client(2)));
        assert_eq!((large.add(60), small.add(30)), (Ok(()), Ok(())));
        assert_eq!(small.add(20), Err(Full), "its own client holds the most");
        assert_eq!(other.add(20), Ok(()));
        assert!(large.ended().now_or_never().is_some(), "the largest of the client that holds most");
        assert!(small.ended().now_or_never().is_none() && other.ended().now_or_never().is_none());
        assert_eq!(pool.state().total, 50);
    }

    #[test]
    fn many_clients_with_much_cannot_keep_out_one_with_little() {
        let pool = MemoryPool::new(1000);
        let crowd: Vec<_> = (0..50).map(|n| pool.open(client(n))).collect();
        assert!(crowd.iter().all(|one| one.add(20).is_ok()));
        let honest = pool.open(client(200));
        assert_eq!((honest.add(10), honest.add(9)), (Ok(()), Ok(())));
        assert_eq!(honest.add(10), Err(Full), "once it would hold more than they do");
        assert_eq!(crowd.iter().filter(|one| one.ended().now_or_never().is_some()).count(), 1);
    }

    #[test]
    fn what_has_gone_or_was_thrown_away_takes_no_room() {
        let pool = MemoryPool::new(100);
        let one = pool.open(client(1));
        assert_eq!((one.add(100), one.add(1)), (Ok(()), Err(Full)));
        one.empty();
        assert_eq!(one.add(100), Ok(()));
        drop(one);
        let state = pool.state();
        assert!(state.total == 0 && state.held.is_empty() && state.loads.of(client(1)) == 0);
    }
}
