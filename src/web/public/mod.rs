//! Pages for whoever holds a sheet: type its number, or scan its QR.

use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, Request, State};
use axum::http::header::VARY;
use axum::http::{HeaderMap, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::{Json, RequestExt};
use serde::Deserialize;

use super::client::{client, wants_json};
use super::inquiry::Day;
use super::{Desk, Error, pages};
use crate::seal::spelling::{self, NotSpelt};
use crate::verify::{self, Asked, Snapshot, Verdict, verify_text};

/// The form of the first page.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    number: String,
    #[serde(default)]
    name: String,
    on: Option<String>,
}

type Days = Result<Query<Day>, QueryRejection>;

pub(super) async fn home(State(desk): State<Arc<Desk>>) -> Result<Html<String>, Error> {
    Ok(Html(pages::home(desk.frame(), &desk.snapshot().trust)?))
}

/// A number, or a link that was pasted where a number was expected.
pub(super) async fn ask(State(desk): State<Arc<Desk>>, request: Request) -> Result<Html<String>, Error> {
    let client = client(request.headers(), request.extensions(), desk.app.settings.proxies);
    let question: Result<Form<Question>, FormRejection> = request.extract().await;
    let Form(Question { number, name, on }) = question?;
    let (asked, lists) = (desk.asked(&Day::new(on))?, desk.snapshot());
    if number.contains("://") {
        let judge = || verify_text(&number, &lists.trust, &lists.statuses, asked);
        let verdict = desk.by_token(&lists, judge).await?;
        return Ok(Html(pages::verdict(desk.frame(), &lists, &verdict, asked, false)?));
    }
    let found = desk.by_number(&lists, client, &number, Some(&name), asked).await?;
    let typed = pages::Typed { number: number.trim(), name: name.trim() };
    Ok(Html(pages::results(desk.frame(), &lists, &found, typed, asked)?))
}

pub(super) async fn link(
    State(desk): State<Arc<Desk>>,
    uri: Uri,
    day: Days,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let bytes = spelling::from_base64url(uri.path().strip_prefix("/v/").unwrap_or_default());
    answer(&desk, bytes, day, &headers).await
}

pub(super) async fn qr(
    State(desk): State<Arc<Desk>>,
    uri: Uri,
    day: Days,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let bytes = spelling::from_digits(uri.path().strip_prefix("/V/").unwrap_or_default());
    answer(&desk, bytes, day, &headers).await
}

async fn answer(
    desk: &Desk,
    bytes: Result<Vec<u8>, NotSpelt>,
    day: Days,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let Query(day) = day?;
    let (asked, lists) = (desk.asked(&day)?, desk.snapshot());
    let verdict = desk.by_token(&lists, || judge(bytes, &lists, asked)).await?;
    let vary = [(VARY, "accept")];
    if wants_json(headers) {
        return Ok((vary, Json(verdict)).into_response());
    }
    let page = pages::verdict(desk.frame(), &lists, &verdict, asked, true)?;
    Ok((vary, Html(page)).into_response())
}

fn judge(bytes: Result<Vec<u8>, NotSpelt>, lists: &Snapshot, asked: Asked) -> Verdict {
    match bytes {
        Ok(bytes) => verify::verify(&bytes, &lists.trust, &lists.statuses, asked),
        Err(NotSpelt) => Verdict::unreadable(asked),
    }
}
