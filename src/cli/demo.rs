//! `absah demo`: a whole installation of invented bodies and people, to try everything on.

mod people;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use pkcs8::rand_core::Rng as _;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

use super::handout::{self, Wanted};
use super::issue::{issue_batch, read_roster};
use super::place::{self, Acting, Place};
use super::{Settings, World, keys, lsp, replace, serve, status};
use crate::domain::issuer::Site;
use crate::domain::status::{Change, RevokeReason, State, SuspendReason};
use crate::domain::term::in_jakarta;
use crate::issue::batch::Batch;
use crate::issue::form::{Form, Output};
use crate::issue::lsp_file;
use crate::issue::replace::Correction;
use crate::render;
use crate::seal::key_files::create;
use crate::seal::keys::{KeyUse, PrivateKey};
use crate::seal::spelling::{self, to_base64url};
use crate::seal::token::{self, Claims, StatusRef};
use crate::store::{Printing, Store};
use people::{Sitting, roster};

const LSPS: &str = include_str!("../../templates/demo/lsps.json");

/// What every page of a demo says.
const NOTICE: &str = "CONTOH: lembaga, orang dan sertifikat di situs ini rekaan. (Demonstration: bodies, people and certificates are invented.)";

/// The setting that marks an installation as a demo's: the day it was begun.
const BEGUN: &str = "demo_begun";

/// The setting that keeps what to open, once everything is made.
const EXAMPLES: &str = "demo_examples";

/// Make an installation of invented LSPs and people, and serve it
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  absah demo\n  absah demo --once --data /tmp/coba && absah serve --data /tmp/coba")]
pub(super) struct Demo {
    /// Make it, print what to open, and end
    #[arg(long)]
    once: bool,
}

/// One certificate to look at.
#[derive(Debug, Deserialize, Serialize)]
struct Example {
    verdict: String,
    number: String,
    url: String,
}

