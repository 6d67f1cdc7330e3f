//! `absah trust sign`, `absah trust publish`: one list follows on another.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use serde_json::{Value, json};

use super::differences;
use crate::cli::ask::agreed_or_given;
use crate::cli::failure::refused;
use crate::cli::{Settings, World, place};
use crate::office::trust::{self, Asked, Signed, Whose};
use crate::seal::jwt::Kind;
use crate::seal::trust_list::difference::{Difference, Name};
use crate::seal::trust_list::signed::Entry;
use crate::seal::whole_file;
use crate::words::{Lang, key, say};

/// Bytes of an entry's file at most.
const LARGEST_ENTRY: u64 = 4 * 1024 * 1024;

/// Sign the next trust list with a root key, from the entries of LSPs
#[derive(Args, Debug)]
#[command(
    after_help = "Example, where the root is:\n  absah trust sign klining.json pengemudi.json --data ./pusat --out trust.jwt\nand on an installation that is its own root:\n  absah trust sign\n\nEntries are written by `absah keys export`. LSPs that give none stay as they were in the list before.\nEvery difference to the list before is shown first. What reopens the past is signed only if it is named:\n  absah trust sign klining.json --data ./pusat --out trust.jwt --allow licence-until:klining/BNSP-LSP-9901-ID"
)]
pub(in crate::cli) struct Sign {
    /// Entries of LSPs; this installation's own unless given
    #[arg(value_name = "ENTRY")]
    entries: Vec<PathBuf>,
    /// Private half of the root; the one beside the keys unless given
    #[arg(long, value_name = "FILE")]
    root: Option<PathBuf>,
    /// The list before; the one that --out holds, or this installation publishes, unless given
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// File to write the list to; without it, this installation publishes it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A difference that reopens the past and is meant, by the name it is shown with; may be given many times
    #[arg(long, value_name = "KIND:LSP/ID")]
    allow: Vec<Name>,
    /// The clock is right, though the list before is much older or dated later; where an installation is, say so
    /// with: absah clock confirm
    #[arg(long)]
    clock_is_right: bool,
    /// Sign what is shown without asking; needed where there is no terminal to ask on
    #[arg(long)]
    yes: bool,
}

/// Publish a trust list that a root signed elsewhere
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah trust publish trust.jwt\n\nThe roots' public halves must lie beside the keys: root-1.pub.pem, root-2.pub.pem"
)]
pub(in crate::cli) struct Publish {
    /// The list
    file: PathBuf,
}

