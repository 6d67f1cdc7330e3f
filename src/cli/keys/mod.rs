//! `absah keys`: the LSP's keys through their life. Each ceremony says what it did and what comes next.

mod compromised;
mod export;
pub(super) mod files;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::json;

use super::trust::{publish_own, tell_next};
use super::{Settings, World, place};
use crate::domain::issuer::LspId;
use crate::office::in_words::journal as journal_words;
use crate::office::keys::{NewKey, all, has_active, make, make_first, retire};
use crate::office::{Office, trust};
use crate::seal::key_files;
use crate::seal::keys::{KeyUse, Kid};
use crate::seal::trust_list::TrustedKey;
use crate::words::{Key, key, say};

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
    Renew(files::Renew),
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
    /// What it signs: certificate, status or report; certificate unless said, and a status and a report key where the LSP has none
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
    if matches!(keys, Keys::Renew(_)) {
        return files::renew(settings, world).await; // a root's keeper has keys and no installation around them
    }
    let office = place::office(settings, world).await?;
    match keys {
        Keys::Compromised(compromised) => compromised::run(settings, &office, compromised, world).await?,
        Keys::Export(export) => export::run(&office, export, settings.lang).await?,
        Keys::List { lsp } => list(settings, &office, lsp.as_ref()).await?,
        Keys::New(new) => make_and_tell(settings, &office, new, world).await?,
        Keys::Renew(_) => {}
        Keys::Retire(retire) => retire_and_tell(settings, &office, retire, world).await?,
    }
    office.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn make_and_tell(settings: &Settings, office: &Office, new: &New, world: &mut World) -> anyhow::Result<()> {
    let (lsp, from, by, lang) = (&new.lsp, new.from, world.by(), settings.lang);
    let made = match new.key_use {
        Some(key_use) => {
            vec![(key_use, make(office, NewKey { lsp, key_use, from }, &by, &mut world.random).await?)]
        }
        None => make_first(office, lsp, from, &by, &mut world.random).await?,
    };
    let signed = publish_own(office, world, lang).await?;
    files::warn(&office.keys, lang);
    if settings.json {
        let (key_use, kid) = made[0];
        let others: Vec<_> = made[1..].iter().map(|(key_use, kid)| json!({ "kid": kid, "use": key_use })).collect();
        println!("{}", json!({ "kid": kid, "lsp": lsp, "use": key_use, "also": others }));
        return Ok(());
    }
    for (key_use, kid) in &made {
        let file = office.keys.files().path(&key_files::name(lsp, *key_use, *kid));
        let (key_use, kid, file) = (used_for(*key_use).say(lang), kid.to_string(), file.display());
        println!("{}", say!(lang, "cli-key-made", use = key_use, kid, lsp, file));
    }
    println!("{}", key!("cli-key-keep").say(lang));
    tell_next(office, lsp, signed.as_ref(), lang).await
}

async fn retire_and_tell(settings: &Settings, office: &Office, command: &Retire, world: &World) -> anyhow::Result<()> {
    let (Retire { lsp, kid }, lang) = (command, settings.lang);
    retire(office, lsp, *kid, &world.by()).await?;
    let signed = publish_own(office, world, lang).await?;
    if settings.json {
        println!("{}", json!({ "kid": kid, "lsp": lsp, "state": "retired" }));
        return Ok(());
    }
    let told = kid.to_string();
    let retired = match office.key(lsp, *kid).await?.key_use {
        KeyUse::Certificate => say!(lang, "cli-key-retired", kid = told),
        KeyUse::Report => say!(lang, "cli-key-retired-report", kid = told),
        KeyUse::Status => say!(lang, "cli-key-retired-status", kid = told),
    };
    println!("{retired}");
    println!("{}", key!("cli-key-destroyed").say(lang));
    if !has_active(office, lsp, None).await? {
        let command = format!("absah keys new --lsp {lsp}");
        println!("{}", say!(lang, "cli-next", command));
    }
    tell_next(office, lsp, signed.as_ref(), lang).await
}

async fn list(settings: &Settings, office: &Office, lsp: Option<&LspId>) -> anyhow::Result<()> {
    let keys = all(office, lsp).await?;
    let weak = office.keys.weak_files()?;
    if settings.json {
        let all: Vec<_> = keys
            .iter()
            .map(|key| {
                let TrustedKey { public, key_use, state, from, until } = &key.trusted;
                json!({ "kid": key.kid, "lsp": key.lsp, "use": key_use, "state": state.as_str(), "x": public.x(),
                        "from": from, "until": until })
            })
            .collect();
        println!("{}", json!({ "keys": all, "weak_files": files::weak_to_json(&weak) }));
        return Ok(());
    }
    let published = trust::published(office).await?;
    for key in keys {
        let until = key.trusted.until.map_or_else(|| "…".to_owned(), |day| day.to_string());
        let key_use = used_for(key.trusted.key_use).say(settings.lang);
        let state = journal_words::key_state(key.trusted.state, settings.lang);
        let waits = match trust::waits(published.as_ref(), &key.trusted) {
            true => format!("  {}", key!("cli-key-waits").say(settings.lang)),
            false => String::new(),
        };
        println!("{}  {}  {key_use}  {state}  {} – {until}{waits}", key.kid, key.lsp, key.trusted.from);
    }
    files::tell_weak(&weak, settings.lang);
    files::warn(&office.keys, settings.lang);
    Ok(())
}

/// What a key signs, for a person; `--use` takes the English word in every language.
fn used_for(key_use: KeyUse) -> Key {
    match key_use {
        KeyUse::Certificate => key!("cli-key-use-certificate"),
        KeyUse::Report => key!("cli-key-use-report"),
        KeyUse::Status => key!("cli-key-use-status"),
    }
}
