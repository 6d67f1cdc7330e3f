//! `/.well-known/jwks.json`: public keys of licensed LSPs as a JWK set (RFC 7517, RFC 8037). It proves
//! bytes; only the trust list proves a certificate.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::seal::keys::PublicKey;
use crate::seal::trust_list::{KeyState, TrustList};
use crate::web::Service;

pub(in crate::web) async fn jwks(State(service): State<Arc<Service>>) -> Response {
    let headers = [(CONTENT_TYPE, "application/jwk-set+json"), (CACHE_CONTROL, "public, max-age=300")];
    (headers, set(&service.snapshot().trust).to_string()).into_response()
}

/// Active and retired keys, never one that must not be believed.
fn set(trust: &TrustList) -> Value {
    let keys = trust.lsps().iter().flat_map(|lsp| &lsp.keys);
    let listed = keys.filter(|key| matches!(key.state, KeyState::Active | KeyState::Retired));
    json!({ "keys": listed.map(|key| jwk(&key.public)).collect::<Vec<_>>() })
}

fn jwk(key: &PublicKey) -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key.kid(), "x": key.x() })
}
