//! Status lists signed LSP by LSP: each LSP's key is opened and its lists are signed in a task of its own, so that a key
//! file that does not come, a key that does not open or rows that are locked keep nobody else's lists back.
//!
//! A turn that did not come to its end is tried again after a second, then two, four, up to a minute, among those that
//! failed too: they have fewer places, and take none from who signs at once. What is wrong is told once for each cause,
//! and when it is over.

use std::collections::{BTreeMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use jiff::Timestamp;
use prometheus_client::metrics::gauge::Gauge;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};

use super::Figures;
use super::newest::Newest;
use crate::domain::issuer::LspId;
use crate::office::Office;
use crate::office::key_ring::KeyRingError;
use crate::office::lists::{Last, Sources, renew, status_key};
use crate::seal::key_files;
use crate::seal::keys::{KeyUse, Kid, PrivateKey};
use crate::seal::trust_list::{TrustList, TrustedLsp};
use crate::store::{Head, SignedList, StoreError};
use crate::verify::Snapshot;

/// How long one LSP's turn may take before others have its place and it is told of.
const BUDGET: Duration = Duration::from_secs(5);

/// How long lists may take to be kept, longer than the database waits for a lock; a connection whose other end is gone
/// would be waited on for ever. What was kept stays, and the next turn goes on from there.
const PATIENCE: Duration = Duration::from_secs(70);

/// How long a round waits for its turns; whoever needs longer is published with the next one.
const TOGETHER: Duration = Duration::from_millis(500);

/// LSPs whose lists are kept at once, and of those whose last turn failed.
const QUICK: usize = 4;
const SLOW: usize = 1;

/// After a failure the wait until the next turn, doubled by each further one.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What lists are signed from, as it was read last.
#[derive(Clone)]
pub(super) struct Round {
    pub(super) snapshot: Arc<Snapshot>,
    /// Of the journals that hold.
    pub(super) heads: Arc<[Head]>,
}

/// Every LSP's signing, and the lists that were signed last.
pub(super) struct Signing {
    office: Arc<Office>,
    signers: BTreeMap<LspId, Signer>,
    /// LSPs without a status key, told once each.
    keyless: HashSet<LspId>,
    turns: JoinSet<(LspId, Kid, Result<Signed, Unsigned>)>,
    newest: Newest,
    quick: Arc<Semaphore>,
    slow: Arc<Semaphore>,
    unsigned: Gauge,
}

/// Who signs an LSP's lists.
struct Signer {
    kid: Kid,
    key: Option<Arc<PrivateKey>>,
    first_begun: Instant,
    /// A turn is under way since then.
    begun: Option<Instant>,
    /// Whether a turn has come to its end.
    has_signed: bool,
    failures: u32,
    not_before: Instant,
    /// The cause that was told last, as long as it stands.
    told: Option<String>,
}

/// A turn that came to its end.
struct Signed {
    key: Arc<PrivateKey>,
    /// Whether all that is to be signed was; else the next turn does it.
    all: bool,
    /// The lists that were signed and kept.
    lists: Vec<SignedList>,
}

/// Why lists were not signed.
#[derive(Debug, thiserror::Error)]
enum Unsigned {
    #[error("signing broke off; the fault was told where it happened")]
    Broken,
    #[error("{0}")]
    Key(#[from] KeyRingError),
    #[error("its lists were not signed and kept within {} s", BUDGET.as_secs())]
    Late,
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("its key file was not read within {} s", BUDGET.as_secs())]
    Unread,
}

impl Signer {
    fn new(kid: Kid, now: Instant) -> Self {
        let (key, begun, told) = (None, None, None);
        Self { kid, key, first_begun: now, begun, has_signed: false, failures: 0, not_before: now, told }
    }

    /// Notes why a turn did not come to its end, and says so where nobody has yet.
    fn fail(&mut self, lsp: &LspId, cause: &Unsigned) {
        let (cause, kid) = (cause.to_string(), self.kid);
        if self.told.as_ref() != Some(&cause) {
            tracing::warn!(%lsp, %kid, "status lists are not signed here, and will be tried again: {cause}");
            self.told = Some(cause);
        }
    }
}

impl Signing {
    pub(super) fn new(office: Arc<Office>, figures: &Figures) -> Self {
        let unsigned = Gauge::default();
        let help = "LSPs whose status lists are not signed here, though there should be a key; the log says why";
        figures.lock().unwrap_or_else(PoisonError::into_inner).register(
            "absah_status_lists_unsigned",
            help,
            unsigned.clone(),
        );
        let places = |places| Arc::new(Semaphore::new(places));
        let (quick, slow) = (places(QUICK), places(SLOW));
        let (signers, keyless, turns) = (BTreeMap::new(), HashSet::new(), JoinSet::new());
        Self { office, signers, keyless, turns, newest: Newest::default(), quick, slow, unsigned }
    }

    /// Reads the lists that were signed last, by whichever process.
    pub(super) async fn read(&mut self, trust: &TrustList, now: Timestamp) -> Result<(), StoreError> {
        self.newest.read(&self.office.store, trust, now).await
    }

    /// The lists that were signed last.
    pub(super) fn signed(&self) -> impl Iterator<Item = &SignedList> {
        self.newest.lists()
    }

