//! `absah print`: the sheet of one certificate again.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::status::Which;
use super::{Settings, World, place, printer};
use crate::domain::status::State;
use crate::office::design::Output;
use crate::office::find::one;
use crate::office::handout::{self, Wanted};
use crate::office::progress::Teller;
use crate::words::say;

/// Print one certificate again, as it was issued
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  absah print \"81210 9112 2 0000003 2026\" --out sertifikat")]
pub(super) struct Print {
    #[command(flatten)]
    which: Which,
    /// Directory for the PDF and its line in certificates.csv
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Print for a preprinted sheet (cetak di blanko) instead of the digital certificate
    #[arg(long)]
    blanko: bool,
    /// Offsets of the printer (TOML; docs/layout.md), with --blanko
    #[arg(long, value_name = "FILE", requires = "blanko")]
    printer: Option<PathBuf>,
}

pub(super) async fn run(settings: &Settings, print: &Print, world: &World) -> anyhow::Result<ExitCode> {
    let printer = printer::read(print.printer.as_deref(), settings.lang)?;
    let office = place::office(settings, world).await?;
    let certificate = one(&office, &print.which.number, print.which.lsp.as_ref()).await?;
    let output = if print.blanko { Output::Blanko(&printer) } else { Output::Digital };
    let wanted = Wanted { dir: &print.out, output };
    handout::write(&office, std::slice::from_ref(&certificate.id), &wanted, &Teller::default()).await?;
    let (lang, number) = (settings.lang, &certificate.number);
    match certificate.status.state() {
        State::Revoked => eprintln!("{}", say!(lang, "cli-print-revoked", number)),
        State::Superseded => eprintln!("{}", say!(lang, "cli-print-superseded", number)),
        State::Suspended => eprintln!("{}", say!(lang, "cli-print-suspended", number)),
        State::Valid => {}
    }
    if settings.json {
        println!("{}", json!({ "number": certificate.number, "lsp": certificate.lsp, "out": print.out }));
    } else {
        println!("{}: {}", certificate.number, print.out.display());
    }
    office.close().await;
    Ok(ExitCode::SUCCESS)
}
