//! Whose requests are counted together: a client's, and those of the wider networks that it stands in, by the prefix of
//! its address.
//!
//! A client is an IPv4 address or the /64 of an IPv6 address. Whoever has a /64 often has the /56 or /48 around it,
//! which is 256 or 65,536 of them; but a carrier gives each telephone a /64 of its own. So the wider networks are
//! counted too, and may do several times as much.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// One client: an IPv4 address, or the /64 of an IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Client(IpAddr);

/// A client, or a wider network that it stands in, by its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Prefix {
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
    pub(super) fn prefixes(self) -> impl Iterator<Item = Prefix> {
        let wide = match self.0 {
            IpAddr::V6(v6) if !v6.is_loopback() => {
                let network = (v6.to_bits() >> 64) as u64;
                [Some(Prefix::Network56(network >> 8)), Some(Prefix::Network48(network >> 16))]
            }
            _ => [None, None],
        };
        std::iter::once(Prefix::Client(self)).chain(wide.into_iter().flatten())
    }

    /// Whether it is this machine itself: a proxy that nobody told us of, or who looks after the service. It has no
    /// share, for behind it may stand everybody.
    pub(super) fn is_this_machine(self) -> bool {
        matches!(self.0, IpAddr::V4(Ipv4Addr::LOCALHOST) | IpAddr::V6(Ipv6Addr::LOCALHOST))
    }
}

impl Prefix {
    /// How many clients it may be worth.
    pub(super) fn worth(self) -> u32 {
        match self {
            Self::Client(_) => 1,
            Self::Network56(_) => 4,
            Self::Network48(_) => 16,
        }
    }
}

/// How much of something the clients of each prefix hold.
#[derive(Debug, Default)]
pub(super) struct Loads(HashMap<Prefix, usize>);

impl Loads {
    /// What a client holds: of its prefixes the one that holds most for its worth.
    pub(super) fn of(&self, client: Client) -> usize {
        let load = |prefix: Prefix| self.0.get(&prefix).map_or(0, |held| held / prefix.worth() as usize);
        client.prefixes().map(load).max().unwrap_or_default()
    }

    pub(super) fn add(&mut self, client: Client, held: usize) {
        for prefix in client.prefixes() {
            *self.0.entry(prefix).or_default() += held;
        }
    }

    /// Whether nobody holds anything.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes back what was added.
    pub(super) fn take(&mut self, client: Client, held: usize) {
        for prefix in client.prefixes() {
            if let Some(load) = self.0.get_mut(&prefix) {
                *load = load.saturating_sub(held);
                if *load == 0 {
                    self.0.remove(&prefix);
                }
            }
        }
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
        assert_eq!(client("203.0.113.7").prefixes().count(), 1);
        let prefixes = |text| client(text).prefixes().collect::<Vec<_>>();
        let (one, near, far) =
            (prefixes("2001:db8:1:200::1"), prefixes("2001:db8:1:2ff::1"), prefixes("2001:db8:1:300::1"));
        assert!(one[0] != near[0] && one[1..] == near[1..], "the same /56 and /48");
        assert!(one[1] != far[1] && one[2] == far[2], "the same /48");
        assert_ne!(prefixes("2001:db8:2::1")[2], one[2]);
    }
}
