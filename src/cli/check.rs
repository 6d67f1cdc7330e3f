//! `absah check`: a roster's faults, and nothing else.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use serde_json::json;

use super::issue::read_file;
use super::rows::{Rows, unreadable};
use super::{Settings, World, place};
use crate::domain::issuer::LspId;
use crate::domain::term;
use crate::office::acting::may_issue_on;
use crate::office::intake;
use crate::render;
use crate::roster::{self, Roster, Rules, SchemeRule, Tally, tally};
use crate::words::say;

/// Show every fault of a roster, by row and column, and how many passed in each scheme; changes nothing
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah check peserta.xlsx\n  absah check --lsp klining --issued-on 2023-12-18 peserta.csv --lang en"
)]
pub(super) struct Check {
    /// Hold schemes, licence and keys against this LSP's; without it, any scheme code is taken
    #[arg(long)]
    lsp: Option<LspId>,
    /// Day of issue to check for; the present day unless said
    #[arg(long, value_name = "DATE")]
    issued_on: Option<Date>,
    /// Directory of the photos that the roster's column `foto` names, to see that they are there
    #[arg(long, value_name = "DIR")]
    photos: Option<PathBuf>,
    /// Roster: .csv or .xlsx
    file: PathBuf,
}

pub(super) async fn run(settings: &Settings, check: &Check, world: &mut World) -> anyhow::Result<ExitCode> {
    let lang = settings.lang;
    let bytes = read_file(&check.file, lang)?;
    let roster = match &check.lsp {
        Some(lsp) => {
            let office = place::office(settings, world).await?;
            let particulars = office.lsp(lsp).await?.lsp;
            let issued_on = check.issued_on.unwrap_or_else(|| particulars.time_zone.day_of(world.now()));
            may_issue_on(&office.trusted(lsp).await?, issued_on)?;
            intake::read(&office, &particulars, &bytes, issued_on, world.now()).await?
        }
        None => {
            let today = term::in_jakarta(world.now());
            let issued_on = check.issued_on.unwrap_or(today);
            let rules = Rules { schemes: SchemeRule::Any, issued_on, today, printable: &render::printable };
            roster::read(&bytes, &rules)
        }
    };
    let roster = match roster {
        Ok(roster) => roster,
        Err(fault) => {
            let empty = json!({ "rows": 0, "schemes": [], "refused": [], "warnings": [] });
            return Ok(unreadable(settings, &check.file, &fault, &empty));
        }
    };
    let roster = match &check.photos {
        Some(dir) => intake::with_photos(dir, roster).0,
        None => roster,
    };
    print(settings, &roster);
    Ok(if roster.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn print(settings: &Settings, roster: &Roster) {
    let lang = settings.lang;
    let rows = Rows { layout: &roster.layout, faults: &roster.faults, warnings: &roster.warnings };
    let schemes = tally(&roster.entries);
    if settings.json {
        let (refused, warnings) = rows.to_json(lang);
        let schemes = schemes.iter().map(|(scheme, tally)| {
            json!({ "scheme": scheme, "competent": tally.competent, "not_yet_competent": tally.not_yet_competent,
                    "absent": tally.absent })
        });
        let (taken, schemes) = (roster.entries.len(), schemes.collect::<Vec<_>>());
        println!("{}", json!({ "rows": taken, "schemes": schemes, "refused": refused, "warnings": warnings }));
        return;
    }
    rows.lines(lang).iter().for_each(|line| println!("{line}"));
    for (scheme, tally) in &schemes {
        let Tally { competent, not_yet_competent, absent } = tally;
        println!("{}", say!(lang, "cli-checked-scheme", scheme, competent, not_yet_competent, absent));
    }
    println!("{}", say!(lang, "cli-checked", good = roster.entries.len(), bad = roster.faults.len()));
}
