//! What a page needs besides itself: its style, its sign, a word to crawlers.

use std::sync::LazyLock;

use axum::extract::RawQuery;
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::words::{Lang, say};

pub(super) const STYLE: &str = include_str!("../../templates/pages/site.css");
const OFFICE_STYLE: &str = include_str!("../../templates/office/office.css");
const OFFICE_SCRIPT: &str = include_str!("../../templates/office/office.js");
const SETTINGS_SCRIPT: &str = include_str!("../../templates/office/settings.js");
const SCAN_STYLE: &str = include_str!("../../templates/pages/scan.css");
const SCAN_SCRIPT: &str = include_str!("../../templates/pages/scan.js");
const SCAN_MANIFEST: &str = include_str!("../../templates/pages/scan.webmanifest");
const VERIFY_SCRIPT: &str = include_str!("../../templates/pages/verify.js");
const WORKER_SCRIPT: &str = include_str!("../../templates/pages/scan-worker.js");
const SIGN: &str = include_str!("../../templates/pages/favicon.svg");

/// Crawlers may come to `/v`, for only there they read `noindex`; a bare address that is forbidden to
/// them can still be listed, and it holds a name.
const ROBOTS: &str = "User-agent: *\nDisallow: /api/\n";

/// The sign as the address of a picture that needs no fetching.
pub(super) static SIGN_INLINE: LazyLock<String> =
    LazyLock::new(|| format!("data:image/svg+xml;base64,{}", STANDARD.encode(SIGN)));

/// What a page that bears its style itself may have in it, by the policy of every answer.
pub(super) static STYLE_SOURCE: LazyLock<String> =
    LazyLock::new(|| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(STYLE))));

/// The style's address, another one for each content.
pub(super) static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| address_of("/site.css", STYLE));

/// The address of the office's style, likewise.
pub(super) static OFFICE_STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| address_of("/office.css", OFFICE_STYLE));

/// The address of the script that follows what is going on and takes dropped files, likewise.
pub(super) static OFFICE_SCRIPT_ADDRESS: LazyLock<String> = LazyLock::new(|| address_of("/office.js", OFFICE_SCRIPT));

/// The address of the script that draws specimens while somebody types, likewise.
pub(super) static SETTINGS_SCRIPT_ADDRESS: LazyLock<String> =
    LazyLock::new(|| address_of("/office-settings.js", SETTINGS_SCRIPT));

/// The address of the scanning page's style, likewise.
pub(super) static SCAN_STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| address_of("/pindai.css", SCAN_STYLE));

/// The address of the script that scans, likewise.
pub(super) static SCAN_SCRIPT_ADDRESS: LazyLock<String> = LazyLock::new(|| address_of("/pindai.js", SCAN_SCRIPT));

/// The address of the script that verifies in a browser, likewise.
pub(super) static VERIFY_SCRIPT_ADDRESS: LazyLock<String> =
    LazyLock::new(|| address_of("/pindai-verify.js", VERIFY_SCRIPT));

/// The script that keeps lists in a browser; it names the one that verifies by its address.
static OFFLINE_SCRIPT: LazyLock<String> = LazyLock::new(|| {
    include_str!("../../templates/pages/offline.js").replace("./pindai-verify.js", &VERIFY_SCRIPT_ADDRESS)
});

/// Its address, likewise.
pub(super) static OFFLINE_SCRIPT_ADDRESS: LazyLock<String> =
    LazyLock::new(|| address_of("/pindai-offline.js", &OFFLINE_SCRIPT));

fn address_of(path: &str, content: &str) -> String {
    let hash = Sha256::digest(content);
    let version = hex::encode(&hash[..6]);
    format!("{path}?v={version}")
}

/// The headers of a style whose address changes with it.
const KEPT_STYLE: [(HeaderName, &str); 2] =
    [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];

/// Those of a script, likewise.
const KEPT_SCRIPT: [(HeaderName, &str); 2] =
    [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];

pub(super) async fn stylesheet() -> impl IntoResponse {
    (KEPT_STYLE, STYLE)
}

pub(super) async fn scan_stylesheet() -> impl IntoResponse {
    (KEPT_STYLE, SCAN_STYLE)
}

pub(super) async fn scan_script() -> impl IntoResponse {
    (KEPT_SCRIPT, SCAN_SCRIPT)
}

/// In a further language where its address says so (`?bahasa=jv`): what a browser keeps is of one language.
pub(super) async fn scan_manifest(RawQuery(query): RawQuery) -> impl IntoResponse {
    let lang: Option<Lang> = query.and_then(|query| query.strip_prefix("bahasa=")?.parse().ok());
    ([(CONTENT_TYPE, "application/manifest+json"), (CACHE_CONTROL, "public, max-age=86400")], manifest(lang))
}

fn manifest(lang: Option<Lang>) -> String {
    let lang = lang.unwrap_or_default();
    let mut manifest: Value = serde_json::from_str(SCAN_MANIFEST).expect("the file is JSON");
    manifest["lang"] = lang.to_string().into();
    manifest["name"] = say!(lang, "scan-app").into();
    manifest.to_string()
}

pub(super) async fn verify_script() -> impl IntoResponse {
    (KEPT_SCRIPT, VERIFY_SCRIPT)
}

pub(super) async fn offline_script() -> impl IntoResponse {
    (KEPT_SCRIPT, OFFLINE_SCRIPT.as_str())
}

/// Its address must stay the same, so a browser asks for it anew.
pub(super) async fn worker_script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")], WORKER_SCRIPT)
}

pub(super) async fn office_stylesheet() -> impl IntoResponse {
    (KEPT_STYLE, OFFICE_STYLE)
}

pub(super) async fn office_script() -> impl IntoResponse {
    (KEPT_SCRIPT, OFFICE_SCRIPT)
}

pub(super) async fn settings_script() -> impl IntoResponse {
    (KEPT_SCRIPT, SETTINGS_SCRIPT)
}

pub(super) async fn favicon() -> impl IntoResponse {
    ([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "public, max-age=86400")], SIGN)
}

pub(super) async fn robots() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=86400")], ROBOTS)
}

#[test]
fn what_is_installed_is_named_in_the_language_of_its_page() {
    let named = manifest;
    assert!(named(None).contains("\"lang\":\"id\",\"name\":\"Absah: pindai sertifikat\""), "{}", named(None));
    let wide = named(Some(crate::words::wide()));
    assert!(wide.contains("\"lang\":\"qab\",\"name\":\"Ａｂｓａｈ: ｐｉｎｄａｉ"), "{wide}");
}
