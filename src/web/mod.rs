//! The public site, its API, and the LSP's office. A handler reads, asks, answers; every address stands in one table.

mod addresses;
mod answer_cache;
mod api;
mod assets;
mod check_list;
mod client;
mod client_prefix;
mod concurrency_limit;
mod connection_limit;
mod descriptors;
mod edge;
mod employer;
mod error;
mod fair_queue;
mod figures;
mod headers;
mod inquiry;
mod language;
mod listen;
mod memory_pool;
mod multipart;
mod office;
mod pages;
mod problem;
mod public;
mod rate_limit;
mod reading;
mod rule;
mod server;
mod unread;
mod whatsapp;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Semaphore, watch};

use crate::office::Office;
use crate::office::accounts::Lasting;
use crate::office::jobs::Board;
use crate::seal::keys::{PrivateKey, PublicKey};
use crate::seal::records::Records;
use crate::seal::trust_list::TrustList;
use crate::verify::Snapshot;
use answer_cache::AnswerCache;
use concurrency_limit::ConcurrencyLimit;
use fair_queue::{FairQueue, Rules};
use figures::Tally;
use memory_pool::MemoryPool;
use rate_limit::RateLimit;

pub use crate::office::alarm::{Judged, Lookout};
pub use crate::office::publish::{Figures, Published, PublishedStatus};
pub use check_list::ListFault;
pub use error::{Error, Fault};
pub use fair_queue::Budget;
pub use listen::{Connections, serve};
pub use rate_limit::Lookups;
pub use reading::{Awaited, DocumentReader, Reading, reading_apart};
pub use server::Server;

/// What the site answers from.
#[derive(Clone)]
pub struct App {
    /// The installation: the public's pages only read of it, the office writes; a verifier has none.
    pub office: Option<Arc<Office>>,
    /// The newest lists; whoever refreshes them holds the other end.
    pub lists: watch::Receiver<Arc<Snapshot>>,
    /// What other verifiers fetch here.
    pub published: watch::Receiver<Arc<Published>>,
    /// Where tokens that were judged valid are looked up; nowhere without records.
    pub judged: Option<Lookout>,
    /// Figures for a monitor, of whoever has any.
    pub figures: Figures,
    /// Reads PDFs and pictures; without it there is no checking of files.
    pub read_document: Option<DocumentReader>,
    /// Reads the frames of visitors' cameras; without it only what their browsers read is checked.
    pub read_frame: Option<DocumentReader>,
    /// The roots that pages which judge by themselves are given: the one that signs lists, the one in the safe. None where
    /// no lists are published.
    pub roots: Vec<PublicKey>,
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// How far the work is that this process does.
    pub jobs: Board,
    /// Chance for one request: a seed that is never the same.
    pub chance: Arc<dyn Fn() -> [u8; 32] + Send + Sync>,
    pub settings: Settings,
}

/// How the site behaves.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A banner on every page, such as that this is a demonstration; the trust list's own unless given.
    pub notice: Option<String>,
    /// Reverse proxies of our own that a request comes through; each appends to `X-Forwarded-For`.
    pub proxies: u8,
    /// Look-ups by number that one client may make.
    pub lookups: Lookups,
    /// Checks by token at work at once.
    pub checks: usize,
    /// Requests of one client under way at once.
    pub requests: usize,
    /// What clients may send, and what reading it may take.
    pub files: Files,
    /// Batches under way at once.
    pub batches: usize,
    /// Time to answer a request; files and batches have their own.
    pub patience: Duration,
    /// How long a pile of certificates is read before its page begins without the answer, and then between two words of
    /// how far it is.
    pub step: Duration,
    /// Time that a file or a batch may stand still on its way.
    pub still: Duration,
    /// Bytes of a request's body; files and batches have their own bounds.
    pub body: usize,
    /// How long somebody stays signed in at the office.
    pub sessions: Lasting,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            notice: None,
            proxies: 0,
            lookups: Lookups::default(),
            checks: 256,
            requests: 64,
            files: Files::default(),
            batches: 512,
            patience: Duration::from_secs(10),
            step: Duration::from_secs(1),
            still: Duration::from_secs(30),
            body: 64 * 1024,
            sessions: Lasting::default(),
        }
    }
}

