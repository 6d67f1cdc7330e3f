//! `absah trust`: the trust list and the roots that sign it. A root key need not be on any server.

mod differences;
mod fetch;
mod root;
mod sign;

use std::process::ExitCode;

use clap::Subcommand;

use super::{Settings, World};
use crate::domain::issuer::LspId;
use crate::office::Office;
use crate::office::trust::{self, SelfPublished};
use crate::seal::trust_list::difference::Difference;
use crate::words::{Lang, key, say};

/// The trust list: which keys belong to which LSP, signed by a root
#[derive(Debug, Subcommand)]
#[command(after_help = "Example:\n  absah trust sign klining.json pengemudi.json --out trust.jwt")]
pub(super) enum Trust {
    Fetch(fetch::Fetch),
    Handover(root::Handover),
    Publish(sign::Publish),
    Root(root::Root),
    Sign(sign::Sign),
}

pub(super) async fn run(settings: &Settings, command: &Trust, world: &mut World) -> anyhow::Result<ExitCode> {
    match command {
        Trust::Fetch(fetch) => fetch::run(settings, fetch, world),
        Trust::Handover(handover) => root::hand_over(settings, handover, world).await,
        Trust::Publish(publish) => sign::publish(settings, publish, world).await,
        Trust::Root(root) => root::run(settings, root, world).await,
        Trust::Sign(sign) => sign::run(settings, sign, world).await,
    }
}

/// Publishes what this installation's LSPs declare now, where the root is with it. What is not published by itself is
/// told, whoever asked and however.
pub(super) async fn publish_own(office: &Office, world: &World, lang: Lang) -> anyhow::Result<Option<SelfPublished>> {
    let published = trust::sign_if_rooted(office, world.now()).await?;
    if let Some(SelfPublished::Held(held)) = &published {
        eprintln!("{}", key!("cli-trust-held").say(lang));
        differences::lines(held, lang).iter().for_each(|line| eprintln!("{line}"));
        let names = held.iter().filter_map(Difference::name).map(|name| format!(" --allow {name}"));
        let command = format!("absah trust sign{}", names.collect::<String>());
        eprintln!("{}", say!(lang, "cli-next", command));
    }
    Ok(published)
}

/// That a new list is out already, and what it says anew.
fn tell_published(published: &SelfPublished, lang: Lang) {
    if let SelfPublished::Signed(signed) = published {
        println!("{}", key!("cli-trust-signed-anew").say(lang));
        differences::lines(&signed.differences, lang).iter().for_each(|line| println!("{line}"));
    }
}

/// What the person who changed a key has to do now, so that verifiers learn of it.
pub(super) async fn tell_next(
    office: &Office,
    lsp: &LspId,
    published: Option<&SelfPublished>,
    lang: Lang,
) -> anyhow::Result<()> {
    if let Some(published) = published {
        tell_published(published, lang);
    } else if trust::is_published(office).await? {
        println!("{}", key!("cli-trust-learn").say(lang));
        let (export, publish) = (key!("cli-trust-learn-export"), key!("cli-trust-learn-publish"));
        println!("  absah keys export --lsp {lsp} --out {lsp}.json     ({})", export.say(lang));
        println!("  absah trust publish trust.jwt     ({})", publish.say(lang));
    }
    Ok(())
}
