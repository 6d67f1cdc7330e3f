//! `absah trust`: the trust list and the roots that sign it. A root key need not be on any server.

mod fetch;
mod root;
mod sign;

use std::process::ExitCode;

use clap::Subcommand;

use super::{Settings, World};
use crate::domain::issuer::LspId;
use crate::office::Office;
use crate::office::trust::Signed;
use crate::words::{Lang, key};

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

/// That a new list is out already, and what it says anew.
fn tell_signed(signed: &Signed, lang: Lang) {
    println!("{}", key!("cli-trust-signed-anew").say(lang));
    signed.differences.iter().for_each(|line| println!("  {line}"));
}

/// What the person who changed a key has to do now, so that verifiers learn of it.
pub(super) async fn tell_next(office: &Office, lsp: &LspId, signed: Option<&Signed>, lang: Lang) -> anyhow::Result<()> {
    if let Some(signed) = signed {
        tell_signed(signed, lang);
    } else if office.store.trust_list().await?.is_some() {
        println!("{}", key!("cli-trust-learn").say(lang));
        let (export, publish) = (key!("cli-trust-learn-export"), key!("cli-trust-learn-publish"));
        println!("  absah keys export --lsp {lsp} --out {lsp}.json     ({})", export.say(lang));
        println!("  absah trust publish trust.jwt     ({})", publish.say(lang));
    }
    Ok(())
}
