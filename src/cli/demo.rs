//! `absah demo`: a whole installation of invented bodies and people, to try everything on.

mod accounts;
mod people;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use jiff::civil::Date;
use pkcs8::rand_core::Rng as _;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::net::TcpListener;

use super::door::Door;
use super::failure::refused;
use super::{Settings, World, place, serve};
use crate::domain::certificate::Certificate;
use crate::domain::issuer::Site;
use crate::domain::status::{Change, RevokeReason, State, SuspendReason};
use crate::domain::term::in_jakarta;
use crate::office::acting::Acting;
use crate::office::certificates::{self, Printing};
use crate::office::design::{Design, Output};
use crate::office::example::{self, Memo};
use crate::office::handout::{self, Wanted};
use crate::office::intake::{self, Photos};
use crate::office::issue::{Batch, RosterHash, issue};
use crate::office::keys::{self, NewKey};
use crate::office::progress::Teller;
use crate::office::replace::{self, Correction};
use crate::office::trust::{self, Root, RootName};
use crate::office::{Office, clock, find, lsp, lsp_file, status};
use crate::render;
use crate::seal::keys::{KeyUse, PrivateKey};
use crate::seal::spelling::{self, to_base64url};
use crate::seal::token::{self, Claims, StatusRef};
use crate::seal::whole_file::create;
use crate::words::{Lang, key, say};
use accounts::DemoAccount;
use people::{Sitting, roster, sittings};

const LSPS: &str = include_str!("../../templates/demo/lsps.json");

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
    /// base64url; its link follows from where the demo listens.
    token: String,
}

