//! `/metrics`: figures in OpenMetrics text.

use std::sync::{Arc, PoisonError};

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use prometheus_client::encoding::text::encode;

use crate::domain::issuer::LspId;
use crate::web::edge::Failing;
use crate::web::{Error, Service};

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Figures for a monitor; nothing personal
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "service",
    responses(
        (status = 200, description = "OpenMetrics 1.0", body = String, content_type = "application/openmetrics-text"),
        Failing
    )
)]
pub(in crate::web) async fn metrics(State(service): State<Arc<Service>>) -> Result<impl IntoResponse, Error> {
    let now = (service.app.clock)();
    let (lists, checks) = (service.snapshot(), service.app.settings.checks - service.checks.available_permits());
    // Those of others have figures of their own where this is not all there is.
    let told = |lsp: &LspId| service.app.office.is_none() || lists.trust.is_here(lsp);
    let own = || lists.statuses.iter().filter(|(lsp, ..)| told(lsp));
    let ages = || own().map(|(_, _, list)| now.duration_since(list.as_of()).as_secs());
    service.tally.checks.set(i64::try_from(checks).unwrap_or(i64::MAX));
    let still = service.reader_memory.holders();
    service.tally.readers_still.set(i64::try_from(still).unwrap_or(i64::MAX));
    service.tally.lists.set(i64::try_from(ages().count()).unwrap_or(i64::MAX));
    service.tally.oldest_list.set(ages().max().unwrap_or_default());
    let mut text = String::with_capacity(4096);
    let figures = service.app.figures.lock().unwrap_or_else(PoisonError::into_inner);
    encode(&mut text, &figures).map_err(|cause| Error::Internal(Box::new(cause)))?;
    Ok(([(CONTENT_TYPE, OPEN_METRICS), (CACHE_CONTROL, "no-store")], text))
}
