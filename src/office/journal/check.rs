//! A journal looked through for whoever asks on a page: on a thread of its own, one of an LSP at a time, and one of all
//! LSPs after the other, for it reads every entry and every certificate.
//!
//! A check against a head that somebody sent answers her alone: anybody can make a head up, so nobody is alarmed by it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::{Checked, SavedHeads, verify_one};
use crate::domain::account::AccountId;
use crate::domain::issuer::LspId;
use crate::office::{Error, Office};

/// How far a check is, and what it came to.
#[derive(Clone, Debug)]
pub enum Check {
    Done {
        at: Timestamp,
        /// When the heads were saved that it was held against.
        against: Option<Timestamp>,
        checked: Checked,
    },
    /// It could not be looked through; the log says why.
    Failed,
    Running {
        since: Timestamp,
    },
}

impl Check {
    fn newest(&self) -> Option<Timestamp> {
        match self {
            Self::Done { at, .. } | Self::Running { since: at } => Some(*at),
            Self::Failed => None,
        }
    }
}

/// A head that somebody sent, to hold the journal against.
#[derive(Debug)]
pub struct Sent {
    pub by: AccountId,
    pub saved: SavedHeads,
}

/// The newest check of each LSP in this process, and of each who sent a head.
#[derive(Debug)]
pub struct Checks {
    all: Mutex<BTreeMap<Key, Check>>,
    one: Semaphore,
}

/// An LSP, and who sent the head; nobody where there was none.
type Key = (LspId, Option<AccountId>);

impl Default for Checks {
    fn default() -> Self {
        Self { all: Mutex::default(), one: Semaphore::new(1) }
    }
}

impl Checks {
    fn all(&self) -> MutexGuard<'_, BTreeMap<Key, Check>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Office {
    /// The newest check of an LSP's journal against nothing that anybody sent; none since the process began.
    #[must_use]
    pub fn journal_check(&self, lsp: &LspId) -> Option<Check> {
        self.checks.all().get(&(lsp.clone(), None)).cloned()
    }

    /// The newest check for somebody: everybody's, or her own against a head that she sent.
    #[must_use]
    pub fn journal_check_for(&self, lsp: &LspId, account: AccountId) -> Option<Check> {
        let (common, own) = (self.journal_check(lsp), self.checks.all().get(&(lsp.clone(), Some(account))).cloned());
        match (common, own) {
            (Some(common), Some(own)) if own.newest() < common.newest() => Some(common),
            (common, own) => own.or(common),
        }
    }
}

/// Begins to look an LSP's journal through; false where it is under way already.
pub fn begin(
    office: &Arc<Office>,
    lsp: &LspId,
    sent: Option<Sent>,
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
) -> bool {
    let key: Key = (lsp.clone(), sent.as_ref().map(|sent| sent.by));
    {
        let mut all = office.checks.all();
        if matches!(all.get(&key), Some(Check::Running { .. })) {
            return false;
        }
        all.insert(key.clone(), Check::Running { since: clock() });
    }
    let (office, lsp, handle) = (Arc::clone(office), lsp.clone(), Handle::current());
    tokio::spawn(async move {
        let _turn = office.checks.one.acquire().await;
        let saved = sent.map(|sent| sent.saved);
        let (against, looking) = (saved.as_ref().map(|saved| saved.at), Arc::clone(&office));
        let of = lsp.clone();
        let looked = spawn_blocking(move || handle.block_on(look_through(&looking, &of, saved.as_ref()))).await;
        let check = match looked {
            Ok(Ok(checked)) => Check::Done { at: clock(), against, checked },
            Ok(Err(error)) => {
                tracing::error!(%lsp, "the journal could not be looked through: {error}");
                Check::Failed
            }
            Err(error) => {
                tracing::error!(%lsp, "looking the journal through ended early: {error}");
                Check::Failed
            }
        };
        if let Check::Done { checked, .. } = &check
            && key.1.is_none()
            && !checked.is_well()
        {
            tracing::error!(%lsp, "ALARM: the journal does not hold, or tables say otherwise: absah journal verify");
        }
        office.checks.all().insert(key, check);
    });
    true
}

async fn look_through(office: &Office, lsp: &LspId, saved: Option<&SavedHeads>) -> Result<Checked, Error> {
    Ok(verify_one(office, &*office.records().await?, lsp, saved).await?)
}
