//! Where an installation lives: data directory, database, keys; and how a command opens them.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::trust::{self, names};
use super::{Settings, World};
use crate::domain::issuer::{Console, LspId};
use crate::office::desk::{By, Desk, IssueError, key_for, no_key};
use crate::seal::key_files::{self, KeyFiles};
use crate::seal::keys::{KeyUse, PrivateKey};
use crate::seal::records::Records;
use crate::seal::trust_list::{KeyState, TrustedKey, TrustedLsp};
use crate::store::{Store, Taken, sqlite_url};
use crate::verify::verdict::Trust;
use crate::words::key;

/// The key file of the records' secret.
const RECORDS: &str = "records";

/// The setting that names the records' secret of a database.
const RECORDS_KID: &str = "records_kid";

/// An opened installation.
pub(super) struct Place {
    pub(super) store: Store,
    pub(super) keys: KeyFiles,
    passphrase: Option<Zeroizing<String>>,
}

/// An LSP ready to act: itself, as it is trusted, and its key for a day of issue.
pub(super) struct Acting {
    pub(super) taken: Taken,
    pub(super) trusted: TrustedLsp,
    /// As the published trust list has it, where one is published and the LSP issues.
    pub(super) published: Option<TrustedLsp>,
}

impl Acting {
    /// Refuses a day of issue that no licence or no key of the LSP covers.
    pub(super) fn may_issue_on(&self, issued_on: Date) -> Result<(), IssueError> {
        key_for(&self.trusted, issued_on).ok_or_else(|| no_key(issued_on))?;
        let trust = Trust::LicenceOutsidePeriod;
        let licence = self.trusted.licence_on(issued_on);
        licence.map(|_| ()).ok_or(IssueError::Untrusted { trust, issued_on, scheme: None })
    }

    /// The LSP's desk, for one act.
    pub(super) fn desk<'a>(&'a self, store: &'a Store, records: &'a Records, by: By<'a>) -> Desk<'a> {
        let (taken, trusted, published) = (&self.taken, &self.trusted, self.published.as_ref());
        Desk { store, taken, trusted, published, records, by }
    }
}

fn url(settings: &Settings) -> String {
    settings.database.clone().unwrap_or_else(|| sqlite_url(&settings.data))
}

fn keys_dir(settings: &Settings) -> PathBuf {
    settings.data.join("keys")
}

/// Whether there is an installation: a database that is named, or one in the data directory.
pub(super) fn is_there(settings: &Settings) -> bool {
    settings.database.is_some() || settings.data.join("absah.db").exists()
}

/// The directory of keys, made where it is missing: a root's needs no installation around it.
pub(super) fn keys_of(settings: &Settings) -> anyhow::Result<KeyFiles> {
    private_dir(&settings.data).with_context(|| format!("cannot make {}", settings.data.display()))?;
    private_dir(&keys_dir(settings)).with_context(|| format!("cannot make {}", keys_dir(settings).display()))?;
    Ok(KeyFiles::new(keys_dir(settings)))
}

/// The passphrase of the private keys, which must be given.
pub(super) fn passphrase_of(settings: &Settings, world: &World) -> anyhow::Result<Zeroizing<String>> {
    passphrase(settings, world)?
        .filter(|passphrase| !passphrase.is_empty())
        .context("the keys need their passphrase: set ABSAH_KEY_PASSPHRASE or --passphrase-file")
}

