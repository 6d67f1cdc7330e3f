//! The key with which an employer's program asks: `Authorization: Bearer absah_…` (RFC 6750).

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use crate::office::accounts::Customer;
use crate::office::employers;
use crate::web::{Error, Service};

impl Service {
    /// Whose key came with a request; nobody's where none did.
    ///
    /// # Errors
    /// What came is no key that is good, whatever is wrong with it.
    pub(in crate::web) async fn customer(&self, headers: &HeaderMap) -> Result<Option<Customer>, Error> {
        let mut sent = headers.get_all(AUTHORIZATION).into_iter();
        let Some(one) = sent.next() else { return Ok(None) };
        let key = one.to_str().ok().and_then(bearer).filter(|_| sent.next().is_none()).ok_or(Error::Unauthorized)?;
        let office =
            self.app.office.as_ref().filter(|office| office.keys.has_passphrase()).ok_or(Error::Unauthorized)?;
        let customer = employers::customer(office, key, (self.app.clock)()).await?;
        customer.map(Some).ok_or(Error::Unauthorized)
    }
}

/// The token of a header that bears one.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_borne_and_not_given_otherwise() {
        assert_eq!(bearer("Bearer absah_x"), Some("absah_x"));
        assert_eq!(bearer("bearer  absah_x "), Some("absah_x"));
        assert_eq!((bearer("Basic absah_x"), bearer("absah_x"), bearer("")), (None, None, None));
    }
}
