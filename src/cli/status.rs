//! `absah revoke`, `suspend`, `reinstate`: the status of one certificate.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::json;

use super::{Settings, World, place};
use crate::domain::certificate::Certificate;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::domain::status::{Change, RevokeReason, SuspendReason};
use crate::office::{Office, status};

/// The certificate acted on.
#[derive(Args, Debug)]
pub(super) struct Which {
    /// Its certificate, registration or blanko number
    pub(super) number: String,
    /// Its LSP, where several have the number
    #[arg(long)]
    pub(super) lsp: Option<LspId>,
}

/// End a suspension
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  absah reinstate \"81210 9112 2 0000003 2026\" --reason \"klarifikasi diterima\"")]
pub(super) struct Reinstate {
    #[command(flatten)]
    which: Which,
    /// Why, for the journal
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Revoke a certificate for good
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  absah revoke \"81210 9112 2 0000003 2026\" --reason fraud")]
pub(super) struct Revoke {
    #[command(flatten)]
    which: Which,
    /// ethics, not-renewed, unable, convicted, fraud, wrong-data, duplicate, lost-sheet or holder-request; never public
    #[arg(long)]
    reason: RevokeReason,
}

/// Suspend a certificate until it is reinstated or revoked
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  absah suspend \"81210 9112 2 0000003 2026\" --reason misuse")]
pub(super) struct Suspend {
    #[command(flatten)]
    which: Which,
    /// suspect, expired or misuse; never public
    #[arg(long)]
    reason: SuspendReason,
}

pub(super) async fn reinstate(settings: &Settings, act: &Reinstate, world: &mut World) -> anyhow::Result<ExitCode> {
    if act.reason.as_ref().is_some_and(|text| text.chars().count() > 500) {
        bail!("--reason is longer than 500 characters");
    }
    change(settings, &act.which, (Change::Reinstate, act.reason.as_deref()), world).await
}

pub(super) async fn revoke(settings: &Settings, act: &Revoke, world: &mut World) -> anyhow::Result<ExitCode> {
    change(settings, &act.which, (Change::Revoke(act.reason), None), world).await
}

pub(super) async fn suspend(settings: &Settings, act: &Suspend, world: &mut World) -> anyhow::Result<ExitCode> {
    change(settings, &act.which, (Change::Suspend(act.reason), None), world).await
}

async fn change(
    settings: &Settings,
    which: &Which,
    (change, remark): (Change, Option<&str>),
    world: &World,
) -> anyhow::Result<ExitCode> {
    let office = place::office(settings, world).await?;
    let certificate = find(&office, which).await?;
    let acting = office.changing(&certificate.lsp, world.by()).await?;
    status::change(&acting, &certificate, change, remark).await?;
    let state = change.becomes().as_str();
    if settings.json {
        println!("{}", json!({ "number": certificate.number, "lsp": certificate.lsp, "state": state }));
    } else {
        println!("{} ({}): {state}", certificate.number, certificate.lsp);
    }
    office.store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// The one certificate that a number names.
pub(super) async fn find(office: &Office, which: &Which) -> anyhow::Result<Certificate> {
    let key = SearchKey::new(&which.number).context("that is no number")?;
    let mut found = office.store.by_number(&key).await?;
    found.retain(|certificate| which.lsp.as_ref().is_none_or(|lsp| *lsp == certificate.lsp));
    match found.len() {
        0 => bail!("no certificate has the number {}", which.number),
        1 => found.pop().context("one was found"),
        _ => {
            let lsps: Vec<&str> = found.iter().map(|certificate| certificate.lsp.as_str()).collect();
            bail!("several certificates have this number; say which with --lsp: {}", lsps.join(", "))
        }
    }
}
