//! What every answer says to the browser, and what answers with a name in them say besides.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};

/// Characters of path and query that are read at most; the longest QR of a token takes 3,000.
const LONGEST_ADDRESS: usize = 8 * 1024;

/// Nothing is loaded from elsewhere, no script runs, nobody frames a page.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

const EVERYWHERE: [(HeaderName, HeaderValue); 5] = [
    (HeaderName::from_static("content-security-policy"), HeaderValue::from_static(POLICY)),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
];

const WITH_A_NAME: [(HeaderName, HeaderValue); 2] = [
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
];

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const ANY_SITE: HeaderValue = HeaderValue::from_static("cross-origin");
const THIS_SITE: HeaderValue = HeaderValue::from_static("same-origin");

/// What every other site's pages may read too.
const OPEN: [&str; 4] = ["/.well-known/", "/trust.jwt", "/status/", "/honoured/"];

/// What an answer needs, known from its question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guarded {
    named: bool,
    open: bool,
    /// Whether the address is longer than any link.
    pub(super) too_long: bool,
}

impl Guarded {
    pub(super) fn by(request: &Request) -> Self {
        let path = request.uri().path();
        let too_long = request.uri().path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS);
        let open = OPEN.iter().any(|part| path.starts_with(part));
        Self { named: may_name(request.method(), path), open, too_long }
    }

    /// Puts the headers on an answer, a failing one too.
    pub(super) fn put(self, headers: &mut HeaderMap) {
        headers.reserve(EVERYWHERE.len() + WITH_A_NAME.len() + 1);
        for (name, value) in EVERYWHERE {
            headers.insert(name, value);
        }
        headers.insert(CORP, if self.open { ANY_SITE } else { THIS_SITE });
        for (name, value) in WITH_A_NAME.into_iter().filter(|_| self.named) {
            headers.insert(name, value);
        }
    }
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
