//! Whether the service lives, and whether it can answer.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::json;
use crate::office::StoreError;
use crate::web::edge::Failing;
use crate::web::inquiry::soon;
use crate::web::{Error, Service};

/// What the service says of itself.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web) struct Condition {
    /// `ok` or `ready`.
    status: &'static str,
}

/// The process runs
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "service",
    responses((status = 200, description = "It does", body = Condition), Failing)
)]
pub(in crate::web) async fn healthz() -> Result<Response, Error> {
    condition("ok")
}

/// The database answers and the lists are signed; at a verifier: a trust list is there to judge by
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "service",
    responses((status = 200, description = "It does", body = Condition), Failing)
)]
pub(in crate::web) async fn readyz(State(service): State<Arc<Service>>) -> Result<Response, Error> {
    if let Some(office) = &service.app.office {
        soon(office.answers()).await.map_err(|_| Error::Unavailable(StoreError::Silent))?;
        if !service.app.published.borrow().ready {
            return Err(Error::NotYet);
        }
    } else {
        let lists = service.snapshot();
        if lists.trust.lsps().is_empty() || lists.trust.is_expired((service.app.clock)()) {
            return Err(Error::NoTrustList);
        }
    }
    condition("ready")
}

fn condition(status: &'static str) -> Result<Response, Error> {
    let mut response = json(&Condition { status })?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
