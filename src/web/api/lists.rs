//! What verifiers fetch: the trust list, status lists, honoured lists; signed elsewhere, handed out as
//! they are. A tag makes asking again cheap: nothing changed, nothing is sent (RFC 9110 §13.1.2).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use headers::{HeaderMapExt as _, IfNoneMatch};

use super::description::Binary;
use crate::domain::issuer::LspId;
use crate::seal::keys::Kid;
use crate::web::answer_cache::{Item, Lacking, Which};
use crate::web::client::prefers;
use crate::web::edge::Failing;
use crate::web::{Error, Service};

const TRUST: &str = "application/absah-trust+jwt";
const JWT: &str = "application/statuslist+jwt";
const CWT: &str = "application/statuslist+cwt";
const BYTES: &str = "application/octet-stream";

/// The list of trusted LSPs and their keys, signed by a root
#[utoipa::path(
    get,
    path = "/trust.jwt",
    tag = "lists",
    responses(
        (
            status = 200,
            description = "A JWT of type absah-trust+jwt",
            body = String,
            content_type = "application/absah-trust+jwt",
            headers(("ETag" = String, description = "Strong: the SHA-256 of the body"))
        ),
        (status = 304, description = "The list is the one whose ETag was sent in If-None-Match"),
        Failing
    )
)]
pub(in crate::web) async fn trust(State(service): State<Arc<Service>>, headers: HeaderMap) -> Result<Response, Error> {
    fetch(&service, &headers, &Which::Trust, TRUST)
}

/// What has since been suspended, revoked or replaced (IETF Token Status List), signed by the LSP
///
/// In the form that `Accept` prefers; a JWT where it does not say.
#[utoipa::path(
    get,
    path = "/status/{lsp}/{n}",
    tag = "lists",
    params(
        ("lsp" = String, Path, description = "The LSP's id", example = "klining"),
        ("n" = u32, Path, description = "The list's number", example = 0)
    ),
    responses(
        (
            status = 200,
            description = "A list of 131,072 entries",
            content((String = "application/statuslist+jwt"), (Binary = "application/statuslist+cwt")),
            headers(("ETag" = String, description = "Strong: the SHA-256 of the body"))
        ),
        (status = 304, description = "The list is the one whose ETag was sent in If-None-Match"),
        Failing
    )
)]
pub(in crate::web) async fn status(
    State(service): State<Arc<Service>>,
    place: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let Path((lsp, number)) = place.map_err(|_| Error::NotFound)?;
    let lsp: LspId = lsp.parse().map_err(|_| Error::NotFound)?;
    let number = plain(&number).ok_or(Error::NotFound)?;
    let (which, kind) =
        if prefers(&headers, &[CWT], &[JWT]) { (Which::Cwt(lsp, number), CWT) } else { (Which::Jwt(lsp, number), JWT) };
    let mut response = fetch(&service, &headers, &which, kind)?;
    response.headers_mut().insert(VARY, HeaderValue::from_name(ACCEPT));
    Ok(response)
}

/// What was truly issued with a compromised key: 16 bytes of SHA-256 a token, sorted
///
/// It is believed by the hash that the root signed in the trust list.
#[utoipa::path(
    get,
    path = "/honoured/{kid}",
    tag = "lists",
    params(("kid" = String, Path, description = "8 bytes in base64url", example = "DvvZH9EJN_Q")),
    responses(
        (
            status = 200,
            description = "The list",
            body = Binary,
            content_type = "application/octet-stream",
            headers(("ETag" = String, description = "Strong: the SHA-256 of the body"))
        ),
        (status = 304, description = "The list is the one whose ETag was sent in If-None-Match"),
        Failing
    )
)]
pub(in crate::web) async fn honoured(
    State(service): State<Arc<Service>>,
    kid: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let Path(kid) = kid.map_err(|_| Error::NotFound)?;
    let kid: Kid = kid.parse().map_err(|_| Error::NotFound)?;
    fetch(&service, &headers, &Which::Honoured(kid), BYTES)
}

/// A number written in the one way that lists are named by.
fn plain(text: &str) -> Option<u32> {
    text.parse::<u32>().ok().filter(|number| number.to_string() == text)
}

fn fetch(service: &Service, asked: &HeaderMap, which: &Which, kind: &'static str) -> Result<Response, Error> {
    let published = Arc::clone(&service.app.published.borrow());
    let item = service.answers.item(&published, which, (service.app.clock)());
    let Item { body, tag } = item.map_err(|lacking| match lacking {
        Lacking::Absent => Error::NotFound,
        Lacking::Stale => Error::Stale,
    })?;
    // Compared weakly (RFC 9110 §8.8.3.2), for proxies that compress weaken the tag.
    let unchanged = asked.typed_get::<IfNoneMatch>().is_some_and(|known| !known.precondition_passes(&tag));
    let mut response = Response::new(if unchanged { Body::empty() } else { Body::from(body) });
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let age = format!("public, max-age={}", published.ttl);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::try_from(age).map_err(|cause| Error::Internal(cause.into()))?);
    headers.typed_insert(tag);
    if !unchanged {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    Ok(response)
}
