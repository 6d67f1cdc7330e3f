//! What stands around all handlers: who may come in, bounds, headers, a page or problem details where there is
//! no answer; each by the rule of the address.
//!
//! It is one function and no stack of layers, each of which would cost every request boxes and moves.

use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Once};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use tokio::time::timeout;
use tower::Service as _;

use super::addresses::addresses;
use super::client::{FORWARDED_FOR, client};
use super::rule::{Bounds, Rule, Rules};
use super::{App, Error, Service, edge, headers, language, office};
use crate::words::Lang;

/// The site, ready to be served.
pub struct Server {
    service: Arc<Service>,
    routes: Router,
    rules: Rules,
    /// Says once that a proxy was not told of.
    untold_proxy: Once,
}

impl Server {
    #[must_use]
    pub fn new(app: App) -> Arc<Self> {
        let service = Arc::new(Service::new(app));
        let (mut routes, mut rows) = (Router::new(), Vec::new());
        for address in addresses() {
            routes = routes.route(address.row.path, address.handler);
            rows.push(address.row);
        }
        let routes = routes.fallback(async || Error::NotFound).with_state(Arc::clone(&service));
        Arc::new(Self { service, routes, rules: Rules::new(rows), untold_proxy: Once::new() })
    }

    /// Answers one request, whatever it is.
    pub async fn answer(self: Arc<Self>, request: Request) -> Response {
        let (rule, address) = self.rules.of(request.method(), request.uri().path());
        let spoken = rule.speaks.to(request.headers());
        self.notice_proxy(request.headers());
        let client = client(request.headers(), request.extensions(), self.service.app.settings.proxies);
        let share = self.service.requests.take(client);
        let first = language::of_visitor(request.headers());
        let mut answer = match (admitted(&request), &share) {
            (Ok(()), Some(_)) if first == Lang::Id => self.within_bounds(rule, request).await,
            (Ok(()), Some(_)) => Box::pin(language::speaking(first, self.within_bounds(rule, request))).await,
            (Ok(()), None) => Error::Share(NEXT).into_response(),
            (Err(error), _) => error.into_response(),
        };
        if let Some(error) = edge::failing(&mut answer) {
            let told = || edge::told(&self.service, &error, address, spoken, answer.headers());
            answer = if first == Lang::Id { told() } else { language::spoken(first, told) };
        }
        headers::put(rule, answer.headers_mut());
        answer
    }

    /// Whoever runs this behind a proxy and does not say so has all visitors counted as one. Said once: what the
    /// header holds is somebody's address.
    fn notice_proxy(&self, headers: &HeaderMap) {
        if self.service.app.settings.proxies == 0 && headers.contains_key(FORWARDED_FOR) {
            self.untold_proxy.call_once(|| {
                tracing::warn!(
                    "requests carry X-Forwarded-For and --proxies is 0: behind a reverse proxy of yours all visitors \
                     count as one and share its limit of look-ups; start with --proxies 1. Where there is no proxy, a \
                     client wrote it, and it is not believed"
                );
            });
        }
    }

    /// Has a handler answer within the bounds of its body and time. A panic ends its own request alone.
    async fn within_bounds(&self, rule: Rule, mut request: Request) -> Response {
        let settings = &self.service.app.settings;
        let (body, patience) = match rule.bounds {
            Bounds::Common => (DefaultBodyLimit::max(settings.body), Some(settings.patience)),
            Bounds::Streamed => (DefaultBodyLimit::disable(), None),
        };
        body.apply(&mut request);
        let answering = async {
            // A future of its own: whoever checks a certificate pays nothing for the office.
            if office::has_a_door(rule.visitors)
                && let Err(turned_away) =
                    Box::pin(office::admit(&self.service, &self.rules, rule.visitors, &mut request)).await
            {
                return Ok(turned_away.into_response());
            }
            self.routes.clone().call(request).await
        };
        let mut answer = pin!(AssertUnwindSafe(answering).catch_unwind());
        let answered = match patience {
            Some(patience) => timeout(patience, &mut answer).await,
            None => Ok(answer.await),
        };
        match answered {
            Ok(Ok(Ok(answer))) => answer,
            Ok(Err(panic)) => Error::panicked(panic).into_response(),
            Err(_elapsed) => Error::TooSlow.into_response(),
        }
    }
}

/// Whether a question may come in.
fn admitted(request: &Request) -> Result<(), Error> {
    if request.uri().path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS) {
        return Err(Error::AddressTooLong);
    }
    Ok(())
}

/// For a client that has its share of requests under way, until one of them is answered, mostly.
const NEXT: Duration = Duration::from_secs(1);

/// Characters of path and query that are read at most; the longest QR of a token takes 3,000.
const LONGEST_ADDRESS: usize = 8 * 1024;
