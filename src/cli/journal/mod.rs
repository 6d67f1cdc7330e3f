//! `absah journal`: what was done, by whom; and whether that still stands as it was written.

mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use self::words::{difference_json, in_json, line};
use super::ask::agreed;
use super::failure::InWords as _;
use super::{Settings, World, place};
use crate::domain::issuer::LspId;
use crate::office::find::one;
use crate::office::held::{self, Difference, Repaired};
use crate::office::in_words::journal::difference as difference_words;
use crate::office::journal::{Checked, SavedHeads, read, verify};
use crate::office::{Error, Office};
use crate::seal::whole_file;
use crate::words::{Lang, say};

/// What was done, by whom and when
#[derive(Debug, Subcommand)]
pub(super) enum Journal {
    Repair(Repair),
    Show(Show),
    Verify(Verify),
}

/// Put the tables back to what the journal says; what only a backup gives back is told
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah journal verify            what the tables say otherwise\n  absah journal repair --lsp klining\n\nRows that were issued by an earlier version get their stamp. The repair is journalled itself."
)]
pub(super) struct Repair {
    /// Only this LSP's
    #[arg(long)]
    lsp: Option<LspId>,
    /// Do not ask on a terminal
    #[arg(long)]
    yes: bool,
}

/// Show the journal: of one certificate, of one LSP, or all of it
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah journal show \"81210 9112 2 0000003 2026\"\n  absah journal show --lsp klining\n\nShown is what stands in the database; whether it is what was written, absah journal verify tells."
)]
pub(super) struct Show {
    /// Certificate, registration or blanko number
    number: Option<String>,
    /// Only this LSP's, or its certificate where several have the number
    #[arg(long)]
    lsp: Option<LspId>,
}

