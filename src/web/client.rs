//! What a request says of who asks and what for: the address it came from, the form it is to be
//! answered in.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue};

use super::client_prefix::Client;

/// Where each proxy notes whom it was asked by.
pub(super) const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client behind `proxies` reverse proxies of our own, each of which appends to `X-Forwarded-For`
/// the address that it was asked from. What the client wrote there himself stands further left and is
/// never looked at, whatever bytes it is made of; without proxies the header is not read at all.
#[must_use]
pub(super) fn client(headers: &HeaderMap, extensions: &Extensions, proxies: u8) -> Client {
    Client::from(client_address(headers, extensions, proxies))
}

/// The address of the client itself.
#[must_use]
pub(super) fn client_address(headers: &HeaderMap, extensions: &Extensions, proxies: u8) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let forwarded = proxies.checked_sub(1).and_then(|before| {
        let lines: Vec<&[u8]> = headers.get_all(FORWARDED_FOR).into_iter().map(HeaderValue::as_bytes).collect();
        let mut hops = lines.into_iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b','));
        address(std::str::from_utf8(hops.nth(before.into())?).ok()?.trim())
    });
    forwarded.unwrap_or(peer)
}

/// An address as proxies write it: alone, with a port, or in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}

/// The type of a request's body without its parameters; an empty one where it is no text.
#[must_use]
pub(super) fn media_type(headers: &HeaderMap) -> Option<&str> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().unwrap_or_default();
    kind.split(';').next().map(str::trim)
}

const JSON: [&str; 2] = ["application/json", "application/problem+json"];
const PAGE: [&str; 2] = ["text/html", "application/xhtml+xml"];

/// Whether JSON is preferred to a page.
#[must_use]
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    prefers(headers, &JSON, &PAGE)
}

/// Whether a page is preferred to JSON, as browsers prefer it.
#[must_use]
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    prefers(headers, &PAGE, &JSON)
}

/// Whether a PDF is preferred to JSON.
#[must_use]
pub(super) fn wants_pdf(headers: &HeaderMap) -> bool {
    prefers(headers, &["application/pdf"], &JSON)
}

/// Whether one of `kinds` is preferred to each of `others` (RFC 9110 §12.5.1): only where it is named.
#[must_use]
pub(super) fn prefers(headers: &HeaderMap, kinds: &[&str], others: &[&str]) -> bool {
    let lines = headers.get_all(ACCEPT).into_iter().filter_map(|line| line.to_str().ok());
    let (mut wanted, mut other) = (0.0_f32, 0.0_f32);
    for range in lines.flat_map(|line| line.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().expect("whatever is split has a first part");
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse).unwrap_or(0.0);
        let named = |kinds: &[&str]| kinds.iter().any(|known| kind.eq_ignore_ascii_case(known));
        if named(kinds) {
            wanted = wanted.max(weight);
        } else if named(others) {
            other = other.max(weight);
        }
    }
    wanted > other
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (name.parse().expect("a name"), value.parse().expect("a value"))).collect()
    }

    fn from(values: &[&'static str], proxies: u8) -> Client {
        behind(&headers("x-forwarded-for", values), proxies)
    }

    fn behind(headers: &HeaderMap, proxies: u8) -> Client {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4000))));
        client(headers, &extensions, proxies)
    }

    fn is(text: &str) -> Client {
        Client::from(text.parse::<IpAddr>().expect("an address"))
    }

    #[test]
    fn only_what_our_own_proxies_wrote_is_believed() {
        assert_eq!(from(&["198.51.100.9"], 0), is("10.0.0.1"));
        assert_eq!(from(&["198.51.100.9, 203.0.113.7"], 1), is("203.0.113.7"));
        assert_eq!(from(&["198.51.100.9", "203.0.113.7, 10.0.0.2"], 2), is("203.0.113.7"));
        assert_eq!(from(&["203.0.113.7:5511"], 1), is("203.0.113.7"));
        assert_eq!(from(&["[2001:db8::1]"], 1), is("2001:db8::1"));
    }

    #[test]
    fn no_bytes_that_the_client_wrote_change_whose_request_it_is() {
        let behind = |lines: &[&[u8]]| {
            let line = |bytes: &&[u8]| (FORWARDED_FOR, HeaderValue::from_bytes(bytes).expect("a value"));
            behind(&lines.iter().map(line).collect(), 1)
        };
        for lines in [
            [&b"\xff, 203.0.113.7"[..]].as_slice(),
            &[b"\xff\xfe", b"203.0.113.7"],
            &[b"\xff,\t203.0.113.7 "],
            &[b",,,", b"10.0.0.9\xff,203.0.113.7"],
            &[b"\"a,b\", 203.0.113.7"],
            &[b"198.51.100.9, 203.0.113.7"],
        ] {
            assert_eq!(behind(lines), is("203.0.113.7"), "{lines:?}");
        }
        assert_eq!(behind(&[b"203.0.113.7, \xff"]), is("10.0.0.1"), "what our own proxy never writes leaves the peer");
    }

    #[test]
    fn a_header_that_says_too_little_leaves_the_peer() {
        assert_eq!(from(&[], 1), is("10.0.0.1"));
        assert_eq!(from(&["203.0.113.7"], 2), is("10.0.0.1"));
        assert_eq!(from(&["unknown"], 1), is("10.0.0.1"));
    }

    #[test]
    fn a_browser_is_known_by_naming_pages() {
        assert!(wants_page(&headers("accept", &["text/html,application/xhtml+xml,*/*;q=0.8"])));
        assert!(!wants_page(&headers("accept", &["*/*"])) && !wants_page(&HeaderMap::new()));
    }

    #[test]
    fn json_is_given_where_it_is_named_and_preferred() {
        for accept in ["application/json", "Application/JSON; charset=utf-8", "application/json, text/plain, */*"] {
            assert!(wants_json(&headers("accept", &[accept])), "{accept}");
        }
        for accept in ["*/*", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html, application/json;q=0.9", ""] {
            assert!(!wants_json(&headers("accept", &[accept])), "{accept}");
        }
    }
}
