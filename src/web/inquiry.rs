//! What is asked at the desk: by token, or by number. Both end in the pure verdict.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tokio::sync::SemaphorePermit;
use tokio::time::{Instant, sleep, timeout};

use super::pace::Client;
use super::{Desk, Error, Fault};
use crate::domain::holder::HolderName;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::domain::term::moment_of;
use crate::store::StoreError;
use crate::verify::verdict::{StateSeen, Word};
use crate::verify::{Asked, Snapshot, Verdict, verify};

/// The longest wait for a turn among the checks by token.
const TURN: Duration = Duration::from_secs(1);

/// The part of an address after the question mark that asks about another day.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Day {
    on: Option<String>,
}

impl Day {
    /// A day as it was typed; an empty one is none.
    pub(super) fn new(on: Option<String>) -> Self {
        Self { on }
    }
}

/// A certificate found by its number, its holder masked unless the asker knew the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Found {
    #[serde(flatten)]
    pub(super) verdict: Verdict,
    /// Whether the name asked about is the holder's; none where no name was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name_matches: Option<bool>,
}

impl Found {
    /// What the public may know of `verdict` by number and `name`.
    pub(super) fn shown(mut verdict: Verdict, name: Option<&str>) -> Self {
        let mut name_matches = None;
        if let Some(certificate) = &mut verdict.certificate {
            let holder = certificate.holder.parse::<HolderName>();
            let matches = name.map(|name| holder.as_ref().is_ok_and(|holder| holder.matches(name)));
            if matches != Some(true) {
                certificate.holder = holder.map_or_else(|_| "***".to_owned(), |holder| holder.masked());
            }
            name_matches = matches;
        }
        Self { verdict, name_matches }
    }
}

impl Desk {
    /// The lists of now: one answer takes them once.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.app.lists.borrow())
    }

    /// The present and the day asked about, `2026-12-18`; none is the present.
    pub(super) fn asked(&self, day: &Day) -> Result<Asked, Error> {
        let now = (self.app.clock)();
        let Some(text) = day.on.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(Asked::at(now));
        };
        let on = text.parse::<Date>().ok().filter(|_| text.len() == 10);
        let on = on.and_then(|date| moment_of(date).ok()).ok_or(Error::Rejected(Fault::On))?;
        Ok(Asked { now, on })
    }

    /// A turn among the checks by token, which only their number bounds.
    pub(super) async fn turn(&self) -> Result<SemaphorePermit<'_>, Error> {
        let turn = timeout(TURN, self.checks.acquire()).await;
        turn.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)
    }

    /// Judges a token by `judge`, then adds what only the LSP's own service knows.
    pub(super) async fn by_token(&self, lists: &Snapshot, judge: impl FnOnce() -> Verdict) -> Result<Verdict, Error> {
        let _turn = self.turn().await?;
        Ok(self.with_fate(judge(), lists).await)
    }

    /// The certificates with this number, each judged by its own signed bytes.
    pub(super) async fn by_number(
        &self,
        lists: &Snapshot,
        client: Client,
        number: &str,
        name: Option<&str>,
        asked: Asked,
    ) -> Result<Vec<Found>, Error> {
        let key = SearchKey::new(number).ok_or(Error::Rejected(Fault::Number))?;
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        let wait = self.pace.ask(client, Instant::now()).map_err(|fast| Error::SlowDown(fast.0))?;
        if !wait.is_zero() {
            sleep(wait).await;
        }
        let store = self.app.store.as_ref().ok_or(Error::NotFound)?;
        let certificates = soon(store.by_number(&key)).await?;
        if certificates.is_empty() {
            self.pace.missed(client, Instant::now());
            return Ok(vec![Found { verdict: Verdict::not_found(asked), name_matches: None }]);
        }
        let mut found = Vec::with_capacity(certificates.len());
        for certificate in &certificates {
            let verdict = verify(&certificate.token, &lists.trust, &lists.statuses, asked);
            found.push(Found::shown(self.with_fate(verdict, lists).await, name));
        }
        Ok(found)
    }

    /// Since when the status stands, and the successor. Only a token whose signature held has a status,
    /// so nobody learns of a certificate what he could not prove to hold.
    async fn with_fate(&self, mut verdict: Verdict, lists: &Snapshot) -> Verdict {
        let Verdict { issuer: Some(issuer), certificate: Some(shown), status: Some(status), .. } = &mut verdict else {
            return verdict;
        };
        let Some(store) = &self.app.store else { return verdict };
        if matches!(status.state, StateSeen::Unknown | StateSeen::Known(State::Valid)) {
            return verdict;
        }
        match timeout(PATIENCE, store.fate(&issuer.id, &shown.number)).await {
            Ok(Ok(Some(fate))) => {
                let zone = lsp(lists, &issuer.id).map(|lsp| lsp.time_zone.rules());
                status.since = fate.since.zip(zone).map(|(since, zone)| zone.to_datetime(since).date());
                status.superseded_by = fate.superseded_by;
            }
            Ok(Ok(None)) => {}
            // The verdict stands without it.
            Ok(Err(cause)) => tracing::error!(%cause, "the date of a status could not be read"),
            Err(_) => tracing::error!("the database was too slow to tell the date of a status"),
        }
        verdict
    }
}

/// How long an answer waits for the database: far below what a request may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the store answers, if it does so soon.
pub(super) async fn soon<T>(asked: impl Future<Output = Result<T, StoreError>>) -> Result<T, Error> {
    match timeout(PATIENCE, asked).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Error::Unavailable(StoreError::Silent)),
    }
}

/// The LSP with this id.
pub(super) fn lsp<'a>(lists: &'a Snapshot, id: &LspId) -> Option<&'a crate::seal::trust_list::TrustedLsp> {
    lists.trust.lsps().iter().find(|lsp| lsp.id == *id)
}

/// Whether nobody issued such a number.
pub(super) fn none(found: &[Found]) -> bool {
    found.iter().all(|found| found.verdict.verdict == Word::NotFound)
}