/// Hold every journal against its key, and the tables against the journals; exit 0 only where all is as it was written
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah journal verify --save heads.json     keep the file where nobody of this machine can write\n  absah journal verify --head heads.json     months later: nothing before it was rewritten"
)]
pub(super) struct Verify {
    /// Heads that --save wrote earlier; the journals must still have them
    #[arg(long, value_name = "FILE")]
    head: Option<PathBuf>,
    /// File to write the heads of now to, where all journals hold
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

pub(super) async fn run(settings: &Settings, journal: &Journal, world: &World) -> anyhow::Result<ExitCode> {
    let office = place::office(settings, world).await?;
    let code = match journal {
        Journal::Repair(asked) => repair_and_tell(settings, &office, asked, world).await?,
        Journal::Show(which) => show(settings, &office, which).await?,
        Journal::Verify(asked) => verify_and_tell(settings, &office, asked, world).await?,
    };
    office.close().await;
    Ok(code)
}

async fn verify_and_tell(
    settings: &Settings,
    office: &Office,
    asked: &Verify,
    world: &World,
) -> anyhow::Result<ExitCode> {
    let saved = asked.head.as_deref().map(|file| read_heads(file, settings.lang)).transpose()?;
    let records = office.records().await?;
    let checked = verify(office, &records, saved.as_ref()).await?;
    let well = checked.iter().all(Checked::is_well);
    let heads = checked.iter().map(|one| Some((one.lsp.clone(), one.outcome.clone().ok()?))).collect::<Option<_>>();
    if let (Some(journals), Some(file)) = (&heads, &asked.save) {
        let text = json!(SavedHeads { at: world.now(), journals: Clone::clone(journals) }).to_string();
        whole_file::replace(file, text.as_bytes(), 0o644)
            .with_context(|| say!(settings.lang, "cli-cannot-write", path = file.display()))?;
    }
    if settings.json {
        let told = |one: &Checked| match &one.outcome {
            Ok(head) => {
                let tables: Vec<Value> = one.differences.iter().map(difference_json).collect();
                json!({
                    "lsp": one.lsp, "holds": true, "entries": head.entries, "hash": head.hash, "tables": tables,
                })
            }
            Err(fault) => json!({ "lsp": one.lsp, "holds": false, "fault": fault.in_words(settings.lang) }),
        };
        let journals: Vec<Value> = checked.iter().map(told).collect();
        println!("{}", json!({ "holds": heads.is_some(), "well": well, "journals": journals }));
    } else {
        let lang = settings.lang;
        for Checked { lsp, outcome, differences } in &checked {
            match outcome {
                Ok(head) => {
                    let (entries, hash) = (head.entries, &head.hash);
                    println!("{}", say!(lang, "cli-journal-holds", lsp, entries, hash));
                }
                Err(fault) => println!("{}", say!(lang, "cli-journal-broken", lsp, fault = fault.in_words(lang))),
            }
            for one in differences {
                println!("{}", say!(lang, "cli-journal-table", lsp, difference = difference_words(one, lang)));
            }
        }
        if checked.iter().flat_map(|one| &one.differences).any(Difference::is_mendable) {
            println!("{}", say!(lang, "cli-journal-repair-mends"));
        }
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

async fn repair_and_tell(
    settings: &Settings,
    office: &Office,
    asked: &Repair,
    world: &World,
) -> anyhow::Result<ExitCode> {
    let (lang, records) = (settings.lang, office.records().await?);
    let lsps = match &asked.lsp {
        Some(lsp) => vec![office.lsp(lsp).await?.lsp.id],
        None => read::lsps(office).await?,
    };
    if !asked.yes {
        for lsp in &lsps {
            for one in held::hold(office, &records, lsp).await.map_err(Error::from)?.differences {
                eprintln!("{}", say!(lang, "cli-journal-table", lsp, difference = difference_words(&one, lang)));
            }
        }
        if !agreed(&say!(lang, "cli-ask-repair"), lang)? {
            eprintln!("{}", say!(lang, "cli-nothing-changed"));
            return Ok(ExitCode::from(1));
        }
    }
    let (mut told, mut whole) = (Vec::new(), true);
    for lsp in &lsps {
        let Repaired { mended, left, stamped } = held::repair(office, &records, lsp, &world.by()).await?;
        whole &= left.is_empty();
        if settings.json {
            let json = |all: &[Difference]| all.iter().map(difference_json).collect::<Vec<_>>();
            told.push(json!({ "lsp": lsp, "mended": json(&mended), "left": json(&left), "stamped": stamped }));
            continue;
        }
        println!("{}", say!(lang, "cli-journal-repaired", lsp, mended = mended.len(), stamped));
        for one in &left {
            println!("{}", say!(lang, "cli-journal-left", lsp, difference = difference_words(one, lang)));
        }
    }
    if settings.json {
        println!("{}", json!({ "repaired": told }));
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn read_heads(file: &Path, lang: Lang) -> anyhow::Result<SavedHeads> {
    let text = fs::read_to_string(file).with_context(|| say!(lang, "cli-cannot-read", path = file.display()))?;
    serde_json::from_str(&text).with_context(|| say!(lang, "cli-journal-no-heads", path = file.display()))
}

async fn show(settings: &Settings, office: &Office, which: &Show) -> anyhow::Result<ExitCode> {
    let mut entries = Vec::new();
    if let Some(number) = &which.number {
        let certificate = one(office, number, which.lsp.as_ref()).await?;
        entries.push((
            certificate.lsp.clone(),
            read::of_certificate(office, &certificate.lsp, &certificate.number).await?,
        ));
    } else {
        let lsps = match &which.lsp {
            Some(lsp) => vec![office.lsp(lsp).await?.lsp.id],
            None => read::lsps(office).await?,
        };
        for lsp in lsps {
            let journal = read::whole(office, &lsp).await?;
            entries.push((lsp, journal));
        }
    }
    let entries = entries.iter().flat_map(|(lsp, entries)| entries.iter().map(move |entry| (lsp, entry)));
    if settings.json {
        println!("{}", json!({ "entries": entries.map(|(lsp, entry)| in_json(lsp, entry)).collect::<Vec<_>>() }));
    } else {
        entries.for_each(|(lsp, entry)| println!("{}", line(lsp, entry, settings.lang)));
    }
    Ok(ExitCode::SUCCESS)
}
