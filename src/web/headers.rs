//! What every answer says to the browser, and what answers with a name in them say besides.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Characters of path and query that are read at most; the longest QR of a token takes 3,000.
const LONGEST_ADDRESS: usize = 8 * 1024;

/// Nothing is loaded from elsewhere, no script runs, nobody frames a page.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

const EVERYWHERE: [(HeaderName, &str); 5] = [
    (HeaderName::from_static("content-security-policy"), POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (REFERRER_POLICY, "no-referrer"),
];

const WITH_A_NAME: [(HeaderName, &str); 2] =
    [(CACHE_CONTROL, "no-store"), (HeaderName::from_static("x-robots-tag"), "noindex")];

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Refuses an address that no link has, and puts the headers on every answer, failing ones too.
pub(super) async fn secure(request: Request, next: Next) -> Response {
    let named = may_name(request.method(), request.uri().path());
    let open = request.uri().path().starts_with("/.well-known/");
    let long = request.uri().path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS);
    let mut response = if long { StatusCode::URI_TOO_LONG.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    for (name, value) in EVERYWHERE {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(CORP, HeaderValue::from_static(if open { "cross-origin" } else { "same-origin" }));
    for (name, value) in WITH_A_NAME.into_iter().filter(|_| named) {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether the question or its answer may hold somebody's name.
fn may_name(method: &Method, path: &str) -> bool {
    let under = ["/v/", "/V/", "/api/v1/"];
    under.iter().any(|part| path.starts_with(part)) || (path == "/" && method == Method::POST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_may_name_somebody_are_known_by_their_address() {
        for (method, path) in [(Method::GET, "/v/x"), (Method::GET, "/V/1"), (Method::GET, "/api/v1/certificates/1")] {
            assert!(may_name(&method, path), "{path}");
        }
        assert!(may_name(&Method::POST, "/"));
        assert!(!may_name(&Method::GET, "/"));
        assert!(!may_name(&Method::GET, "/site.css"));
    }
}
