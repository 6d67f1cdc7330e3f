//! How long guesses have to wait: for an account, for the code of one, and for an address.

use std::net::{IpAddr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};

use super::AccountError;
use crate::office::Office;
use crate::seal::records::Records;
use crate::store::{Guess, StoreError};

/// Who is guessed at, or who guesses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Guessed {
    /// An account by its name, whether there is one or not.
    Account(String),
    Address(IpAddr),
    /// The code of an account whose password was right.
    Code(i64),
}

impl Guessed {
    /// Guesses that wait for nothing, and seconds that one waits at most.
    fn bounds(&self) -> (i64, i64) {
        match self {
            Self::Account(_) => (5, 300),
            Self::Address(_) => (20, 300),
            Self::Code(_) => (5, 900),
        }
    }

    /// How long the next guess waits after so many that were wrong: one second, and twice as long each time.
    fn delay(&self, failures: i64) -> SignedDuration {
        let (free, most) = self.bounds();
        let doubled = failures - free;
        let seconds = if doubled < 0 { 0 } else { 1_i64 << doubled.min(20) };
        SignedDuration::from_secs(seconds.min(most))
    }

    fn subject(&self, records: &Records) -> String {
        match self {
            // People type passwords where names are asked for, so what was typed is not kept.
            Self::Account(name) => records.of_accounts("guessed account", name),
            Self::Address(address) => records.of_accounts("guessing address", &network(*address).to_string()),
            Self::Code(account) => records.of_accounts("guessed code", &account.to_string()),
        }
    }

    /// Whether guesses are counted at all. Behind this machine's own address may be a proxy that nobody told us of, and
    /// so everybody.
    fn counts(&self) -> bool {
        !matches!(self, Self::Address(address) if address.is_loopback())
    }
}

/// One client: an IPv4 address, or the /64 of an IPv6 address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 => v4,
    }
}

impl Office {
    /// Counts a guess, before it is looked at.
    pub(super) async fn count_guess(
        &self,
        guessed: &Guessed,
        records: &Records,
        now: Timestamp,
    ) -> Result<(), AccountError> {
        if !guessed.counts() {
            return Ok(());
        }
        match self.store.count_guess(&guessed.subject(records), now, |failures| guessed.delay(failures)).await? {
            Guess::Counted => Ok(()),
            Guess::TooSoon(until) => Err(AccountError::TooSoon((until.as_second() - now.as_second()).max(1))),
        }
    }

    /// Takes a guess back that was right; of an account or a code, all of them.
    pub(super) async fn guessed_right(&self, guessed: &Guessed, records: &Records) -> Result<(), StoreError> {
        let subject = guessed.subject(records);
        match guessed {
            Guessed::Address(_) => self.store.take_guess_back(&subject).await,
            Guessed::Account(_) | Guessed::Code(_) => self.store.forget_guesses(&subject).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_and_end() {
        let account = Guessed::Account(String::new());
        let delays: Vec<i64> = (1..=14).map(|failures| account.delay(failures).as_secs()).collect();
        assert_eq!(delays, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
        assert_eq!(Guessed::Code(1).delay(i64::MAX).as_secs(), 900);
    }

    #[test]
    fn a_network_of_ipv6_guesses_as_one() {
        let of = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:203.0.113.7"), of("203.0.113.7"));
        assert_ne!(of("203.0.113.7"), of("203.0.113.8"));
    }
}
