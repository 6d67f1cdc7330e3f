//! Connections that are open, and whose they are.
//!
//! A client has so many at once. Where all places are taken, an idle connection makes room for the next one: the
//! oldest of the client that has most. Idle is one on which no whole question has come, or none since the last
//! answer; so half-open connections hold no place that somebody else needs.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::client_prefix::{Client, Loads};

/// Places beyond the bound for this machine's own connections, so that who looks after the service gets in.
const OWN: usize = 16;

/// Every open connection.
#[derive(Clone, Debug)]
pub(super) struct ConnectionLimit(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    most: usize,
    /// Of one client; none where all connections come through a reverse proxy.
    of_one: Option<usize>,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    connections: HashMap<u64, (Client, Arc<Connection>)>,
    loads: Loads,
}

/// One connection, as its questions see it.
#[derive(Debug, Default)]
pub(super) struct Connection {
    /// Questions that are not answered to the end.
    under_way: AtomicUsize,
    /// Wants to be closed.
    unwanted: Notify,
}

/// A question under way; while there is one, its connection is not idle.
#[derive(Debug)]
pub(super) struct UnderWay(Arc<Connection>);

/// One connection's place, for as long as it is open.
#[derive(Debug)]
pub(super) struct Place {
    limit: ConnectionLimit,
    number: u64,
    pub(super) connection: Arc<Connection>,
}

impl Connection {
    pub(super) fn begin(self: &Arc<Self>) -> UnderWay {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        UnderWay(Arc::clone(self))
    }

    /// Has the connection closed, whatever is under way.
    pub(super) fn close(&self) {
        self.unwanted.notify_one();
    }

    /// Waits until it is to be closed.
    pub(super) async fn unwanted(&self) {
        self.unwanted.notified().await;
    }

    fn is_idle(&self) -> bool {
        self.under_way.load(Ordering::Relaxed) == 0
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

impl ConnectionLimit {
    pub(super) fn new(most: usize, of_one: Option<usize>) -> Self {
        Self(Arc::new(Inner { most, of_one, open: Mutex::default() }))
    }

    /// A place for a connection from `address`; none where its client has enough, or nobody makes room.
    pub(super) fn take(&self, address: IpAddr) -> Option<Place> {
        let (client, mut open) = (Client::from(address), self.open());
        let own = client.is_this_machine();
        if !own && self.0.of_one.is_some_and(|most| open.loads.of(client) >= most) {
            return None;
        }
        if open.connections.len() >= self.0.most
            && !open.make_room()
            && !(own && open.connections.len() < self.0.most + OWN)
        {
            return None;
        }
        let (number, connection) = (open.next, Arc::<Connection>::default());
        open.next += 1;
        open.connections.insert(number, (client, Arc::clone(&connection)));
        open.loads.add(client, 1);
        Some(Place { limit: self.clone(), number, connection })
    }

    /// Has one idle connection closed, if there is one.
    pub(super) fn make_room(&self) -> bool {
        self.open().make_room()
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn make_room(&mut self) -> bool {
        let idle = self.connections.iter().filter(|(_, (_, connection))| connection.is_idle());
        // A lower number is an older one.
        let most = |(number, (client, _)): (&u64, &(Client, _))| (self.loads.of(*client), u64::MAX - number);
        let Some((_, reversed)) = idle.map(most).max() else { return false };
        let Some(connection) = self.remove(u64::MAX - reversed) else { return false };
        connection.close();
        true
    }

    fn remove(&mut self, number: u64) -> Option<Arc<Connection>> {
        let (client, connection) = self.connections.remove(&number)?;
        self.loads.take(client, 1);
        Some(connection)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Nothing is there where it was closed to make room.
        let _ = self.limit.open().remove(self.number);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    fn take(limit: &ConnectionLimit, address: &str) -> Option<Place> {
        limit.take(address.parse().expect("an address"))
    }

    fn is_closed(place: &Place) -> bool {
        place.connection.unwanted().now_or_never().is_some()
    }

    #[test]
    fn one_client_has_so_many_connections_and_this_machine_any_number() {
        let limit = ConnectionLimit::new(100, Some(2));
        let held = [take(&limit, "203.0.113.7"), take(&limit, "::ffff:203.0.113.7")];
        assert!(held.iter().all(Option::is_some) && take(&limit, "203.0.113.7").is_none());
        assert!(take(&limit, "203.0.113.8").is_some(), "another client is free");
        drop(held);
        assert!(take(&limit, "203.0.113.7").is_some(), "one went, one may come");
        let own: Vec<_> = (0..10).map(|_| take(&limit, "127.0.0.1")).collect();
        assert!(own.iter().all(Option::is_some));
        assert!(take(&ConnectionLimit::new(9, None), "203.0.113.7").is_some(), "behind a proxy all have one address");
        drop(own);
        assert!(limit.open().connections.is_empty(), "who has gone is forgotten");
    }

    #[test]
    fn the_oldest_idle_connection_of_whoever_has_most_makes_room() {
        let limit = ConnectionLimit::new(5, None);
        let one = take(&limit, "203.0.113.1").expect("a place");
        let many: Vec<_> = (0..4).map(|_| take(&limit, "203.0.113.2").expect("a place")).collect();
        let asking = many[0].connection.begin();
        let next = take(&limit, "203.0.113.3").expect("somebody makes room");
        assert!(is_closed(&many[1]) && !is_closed(&many[0]), "the oldest that is idle");
        assert!(![&one, &many[2], &many[3], &next].into_iter().any(is_closed));
        drop(asking);
        let _further = take(&limit, "203.0.113.3").expect("somebody makes room");
        assert!(is_closed(&many[0]), "its question is answered");
    }

    #[test]
    fn where_every_connection_is_at_work_only_this_machine_gets_in() {
        let limit = ConnectionLimit::new(3, None);
        let held: Vec<_> = (0..3).map(|_| take(&limit, "203.0.113.1").expect("a place")).collect();
        let work: Vec<_> = held.iter().map(|place| place.connection.begin()).collect();
        assert!(take(&limit, "203.0.113.2").is_none());
        for _ in 0..3 * OWN {
            assert!(take(&limit, "127.0.0.1").is_some());
        }
        drop(work);
    }
}
