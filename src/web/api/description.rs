//! `/openapi.json`: the API in OpenAPI 3.1, made from the handlers and their types when it is first asked for; at
//! `/api` as a page for people.

use std::sync::{Arc, LazyLock};

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

use super::{batch, check_list, feed, figures, file, frame, keys, lists, state, watching};
use crate::web::client::wants_page;
use crate::web::edge::{Failing, Problem};
use crate::web::problem::{FailingOrPage, Kind};
use crate::web::{Error, Service, pages, public};

/// The API, every address that speaks to programs.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Absah",
        version = "1",
        description = "Is this certificate of competence genuine, and valid on that day?\n\nA bad certificate is an \
                       answer, not an error: every verdict has HTTP status 200. Failing answers are problem details \
                       (RFC 9457) where JSON is spoken, pages otherwise. Checks by token are bounded by concurrency \
                       only; look-ups by number by the client's address. absah serve and absah verifier answer at the \
                       same addresses; what x-absah-only marks needs records, which a verifier has not: there it \
                       fails and says whom to ask. Every LSP of the trust list is judged alike, whose certificate it \
                       is; only the service of its own installation tells since, superseded_by and units and knows its \
                       numbers, and elsewhere issuer.more_at says where that is. Members and words may be added: ignore \
                       those that you do not know."
    ),
    paths(
        super::verify,
        batch::batch,
        file::file,
        frame::frame,
        check_list::check_list,
        super::certificates,
        feed::feed,
        watching::watch,
        watching::unwatch,
        public::link,
        public::qr,
        public::report::report_link,
        public::report::report_qr,
        lists::trust,
        lists::status,
        lists::honoured,
        keys::jwks,
        openapi,
        readable,
        state::healthz,
        state::readyz,
        figures::metrics
    ),
    components(schemas(Problem, feed::Claims)),
    modifiers(&Keys)
)]
struct Api;

/// The keys that the LSPs' offices let employers have.
struct Keys;

impl Modify for Keys {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let key = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("absah_NAME_SECRET");
        let key = key.description(Some("An employer's key: made at /pemberi-kerja/kunci, where its LSP allows keys."));
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("employer", SecurityScheme::Http(key.build()));
    }
}

/// Bytes as they are, in a body or in a form.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "it describes bodies, which are bytes already")]
pub(super) struct Binary(Vec<u8>);

/// Made once, by who asks first: starting takes no time for it.
static DESCRIPTION: LazyLock<Result<String, serde_json::Error>> = LazyLock::new(|| Api::openapi().to_pretty_json());

/// This description
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "service",
    responses((status = 200, description = "OpenAPI 3.1", body = Object, content_type = "application/json"), Failing)
)]
pub(in crate::web) async fn openapi() -> Result<Response, Error> {
    Ok(([(CONTENT_TYPE, "application/json"), KEPT], described()?).into_response())
}

/// This description to be read
#[utoipa::path(
    get,
    path = "/api",
    tag = "service",
    responses(
        (
            status = 200,
            description = "OpenAPI 3.1; a page where Accept prefers it",
            content((Object = "application/json"), (String = "text/html"))
        ),
        FailingOrPage
    )
)]
pub(in crate::web) async fn readable(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if !wants_page(&headers) {
        return openapi().await;
    }
    let description: Value = serde_json::from_str(described()?).map_err(|cause| Error::Internal(cause.into()))?;
    let lists = service.snapshot();
    let page = pages::api::page(service.frame(&lists.trust), &description, Kind::all(), &lists.trust)?;
    Ok(([KEPT], Html(page)).into_response())
}

/// It changes with the program.
const KEPT: (HeaderName, &str) = (CACHE_CONTROL, "public, max-age=300");

fn described() -> Result<&'static str, Error> {
    let described = DESCRIPTION.as_ref().map_err(|cause| Error::Internal(cause.to_string().into()))?;
    Ok(described.as_str())
}
