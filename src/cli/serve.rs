//! `absah serve`: the public site and the API, fresh within a second of any process's change; the lists
//! that verifiers fetch; the alarm for what a key signed and nobody issued.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::stopping::stopped;
use super::{Settings, World, place};
use crate::office::publish::Figures;
use crate::office::{Office, alarm, publish, refresh};
use crate::web::{self, App};

/// The setting of an installation that every page shows.
pub(super) const NOTICE: &str = "notice";

/// Judged tokens that wait to be looked up; what comes beyond is counted, not kept.
const WAITING: usize = 1024;

#[derive(Args, Debug)]
pub(super) struct Serve {
    /// Reverse proxies of your own before this service, each adding to X-Forwarded-For
    #[arg(long, default_value_t = 0, value_name = "N")]
    proxies: u8,
}

pub(super) async fn run(settings: &Settings, serve: &Serve, world: &World) -> anyhow::Result<ExitCode> {
    let office = place::office(settings, world).await?;
    let listener = TcpListener::bind(settings.listen).await;
    let listener = listener.with_context(|| format!("cannot listen on {}", settings.listen))?;
    tracing::info!(listen = %settings.listen, "serving");
    until_stopped(office, listener, serve.proxies, world).await?;
    Ok(ExitCode::SUCCESS)
}

/// Serves an installation until the process is told to stop; requests under way are finished.
pub(super) async fn until_stopped(
    office: Office,
    listener: TcpListener,
    proxies: u8,
    world: &World,
) -> anyhow::Result<()> {
    let (office, clock) = (Arc::new(office), Arc::clone(&world.clock));
    let store = office.store.clone();
    let (newest, lists) = watch::channel(Arc::new(refresh::snapshot(&store, clock()).await?));
    let (out, published) = watch::channel(Arc::default());
    let (judged, waiting) = mpsc::channel(WAITING);
    let mut tasks = JoinSet::new();
    let (heads, journals) = watch::channel(Vec::new());
    tasks.spawn(refresh::refresh(store.clone(), newest, heads, Arc::clone(&clock)));
    let figures = Figures::default();
    let publishing =
        publish::publish(Arc::clone(&office), (lists.clone(), journals), out, Arc::clone(&figures), Arc::clone(&clock));
    tasks.spawn(publishing);
    tasks.spawn(alarm::watch(office, waiting, Arc::clone(&figures), Arc::clone(&clock)));
    let notice = store.setting(NOTICE).await?;
    let settings = web::Settings { notice, proxies, ..web::Settings::default() };
    let read_document = Some(web::reading_apart(world.program.clone()));
    let (records, judged) = (Some(store.clone()), Some(judged));
    let app = App { store: records, lists, published, judged, figures, read_document, clock, settings };
    let server = web::Server::new(app);
    let answer = move |request| Arc::clone(&server).answer(request);
    web::serve(listener, answer, web::Connections::behind(proxies), stopped()).await;
    tasks.shutdown().await;
    store.close().await;
    Ok(())
}
