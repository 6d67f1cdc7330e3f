//! `absah verifier`: the public verifier alone, without database, private key or passphrase.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::door::Door;
use super::stopping::stopped;
use super::{Settings, World, lists, reader};
use crate::office::jobs::Board;
use crate::verify::document::Kind;
use crate::verify::sources::follow::Ways;
use crate::verify::sources::{Belief, Counted, Follower, LastGood, Refresher, Source};
use crate::web::{self, App};
use crate::words::say;

/// Serve verdicts from fetched lists: no database, no private key; run as many as you like
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  absah verifier --trust https://akar.example/trust.jwt --root root-1.pub.pem --root root-2.pub.pem\n\nThe first --root signs lists; the second lies in a safe and can name another."
)]
pub(super) struct Verifier {
    /// The trust list: https://HOST/PATH, a file, or a directory with a trust.jwt
    #[arg(long, value_name = "URL|FILE")]
    trust: String,
    /// Public key of a root, in PEM: the one that signs lists first, then the one in the safe
    #[arg(long = "root", value_name = "FILE", required = true, num_args = 1..)]
    roots: Vec<PathBuf>,
    /// Directory of status lists and honoured lists, instead of where the trust list says
    #[arg(long, value_name = "DIR")]
    lists: Option<PathBuf>,
    /// Seconds between refreshes, instead of the lists' own ttl
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    refresh: Option<u64>,
    #[command(flatten)]
    door: Door,
}

pub(super) async fn run(settings: &Settings, verifier: &Verifier, world: &mut World) -> anyhow::Result<ExitCode> {
    let lang = settings.lang;
    let source = Source::new(&verifier.trust, verifier.lists.clone())
        .with_context(|| say!(lang, "cli-argument", name = "--trust"))?;
    let (roots, given) = lists::roots(&verifier.roots, lang)?;
    let kept = LastGood::new(lists::kept_in(&settings.data));
    let belief = Belief::new(roots, given, kept.seen()?).with_context(|| kept.dir().display().to_string())?;
    let mut registry = Registry::default();
    let counted = Counted::register(&mut registry, "absah");
    let refresher = Arc::new(Refresher::new(belief, Some(kept), counted, Arc::clone(&world.clock)));
    refresher.load();
    let listener = TcpListener::bind(settings.listen).await;
    let listener = listener.with_context(|| say!(lang, "cli-cannot-listen", address = settings.listen))?;
    tracing::info!(listen = %settings.listen, "serving");
    reader::log(&world.program).await;
    let (newest, snapshots) = watch::channel(refresher.snapshot());
    let (_, published) = watch::channel(Arc::default());
    let app = App {
        office: None,
        lists: snapshots,
        published,
        judged: None,
        read_document: Some(web::reading_apart(world.program.clone(), Kind::Document)),
        read_frame: Some(web::reading_apart(world.program.clone(), Kind::Frame)),
        roots: Vec::new(),
        figures: Arc::new(Mutex::new(registry)),
        clock: Arc::clone(&world.clock),
        jobs: Board::default(),
        chance: Arc::clone(&world.chance),
        settings: verifier.door.settings(),
    };
    let site = web::Server::new(app);
    let answer = move |request| Arc::clone(&site).answer(request);
    let (told, chance) = (verifier.refresh.map(Duration::from_secs), world.random.next_u64());
    let ways = Ways { source, left_out: BTreeSet::new(), told, chance };
    Follower::start(refresher, ways, Box::new(move |lists| drop(newest.send_replace(lists))))?;
    web::serve(listener, answer, verifier.door.connections(), stopped()).await;
    Ok(ExitCode::SUCCESS)
}