/// What clients may send to be read, and what reading it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Files {
    /// Bytes kept of all files that are on their way in or wait to be read, ZIPs unpacked.
    pub room: usize,
    /// Bytes a second that a file must come with, after ten seconds.
    pub rate: usize,
    /// Time for a file to arrive: 20 MB over a slow telephone network.
    pub arrival: Duration,
    /// Documents read at once, each in a process of its own that may take 1 GiB.
    pub readers: usize,
    /// Bytes of memory that documents together may hold while their reading stands still; beyond them some are begun
    /// anew.
    pub standing_still: usize,
    /// How long a document is read before it gives way to another client's.
    pub slice: Duration,
    /// How long a document waits for its turns, all together.
    pub wait: Duration,
    /// How long one client's documents may be read while others wait.
    pub budget: Budget,
}

impl Default for Files {
    fn default() -> Self {
        let (rest, a_minute) = (Duration::from_secs(60), Duration::from_secs(12));
        Self {
            room: 320 << 20,
            rate: 4 << 10,
            arrival: Duration::from_secs(180),
            readers: 2,
            standing_still: 1 << 30,
            slice: Duration::from_secs(1),
            wait: Duration::from_secs(60),
            budget: Budget { rest, a_minute },
        }
    }
}

/// Files on their way in at once, and one client's. Their bytes are counted apart.
const UPLOADS: (usize, usize) = (256, 16);

/// How long a file that hardly comes keeps its place from another client's.
const DRIPPING: Duration = Duration::from_secs(8);

/// Documents of one client that are read or wait for it.
const READINGS: usize = 32;

/// Batches of one client under way at once.
const BATCHES: usize = 16;

/// How long a batch that stands still keeps its place from another client's.
const IDLE: Duration = Duration::from_secs(2);

/// Sheets that one client may have drawn for holders.
const SHEETS: Lookups = Lookups { burst: 20, a_minute: 12, missed: 1 };

/// Sheets that are drawn for holders at once.
const DRAWING: usize = 2;

/// Answered chunks of batches that wait for their clients to take them, some 200 KB each.
const ANSWERED: usize = 128;

/// What every handler asks.
struct Service {
    app: App,
    rate_limit: RateLimit,
    /// How fast a client may have sheets drawn.
    sheet_pace: RateLimit,
    /// Sheets that are drawn for holders.
    sheets: Semaphore,
    checks: Arc<Semaphore>,
    /// Requests under way, by client.
    requests: ConcurrencyLimit,
    batches: Arc<FairQueue>,
    /// Chunks of batches at work at once.
    chunks: Arc<FairQueue>,
    /// Chunks of batches that are answered, until they are taken.
    answered: Arc<FairQueue>,
    processors: usize,
    uploads: Arc<FairQueue>,
    /// What was sent and is not answered yet.
    upload_memory: Arc<MemoryPool>,
    documents: Arc<FairQueue>,
    /// What readers hold while they stand still.
    reader_memory: Arc<MemoryPool>,
    tally: Tally,
    answers: AnswerCache,
    /// Seals what visitors carry between pages, where the records' secret is not to be had.
    carrying: Arc<Records>,
}

impl Service {
    fn new(app: App) -> Self {
        let (settings, processors) = (&app.settings, std::thread::available_parallelism().map_or(1, usize::from));
        let (files, most) = (settings.files, usize::MAX);
        let queue = |places, of_one, slice| FairQueue::new(Rules { places, of_one, slice, budget: None });
        Self {
            rate_limit: RateLimit::new(settings.lookups),
            sheet_pace: RateLimit::new(SHEETS),
            sheets: Semaphore::new(DRAWING),
            checks: Arc::new(Semaphore::new(settings.checks)),
            requests: ConcurrencyLimit::new(settings.requests),
            batches: queue(settings.batches, BATCHES, Some(IDLE)),
            // One more than processors: none waits while its next chunk is cut.
            chunks: queue(processors + 1, most, None),
            answered: queue(ANSWERED, most, Some(IDLE)),
            processors,
            uploads: queue(UPLOADS.0, UPLOADS.1, Some(DRIPPING)),
            upload_memory: MemoryPool::new(files.room),
            documents: FairQueue::new(Rules {
                places: files.readers,
                of_one: READINGS,
                slice: Some(files.slice),
                budget: Some(files.budget),
            }),
            reader_memory: MemoryPool::new(files.standing_still),
            tally: Tally::new(&app.figures),
            answers: AnswerCache::default(),
            carrying: Arc::new(Records::new(&PrivateKey::from_seed(&(app.chance)()))),
            app,
        }
    }

    fn frame<'a>(&'a self, trust: &'a TrustList) -> pages::Frame<'a> {
        let notice = self.app.settings.notice.as_deref().or_else(|| trust.notice());
        pages::Frame { notice, numbers: self.app.office.is_some() }
    }
}

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod unsaid;
