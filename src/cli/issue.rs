//! `absah issue`: a roster in, certificates out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::bar::bar;
use super::failure::refused;
use super::rows::{Rows, unreadable};
use super::{Settings, World, place, printer};
use crate::domain::issuer::LspId;
use crate::office::design::Output;
use crate::office::handout::{self, Wanted};
use crate::office::intake::{self, Photos};
use crate::office::issue::{self, Batch, Outcome, RosterHash};
use crate::roster::{LARGEST_FILE, Layout};
use crate::words::{Lang, key, say};

/// Issue certificates for a roster of assessed people
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah issue --lsp klining --issued-on 2023-12-18 --out sertifikat cilegon.xlsx\n\nA roster with a refused row issues nothing; `absah check` shows every fault.\nThe same roster can be issued again: nothing is issued twice, and the directory is completed."
)]
pub(super) struct Issue {
    /// The LSP that certifies
    #[arg(long)]
    lsp: LspId,
    /// Day of issue, as it will stand on the certificates
    #[arg(long, value_name = "DATE")]
    issued_on: Date,
    /// Issue the rows that can be, though others are refused
    #[arg(long)]
    skip_refused: bool,
    /// Directory for a PDF a certificate and certificates.csv
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print for preprinted sheets (cetak di blanko) instead of digital certificates
    #[arg(long, requires = "out")]
    blanko: bool,
    /// Offsets of the printer (TOML; docs/layout.md), with --blanko
    #[arg(long, value_name = "FILE", requires = "blanko")]
    printer: Option<PathBuf>,
    /// Directory of the photos that the roster's column `foto` names
    #[arg(long, value_name = "DIR")]
    photos: Option<PathBuf>,
    /// Roster: .csv or .xlsx
    file: PathBuf,
}

pub(super) async fn run(settings: &Settings, asked: &Issue, world: &mut World) -> anyhow::Result<ExitCode> {
    let lang = settings.lang;
    let printer = printer::read(asked.printer.as_deref(), lang)?;
    let office = place::office(settings, world).await?;
    let acting = office.issuing(&asked.lsp, world.by()).await?;
    let output = if asked.blanko { Output::Blanko(&printer) } else { Output::Digital };
    if asked.out.is_some() {
        acting.can_print(output).await?;
    }
    let bytes = read_file(&asked.file, lang)?;
    let hash = RosterHash::of(&bytes);
    let roster = match intake::read(&office, acting.lsp(), &bytes, asked.issued_on, world.now()).await? {
        Ok(roster) => roster,
        Err(fault) => {
            let empty = to_json(&Outcome::default(), &Layout::default(), lang);
            return Ok(unreadable(settings, &asked.file, &fault, &empty));
        }
    };
    if acting.today() < asked.issued_on {
        eprintln!("{}", say!(lang, "cli-issue-day-to-come", day = asked.issued_on));
    }
    let (roster, photos) = match &asked.photos {
        Some(dir) => intake::with_photos(dir, roster),
        None => {
            if intake::names_photos(&roster) {
                eprintln!("{}", key!("cli-photos-left-out").say(lang));
            }
            (roster, Photos::new())
        }
    };
    let layout = roster.layout.clone();
    let Issue { issued_on, skip_refused, .. } = *asked;
    let batch = Batch { roster, hash, issued_on, skip_refused, photos: &photos };
    let (teller, shown) = bar(lang);
    let outcome = issue::issue(&acting, batch, &mut world.random, &teller).await;
    drop(teller);
    shown.await?;
    let outcome = outcome?;
    if settings.json {
        println!("{}", to_json(&outcome, &layout, lang));
    } else {
        print(&outcome, &layout, lang);
    }
    let any_refused = !outcome.refused.is_empty();
    if let Some(dir) = &asked.out
        && (!any_refused || skip_refused)
    {
        let (teller, shown) = bar(lang);
        let written = handout::write(&office, &outcome.certificates, &Wanted { dir, output }, &teller).await;
        drop(teller);
        shown.await?;
        written?;
        if !settings.json {
            println!("{}", say!(lang, "cli-handed-out", count = outcome.certificates.len(), dir = dir.display()));
        }
    }
    office.close().await;
    Ok(if any_refused { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Reads a file of at most [`LARGEST_FILE`] bytes.
pub(super) fn read_file(path: &Path, lang: Lang) -> anyhow::Result<Vec<u8>> {
    let cannot = || say!(lang, "cli-cannot-read", path = path.display());
    if fs::metadata(path).with_context(cannot)?.len() > LARGEST_FILE as u64 {
        return Err(refused(say!(lang, "cli-too-large", path = path.display(), most = LARGEST_FILE >> 20)));
    }
    fs::read(path).with_context(cannot)
}

/// The outcome as the contract words it.
fn to_json(outcome: &Outcome, layout: &Layout, lang: Lang) -> Value {
    let (refused, warnings) = rows(outcome, layout).to_json(lang);
    json!({
        "issued": outcome.issued, "already": outcome.already, "recorded": outcome.recorded,
        "refused": refused, "warnings": warnings,
    })
}

fn rows<'a>(outcome: &'a Outcome, layout: &'a Layout) -> Rows<'a> {
    Rows { layout, faults: &outcome.refused, warnings: &outcome.warnings }
}

fn print(outcome: &Outcome, layout: &Layout, lang: Lang) {
    rows(outcome, layout).lines(lang).iter().for_each(|line| eprintln!("{line}"));
    let Outcome { issued, already, recorded, refused, .. } = outcome;
    println!("{}", say!(lang, "cli-issued", issued, already, recorded, refused = refused.len()));
}
