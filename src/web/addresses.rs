//! Every address, in one table: method and path, the rule, what answers. A test asks each and holds the answer
//! against the rule; what speaks to programs is described at `/openapi.json`.

use std::sync::Arc;

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{self, MethodRouter};

use super::rule::Bounds::{Common, Streamed};
use super::rule::Names::{Nobody, Somebody};
use super::rule::Origins::{Any, Same};
use super::rule::Speaks::{Asset, Json, JsonOrPage, List, Page, PageOrJson, Text};
use super::rule::Visitors::Everybody;
use super::rule::{Row, Rule, rule};
use super::{Service, api, assets, public};

/// A row of the table, and what answers.
pub(super) struct Address {
    pub(super) row: Row,
    pub(super) handler: MethodRouter<Arc<Service>>,
}

/// Every address. Without a store, numbers are unknown and answered so.
pub(super) fn addresses() -> Vec<Address> {
    vec![
        post("/api/v1/verify", rule(Common, Somebody, Same, Json, Everybody), api::verify),
        post("/api/v1/verify/batch", rule(Streamed, Somebody, Same, Json, Everybody), api::batch),
        post("/api/v1/verify/file", rule(Streamed, Somebody, Same, JsonOrPage, Everybody), api::file),
        get("/api/v1/certificates/{*number}", rule(Common, Somebody, Same, Json, Everybody), api::certificates),
        get("/v/{*token}", rule(Common, Somebody, Same, PageOrJson, Everybody), public::link),
        get("/V/{*digits}", rule(Common, Somebody, Same, PageOrJson, Everybody), public::qr),
        get("/", rule(Common, Nobody, Same, Page, Everybody), public::home),
        post("/", rule(Common, Somebody, Same, Page, Everybody), public::ask),
        get("/trust.jwt", rule(Common, Nobody, Any, List, Everybody), api::trust),
        get("/status/{lsp}/{n}", rule(Common, Nobody, Any, List, Everybody), api::status),
        get("/honoured/{kid}", rule(Common, Nobody, Any, List, Everybody), api::honoured),
        get("/.well-known/jwks.json", rule(Common, Nobody, Any, Json, Everybody), api::jwks),
        get("/openapi.json", rule(Common, Nobody, Any, Json, Everybody), api::openapi),
        get("/healthz", rule(Common, Nobody, Same, Json, Everybody), api::healthz),
        get("/readyz", rule(Common, Nobody, Same, Json, Everybody), api::readyz),
        get("/metrics", rule(Common, Nobody, Same, Text, Everybody), api::metrics),
        get("/site.css", rule(Common, Nobody, Same, Asset, Everybody), assets::stylesheet),
        get("/favicon.svg", rule(Common, Nobody, Same, Asset, Everybody), assets::favicon),
        get("/robots.txt", rule(Common, Nobody, Same, Asset, Everybody), assets::robots),
    ]
}

fn get<H: Handler<T, Arc<Service>>, T: 'static>(path: &'static str, rule: Rule, handler: H) -> Address {
    Address { row: Row { method: Method::GET, path, rule }, handler: routing::get(handler) }
}

fn post<H: Handler<T, Arc<Service>>, T: 'static>(path: &'static str, rule: Rule, handler: H) -> Address {
    Address { row: Row { method: Method::POST, path, rule }, handler: routing::post(handler) }
}
