//! The ring of keys: each private key and the records' secret is opened once a process, on a thread for it
//! (scrypt takes 0.2 to 0.6 s), and kept until its file is gone. Who asks for a key waits for that key alone: a file
//! that does not come, as on a disk that is gone, holds no other up. As many are derived at once as there are
//! processors, for each takes 128 MiB.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex as StdMutex, MutexGuard, PoisonError};
use std::thread;

use chacha20::ChaCha20Rng;
use pkcs8::rand_core::{CryptoRng, SeedableRng as _};
use tokio::sync::{Mutex, Semaphore, oneshot};
use tokio::task::spawn_blocking;
use zeroize::Zeroizing;

use crate::seal::free_memory::free_memory;
use crate::seal::key_cost::{Cost, Derivation};
use crate::seal::key_files::{KeyCause, KeyError, KeyFiles, Sealing};
use crate::seal::keys::{Kid, PrivateKey};
use crate::seal::records::Records;

/// The key file of the records' secret.
const RECORDS: &str = "records";

/// Why a key is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyRingError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the keys need their passphrase: set ABSAH_KEY_PASSPHRASE or --passphrase-file")]
    NoPassphrase,
    #[error("a root's passphrase has {SHORTEST} characters or more")]
    ShortPassphrase,
}

/// Characters of a passphrase below which it is guessed, whatever a guess costs.
pub const SHORTEST: usize = 12;

/// A private half whose file costs less to guess at than it could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeakFile {
    pub name: String,
    pub derivation: Derivation,
}

/// The keys of an installation, opened as they are needed.
pub struct KeyRing {
    files: KeyFiles,
    passphrase: Option<Arc<Zeroizing<String>>>,
    /// What new files are written with, where that is not what memory allows.
    cost: Option<Cost>,
    open: StdMutex<HashMap<String, Opening>>,
    records: Mutex<Option<(Kid, Arc<Records>)>>,
    derivations: Semaphore,
}

/// A key once it is open; held while it opens, so that two who ask do not open it twice.
type Opening = Arc<Mutex<Option<Arc<PrivateKey>>>>;

impl KeyRing {
    /// The ring over a directory of keys. Without a passphrase nothing on it opens.
    #[must_use]
    pub fn new(files: KeyFiles, passphrase: Option<Zeroizing<String>>) -> Self {
        let passphrase = passphrase.filter(|passphrase| !passphrase.is_empty()).map(Arc::new);
        let derivations = Semaphore::new(thread::available_parallelism().map_or(1, usize::from));
        let (open, records) = (StdMutex::default(), Mutex::default());
        Self { files, passphrase, cost: None, open, records, derivations }
    }

    /// The same ring, writing new files with this cost.
    #[must_use]
    pub fn with_cost(self, cost: Option<Cost>) -> Self {
        Self { cost, ..self }
    }

