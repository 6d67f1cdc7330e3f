//! The public API: JSON in, JSON out.

mod keys;
mod state;

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{Extensions, HeaderMap};
use serde::{Deserialize, Serialize};

use super::client::client;
use super::inquiry::{Day, Found};
use super::{Desk, Error};
use crate::verify::{Verdict, verify_text};

pub(super) use keys::jwks;
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
) -> Result<Json<Verdict>, Error> {
    let Json(Question { token, on }) = question?;
    let (asked, lists) = (desk.asked(&Day::new(on))?, desk.snapshot());
    let judge = || verify_text(&token, &lists.trust, &lists.statuses, asked);
    Ok(Json(desk.by_token(&lists, judge).await?))
}

pub(super) async fn certificates(
    State(desk): State<Arc<Desk>>,
    number: Result<Path<String>, PathRejection>,
    besides: Result<Query<Besides>, QueryRejection>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Result<Json<Results>, Error> {
    let (Path(number), Query(Besides { name, on })) = (number?, besides?);
    let (asked, lists) = (desk.asked(&Day::new(on))?, desk.snapshot());
    let client = client(&headers, &extensions, desk.app.settings.proxies);
    Ok(Json(Results { results: desk.by_number(&lists, client, &number, name.as_deref(), asked).await? }))
}
