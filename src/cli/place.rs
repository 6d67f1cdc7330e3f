//! Where an installation lives: data directory, database, keys; and how a command opens them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use zeroize::Zeroizing;

use super::{Settings, World};
use crate::office::key_ring::KeyRing;
use crate::office::{Office, sqlite_url};
#[cfg(debug_assertions)]
use crate::seal::key_cost::Cost;
use crate::seal::key_files::KeyFiles;
use crate::seal::whole_file;
use crate::words::{key, say};

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

/// `absah migrate`.
pub(super) async fn migrate(settings: &Settings) -> anyhow::Result<ExitCode> {
    made(settings).await?.close().await;
    if settings.json {
        println!("{}", serde_json::json!({ "migrated": true }));
    } else {
        println!("{}", key!("cli-migrated").say(settings.lang));
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes the database and its tables where they are missing; no key can be opened through it.
async fn made(settings: &Settings) -> anyhow::Result<Office> {
    make_dirs(settings)?;
    let file = settings.data.join("absah.db");
    // SQLite gives its own files the mode of this one; names and tokens are nobody else's.
    if settings.database.is_none() && !file.exists() {
        whole_file::create(&file, b"", 0o600)
            .with_context(|| say!(settings.lang, "cli-cannot-make", path = file.display()))?;
    }
    let office = Office::create(&url(settings), keyless(settings)).await;
    office.with_context(|| key!("cli-database-not-set-up").say(settings.lang))
}

/// Opens an installation that is there; no key can be opened through it.
pub(super) async fn opened(settings: &Settings) -> anyhow::Result<Office> {
    Office::open(&url(settings), keyless(settings)).await.with_context(|| match &settings.database {
        Some(_) => say!(settings.lang, "cli-database-not-opened"),
        None => say!(settings.lang, "cli-no-installation", dir = settings.data.display()),
    })
}

/// Opens what a command works on; no key is opened yet.
pub(super) async fn office(settings: &Settings, world: &World) -> anyhow::Result<Office> {
    with_keys(opened(settings).await?, settings, world)
}

/// The same, made first where it is missing.
pub(super) async fn create(settings: &Settings, world: &World) -> anyhow::Result<Office> {
    with_keys(made(settings).await?, settings, world)
}

/// An installation with the keys that its passphrase opens, where there is one by now.
pub(super) fn with_keys(office: Office, settings: &Settings, world: &World) -> anyhow::Result<Office> {
    Ok(office.with_keys(key_ring(settings, world)?))
}

fn keyless(settings: &Settings) -> KeyRing {
    KeyRing::new(KeyFiles::new(keys_dir(settings)), None)
}

/// The keys alone, their directory made where it is missing: a root's needs no installation around it.
pub(super) fn ring(settings: &Settings, world: &World) -> anyhow::Result<KeyRing> {
    make_dirs(settings)?;
    key_ring(settings, world)
}

fn key_ring(settings: &Settings, world: &World) -> anyhow::Result<KeyRing> {
    let ring = KeyRing::new(KeyFiles::new(keys_dir(settings)), passphrase(settings, world)?);
    // What is shipped has no such setting.
    #[cfg(debug_assertions)]
    let ring = ring.with_cost(settings.light_keys.then_some(Cost::LIGHT));
    Ok(ring)
}

fn make_dirs(settings: &Settings) -> anyhow::Result<()> {
    for dir in [&settings.data, &keys_dir(settings)] {
        private_dir(dir).with_context(|| say!(settings.lang, "cli-cannot-make", path = dir.display()))?;
    }
    Ok(())
}

#[cfg(unix)]
fn private_dir(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_dir(path: &Path) -> std::io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(unix)]
fn open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> bool {
    false
}

/// From the file named, the environment, or (a demo's) beside the keys.
fn passphrase(settings: &Settings, world: &World) -> anyhow::Result<Option<Zeroizing<String>>> {
    let read = |path: &PathBuf| {
        let text =
            fs::read_to_string(path).with_context(|| say!(settings.lang, "cli-cannot-read", path = path.display()))?;
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
