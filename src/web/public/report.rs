//! A report on a list, by its link or its QR: who made it, when, and what it came to.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{Html, IntoResponse as _, Response};

use crate::seal::spelling::{self, NotSpelt};
use crate::verify::report::{ReportVerdict, judge};
use crate::web::api::json;
use crate::web::client::wants_json;
use crate::web::problem::FailingOrPage;
use crate::web::{Error, Service, pages};

/// The verdict on a report's link
///
/// A report says what a list check found: the contract's last day, when the list was checked and as of which lists, how
/// many rows it has and how many of them fit. `report`, the first that applies: `unreadable forged untrusted altered unknown
/// genuine`. Its rows are held against it at `POST /api/v1/verify/file`.
#[utoipa::path(
    get,
    path = "/l/{report}",
    tag = "certificates",
    params(("report" = String, Path, description = "base64url without padding", example = "0oRDoQEn")),
    responses(
        (
            status = 200,
            description = "A page; JSON where Accept prefers it",
            content((String = "text/html"), (ReportVerdict = "application/json"))
        ),
        FailingOrPage
    )
)]
pub(in crate::web) async fn report_link(
    State(service): State<Arc<Service>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let bytes = spelling::from_base64url(uri.path().strip_prefix("/l/").expect("what is routed here begins so"));
    answer(&service, bytes, &headers).await
}

/// The verdict on a report's QR
#[utoipa::path(
    get,
    path = "/L/{digits}",
    tag = "certificates",
    params(
        (
            "digits" = String,
            Path,
            description = "Every 8 bytes as 20 digits, the last 1 to 7 as 3, 5, 8, 10, 13, 15, 17",
            example = "15169103427562160423"
        )
    ),
    responses(
        (
            status = 200,
            description = "A page; JSON where Accept prefers it",
            content((String = "text/html"), (ReportVerdict = "application/json"))
        ),
        FailingOrPage
    )
)]
pub(in crate::web) async fn report_qr(
    State(service): State<Arc<Service>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let bytes = spelling::from_digits(uri.path().strip_prefix("/L/").expect("what is routed here begins so"));
    answer(&service, bytes, &headers).await
}

async fn answer(service: &Service, bytes: Result<Vec<u8>, NotSpelt>, headers: &HeaderMap) -> Result<Response, Error> {
    let lists = service.snapshot();
    let bytes = bytes.unwrap_or_default();
    let turn = service.turn().await?;
    let verdict = judge(&bytes, &lists.trust, (service.app.clock)());
    drop(turn);
    if wants_json(headers) {
        return json(&verdict);
    }
    let files = service.app.read_document.is_some();
    Ok(Html(pages::report(service.frame(&lists.trust), &lists, &verdict, &bytes, (files, false))?).into_response())
}