pub(super) async fn run(settings: &Settings, demo: &Demo, world: &mut World) -> anyhow::Result<ExitCode> {
    if !settings.listen.ip().is_loopback() {
        return Err(refused(say!(settings.lang, "cli-demo-loopback", address = settings.listen)));
    }
    // Bound before anything is made: the site is printed on every sheet.
    let listener = if demo.once { None } else { Some(bind(settings.listen, settings.lang).await?) };
    let listen = listener.as_ref().map_or(Ok(settings.listen), TcpListener::local_addr)?;
    let office = place::create(settings, world).await?;
    let (office, examples) = match example::remembered(&office, Memo::Examples).await? {
        Some(examples) => {
            let examples = serde_json::from_str(&examples);
            (office, examples.with_context(|| key!("cli-demo-unreadable").say(settings.lang))?)
        }
        None => make(settings, office, listen, world).await?,
    };
    let accounts = accounts::make(&office, world, settings.lang).await?;
    print(settings, listen, demo.once, &examples, &accounts);
    match listener {
        Some(listener) => {
            let door = Door::default();
            serve::until_stopped(settings, office, listener, (&door, door.settings()), world).await?;
        }
        None => office.close().await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn bind(listen: SocketAddr, lang: Lang) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(listen).await;
    listener.with_context(|| say!(lang, "cli-cannot-listen-demo", address = listen))
}

/// Makes everything; begun once and cut short, it is finished by running it again.
async fn make(
    settings: &Settings,
    office: Office,
    listen: SocketAddr,
    world: &mut World,
) -> anyhow::Result<(Office, Vec<Example>)> {
    let begun = example::remembered(&office, Memo::Begun).await?;
    if begun.is_none() && !office.lsps().await?.is_empty() {
        return Err(refused(say!(settings.lang, "cli-demo-not-ours", dir = settings.data.display())));
    }
    let today: Date = match begun {
        Some(day) => day.parse().with_context(|| key!("cli-demo-unreadable").say(settings.lang))?,
        None => in_jakarta(world.now()),
    };
    example::remember(&office, Memo::Begun, &today.to_string()).await?;
    if settings.passphrase_file.is_none() && world.passphrase.is_none() {
        keep_passphrase(&settings.data.join("keys"), world, settings.lang)?;
    }
    let site: Site = format!("http://{listen}").parse()?;
    let office = place::with_keys(office, settings, world)?;
    for root in [RootName::FIRST, RootName::SAFE] {
        if !office.keys.files().path(&root.to_string()).exists() {
            Root::make(&office.keys, &root, &mut world.random).await?;
        }
    }
    example::declare(&office).await?;
    let form = Design::new(Some(marked(render::DIGITAL)), Some(marked(render::BLANKO)), &render::Pictures::default())?;
    if clock::plausible(&office, world.now()).await.is_err() {
        clock::say_right(&office, &world.by()).await?; // a demo of last year is shown today
    }
    for described in lsp_file::read(LSPS, Some(&site))? {
        let (id, by) = (&described.lsp.id, world.by());
        lsp::keep(&office, &described.lsp, &form, &by).await?;
        if keys::all(&office, Some(id)).await?.is_empty() {
            let from = described.lsp.licences.first().map(|licence| licence.from);
            for key_use in [KeyUse::Certificate, KeyUse::Status, KeyUse::Report] {
                keys::make(&office, NewKey { lsp: id, key_use, from }, &by, &mut world.random).await?;
            }
        }
    }
    trust::sign_if_rooted(&office, world.now()).await?;
    let mut examples = Vec::new();
    for sitting in sittings(today) {
        let acting = office.issuing(&sitting.lsp.parse()?, world.by()).await?;
        let dir = pdfs(&settings.data).join(sitting.lsp);
        let printings = hold(&office, &acting, &sitting, &dir, world).await?;
        examples.extend(show(&office, &acting, &printings, &sitting, &dir, world).await?);
    }
    examples.extend(fakes(&examples, settings.lang)?);
    example::remember(&office, Memo::Examples, &json!(examples).to_string()).await?;
    Ok((office, examples))
}

/// A layout that says on every page that it is an example.
fn marked(layout: &str) -> String {
    layout.replace("# watermark = \"CONTOH\"", "watermark = \"CONTOH\"")
}

fn keep_passphrase(keys: &Path, world: &mut World, lang: Lang) -> anyhow::Result<()> {
    let path = keys.join("passphrase");
    if path.exists() {
        return Ok(());
    }
    let mut secret = [0; 18];
    world.random.fill_bytes(&mut secret);
    fs::create_dir_all(keys).with_context(|| say!(lang, "cli-cannot-make", path = keys.display()))?;
    let written = create(&path, to_base64url(&secret).as_bytes(), 0o600);
    written.with_context(|| say!(lang, "cli-cannot-write", path = path.display()))
}

/// Issues a sitting's roster the way any roster is issued, and hands out its PDFs.
async fn hold(
    office: &Office,
    acting: &Acting<'_>,
    sitting: &Sitting,
    dir: &Path,
    world: &mut World,
) -> anyhow::Result<Vec<Printing>> {
    let csv = roster(sitting);
    let read = intake::read(office, acting.lsp(), csv.as_bytes(), sitting.issued_on, world.now()).await??;
    let hash = RosterHash::of(csv.as_bytes());
    let photos = Photos::new();
    let batch = Batch { roster: read, hash, issued_on: sitting.issued_on, skip_refused: false, photos: &photos };
    let outcome = issue(acting, batch, &mut world.random, &Teller::default()).await?;
    let wanted = Wanted { dir, output: Output::Digital };
    handout::write(office, &outcome.certificates, &wanted, &Teller::default()).await?;
    Ok(certificates::printings(office, &outcome.certificates).await?)
}

fn pdfs(data: &Path) -> PathBuf {
    data.join("certificates")
}

/// Suspends, revokes and replaces some of the first sitting, and names one certificate of each state.
async fn show(
    office: &Office,
    acting: &Acting<'_>,
    printings: &[Printing],
    sitting: &Sitting,
    dir: &Path,
    world: &mut World,
) -> anyhow::Result<Vec<Example>> {
    let example = |verdict: &str, certificate: &Certificate| Example {
        verdict: verdict.to_owned(),
        number: certificate.number.clone(),
        token: to_base64url(&certificate.token),
    };
    let word = match sitting.lsp {
        "pengemudi" => "expired",
        "provinsi" => "not_yet_valid",
        _ => "valid",
    };
    let mut examples: Vec<Example> =
        printings.first().map(|printing| example(word, &printing.certificate)).into_iter().collect();
    let [_, _, suspended, _, revoked, _, replaced, ..] = printings else { return Ok(examples) };
    if sitting.lsp != "klining" {
        return Ok(examples);
    }
    for (printing, change) in
        [(suspended, Change::Suspend(SuspendReason::Misuse)), (revoked, Change::Revoke(RevokeReason::Fraud))]
    {
        if printing.certificate.status.state() == State::Valid {
            status::change(acting, &printing.certificate, change, None).await?;
        }
        examples.push(example(change.becomes().as_str(), &printing.certificate));
    }
    // Cut short after the replacement, the entry's newest certificate is the successor already.
    let old = match &replaced.certificate.replaces {
        None => {
            let correction = Correction { name: Some("Mahesa Gumelar Contoh".parse()?), nik: None };
            let (old, reason) = (&replaced.certificate, RevokeReason::WrongData);
            let successor = replace::replace(acting, old, reason, &correction, &mut world.random).await?;
            let wanted = Wanted { dir, output: Output::Digital };
            handout::write(office, &[successor.id], &wanted, &Teller::default()).await?;
            replaced.certificate.clone()
        }
        Some(before) => find::one(office, &before.number, Some(&acting.lsp().id)).await?,
    };
    examples.push(example(State::Superseded.as_str(), &old));
    Ok(examples)
}

/// What a forger might show: a true certificate with an altered byte, and one of a key that nobody knows.
fn fakes(examples: &[Example], lang: Lang) -> anyhow::Result<[Example; 2]> {
    let valid = examples.first().with_context(|| key!("cli-demo-unreadable").say(lang))?;
    let mut altered = spelling::from_base64url(&valid.token)?;
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
        token: to_base64url(token),
    };
    Ok([fake("forged", &valid.number, &altered), fake("untrusted", &claims.number, &foreign)])
}

