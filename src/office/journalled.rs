//! An LSP as its journal has it: what it points to is what was written down, and nothing that was given is given again.

use std::sync::Arc;

use super::acting::journal;
use super::told::given::Given;
use super::told::sheets::SheetsTold;
use super::told::{Told, lsp};
use super::{By, Error, Office};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::seal::records::Records;
use crate::store::{Head, Subject, Taken, Writing};

/// The LSP's lock, and what it has given as of then.
pub(super) struct Locked {
    pub(super) writing: Writing,
    pub(super) given: Given,
    pub(super) sheets: Arc<SheetsTold>,
    /// Days that a request waits, where the LSP said.
    pub(super) request_days: Option<i64>,
}

impl Office {
    /// An LSP as it is now. Before there is any key there is no journal to hold it against.
    ///
    /// # Errors
    /// No such LSP, its journal does not hold, or its rows point elsewhere than the journal says.
    pub(super) async fn journalled(&self, id: &LspId) -> Result<Taken, Error> {
        let Some(records) = self.records_if_any().await? else { return self.lsp(id).await };
        loop {
            // A head first: what is read after it is not older.
            let head = self.head(id).await?;
            let taken = self.lsp(id).await?;
            let told = Told::begin(&self.store, &records, &head).await?;
            match told.repointed(&taken.pointers()) {
                None => return Ok(taken),
                Some(what) if self.head(id).await? == head => return Err(Error::Repointed { lsp: id.clone(), what }),
                Some(_) => {} // brought up to date meanwhile
            }
        }
    }

    /// Takes an LSP's lock, where it still points to what this act began with. What a journal of before says nothing of
    /// is written down as it stands.
    ///
    /// # Errors
    /// The journal does not hold, or the LSP was changed meanwhile.
    pub(super) async fn lock(&self, taken: &Taken, records: &Records, by: &By) -> Result<Locked, Error> {
        let (id, pointers) = (&taken.lsp.id, taken.pointers());
        let mut writing = self.store.write(id).await?;
        let told = Told::begin(&self.store, records, &writing.head()?).await?;
        let changed = match told.pointers() {
            Some(_) => told.repointed(&pointers).is_some(),
            None => writing.pointers().await? != pointers,
        };
        if changed {
            return Err(Error::Changed(id.clone()));
        }
        if told.pointers().is_none() {
            let body = lsp::in_json(&pointers);
            journal(&mut writing, records, by, Act::Lsp, Subject::Lsp(id.clone()), body).await?;
        }
        // A counter that somebody moved on would have certificates on lists that nobody publishes.
        writing.put_back_places(told.given().places())?;
        let (given, sheets) = (told.given().clone(), Arc::clone(told.sheets()));
        Ok(Locked { writing, given, sheets, request_days: told.request_days() })
    }

    async fn head(&self, id: &LspId) -> Result<Head, Error> {
        match self.store.head(id).await? {
            Some(head) => Ok(head),
            None => Err(self.lsp(id).await.err().unwrap_or(Error::Gone)),
        }
    }
}
