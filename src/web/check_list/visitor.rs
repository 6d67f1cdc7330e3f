//! Who has a list checked without an account: she pays for numbers as at their page, and waits for her turn with tokens.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, sleep, timeout};

use crate::office::check_list::Asker;
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
}

impl<'a> Visitor<'a> {
    pub(super) fn new(service: &'a Service, client: Client) -> Self {
        Self { service, client, wait: Mutex::default() }
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

    fn pays(&self) -> bool {
        let Ok(wait) = self.service.rate_limit.ask(self.client, Instant::now()) else { return false };
        let mut longest = self.wait.lock().unwrap_or_else(PoisonError::into_inner);
        *longest = wait.max(*longest);
        true
    }

    fn missed(&self) {
        self.service.rate_limit.missed(self.client, Instant::now());
    }

    fn hears(&self, verdict: &Verdict, token: Option<&str>) {
        self.service.tally.verdict(verdict.verdict);
        if let Some(token) = token {
            self.service.report(verdict, Given::Text(token));
        }
    }
}