    /// Gives every LSP its turn that has none under way, and waits a little for them to end.
    pub(super) async fn begin(&mut self, round: &Round, ttl: u32, present: Timestamp) {
        self.office.keys.forget_destroyed();
        self.enrol(&round.snapshot);
        let now = Instant::now();
        for (id, signer) in &mut self.signers {
            if let Some(begun) = signer.begun {
                if begun + BUDGET <= now {
                    signer.fail(id, if signer.key.is_none() { &Unsigned::Unread } else { &Unsigned::Late });
                }
                continue;
            }
            if now < signer.not_before {
                continue;
            }
            signer.begun = Some(now);
            let last = self.newest.last(id);
            let places = Arc::clone(if signer.failures == 0 { &self.quick } else { &self.slow });
            let (office, round, lsp) = (Arc::clone(&self.office), round.clone(), id.clone());
            let turn =
                Turn { office, round, lsp, kid: signer.kid, key: signer.key.clone(), last, ttl, present, places };
            self.turns.spawn(turn.taken());
        }
        let until = now + TOGETHER;
        while self.signers.values().any(|signer| signer.begun == Some(now)) {
            if timeout_at(until, self.ended()).await.is_err() {
                break;
            }
        }
        self.unsigned.set(self.signers.values().filter(|signer| signer.told.is_some()).count().try_into().unwrap_or(0));
    }

    /// Waits until a turn ends; for ever where none is under way.
    pub(super) async fn ended(&mut self) {
        let Some(ended) = self.turns.join_next().await else { return std::future::pending().await };
        // A turn is never given up, and tells of its panic itself.
        let Ok((lsp, kid, outcome)) = ended else { return };
        let Some(signer) = self.signers.get_mut(&lsp).filter(|signer| signer.kid == kid) else { return };
        signer.begun = None;
        match outcome {
            Ok(Signed { key, all, lists }) => {
                self.newest.take(lists);
                if signer.told.take().is_some() {
                    tracing::info!(%lsp, %kid, "status lists are signed again");
                }
                (signer.key, signer.failures) = (Some(key), 0);
                signer.has_signed |= all;
            }
            Err(cause) => {
                signer.fail(&lsp, &cause);
                let wait = FIRST_WAIT.saturating_mul(1 << signer.failures.min(20)).min(LONGEST_WAIT);
                signer.not_before = Instant::now() + wait;
                signer.failures = signer.failures.saturating_add(1);
                // What cannot be opened is no reason to wait: there is nothing here to sign with.
                signer.has_signed |= matches!(cause, Unsigned::Key(_));
            }
        }
    }

    /// Whether every LSP's first turn has come to its end, or was waited for long enough.
    pub(super) fn is_whole(&self) -> bool {
        self.signers.values().all(|signer| signer.has_signed || signer.first_begun.elapsed() >= BUDGET)
    }

    /// Keeps who signs now, each with the key that does.
    fn enrol(&mut self, snapshot: &Snapshot) {
        let wanted = |lsp: &TrustedLsp| Some((lsp.id.clone(), status_key(lsp)?));
        let wanted: BTreeMap<LspId, Kid> = snapshot.trust.lsps().iter().filter_map(wanted).collect();
        self.signers.retain(|lsp, signer| wanted.get(lsp) == Some(&signer.kid));
        for lsp in snapshot.trust.lsps().iter().filter(|lsp| !wanted.contains_key(&lsp.id)) {
            if self.keyless.insert(lsp.id.clone()) {
                tracing::warn!(lsp = %lsp.id, "no status key, so its status lists are not signed: absah keys new --use status");
            }
        }
        for (lsp, kid) in wanted {
            self.signers.entry(lsp).or_insert_with(|| Signer::new(kid, Instant::now()));
        }
    }
}

/// One LSP's turn.
struct Turn {
    office: Arc<Office>,
    round: Round,
    lsp: LspId,
    kid: Kid,
    /// Once it was opened.
    key: Option<Arc<PrivateKey>>,
    last: Vec<Last>,
    ttl: u32,
    present: Timestamp,
    places: Arc<Semaphore>,
}

impl Turn {
    async fn taken(self) -> (LspId, Kid, Result<Signed, Unsigned>) {
        let signed = AssertUnwindSafe(self.signed()).catch_unwind().await.unwrap_or(Err(Unsigned::Broken));
        (self.lsp, self.kid, signed)
    }

    async fn signed(&self) -> Result<Signed, Unsigned> {
        let since = Instant::now();
        let key = match &self.key {
            Some(key) => Arc::clone(key),
            None => self.office.keys.open(&key_files::name(&self.lsp, KeyUse::Status, self.kid)).await?,
        };
        let place = self.places.acquire().await;
        let Round { snapshot, heads } = &self.round;
        let head = heads.iter().find(|head| head.lsp == self.lsp);
        // Of an LSP whose journal does not hold nothing is signed.
        let Some((lsp, head)) = snapshot.trust.lsp(&self.lsp).zip(head) else {
            return Ok(Signed { key, all: true, lists: Vec::new() });
        };
        if since.elapsed() >= BUDGET {
            return Ok(Signed { key, all: false, lists: Vec::new() }); // the next round knows what time it is
        }
        let Self { ttl, present: now, .. } = *self;
        let sources = Sources { lsp, statuses: &snapshot.statuses, head, ttl, now, last: &self.last };
        let renewed = {
            let mut renewed = pin!(timeout(PATIENCE, renew(&self.office.store, sources, &key)));
            match timeout(BUDGET, &mut renewed).await {
                Ok(renewed) => renewed,
                Err(_) => {
                    drop(place);
                    renewed.await
                }
            }
        };
        let lists = renewed.map_err(|_| Unsigned::Late)??;
        Ok(Signed { key, all: true, lists })
    }
}
