//! The two spellings of a token, and how a host stands in them.
//!
//! - link: `https://HOST/v/<base64url, no padding>`;
//! - QR: `HTTPS://HOST/V/<digits>`: every 8 bytes, big-endian, as 20 digits, the last 1 to 7 bytes as
//!   3, 5, 8, 10, 13, 15, 17. QR's numeric mode packs digits a fifth tighter than base64url.
//!
//! A report on a list is spelt in the same two ways under `/l/` and `/L/`.
//!
//! Whoever reads one takes the bytes out and never fetches the host.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::token;
use crate::domain::issuer::Site;

/// Digits that the last 0 to 7 bytes take, and that a whole group of 8 takes.
const DIGITS: [usize; 9] = [0, 3, 5, 8, 10, 13, 15, 17, 20];

/// Characters a spelling has at most: a token of [`token::LONGEST`] bytes in digits, and its address.
pub const LONGEST: usize = token::LONGEST / 8 * 20 + 400;

/// Bytes out of a text, and the host that stood before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelt {
    pub bytes: Vec<u8>,
    /// The host of a link or QR, in lower case, whatever it is; none for bare bytes.
    pub host: Option<String>,
}

/// A text in none of the spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither a link, nor the text of a QR, nor a token in base64url")]
pub struct NotSpelt;

/// The digits of a QR.
#[must_use]
pub fn to_digits(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len().div_ceil(8) * 20);
    for group in bytes.chunks(8) {
        let number = group.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        let width = DIGITS[group.len()];
        digits.push_str(&format!("{number:0width$}"));
    }
    digits
}

/// Reads [`to_digits`] back; only what it writes is read.
///
/// # Errors
/// A length that no bytes have, a character that is no digit, a group too large for its bytes.
pub fn from_digits(digits: &str) -> Result<Vec<u8>, NotSpelt> {
    if digits.len() > LONGEST || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NotSpelt);
    }
    let mut bytes = Vec::with_capacity(digits.len() / 20 * 8 + 8);
    for start in (0..digits.len()).step_by(20) {
        let group = &digits[start..digits.len().min(start + 20)];
        let size = DIGITS.iter().position(|width| *width == group.len()).ok_or(NotSpelt)?;
        let number: u64 = group.parse().map_err(|_| NotSpelt)?;
        if size < 8 && number >> (8 * size) != 0 {
            return Err(NotSpelt);
        }
        bytes.extend_from_slice(&number.to_be_bytes()[8 - size..]);
    }
    Ok(bytes)
}

/// Bytes in base64url without padding.
#[must_use]
pub fn to_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads [`to_base64url`] back; only what it writes is read.
///
/// # Errors
/// The text is longer than any token, or is no base64url.
pub fn from_base64url(text: &str) -> Result<Vec<u8>, NotSpelt> {
    if text.len() > LONGEST {
        return Err(NotSpelt);
    }
    from_base64(text)
}

/// Reads base64url of any length: pictures and other bodies of our own.
///
/// # Errors
/// The text is no base64url.
pub fn from_base64(text: &str) -> Result<Vec<u8>, NotSpelt> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| NotSpelt)
}

/// The link of a token on its LSP's site.
#[must_use]
pub fn link(site: &Site, token: &[u8]) -> String {
    format!("{site}/v/{}", to_base64url(token))
}

/// The text of a token's QR on its LSP's site.
#[must_use]
pub fn qr(site: &Site, token: &[u8]) -> String {
    format!("{}/V/{}", site.to_string().to_ascii_uppercase(), to_digits(token))
}

/// The link of a report on the site that made it.
#[must_use]
pub fn report_link(site: &Site, report: &[u8]) -> String {
    format!("{site}/l/{}", to_base64url(report))
}

/// The text of a report's QR on the site that made it.
#[must_use]
pub fn report_qr(site: &Site, report: &[u8]) -> String {
    format!("{}/L/{}", site.to_string().to_ascii_uppercase(), to_digits(report))
}

/// Takes the bytes out of a token's link, its QR's text, or bare base64url or digits.
///
/// # Errors
/// The text is in none of the spellings.
pub fn read(text: &str) -> Result<Spelt, NotSpelt> {
    read_under(text, "v", "V")
}

/// The same for a report.
///
/// # Errors
/// As [`read`].
pub fn read_report(text: &str) -> Result<Spelt, NotSpelt> {
    read_under(text, "l", "L")
}

fn read_under(text: &str, link: &str, qr: &str) -> Result<Spelt, NotSpelt> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(NotSpelt);
    }
    match text.split_once(':') {
        Some((scheme, rest)) if ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) => {
            let (host, path) = rest.strip_prefix("//").and_then(|rest| rest.split_once('/')).ok_or(NotSpelt)?;
            // Messengers append tracking parameters; they are no part of the token.
            let path = path.split_once(['?', '#']).map_or(path, |(path, _)| path);
            let bytes = match path.split_once('/') {
                Some((under, digits)) if under == qr => from_digits(digits)?,
                Some((under, text)) if under == link => from_base64url(text)?,
                _ => return Err(NotSpelt),
            };
            Ok(Spelt { bytes, host: Some(host.to_ascii_lowercase()) })
        }
        Some(_) => Err(NotSpelt),
        None if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(Spelt { bytes: from_digits(text)?, host: None })
        }
        None => Ok(Spelt { bytes: from_base64url(text)?, host: None }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_read_back_at_every_length() {
        for length in 0..40 {
            for fill in [0x00, 0x7f, 0xff] {
                let bytes = vec![fill; length];
                assert_eq!(from_digits(&to_digits(&bytes)), Ok(bytes), "{length} bytes of {fill:#x}");
            }
        }
    }

    #[test]
    fn digits_that_no_bytes_have_are_refused() {
        for digits in ["1", "12", "256", "1234", "999", "99999999999999999999", "18446744073709551616", "00a", "+12"] {
            assert_eq!(from_digits(digits), Err(NotSpelt), "{digits}");
        }
    }

    #[test]
    fn base64url_has_one_reading() {
        assert_eq!(from_base64url("AA"), Ok(vec![0]));
        for text in ["AB", "AA==", "A A", "+/+/", "A"] {
            assert_eq!(from_base64url(text), Err(NotSpelt), "{text}");
        }
    }

    #[test]
    fn every_spelling_gives_the_same_bytes() {
        let site: Site = "https://cek.lsp.example".parse().expect("a site");
        let bytes: Vec<u8> = (0..=255).collect();
        let host = Some("cek.lsp.example".to_owned());
        for (text, host) in [
            (link(&site, &bytes), host.clone()),
            (qr(&site, &bytes), host.clone()),
            (qr(&site, &bytes).replace("HTTPS://CEK.LSP.EXAMPLE", "https://cek.lsp.example"), host.clone()),
            (link(&site, &bytes) + "?utm_source=chat#top", host),
            (to_base64url(&bytes), None),
            (to_digits(&bytes), None),
        ] {
            assert_eq!(read(&text), Ok(Spelt { bytes: bytes.clone(), host }), "{text}");
        }
    }

    #[test]
    fn other_texts_are_in_no_spelling() {
        for text in [
            "https://cek.lsp.example",
            "https://cek.lsp.example/",
            "https://cek.lsp.example/x/AA",
            "ftp://a/v/AA",
            "halo dunia",
            "https://a/V/AA",
        ] {
            assert_eq!(read(text), Err(NotSpelt), "{text}");
        }
        assert_eq!(read(&"A".repeat(LONGEST + 1)), Err(NotSpelt));
    }
}
