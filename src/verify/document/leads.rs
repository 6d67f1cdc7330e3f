//! Where a symbol's text leads whoever opens it.
//!
//! Telephones are more lenient than any specification: they open a link with one slash or with backslashes, and a
//! host without a scheme. So everything that could be opened is taken for a link, and its host is what stands where
//! a browser would look for one.

use unicode_normalization::UnicodeNormalization as _;

/// Schemes that open no page.
const CALLS: [&str; 2] = ["mailto", "tel"];

/// The host that a text leads to, in lower case, with all that stands before the path; a text that opens something
/// else than a page of the web, whole. None for plain words.
pub(super) fn leads(text: &str) -> Option<String> {
    let text: String =
        text.trim().nfkc().filter(|c| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}')).collect();
    let text = text.to_lowercase();
    let is_scheme = |scheme: &&str| {
        let scheme = scheme.trim_end();
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-".contains(c))
    };
    match text.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) {
        Some((scheme, rest)) if ["http", "https"].contains(&scheme.trim_end()) => Some(host(rest.trim_start())),
        Some((scheme, _)) if CALLS.contains(&scheme) => None,
        Some(_) => Some(text),
        None => text.split_whitespace().map(host).find(|host| is_name(host)),
    }
}

fn host(text: &str) -> String {
    let text = text.trim_start_matches(['/', '\\']);
    text.split_once(['/', '\\', '?', '#']).map_or(text, |(host, _)| host).to_owned()
}

/// Whether words without a scheme could be a host: a point between two letters or digits.
fn is_name(host: &str) -> bool {
    let parts: Vec<&str> = host.split(['.', '\u{3002}']).collect();
    let last = parts.last().is_some_and(|last| last.chars().filter(|c| c.is_alphanumeric()).count() > 1);
    host.contains('[') || parts.len() > 1 && last && !parts[0].is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_telephone_opens_leads_somewhere() {
        for text in [
            "https://fake.example/v/x",
            "HTTPS:/fake.example/v/x",
            "https:\\\\fake.example\\v",
            "https:fake.example",
            "http:////fake.example?x",
            " https ://fake.example",
            "ht\u{200b}tps://fake.example",
            "fake.example/v/x",
            "fake.example",
            "//fake.example/x",
            "Periksa: di fake.example/v",
            "ｆａｋｅ.example",
        ] {
            let host = leads(text);
            let found = host.as_deref() == Some("fake.example") || text.starts_with("Periksa") && host.is_some();
            assert!(found, "{text}: {host:?}");
        }
        for text in ["intent://fake.example", "WIFI:T:WPA;S:x;;", "https://lsp.example@fake.example/v"] {
            assert!(leads(text).is_some_and(|host| host != "lsp.example"), "{text}");
        }
        for text in ["", "Siti Contoh", "81210 9112 2", "tel:+62215550", "0oRNog", "No. 1"] {
            assert_eq!(leads(text), None, "{text}");
        }
    }
}
