//! `absah issue`: a roster in, certificates out.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::bar::bar;
use super::{Settings, World, place, printer};
use crate::domain::issuer::LspId;
use crate::office::design::Output;
use crate::office::handout::{self, Wanted};
use crate::office::intake::{self, Photos};
use crate::office::issue::{self, Batch, Outcome};
use crate::roster::{self, LARGEST_FILE, Roster, RowFault, RowWarning};
use crate::seal::spelling::hex;
use crate::words::{Lang, say};

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
    let printer = printer::read(asked.printer.as_deref())?;
    let office = place::office(settings, world).await?;
    let acting = office.issuing(&asked.lsp, world.by()).await?;
    let bytes = read_file(&asked.file)?;
    let sha256 = hex(&Sha256::digest(&bytes));
    let roster = match intake::read(&office, acting.lsp(), &bytes, asked.issued_on, world.now()).await? {
        Ok(roster) => roster,
        Err(fault) => {
            return Ok(unreadable(settings, &asked.file, &fault, &to_json(&Outcome::default(), settings.lang)));
        }
    };
    if roster.entries.is_empty() && roster.faults.is_empty() {
        bail!("{}: tidak ada orang di dalamnya (nobody is in it)", asked.file.display());
    }
    if acting.today() < asked.issued_on {
        eprintln!("perhatian: tanggal terbit {} belum tiba (note: the day of issue is still to come)", asked.issued_on);
    }
    let photos = photos(asked.photos.as_deref(), &roster)?;
    let Issue { issued_on, skip_refused, .. } = *asked;
    let batch = Batch { roster, sha256, issued_on, skip_refused, photos: &photos };
    let (teller, shown) = bar();
    let outcome = issue::issue(&acting, batch, &mut world.random, &teller).await;
    drop(teller);
    shown.await?;
    let outcome = outcome?;
    if settings.json {
        println!("{}", to_json(&outcome, settings.lang));
    } else {
        print(&outcome, settings.lang);
    }
    let refused = !outcome.refused.is_empty();
    if let Some(dir) = &asked.out
        && (!refused || skip_refused)
    {
        let output = if asked.blanko { Output::Blanko(&printer) } else { Output::Digital };
        let (teller, shown) = bar();
        let written = handout::write(&office.store, &outcome.certificates, &Wanted { dir, output }, &teller).await;
        drop(teller);
        shown.await?;
        written?;
        if !settings.json {
            println!("{} PDF dan certificates.csv di {}", outcome.certificates.len(), dir.display());
        }
    }
    office.store.close().await;
    Ok(if refused { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Answers for a file that is no roster: in JSON, what an empty one would give with a fault on its header.
pub(super) fn unreadable(settings: &Settings, file: &Path, fault: &roster::FileFault, empty: &Value) -> ExitCode {
    let message = fault.message(settings.lang);
    if settings.json {
        let mut answer = empty.clone();
        answer["refused"] = json!([{ "row": 1, "column": "berkas", "message": message }]);
        println!("{answer}");
    } else {
        eprintln!("{}: {message}", file.display());
    }
    ExitCode::from(1)
}

/// Reads a file of at most [`LARGEST_FILE`] bytes.
pub(super) fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let size = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.len();
    if size > LARGEST_FILE as u64 {
        bail!("{} is larger than {} MiB", path.display(), LARGEST_FILE >> 20);
    }
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Reads the photos that a roster names.
fn photos(dir: Option<&Path>, roster: &Roster) -> anyhow::Result<Photos> {
    let Some(dir) = dir else {
        if intake::names_photos(roster) {
            eprintln!("kolom foto tidak dipakai tanpa --photos DIR (photos are left out without --photos DIR)");
        }
        return Ok(Photos::new());
    };
    intake::photos(dir, roster).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("foto tidak dapat dipakai (photos cannot be used):\n{}", faults.join("\n"))
    })
}

/// The outcome as the contract words it.
fn to_json(outcome: &Outcome, lang: Lang) -> Value {
    let (refused, warnings) = rows_json(&outcome.refused, &outcome.warnings, lang);
    json!({
        "issued": outcome.issued, "already": outcome.already, "recorded": outcome.recorded,
        "refused": refused, "warnings": warnings,
    })
}

/// Faults and warnings, each by row and column.
pub(super) fn rows_json(faults: &[RowFault], warnings: &[RowWarning], lang: Lang) -> (Vec<Value>, Vec<Value>) {
    let row =
        |row: u32, column: &str, message: Cow<'_, str>| json!({ "row": row, "column": column, "message": message });
    let faults = faults.iter().map(|fault| row(fault.row, fault.column, fault.cause.message(lang)));
    let warnings = warnings.iter().map(|warning| row(warning.row, warning.column, warning.warning.message(lang)));
    (faults.collect(), warnings.collect())
}

fn print(outcome: &Outcome, lang: Lang) {
    for fault in &outcome.refused {
        eprintln!("{}", line(lang, &fault.row.to_string(), fault.column, &fault.cause.message(lang), false));
    }
    for (rows, column, message) in grouped(&outcome.warnings, lang) {
        eprintln!("{}", line(lang, &rows, column, &message, true));
    }
    let Outcome { issued, already, recorded, refused, .. } = outcome;
    let refused = refused.len();
    println!("{}", say!(lang, "cli-issued", issued, already, recorded, refused));
}

/// Warnings with the same words once, with all their rows: `2–9, 11`. A whole roster often has one.
pub(super) fn grouped(warnings: &[RowWarning], lang: Lang) -> Vec<(String, &'static str, Cow<'static, str>)> {
    let mut groups = Vec::<(&'static str, Cow<'static, str>, Vec<u32>)>::new();
    for warning in warnings {
        let message = warning.warning.message(lang);
        match groups.iter_mut().find(|(column, words, _)| *column == warning.column && *words == message) {
            Some((_, _, rows)) => rows.push(warning.row),
            None => groups.push((warning.column, message, vec![warning.row])),
        }
    }
    groups.into_iter().map(|(column, message, rows)| (ranges(&rows), column, message)).collect()
}

fn ranges(rows: &[u32]) -> String {
    let runs = rows.chunk_by(|before, after| *after == before + 1);
    let run = |run: &[u32]| match run {
        [first, .., last] => format!("{first}–{last}"),
        [only] => only.to_string(),
        [] => String::new(),
    };
    runs.map(run).collect::<Vec<_>>().join(", ")
}

/// One fault or warning as the clerk reads it.
pub(super) fn line(lang: Lang, row: &str, column: &str, message: &str, warning: bool) -> Cow<'static, str> {
    match warning {
        false => say!(lang, "cli-row-fault", row, column, message),
        true => say!(lang, "cli-row-warning", row, column, message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_as_runs() {
        assert_eq!(ranges(&[2, 3, 4, 9, 11, 12]), "2–4, 9, 11–12");
    }
}
