//! Whether a form was sent from one of our own pages.
//!
//! Browsers say it themselves, in `Sec-Fetch-Site` and `Origin`; nothing else is asked of a page. Where both are
//! missing it was no browser that anybody could be made to use, and where one says another site, it was. Either way
//! nothing is done: whoever has a session asks with a browser.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName};

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether what was sent came from this site.
pub(super) fn is_own(headers: &HeaderMap) -> bool {
    let one = |name: &HeaderName| {
        let mut all = headers.get_all(name).into_iter();
        match (all.next(), all.next()) {
            (None, _) => Ok(None),
            (Some(value), None) => value.to_str().map(Some).map_err(drop),
            (Some(_), Some(_)) => Err(()),
        }
    };
    let (Ok(site), Ok(origin), Ok(host)) = (one(&SITE), one(&ORIGIN), one(&HOST)) else { return false };
    match (site, origin) {
        (None, None) => false,
        (site, origin) => {
            site.is_none_or(|site| site == "same-origin") && origin.is_none_or(|origin| is_of(origin, host))
        }
    }
}

/// Whether an origin is the host that was asked.
fn is_of(origin: &str, host: Option<&str>) -> bool {
    let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    authority.is_some() && authority == host
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_form_of_another_site_or_of_none_is_not_own() {
        const HOST_OF_US: &str = "cek.lsp.example";
        for (site, origin, own) in [
            (Some("same-origin"), Some("https://cek.lsp.example"), true),
            (Some("same-origin"), None, true),
            (None, Some("https://cek.lsp.example"), true),
            (None, None, false),
            (Some("cross-site"), None, false),
            (Some("same-site"), Some("https://cek.lsp.example"), false),
            (Some("none"), None, false),
            (Some("same-origin"), Some("https://evil.example"), false),
            (None, Some("null"), false),
            (None, Some("https://cek.lsp.example.evil.example"), false),
            (None, Some("https://cek.lsp.example:444"), false),
            (None, Some("ftp://cek.lsp.example"), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static(HOST_OF_US));
            headers.extend(site.map(|site| (SITE, HeaderValue::from_static(site))));
            headers.extend(origin.map(|origin| (ORIGIN, HeaderValue::from_static(origin))));
            assert_eq!(is_own(&headers), own, "{site:?} {origin:?}");
        }
        let mut twice = HeaderMap::new();
        twice.append(HOST, HeaderValue::from_static(HOST_OF_US));
        twice.append(ORIGIN, HeaderValue::from_static("https://cek.lsp.example"));
        twice.append(ORIGIN, HeaderValue::from_static("https://evil.example"));
        assert!(!is_own(&twice));
    }
}
