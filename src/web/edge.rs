//! The one edge where a failing answer leaves: its cause goes to the log, once; the client gets plain words, as
//! a page or as problem details (RFC 9457). What a row of the log says of the address is the table's own path,
//! never the one that was asked.

use std::sync::Arc;

use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use super::rule::Spoken;
use super::{Error, ListFault, Service, pages};
use crate::roster::{Field, RowFault};
use crate::words::Lang;

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
        Spoken::Json => problem(error),
        Spoken::Page => page(service, error, address),
    };
    let headers = response.headers_mut();
    if let Some(methods) = bare.get(ALLOW) {
        headers.insert(ALLOW, methods.clone());
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

fn page(service: &Service, error: &Error, address: &'static str) -> Response {
    let lists = service.snapshot();
    let html = pages::error(service.frame(&lists.trust), error, &lists.trust);
    let html = html.unwrap_or_else(|cause| {
        tracing::error!(%cause, address, "the page of a failure could not be made");
        "internal error".to_owned()
    });
    (error.status(), Html(html)).into_response()
}

/// Problem details (RFC 9457): no answer could be given, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    r#type: &'static str,
    title: String,
    status: u16,
    detail: String,
    /// Which part of the question was wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<&'static str>,
    /// The cells of a list that cannot be read, a thousand at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    faults: Vec<FaultyCell>,
}

/// A cell of a list that cannot be read, and why.
#[derive(Debug, Serialize, ToSchema)]
struct FaultyCell {
    /// As Excel numbers rows; from 1 for rows that came as JSON.
    row: u32,
    /// `token number name nik scheme job`, or `row` for all of it.
    member: &'static str,
    detail: String,
}

/// Every failing answer, for the description of the API.
#[derive(Debug, IntoResponses)]
#[expect(dead_code, reason = "it describes answers and is never made")]
pub(super) enum Failing {
    /// No answer could be given: 400, 404, 405, 408, 413, 414, 415, 422, 429, 500 or 503. A page where the address
    /// speaks in pages and `Accept` prefers one. Retry-After says when to ask again, where that makes sense.
    #[response(status = "default", content_type = "application/problem+json")]
    Problem(Problem),
}

/// Faulty cells that are told.
const FAULTS: usize = 1_000;

fn faulty(fault: &RowFault) -> FaultyCell {
    let member = match Field::of_column(fault.column) {
        Some(Field::Job) => "job",
        Some(Field::Name) => "name",
        Some(Field::Nik) => "nik",
        Some(Field::Number) => "number",
        Some(Field::Scheme) => "scheme",
        Some(Field::Token) => "token",
        None => "row",
    };
    FaultyCell { row: fault.row, member, detail: fault.cause.message(Lang::En).into_owned() }
}

fn problem(error: &Error) -> Response {
    let status = error.status();
    let problem = Problem {
        r#type: "about:blank",
        title: status.canonical_reason().unwrap_or("error").to_lowercase(),
        status: status.as_u16(),
        detail: pages::detail(error).en.into_owned(),
        field: error.field(),
        faults: match error {
            Error::List(ListFault::Rows { faults, .. }) => faults.iter().take(FAULTS).map(faulty).collect(),
            _ => Vec::new(),
        },
    };
    let body = serde_json::to_string(&problem).expect("text and numbers are written as JSON");
    (status, [(CONTENT_TYPE, "application/problem+json")], body).into_response()
}
