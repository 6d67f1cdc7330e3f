//! `absah keys compromised`: somebody else may sign with a key.

use anyhow::Context as _;
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::cli::place::Place;
use crate::cli::{Settings, World, trust};
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::domain::term::start_of;
use crate::office::compromise::{self, Declared};
use crate::office::desk::By;
use crate::seal::key_files;
use crate::seal::keys::{KeyUse, Kid};

/// Numbers told one by one; of more, the first of them.
const TOLD: usize = 20;

/// Declare a key stolen: what was truly issued with it stays good, nothing else is
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah keys compromised --lsp klining 8J0fGk1hQyM --since 2026-11-20T14:00:00+07:00\n\nCertificates recorded after that instant are honoured only if you name them with --confirm.\nThe command may be run again, with an earlier --since or more numbers.\nWhat to do around it, step by step: docs/stolen-key.md"
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
    place: &Place,
    command: &Compromised,
    world: &mut World,
) -> anyhow::Result<()> {
    let acting = place.acting(&command.lsp).await?;
    let known = place.store.keys(Some(&command.lsp)).await?;
    let key = known.iter().find(|key| key.kid == command.kid);
    let key = key.with_context(|| format!("LSP {} has no key {}", command.lsp, command.kid))?;
    let since = match &command.since {
        Some(text) => instant(text, &acting)?,
        None => world.now(),
    };
    anyhow::ensure!(since <= world.now(), "--since lies in the future");
    let number = |text: &String| SearchKey::new(text).with_context(|| format!("--confirm: {text:?} is no number"));
    let confirmed = command.confirm.iter().map(number).collect::<anyhow::Result<Vec<_>>>()?;
    let (records, actor) = (place.records().await?, world.actor());
    let desk = acting.desk(&place.store, &records, By { actor: &actor, now: world.now() });
    let declared = compromise::declare(&desk, command.kid, since, &confirmed).await?;
    let name = key_files::name(&command.lsp, key.trusted.key_use, command.kid);
    if place.keys.path(&name).exists() {
        place.keys.destroy(&name).context("the key is compromised, but its private half could not be destroyed")?;
    }
    let signed = trust::sign_if_rooted(place, world).await?;
    if settings.json {
        println!(
            "{}",
            json!({ "kid": command.kid, "lsp": command.lsp, "state": "compromised", "since": since,
                    "honoured": declared.honoured, "unconfirmed": declared.unconfirmed,
                    "unjournalled": declared.unjournalled })
        );
        return Ok(());
    }
    tell(command, since, &declared);
    let heir = place.acting(&command.lsp).await?.trusted;
    let left = heir
        .keys
        .iter()
        .any(|other| other.key_use == key.trusted.key_use && other.state == crate::seal::trust_list::KeyState::Active);
    if !left {
        let key_use = match key.trusted.key_use {
            KeyUse::Certificate => String::new(),
            other => format!(" --use {}", other.as_str()),
        };
        println!("Berikutnya (next): absah keys new --lsp {}{key_use}", command.lsp);
    }
    trust::tell_next(place, (&command.lsp, signed.as_ref())).await
}

fn instant(text: &str, acting: &crate::cli::place::Acting) -> anyhow::Result<Timestamp> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let day: Date = text.parse().ok().with_context(|| {
        format!(
            "--since: expected an instant such as 2026-11-20T14:00:00+07:00, or a day such as 2026-11-20, not {text:?}"
        )
    })?;
    Ok(start_of(day, acting.trusted.time_zone.rules())?)
}

fn tell(command: &Compromised, since: Timestamp, declared: &Declared) {
    let Declared { honoured, unconfirmed, unjournalled } = declared;
    println!("Kunci {} dinyatakan dicuri sejak {since}. (Declared compromised.)", command.kid);
    println!("{} sertifikat yang benar-benar diterbitkan tetap sah; selain itu tidak ada.", honoured.count);
    println!("({} certificates that were truly issued stay good; nothing else does.)", honoured.count);
    let list = |why: &str, numbers: &[String]| {
        if !numbers.is_empty() {
            println!("{why}: {}", numbers.len());
            numbers.iter().take(TOLD).for_each(|number| println!("  {number}"));
            if numbers.len() > TOLD {
                println!("  …");
            }
        }
    };
    list(
        "Terbit sesudah itu dan belum dijamin; bila benar, ulangi dengan --confirm NOMOR (issued later, not vouched for)",
        unconfirmed,
    );
    list(
        "Tidak tercatat dalam jurnal, TIDAK diakui; periksa satu per satu (in no journal entry, NOT honoured)",
        unjournalled,
    );
}
