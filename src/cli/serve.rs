//! `absah serve`: the public site, the API and the office, fresh within a second of any process's change; the lists
//! that verifiers fetch; the alarm for what a key signed and nobody issued; the lists of other installations' LSPs.

use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use futures_util::FutureExt as _;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::door::Door;
use super::failure::refused;
use super::sessions::Sessions;
use super::stopping::stopped;
use super::{Settings, World, place, reader};
use crate::office::clock::Pace;
use crate::office::followed::Followed;
use crate::office::jobs::{self, Board};
use crate::office::key_ring::SHORTEST;
use crate::office::publish::{Figures, Published, Refreshed};
use crate::office::{Office, alarm, asked, held, others, publish, refresh, trust};
use crate::verify::document::Kind;
use crate::verify::sources::Counted;
use crate::web::{self, App};
use crate::words::say;

/// Judged tokens that wait to be looked up; what comes beyond is counted, not kept.
const WAITING: usize = 1024;

/// How long the first lists are waited for before anybody is let in; after that `/readyz` says that they are not there.
const FIRST: Duration = Duration::from_secs(3);

#[derive(Args, Debug)]
pub(super) struct Serve {
    #[command(flatten)]
    door: Door,
    #[command(flatten)]
    sessions: Sessions,
}

pub(super) async fn run(settings: &Settings, serve: &Serve, world: &mut World) -> anyhow::Result<ExitCode> {
    let office = place::office(settings, world).await?;
    let listener = TcpListener::bind(settings.listen).await;
    let listener = listener.with_context(|| say!(settings.lang, "cli-cannot-listen", address = settings.listen))?;
    tracing::info!(listen = %settings.listen, "serving");
    let site = web::Settings { sessions: serve.sessions.into(), ..serve.door.settings() };
    until_stopped(settings, office, listener, (&serve.door, site), world).await?;
    Ok(ExitCode::SUCCESS)
}