/// `absah migrate`.
pub(super) async fn migrate(settings: &Settings) -> anyhow::Result<ExitCode> {
    create(settings).await?.close().await;
    if settings.json {
        println!("{}", serde_json::json!({ "migrated": true }));
    } else {
        println!("{}", key!("cli-migrated").say(settings.lang));
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes the database and its tables where they are missing.
pub(super) async fn create(settings: &Settings) -> anyhow::Result<Store> {
    private_dir(&settings.data).with_context(|| format!("cannot make {}", settings.data.display()))?;
    private_dir(&keys_dir(settings)).with_context(|| format!("cannot make {}", keys_dir(settings).display()))?;
    let file = settings.data.join("absah.db");
    // SQLite gives its own files the mode of this one; names and tokens are nobody else's.
    if settings.database.is_none() && !file.exists() {
        key_files::create(&file, b"", 0o600).with_context(|| format!("cannot make {}", file.display()))?;
    }
    Store::migrate(&url(settings)).await.context("cannot set up the database")
}

/// Opens the store of an installation that is there.
pub(super) async fn opened(settings: &Settings) -> anyhow::Result<Store> {
    Store::open(&url(settings)).await.with_context(|| match &settings.database {
        Some(_) => "cannot open the database given by --database or DATABASE_URL".to_owned(),
        None => format!("no installation in {} (--data)", settings.data.display()),
    })
}

#[cfg(unix)]
fn private_dir(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_dir(path: &std::path::Path) -> std::io::Result<()> {
    fs::create_dir_all(path)
}

impl Place {
    /// Opens what a command works on; no key is opened yet.
    pub(super) async fn open(settings: &Settings, world: &World) -> anyhow::Result<Self> {
        Self::with(opened(settings).await?, settings, world)
    }

    /// An installation whose store is open already.
    pub(super) fn with(store: Store, settings: &Settings, world: &World) -> anyhow::Result<Self> {
        let keys = KeyFiles::new(keys_dir(settings));
        Ok(Self { store, keys, passphrase: passphrase(settings, world)? })
    }

    /// The passphrase of the private keys.
    pub(super) fn passphrase(&self) -> anyhow::Result<&[u8]> {
        let passphrase = self.passphrase.as_ref().filter(|passphrase| !passphrase.is_empty());
        let passphrase =
            passphrase.context("the keys need their passphrase: set ABSAH_KEY_PASSPHRASE or --passphrase-file")?;
        Ok(passphrase.as_bytes())
    }

    /// Opens the records' secret, and holds it against the one this database was begun with.
    pub(super) async fn records(&self) -> anyhow::Result<Records> {
        let secret = self.keys.open(RECORDS, self.passphrase()?);
        let secret = secret.context("cannot open the records' key; a first one is made by: absah keys new")?;
        match self.store.setting(RECORDS_KID).await? {
            Some(kid) if kid == secret.kid().to_string() => Ok(Records::new(&secret)),
            Some(_) => bail!("{} belongs to another database", self.keys.path(RECORDS).display()),
            None => bail!("the database knows no records' key; was it restored without its settings?"),
        }
    }

    /// Whether the installation has a records' secret yet: the first key brings it.
    pub(super) async fn has_records(&self) -> anyhow::Result<bool> {
        Ok(self.store.setting(RECORDS_KID).await?.is_some())
    }

    /// Opens the records' secret, making it first where the installation has none.
    pub(super) async fn records_or_new(&self, random: &mut impl CryptoRng) -> anyhow::Result<Records> {
        if !self.has_records().await? {
            if !self.keys.path(RECORDS).exists() {
                let secret = PrivateKey::generate(random);
                self.keys.write(RECORDS, &secret, self.passphrase()?, random)?;
            }
            let secret = self.keys.open(RECORDS, self.passphrase()?)?;
            self.store.set_setting(RECORDS_KID, &secret.kid().to_string()).await?;
        }
        self.records().await
    }

    /// Opens the private half of an LSP's key.
    pub(super) fn private(&self, acting: &Acting, kid: crate::seal::keys::Kid) -> anyhow::Result<PrivateKey> {
        let name = key_files::name(&acting.taken.lsp.id, KeyUse::Certificate, kid);
        self.keys.open(&name, self.passphrase()?).context("cannot open the LSP's key")
    }

    /// An LSP as it is now.
    pub(super) async fn acting(&self, id: &LspId) -> anyhow::Result<Acting> {
        let known = self.store.lsps().await?;
        let ids: Vec<String> = known.iter().map(|taken| taken.lsp.id.to_string()).collect();
        let taken = known.into_iter().find(|taken| taken.lsp.id == *id);
        let taken = taken.with_context(|| format!("no LSP {id} here; known: {}", ids.join(", ")))?;
        let trust = self.store.trust().await?;
        let trusted = trust.lsp(id).cloned().context("the LSP went away while it was read")?;
        Ok(Acting { taken, trusted, published: None })
    }

    /// An LSP as it issues: without keys that the root has not signed yet, for verifiers would not trust
    /// what they sign.
    pub(super) async fn issuing(&self, id: &LspId) -> anyhow::Result<Acting> {
        let mut acting = self.acting_from_console(id).await?;
        let Some(published) = trust::published(self).await? else { return Ok(acting) };
        let known = published.lsp(id).cloned();
        let known =
            known.with_context(|| format!("the published trust list does not name LSP {id} yet: docs/keys.md"))?;
        acting.trusted.keys.retain(|key| key.key_use != KeyUse::Certificate || names(&published, key));
        if !acting.trusted.keys.iter().any(certifies) && self.keys_of(id).await?.iter().any(certifies) {
            bail!(
                "the root has not signed the LSP's key yet; absah keys list shows it, and docs/keys.md says what to do"
            );
        }
        acting.published = Some(known);
        Ok(acting)
    }

    async fn keys_of(&self, id: &LspId) -> anyhow::Result<Vec<TrustedKey>> {
        Ok(self.store.keys(Some(id)).await?.into_iter().map(|key| key.trusted).collect())
    }

    /// An LSP that may act from the command line.
    pub(super) async fn acting_from_console(&self, id: &LspId) -> anyhow::Result<Acting> {
        let acting = self.acting(id).await?;
        match acting.taken.lsp.console {
            Console::Open => Ok(acting),
            Console::Closed => bail!(
                "LSP {id} has its console closed: its certificates are issued and changed by two people, not from here"
            ),
        }
    }
}

fn certifies(key: &TrustedKey) -> bool {
    key.key_use == KeyUse::Certificate && key.state == KeyState::Active
}

#[cfg(unix)]
fn open_to_others(path: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn open_to_others(_: &std::path::Path) -> bool {
    false
}

/// From the file named, the environment, or (a demo's) beside the keys.
fn passphrase(settings: &Settings, world: &World) -> anyhow::Result<Option<Zeroizing<String>>> {
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        if open_to_others(path) {
            tracing::warn!(file = %path.display(), "others may read this passphrase; make it yours alone: chmod 600");
        }
        anyhow::Ok(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
    };
    let beside = keys_dir(settings).join("passphrase");
    match (&settings.passphrase_file, &world.passphrase) {
        (Some(path), _) => read(path).map(Some),
        (None, Some(passphrase)) => Ok(Some(passphrase.clone())),
        (None, None) if beside.exists() => read(&beside).map(Some),
        (None, None) => Ok(None),
    }
}
