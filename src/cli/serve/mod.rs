//! `absah serve`: the public site and the API, fresh within a second of any process's change; the lists
//! that verifiers fetch; the alarm for what a key signed and nobody issued.

mod alarm;
pub(super) mod publish;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::place::Place;
use super::stopping::stopped;
use super::{Settings, World};
use crate::store::{Head, Store, StoreError};
use crate::verify::Snapshot;
use crate::web::{self, App, Figures};

/// The setting of an installation that every page shows.
pub(super) const NOTICE: &str = "notice";

/// How often the database is asked whether anything changed.
const LOOK: Duration = Duration::from_millis(250);

/// How old "as of" may become while nothing is written.
const YOUNG: SignedDuration = SignedDuration::from_secs(5);

/// How long what was read may be answered from while the database is silent.
const BELIEVED: SignedDuration = SignedDuration::from_secs(60);

/// Judged tokens that wait to be looked up; what comes beyond is counted, not kept.
const WAITING: usize = 1024;

type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

#[derive(Args, Debug)]
pub(super) struct Serve {
    /// Reverse proxies of your own before this service, each adding to X-Forwarded-For
    #[arg(long, default_value_t = 0, value_name = "N")]
    proxies: u8,
}

pub(super) async fn run(settings: &Settings, serve: &Serve, world: &World) -> anyhow::Result<ExitCode> {
    let place = Place::open(settings, world).await?;
    let listener = TcpListener::bind(settings.listen).await;
    let listener = listener.with_context(|| format!("cannot listen on {}", settings.listen))?;
    tracing::info!(listen = %settings.listen, "serving");
    until_stopped(place, listener, serve.proxies, world).await?;
    Ok(ExitCode::SUCCESS)
}

/// Serves an installation until the process is told to stop; requests under way are finished.
pub(super) async fn until_stopped(
    place: Place,
    listener: TcpListener,
    proxies: u8,
    world: &World,
) -> anyhow::Result<()> {
    let (place, clock) = (Arc::new(place), Arc::clone(&world.clock));
    let store = place.store.clone();
    let (newest, lists) = watch::channel(Arc::new(snapshot(&store, clock()).await?));
    let (out, published) = watch::channel(Arc::default());
    let (judged, waiting) = mpsc::channel(WAITING);
    let mut tasks = JoinSet::new();
    let (heads, journals) = watch::channel(Vec::new());
    tasks.spawn(refresh(store.clone(), newest, heads, Arc::clone(&clock)));
    let figures = Figures::default();
    let publishing =
        publish::publish(Arc::clone(&place), (lists.clone(), journals), out, Arc::clone(&figures), Arc::clone(&clock));
    tasks.spawn(publishing);
    tasks.spawn(alarm::watch(place, waiting, Arc::clone(&figures), Arc::clone(&clock)));
    let notice = store.setting(NOTICE).await?;
    let settings = web::Settings { notice, proxies, ..web::Settings::default() };
    let read_document = Some(web::reading_apart(world.program.clone()));
    let (records, judged) = (Some(store.clone()), Some(judged));
    let app = App { store: records, lists, published, judged, figures, read_document, clock, settings };
    let site = web::Server::new(app);
    let answer = move |request| Arc::clone(&site).answer(request);
    web::serve(listener, answer, web::Connections::behind(proxies), stopped()).await;
    tasks.shutdown().await;
    store.close().await;
    Ok(())
}

async fn snapshot(store: &Store, now: Timestamp) -> Result<Snapshot, StoreError> {
    Ok(Snapshot { trust: store.trust().await?, statuses: store.statuses(now, now + BELIEVED).await? })
}

/// Reads the lists anew when any process wrote; every few seconds says so of what was read.
async fn refresh(store: Store, newest: watch::Sender<Arc<Snapshot>>, heads: watch::Sender<Vec<Head>>, clock: Clock) {
    let (mut seen, mut read_at, mut failing) = (None, Timestamp::MIN, false);
    loop {
        let now = clock();
        let looked = async {
            let revision = store.revision().await?;
            if seen != Some(revision) {
                // Heads first: a list never tells less than the journal head that is signed with it.
                let journals = store.heads().await?;
                newest.send_replace(Arc::new(snapshot(&store, now).await?));
                heads.send_replace(journals);
                (seen, read_at) = (Some(revision), now);
            } else if read_at + YOUNG <= now {
                // Nothing was written: what was read holds as of now.
                newest.send_modify(|lists| *lists = Arc::new(lists.as_of_until(now, now + BELIEVED)));
                read_at = now;
            }
            Ok::<_, StoreError>(())
        };
        match looked.await {
            Ok(()) if failing => {
                tracing::info!("the database answers again");
                failing = false;
            }
            Err(error) if !failing => {
                tracing::error!(%error, "the lists could not be refreshed; answers become status_unknown in a minute");
                failing = true;
            }
            Ok(()) | Err(_) => {}
        }
        tokio::time::sleep(LOOK).await;
    }
}
