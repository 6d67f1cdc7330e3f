//! The public site and its API. A handler reads, asks, answers; every address stands in one table.

mod addresses;
mod answer_cache;
mod api;
mod assets;
mod client;
mod edge;
mod error;
mod figures;
mod found;
mod headers;
mod inquiry;
mod listen;
mod pages;
mod public;
mod rate_limit;
mod reading;
mod rule;
mod server;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use jiff::Timestamp;
use tokio::sync::{Semaphore, mpsc, watch};

use crate::office::Office;
use crate::seal::trust_list::TrustList;
use crate::store::Store;
use crate::verify::Snapshot;
use crate::verify::document::{Document, DocumentFault};
use answer_cache::AnswerCache;
use figures::Tally;
use rate_limit::RateLimit;

pub use crate::office::alarm::Judged;
pub use crate::office::publish::{Figures, Published, PublishedStatus};
pub use error::{Error, Fault};
pub use listen::{Connections, serve};
pub use rate_limit::Lookups;
pub use reading::reading_apart;
pub use server::Server;

/// What the site answers from.
#[derive(Clone)]
pub struct App {
    /// The installation's tables; a verifier has none.
    pub store: Option<Store>,
    /// Where journals are read; a verifier has none.
    pub office: Option<Arc<Office>>,
    /// The newest lists; whoever refreshes them holds the other end.
    pub lists: watch::Receiver<Arc<Snapshot>>,
    /// What other verifiers fetch here.
    pub published: watch::Receiver<Arc<Published>>,
    /// Where tokens that were judged valid are looked up; nowhere without records.
    pub judged: Option<mpsc::Sender<Judged>>,
    /// Figures for a monitor, of whoever has any.
    pub figures: Figures,
    /// Reads PDFs and pictures; without it there is no checking of files.
    pub read_document: Option<DocumentReader>,
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    pub settings: Settings,
}

/// Reads what a PDF or a picture carries, apart from this process.
pub type DocumentReader = Arc<dyn Fn(Bytes) -> Reading + Send + Sync>;

/// What a file carries, once it is read.
pub type Reading = Pin<Box<dyn Future<Output = Result<Document, DocumentFault>> + Send>>;

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
    /// Documents read at once, each in a process of its own that may take 1 GiB.
    pub documents: usize,
    /// Time to answer a request; files and batches have their own.
    pub patience: Duration,
    /// Time that a file or a batch may stand still on its way.
    pub still: Duration,
    /// Bytes of a request's body; files and batches have their own bounds.
    pub body: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            notice: None,
            proxies: 0,
            lookups: Lookups::default(),
            checks: 256,
            documents: 2,
            patience: Duration::from_secs(10),
            still: Duration::from_secs(30),
            body: 64 * 1024,
        }
    }
}

/// Files on their way in at once: 20 MB each.
const UPLOADS: usize = 16;

/// ZIPs open at once: 60 MiB each, unpacked.
const BUNDLES: usize = 2;

/// Batches under way at once: some 2 MiB each.
const BATCHES: usize = 64;

/// What every handler asks.
struct Service {
    app: App,
    rate_limit: RateLimit,
    checks: Arc<Semaphore>,
    batches: Arc<Semaphore>,
    /// Chunks of batches at work at once.
    chunks: Arc<Semaphore>,
    processors: usize,
    uploads: Semaphore,
    documents: Semaphore,
    /// ZIPs open at once.
    bundles: Semaphore,
    tally: Tally,
    answers: AnswerCache,
}

impl Service {
    fn new(app: App) -> Self {
        let (settings, processors) = (&app.settings, std::thread::available_parallelism().map_or(1, usize::from));
        Self {
            rate_limit: RateLimit::new(settings.lookups),
            checks: Arc::new(Semaphore::new(settings.checks)),
            batches: Arc::new(Semaphore::new(BATCHES)),
            // One more than processors: none waits while its next chunk is cut.
            chunks: Arc::new(Semaphore::new(processors + 1)),
            processors,
            uploads: Semaphore::new(UPLOADS),
            documents: Semaphore::new(settings.documents),
            bundles: Semaphore::new(BUNDLES),
            tally: Tally::new(&app.figures),
            answers: AnswerCache::default(),
            app,
        }
    }

    fn frame<'a>(&'a self, trust: &'a TrustList) -> pages::Frame<'a> {
        let notice = self.app.settings.notice.as_deref().or_else(|| trust.notice());
        pages::Frame { notice, numbers: self.app.store.is_some() }
    }
}

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;
