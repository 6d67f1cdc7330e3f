//! `absah recover`: a database that was restored goes on past what was given since.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use serde_json::{Value, json};

use super::ask::agreed_or_given;
use super::failure::refused;
use super::{Settings, World, place};
use crate::office::recover::{self, Evidence, Plan, Planned};
use crate::seal::jwt::Kind;
use crate::seal::spelling::from_base64url;
use crate::words::{Lang, key, say};

/// After a backup was restored: go on past every number that was given since it was made
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah recover\n  absah trust fetch https://cek.lsp.example/trust.jwt --out ./pemeriksa     what verifiers hold\n  absah recover --lists ./pemeriksa --certificates sertifikat/certificates.csv --past \"81210 9112 2 0000120 2026\"\n\nNothing is issued, changed or signed before; docs/backup.md says what to look for. Exit code: 0 it goes on, or there is\nnothing to recover; 1 nothing was done."
)]
pub(super) struct Recover {
    /// Directory of lists as a verifier keeps it, or absah trust fetch wrote it; may be given many times
    #[arg(long, value_name = "DIR")]
    lists: Vec<PathBuf>,
    /// The log of what was handed out, certificates.csv; may be given many times
    #[arg(long, value_name = "FILE")]
    certificates: Vec<PathBuf>,
    /// The last certificate or registration number that you know of; may be given many times
    #[arg(long, value_name = "NUMBER")]
    past: Vec<String>,
    /// Do what is shown without asking; needed where there is no terminal to ask on
    #[arg(long)]
    yes: bool,
}

pub(super) async fn run(settings: &Settings, asked: &Recover, world: &World) -> anyhow::Result<ExitCode> {
    let lang = settings.lang;
    let office = place::office(settings, world).await?;
    let evidence = asked.evidence(lang)?;
    let Planned { plans, strange } = recover::plan(&office, &evidence).await?;
    if !strange.is_empty() {
        return Err(refused(say!(lang, "cli-recover-strange", numbers = strange.join(", "))));
    }
    if plans.is_empty() {
        if settings.json {
            println!("{}", json!({ "recovered": [] }));
        } else {
            println!("{}", key!("cli-recover-nothing").say(lang));
        }
        return Ok(ExitCode::SUCCESS);
    }
    plans.iter().for_each(|plan| show(plan, lang));
    if !agreed_or_given(asked.yes, &key!("cli-ask-recover").say(lang), lang)? {
        eprintln!("{}", say!(lang, "cli-nothing-changed"));
        return Ok(ExitCode::from(1));
    }
    recover::recover(&office, &plans, &world.by()).await?;
    if settings.json {
        println!("{}", json!({ "recovered": plans.iter().map(to_json).collect::<Vec<_>>() }));
    } else {
        println!("{}", key!("cli-recovered").say(lang));
    }
    office.close().await;
    Ok(ExitCode::SUCCESS)
}

impl Recover {
    fn evidence(&self, lang: Lang) -> anyhow::Result<Evidence> {
        let (mut lists, mut tokens) = (Vec::new(), Vec::new());
        for dir in &self.lists {
            let lsps = dir.join("status");
            for lsp in inside(&lsps, lang)? {
                for list in inside(&lsp, lang)? {
                    lists.push(read_list(&list, lang)?);
                }
            }
        }
        for file in &self.certificates {
            let cannot = || say!(lang, "cli-cannot-read", path = file.display());
            let mut rows = csv::Reader::from_path(file).with_context(cannot)?;
            let column = rows.headers().with_context(cannot)?.iter().position(|name| name == "token");
            let column = column.ok_or_else(|| refused(say!(lang, "cli-recover-no-tokens", path = file.display())))?;
            for row in rows.records() {
                let row = row.with_context(cannot)?;
                let token = row.get(column).and_then(|token| from_base64url(token).ok());
                let line = row.position().map_or(0, csv::Position::line);
                let unread = || refused(say!(lang, "cli-recover-token", path = file.display(), line));
                tokens.push(token.ok_or_else(unread)?);
            }
        }
        Ok(Evidence { lists, tokens, numbers: self.past.clone() })
    }
}

/// What lies in a directory.
fn inside(dir: &Path, lang: Lang) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = || say!(lang, "cli-cannot-read", path = dir.display());
    let entries = fs::read_dir(dir).with_context(cannot)?;
    entries.map(|entry| anyhow::Ok(entry.with_context(cannot)?.path())).collect()
}

fn read_list(path: &Path, lang: Lang) -> anyhow::Result<String> {
    let cannot = || say!(lang, "cli-cannot-read", path = path.display());
    if fs::metadata(path).with_context(cannot)?.len() > Kind::StatusList.longest() as u64 {
        return Err(refused(say!(lang, "cli-recover-too-large", path = path.display())));
    }
    fs::read_to_string(path).with_context(cannot)
}

fn show(plan: &Plan, lang: Lang) {
    let Plan { lsp, here, seen, entry, to, lost } = plan;
    eprintln!("{}", say!(lang, "cli-recover-journal", lsp, here = here.entries, seen, entry));
    for sequence in &to.sequences {
        let (kind, scope, next) = (&sequence.kind, &sequence.scope, sequence.next);
        eprintln!("{}", say!(lang, "cli-recover-sequence", lsp, kind, scope, next));
    }
    if !lost.is_empty() {
        eprintln!("{}", say!(lang, "cli-recover-lost", lsp, count = lost.len()));
    }
}

fn to_json(plan: &Plan) -> Value {
    let Plan { lsp, here, seen, entry, to, lost } = plan;
    json!({ "lsp": lsp, "journal": { "here": here.entries, "seen": seen, "next": entry }, "places": to.places,
            "sequences": to.sequences, "known_again": lost.iter().map(|lost| &lost.number).collect::<Vec<_>>() })
}
