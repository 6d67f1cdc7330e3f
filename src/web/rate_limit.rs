//! How fast one client may look numbers up: the generic cell rate algorithm (GCRA), with debt.
//!
//! A look-up costs 1 when it is asked and 2 more when nothing was found, which may push the client
//! below nothing: he who guesses waits three times as long as he who knows. Governor and its kin
//! refuse a cost that is not covered instead of noting it, so a guesser at the limit would pay 1.
//!
//! The wider networks around an IPv6 address pay too, each out of a purse as many times larger as it is worth
//! clients: otherwise a /48 would be 65,536 of them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::client_prefix::{Client, Prefix};

/// Clients remembered at most; past it, those who owe least are forgotten.
const CLIENTS: usize = 100_000;

/// A shorter wait than this is waited out, a longer one refused.
const PATIENCE: Duration = Duration::from_millis(250);

/// Look-ups by number that one client may make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lookups {
    /// At once, after a rest; 1 or more.
    pub burst: u32,
    /// From then on, in a minute; 1 or more.
    pub a_minute: u32,
    /// What one costs that finds nothing; 1 or more.
    pub missed: u32,
}

impl Default for Lookups {
    fn default() -> Self {
        Self { burst: 60, a_minute: 30, missed: 3 }
    }
}

/// What each client, and each network around one, still owes.
#[derive(Debug)]
pub(super) struct RateLimit {
    limits: Lookups,
    /// When a prefix will owe nothing any more.
    even_at: Mutex<HashMap<Prefix, Instant>>,
}

/// How long a client has to wait before the next look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooFast(pub(super) Duration);

impl RateLimit {
    #[must_use]
    pub(super) fn new(limits: Lookups) -> Self {
        Self { limits, even_at: Mutex::default() }
    }

    /// Takes the cost of one look-up; the time to wait first, mostly none.
    ///
    /// # Errors
    /// The wait would be longer than a quarter of a second; nothing was taken.
    pub(super) fn ask(&self, client: Client, now: Instant) -> Result<Duration, TooFast> {
        let mut even_at = self.even_at.lock().unwrap_or_else(PoisonError::into_inner);
        let purse = self.cost(self.limits.burst);
        let owed = |prefix: Prefix| {
            let even = even_at.get(&prefix).copied().unwrap_or(now).max(now) + self.cost(1) / prefix.worth();
            (even - now).saturating_sub(purse)
        };
        let wait = client.prefixes().map(owed).max().unwrap_or_default();
        if wait > PATIENCE {
            return Err(TooFast(wait));
        }
        if even_at.len() >= CLIENTS && !even_at.contains_key(&Prefix::Client(client)) {
            forget(&mut even_at, now);
        }
        self.charge(&mut even_at, client, 1, now);
        Ok(wait)
    }

    /// Takes what a look-up costs more that found nothing.
    pub(super) fn missed(&self, client: Client, now: Instant) {
        let mut even_at = self.even_at.lock().unwrap_or_else(PoisonError::into_inner);
        self.charge(&mut even_at, client, self.limits.missed.saturating_sub(1), now);
    }

    /// Takes nothing more, in the time that [`Self::missed`] takes.
    pub(super) fn found(&self, client: Client, now: Instant) {
        let mut even_at = self.even_at.lock().unwrap_or_else(PoisonError::into_inner);
        self.charge(&mut even_at, client, 0, now);
    }

    fn charge(&self, even_at: &mut HashMap<Prefix, Instant>, client: Client, units: u32, now: Instant) {
        for prefix in client.prefixes() {
            let even = even_at.entry(prefix).or_insert(now);
            *even = (*even).max(now) + self.cost(units) / prefix.worth();
        }
    }

    fn cost(&self, units: u32) -> Duration {
        Duration::from_secs(60) * units / self.limits.a_minute.max(1)
    }
}

/// Forgets who owes nothing, and of the others the half that owes less.
fn forget(even_at: &mut HashMap<Prefix, Instant>, now: Instant) {
    even_at.retain(|_, even| *even > now);
    if even_at.len() >= CLIENTS / 2 {
        let mut ends: Vec<Instant> = even_at.values().copied().collect();
        let middle = ends.len() / 2;
        let (_, median, _) = ends.select_nth_unstable(middle);
        let median = *median;
        even_at.retain(|_, even| *even > median);
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
    fn sixty_at_once_then_one_every_two_seconds() {
        let (limit, now, one) = (RateLimit::new(Lookups::default()), Instant::now(), client("203.0.113.7"));
        for _ in 0..60 {
            assert_eq!(limit.ask(one, now), Ok(Duration::ZERO));
        }
        assert_eq!(limit.ask(one, now), Err(TooFast(Duration::from_secs(2))));
        assert_eq!(limit.ask(client("203.0.113.8"), now), Ok(Duration::ZERO), "another client is free");
        let later = now + Duration::from_millis(1800);
        assert_eq!(limit.ask(one, later), Ok(Duration::from_millis(200)), "a short wait is waited out");
        assert_eq!(limit.ask(one, later), Err(TooFast(Duration::from_millis(2200))));
    }

    #[test]
    fn what_finds_nothing_weighs_three_even_at_the_limit() {
        let (limit, now, one) = (RateLimit::new(Lookups::default()), Instant::now(), client("203.0.113.7"));
        for _ in 0..20 {
            assert_eq!(limit.ask(one, now), Ok(Duration::ZERO));
            limit.missed(one, now);
        }
        assert!(limit.ask(one, now).is_err());
        let later = now + Duration::from_secs(2);
        assert!(limit.ask(one, later).is_ok());
        limit.missed(one, later);
        assert_eq!(limit.ask(one, later), Err(TooFast(Duration::from_secs(6))));
    }

    #[test]
    fn a_wide_network_of_ipv6_looks_up_no_faster_than_a_few_clients() {
        let (limit, now) = (RateLimit::new(Lookups::default()), Instant::now());
        let asked = |network: &str, hosts: u32| -> usize {
            (0..hosts)
                .filter(|n| {
                    let one = client(&format!("{network}{:02x}::1", n % 256));
                    limit.ask(one, now).is_ok()
                })
                .count()
        };
        assert_eq!(asked("2001:db8:1:2", 1000), 240, "a /56 has four times as many as a client");
        let others: usize = (0..100_u32).map(|n| asked(&format!("2001:db8:1:{:02x}", n + 16), 256)).sum();
        assert!((720..=725).contains(&others), "and a /48 sixteen times: {others}");
        assert!(limit.ask(client("2001:db8:2::1"), now).is_ok(), "another network is free");
    }

    #[test]
    fn no_crowd_fills_the_memory() {
        let (limit, now) = (RateLimit::new(Lookups::default()), Instant::now());
        for number in 0..250_000_u32 {
            let one = Client::from(IpAddr::from(number.to_be_bytes()));
            assert!(limit.ask(one, now).is_ok());
        }
        assert!(limit.even_at.lock().expect("not poisoned").len() <= CLIENTS);
    }
}
