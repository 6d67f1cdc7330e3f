//! `absah trust sign`, `absah trust publish`: one list follows on another.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::published;
use super::root::{handover, open_at};
use crate::cli::keys::entries;
use crate::cli::lists::public;
use crate::cli::place::{Place, keys_of, passphrase_of};
use crate::cli::{Settings, World, place};
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::key_files::{self, KeyFiles};
use crate::seal::keys::PrivateKey;
use crate::seal::roots::Roots;
use crate::seal::trust_list::joined::Difference;
use crate::seal::trust_list::published::Published;
use crate::seal::trust_list::signed::{Claims, Entry};

/// Bytes of an entry's file at most.
const LARGEST_ENTRY: u64 = 4 * 1024 * 1024;

/// Sign the next trust list with a root key, from the entries of LSPs
#[derive(Args, Debug)]
#[command(
    after_help = "Example, where the root is:\n  absah trust sign klining.json pengemudi.json --data ./pusat --out trust.jwt\nand on an installation that is its own root:\n  absah trust sign\n\nEntries are written by `absah keys export`. LSPs that give none stay as they were in the list before."
)]
pub(in crate::cli) struct Sign {
    /// Entries of LSPs; this installation's own unless given
    #[arg(value_name = "ENTRY")]
    entries: Vec<PathBuf>,
    /// Private half of the root; the one beside the keys unless given
    #[arg(long, value_name = "FILE")]
    root: Option<PathBuf>,
    /// The list before; the one that --out holds, or this installation publishes, unless given
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// File to write the list to; without it, this installation publishes it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Publish a trust list that a root signed elsewhere
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah trust publish trust.jwt\n\nThe roots' public halves must lie beside the keys: root-1.pub.pem, root-2.pub.pem"
)]
pub(in crate::cli) struct Publish {
    /// The list
    file: PathBuf,
}

/// A list just signed.
pub(in crate::cli) struct Signed {
    pub(in crate::cli) claims: Claims,
    pub(in crate::cli) text: String,
    pub(in crate::cli) differences: Vec<Difference>,
}

pub(super) async fn run(settings: &Settings, sign: &Sign, world: &mut World) -> anyhow::Result<ExitCode> {
    let place = match place::is_there(settings) {
        true => Some(Place::open(settings, world).await?),
        false => None,
    };
    let declared = match (sign.entries.as_slice(), &place) {
        ([], Some(place)) => entries(place).await?,
        ([], None) => {
            bail!("no installation in {}; name entries that absah keys export wrote", settings.data.display())
        }
        (files, _) => files.iter().map(|file| read_entries(file)).collect::<anyhow::Result<Vec<_>>>()?.concat(),
    };
    let files = keys_of(settings)?;
    let passphrase = passphrase_of(settings, world)?;
    let root = match &sign.root {
        Some(path) => open_at(path, passphrase.as_bytes())?,
        None => {
            let name = own_root(&files)?.context("no root key here; name one with --root FILE")?;
            files.open(&name, passphrase.as_bytes()).context("cannot open the root key")?
        }
    };
    let kept = sign.out.as_ref().filter(|out| out.exists());
    let previous = match (sign.previous.as_ref().or(kept), &place) {
        (Some(path), _) => Some(read_list(path)?),
        (None, Some(place)) => place.store.trust_list().await?,
        (None, None) => None,
    };
    let signed = make(&files, &root, (previous.as_deref(), declared), world.now())?;
    if let Some(out) = &sign.out {
        key_files::replace(out, signed.text.as_bytes(), 0o644)
            .with_context(|| format!("cannot write {}", out.display()))?;
    } else if let Some(place) = &place {
        hand_out(place, signed.claims.iat, &signed.text).await?;
    }
    tell(settings, sign.out.as_deref(), place.is_some(), &signed);
    if let Some(place) = place {
        place.store.close().await;
    }
    Ok(ExitCode::SUCCESS)
}

/// Signs and publishes anew where the root is with the installation; elsewhere its keeper signs.
pub(in crate::cli) async fn sign_if_rooted(place: &Place, world: &World) -> anyhow::Result<Option<Signed>> {
    let Some(name) = own_root(&place.keys)? else { return Ok(None) };
    let root = place.keys.open(&name, place.passphrase()?).context("cannot open the root key")?;
    let previous = place.store.trust_list().await?;
    let signed = make(&place.keys, &root, (previous.as_deref(), entries(place).await?), world.now())?;
    if signed.differences.is_empty() {
        return Ok(None);
    }
    hand_out(place, signed.claims.iat, &signed.text).await?;
    Ok(Some(signed))
}

