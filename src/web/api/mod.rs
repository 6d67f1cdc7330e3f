//! The public API: JSON in, JSON out.

mod batch;
mod check_list;
mod description;
mod feed;
mod figures;
pub(super) mod file;
mod frame;
mod key;
mod keys;
mod lists;
pub(super) mod pace;
mod state;
pub(super) mod upload;
mod watching;

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
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::client::{client, media_type};
use super::edge::Failing;
use super::inquiry::{Day, Given, Payer, Telling};
use super::{Error, Fault, Service};
use crate::verify::Verdict;
use crate::verify::elsewhere::Elsewhere;
use crate::verify::found::Found;

pub(super) use batch::batch;
pub(super) use check_list::check_list;
pub(super) use description::{openapi, readable};
pub(super) use feed::feed;
pub(super) use figures::metrics;
pub(super) use file::{Answer, Found as InFile, file};
pub(super) use frame::frame;
pub(super) use keys::jwks;
pub(super) use lists::{honoured, status, trust};
pub(super) use state::{healthz, readyz};
pub(super) use watching::{unwatch, watch};

/// One certificate, and the day asked about.
#[derive(Debug, Deserialize, ToSchema)]
struct Question<'a> {
    /// A token in base64url or digits, a link, or the text of a QR.
    #[serde(borrow)]
    #[schema(example = "0oRN")]
    token: Cow<'a, str>,
    /// A day to ask about instead of today.
    #[schema(format = Date, example = "2027-12-31")]
    on: Option<Cow<'a, str>>,
}

/// What may be asked beside a number.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Besides {
    /// Shows the holder's name where it is hers; case, accents, spaces, punctuation and degrees do not count.
    name: Option<String>,
    /// A day to ask about instead of today, such as a contract's last; empty: today.
    #[param(format = Date)]
    on: Option<String>,
}

/// Every certificate with the number asked about; a single `not_found` where nobody issued such a number.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Results<'a> {
    #[schema(min_items = 1)]
    results: &'a [Found],
    /// Beside a `not_found`: LSPs of other installations whose numbers look so, 20 at most; each is asked at its own site.
    #[serde(skip_serializing_if = "<[Elsewhere]>::is_empty")]
    #[schema(required = false)]
    elsewhere: &'a [Elsewhere],
}

/// The verdict on a token
#[utoipa::path(
    post,
    path = "/api/v1/verify",
    tag = "certificates",
    request_body(content = Question, content_type = "application/json"),
    responses((status = 200, description = "A verdict, whatever it is", body = Verdict), Failing)
)]
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

/// What the public may know by number: two LSPs may have the same, so the answer is a list
///
/// A verifier without records knows no numbers: there it is 404, and `detail` says whom to ask. A burst of 60
/// look-ups from one address, then 30 a minute; what finds nothing weighs three, and so does a wrong name. With an
/// employer's key its quota of the day stands in their place. More are answered by 429.
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{number}",
    tag = "certificates",
    params(
        (
            "number" = String,
            Path,
            description = "A certificate, registration or blanko number, however it is separated",
            example = "81210-9112-2-0000088-2023"
        ),
        Besides
    ),
    responses((status = 200, description = "One certificate or more, or `not_found`", body = Results), Failing),
    security((), ("employer" = [])),
    extensions(("x-absah-only" = json!("serve")))
)]
pub(super) async fn certificates(
    State(service): State<Arc<Service>>,
    number: Result<Path<String>, PathRejection>,
    besides: Result<Query<Besides>, QueryRejection>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Result<Response, Error> {
    let (Path(number), Query(Besides { name, on })) = (number?, besides?);
    let (asked, lists) = (service.asked(&Day::new(on))?, service.snapshot());
    let payer = match service.customer(&headers).await? {
        Some(customer) => Payer::Employer(customer),
        None => Payer::Address(client(&headers, &extensions, service.app.settings.proxies)),
    };
    let known = service.by_number(&lists, &payer, &number, name.as_deref(), asked).await?;
    known.told(|Telling { found, elsewhere, .. }| json(&Results { results: found, elsewhere }))
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
