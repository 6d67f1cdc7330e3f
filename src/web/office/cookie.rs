//! The cookie of a session, and what of it goes over which line.
//!
//! Over https it is `__Host-absah`, which no other host and no path can set and no line without https carries. A
//! demonstration on this machine has no https: only under a loopback name, and only where the form was sent from
//! `http://`, the cookie is `absah` and not `Secure`.

use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};

use crate::office::accounts::Cookie;

const SECURE: &str = "__Host-absah";
const PLAIN: &str = "absah";

/// Over which line a browser speaks, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum Line {
    Https,
    /// Plain, but it does not leave this machine.
    Loopback,
    /// Plain, over a network: nobody signs in over it.
    Plain,
}

impl Line {
    pub(in crate::web) fn of(headers: &HeaderMap) -> Self {
        let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default();
        match (origin.starts_with("http://"), is_loopback(headers)) {
            (false, _) => Self::Https,
            (true, true) => Self::Loopback,
            (true, false) => Self::Plain,
        }
    }
}

/// Whether the site is asked for by a name of this machine.
fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name =
        host.rsplit_once(':').map_or(host, |(name, port)| match port.bytes().all(|byte| byte.is_ascii_digit()) {
            true => name,
            false => host,
        });
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

/// The session's cookie, if the browser sent one.
pub(in crate::web) fn sent(headers: &HeaderMap) -> Option<Cookie> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let pairs: Vec<(&str, &str)> =
        lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('=')).collect();
    let named = |wanted: &str| pairs.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let value = named(SECURE).or_else(|| named(PLAIN).filter(|_| is_loopback(headers)))?;
    Cookie::read(value)
}

/// The header that has a browser keep a session's cookie until it is closed.
pub(in crate::web) fn keep(cookie: &Cookie, line: Line) -> HeaderValue {
    header(&cookie.to_string(), line, "")
}

/// The header that has a browser forget it.
pub(in crate::web) fn forget(headers: &HeaderMap) -> HeaderValue {
    let line = if is_loopback(headers) && Line::of(headers) == Line::Loopback { Line::Loopback } else { Line::Https };
    header("", line, "; Max-Age=0")
}

fn header(value: &str, line: Line, more: &str) -> HeaderValue {
    let text = match line {
        Line::Loopback => format!("{PLAIN}={value}; Path=/; HttpOnly; SameSite=Lax{more}"),
        Line::Https | Line::Plain => format!("{SECURE}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{more}"),
    };
    HeaderValue::try_from(text).expect("base64url and our own words are legal in a header")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (name.parse().expect("a name"), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn only_a_name_of_this_machine_goes_without_https() {
        for (origin, host, line) in [
            ("https://cek.lsp.example", "cek.lsp.example", Line::Https),
            ("http://127.0.0.1:8080", "127.0.0.1:8080", Line::Loopback),
            ("http://localhost:8080", "localhost:8080", Line::Loopback),
            ("http://[::1]:8080", "[::1]:8080", Line::Loopback),
            ("http://[::1]", "[::1]", Line::Loopback),
            ("http://cek.lsp.example", "cek.lsp.example", Line::Plain),
            ("http://192.0.2.9:8080", "192.0.2.9:8080", Line::Plain),
            ("http://127.0.0.1.lsp.example", "127.0.0.1.lsp.example", Line::Plain),
        ] {
            assert_eq!(Line::of(&headers(&[("origin", origin), ("host", host)])), line, "{origin}");
        }
    }

    #[test]
    fn the_cookie_of_a_plain_line_is_read_on_this_machine_alone() {
        const SESSION: &str = "aaaaaaaaaaaaaaaaaaaaaa.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let with = |name: &str, host: &'static str| {
            let mut headers = headers(&[("host", host)]);
            let value = format!("other=1; {name}={SESSION}");
            headers.insert(COOKIE, HeaderValue::try_from(value).expect("a header"));
            sent(&headers).map(|cookie| cookie.to_string())
        };
        assert_eq!(with(SECURE, "cek.lsp.example").as_deref(), Some(SESSION));
        assert_eq!(with(PLAIN, "cek.lsp.example"), None);
        assert_eq!(with(PLAIN, "127.0.0.1:8080").as_deref(), Some(SESSION));
        let cookie = Cookie::read(SESSION).expect("a cookie");
        let kept = keep(&cookie, Line::Https);
        let kept = kept.to_str().expect("text");
        assert!(
            kept.starts_with("__Host-absah=") && kept.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"),
            "{kept}"
        );
        assert!(!keep(&cookie, Line::Loopback).to_str().expect("text").contains("Secure"));
    }
}