/// The root that signs lists, where its private half lies beside the keys: root-1, or its successor.
fn own_root(files: &KeyFiles) -> anyhow::Result<Option<String>> {
    let successor = handover(files)?.map(|(_, handover)| handover.successor.kid());
    for name in (1..100).map(|number| format!("root-{number}")).filter(|name| files.path(name).exists()) {
        let public = public(&files.public_path(&name))?;
        if successor.map_or(name == "root-1", |successor| successor == public.kid()) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

fn make(
    files: &KeyFiles,
    root: &PrivateKey,
    (previous, declared): (Option<&str>, Vec<Entry>),
    now: Timestamp,
) -> anyhow::Result<Signed> {
    let handover = handover(files)?;
    let named = handover.as_ref().filter(|(_, handover)| handover.successor.kid() == root.kid());
    if let Some((_, handover)) = &handover
        && handover.withdrawn.contains(&root.kid())
    {
        bail!("root {} was withdrawn; {} signs in its place", root.kid(), handover.successor.kid());
    }
    let previous = previous.map(|text| published::read(files, Some(root.public()), text)).transpose();
    let previous = previous.context("the list before")?;
    let withdrawn = named.map(|(_, handover)| handover.withdrawn.clone()).unwrap_or_default();
    let claims = Claims::following(previous.as_ref(), declared, withdrawn, now)?;
    let differences = claims.differences(previous.as_ref());
    let text = claims.sign(root, named.map(|(text, _)| text.as_str()));
    Ok(Signed { claims, text, differences })
}

async fn hand_out(place: &Place, iat: i64, text: &str) -> anyhow::Result<()> {
    let iat = Timestamp::from_second(iat)?;
    if !place.store.publish_trust_list(iat, text).await? {
        bail!("a list as new as this one is published already");
    }
    Ok(())
}

pub(super) async fn publish(settings: &Settings, publish: &Publish, world: &mut World) -> anyhow::Result<ExitCode> {
    let place = Place::open(settings, world).await?;
    let text = read_list(&publish.file)?;
    let jwt = Jwt::read(&text, Kind::TrustList).with_context(|| publish.file.display().to_string())?;
    let [first, safe] = ["root-1", "root-2"].map(|root| place.keys.public_path(root));
    let first = public(&first).context("the root's public half must lie beside the keys")?;
    let safe = if safe.exists() { Some(public(&safe)?) } else { None };
    let (signer, withdrawn) = Roots::new(first, safe).signer(&jwt)?;
    let list = Published::verify(&jwt, &signer).with_context(|| publish.file.display().to_string())?.into_claims();
    if list.exp <= world.now() {
        bail!("{} has expired", publish.file.display());
    }
    if !list.withdrawn_roots.is_subset(&withdrawn) {
        bail!("{} withdraws a root without the word of the root in the safe", publish.file.display());
    }
    let own: BTreeSet<_> = place.store.lsps().await?.into_iter().map(|taken| taken.lsp.id).collect();
    let absent = own.iter().filter(|id| list.list.lsp(id).is_none());
    let absent: Vec<&str> = absent.map(|id| id.as_str()).collect();
    hand_out(&place, list.iat, &text).await?;
    let lsps = list.list.lsps().len();
    if settings.json {
        println!("{}", json!({ "iat": list.iat, "exp": list.exp.as_second(), "lsps": lsps, "without": absent }));
    } else {
        println!("Daftar tepercaya diumumkan: {lsps} LSP. (Published.)");
        if !absent.is_empty() {
            println!("Tidak ada di dalamnya (not in it): {}", absent.join(", "));
        }
    }
    place.store.close().await;
    Ok(ExitCode::SUCCESS)
}

fn tell(settings: &Settings, out: Option<&Path>, published: bool, signed: &Signed) {
    let Signed { claims, text, differences } = signed;
    if settings.json {
        println!("{}", json!({ "iat": claims.iat, "exp": claims.exp, "lsps": claims.lsps.len(), "jwt": text }));
        return;
    }
    differences.iter().for_each(|line| println!("  {line}"));
    let lsps = claims.lsps.len();
    match out {
        Some(path) => println!("{lsps} LSP, ditandatangani (signed): {}", path.display()),
        None if published => println!("{lsps} LSP, ditandatangani dan diumumkan di sini. (Signed and published here.)"),
        None => println!("{text}"),
    }
}

fn read_list(path: &Path) -> anyhow::Result<String> {
    let size = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.len();
    if size > Kind::TrustList.longest() as u64 {
        bail!("{} is larger than any trust list", path.display());
    }
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.trim().to_owned())
}

/// One entry, or `{"lsps": [ … ]}`.
fn read_entries(path: &Path) -> anyhow::Result<Vec<Entry>> {
    let size = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.len();
    if size > LARGEST_ENTRY {
        bail!("{} is larger than any entry", path.display());
    }
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut value: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    let entries = match value.get_mut("lsps").map(Value::take) {
        Some(Value::Array(entries)) => entries,
        _ => vec![value],
    };
    let read = entries.into_iter().map(|entry| serde_json::from_value(entry).map_err(anyhow::Error::from));
    read.collect::<anyhow::Result<_>>().with_context(|| format!("{} is no entry of absah keys export", path.display()))
}
