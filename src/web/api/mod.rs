//! The public API: JSON in, JSON out.

mod batch;
mod figures;
mod file;
mod keys;
mod lists;
mod state;

use std::borrow::Cow;
use std::sync::Arc;

use axum::RequestExt as _;
use axum::body::Bytes;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Extensions, HeaderMap, HeaderValue};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::client::{client, media_type};
use super::found::Found;
use super::inquiry::{Day, Given};
use super::{Error, Fault, Service};

pub(super) use batch::batch;
pub(super) use figures::metrics;
pub(super) use file::file;
pub(super) use keys::jwks;
pub(super) use lists::{honoured, status, trust};
pub(super) use state::{healthz, openapi, readyz};

/// A token in base64url, a link, or the text of a QR, and the day asked about.
#[derive(Debug, Deserialize)]
struct Question<'a> {
    #[serde(borrow)]
    token: Cow<'a, str>,
    on: Option<Cow<'a, str>>,
}

/// What may be asked beside a number.
#[derive(Debug, Deserialize)]
pub(super) struct Besides {
    name: Option<String>,
    on: Option<String>,
}

/// Every certificate with the number asked about.
#[derive(Debug, Serialize)]
pub(super) struct Results {
    results: Vec<Found>,
}

pub(super) async fn verify(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Error> {
    // axum's `Json` would copy every field and follow where each stood, for errors that nobody is shown.
    if !media_type(request.headers()).is_some_and(is_json) {
        return Err(Error::Unsupported);
    }
    let body: Bytes = request.extract().await?;
    let Question { token, on } = serde_json::from_slice(&body).map_err(|_| Error::Rejected(Fault::Body))?;
    let (asked, lists) = (service.asked(&Day::new(on.map(Cow::into_owned)))?, service.snapshot());
    json(&service.by_token(&lists, Given::Text(&token), asked).await?)
}

/// `application/json`, or a type built on it (RFC 6839 §3.1).
fn is_json(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    kind.strip_prefix("application/").is_some_and(|kind| kind == "json" || kind.ends_with("+json"))
}

pub(super) async fn certificates(
    State(service): State<Arc<Service>>,
    number: Result<Path<String>, PathRejection>,
    besides: Result<Query<Besides>, QueryRejection>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Result<Response, Error> {
    let (Path(number), Query(Besides { name, on })) = (number?, besides?);
    let (asked, lists) = (service.asked(&Day::new(on))?, service.snapshot());
    let client = client(&headers, &extensions, service.app.settings.proxies);
    json(&Results { results: service.by_number(&lists, client, &number, name.as_deref(), asked).await? })
}

/// An answer in JSON.
pub(super) fn json(answer: &impl Serialize) -> Result<Response, Error> {
    // Most verdicts take 600 bytes.
    let mut bytes = Vec::with_capacity(1024);
    serde_json::to_writer(&mut bytes, answer).map_err(|cause| Error::Internal(Box::new(cause)))?;
    let mut response = Response::new(bytes.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
