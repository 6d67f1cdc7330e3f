//! `absah keys`: the LSP's keys through their life. Each ceremony says what it did and what comes next.

mod compromised;
mod export;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::json;

use super::place::Place;
use super::trust::{self, names};
use super::{Settings, World};
pub(super) use export::entries;

use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::office::lists::status_key;
use crate::seal::key_files;
use crate::seal::keys::{KeyUse, Kid, PrivateKey};
use crate::seal::trust_list::{KeyState, TrustedKey};
use crate::store::{JournalEntry, Subject};

/// Signing keys of an LSP
#[derive(Debug, Subcommand)]
#[command(after_help = "Example:\n  absah keys list")]
pub(super) enum Keys {
    Compromised(compromised::Compromised),
    Export(export::Export),
    /// List the keys of this installation
    #[command(after_help = "Example:\n  absah keys list --lsp klining")]
    List {
        /// Only this LSP's
        #[arg(long)]
        lsp: Option<LspId>,
    },
    New(New),
    Retire(Retire),
}

/// Make a key and keep its private half, encrypted, in the data directory
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  ABSAH_KEY_PASSPHRASE=… absah keys new --lsp klining")]
pub(super) struct New {
    /// The LSP that will sign with it
    #[arg(long)]
    lsp: LspId,
    /// First day of issue it may sign for; the first of the LSP's present licence unless said
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// What it signs: certificate, status or report; certificate unless said, and a status key with the LSP's first
    #[arg(long = "use", value_name = "USE")]
    key_use: Option<KeyUse>,
}

/// End a key's time and destroy its private half; certificates signed with it stay good
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  absah keys retire --lsp klining 8J0fGk1hQyM")]
pub(super) struct Retire {
    /// The LSP whose key it is
    #[arg(long)]
    lsp: LspId,
    /// The key, as `absah keys list` names it
    #[arg(allow_hyphen_values = true)]
    kid: Kid,
}

