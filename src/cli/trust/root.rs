//! `absah trust root`, `absah trust handover`: roots are made, and one follows another.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use serde_json::json;

use crate::cli::keys::files;
use crate::cli::trust::{publish_own, tell_published};
use crate::cli::{Settings, World, place};
use crate::office::key_ring::KeyRing;
use crate::office::trust::{self, HandoverMade, RootName, SelfPublished, Succession};
use crate::words::{key, say};

/// Make a root key: root-1 signs trust lists, root-2 belongs in a safe
#[derive(Args, Debug)]
#[command(
    after_help = "Example, on a computer that is no server:\n  absah trust root root-1 --data ./pusat\n  absah trust root root-2 --data ./brankas\n\nGive every verifier both public halves; put root-2's private half and its passphrase in a safe."
)]
pub(in crate::cli) struct Root {
    /// Its name: root-1, root-2, …
    name: RootName,
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

pub(super) async fn run(settings: &Settings, root: &Root, world: &mut World) -> anyhow::Result<ExitCode> {
    let lang = settings.lang;
    let ring = place::ring(settings, world)?;
    let trust::Root { kid, private, public } = trust::Root::make(&ring, &root.name, &mut world.random).await?;
    files::warn(&ring, lang);
    let signed = sign_here(settings, ring, world).await.with_context(|| key!("cli-root-made-not-signed").say(lang))?;
    if settings.json {
        println!("{}", json!({ "kid": kid, "private": private, "public": public }));
    } else {
        let (name, kid, file) = (root.name.to_string(), kid.to_string(), private.display());
        println!("{}", say!(lang, "cli-root-made", name, kid, file));
        println!("{}", say!(lang, "cli-root-give", file = public.display()));
        println!("{}", key!("cli-root-keep").say(lang));
        signed.iter().for_each(|signed| tell_published(signed, lang));
    }
    Ok(ExitCode::SUCCESS)
}

/// Signs and publishes at once where these keys are an installation's and the root that signs is among them.
async fn sign_here(settings: &Settings, ring: KeyRing, world: &World) -> anyhow::Result<Option<SelfPublished>> {
    // A root is also kept apart, while the environment names the database of some installation.
    if !place::is_there(settings) || !ring.records_path().exists() {
        return Ok(None);
    }
    let office = place::opened(settings).await?.with_keys(ring);
    let signed = publish_own(&office, world, settings.lang).await?;
    office.close().await;
    Ok(signed)
}

pub(super) async fn hand_over(settings: &Settings, command: &Handover, world: &World) -> anyhow::Result<ExitCode> {
    let lang = settings.lang;
    let ring = place::ring(settings, world)?;
    let Handover { safe, withdraw, successor } = command;
    let HandoverMade { handover, old, file } =
        trust::hand_over(&ring, Succession { safe, withdraw, successor }, world.now()).await?;
    let successor = handover.successor.kid();
    let signed =
        sign_here(settings, ring, world).await.with_context(|| key!("cli-handed-over-not-signed").say(lang))?;
    if settings.json {
        println!("{}", json!({ "withdrawn": handover.withdrawn, "successor": successor, "file": file }));
    } else {
        let (old, successor, file) = (old.to_string(), successor.to_string(), file.display());
        println!("{}", say!(lang, "cli-handed-over", old, successor, file));
        match &signed {
            Some(signed) => tell_published(signed, lang),
            None => println!("{}", say!(lang, "cli-next", command = "absah trust sign")),
        }
    }
    Ok(ExitCode::SUCCESS)
}
