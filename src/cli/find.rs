//! `absah find`: certificates by what one knows of them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Settings, World, place};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::domain::status::State;
use crate::domain::term;
use crate::domain::year::Year;
use crate::office::find::{Hit, Wanted, all, hits_table, line};
use crate::office::journal::read::{self, WrittenEntry};
use crate::office::register::{self, Kind};
use crate::seal::whole_file;
use crate::words::acts::act;
use crate::words::{Lang, say, when};

/// Certificates that are shown at most; a file takes them all.
const SHOWN: usize = 50;

/// Certificates that were found.
struct Found {
    hits: Vec<Hit>,
    /// Whether there are more than are shown.
    more: bool,
}

/// Find certificates by number, name or NIK, or by what they have in common
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah find \"81210 9112 2 0000003 2026\"\n  absah find siti --issued-in 2026\n  absah find --expiring-before 2027-03-31 --scheme CS-01 --out perpanjangan.xlsx\n\nOne that is found alone is shown with its history. A NIK is given whole."
)]
pub(super) struct Find {
    /// A certificate, registration or blanko number, beginnings of the words of a name, or a whole NIK
    text: Option<String>,
    /// Only of this LSP
    #[arg(long)]
    lsp: Option<LspId>,
    /// Only issued in this year
    #[arg(long, value_name = "YEAR")]
    issued_in: Option<Year>,
    /// Only running today and ending before this day
    #[arg(long, value_name = "DATE")]
    expiring_before: Option<Date>,
    /// Only in this state: valid, suspended, revoked or superseded
    #[arg(long, value_parser = state)]
    state: Option<State>,
    /// Only of this scheme
    #[arg(long, value_name = "CODE")]
    scheme: Option<SchemeCode>,
    /// Write all of them into a file, .csv or .xlsx
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn state(word: &str) -> Result<State, &'static str> {
    State::from_word(word).ok_or("expected valid, suspended, revoked or superseded")
}

pub(super) async fn run(settings: &Settings, asked: &Find, world: &World) -> anyhow::Result<ExitCode> {
    let out =
        asked.out.as_deref().map(|file| Ok::<_, anyhow::Error>((file, kind(file, settings.lang)?))).transpose()?;
    let wanted = Wanted {
        text: asked.text.clone(),
        event: None,
        issued_in: asked.issued_in,
        expiring_before: asked.expiring_before,
        state: asked.state,
        scheme: asked.scheme.clone(),
    };
    let office = place::office(settings, world).await?;
    let most = if out.is_some() { register::ROWS as usize } else { SHOWN };
    let lsps = match &asked.lsp {
        Some(lsp) => vec![lsp.clone()],
        None => office.lsps().await?.into_iter().map(|lsp| lsp.id).collect(),
    };
    let (hits, more) = all(&office, &lsps, &wanted, term::in_jakarta(world.now()), most).await?;
    let found = Found { hits, more };
    let history = match found.hits.as_slice() {
        [one] => read::of_certificate(&office, &one.listed.lsp, &one.listed.number).await?,
        _ => Vec::new(),
    };
    office.close().await;
    if let Some((file, kind)) = out {
        if found.more {
            bail!("{}", say!(settings.lang, "cli-found-too-many", count = register::ROWS));
        }
        let table = hits_table(kind, &found.hits, settings.lang)?;
        // It names people: the umask of whoever asks says who else may read it.
        whole_file::replace(file, &table, whole_file::HANDED_OUT)
            .with_context(|| say!(settings.lang, "cli-cannot-write", path = file.display().to_string()))?;
    }
    if settings.json {
        println!("{}", in_json(&found, &history));
    } else {
        tell(settings.lang, &found, &history, asked.out.as_deref());
    }
    Ok(ExitCode::SUCCESS)
}

fn kind(file: &Path, lang: Lang) -> anyhow::Result<Kind> {
    let ending = file.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    match ending.as_deref().and_then(std::ffi::OsStr::to_str) {
        Some("csv") => Ok(Kind::Csv),
        Some("xlsx") => Ok(Kind::Xlsx),
        _ => bail!("{}", say!(lang, "cli-found-ending", file = file.display().to_string())),
    }
}

fn tell(lang: Lang, found: &Found, history: &[WrittenEntry], out: Option<&Path>) {
    match out {
        Some(file) => {
            println!("{}", say!(lang, "cli-found-written", count = found.hits.len(), file = file.display().to_string()))
        }
        None if found.more => println!("{}", say!(lang, "cli-found-first", shown = SHOWN)),
        None => println!("{}", say!(lang, "cli-found", count = found.hits.len())),
    }
    for one in found.hits.iter().filter(|_| out.is_none()) {
        println!("{}", line(one, lang).join("  "));
    }
    for entry in history.iter().filter(|_| out.is_none()) {
        println!("  {}  {}  {}", when::sorted(entry.at, &when::jakarta()), act(&entry.act, lang), entry.actor);
    }
}

fn in_json(found: &Found, history: &[WrittenEntry]) -> Value {
    let certificate = |hit: &Hit| {
        let one = &hit.listed;
        json!({
            "lsp": one.lsp, "number": one.number, "registration": one.registration, "holder": one.holder,
            "scheme": one.scheme, "issued_on": one.term.issued_on, "valid_until": one.term.valid_until,
            "state": hit.state.map(State::as_str),
        })
    };
    let entry = |entry: &WrittenEntry| json!({ "at": entry.at, "act": entry.act.as_str(), "actor": entry.actor, "approved_by": entry.approved_by });
    let certificates: Vec<Value> = found.hits.iter().map(certificate).collect();
    let mut told = json!({ "count": found.hits.len(), "more": found.more, "certificates": certificates });
    if !history.is_empty() {
        told["history"] = history.iter().map(entry).collect();
    }
    told
}