fn print(settings: &Settings, listen: SocketAddr, once: bool, examples: &[Example], accounts: &[DemoAccount]) {
    let (data, pdfs) = (&settings.data, pdfs(&settings.data));
    let link = |example: &Example| format!("http://{listen}/v/{}", example.token);
    if settings.json {
        let examples = examples.iter();
        let examples = examples.map(|e| json!({ "verdict": e.verdict, "number": e.number, "url": link(e) }));
        let examples: Vec<_> = examples.collect();
        let site = format!("http://{listen}");
        let accounts: Vec<_> = accounts.iter().map(|account| account.json(listen)).collect();
        let told = json!({ "site": site, "data": data, "pdfs": pdfs, "examples": examples, "accounts": accounts });
        println!("{told}");
        return;
    }
    let (lang, keys) = (settings.lang, data.join("keys"));
    println!("\n{}\n", key!("cli-demo-ready").say(lang));
    println!("  {:<6} http://{listen}/", key!("cli-demo-site").say(lang));
    println!("  PDF    {}", pdfs.display());
    println!("  data   {}\n", data.display());
    println!("{}", key!("cli-demo-each").say(lang));
    for example in examples {
        println!("\n  {:<14} No. {}\n  {}", example.verdict, example.number, link(example));
    }
    accounts::print(accounts, listen, lang);
    println!("\n{}", key!("cli-demo-verifier").say(lang));
    println!(
        "  absah verifier --trust http://{listen}/trust.jwt --root {} --root {} --data pemeriksa --listen 127.0.0.1:8090",
        keys.join("root-1.pub.pem").display(),
        keys.join("root-2.pub.pem").display()
    );
    if once {
        let command = format!("absah serve --data {} --listen {listen}", data.display());
        println!("\n{}\n", say!(lang, "cli-demo-serve", command));
    } else {
        println!("\n{}\n", key!("cli-demo-stop").say(lang));
    }
}
