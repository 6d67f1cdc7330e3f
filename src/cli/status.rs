//! `absah revoke`, `suspend`, `reinstate`: the status of one certificate.

use std::borrow::Cow;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::ask::agreed;
use super::{Settings, World, place};
use crate::domain::certificate::Certificate;
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::status::{Change, RevokeReason, SuspendReason};
use crate::office::find::one;
use crate::office::status;
use crate::words::status::state as state_words;
use crate::words::{Lang, say};

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
    /// Why, for the journal, where it stays for good: name nobody in it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Revoke a certificate for good
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  absah revoke \"81210 9112 2 0000003 2026\" --reason fraud")]
pub(super) struct Revoke {
    #[command(flatten)]
    which: Which,
    /// ethics, not-renewed, unable, convicted, fraud, wrong-data, duplicate, lost-sheet or holder-request; in
    /// Indonesian etika, tidak-diperpanjang, tidak-mampu, terpidana, kecurangan, data-salah, ganda, lembar-hilang or
    /// permintaan-pemegang; never public
    #[arg(long)]
    reason: RevokeReason,
    /// Do not ask on a terminal
    #[arg(long)]
    yes: bool,
}

/// Suspend a certificate until it is reinstated or revoked
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  absah suspend \"81210 9112 2 0000003 2026\" --reason misuse")]
pub(super) struct Suspend {
    #[command(flatten)]
    which: Which,
    /// suspect, expired or misuse; in Indonesian tersangka, kedaluwarsa or penyalahgunaan; never public
    #[arg(long)]
    reason: SuspendReason,
    /// Do not ask on a terminal
    #[arg(long)]
    yes: bool,
}

pub(super) async fn reinstate(settings: &Settings, act: &Reinstate, world: &mut World) -> anyhow::Result<ExitCode> {
    let asked = Asked { change: Change::Reinstate, remark: act.reason.as_deref(), yes: true };
    change(settings, &act.which, asked, world).await
}

pub(super) async fn revoke(settings: &Settings, act: &Revoke, world: &mut World) -> anyhow::Result<ExitCode> {
    let asked = Asked { change: Change::Revoke(act.reason), remark: None, yes: act.yes };
    change(settings, &act.which, asked, world).await
}

pub(super) async fn suspend(settings: &Settings, act: &Suspend, world: &mut World) -> anyhow::Result<ExitCode> {
    let asked = Asked { change: Change::Suspend(act.reason), remark: None, yes: act.yes };
    change(settings, &act.which, asked, world).await
}

/// What is asked for.
struct Asked<'a> {
    change: Change,
    remark: Option<&'a str>,
    /// Said already; nobody is asked.
    yes: bool,
}

async fn change(settings: &Settings, which: &Which, asked: Asked<'_>, world: &World) -> anyhow::Result<ExitCode> {
    let Asked { change, remark, yes } = asked;
    let office = place::office(settings, world).await?;
    let certificate = one(&office, &which.number, which.lsp.as_ref()).await?;
    let acting = office.changing(&certificate.lsp, world.by()).await?;
    if !yes && !agreed(&question(change, &certificate, acting.lsp(), settings.lang), settings.lang)? {
        eprintln!("{}", say!(settings.lang, "cli-nothing-changed"));
        return Ok(ExitCode::from(1));
    }
    status::change(&acting, &certificate, change, remark).await?;
    let state = change.becomes().as_str();
    if settings.json {
        println!("{}", json!({ "number": certificate.number, "lsp": certificate.lsp, "state": state }));
    } else {
        let (lang, number, lsp) = (settings.lang, &certificate.number, &certificate.lsp);
        println!("{}", say!(lang, "cli-state-now", number, lsp, state = state_words(change.becomes()).say(lang)));
    }
    office.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Shows whose certificate it is before it is changed.
fn question(change: Change, certificate: &Certificate, lsp: &Lsp, lang: Lang) -> Cow<'static, str> {
    let Certificate { number, holder, scheme, .. } = certificate;
    let title = lsp.scheme(scheme).map_or("", |scheme| scheme.title_id.as_str());
    let (holder, scheme) = (holder.as_str(), format!("{scheme} {title}"));
    match change {
        Change::Suspend(_) => say!(lang, "cli-ask-suspend", number, holder, scheme),
        _ => say!(lang, "cli-ask-revoke", number, holder, scheme),
    }
}
