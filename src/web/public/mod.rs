//! Pages for whoever holds a sheet: type its number, or scan its QR.

pub(super) mod holder;
pub(super) mod report;

use std::sync::Arc;

use axum::Form;
use axum::RequestExt;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::api::json;
use super::client::{client, wants_json};
use super::inquiry::{Day, Given, Payer};
use super::problem::FailingOrPage;
use super::{Error, Service, pages};
use crate::seal::spelling::{self, NotSpelt};
use crate::verify::Verdict;
use crate::verify::report::judge_text;

pub(super) use self::report::{report_link, report_qr};

/// The form of the first page.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    number: String,
    #[serde(default)]
    name: String,
    on: Option<String>,
}

type Days = Result<Query<Day>, QueryRejection>;

pub(super) async fn home(State(service): State<Arc<Service>>) -> Result<Html<String>, Error> {
    let lists = service.snapshot();
    Ok(Html(pages::home(service.frame(&lists.trust), &lists.trust, service.app.read_document.is_some())?))
}

/// The page that scans certificate after certificate.
pub(super) async fn scan(State(service): State<Arc<Service>>) -> Result<Html<String>, Error> {
    let (lists, app) = (service.snapshot(), &service.app);
    let reads = pages::scan::Reads { files: app.read_document.is_some(), frames: app.read_frame.is_some() };
    Ok(Html(pages::scan::page(service.frame(&lists.trust), reads, &app.roots)?))
}

/// A number, or what a QR holds, pasted where a number was expected.
pub(super) async fn ask(State(service): State<Arc<Service>>, request: Request) -> Result<Html<String>, Error> {
    let client = client(request.headers(), request.extensions(), service.app.settings.proxies);
    let question: Result<Form<Question>, FormRejection> = request.extract().await;
    let Form(Question { number, name, on }) = question?;
    let (asked, lists) = (service.asked(&Day::new(on))?, service.snapshot());
    if is_token(&number) {
        if let Some(verdict) = judge_text(&number, &lists.trust, asked.now) {
            let bytes = spelling::read_report(&number).map(|spelt| spelt.bytes).unwrap_or_default();
            let how = (service.app.read_document.is_some(), false);
            return Ok(Html(pages::report(service.frame(&lists.trust), &lists, &verdict, &bytes, how)?));
        }
        let verdict = service.by_token_in_full(&lists, Given::Text(&number), asked).await?;
        return Ok(Html(pages::verdict(
            service.frame(&lists.trust),
            &lists,
            &verdict,
            asked,
            pages::By::Text(number.trim()),
        )?));
    }
    let payer = Payer::Address(client);
    let known = service.by_number(&lists, &payer, &number, Some(&name), asked).await?;
    let typed = pages::Typed { number: number.trim(), name: name.trim() };
    let page = known.told(|telling| pages::results(service.frame(&lists.trust), &lists, telling, typed, asked));
    Ok(Html(page?))
}

/// Whether a text is a link, or longer than any number.
fn is_token(text: &str) -> bool {
    text.contains("://") || text.trim().len() > 200
}

/// The verdict on a link
#[utoipa::path(
    get,
    path = "/v/{token}",
    tag = "certificates",
    params(("token" = String, Path, description = "base64url without padding", example = "0oRN"), Day),
    responses(
        (
            status = 200,
            description = "A page; JSON where Accept prefers it",
            content((String = "text/html"), (Verdict = "application/json"))
        ),
        FailingOrPage
    )
)]
pub(super) async fn link(
    State(service): State<Arc<Service>>,
    uri: Uri,
    day: Days,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let bytes = spelling::from_base64url(uri.path().strip_prefix("/v/").expect("what is routed here begins so"));
    answer(&service, bytes, day, &headers).await
}

/// The verdict on a QR
#[utoipa::path(
    get,
    path = "/V/{digits}",
    tag = "certificates",
    params(
        (
            "digits" = String,
            Path,
            description = "Every 8 bytes as 20 digits, the last 1 to 7 as 3, 5, 8, 10, 13, 15, 17",
            example = "15172301"
        ),
        Day
    ),
    responses(
        (
            status = 200,
            description = "A page; JSON where Accept prefers it",
            content((String = "text/html"), (Verdict = "application/json"))
        ),
        FailingOrPage
    )
)]
pub(super) async fn qr(
    State(service): State<Arc<Service>>,
    uri: Uri,
    day: Days,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let bytes = spelling::from_digits(uri.path().strip_prefix("/V/").expect("what is routed here begins so"));
    answer(&service, bytes, day, &headers).await
}

async fn answer(
    service: &Service,
    bytes: Result<Vec<u8>, NotSpelt>,
    day: Days,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let Query(day) = day?;
    let (asked, lists) = (service.asked(&day)?, service.snapshot());
    let verdict = service.by_token_in_full(&lists, Given::Bytes(bytes.as_deref().ok()), asked).await?;
    if wants_json(headers) {
        json(&verdict)
    } else {
        let token = spelling::to_base64url(bytes.as_deref().unwrap_or_default());
        let by = pages::By::Address(&token);
        Ok(Html(pages::verdict(service.frame(&lists.trust), &lists, &verdict, asked, by)?).into_response())
    }
}
