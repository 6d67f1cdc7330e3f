//! Who has a list checked. Without an account she pays for numbers as at their page; an employer has a purse, taken out of
//! its quota beforehand. Both wait for their turn with tokens.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, sleep, timeout};

use crate::office::accounts::{Asking, Customer};
use crate::office::check_list::{Asker, NUMBERS_WITHOUT_ACCOUNT};
use crate::verify::Verdict;
use crate::web::Service;
use crate::web::client_prefix::Client;
use crate::web::fair_queue::Place;
use crate::web::inquiry::Given;

/// The longest wait for a turn.
const TURN: Duration = Duration::from_secs(10);

/// A visitor and what she still waits for.
pub(super) struct Visitor<'a> {
    service: &'a Service,
    client: Client,
    /// The longest that the limit of numbers has asked her to wait: a quarter of a second at most.
    wait: Mutex<Duration>,
    /// An employer's.
    purse: Option<Purse>,
    /// The employer, where it is one.
    asking: Option<&'a Asking>,
}

/// Look-ups that an employer has taken out of its quota for a list.
pub(super) struct Purse {
    pub(super) customer: Customer,
    left: AtomicU32,
    missed: AtomicU32,
}

impl Purse {
    /// A purse with so many look-ups.
    pub(super) fn new(customer: Customer, left: u32) -> Self {
        Self { customer, left: AtomicU32::new(left), missed: AtomicU32::new(0) }
    }

    /// Look-ups that were not made.
    pub(super) fn left(&self) -> u32 {
        self.left.load(Relaxed)
    }

    /// Look-ups that found nothing, or not whom they named.
    pub(super) fn missed(&self) -> u32 {
        self.missed.load(Relaxed)
    }
}

impl<'a> Visitor<'a> {
    pub(super) fn new(service: &'a Service, client: Client, purse: Option<Purse>, asking: Option<&'a Asking>) -> Self {
        Self { service, client, wait: Mutex::default(), purse, asking }
    }

    /// What is left of the purse, where there is one.
    pub(super) fn purse(&self) -> Option<&Purse> {
        self.purse.as_ref()
    }

    /// Waits as long as the limit of numbers asked for.
    pub(super) async fn waits(&self) {
        let wait = *self.wait.lock().unwrap_or_else(PoisonError::into_inner);
        if !wait.is_zero() {
            sleep(wait).await;
        }
    }
}

impl Asker for Visitor<'_> {
    type Turn = (Place, OwnedSemaphorePermit);

    async fn turn(&self) -> Option<Self::Turn> {
        let place = self.service.chunks.take(self.client, TURN).await.ok()?;
        let turn = timeout(TURN, Arc::clone(&self.service.checks).acquire_owned()).await.ok()?;
        Some((place, turn.ok()?))
    }

    fn most_numbers(&self) -> usize {
        // What an employer may ask was taken out of its quota already.
        if self.purse.is_some() { usize::MAX } else { NUMBERS_WITHOUT_ACCOUNT }
    }

    fn employer(&self) -> Option<&Asking> {
        self.asking
    }

    fn pays(&self) -> bool {
        if let Some(purse) = &self.purse {
            return purse.left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok();
        }
        let Ok(wait) = self.service.rate_limit.ask(self.client, Instant::now()) else { return false };
        let mut longest = self.wait.lock().unwrap_or_else(PoisonError::into_inner);
        *longest = wait.max(*longest);
        true
    }

    fn missed(&self) {
        if let Some(purse) = &self.purse {
            purse.missed.fetch_add(1, Relaxed);
            return;
        }
        self.service.rate_limit.missed(self.client, Instant::now());
    }

    fn hears(&self, verdict: &Verdict, token: Option<&str>) {
        self.service.tally.verdict(verdict.verdict);
        if let Some(token) = token {
            self.service.report(verdict, Given::Text(token));
        }
    }
}
