//! The public site and its API. A handler reads, asks, answers; every address stands in one table.

mod api;
mod assets;
mod client;
mod error;
mod headers;
mod inquiry;
mod listen;
mod pace;
mod pages;
mod public;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};
use jiff::Timestamp;
use prometheus_client::registry::Registry;
use tokio::sync::{Semaphore, mpsc, watch};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::domain::issuer::LspId;
use crate::seal::honoured::HonouredList;
use crate::seal::keys::Kid;
use crate::store::Store;
use crate::verify::Snapshot;
use pace::Pace;

pub use error::{Error, Fault};
pub use listen::serve;
pub use pace::Lookups;

/// What the site answers from.
#[derive(Clone)]
pub struct App {
    /// The installation's tables; a verifier has none.
    pub store: Option<Store>,
    /// The newest lists; whoever refreshes them holds the other end.
    pub lists: watch::Receiver<Arc<Snapshot>>,
    /// What other verifiers fetch here.
    pub published: watch::Receiver<Arc<Published>>,
    /// Where tokens that were judged valid are looked up; nowhere without records.
    pub judged: Option<mpsc::Sender<Judged>>,
    /// Figures for a monitor, of whoever has any.
    pub figures: Figures,
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    pub settings: Settings,
}

/// A token that was judged valid, to be looked up among what its LSP recorded.
#[derive(Clone, Debug)]
pub struct Judged {
    pub lsp: LspId,
    pub kid: Kid,
    pub fingerprint: [u8; 32],
}

/// Figures for a monitor, registered by whoever counts them.
pub type Figures = Arc<Mutex<Registry>>;

/// What verifiers fetch: signed lists, as bytes.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// A JWT of kind `absah-trust+jwt`.
    pub trust: Option<String>,
    pub statuses: HashMap<(LspId, u32), PublishedStatus>,
    pub honoured: HashMap<Kid, HonouredList>,
    /// Seconds that a list may be kept before it is asked for again.
    pub ttl: u32,
}

/// A status list in both its forms.
#[derive(Clone, Debug)]
pub struct PublishedStatus {
    pub jwt: String,
    pub cwt: Vec<u8>,
    /// Past this instant it is not handed out.
    pub exp: Timestamp,
}

/// How the site behaves.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A banner on every page, such as that this is a demonstration.
    pub notice: Option<String>,
    /// Reverse proxies of our own that a request comes through; each appends to `X-Forwarded-For`.
    pub proxies: u8,
    /// Look-ups by number that one client may make.
    pub lookups: Lookups,
    /// Checks by token at work at once.
    pub checks: usize,
    /// Time to answer a request.
    pub patience: Duration,
    /// Bytes of a request's body.
    pub body: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let (proxies, checks, patience, body) = (0, 256, Duration::from_secs(10), 64 * 1024);
        Self { notice: None, proxies, lookups: Lookups::default(), checks, patience, body }
    }
}

/// What every handler asks.
struct Desk {
    app: App,
    pace: Pace,
    checks: Semaphore,
}

impl Desk {
    fn frame(&self) -> pages::Frame<'_> {
        pages::Frame { notice: self.app.settings.notice.as_deref() }
    }
}

/// Every address, as `openapi.json` describes it.
fn addresses() -> [(&'static str, MethodRouter<Arc<Desk>>); 9] {
    [
        ("/", get(public::home).post(public::ask)),
        ("/v/{*token}", get(public::link)),
        ("/V/{*digits}", get(public::qr)),
        ("/api/v1/verify", post(api::verify)),
        ("/api/v1/certificates/{*number}", get(api::certificates)),
        ("/.well-known/jwks.json", get(api::jwks)),
        ("/healthz", get(api::healthz)),
        ("/readyz", get(api::readyz)),
        ("/openapi.json", get(api::openapi)),
    ]
}

/// What pages and crawlers fetch besides.
fn furniture() -> [(&'static str, MethodRouter<Arc<Desk>>); 3] {
    [
        ("/site.css", get(assets::stylesheet)),
        ("/favicon.svg", get(assets::favicon)),
        ("/robots.txt", get(assets::robots)),
    ]
}

/// The site, ready to be served.
pub fn router(app: App) -> Router {
    let (settings, pace) = (app.settings.clone(), Pace::new(app.settings.lookups));
    let desk = Arc::new(Desk { checks: Semaphore::new(settings.checks), pace, app });
    let router = addresses().into_iter().chain(furniture());
    let router = router.fold(Router::new(), |router, (path, methods)| router.route(path, methods));
    // The last layer is the first that a request meets.
    router
        .fallback(async || Error::NotFound)
        .layer(DefaultBodyLimit::max(settings.body))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, settings.patience))
        .layer(CatchPanicLayer::custom(Error::panicked))
        .layer(middleware::from_fn(headers::secure))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), error::dress))
        .with_state(desk)
}

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;
