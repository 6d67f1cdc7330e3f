//! The key with which an employer's program asks: `Authorization: Bearer absah_…` (RFC 6750).

use std::net::IpAddr;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};

use crate::office::accounts::{AccountError, Asking, Customer};
use crate::office::employers;
use crate::web::{Error, Service};

const SCHEME: &str = "bearer";

impl Service {
    /// Whose key came with a request; nobody's where none did. What is given by another scheme is another's, such as a
    /// reverse proxy's that asks for a password: as if there were none.
    ///
    /// # Errors
    /// What came is no key that is good, whatever is wrong with it.
    pub(in crate::web) async fn customer(&self, headers: &HeaderMap) -> Result<Option<Customer>, Error> {
        let mut sent = headers.get_all(AUTHORIZATION).into_iter().filter(|header| is_ours(header));
        let Some(one) = sent.next() else { return Ok(None) };
        let key = borne(one).filter(|_| sent.next().is_none()).ok_or(Error::Unauthorized)?;
        let office =
            self.app.office.as_ref().filter(|office| office.keys.has_passphrase()).ok_or(Error::Unauthorized)?;
        let customer = employers::customer(office, key, (self.app.clock)()).await?;
        customer.map(Some).ok_or(Error::Unauthorized)
    }

    /// The same, for what is written down in its LSP's journal.
    ///
    /// # Errors
    /// As [`Self::customer`].
    pub(in crate::web) async fn asking(&self, headers: &HeaderMap, from: IpAddr) -> Result<Option<Asking>, Error> {
        let (Some(customer), Some(office)) = (self.customer(headers).await?, &self.app.office) else { return Ok(None) };
        match office.asking_by_key(customer, from, (self.app.clock)()).await {
            Ok(asking) => Ok(Some(asking)),
            Err(AccountError::Office(cause)) => Err(cause.into()),
            Err(_) => Err(Error::Unauthorized),
        }
    }
}

/// Whether a header is meant for us. A key without its scheme is, too: who forgets the word is told so.
fn is_ours(header: &HeaderValue) -> bool {
    let (scheme, rest) = header.as_bytes().split_at_checked(SCHEME.len()).unwrap_or_default();
    let is_bearer = scheme.eq_ignore_ascii_case(SCHEME.as_bytes()) && matches!(rest, [] | [b' ', ..]);
    is_bearer || header.as_bytes().starts_with(employers::KEY_BEGINNING.as_bytes())
}

/// The token of a header that bears one.
fn borne(header: &HeaderValue) -> Option<&str> {
    let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case(SCHEME).then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_borne_and_what_is_given_by_another_scheme_is_anothers() {
        let of = |header: &'static str| {
            let header = HeaderValue::from_static(header);
            (is_ours(&header), borne(&header).map(str::to_owned))
        };
        for header in ["Bearer absah_x", "bearer  absah_x "] {
            assert_eq!(of(header), (true, Some("absah_x".to_owned())), "{header}");
        }
        for (header, is_ours) in [("Bearer", true), ("absah_x", true), ("Basic absah_x", false), ("Bearers x", false)] {
            assert_eq!(of(header), (is_ours, None), "{header}");
        }
    }
}
