//! `absah keys compromised`: somebody else may sign with a key.

use anyhow::Context as _;
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::cli::trust::tell_next;
use crate::cli::{Settings, World};
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::search_key::SearchKey;
use crate::domain::term::start_of;
use crate::office::compromise::{self, Declared, Stolen};
use crate::office::{Office, trust};
use crate::seal::keys::{KeyUse, Kid};
use crate::seal::trust_list::KeyState;
use crate::store::KeyRow;

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
    let (lsp, kid) = (&command.lsp, command.kid);
    let since = match &command.since {
        Some(text) => instant(text, &office.lsp(lsp).await?.lsp)?,
        None => world.now(),
    };
    let number = |text: &String| SearchKey::new(text).with_context(|| format!("--confirm: {text:?} is no number"));
    let confirmed = command.confirm.iter().map(number).collect::<anyhow::Result<Vec<_>>>()?;
    let stolen = Stolen { lsp, kid, since, confirmed: &confirmed };
    let declared = compromise::declare(office, &stolen, &world.by()).await?;
    let since = declared.since;
    let signed = trust::sign_if_rooted(office, world.now()).await?;
    if settings.json {
        println!(
            "{}",
            json!({ "kid": kid, "lsp": lsp, "state": "compromised", "since": since,
                    "honoured": declared.honoured, "unconfirmed": declared.unconfirmed,
                    "unjournalled": declared.unjournalled })
        );
        return Ok(());
    }
    tell(kid, since, &declared);
    let key = office.key(lsp, kid).await?;
    let heir = |other: &KeyRow| other.trusted.key_use == key.key_use && other.trusted.state == KeyState::Active;
    if !office.store.keys(Some(lsp)).await?.iter().any(heir) {
        let key_use = match key.key_use {
            KeyUse::Certificate => String::new(),
            other => format!(" --use {}", other.as_str()),
        };
        println!("Berikutnya (next): absah keys new --lsp {lsp}{key_use}");
    }
    tell_next(office, lsp, signed.as_ref()).await
}

fn instant(text: &str, lsp: &Lsp) -> anyhow::Result<Timestamp> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let day: Date = text.parse().ok().with_context(|| {
        format!(
            "--since: expected an instant such as 2026-11-20T14:00:00+07:00, or a day such as 2026-11-20, not {text:?}"
        )
    })?;
    Ok(start_of(day, lsp.time_zone.rules())?)
}

fn tell(kid: Kid, since: Timestamp, declared: &Declared) {
    let Declared { honoured, unconfirmed, unjournalled, since: _ } = declared;
    println!("Kunci {kid} dinyatakan dicuri sejak {since}. (Declared compromised.)");
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
