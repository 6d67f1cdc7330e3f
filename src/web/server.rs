//! Every address, and what each answer has whatever its address: bounds, headers, a page or problem
//! details where it fails.
//!
//! What stands around all handlers is one function and no stack of layers, each of which would cost every
//! request boxes and moves.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use futures_util::FutureExt as _;
use tokio::time::timeout;
use tower::Service as _;

use super::error::{self, Spoken};
use super::headers::Guarded;
use super::{App, Error, Service, api, assets, public};

/// How long an answer may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// As long as `settings.patience`.
    Bounded,
    /// As long as what comes in keeps coming.
    Own,
}

/// Where files are sent, by programs and by the form of the first page.
pub(super) const FILE: &str = "/api/v1/verify/file";

/// Every address, as `openapi.json` describes it. Without a store, numbers are unknown and answered so.
pub(super) fn addresses() -> [(&'static str, Time, MethodRouter<Arc<Service>>); 15] {
    use Time::{Bounded, Own};
    [
        ("/", Bounded, get(public::home).post(public::ask)),
        ("/v/{*token}", Bounded, get(public::link)),
        ("/V/{*digits}", Bounded, get(public::qr)),
        ("/api/v1/verify", Bounded, post(api::verify)),
        ("/api/v1/verify/batch", Own, post(api::batch)),
        (FILE, Own, post(api::file).layer(DefaultBodyLimit::disable())),
        ("/api/v1/certificates/{*number}", Bounded, get(api::certificates)),
        ("/trust.jwt", Bounded, get(api::trust)),
        ("/status/{lsp}/{n}", Bounded, get(api::status)),
        ("/honoured/{kid}", Bounded, get(api::honoured)),
        ("/.well-known/jwks.json", Bounded, get(api::jwks)),
        ("/healthz", Bounded, get(api::healthz)),
        ("/readyz", Bounded, get(api::readyz)),
        ("/metrics", Bounded, get(api::metrics)),
        ("/openapi.json", Bounded, get(api::openapi)),
    ]
}

/// What pages and crawlers fetch besides.
fn furniture() -> [(&'static str, Time, MethodRouter<Arc<Service>>); 3] {
    [
        ("/site.css", Time::Bounded, get(assets::stylesheet)),
        ("/favicon.svg", Time::Bounded, get(assets::favicon)),
        ("/robots.txt", Time::Bounded, get(assets::robots)),
    ]
}

/// The site, ready to be served.
pub struct Server {
    service: Arc<Service>,
    routes: Router,
    /// Addresses that take their own time.
    unhurried: Vec<&'static str>,
}

impl Server {
    #[must_use]
    pub fn new(app: App) -> Arc<Self> {
        let service = Arc::new(Service::new(app));
        let (mut routes, mut unhurried) = (Router::new(), Vec::new());
        for (path, time, methods) in addresses().into_iter().chain(furniture()) {
            routes = routes.route(path, methods);
            if time == Time::Own {
                unhurried.push(path);
            }
        }
        let routes = routes.fallback(async || Error::NotFound).with_state(Arc::clone(&service));
        Arc::new(Self { service, routes, unhurried })
    }

    /// Answers one request, whatever it is.
    pub async fn answer(self: Arc<Self>, request: Request) -> Response {
        let (spoken, guarded) = (Spoken::to(&request), Guarded::by(&request));
        let answer =
            if guarded.too_long { StatusCode::URI_TOO_LONG.into_response() } else { self.within_bounds(request).await };
        let mut answer = error::dress(&self.service, spoken, answer);
        guarded.put(answer.headers_mut());
        answer
    }

    /// Has a handler answer within the bounds of its body and time. A panic ends its own request alone.
    async fn within_bounds(&self, mut request: Request) -> Response {
        let settings = &self.service.app.settings;
        DefaultBodyLimit::max(settings.body).apply(&mut request);
        let hurried = !self.unhurried.contains(&request.uri().path());
        let mut answer = AssertUnwindSafe(self.routes.clone().call(request)).catch_unwind();
        let answered = if hurried { timeout(settings.patience, &mut answer).await } else { Ok(answer.await) };
        match answered {
            Ok(Ok(Ok(answer))) => answer,
            Ok(Err(panic)) => Error::panicked(panic),
            Err(_elapsed) => Error::TooSlow.into_response(),
        }
    }
}
