//! The journal held against its key, and against heads that were kept elsewhere.
//!
//! The chain shows what was altered or taken out between two entries. Who takes out the last ones and writes the
//! head to suit leaves a chain that holds: only a head that was saved apart from the database tells.

pub mod check;
pub mod read;
mod table;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Office;
use super::held::{self, Difference};
use super::told::Untold;
use crate::domain::issuer::LspId;
use crate::seal::records::Records;
use crate::store::{Store, StoreError};
pub use table::journal_table;

/// Heads of journals to be kept apart from the database.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct SavedHeads {
    pub at: Timestamp,
    pub journals: BTreeMap<LspId, SavedHead>,
}

/// How many entries a journal had, and the hash of the last.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct SavedHead {
    pub entries: u64,
    pub hash: String,
}

/// One journal, looked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub lsp: LspId,
    pub outcome: Result<SavedHead, Fault>,
    /// What the tables say otherwise, where the journal holds.
    pub differences: Vec<Difference>,
}

impl Checked {
    /// Whether the journal holds and the tables say what it says.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.outcome.is_ok() && self.differences.is_empty()
    }
}

/// What is wrong with a journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("it does not hold from entry {0} on: something was altered, taken out or added")]
    Broken(i64),
    #[error("it acts on certificate {0}, whose row is gone or altered")]
    Lost(String),
    #[error("the LSP is gone, and its journal of {0} entries with it")]
    Gone(u64),
    #[error("entry {0} is not the one whose hash was saved")]
    Rewritten(u64),
    #[error("it has {entries} entries, and had {saved} when its head was saved")]
    Shorter { entries: u64, saved: u64 },
}

/// Holds every journal against its key, and against the heads saved earlier; and the tables against the journals.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub async fn verify(
    office: &Office,
    records: &Records,
    saved: Option<&SavedHeads>,
) -> Result<Vec<Checked>, StoreError> {
    let mut all = Vec::new();
    for head in office.store.heads().await? {
        all.push(verify_one(office, records, &head.lsp, saved).await?);
    }
    let gone = saved.iter().flat_map(|saved| &saved.journals).filter(|(lsp, _)| all.iter().all(|one| one.lsp != **lsp));
    let gone: Vec<Checked> = gone
        .map(|(lsp, head)| Checked {
            lsp: lsp.clone(),
            outcome: Err(Fault::Gone(head.entries)),
            differences: Vec::new(),
        })
        .collect();
    all.extend(gone);
    Ok(all)
}

/// Holds one LSP's journal against its key, and against its head where one was saved; and its tables against the journal.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub async fn verify_one(
    office: &Office,
    records: &Records,
    lsp: &LspId,
    saved: Option<&SavedHeads>,
) -> Result<Checked, StoreError> {
    let known = saved.and_then(|saved| saved.journals.get(lsp));
    let mut outcome = follow(&office.store, records, lsp, known).await?;
    let mut differences = Vec::new();
    if outcome.is_ok() {
        match held::hold(office, records, lsp).await {
            Ok(held) => differences = held.differences,
            Err(Untold::Lost { number, .. }) => outcome = Err(Fault::Lost(number)),
            Err(Untold::Older { now, .. }) => outcome = Err(Fault::Broken(now)),
            Err(Untold::Restored { entry, .. }) => outcome = Err(Fault::Rewritten(entry)),
            Err(Untold::Store(StoreError::JournalBroken { entry, .. })) => outcome = Err(Fault::Broken(entry)),
            Err(Untold::Store(error)) => return Err(error),
        }
    }
    Ok(Checked { lsp: lsp.clone(), outcome, differences })
}

async fn follow(
    store: &Store,
    records: &Records,
    lsp: &LspId,
    saved: Option<&SavedHead>,
) -> Result<Result<SavedHead, Fault>, StoreError> {
    let mut as_saved = saved.is_none_or(|saved| saved.entries == 0);
    let followed = store.follow_journal(lsp, records, |entry| {
        as_saved |=
            saved.is_some_and(|saved| u64::try_from(entry.seq) == Ok(saved.entries) && entry.hash == saved.hash);
    });
    let head = match followed.await {
        Ok(head) => SavedHead { entries: head.entries, hash: head.hash },
        Err(StoreError::JournalBroken { entry, .. }) => return Ok(Err(Fault::Broken(entry))),
        Err(error) => return Err(error),
    };
    Ok(match saved.map(|saved| saved.entries) {
        Some(saved) if head.entries < saved => Err(Fault::Shorter { entries: head.entries, saved }),
        Some(saved) if !as_saved => Err(Fault::Rewritten(saved)),
        _ => Ok(head),
    })
}
