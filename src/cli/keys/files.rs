//! `absah keys renew`, and what is to be said of key files that are easily guessed at.

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::{Settings, World, place};
use crate::office::key_ring::{KeyRing, SHORTEST, WeakFile};
use crate::seal::key_cost::Cost;
use crate::words::{Lang, say};

/// Make key files anew that are easier to guess at than new ones; the same keys, the same passphrase
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah keys renew\n  absah keys renew --data ./pusat     where a root is kept\n\nEach file is replaced at once and the old one overwritten; copies elsewhere are yours to replace."
)]
pub(in crate::cli) struct Renew;

pub(super) async fn renew(settings: &Settings, world: &mut World) -> anyhow::Result<ExitCode> {
    let (ring, lang) = (place::ring(settings, world)?, settings.lang);
    let weak = ring.weak_files()?;
    for WeakFile { name, .. } in &weak {
        ring.renew(name, &mut world.random).await?;
    }
    if settings.json {
        println!("{}", json!({ "renewed": weak.iter().map(|file| &file.name).collect::<Vec<_>>() }));
    } else {
        println!("{}", say!(lang, "cli-keys-renewed", count = weak.len()));
        weak.iter().for_each(|file| println!("  {}", ring.files().path(&file.name).display()));
    }
    warn(&ring, lang);
    Ok(ExitCode::SUCCESS)
}

/// Says of a passphrase that it is short, and of files written now that there was less memory than they should take.
pub(in crate::cli) fn warn(ring: &KeyRing, lang: Lang) {
    if ring.is_passphrase_short() {
        eprintln!("{}", say!(lang, "cli-passphrase-short", shortest = SHORTEST));
    }
    let memory = |cost: Cost| cost.memory() >> 20;
    if ring.lacks_memory() {
        let (mib, full) = (memory(ring.cost()), memory(Cost::FULL));
        eprintln!("{}", say!(lang, "cli-keys-little-memory", mib, full));
    }
}

/// Says which files are easier to guess at than new ones.
pub(super) fn tell_weak(weak: &[WeakFile], lang: Lang) {
    if weak.is_empty() {
        return;
    }
    eprintln!("{}", say!(lang, "cli-keys-weak", count = weak.len()));
    for WeakFile { name, derivation } in weak {
        eprintln!("  {}", say!(lang, "cli-keys-weak-file", name, derivation = derivation.to_string()));
    }
}

pub(super) fn weak_to_json(weak: &[WeakFile]) -> Vec<Value> {
    let told =
        |file: &WeakFile| json!({ "file": format!("{}.pem", file.name), "derivation": file.derivation.to_string() });
    weak.iter().map(told).collect()
}
