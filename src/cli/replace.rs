//! `absah replace`: a corrected or reprinted certificate in the place of another.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use serde_json::json;

use super::handout::{self, Wanted};
use super::place::{Acting, Place};
use super::status::{Which, find};
use super::{Settings, World};
use crate::domain::certificate::Certificate;
use crate::domain::holder::{HolderName, Nik};
use crate::domain::status::RevokeReason;
use crate::office::desk::{By, Signer, key_for, no_key};
use crate::office::form::Output;
use crate::office::replace::{self, Correction};
use crate::render;
use crate::seal::spelling;
use crate::store::NewCertificate;

/// Issue a certificate in the place of another, which is superseded
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah replace \"81210 9112 2 0000003 2026\" --reason wrong-data --name \"Siti Contoh\" --out sertifikat"
)]
pub(super) struct Replace {
    #[command(flatten)]
    which: Which,
    /// ethics, not-renewed, unable, convicted, fraud, wrong-data, duplicate, lost-sheet or holder-request; never public
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
}

fn nik(text: &str) -> Result<Nik, crate::domain::holder::InvalidNik> {
    text.parse()
}

pub(super) async fn run(settings: &Settings, replace: &Replace, world: &mut World) -> anyhow::Result<ExitCode> {
    if let Some(name) = &replace.name
        && let Some(c) = name.as_str().chars().find(|c| !render::printable(*c))
    {
        anyhow::bail!("--name: the fonts of the sheet have no {c:?}");
    }
    let place = Place::open(settings, world).await?;
    let certificate = find(&place, &replace.which).await?;
    let acting = place.issuing(&certificate.lsp).await?;
    let correction = Correction { name: replace.name.clone(), nik: replace.nik.clone() };
    let successor = apply(&place, &acting, &certificate, (replace.reason, &correction), world).await?;
    if let Some(dir) = &replace.out {
        let wanted = Wanted { dir, output: Output::Digital };
        handout::write(&place.store, std::slice::from_ref(&successor.id), &wanted).await?;
    }
    let url = spelling::link(&acting.taken.lsp.site, &successor.token);
    let token = spelling::to_base64url(&successor.token);
    if settings.json {
        let NewCertificate { number, registration, .. } = &successor;
        println!(
            "{}",
            json!({ "number": number, "registration": registration, "url": url, "token": token,
                               "replaces": certificate.number })
        );
    } else {
        println!("{}\n{url}\n{token}", successor.number);
    }
    place.store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Replaces a certificate at its LSP's desk, with the key that covers today.
pub(super) async fn apply(
    place: &Place,
    acting: &Acting,
    certificate: &Certificate,
    (reason, correction): (RevokeReason, &Correction),
    world: &mut World,
) -> anyhow::Result<NewCertificate> {
    let old = place.store.printings(std::slice::from_ref(&certificate.id)).await?;
    let old = old.into_iter().next().context("the certificate went away while it was read")?;
    let (actor, now) = (world.actor(), world.now());
    let today = acting.taken.lsp.time_zone.rules().to_datetime(now).date();
    let (trusted, kid) = key_for(&acting.trusted, today).ok_or_else(|| no_key(today))?;
    let (key, records) = (place.private(acting, kid)?, place.records().await?);
    let desk = acting.desk(&place.store, &records, By { actor: &actor, now });
    let signer = Signer { key: &key, trusted };
    Ok(replace::replace(&desk, &signer, (&old, today), (reason, correction), &mut world.random).await?)
}
