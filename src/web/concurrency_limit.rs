//! So many of something for one client at once.

use std::sync::{Arc, Mutex, PoisonError};

use super::client_prefix::{Client, Loads};

/// So many for one client at once; this machine has any number.
#[derive(Clone, Debug)]
pub(super) struct ConcurrencyLimit {
    of_one: usize,
    held: Arc<Mutex<Loads>>,
}

/// One that is counted for as long as it lives.
#[derive(Debug)]
pub(super) struct Permit(Option<(ConcurrencyLimit, Client)>);

impl ConcurrencyLimit {
    pub(super) fn new(of_one: usize) -> Self {
        Self { of_one, held: Arc::default() }
    }

    /// One more for a client; none where it has its share already.
    pub(super) fn take(&self, client: Client) -> Option<Permit> {
        if client.is_this_machine() {
            return Some(Permit(None));
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.of(client) >= self.of_one {
            return None;
        }
        held.add(client, 1);
        Some(Permit(Some((self.clone(), client))))
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let Some((limit, client)) = &self.0 else { return };
        limit.held.lock().unwrap_or_else(PoisonError::into_inner).take(*client, 1);
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn client(text: &str) -> Client {
        Client::from(text.parse::<IpAddr>().expect("an address"))
    }

    #[test]
    fn one_client_has_its_share_and_this_machine_any_number() {
        let limit = ConcurrencyLimit::new(2);
        let take = |address: &str| limit.take(client(address));
        let first = take("203.0.113.7");
        let second = take("::ffff:203.0.113.7");
        assert!(first.is_some() && second.is_some());
        assert!(take("203.0.113.7").is_none());
        assert!(take("203.0.113.8").is_some(), "another client is free");
        drop(first);
        assert!(take("203.0.113.7").is_some(), "one went, one may come");
        let own: Vec<_> = (0..10).map(|_| take("127.0.0.1")).collect();
        assert!(own.iter().all(Option::is_some));
        assert_eq!((0..3).filter_map(|_| take("127.0.0.2")).count(), 3, "each was dropped at once");
        drop((second, own));
        assert!(limit.held.lock().expect("not poisoned").is_empty(), "who has gone is forgotten");
    }

    #[test]
    fn a_wide_network_has_several_shares_and_not_one_for_each_client() {
        let limit = ConcurrencyLimit::new(2);
        let held: Vec<_> = (0..200).filter_map(|n| limit.take(client(&format!("2001:db8:1:2{n:02x}::1")))).collect();
        assert_eq!(held.len(), 8, "four shares of two for a /56");
        let more: Vec<_> = (0..256).filter_map(|n| limit.take(client(&format!("2001:db8:1:{n:x}00::1")))).collect();
        assert_eq!(held.len() + more.len(), 32, "sixteen for a /48");
        assert!(limit.take(client("2001:db8:2::1")).is_some());
    }
}
