//! Whether the service lives, whether it can answer, and what it answers to.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

use crate::store::StoreError;
use crate::web::inquiry::soon;
use crate::web::{Error, Service};

/// Every address in OpenAPI 3.1; a test holds it against the table of addresses.
const OPENAPI: &str = include_str!("../openapi.json");

const JSON: &str = "application/json";

/// The process runs.
pub(in crate::web) async fn healthz() -> impl IntoResponse {
    ([(CONTENT_TYPE, JSON), (CACHE_CONTROL, "no-store")], r#"{"status":"ok"}"#)
}

/// The database answers and the lists are signed; where there is none, a trust list is there that may be believed.
pub(in crate::web) async fn readyz(State(service): State<Arc<Service>>) -> Result<impl IntoResponse, Error> {
    if let Some(store) = &service.app.store {
        soon(store.ping()).await.map_err(|_| Error::Unavailable(StoreError::Silent))?;
        if !service.app.published.borrow().ready {
            return Err(Error::NotYet);
        }
    } else {
        let lists = service.snapshot();
        if lists.trust.lsps().is_empty() || lists.trust.is_expired((service.app.clock)()) {
            return Err(Error::NoTrustList);
        }
    }
    Ok(([(CONTENT_TYPE, JSON), (CACHE_CONTROL, "no-store")], r#"{"status":"ready"}"#))
}

pub(in crate::web) async fn openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, JSON), (CACHE_CONTROL, "public, max-age=300")], OPENAPI)
}