    /// What a new file is written with.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.cost.unwrap_or_else(|| Cost::fitting(free_memory()))
    }

    #[must_use]
    pub fn files(&self) -> &KeyFiles {
        &self.files
    }

    /// Whether there is a passphrase to open keys with.
    #[must_use]
    pub fn has_passphrase(&self) -> bool {
        self.passphrase.is_some()
    }

    /// Whether new files take less memory than they should, because there is no more.
    #[must_use]
    pub fn lacks_memory(&self) -> bool {
        self.cost.is_none() && self.cost().memory() < Cost::FULL.memory()
    }

    /// Whether the passphrase has fewer than [`SHORTEST`] characters.
    #[must_use]
    pub fn is_passphrase_short(&self) -> bool {
        self.passphrase.as_ref().is_some_and(|passphrase| passphrase.chars().count() < SHORTEST)
    }

    /// The private halves whose files cost less to guess at than one that is written now.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn weak_files(&self) -> Result<Vec<WeakFile>, KeyRingError> {
        let (mut weak, cost) = (Vec::new(), self.cost());
        for name in self.files.names()? {
            match self.files.derivation(&name) {
                Ok(derivation) if derivation.is_weaker_than(cost) => weak.push(WeakFile { name, derivation }),
                Ok(_) => {}
                Err(KeyError { cause: KeyCause::Format(_), .. }) => {} // a file of somebody else's that lies there too
                Err(error) => return Err(error.into()),
            }
        }
        Ok(weak)
    }

    /// Makes the file of a private half anew, with the same passphrase and today's cost; the old one is gone.
    ///
    /// # Errors
    /// No passphrase; the file does not open or could not be written.
    pub async fn renew(&self, name: &str, random: &mut impl CryptoRng) -> Result<(), KeyRingError> {
        let mut salt = salts(random);
        let (files, passphrase, name, cost) = (self.files.clone(), self.passphrase()?, name.to_owned(), self.cost());
        on_a_thread(move || files.renew(&name, Sealing { passphrase: passphrase.as_bytes(), cost }, &mut salt)).await?;
        Ok(())
    }

    /// A private key by the name of its file.
    ///
    /// # Errors
    /// No passphrase, or the file does not open.
    pub async fn open(&self, name: &str) -> Result<Arc<PrivateKey>, KeyRingError> {
        let opening = Arc::clone(self.kept().entry(name.to_owned()).or_default());
        let mut open = opening.lock().await;
        // Another process may have destroyed it.
        if let Some(key) = open.as_ref().filter(|_| self.files.path(name).exists()) {
            return Ok(Arc::clone(key));
        }
        *open = None;
        let key = Arc::new(self.opened(name).await?);
        *open = Some(Arc::clone(&key));
        Ok(key)
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<String, Opening>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The records' secret, and the kid that its database knows it by.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn records(&self) -> Result<(Kid, Arc<Records>), KeyRingError> {
        let mut open = self.records.lock().await;
        if let Some((kid, records)) = &*open {
            return Ok((*kid, Arc::clone(records)));
        }
        let secret = self.opened(RECORDS).await?;
        let (kid, records) = (secret.kid(), Arc::new(Records::new(&secret)));
        *open = Some((kid, Arc::clone(&records)));
        Ok((kid, records))
    }

    /// Makes the records' secret where there is none.
    ///
    /// # Errors
    /// As [`Self::make`].
    pub async fn make_records(&self, random: &mut impl CryptoRng) -> Result<(), KeyRingError> {
        if !self.files.path(RECORDS).exists() {
            self.make(RECORDS, random).await?;
        }
        Ok(())
    }

    /// Where the records' secret lies.
    #[must_use]
    pub fn records_path(&self) -> PathBuf {
        self.files.path(RECORDS)
    }

    /// Makes a key and keeps both halves.
    ///
    /// # Errors
    /// No passphrase, a file of this name is there, or it could not be written.
    pub async fn make(&self, name: &str, random: &mut impl CryptoRng) -> Result<Arc<PrivateKey>, KeyRingError> {
        self.make_named(|_| name.to_owned(), random).await
    }

    /// Makes a key whose file is named after it.
    ///
    /// # Errors
    /// As [`Self::make`].
    pub async fn make_named(
        &self,
        name: impl FnOnce(Kid) -> String,
        random: &mut impl CryptoRng,
    ) -> Result<Arc<PrivateKey>, KeyRingError> {
        let key = Arc::new(PrivateKey::generate(random));
        let name = name(key.kid());
        let mut salt = salts(random);
        let (files, passphrase, file, made) = (self.files.clone(), self.passphrase()?, name.clone(), Arc::clone(&key));
        let cost = self.cost();
        on_a_thread(move || files.write(&file, &made, Sealing { passphrase: passphrase.as_bytes(), cost }, &mut salt))
            .await?;
        self.kept().insert(name, Arc::new(Mutex::new(Some(Arc::clone(&key)))));
        Ok(key)
    }

    /// Forgets a private half and destroys its file; the public half stays.
    ///
    /// # Errors
    /// The file could not be overwritten or removed.
    pub async fn destroy(&self, name: &str) -> Result<(), KeyRingError> {
        self.kept().remove(name);
        Ok(self.files.destroy(name)?)
    }

    /// Forgets keys whose files are gone: another process destroyed them.
    pub fn forget_destroyed(&self) {
        self.kept().retain(|name, _| self.files.path(name).exists());
    }

    /// Opens a private half that lies elsewhere, such as on a stick; it is not kept.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_elsewhere(&self, files: KeyFiles, name: &str) -> Result<PrivateKey, KeyRingError> {
        let passphrase = self.passphrase()?;
        let (read, file) = (files.clone(), name.to_owned());
        // Whether the file comes at all is found out before it takes one of the few places; what is wrong with it is
        // told by opening it.
        on_a_thread_of_its_own(move || drop(read.derivation(&file))).await;
        let (_place, file) = (self.derivations.acquire().await, name.to_owned());
        Ok(on_a_thread_of_its_own(move || files.open(&file, passphrase.as_bytes())).await?)
    }

    async fn opened(&self, name: &str) -> Result<PrivateKey, KeyRingError> {
        self.open_elsewhere(self.files.clone(), name).await
    }

    fn passphrase(&self) -> Result<Arc<Zeroizing<String>>, KeyRingError> {
        self.passphrase.clone().ok_or(KeyRingError::NoPassphrase)
    }
}

