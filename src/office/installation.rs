//! An installation that is open: its tables and its keys.

use std::sync::Arc;

use pkcs8::rand_core::CryptoRng;
use tokio::sync::Semaphore;

use super::Error;
use super::accounts::password::Passwords;
use super::accounts::people::People;
use super::asked::{Known, Questions};
use super::blanko::Stock;
use super::counted::Counted;
use super::glance::Glances;
use super::held::Looks;
use super::journal::check::Checks;
use super::key_ring::KeyRing;
use super::personal::sealed_name;
use super::report::Table;
use crate::domain::id::EntryId;
use crate::domain::issuer::{Lsp, LspId};
use crate::seal::records::Records;
use crate::seal::trust_list::TrustedLsp;
use crate::store::{Store, StoreError, Taken};

/// The setting that names the records' secret of a database.
const RECORDS_KID: &str = "records_kid";

/// The setting that says that no name of who was not certified rests in clear.
const NAMES: &str = "names";

/// Pieces of files that are drawn at once, each on all processors.
const DRAWING: usize = 2;

/// Names sealed at once.
const AT_ONCE: u32 = 500;

/// Where every act of an installation's LSPs is done; one a process, so that each key is opened once.
pub struct Office {
    pub(super) store: Store,
    pub keys: KeyRing,
    /// What the journals tell of accounts, as far as they were read.
    pub(super) people: People,
    /// Where passwords are looked at, few at once.
    pub(super) passwords: Passwords,
    /// Where sheets are drawn for who fetches many, few at once.
    pub(super) drawing: Semaphore,
    /// What first pages count.
    pub(super) glances: Glances,
    /// What there is of preprinted sheets.
    pub(super) stocks: Counted<Stock>,
    /// Years by scheme.
    pub(super) years: Counted<Table>,
    /// What tables said otherwise than journals when they were looked at last.
    pub(super) looks: Looks,
    /// Journals that were looked through for somebody.
    pub(super) checks: Checks,
    /// What was asked by number and is not written down yet.
    pub(super) questions: Questions,
    /// How numbers are put together.
    pub(super) number_forms: Known,
}

impl Office {
    /// Opens an installation that is there.
    ///
    /// # Errors
    /// There is none at `url`, its tables are of another version, or the database does not answer.
    pub async fn open(url: &str, keys: KeyRing) -> Result<Self, StoreError> {
        Ok(Self::new(Store::open(url).await?, keys))
    }

    /// Opens an installation, its database and tables made where they are missing.
    ///
    /// # Errors
    /// They cannot be made, or the database does not answer.
    pub async fn create(url: &str, keys: KeyRing) -> Result<Self, StoreError> {
        Ok(Self::new(Store::migrate(url).await?, keys))
    }

    /// The same installation with another ring of keys.
    #[must_use]
    pub fn with_keys(self, keys: KeyRing) -> Self {
        Self { keys, ..self }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn answers(&self) -> Result<(), StoreError> {
        self.store.ping().await
    }

    /// Leaves the database as whoever comes next finds it best.
    pub async fn close(&self) {
        self.store.close().await;
    }

    #[must_use]
    pub fn new(store: Store, keys: KeyRing) -> Self {
        Self {
            store,
            keys,
            people: People::default(),
            passwords: Passwords::default(),
            glances: Glances::default(),
            stocks: Counted::default(),
            years: Counted::default(),
            looks: Looks::default(),
            checks: Checks::default(),
            questions: Questions::default(),
            number_forms: Known::default(),
            drawing: Semaphore::new(DRAWING),
        }
    }

    /// The records' secret, held against the one that this database was begun with.
    ///
    /// # Errors
    /// It does not open, or belongs to another database.
    pub async fn records(&self) -> Result<Arc<Records>, Error> {
        let (kid, records) = self.keys.records().await.map_err(Error::RecordsNotOpened)?;
        match self.store.setting(RECORDS_KID).await? {
            Some(known) if known == kid.to_string() => {
                self.seal_names(&records).await?;
                Ok(records)
            }
            Some(_) => Err(Error::RecordsOfAnother(self.keys.records_path())),
            None => Err(Error::RecordsUnknown),
        }
    }

    /// Seals the names that programs of before left in clear, once.
    async fn seal_names(&self, records: &Records) -> Result<(), StoreError> {
        if self.store.setting(NAMES).await?.is_some() {
            return Ok(());
        }
        let mut last = EntryId::new(i64::MIN);
        loop {
            let clear = self.store.clear_names(last, AT_ONCE).await?;
            let Some((id, _)) = clear.last() else { break };
            last = *id;
            let sealed: Vec<_> = clear.iter().map(|(id, name)| (*id, sealed_name(records, *id, name))).collect();
            self.store.seal_names(&sealed).await?;
        }
        self.store.set_setting(NAMES, "sealed").await
    }

    /// The records' secret, where the installation has one yet: the first key brings it.
    ///
    /// # Errors
    /// As [`Self::records`].
    pub async fn records_if_any(&self) -> Result<Option<Arc<Records>>, Error> {
        match self.store.setting(RECORDS_KID).await? {
            Some(_) => self.records().await.map(Some),
            None => Ok(None),
        }
    }

    /// The records' secret, for who can do without: none where there is no passphrase, or no secret yet.
    ///
    /// # Errors
    /// As [`Self::records`].
    pub async fn records_to_read(&self) -> Result<Option<Arc<Records>>, Error> {
        if self.keys.has_passphrase() { self.records_if_any().await } else { Ok(None) }
    }

    /// The records' secret, made first where the installation has none.
    ///
    /// # Errors
    /// As [`Self::records`], or it could not be made.
    pub async fn records_or_new(&self, random: &mut impl CryptoRng) -> Result<Arc<Records>, Error> {
        if self.store.setting(RECORDS_KID).await?.is_none() {
            self.keys.make_records(random).await?;
            let (kid, _) = self.keys.records().await.map_err(Error::RecordsNotOpened)?;
            self.store.set_setting(RECORDS_KID, &kid.to_string()).await?;
        }
        self.records().await
    }

    /// An LSP as it is now.
    ///
    /// # Errors
    /// [`Error::UnknownLsp`]: there is none of this id.
    pub async fn lsp(&self, id: &LspId) -> Result<Taken, Error> {
        match self.store.lsp(id).await {
            Ok(taken) => Ok(taken),
            Err(StoreError::NotFound) => Err(Error::UnknownLsp { id: id.clone(), known: self.store.lsp_ids().await? }),
            Err(error) => Err(error.into()),
        }
    }

    /// The LSPs of this installation.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn lsps(&self) -> Result<Vec<Lsp>, StoreError> {
        Ok(self.store.lsps().await?.into_iter().map(|taken| taken.lsp).collect())
    }

    /// An LSP as this installation trusts it.
    ///
    /// # Errors
    /// [`Error::UnknownLsp`]: there is none of this id.
    pub async fn trusted(&self, id: &LspId) -> Result<TrustedLsp, Error> {
        match self.store.trusted(id).await {
            Err(StoreError::NotFound) => Err(Error::UnknownLsp { id: id.clone(), known: self.store.lsp_ids().await? }),
            trusted => Ok(trusted?),
        }
    }
}
