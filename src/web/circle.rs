//! Who is counted as one: a client, and the wider networks that it stands in.
//!
//! A client is an IPv4 address or the /64 of an IPv6 address. Whoever has a /64 often has the /56 or /48 around it,
//! which is 256 or 65,536 of them; but a carrier gives each telephone a /64 of its own. So the wider networks are
//! counted too, and may do several times as much.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// One client: an IPv4 address, or the /64 of an IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Client(IpAddr);

/// A client, or a wider network that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Circle {
    Client(Client),
    /// The /48 of an IPv6 address, its last 80 bits dropped.
    Network48(u64),
    /// The /56 of an IPv6 address, its last 72 bits dropped.
    Network56(u64),
}

impl From<IpAddr> for Client {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(v6) if !v6.is_loopback() => Self(IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64))),
            other => Self(other),
        }
    }
}

impl Client {
    /// The client and the networks around it, from the narrowest.
    pub(super) fn circles(self) -> impl Iterator<Item = Circle> {
        let wide = match self.0 {
            IpAddr::V6(v6) if !v6.is_loopback() => {
                let network = (v6.to_bits() >> 64) as u64;
                [Some(Circle::Network56(network >> 8)), Some(Circle::Network48(network >> 16))]
            }
            _ => [None, None],
        };
        std::iter::once(Circle::Client(self)).chain(wide.into_iter().flatten())
    }

    /// Whether it is this machine itself: a proxy that nobody told us of, or who looks after the service. It has no
    /// share, for behind it may stand everybody.
    pub(super) fn is_this_machine(self) -> bool {
        matches!(self.0, IpAddr::V4(Ipv4Addr::LOCALHOST) | IpAddr::V6(Ipv6Addr::LOCALHOST))
    }
}

impl Circle {
    /// How many clients it may be worth.
    pub(super) fn worth(self) -> u32 {
        match self {
            Self::Client(_) => 1,
            Self::Network56(_) => 4,
            Self::Network48(_) => 16,
        }
    }
}

/// How much of something each circle holds.
#[derive(Debug, Default)]
pub(super) struct Loads(HashMap<Circle, usize>);

impl Loads {
    /// What a client holds: of its circles the one that holds most for its worth.
    pub(super) fn of(&self, client: Client) -> usize {
        let load = |circle: Circle| self.0.get(&circle).map_or(0, |held| held / circle.worth() as usize);
        client.circles().map(load).max().unwrap_or_default()
    }

    pub(super) fn add(&mut self, client: Client, held: usize) {
        for circle in client.circles() {
            *self.0.entry(circle).or_default() += held;
        }
    }

    /// Takes back what was added.
    pub(super) fn take(&mut self, client: Client, held: usize) {
        for circle in client.circles() {
            if let Some(load) = self.0.get_mut(&circle) {
                *load = load.saturating_sub(held);
                if *load == 0 {
                    self.0.remove(&circle);
                }
            }
        }
    }
}

/// So many of something for one client at once; this machine has any number.
#[derive(Clone, Debug)]
pub(super) struct Shares {
    of_one: usize,
    held: Arc<Mutex<Loads>>,
}

/// One that is counted for as long as it lives.
#[derive(Debug)]
pub(super) struct Share(Option<(Shares, Client)>);

impl Shares {
    pub(super) fn new(of_one: usize) -> Self {
        Self { of_one, held: Arc::default() }
    }

    /// One more for a client; none where it has its share already.
    pub(super) fn take(&self, client: Client) -> Option<Share> {
        if client.is_this_machine() {
            return Some(Share(None));
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.of(client) >= self.of_one {
            return None;
        }
        held.add(client, 1);
        Some(Share(Some((self.clone(), client))))
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let Some((shares, client)) = &self.0 else { return };
        shares.held.lock().unwrap_or_else(PoisonError::into_inner).take(*client, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(text: &str) -> Client {
        Client::from(text.parse::<IpAddr>().expect("an address"))
    }

    #[test]
    fn a_network_of_ipv6_is_one_client_and_a_mapped_ipv4_is_itself() {
        assert_eq!(client("2001:db8:1:2::1"), client("2001:db8:1:2:ffff::9"));
        assert_ne!(client("2001:db8:1:2::1"), client("2001:db8:1:3::1"));
        assert_eq!(client("::ffff:203.0.113.7"), client("203.0.113.7"));
    }

    #[test]
    fn an_ipv4_address_stands_alone_and_an_ipv6_one_in_two_networks() {
        assert_eq!(client("203.0.113.7").circles().count(), 1);
        let circles = |text| client(text).circles().collect::<Vec<_>>();
        let (one, near, far) =
            (circles("2001:db8:1:200::1"), circles("2001:db8:1:2ff::1"), circles("2001:db8:1:300::1"));
        assert!(one[0] != near[0] && one[1..] == near[1..], "the same /56 and /48");
        assert!(one[1] != far[1] && one[2] == far[2], "the same /48");
        assert_ne!(circles("2001:db8:2::1")[2], one[2]);
    }

    #[test]
    fn one_client_has_its_share_and_this_machine_any_number() {
        let shares = Shares::new(2);
        let take = |address: &str| shares.take(client(address));
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
        assert!(shares.held.lock().expect("not poisoned").0.is_empty(), "who has gone is forgotten");
    }

    #[test]
    fn a_wide_network_has_several_shares_and_not_one_for_each_client() {
        let shares = Shares::new(2);
        let held: Vec<_> = (0..200).filter_map(|n| shares.take(client(&format!("2001:db8:1:2{n:02x}::1")))).collect();
        assert_eq!(held.len(), 8, "four shares of two for a /56");
        let more: Vec<_> = (0..256).filter_map(|n| shares.take(client(&format!("2001:db8:1:{n:x}00::1")))).collect();
        assert_eq!(held.len() + more.len(), 32, "sixteen for a /48");
        assert!(shares.take(client("2001:db8:2::1")).is_some());
    }
}
