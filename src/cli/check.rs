//! `absah check`: a roster's faults, and nothing else.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use serde_json::json;

use super::issue::{grouped, line, read_file, rows_json, unreadable};
use super::{Settings, World, place};
use crate::domain::issuer::LspId;
use crate::domain::term;
use crate::office::acting::may_issue_on;
use crate::office::intake;
use crate::render;
use crate::roster::{self, Rules, SchemeRule};
use crate::words::say;

/// Show every fault of a roster, by row and column; changes nothing
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
    /// Roster: .csv or .xlsx
    file: PathBuf,
}

pub(super) async fn run(settings: &Settings, check: &Check, world: &mut World) -> anyhow::Result<ExitCode> {
    let bytes = read_file(&check.file)?;
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
            let empty = json!({ "rows": 0, "refused": [], "warnings": [] });
            return Ok(unreadable(settings, &check.file, &fault, &empty));
        }
    };
    let lang = settings.lang;
    if settings.json {
        let (refused, warnings) = rows_json(&roster.faults, &roster.warnings, lang);
        println!("{}", json!({ "rows": roster.entries.len(), "refused": refused, "warnings": warnings }));
    } else {
        for fault in &roster.faults {
            println!("{}", line(lang, &fault.row.to_string(), fault.column, &fault.cause.message(lang), false));
        }
        for (rows, column, message) in grouped(&roster.warnings, lang) {
            println!("{}", line(lang, &rows, column, &message, true));
        }
        let (good, bad) = (roster.entries.len(), roster.faults.len());
        println!("{}", say!(lang, "cli-checked", good, bad));
    }
    Ok(if roster.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
