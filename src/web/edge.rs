//! The one edge where a failing answer leaves: its cause goes to the log, once; the client gets plain words, as
//! a page or as problem details (RFC 9457). What a row of the log says of the address is the table's own path,
//! never the one that was asked.

use std::sync::Arc;

use axum::http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use super::problem::problem;
pub(super) use super::problem::{Failing, Problem};
use super::rule::Spoken;
use super::{Error, Service, pages};

/// An error on its way from a handler to the edge.
#[derive(Clone, Debug)]
struct Carried(Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Carried(Arc::new(self)));
        response
    }
}

/// Beside an answer that says itself what was wrong: a form shown again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meant;

/// Why an answer fails; none where it does not.
pub(super) fn failing(answer: &mut Response) -> Option<Arc<Error>> {
    let status = answer.status();
    let fails = status.is_client_error() || status.is_server_error();
    if !fails || answer.extensions().get::<Meant>().is_some() {
        return None;
    }
    let carried = answer.extensions_mut().remove::<Carried>();
    Some(carried.map_or_else(|| Arc::new(bare(status)), |carried| carried.0))
}

/// What the router answers by itself.
fn bare(status: StatusCode) -> Error {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => Error::NoSuchMethod,
        status => Error::Internal(format!("an answer without its cause: {status}").into()),
    }
}

/// A failing answer in the form that the client understands; `bare` are the headers it had.
pub(super) fn told(
    service: &Service,
    error: &Error,
    address: &'static str,
    spoken: Spoken,
    bare: &HeaderMap,
) -> Response {
    note(service, error, address);
    let mut response = match spoken {
        Spoken::Json => problem(error).into_response(),
        Spoken::Page => (error.status(), Html(page(service, error, address))).into_response(),
    };
    let headers = response.headers_mut();
    if let Some(methods) = bare.get(ALLOW) {
        headers.insert(ALLOW, methods.clone());
    }
    if matches!(error, Error::Unauthorized) {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = error.retry_after() {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Counts and logs a failure.
fn note(service: &Service, error: &Error, address: &'static str) {
    match error {
        Error::Busy => {
            service.tally.busy.inc();
        }
        Error::Internal(cause) => tracing::error!(%cause, address, "internal error"),
        Error::Share(_) => {
            service.tally.shared.inc();
        }
        Error::SlowDown(_) => {
            service.tally.slowed.inc();
        }
        Error::Unavailable(cause) => tracing::warn!(%cause, address, "not ready"),
        _ => {}
    }
}

/// The page of a failure whose answer has begun already.
pub(super) fn late(service: &Service, error: &Error, address: &'static str) -> String {
    note(service, error, address);
    page(service, error, address)
}

fn page(service: &Service, error: &Error, address: &'static str) -> String {
    let lists = service.snapshot();
    let html = pages::error(service.frame(&lists.trust), error, &lists.trust);
    html.unwrap_or_else(|cause| {
        tracing::error!(%cause, address, "the page of a failure could not be made");
        "internal error".to_owned()
    })
}
