//! What was approved is done by a running service, whoever closes his page: a job has a lease, and what a process that
//! died had begun is taken up by the next. That it is done once is for the work itself to see to
//! ([`super::requests::carry_out`]); a lease only spares two processes the same work.

mod board;
mod fault;
mod read;

use std::sync::Arc;
use std::time::Duration;

use chacha20::ChaCha20Rng;
use jiff::{SignedDuration, Timestamp};
use pkcs8::rand_core::{Rng as _, SeedableRng as _};
use tokio::sync::oneshot;

use super::Office;
use super::progress::Teller;
use super::requests::{Carried, RequestError, carry_out, expire, give_up};
use crate::domain::id::JobId;
pub use crate::store::{FailedJob, JobRow, JobState};
use crate::store::{Lease, StoreError};
pub use board::{Board, Step};
pub use fault::Fault;
pub use read::{failed, of_request, one};

/// The clock of whoever runs the service.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How long a lease lasts, and after how long it is prolonged.
const LEASE: SignedDuration = SignedDuration::from_secs(6);
const PROLONGED: Duration = Duration::from_secs(2);

/// How often a service looks for work.
const LOOK: Duration = Duration::from_millis(500);

/// How often requests are looked through for those that nobody decided.
const SWEEP: SignedDuration = SignedDuration::from_mins(10);

/// How often a job is tried that the database stands in the way of.
const MOST_TRIES: u32 = 20;

/// Does what was approved, for as long as the service runs. `seed` is drawn by chance.
pub async fn work(office: Arc<Office>, clock: Clock, seed: [u8; 32], board: Board) {
    let mut random = ChaCha20Rng::from_seed(seed);
    let taker = format!("{:016x}", random.next_u64());
    let mut swept = Timestamp::MIN;
    loop {
        if !office.keys.has_passphrase() {
            std::future::pending::<()>().await; // nothing can be read, let alone signed
        }
        match once(&office, &clock, &taker, &mut random, &board).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::error!("work that waits could not be looked for: {error}");
                tokio::time::sleep(10 * LOOK).await;
            }
        }
        let now = clock();
        if now.duration_since(swept).abs() >= SWEEP {
            swept = now;
            if let Err(error) = sweep(&office, now).await {
                tracing::error!("requests that nobody decided could not be ended: {error}");
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Takes one job and does it; false where there is none.
async fn once(
    office: &Arc<Office>,
    clock: &Clock,
    taker: &str,
    random: &mut ChaCha20Rng,
    board: &Board,
) -> Result<bool, StoreError> {
    let now = clock();
    let Some(job) = office.store.take_job(lease(taker, now)).await? else { return Ok(false) };
    let (teller, heard) = Teller::heard();
    board.listen(job.id.clone(), heard);
    let (end, ended) = oneshot::channel();
    let beat = prolong(Arc::clone(office), Arc::clone(clock), taker.to_owned(), job.id.clone(), board.clone(), ended);
    tokio::spawn(beat);
    let carried = carry_out(office, &job, now, random, &teller).await;
    drop(end);
    settle(office, clock, taker, &job, carried).await?;
    Ok(true)
}

fn lease(taker: &str, now: Timestamp) -> Lease<'_> {
    Lease { taker, now, until: now.checked_add(LEASE).unwrap_or(Timestamp::MAX) }
}

/// Prolongs a lease and writes down how far the job is, until it has ended. On SQLite the job's own transaction holds the
/// one lock of the file, so this waits for it; nobody else can take the job meanwhile either.
async fn prolong(
    office: Arc<Office>,
    clock: Clock,
    taker: String,
    id: JobId,
    board: Board,
    mut ended: oneshot::Receiver<()>,
) {
    loop {
        tokio::select! {
            _ = &mut ended => return,
            () = tokio::time::sleep(PROLONGED) => {}
        }
        let done = board.steps(&id).map_or([0, 0], |step| [step.done, step.of]);
        match office.store.renew_lease(&id, lease(&taker, clock()), done).await {
            Ok(true) => {}
            Ok(false) => return, // it has ended, or another has it
            Err(error) => tracing::warn!(job = %id, "a lease could not be prolonged: {error}"),
        }
    }
}

async fn settle(
    office: &Office,
    clock: &Clock,
    taker: &str,
    job: &JobRow,
    carried: Result<Carried, RequestError>,
) -> Result<(), StoreError> {
    let error = match carried {
        Ok(Carried::Done) => {
            tracing::info!(lsp = %job.lsp, job = %job.id, request = %job.request, "done as approved");
            return Ok(());
        }
        Ok(Carried::Already) => return Ok(()),
        Err(error) => error,
    };
    let fault = Fault::of(&error);
    if fault == Fault::Unavailable && job.tries < MOST_TRIES {
        tracing::warn!(job = %job.id, tries = job.tries, "tried again: {error}");
        let wait = SignedDuration::from_secs(i64::from(job.tries.min(6)).pow(2));
        return office.store.put_job_back(&job.id, taker, clock().checked_add(wait).unwrap_or(Timestamp::MAX)).await;
    }
    tracing::error!(lsp = %job.lsp, job = %job.id, request = %job.request, "not done: {error}");
    match give_up(office, job, fault.as_str(), clock()).await {
        Ok(()) => Ok(()),
        Err(error) => {
            tracing::error!(job = %job.id, "could not be given up: {error}");
            office.store.put_job_back(&job.id, taker, clock().checked_add(10 * LEASE).unwrap_or(Timestamp::MAX)).await
        }
    }
}

/// Ends what nobody decided in time, of every LSP.
async fn sweep(office: &Office, now: Timestamp) -> Result<(), RequestError> {
    for lsp in office.store.lsp_ids().await? {
        if let Err(error) = expire(office, &lsp, now).await {
            tracing::error!(%lsp, "what nobody decided could not be ended: {error}");
        }
    }
    Ok(())
}
