//! The public API: JSON in, JSON out.

mod batch;
mod figures;
mod file;
mod keys;
mod lists;
mod state;

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Extensions, HeaderMap, HeaderValue};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::client::client;
use super::inquiry::{Day, Found, Given};
use super::{Desk, Error};

pub(super) use batch::batch;
pub(super) use figures::metrics;
pub(super) use file::file;
pub(super) use keys::jwks;
pub(super) use lists::{honoured, status, trust};
pub(super) use state::{healthz, openapi, readyz};

/// A token in base64url, a link, or the text of a QR, and the day asked about.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    token: String,
    on: Option<String>,
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

pub(super) async fn verify(
    State(desk): State<Arc<Desk>>,
    question: Result<Json<Question>, JsonRejection>,
) -> Result<Response, Error> {
    let Json(Question { token, on }) = question?;
    let (asked, lists) = (desk.asked(&Day::new(on))?, desk.snapshot());
    json(&desk.by_token(&lists, Given::Text(&token), asked).await?)
}

pub(super) async fn certificates(
    State(desk): State<Arc<Desk>>,
    number: Result<Path<String>, PathRejection>,
    besides: Result<Query<Besides>, QueryRejection>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Result<Response, Error> {
    let (Path(number), Query(Besides { name, on })) = (number?, besides?);
    let (asked, lists) = (desk.asked(&Day::new(on))?, desk.snapshot());
    let client = client(&headers, &extensions, desk.app.settings.proxies);
    json(&Results { results: desk.by_number(&lists, client, &number, name.as_deref(), asked).await? })
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
