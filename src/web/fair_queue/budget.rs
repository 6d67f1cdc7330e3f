//! What each client used up of late, and what is left of its budget.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use crate::web::client_prefix::{Client, Prefix};

/// Time that one client may hold places for while others wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// After a rest.
    pub rest: Duration,
    /// From then on, in a minute; above nothing.
    pub a_minute: Duration,
}

impl Budget {
    /// How long it takes until so much use is made good.
    fn made_good(self, used: Duration) -> Duration {
        let minute = self.a_minute.max(Duration::from_millis(1));
        used.mul_f64(Duration::from_secs(60).as_secs_f64() / minute.as_secs_f64())
    }
}

/// Prefixes whose use is remembered at most.
const REMEMBERED: usize = 100_000;

/// The use of every client; without a budget nothing is counted.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    budget: Option<Budget>,
    /// When a prefix will have made good what it used.
    even_at: HashMap<Prefix, Instant>,
}

impl Ledger {
    pub(super) fn new(budget: Option<Budget>) -> Self {
        Self { budget, even_at: HashMap::new() }
    }

    /// How long a client makes good until it owes nothing.
    pub(super) fn owed(&self, client: Client, now: Instant) -> Duration {
        let owed = |prefix| self.even_at.get(&prefix).map_or(Duration::ZERO, |even| *even - now);
        client.prefixes().map(owed).max().unwrap_or_default()
    }

    /// The same with a place that is held since then.
    pub(super) fn owed_with(&self, client: Client, since: Instant, now: Instant) -> Duration {
        let held = self.budget.map_or(Duration::ZERO, |budget| budget.made_good(now - since));
        self.owed(client, now) + held
    }

    /// The time that a client which owes so much held places for.
    pub(super) fn used(&self, owed: Duration) -> Duration {
        let share = self.budget.map_or(0.0, |budget| budget.a_minute.as_secs_f64() / 60.0);
        owed.mul_f64(share)
    }

    /// How long a client that owes so much makes good before it has some of its budget again.
    pub(super) fn beyond_budget(&self, owed: Duration) -> Option<Duration> {
        let budget = self.budget?;
        let wait = owed.saturating_sub(budget.made_good(budget.rest));
        (!wait.is_zero()).then_some(wait)
    }

    /// Counts that a client held a place for so long.
    pub(super) fn charge(&mut self, client: Client, held: Duration, now: Instant) {
        let Some(budget) = self.budget else { return };
        let cost = budget.made_good(held);
        if self.even_at.len() >= REMEMBERED {
            self.even_at.retain(|_, even| *even > now);
            if self.even_at.len() >= REMEMBERED {
                // A crowd that large owes so little each that it is forgotten.
                self.even_at.clear();
            }
        }
        for prefix in client.prefixes() {
            let even = self.even_at.entry(prefix).or_insert(now);
            *even = (*even).max(now) + cost / prefix.worth();
        }
    }
}
