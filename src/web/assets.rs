//! What a page needs besides itself: its style, its sign, a word to crawlers.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("../../templates/pages/site.css");
const SIGN: &str = include_str!("../../templates/pages/favicon.svg");

/// Crawlers may come to `/v`, for only there they read `noindex`; a bare address that is forbidden to
/// them can still be listed, and it holds a name.
const ROBOTS: &str = "User-agent: *\nDisallow: /api/\n";

/// The style's address, another one for each content.
pub(super) static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::digest(STYLE);
    let version = hex::encode(&hash[..6]);
    format!("/site.css?v={version}")
});

pub(super) async fn stylesheet() -> impl IntoResponse {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, STYLE)
}

pub(super) async fn favicon() -> impl IntoResponse {
    ([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "public, max-age=86400")], SIGN)
}

pub(super) async fn robots() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=86400")], ROBOTS)
}