/// Serves an installation until the process is told to stop; requests under way are finished.
///
/// # Errors
/// A part of the service ended by itself: better none than one that answers from what grows old.
pub(super) async fn until_stopped(
    settings: &Settings,
    office: Office,
    listener: TcpListener,
    (door, site): (&Door, web::Settings),
    world: &mut World,
) -> anyhow::Result<()> {
    let lang = settings.lang;
    if !office.keys.has_passphrase() {
        tracing::warn!(
            "no passphrase: the journals cannot be read, so that statuses are told by the lists signed last, and where \
             there is none every status is unknown; no status list is signed, so that nobody can tell once those are \
             7 days old; and no alarm is journalled, so that what a stolen key signed stays valid here"
        );
    }
    if office.keys.is_passphrase_short() {
        tracing::warn!("the passphrase of the keys has fewer than {SHORTEST} characters: docs/keys.md");
    }
    let (office, clock) = (Arc::new(office), Arc::clone(&world.clock));
    let followed = Followed::begin(Arc::clone(&office), clock()).await?;
    let (heads, journals) = watch::channel(followed.heads());
    let (newest, own) = watch::channel(followed.snapshot());
    let (out, mut published) = watch::channel(Arc::<Published>::default());
    let (judged, waiting) = alarm::lookout(WAITING);
    let figures = Figures::default();
    let counted = Counted::register(&mut figures.lock().unwrap_or_else(PoisonError::into_inner), "absah_others");
    let setup = others::Setup::new(&settings.data, counted, Arc::clone(&clock), world.random.next_u64());
    let (mut leading, theirs) = others::Others::new(setup);
    if let Err(cause) = leading.hand_over(&office, &followed.snapshot().trust).await {
        tracing::warn!("certificates of other installations' LSPs are not judged yet: {cause}");
    }
    let mut joint = others::Joint::default();
    let (all, lists) = watch::channel(joint.of(&own.borrow(), theirs.borrow().as_deref(), clock()));
    let mut parts = Parts::default();
    look_for_weak_files(Arc::clone(&office));
    parts.start("refreshing", refresh::refresh(followed, newest, heads, Arc::clone(&clock)));
    parts.start("the lists of others", others::follow(leading, Arc::clone(&office), own.clone()));
    parts.start("the joining of lists", others::join(own.clone(), theirs, joint, all, Arc::clone(&clock)));
    let known = Refreshed { lists: own, journals };
    let pace = Pace::begin(Arc::clone(&clock), Arc::clone(&world.uptime), &figures);
    let publishing = publish::publish(Arc::clone(&office), known, out, Arc::clone(&figures), pace);
    parts.start("publishing", publishing);
    parts.start("the count of questions", asked::write_down(Arc::clone(&office), Arc::clone(&clock)));
    parts.start("the watch over tables", held::watch(Arc::clone(&office), Arc::clone(&figures)));
    let mut seed = [0; 32];
    world.random.fill_bytes(&mut seed);
    let board = Board::default();
    parts.start("the jobs", jobs::work(Arc::clone(&office), Arc::clone(&clock), seed, board.clone()));
    parts.start("the alarm", alarm::watch(Arc::clone(&office), waiting, Arc::clone(&figures), Arc::clone(&clock)));
    // Nobody is told that a list is not there which is about to be signed: who asks meanwhile waits at the door.
    tokio::select! {
        _ = timeout(FIRST, published.wait_for(|published| published.ready)) => {}
        ended = parts.ended() => return Err(refused(say!(lang, "cli-part-ended", part = ended))),
    }
    reader::log(&world.program).await;
    let notice = trust::notice(&office).await?;
    let chance = Arc::clone(&world.chance);
    let site = web::Settings { notice, ..site };
    let reader = |kind| Some(web::reading_apart(world.program.clone(), kind));
    let app = App {
        office: Some(Arc::clone(&office)),
        lists,
        published,
        judged: Some(judged),
        figures,
        read_document: reader(Kind::Document),
        read_frame: reader(Kind::Frame),
        roots: trust::roots(&office),
        clock,
        jobs: board,
        chance,
        settings: site,
    };
    let ended = Arc::clone(&app.clock);
    let server = web::Server::new(app);
    let answer = move |request| Arc::clone(&server).answer(request);
    let served = tokio::select! {
        () = web::serve(listener, answer, door.connections(), stopped()) => Ok(()),
        ended = parts.ended() => Err(refused(say!(lang, "cli-part-ended", part = ended))),
    };
    parts.0.shutdown().await;
    if let Err(cause) = office.write_asked(ended()).await {
        tracing::warn!(%cause, "what was asked by number in the last minute is not counted");
    }
    office.close().await;
    served
}

/// Tells of key files that are easy to guess at, on a thread that nobody waits for: a file may never come.
fn look_for_weak_files(office: Arc<Office>) {
    std::thread::spawn(move || match office.keys.weak_files() {
        Ok(weak) if weak.is_empty() => {}
        Ok(weak) => tracing::warn!(files = weak.len(), "key files that are easy to guess at: absah keys renew"),
        Err(error) => tracing::warn!(%error, "how strong the key files are cannot be told"),
    });
}

/// What runs beside the site, for as long as it does.
#[derive(Default)]
struct Parts(JoinSet<&'static str>);

impl Parts {
    fn start(&mut self, name: &'static str, part: impl Future<Output = ()> + Send + 'static) {
        self.0.spawn(async move {
            // The panic has been told where it happened; which part it was is told by whoever waits for it.
            let _ended = AssertUnwindSafe(part).catch_unwind().await;
            name
        });
    }

    /// Waits until one of them ends, which none should.
    async fn ended(&mut self) -> String {
        match self.0.join_next().await {
            Some(Ok(name)) => name.to_owned(),
            Some(Err(cause)) => cause.to_string(),
            // None was started, or all have ended: there is nothing left to wait for either way.
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_that_ends_or_panics_is_told_by_its_name() {
        let mut parts = Parts::default();
        parts.start("lasting", std::future::pending());
        parts.start("short", async {});
        assert_eq!(parts.ended().await, "short");
        parts.start("broken", async { panic!("as a fault of ours would") });
        assert_eq!(parts.ended().await, "broken");
    }
}
