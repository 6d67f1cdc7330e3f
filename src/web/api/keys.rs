//! `/.well-known/jwks.json`: public keys of licensed LSPs as a JWK set (RFC 7517, RFC 8037). It proves
//! bytes; only the trust list proves a certificate.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::seal::keys::PublicKey;
use crate::seal::trust_list::{KeyState, TrustList};
use crate::web::edge::Failing;
use crate::web::{Error, Service};

/// Active and retired keys, never one that must not be believed.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web) struct KeySet {
    keys: Vec<Key>,
}

/// A public key for Ed25519.
#[derive(Debug, Serialize, ToSchema)]
struct Key {
    kty: &'static str,
    crv: &'static str,
    r#use: &'static str,
    alg: &'static str,
    /// The first 8 bytes of the key's SHA-256, in base64url.
    kid: String,
    /// The key's 32 bytes, in base64url.
    x: String,
}

/// Active and retired public keys (RFC 7517); they prove bytes, only the trust list proves a certificate
#[utoipa::path(
    get,
    path = "/.well-known/jwks.json",
    tag = "lists",
    responses(
        (status = 200, description = "A JWK set", body = KeySet, content_type = "application/jwk-set+json"),
        Failing
    )
)]
pub(in crate::web) async fn jwks(State(service): State<Arc<Service>>) -> Result<Response, Error> {
    let headers = [(CONTENT_TYPE, "application/jwk-set+json"), (CACHE_CONTROL, "public, max-age=300")];
    let set = serde_json::to_string(&KeySet::of(&service.snapshot().trust));
    Ok((headers, set.map_err(|cause| Error::Internal(cause.into()))?).into_response())
}

impl KeySet {
    fn of(trust: &TrustList) -> Self {
        let keys = trust.lsps().iter().flat_map(|lsp| &lsp.keys);
        let listed = keys.filter(|key| matches!(key.state, KeyState::Active | KeyState::Retired));
        Self { keys: listed.map(|key| Key::from(&key.public)).collect() }
    }
}

impl From<&PublicKey> for Key {
    fn from(key: &PublicKey) -> Self {
        Self { kty: "OKP", crv: "Ed25519", r#use: "sig", alg: "EdDSA", kid: key.kid().to_string(), x: key.x() }
    }
}
