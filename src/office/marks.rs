//! How far an installation had come when it last wrote: a file beside its keys, outside the database.
//!
//! ```text
//! keys/marks.json   { "trust": iat, "journals": { LSP: { "entries", "hash", "places", "sequences": [ … ] } } }
//! keys/trust.jwt    the newest trust list that was published here
//! ```
//!
//! A database whose journal is shorter, or another, was restored from a backup, or is a copy: numbers, places and
//! entries given since would be given again, to others. So nothing is issued, changed or signed for such an LSP until
//! [`super::recover`] went past them. The file is written after a commit, never before: it may lag, and so never stops
//! an installation that crashed between the two. Several processes may write it; of two marks the later one stands.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::told::Untold;
use super::{Error, Office};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::seal::whole_file;
use crate::store::{Datum, Mark, Reading, StoreError, Writing};

const MARKS: &str = "marks.json";
const TRUST: &str = "trust.jwt";

/// What stands in the file.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Marks {
    /// The newest published trust list, by its `iat`.
    #[serde(default)]
    pub trust: Option<i64>,
    pub journals: BTreeMap<LspId, Mark>,
}

/// The file of marks cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {cause}", file.display())]
pub struct MarksError {
    pub file: PathBuf,
    pub cause: io::Error,
}

impl Marks {
    /// Takes in a later mark of an LSP; false where the one that is known is as late.
    fn raise(&mut self, lsp: &LspId, mark: Mark) -> bool {
        match self.journals.get(lsp) {
            Some(known) if mark.entries <= known.entries => false,
            _ => self.journals.insert(lsp.clone(), mark).is_none_or(|_| true),
        }
    }
}

impl Office {
    /// What is known outside the database; nothing where nobody wrote yet.
    ///
    /// # Errors
    /// The file cannot be read, or is damaged.
    pub fn marks(&self) -> Result<Marks, MarksError> {
        let file = self.keys.files().beside(MARKS);
        let damaged = |cause: serde_json::Error| io::Error::new(io::ErrorKind::InvalidData, cause);
        let read = match fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(damaged),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Marks::default()),
            Err(error) => Err(error),
        };
        read.map_err(|cause| MarksError { file, cause })
    }

    /// The trust list that is kept beside the keys.
    #[must_use]
    pub(super) fn kept_trust_list(&self) -> PathBuf {
        self.keys.files().beside(TRUST)
    }

    /// Refuses to act for an LSP whose database was restored.
    ///
    /// # Errors
    /// [`Error::Restored`], or what was known cannot be read.
    pub(super) async fn not_restored(&self, lsp: &LspId) -> Result<(), Error> {
        let marks = self.marks()?;
        if let Some(mark) = marks.journals.get(lsp)
            && !goes_on_from(&self.store, lsp, mark).await?
        {
            return Err(Error::Restored { lsp: lsp.clone(), entry: mark.entries });
        }
        match marks.trust > self.store.trust_list_iat().await? {
            true => Err(Error::RestoredTrustList),
            false => Ok(()),
        }
    }

    /// Whether the database was restored, of whichever LSP.
    pub(super) async fn is_restored(&self) -> Result<bool, Error> {
        for lsp in self.store.lsp_ids().await? {
            match self.not_restored(&lsp).await {
                Err(Error::Restored { .. } | Error::RestoredTrustList) => return Ok(true),
                done => done?,
            }
        }
        Ok(false)
    }

    /// Refuses to tell anything of an LSP whose database was restored.
    pub(super) async fn as_marked(&self, lsp: &LspId) -> Result<(), Untold> {
        match self.not_restored(lsp).await {
            Ok(()) => Ok(()),
            Err(Error::Store(error)) => Err(error.into()),
            Err(Error::Restored { lsp, entry }) => Err(Untold::Restored { lsp, entry }),
            // Of a list that is missing, the published one tells less, and nothing that is false.
            Err(Error::RestoredTrustList) => Ok(()),
            Err(error) => {
                tracing::error!("{error}");
                Err(StoreError::Corrupt(Datum::Marked).into())
            }
        }
    }

    /// Commits, and marks how far the LSP has come.
    ///
    /// # Errors
    /// As [`Writing::commit`].
    pub(super) async fn commit(&self, writing: Writing) -> Result<(), StoreError> {
        let lsp = writing.lsp().clone();
        writing.commit().await?;
        self.mark(|id, _| *id == lsp).await;
        Ok(())
    }

    /// Marks how far LSPs have come, where that is known to be true: whoever can write the database alone must not move
    /// a mark. One that cannot be written is told; what was committed stands without it.
    pub(super) async fn mark(&self, is_true: impl Fn(&LspId, &Mark) -> bool) {
        let marks = match self.store.marks().await {
            Ok(marks) => marks,
            Err(error) => {
                tracing::warn!(%error, "how far this installation has come could not be marked");
                return;
            }
        };
        let written = self.marks().and_then(|mut known| {
            let marks = marks.into_iter().filter(|(lsp, mark)| is_true(lsp, mark));
            let raised = marks.map(|(lsp, mark)| known.raise(&lsp, mark));
            // Every one of them, not the first alone.
            if raised.fold(false, |any, one| any | one) { self.write_marks(&known) } else { Ok(()) }
        });
        if let Err(error) = written {
            tracing::warn!("how far this installation has come could not be marked: {error}");
        }
    }

    /// Keeps a trust list that was published, and its version, beside the keys.
    pub(super) fn mark_trust_list(&self, iat: i64, text: &str) {
        let file = self.kept_trust_list();
        let kept = whole_file::replace(&file, text.as_bytes(), 0o644).map_err(|cause| MarksError { file, cause });
        let written = kept.and_then(|()| {
            let mut known = self.marks()?;
            known.trust = Some(iat);
            self.write_marks(&known)
        });
        if let Err(error) = written {
            tracing::warn!("the trust list that was published could not be kept beside the keys: {error}");
        }
    }

    fn write_marks(&self, marks: &Marks) -> Result<(), MarksError> {
        let file = self.keys.files().beside(MARKS);
        let text = serde_json::json!(marks).to_string();
        whole_file::replace(&file, text.as_bytes(), 0o600).map_err(|cause| MarksError { file, cause })
    }
}

/// Whether the journal in the database is the one that a mark was made of, or goes on from it: it has that entry, or a
/// recovery went past it. The mark was read before the journal, so it cannot be ahead of it.
pub(super) async fn goes_on_from(store: &Reading, lsp: &LspId, mark: &Mark) -> Result<bool, StoreError> {
    if mark.entries == 0 {
        return Ok(true);
    }
    let following = store.entry_from(lsp, mark.entries).await?;
    Ok(following.is_some_and(|entry| match entry.seq == mark.entries {
        true => entry.hash == mark.hash,
        false => entry.act == Act::Recover.as_str(),
    }))
}
