//! `absah keys compromised`: somebody else may sign with a key.

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::cli::failure::refused;
use crate::cli::trust::{publish_own, tell_next};
use crate::cli::{Settings, World};
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::search_key::SearchKey;
use crate::domain::term::start_of;
use crate::office::Office;
use crate::office::compromise::{self, Declared, Stolen};
use crate::office::keys::has_active;
use crate::seal::keys::{KeyUse, Kid};
use crate::words::{Lang, say};

/// Numbers told one by one; of more, the first of them.
const TOLD: usize = 20;

/// Declare a key stolen: what was truly issued with it stays good, nothing else is
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah keys compromised --lsp klining 8J0fGk1hQyM --since 2026-11-20T14:00:00+07:00\n\nCertificates recorded after that instant are honoured only if you name them with --confirm.\nThe command may be run again, with an earlier --since or more numbers; a later --since adds nothing.\nWhat to do around it, step by step: docs/stolen-key.md"
)]
pub(in crate::cli) struct Compromised {
    /// The LSP whose key it is
    #[arg(long)]
    lsp: LspId,
    /// The key, as `absah keys list` names it
    #[arg(allow_hyphen_values = true)]
    kid: Kid,
    /// The last instant at which you are sure that nobody else had it, or a day (from its beginning); now unless said
    #[arg(long, value_name = "INSTANT")]
    since: Option<String>,
    /// Number of a certificate issued after that instant that you vouch for; may be given many times
    #[arg(long, value_name = "NUMBER")]
    confirm: Vec<String>,
}

pub(super) async fn run(
    settings: &Settings,
    office: &Office,
    command: &Compromised,
    world: &mut World,
) -> anyhow::Result<()> {
    let (lsp, kid, lang) = (&command.lsp, command.kid, settings.lang);
    let since = match &command.since {
        Some(text) => instant(text, &office.lsp(lsp).await?.lsp, lang)?,
        None => world.now(),
    };
    let no_number = |text: &str| refused(say!(lang, "cli-confirm-no-number", text));
    let number = |text: &String| SearchKey::new(text).ok_or_else(|| no_number(text));
    let confirmed = command.confirm.iter().map(number).collect::<anyhow::Result<Vec<_>>>()?;
    let stolen = Stolen { lsp, kid, since, confirmed: &confirmed };
    let declared = compromise::declare(office, &stolen, &world.by()).await?;
    let since = declared.since;
    let signed = publish_own(office, world, lang).await?;
    if settings.json {
        println!(
            "{}",
            json!({ "kid": kid, "lsp": lsp, "state": "compromised", "since": since,
                    "honoured": declared.honoured, "unconfirmed": declared.unconfirmed,
                    "unjournalled": declared.unjournalled })
        );
        return Ok(());
    }
    let key = office.key(lsp, kid).await?;
    tell(kid, key.key_use, &declared, lang);
    if !has_active(office, lsp, Some(key.key_use)).await? {
        let key_use = match key.key_use {
            KeyUse::Certificate => String::new(),
            other => format!(" --use {}", other.as_str()),
        };
        let command = format!("absah keys new --lsp {lsp}{key_use}");
        println!("{}", say!(lang, "cli-next", command));
    }
    tell_next(office, lsp, signed.as_ref(), lang).await
}

fn instant(text: &str, lsp: &Lsp, lang: Lang) -> anyhow::Result<Timestamp> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let day = text.parse::<Date>().map_err(|_| refused(say!(lang, "cli-since-no-instant", text)))?;
    Ok(start_of(day, lsp.time_zone.rules())?)
}

fn tell(kid: Kid, key_use: KeyUse, declared: &Declared, lang: Lang) {
    let Declared { honoured, unconfirmed, unjournalled, since } = declared;
    println!("{}", say!(lang, "cli-key-compromised", kid = kid.to_string(), since));
    let stands = match key_use {
        KeyUse::Certificate => say!(lang, "cli-key-honoured", count = honoured.count),
        KeyUse::Report => say!(lang, "cli-key-honoured-report"),
        KeyUse::Status => say!(lang, "cli-key-honoured-status"),
    };
    println!("{stands}");
    if !unconfirmed.is_empty() {
        println!("{}", say!(lang, "cli-key-unconfirmed", count = unconfirmed.len()));
        list(unconfirmed);
    }
    if !unjournalled.is_empty() {
        println!("{}", say!(lang, "cli-key-unjournalled", count = unjournalled.len()));
        list(unjournalled);
    }
}

fn list(numbers: &[String]) {
    numbers.iter().take(TOLD).for_each(|number| println!("  {number}"));
    if numbers.len() > TOLD {
        println!("  …");
    }
}