pub(super) async fn run(settings: &Settings, keys: &Keys, world: &mut World) -> anyhow::Result<ExitCode> {
    let place = Place::open(settings, world).await?;
    match keys {
        Keys::Compromised(compromised) => compromised::run(settings, &place, compromised, world).await?,
        Keys::Export(export) => export::run(&place, export).await?,
        Keys::List { lsp } => list(settings, &place, lsp.as_ref()).await?,
        Keys::New(new) => make_and_tell(settings, &place, new, world).await?,
        Keys::Retire(retire) => retire_and_tell(settings, &place, retire, world).await?,
    }
    place.store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn make_and_tell(settings: &Settings, place: &Place, new: &New, world: &mut World) -> anyhow::Result<()> {
    let key_use = new.key_use.unwrap_or(KeyUse::Certificate);
    let kid = make(place, (&new.lsp, key_use), new.from, world).await?;
    let mut made = vec![(key_use, kid)];
    if new.key_use.is_none() && status_key(&place.acting(&new.lsp).await?.trusted).is_none() {
        made.push((KeyUse::Status, make(place, (&new.lsp, KeyUse::Status), new.from, world).await?));
    }
    let signed = trust::sign_if_rooted(place, world).await?;
    if settings.json {
        let others: Vec<_> = made[1..].iter().map(|(key_use, kid)| json!({ "kid": kid, "use": key_use })).collect();
        println!("{}", json!({ "kid": kid, "lsp": new.lsp, "use": key_use, "also": others }));
        return Ok(());
    }
    for (key_use, kid) in &made {
        let file = place.keys.path(&key_files::name(&new.lsp, *key_use, *kid));
        println!("Kunci {} {kid} dibuat untuk {} (key made): {}", key_use.as_str(), new.lsp, file.display());
    }
    println!("Salin berkas itu dan kata sandinya ke tempat aman yang terpisah.");
    println!("(Copy the file and its passphrase to safe places, apart from each other.)");
    trust::tell_next(place, (&new.lsp, signed.as_ref())).await
}

async fn retire_and_tell(settings: &Settings, place: &Place, retire: &Retire, world: &mut World) -> anyhow::Result<()> {
    retire_key(place, retire, world).await?;
    let signed = trust::sign_if_rooted(place, world).await?;
    if settings.json {
        println!("{}", json!({ "kid": retire.kid, "lsp": retire.lsp, "state": "retired" }));
        return Ok(());
    }
    println!("Kunci {} berakhir hari ini; sertifikatnya tetap sah. (Retired.)", retire.kid);
    println!("Separuh rahasianya sudah dimusnahkan di sini; musnahkan juga salinannya.");
    println!("(Its private half is destroyed here; destroy its copies too.)");
    if !place.store.keys(Some(&retire.lsp)).await?.iter().any(|key| key.trusted.state == KeyState::Active) {
        println!("Berikutnya (next): absah keys new --lsp {}", retire.lsp);
    }
    trust::tell_next(place, (&retire.lsp, signed.as_ref())).await
}

async fn list(settings: &Settings, place: &Place, lsp: Option<&LspId>) -> anyhow::Result<()> {
    let keys = place.store.keys(lsp).await?;
    if settings.json {
        let all: Vec<_> = keys
            .iter()
            .map(|key| {
                let TrustedKey { public, key_use, state, from, until } = &key.trusted;
                json!({ "kid": key.kid, "lsp": key.lsp, "use": key_use, "state": state.as_str(), "x": public.x(),
                        "from": from, "until": until })
            })
            .collect();
        println!("{}", json!({ "keys": all }));
        return Ok(());
    }
    let published = trust::published(place).await?;
    let waits = |key: &TrustedKey| {
        key.state == KeyState::Active && published.as_ref().is_some_and(|published| !names(published, key))
    };
    for key in keys {
        let until = key.trusted.until.map_or_else(|| "…".to_owned(), |day| day.to_string());
        let (key_use, state) = (key.trusted.key_use.as_str(), key.trusted.state.as_str());
        let waits = if waits(&key.trusted) { "  (menunggu tanda tangan root, waits for the root)" } else { "" };
        println!("{}  {}  {key_use}  {state}  {} – {until}{waits}", key.kid, key.lsp, key.trusted.from);
    }
    Ok(())
}

/// Makes a key: file first, then row, so that no key is trusted whose private half was never kept.
pub(super) async fn make(
    place: &Place,
    (lsp, key_use): (&LspId, KeyUse),
    from: Option<Date>,
    world: &mut World,
) -> anyhow::Result<Kid> {
    let acting = place.acting(lsp).await?;
    let records = place.records_or_new(&mut world.random).await?;
    let today = acting.taken.lsp.time_zone.rules().to_datetime(world.now()).date();
    let key = PrivateKey::generate(&mut world.random);
    let name = key_files::name(lsp, key_use, key.kid());
    place.keys.write(&name, &key, place.passphrase()?, &mut world.random)?;
    let licensed = acting.taken.lsp.licence_on(today).map_or(today, |licence| licence.from);
    let from = from.unwrap_or(licensed);
    let trusted = TrustedKey { public: key.public(), key_use, state: KeyState::Active, from, until: None };
    let mut writing = place.store.write(lsp).await?;
    writing.insert_key(&trusted).await?;
    let body = json!({ "kid": key.kid(), "use": key_use, "from": from });
    let actor = world.actor();
    let (at, subject) = (world.now(), Subject::Key(key.kid()));
    let entry = JournalEntry { at, actor: &actor, approved_by: None, act: Act::KeyNew, subject, body };
    writing.journal(&entry, &records).await?;
    writing.commit().await?;
    Ok(key.kid())
}

async fn retire_key(place: &Place, retire: &Retire, world: &mut World) -> anyhow::Result<()> {
    let acting = place.acting(&retire.lsp).await?;
    let known = place.store.keys(Some(&retire.lsp)).await?;
    let key = known.iter().find(|key| key.kid == retire.kid);
    let key = key.with_context(|| format!("LSP {} has no key {}", retire.lsp, retire.kid))?;
    let records = place.records().await?;
    let today = acting.taken.lsp.time_zone.rules().to_datetime(world.now()).date();
    let mut writing = place.store.write(&retire.lsp).await?;
    writing.retire_key(retire.kid, today).await.context("the key is not active")?;
    let actor = world.actor();
    let body = json!({ "kid": retire.kid, "until": today });
    let (at, subject) = (world.now(), Subject::Key(retire.kid));
    let entry = JournalEntry { at, actor: &actor, approved_by: None, act: Act::KeyRetire, subject, body };
    writing.journal(&entry, &records).await?;
    writing.commit().await?;
    let name = key_files::name(&retire.lsp, key.trusted.key_use, retire.kid);
    place.keys.destroy(&name).context("the key is retired, but its private half could not be destroyed")
}