/// Chance for a thread of its own.
fn salts(random: &mut impl CryptoRng) -> ChaCha20Rng {
    let mut seed = Zeroizing::new([0; 32]);
    random.fill_bytes(seed.as_mut());
    ChaCha20Rng::from_seed(*seed)
}

/// Does long work on a thread that may block; a panic there goes on here.
pub(crate) async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The runtime ends, and whoever waits ends with it.
            Err(_) => std::future::pending().await,
        },
    }
}

/// The same for what may never end: the process does not wait for it when it stops.
async fn on_a_thread_of_its_own<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (tell, told) = oneshot::channel();
    let work = move || drop(tell.send(catch_unwind(AssertUnwindSafe(work))));
    if let Err(cause) = thread::Builder::new().name("key".to_owned()).spawn(work) {
        panic!("a thread could not be started: {cause}");
    }
    match told.await {
        Ok(Ok(done)) => done,
        Ok(Err(panic)) => resume_unwind(panic),
        Err(_) => unreachable!("the thread tells before it ends"),
    }
}

#[cfg(test)]
mod tests {
    use getrandom::SysRng;
    use getrandom::rand_core::UnwrapErr;

    use super::*;

    fn ring(dir: &tempfile::TempDir, passphrase: Option<&str>) -> KeyRing {
        KeyRing::new(KeyFiles::new(dir.path()), passphrase.map(|text| Zeroizing::new(text.to_owned())))
            .with_cost(Some(Cost::LIGHT))
    }

    #[tokio::test]
    async fn a_key_is_opened_once_and_forgotten_when_its_file_is_gone() {
        let dir = tempfile::tempdir().expect("a directory");
        let made = ring(&dir, Some("rahasia")).make("k", &mut UnwrapErr(SysRng)).await.expect("made");
        let ring = ring(&dir, Some("rahasia"));
        let first = ring.open("k").await.expect("opened");
        assert_eq!(first.kid(), made.kid());
        assert!(Arc::ptr_eq(&first, &ring.open("k").await.expect("opened")), "the one that is open");
        // As another process would.
        ring.files().destroy("k").expect("destroyed");
        assert!(matches!(ring.open("k").await, Err(KeyRingError::Key(error)) if error.is_missing()));
    }

    #[tokio::test]
    async fn without_a_passphrase_nothing_opens_and_nothing_is_made() {
        let dir = tempfile::tempdir().expect("a directory");
        for passphrase in [None, Some("")] {
            let ring = ring(&dir, passphrase);
            assert!(matches!(ring.open("k").await, Err(KeyRingError::NoPassphrase)));
            assert!(matches!(ring.make("k", &mut UnwrapErr(SysRng)).await, Err(KeyRingError::NoPassphrase)));
            assert!(!ring.files().path("k").exists() && !ring.has_passphrase());
        }
    }

    #[tokio::test]
    async fn the_records_secret_is_made_once() {
        let dir = tempfile::tempdir().expect("a directory");
        let ring = ring(&dir, Some("rahasia"));
        ring.make_records(&mut UnwrapErr(SysRng)).await.expect("made");
        let (kid, records) = ring.records().await.expect("opened");
        ring.make_records(&mut UnwrapErr(SysRng)).await.expect("there already");
        let (again, same) = ring.records().await.expect("open");
        assert!(kid == again && Arc::ptr_eq(&records, &same));
    }
}
