//! `absah trust root`, `absah trust handover`: roots are made, and one follows another.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::json;

use crate::cli::lists::public;
use crate::cli::place::{keys_of, passphrase_of};
use crate::cli::{Settings, World};
use crate::seal::key_files::{self, KeyFiles};
use crate::seal::keys::{Kid, PrivateKey, PublicKey};
use crate::seal::roots;

/// The file beside the keys that says which root signs in another's place.
const HANDOVER: &str = "handover.jwt";

/// Make a root key: root-1 signs trust lists, root-2 belongs in a safe
#[derive(Args, Debug)]
#[command(
    after_help = "Example, on a computer that is no server:\n  absah trust root root-1 --data ./pusat\n  absah trust root root-2 --data ./brankas\n\nGive every verifier both public halves; put root-2's private half and its passphrase in a safe."
)]
pub(in crate::cli) struct Root {
    /// Its name: root-1, root-2, …
    #[arg(value_parser = name_of_root)]
    name: String,
}

/// Withdraw a root for ever and name its successor, with the root from the safe
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah trust root root-3 --data ./pusat\n  absah trust handover --safe ./brankas/keys/root-2.pem --withdraw ./pusat/keys/root-1.pub.pem \\\n    --successor ./pusat/keys/root-3.pub.pem --data ./pusat\n  absah trust sign --data ./pusat …\n\nEvery later list carries the handover, so verifiers follow with the two roots they were given."
)]
pub(in crate::cli) struct Handover {
    /// Private half of the root in the safe, its public half beside it
    #[arg(long, value_name = "FILE")]
    safe: PathBuf,
    /// Public half of the root that is refused from now on
    #[arg(long, value_name = "FILE")]
    withdraw: PathBuf,
    /// Public half of the root that signs lists instead
    #[arg(long, value_name = "FILE")]
    successor: PathBuf,
}

fn name_of_root(text: &str) -> Result<String, &'static str> {
    let number = text.strip_prefix("root-").filter(|rest| (1..=3).contains(&rest.len()));
    let legal = number.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()) && !rest.starts_with('0'));
    legal.then(|| text.to_owned()).ok_or("a root is named root-1, root-2, …")
}

pub(super) fn run(settings: &Settings, root: &Root, world: &mut World) -> anyhow::Result<ExitCode> {
    let files = keys_of(settings)?;
    let passphrase = passphrase_of(settings, world)?;
    let kid = make(&files, &root.name, passphrase.as_bytes(), world)?;
    let (private, public) = (files.path(&root.name), files.public_path(&root.name));
    if settings.json {
        println!("{}", json!({ "kid": kid, "private": private, "public": public }));
    } else {
        println!("{} {kid} dibuat (made): {}", root.name, private.display());
        println!("Berikan kepada setiap pemeriksa (give to every verifier): {}", public.display());
        println!("Simpan separuh rahasianya dan kata sandinya di tempat terpisah, bukan di server.");
        println!("(Keep its private half and its passphrase apart, and off every server.)");
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes a root and keeps both halves.
pub(in crate::cli) fn make(files: &KeyFiles, name: &str, passphrase: &[u8], world: &mut World) -> anyhow::Result<Kid> {
    let key = PrivateKey::generate(&mut world.random);
    files.write(name, &key, passphrase, &mut world.random)?;
    Ok(key.kid())
}

pub(super) fn hand_over(settings: &Settings, command: &Handover, world: &mut World) -> anyhow::Result<ExitCode> {
    let files = keys_of(settings)?;
    let safe = open_at(&command.safe, passphrase_of(settings, world)?.as_bytes())?;
    let (old, successor) = (public(&command.withdraw)?, public(&command.successor)?);
    let path = files.beside(HANDOVER);
    let earlier = match fs::read_to_string(&path) {
        Ok(text) => {
            Some(roots::Handover::read(text.trim(), &safe.public()).context("the handover that is there already")?)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    if [old.kid(), successor.kid()].contains(&safe.kid()) || old.kid() == successor.kid() {
        bail!("the root in the safe is neither withdrawn nor a successor, and no root succeeds itself");
    }
    let mut withdrawn: BTreeSet<Kid> = earlier.map(|earlier| earlier.withdrawn).unwrap_or_default();
    withdrawn.insert(old.kid());
    if withdrawn.contains(&successor.kid()) {
        bail!("root {} was withdrawn before; a root never comes back", successor.kid());
    }
    let handover = roots::Handover { iat: world.now(), withdrawn, successor };
    let text = handover.sign(&safe);
    keep_public(&files, &command.safe, &safe.public())?;
    key_files::replace(&path, text.as_bytes(), 0o644).with_context(|| format!("cannot write {}", path.display()))?;
    if settings.json {
        println!("{}", json!({ "withdrawn": handover.withdrawn, "successor": successor.kid(), "file": path }));
    } else {
        println!("Root {} dicabut selamanya; penggantinya {}: {}", old.kid(), successor.kid(), path.display());
        println!("(Withdrawn for ever; its successor.) Berikutnya (next): absah trust sign");
    }
    Ok(ExitCode::SUCCESS)
}

/// Keeps the public half of the root in the safe beside the keys: the handover is read with it.
fn keep_public(files: &KeyFiles, safe: &Path, half: &PublicKey) -> anyhow::Result<()> {
    let name = safe.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let path = files.public_path(name);
    if path.exists() {
        let kept = public(&path)?;
        anyhow::ensure!(kept == *half, "{} is of another root than {}", path.display(), safe.display());
        return Ok(());
    }
    name_of_root(name).map_err(anyhow::Error::msg)?;
    key_files::create(&path, half.to_pem()?.as_bytes(), 0o644)
        .with_context(|| format!("cannot write {}", path.display()))
}

/// The handover beside the keys, and whom it names; none where no root was ever withdrawn.
pub(super) fn handover(files: &KeyFiles) -> anyhow::Result<Option<(String, roots::Handover)>> {
    let path = files.beside(HANDOVER);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text.trim().to_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let by = publics(files)?.into_iter().find_map(|root| roots::Handover::read(&text, &root).ok());
    let by = by.with_context(|| format!("{} is signed by no root whose public half lies beside it", path.display()))?;
    Ok(Some((text, by)))
}

/// Public halves of the roots that lie beside the keys.
pub(super) fn publics(files: &KeyFiles) -> anyhow::Result<Vec<PublicKey>> {
    let named = (1..100).map(|number| files.public_path(&format!("root-{number}")));
    named.filter(|path| path.exists()).map(|path| public(&path)).collect()
}

/// Opens a private half by the path of its file.
pub(super) fn open_at(path: &Path, passphrase: &[u8]) -> anyhow::Result<PrivateKey> {
    let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".pem"));
    let name = name.filter(|name| !name.ends_with(".pub"));
    let name = name.with_context(|| format!("{}: expected the private half, NAME.pem", path.display()))?;
    Ok(KeyFiles::new(path.parent().unwrap_or_else(|| Path::new("."))).open(name, passphrase)?)
}