pub(super) async fn run(settings: &Settings, demo: &Demo, world: &mut World) -> anyhow::Result<ExitCode> {
    if !settings.listen.ip().is_loopback() {
        bail!("a demo listens on loopback alone; --listen {} is another address", settings.listen);
    }
    // Bound before anything is made: the site is printed on every sheet.
    let listener = if demo.once { None } else { Some(bind(settings.listen).await?) };
    let listen = listener.as_ref().map_or(Ok(settings.listen), TcpListener::local_addr)?;
    let store = place::create(settings).await?;
    let examples = match store.setting(EXAMPLES).await? {
        Some(examples) => serde_json::from_str(&examples).context("the demo's list of examples cannot be read")?,
        None => make(settings, store.clone(), listen, world).await?,
    };
    print(settings, listen, demo.once, &examples);
    match listener {
        Some(listener) => serve::until_stopped(store, listener, 0, world).await?,
        None => store.close().await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(listen).await;
    listener.with_context(|| format!("cannot listen on {listen}; try another port: --listen 127.0.0.1:8081"))
}

/// Makes everything; begun once and cut short, it is finished by running it again.
async fn make(
    settings: &Settings,
    store: Store,
    listen: SocketAddr,
    world: &mut World,
) -> anyhow::Result<Vec<Example>> {
    let begun = store.setting(BEGUN).await?;
    if begun.is_none() && !store.lsps().await?.is_empty() {
        bail!("{} holds an installation that is no demo; name another directory with --data", settings.data.display());
    }
    let today: Date = match begun {
        Some(day) => day.parse().context("the demo's first day cannot be read")?,
        None => in_jakarta(world.now()),
    };
    store.set_setting(BEGUN, &today.to_string()).await?;
    store.set_setting(serve::NOTICE, NOTICE).await?;
    if settings.passphrase_file.is_none() && world.passphrase.is_none() {
        keep_passphrase(&settings.data.join("keys"), world)?;
    }
    let site: Site = format!("http://{listen}").parse().context("the address makes no site")?;
    let place = Place::with(store, settings, world)?;
    let form = Form::new(Some(marked(render::DIGITAL)), Some(marked(render::BLANKO)), (None, None))?;
    for described in lsp_file::read(LSPS, Some(&site))? {
        lsp::keep(&place, &described.lsp, &form, world).await?;
        if place.store.keys(Some(&described.lsp.id)).await?.is_empty() {
            let first = described.lsp.licences.first().map(|licence| licence.from);
            keys::make(&place, (&described.lsp.id, KeyUse::Certificate), first, world).await?;
        }
    }
    let mut examples = Vec::new();
    for sitting in sittings(today) {
        let acting = place.acting(&sitting.lsp.parse()?).await?;
        let printings = hold(&place, &acting, &sitting, &settings.data, world).await?;
        examples.extend(show(&place, &acting, &printings, &sitting, world).await?);
    }
    examples.extend(fakes(&site, &examples)?);
    place.store.set_setting(EXAMPLES, &json!(examples).to_string()).await?;
    Ok(examples)
}

/// A layout that says on every page that it is an example.
fn marked(layout: &str) -> String {
    layout.replace("# watermark = \"CONTOH\"", "watermark = \"CONTOH\"")
}

fn keep_passphrase(keys: &Path, world: &mut World) -> anyhow::Result<()> {
    let path = keys.join("passphrase");
    if path.exists() {
        return Ok(());
    }
    let mut secret = [0; 18];
    world.random.fill_bytes(&mut secret);
    fs::create_dir_all(keys).with_context(|| format!("cannot make {}", keys.display()))?;
    create(&path, to_base64url(&secret).as_bytes(), 0o600).with_context(|| format!("cannot write {}", path.display()))
}

/// The demo's rosters: a Cilegon-like one, one long expired, one of a licence that lapsed, one to come.
fn sittings(today: Date) -> [Sitting; 4] {
    let days = |days: i64| today.saturating_add(Span::new().days(days));
    let lapsed = jiff::civil::date(2025, 6, 2);
    let guards = if today < lapsed { days(-60) } else { lapsed };
    [
        Sitting {
            lsp: "klining",
            scheme: "CS-01",
            first: 0,
            people: 102,
            absent: 14,
            tested_on: days(-96),
            issued_on: days(-30),
        },
        Sitting {
            lsp: "pengemudi",
            scheme: "DRV-01",
            first: 200,
            people: 12,
            absent: 0,
            tested_on: days(-75).saturating_sub(3.years()),
            issued_on: days(-40).saturating_sub(3.years()),
        },
        Sitting {
            lsp: "pengamanan",
            scheme: "SEC-01",
            first: 300,
            people: 3,
            absent: 0,
            tested_on: guards.saturating_sub(40.days()),
            issued_on: guards,
        },
        Sitting {
            lsp: "provinsi",
            scheme: "POLPP-01",
            first: 400,
            people: 5,
            absent: 0,
            tested_on: days(-20),
            issued_on: days(7),
        },
    ]
}

/// Issues a sitting's roster the way any roster is issued, and hands out its PDFs.
async fn hold(
    place: &Place,
    acting: &Acting,
    sitting: &Sitting,
    data: &Path,
    world: &mut World,
) -> anyhow::Result<Vec<Printing>> {
    let csv = roster(sitting);
    let read = read_roster(&place.store, acting, csv.as_bytes(), (sitting.issued_on, &*world)).await??;
    let sha256 = spelling::hex(&Sha256::digest(csv.as_bytes()));
    let photos = std::collections::BTreeMap::new();
    let batch = Batch { roster: read, sha256, issued_on: sitting.issued_on, skip_refused: false, photos: &photos };
    let outcome = issue_batch(place, acting, batch, world).await?;
    let dir = pdfs(data).join(sitting.lsp);
    let wanted = Wanted { dir: &dir, output: Output::Digital };
    handout::write(&place.store, &outcome.certificates, &wanted).await?;
    Ok(place.store.printings(&outcome.certificates).await?)
}

fn pdfs(data: &Path) -> PathBuf {
    data.join("certificates")
}

/// Suspends, revokes and replaces some of the first sitting, and names one certificate of each state.
async fn show(
    place: &Place,
    acting: &Acting,
    printings: &[Printing],
    sitting: &Sitting,
    world: &mut World,
) -> anyhow::Result<Vec<Example>> {
    let site = &acting.taken.lsp.site;
    let example = |verdict: &str, printing: &Printing| Example {
        verdict: verdict.to_owned(),
        number: printing.certificate.number.clone(),
        url: spelling::link(site, &printing.certificate.token),
    };
    let word = match sitting.lsp {
        "pengemudi" => "expired",
        "provinsi" => "not_yet_valid",
        _ => "valid",
    };
    let mut examples: Vec<Example> = printings.first().map(|printing| example(word, printing)).into_iter().collect();
    let [_, _, suspended, _, revoked, _, replaced, ..] = printings else { return Ok(examples) };
    if sitting.lsp != "klining" {
        return Ok(examples);
    }
    for (printing, change) in
        [(suspended, Change::Suspend(SuspendReason::Misuse)), (revoked, Change::Revoke(RevokeReason::Fraud))]
    {
        if printing.certificate.status.state == State::Valid {
            status::apply(place, acting, &printing.certificate, (change, None), world).await?;
        }
        examples.push(example(change.becomes().as_str(), printing));
    }
    if replaced.certificate.status.state == State::Valid && replaced.certificate.replaces.is_none() {
        let correction = Correction { name: Some("Mahesa Gumelar Contoh".parse()?), nik: None };
        let act = (RevokeReason::WrongData, &correction);
        replace::apply(place, acting, &replaced.certificate, act, world).await?;
    }
    examples.push(example(State::Superseded.as_str(), replaced));
    Ok(examples)
}

/// What a forger might show: a true certificate with an altered byte, and one of a key that nobody knows.
fn fakes(site: &Site, examples: &[Example]) -> anyhow::Result<[Example; 2]> {
    let valid = examples.first().context("a demo has a valid certificate")?;
    let mut altered = spelling::read(&valid.url)?.bytes;
    if let Some(last) = altered.last_mut() {
        *last ^= 1;
    }
    let stranger = PrivateKey::from_seed(&[0xfa; 32]);
    let claims = Claims {
        number: "81210 9112 2 9999999 2026".to_owned(),
        holder: "Nama Palsu Contoh".parse()?,
        scheme_code: "CS-01".parse()?,
        scheme_title: "Petugas Kebersihan Gedung".to_owned(),
        nbf: jiff::Timestamp::from_second(1_767_200_400)?,
        exp: jiff::Timestamp::from_second(1_861_894_800)?,
        status: StatusRef { list: 0, index: 0 },
    };
    let foreign = token::sign(&claims, &stranger)?;
    let fake = |verdict: &str, number: &str, token: &[u8]| Example {
        verdict: verdict.to_owned(),
        number: number.to_owned(),
        url: spelling::link(site, token),
    };
    Ok([fake("forged", &valid.number, &altered), fake("untrusted", &claims.number, &foreign)])
}

fn print(settings: &Settings, listen: SocketAddr, once: bool, examples: &[Example]) {
    let (data, pdfs) = (&settings.data, pdfs(&settings.data));
    if settings.json {
        println!("{}", json!({ "site": format!("http://{listen}"), "data": data, "pdfs": pdfs, "examples": examples }));
        return;
    }
    println!("\nContoh siap. (The demo is ready.)\n");
    println!("  situs (site)   http://{listen}/");
    println!("  PDF            {}", pdfs.display());
    println!("  data           {}\n", data.display());
    println!("Satu sertifikat untuk tiap jawaban (one certificate for each answer):");
    for Example { verdict, number, url } in examples {
        println!("\n  {verdict:<14} No. {number}\n  {url}");
    }
    if once {
        println!("\nJalankan situsnya (serve it): absah serve --data {} --listen {listen}\n", data.display());
    } else {
        println!("\nCtrl-C untuk berhenti. (Ctrl-C stops.)\n");
    }
}
