//! A key is stolen, and here is how it shows: a token that an LSP's key signed and the LSP has no record
//! of. Looked up after the answer, never before it; from then on the token is `untrusted` here.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::metrics::counter::Counter;
use serde_json::json;
use tokio::sync::mpsc;

use super::acting::journal;
use super::publish::Figures;
use super::refresh::Clock;
use super::{Actor, By, Office, clock as dates};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::seal::records::Records;
use crate::seal::spelling::to_base64url;
use crate::seal::token::{Token, fingerprint};
pub use crate::store::Unrecorded;
use crate::store::{StoreError, Stray, Subject};

/// Keys of an LSP that signed what it never issued, and are not declared stolen.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub async fn unrecorded(office: &Office, lsp: &LspId) -> Result<Vec<Unrecorded>, StoreError> {
    office.store.strays(lsp).await
}

/// Tokens remembered, so that a popular certificate is looked up once.
const KNOWN: usize = 100_000;

/// A token that was judged valid, to be looked up among what its LSP recorded.
#[derive(Clone, Debug)]
pub struct Judged {
    pub lsp: LspId,
    /// The number that it names.
    pub number: String,
    pub token: Vec<u8>,
}

/// Where tokens that were judged valid are handed in, each once: what is known to be recorded, was told already or
/// waits, is not queued. So no flood of genuine tokens pushes out a forged one.
#[derive(Clone, Debug)]
pub struct Lookout {
    queue: mpsc::Sender<Judged>,
    seen: Arc<Mutex<HashSet<Fingerprint>>>,
}

/// The other end: what waits to be looked up.
#[derive(Debug)]
pub struct Waiting {
    queue: mpsc::Receiver<Judged>,
    seen: Arc<Mutex<HashSet<Fingerprint>>>,
}

type Fingerprint = [u8; 32];

/// Too many tokens wait already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

/// A lookout for which so many tokens may wait.
#[must_use]
pub fn lookout(waiting: usize) -> (Lookout, Waiting) {
    let (sender, receiver) = mpsc::channel(waiting);
    let seen = Arc::<Mutex<HashSet<Fingerprint>>>::default();
    (Lookout { queue: sender, seen: Arc::clone(&seen) }, Waiting { queue: receiver, seen })
}

impl Lookout {
    /// Hands a token in, unless it was before.
    ///
    /// # Errors
    /// Too many others wait.
    pub fn report(&self, token: &[u8], judged: impl FnOnce() -> Judged) -> Result<(), TooMany> {
        let fingerprint = fingerprint(token);
        if locked(&self.seen).contains(&fingerprint) {
            return Ok(());
        }
        let room = self.queue.try_reserve().map_err(|_| TooMany)?;
        let mut seen = locked(&self.seen);
        if seen.len() >= KNOWN {
            seen.clear();
        }
        // Another may have been faster.
        if seen.insert(fingerprint) {
            drop(seen);
            room.send(judged());
        }
        Ok(())
    }
}

impl Waiting {
    /// The next token to be looked up; none once nobody can hand one in any more.
    pub async fn next(&mut self) -> Option<Judged> {
        self.queue.recv().await
    }

    /// Has a token looked up again when it is next judged.
    fn forget(&self, token: &[u8]) {
        locked(&self.seen).remove(&fingerprint(token));
    }
}

fn locked(seen: &Mutex<HashSet<Fingerprint>>) -> MutexGuard<'_, HashSet<Fingerprint>> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks up what was judged valid, for as long as the service runs.
pub async fn watch(office: Arc<Office>, mut waiting: Waiting, figures: Figures, clock: Clock) {
    let alarms = Counter::<u64>::default();
    let help = "Tokens that a key of an LSP signed and the LSP never issued";
    figures.lock().unwrap_or_else(PoisonError::into_inner).register("absah_alarms", help, alarms.clone());
    let mut records = None;
    while let Some(Judged { lsp, number, token }) = waiting.next().await {
        match office.store.has_issued(&lsp, &number, &token).await {
            Ok(true) => {}
            Ok(false) => {
                alarms.inc();
                let kid = Token::read(&token).expect("what was judged valid can be read").kid();
                tracing::error!(%lsp, %kid, "ALARM: this key signed a token that the LSP never issued; see docs/stolen-key.md");
                if records.is_none() {
                    records = opened(&office).await;
                }
                let Some(records) = &records else {
                    waiting.forget(&token);
                    continue;
                };
                // A journal that a wrong clock dated could not be gone on with.
                if let Err(error) = dates::plausible(&office, clock()).await {
                    tracing::error!(%error, "the alarm is not written down until it is seen again");
                    waiting.forget(&token);
                    continue;
                }
                if let Err(error) =
                    raise(&office, records, &lsp, Stray { kid, number: &number, token: &token }, &clock).await
                {
                    tracing::error!(%error, "the alarm could not be written down");
                    waiting.forget(&token);
                }
            }
            Err(error) => {
                tracing::error!(%error, "a judged token could not be looked up");
                waiting.forget(&token);
            }
        }
    }
}

async fn opened(office: &Office) -> Option<Arc<Records>> {
    match office.records().await {
        Ok(records) => Some(records),
        Err(error) => {
            tracing::error!("the alarm cannot be journalled: {error}");
            None
        }
    }
}

/// Remembers the token, with an entry in the journal of its LSP.
async fn raise(
    office: &Office,
    records: &Records,
    lsp: &LspId,
    stray: Stray<'_>,
    clock: &Clock,
) -> Result<(), StoreError> {
    let by = By::alone(Actor::Service, clock());
    let mut writing = office.store.write(lsp).await?;
    if writing.disown(&stray, by.now).await? {
        let body = json!({ "kid": stray.kid, "token": to_base64url(&fingerprint(stray.token)) });
        journal(&mut writing, records, &by, Act::Alarm, Subject::Key(stray.kid), body).await?;
        office.commit(writing).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(token: &[u8]) -> Judged {
        Judged { lsp: "klining".parse().expect("an id"), number: "1".to_owned(), token: token.to_vec() }
    }

    #[test]
    fn a_flood_of_one_token_leaves_room_for_another() {
        let (lookout, mut waiting) = lookout(2);
        let report = |token: &[u8]| lookout.report(token, || judged(token));
        for _ in 0..1000 {
            assert_eq!(report(b"genuine"), Ok(()));
        }
        assert_eq!(report(b"forged"), Ok(()));
        assert_eq!(report(b"a third"), Err(TooMany));
        assert_eq!(report(b"genuine"), Ok(()), "which needs no room");
        let mut next = || waiting.queue.try_recv().map(|judged| judged.token);
        assert_eq!((next(), next()), (Ok(b"genuine".to_vec()), Ok(b"forged".to_vec())));
        assert!(next().is_err(), "each once");
        waiting.forget(b"forged");
        assert_eq!((report(b"genuine"), report(b"forged")), (Ok(()), Ok(())));
        assert_eq!(waiting.queue.try_recv().map(|judged| judged.token), Ok(b"forged".to_vec()), "as what failed is");
    }
}
