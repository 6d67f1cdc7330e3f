//! Where an LSP's certificates are checked.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::text::as_text;

/// Where an LSP's certificates are checked: scheme and host, nothing after. `https`; `http` only on
/// loopback. It is printed on paper, so it is short: a host of 60 characters at most.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Hash, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Site {
    encrypted: bool,
    host: String,
}

/// A text that is no site.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a site is https:// and a host of at most 60 characters, without a path (http:// only on 127.0.0.1 or localhost)"
)]
pub struct InvalidSite;

impl FromStr for Site {
    type Err = InvalidSite;

    fn from_str(text: &str) -> Result<Self, InvalidSite> {
        let (scheme, host) = text.trim().trim_end_matches('/').split_once("://").ok_or(InvalidSite)?;
        let host = host.to_ascii_lowercase();
        let (name, port) = host.split_once(':').unwrap_or((&host, "443"));
        let encrypted = match scheme.to_ascii_lowercase().as_str() {
            "http" if matches!(name, "127.0.0.1" | "localhost") => false,
            "https" => true,
            _ => return Err(InvalidSite),
        };
        let named = name.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
        let legal = named && port.parse::<u16>().is_ok_and(|port| port > 0) && host.len() <= 60;
        legal.then_some(Self { encrypted, host }).ok_or(InvalidSite)
    }
}

as_text!(Site, InvalidSite);

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http{}://{}", if self.encrypted { "s" } else { "" }, self.host)
    }
}

impl Site {
    /// The site of an address that lies under it and is spelt plainly: no user, query, fragment or way upwards.
    #[must_use]
    pub fn of(address: &str) -> Option<Self> {
        let plain = address.bytes().all(|b| b.is_ascii_graphic() && !b"?#@\\".contains(&b));
        let site = address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        site.parse().ok().filter(|_| plain && !address.contains("/../"))
    }

    /// Whether it is asked by `https`; what is not is on this machine.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Host, with its port where one is given, in lower case.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_https_or_loopback() {
        for text in
            ["https://cek.lsp.example", "http://127.0.0.1:8080", "http://localhost:3000", "HTTPS://Cek.LSP.example/"]
        {
            assert!(text.parse::<Site>().is_ok(), "{text}");
        }
        for text in [
            "http://cek.lsp.example",
            "https://",
            "https://a/b",
            "https://a?b",
            "ftp://a",
            "cek.lsp.example",
            "https://a b",
            "https://a@b",
            "https://a..b",
            "https://a:0",
            "https://a:x",
        ] {
            assert_eq!(text.parse::<Site>(), Err(InvalidSite), "{text}");
        }
        assert_eq!(
            "HTTPS://Cek.LSP.example/".parse::<Site>().map(|site| site.to_string()),
            Ok("https://cek.lsp.example".into())
        );
    }

    #[test]
    fn a_site_is_what_a_browser_takes_it_for() {
        for text in [
            "https://cek.lsp.example",
            "HTTPS://Cek.LSP.example:443/",
            "https://xn--bcher-kva.example:8443",
            "http://127.0.0.1:8080",
            "http://localhost",
        ] {
            let (site, url) = (text.parse::<Site>().expect("a site"), url::Url::parse(text).expect("an address"));
            assert_eq!(url::Url::parse(&site.to_string()), Ok(url.clone()), "{text}");
            let (name, port) = site.host().split_once(':').unwrap_or_else(|| (site.host(), ""));
            assert_eq!(url.host_str(), Some(name), "{text}");
            let port = port.parse().ok().or_else(|| url.port_or_known_default());
            assert_eq!(url.port_or_known_default(), port, "{text}");
            assert_eq!(Site::of(&format!("{site}/a/trust.jwt")), Some(site), "{text}");
        }
        for address in
            ["https://a.example/../x", "https://a.example/x?y", "https://b@a.example/x", "https://a.example/x y"]
        {
            assert_eq!(Site::of(address), None, "{address}");
        }
    }
}
