//! `absah replace`: a corrected or reprinted certificate in the place of another.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::status::Which;
use super::{Settings, World, place, printer};
use crate::domain::holder::{HolderName, Nik};
use crate::domain::status::RevokeReason;
use crate::office::design::Output;
use crate::office::find::one;
use crate::office::handout::{self, Wanted};
use crate::office::progress::Teller;
use crate::office::replace::{self, Correction, NewCertificate};
use crate::seal::spelling;
use crate::words::say;

/// Issue a certificate in the place of another, which is superseded
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah replace \"81210 9112 2 0000003 2026\" --reason wrong-data --name \"Siti Contoh\" --out sertifikat"
)]
pub(super) struct Replace {
    #[command(flatten)]
    which: Which,
    /// ethics, not-renewed, unable, convicted, fraud, wrong-data, duplicate, lost-sheet or holder-request; in
    /// Indonesian etika, tidak-diperpanjang, tidak-mampu, terpidana, kecurangan, data-salah, ganda, lembar-hilang or
    /// permintaan-pemegang; never public
    #[arg(long)]
    reason: RevokeReason,
    /// The holder's name as it should be
    #[arg(long)]
    name: Option<HolderName>,
    /// The holder's NIK as it should be
    #[arg(long, value_parser = nik)]
    nik: Option<Nik>,
    /// Directory for the new PDF and its line
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print for a preprinted sheet (cetak di blanko) instead of the digital certificate
    #[arg(long, requires = "out")]
    blanko: bool,
    /// Offsets of the printer (TOML; docs/layout.md), with --blanko
    #[arg(long, value_name = "FILE", requires = "blanko")]
    printer: Option<PathBuf>,
}

fn nik(text: &str) -> Result<Nik, crate::domain::holder::InvalidNik> {
    text.parse()
}

pub(super) async fn run(settings: &Settings, replace: &Replace, world: &mut World) -> anyhow::Result<ExitCode> {
    let printer = printer::read(replace.printer.as_deref(), settings.lang)?;
    let output = if replace.blanko { Output::Blanko(&printer) } else { Output::Digital };
    let office = place::office(settings, world).await?;
    let certificate = one(&office, &replace.which.number, replace.which.lsp.as_ref()).await?;
    let acting = office.issuing(&certificate.lsp, world.by()).await?;
    if replace.out.is_some() {
        acting.can_print(output).await?;
    }
    let correction = Correction { name: replace.name.clone(), nik: replace.nik.clone() };
    let successor = replace::replace(&acting, &certificate, replace.reason, &correction, &mut world.random).await?;
    if let Some(dir) = &replace.out {
        let wanted = Wanted { dir, output };
        handout::write(&office, std::slice::from_ref(&successor.id), &wanted, &Teller::default()).await?;
    }
    let url = spelling::link(&acting.lsp().site, &successor.token);
    let token = spelling::to_base64url(&successor.token);
    if settings.json {
        let NewCertificate { number, registration, .. } = &successor;
        println!(
            "{}",
            json!({ "number": number, "registration": registration, "url": url, "token": token,
                               "replaces": certificate.number })
        );
    } else {
        let (old, number) = (certificate.number, successor.number);
        println!("{}", say!(settings.lang, "cli-replaced", old, number));
        println!("{url}");
    }
    office.close().await;
    Ok(ExitCode::SUCCESS)
}