pub(super) async fn run(settings: &Settings, sign: &Sign, world: &mut World) -> anyhow::Result<ExitCode> {
    let lang = settings.lang;
    let office = match place::is_there(settings) {
        true => Some(place::office(settings, world).await?),
        false => None,
    };
    let entries = match (sign.entries.as_slice(), &office) {
        ([], Some(office)) => Whose::Own(office),
        ([], None) => {
            return Err(refused(say!(lang, "cli-trust-no-entries", dir = settings.data.display())));
        }
        (files, _) => {
            let entries = files.iter().map(|file| read_entries(file, lang)).collect::<anyhow::Result<Vec<_>>>()?;
            Whose::Brought(entries.concat())
        }
    };
    let ring = place::ring(settings, world)?;
    let kept = sign.out.as_ref().filter(|out| out.exists());
    let previous = sign.previous.as_ref().or(kept).map(|path| read_list(path, lang)).transpose()?;
    let asked = Asked {
        entries,
        office: office.as_ref(),
        ring: &ring,
        root: sign.root.as_deref(),
        previous,
        clock_is_right: sign.clock_is_right,
    };
    let next = trust::prepare(asked, world.now()).await?;
    if !settings.json || !sign.yes {
        differences::lines(next.differences(), lang).iter().for_each(|line| eprintln!("{line}"));
    }
    next.permit(&sign.allow)?;
    if next.is_asked_for() && !agreed_or_given(sign.yes, &key!("cli-ask-trust-sign").say(lang), lang)? {
        eprintln!("{}", key!("cli-trust-not-signed").say(lang));
        return Ok(ExitCode::from(1));
    }
    let signed = next.sign(&sign.allow)?;
    if let Some(out) = &sign.out {
        whole_file::replace(out, signed.text.as_bytes(), 0o644)
            .with_context(|| say!(lang, "cli-cannot-write", path = out.display()))?;
    } else if let Some(office) = &office {
        trust::keep(office, signed.claims.iat, &signed.text, world.now()).await?;
    }
    tell(settings, sign.out.as_deref(), office.is_some(), &signed);
    if let Some(office) = office {
        office.close().await;
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn publish(settings: &Settings, publish: &Publish, world: &World) -> anyhow::Result<ExitCode> {
    let office = place::office(settings, world).await?;
    let text = read_list(&publish.file, settings.lang)?;
    let published = trust::publish(&office, &text, world.now()).await;
    let trust::Published { iat, exp, lsps, absent } = published.with_context(|| publish.file.display().to_string())?;
    if settings.json {
        println!("{}", json!({ "iat": iat, "exp": exp.as_second(), "lsps": lsps, "without": absent }));
    } else {
        let lang = settings.lang;
        println!("{}", say!(lang, "cli-trust-published", lsps));
        if !absent.is_empty() {
            let absent: Vec<&str> = absent.iter().map(|id| id.as_str()).collect();
            println!("{}", say!(lang, "cli-trust-without", lsps = absent.join(", ")));
        }
    }
    office.close().await;
    Ok(ExitCode::SUCCESS)
}

fn tell(settings: &Settings, out: Option<&Path>, published: bool, signed: &Signed) {
    let Signed { claims, text, differences } = signed;
    if settings.json {
        let differences: Vec<Value> = differences.iter().map(to_json).collect();
        let (iat, exp, lsps) = (claims.iat, claims.exp, claims.lsps.len());
        println!("{}", json!({ "iat": iat, "exp": exp, "lsps": lsps, "differences": differences, "jwt": text }));
        return;
    }
    let (lsps, lang) = (claims.lsps.len(), settings.lang);
    match out {
        Some(path) => println!("{}", say!(lang, "cli-trust-signed-to", lsps, file = path.display())),
        None if published => println!("{}", say!(lang, "cli-trust-signed-here", lsps)),
        None => println!("{text}"),
    }
}

/// A difference with the name by which it would be allowed.
fn to_json(difference: &Difference) -> Value {
    let mut told = json!(difference);
    told["name"] = json!(difference.name().map(|name| name.to_string()));
    told
}

fn read_list(path: &Path, lang: Lang) -> anyhow::Result<String> {
    let size = fs::metadata(path).with_context(|| say!(lang, "cli-cannot-read", path = path.display()))?.len();
    if size > Kind::TrustList.longest() as u64 {
        return Err(refused(say!(lang, "cli-trust-list-too-large", path = path.display())));
    }
    let text = fs::read_to_string(path).with_context(|| say!(lang, "cli-cannot-read", path = path.display()))?;
    Ok(text.trim().to_owned())
}

/// One entry, or `{"lsps": [ … ]}`.
fn read_entries(path: &Path, lang: Lang) -> anyhow::Result<Vec<Entry>> {
    let size = fs::metadata(path).with_context(|| say!(lang, "cli-cannot-read", path = path.display()))?.len();
    if size > LARGEST_ENTRY {
        return Err(refused(say!(lang, "cli-trust-entry-too-large", path = path.display())));
    }
    let text = fs::read_to_string(path).with_context(|| say!(lang, "cli-cannot-read", path = path.display()))?;
    let mut value: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    let entries = match value.get_mut("lsps").map(Value::take) {
        Some(Value::Array(entries)) => entries,
        _ => vec![value],
    };
    let read = entries.into_iter().map(|entry| serde_json::from_value(entry).map_err(anyhow::Error::from));
    read.collect::<anyhow::Result<_>>().with_context(|| say!(lang, "cli-trust-no-entry", path = path.display()))
}
