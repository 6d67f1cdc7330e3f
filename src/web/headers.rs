//! What every answer says to the browser and what the rule of its address adds, failing or not.

use std::sync::LazyLock;

use axum::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

use super::assets::STYLE_SOURCE;
use super::office;
use super::rule::{Names, Origins, Rule, Speaks};

/// Nothing is loaded from elsewhere, no script runs, nobody frames a page. A style stands in a page only where it is our own.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let policy = format!(
        "default-src 'none'; style-src 'self' {}; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
        *STYLE_SOURCE
    );
    policy.try_into().expect("ASCII without control characters")
});

/// Of the office: its own small scripts may run.
const OFFICE_POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; form-action 'self'; \
                             base-uri 'none'; frame-ancestors 'none'";

/// Of the page that scans: its own script runs, and asks this site alone.
const SCAN_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                           worker-src 'self'; manifest-src 'self'; \
                           img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Of the worker that keeps it: a worker has the policy that its own script came with.
const WORKER_POLICY: &str = "default-src 'none'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
                             frame-ancestors 'none'";

const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// What it may use of the device.
const SCAN_PERMISSIONS: &str = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()";

const CSP: HeaderName = HeaderName::from_static("content-security-policy");

const EVERYWHERE: [(HeaderName, HeaderValue); 4] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (PERMISSIONS, HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
];

const WITH_A_NAME: [(HeaderName, HeaderValue); 2] = [
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
];

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Puts the headers of a rule on an answer.
pub(super) fn put(rule: Rule, headers: &mut HeaderMap) {
    headers.reserve(EVERYWHERE.len() + WITH_A_NAME.len() + 3);
    headers.insert(CSP, POLICY.clone());
    for (name, value) in EVERYWHERE {
        headers.insert(name, value);
    }
    if office::has_a_door(rule.visitors) {
        headers.insert(CSP, HeaderValue::from_static(OFFICE_POLICY));
        // A browser that is to tell no referrer sends its own site's forms with `Origin: null`.
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    }
    if rule.speaks == Speaks::ScanPage {
        headers.insert(CSP, HeaderValue::from_static(SCAN_POLICY));
        headers.insert(PERMISSIONS, HeaderValue::from_static(SCAN_PERMISSIONS));
    }
    if rule.speaks == Speaks::Worker {
        headers.insert(CSP, HeaderValue::from_static(WORKER_POLICY));
    }
    match rule.names {
        Names::Nobody => {}
        Names::Somebody => headers.extend(WITH_A_NAME),
    }
    match rule.origins {
        Origins::Any => {
            headers.insert(CORP, HeaderValue::from_static("cross-origin"));
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
        Origins::Same => {
            headers.insert(CORP, HeaderValue::from_static("same-origin"));
        }
    }
    if rule.speaks.is_chosen() {
        headers.insert(VARY, HeaderValue::from_name(ACCEPT));
    }
    if rule.speaks.is_page() {
        headers.append(VARY, HeaderValue::from_name(ACCEPT_LANGUAGE));
    }
}
