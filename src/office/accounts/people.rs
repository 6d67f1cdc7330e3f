//! What the journals tell of people, read once a process and followed: whoever asks is answered as of this moment.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::Mutex;

use super::told::{AccountsTold, MemberTold};
use crate::domain::account::AccountId;
use crate::domain::issuer::LspId;
use crate::office::employers::told::EmployersTold;
use crate::office::told::sheets::SheetsTold;
use crate::office::told::{Told, Untold};
use crate::office::{Error, Office};
use crate::seal::records::Records;
use crate::store::{Head, StoreError};

/// Each LSP's journal, as far as it was read.
#[derive(Default)]
pub(in crate::office) struct People(Mutex<BTreeMap<LspId, Read>>);

/// How reading a journal went.
struct Read {
    /// The head up to which it was read, or was found not to hold.
    head: Head,
    /// Nothing where it never held. One that held once is kept, so that no older one takes its place.
    told: Option<Told>,
    holds: bool,
}

/// The people of every LSP whose journal holds.
#[derive(Clone, Debug, Default)]
pub struct AllPeople(BTreeMap<LspId, Of>);

/// Those of one LSP.
#[derive(Clone, Debug)]
struct Of {
    accounts: AccountsTold,
    employers: Arc<EmployersTold>,
}

impl AllPeople {
    /// The people of an LSP.
    #[must_use]
    pub fn of(&self, lsp: &LspId) -> Option<&AccountsTold> {
        self.0.get(lsp).map(|of| &of.accounts)
    }

    /// What an account is at each LSP where it has a role, usable or not.
    #[must_use]
    pub fn member(&self, account: AccountId) -> BTreeMap<LspId, MemberTold> {
        let at = self.0.iter().filter_map(|(lsp, told)| Some((lsp, told.accounts.get(account)?)));
        at.filter(|(_, told)| !told.roles.is_empty()).map(|(lsp, told)| (lsp.clone(), told.clone())).collect()
    }
}

impl AllPeople {
    /// What is agreed with the employers of each LSP.
    pub(in crate::office) fn employers(&self) -> impl Iterator<Item = (&LspId, &EmployersTold)> {
        self.0.iter().map(|(lsp, of)| (lsp, &*of.employers))
    }
}

impl Office {
    /// Reads on to where each journal is now. An LSP whose row cannot be read, whose journal does not hold, or whose
    /// database was restored, has no people.
    pub(in crate::office) async fn people(&self, records: &Records) -> Result<AllPeople, Error> {
        let mut known = self.people.0.lock().await;
        // Read when nobody else reads on: an older head than the one that was read to is of a restored database.
        let (latest, _) = self.store.latest().await?;
        let heads: Vec<_> = latest.into_iter().map(|latest| latest.head).collect();
        for head in &heads {
            self.catch_up(&mut known, records, head).await?;
        }
        let there = known.iter().filter(|(lsp, read)| read.holds && heads.iter().any(|head| head.lsp == **lsp));
        let of = |told: &Told| Of { accounts: told.accounts().clone(), employers: Arc::clone(told.employers()) };
        Ok(AllPeople(there.filter_map(|(lsp, read)| Some((lsp.clone(), of(read.told.as_ref()?)))).collect()))
    }

    /// What an LSP's journal tells of preprinted sheets; nothing where it does not hold.
    pub(in crate::office) async fn sheets_told(
        &self,
        records: &Records,
        lsp: &LspId,
    ) -> Result<Option<Arc<SheetsTold>>, Error> {
        let mut known = self.people.0.lock().await;
        let Some(head) = self.store.head(lsp).await? else { return Ok(None) };
        self.catch_up(&mut known, records, &head).await?;
        let read = known.get(lsp).filter(|read| read.holds);
        Ok(read.and_then(|read| read.told.as_ref()).map(|told| Arc::clone(told.sheets())))
    }

    /// Reads a journal on to a head.
    async fn catch_up(
        &self,
        known: &mut BTreeMap<LspId, Read>,
        records: &Records,
        head: &Head,
    ) -> Result<(), StoreError> {
        if known.get(&head.lsp).is_some_and(|read| read.head == *head) {
            return Ok(());
        }
        let told = known.remove(&head.lsp).and_then(|read| read.told);
        known.insert(head.lsp.clone(), self.read_on(told, records, head).await?);
        Ok(())
    }

    async fn read_on(&self, mut told: Option<Told>, records: &Records, head: &Head) -> Result<Read, StoreError> {
        let read = match (self.as_marked(&head.lsp).await, &mut told) {
            (Err(restored), _) => Err(restored),
            (Ok(()), Some(told)) => told.catch_up(&self.store, records, head).await.map(drop),
            (Ok(()), None) => Told::begin(&self.store, records, head).await.map(|begun| told = Some(begun)),
        };
        let holds = match read {
            Ok(()) => true,
            Err(Untold::Store(error)) if !matches!(error, StoreError::JournalBroken { .. }) => return Err(error),
            Err(error) => {
                tracing::error!("ALARM: nobody is let into this LSP's office until this is mended: {error}");
                false
            }
        };
        Ok(Read { head: head.clone(), told, holds })
    }
}
