//! What somebody typed to search by, sealed for her session: so it can stand in an address, which browsers and proxies
//! keep, and be opened by nobody else and not once she has left.
//!
//! ```text
//! base64url of what is sealed for "typed SESSION"
//! ```

use pkcs8::rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::SignedIn;
use crate::domain::account::SessionId;
use crate::office::personal::seal;
use crate::office::{Error, Office};
use crate::seal::spelling::from_base64url;

fn row(session: &SessionId) -> String {
    format!("typed {}", session.as_str())
}

impl Office {
    /// Seals what somebody typed.
    ///
    /// # Errors
    /// The records' secret does not open.
    pub async fn seal_typed(&self, who: &SignedIn, text: &str, random: &mut impl CryptoRng) -> Result<String, Error> {
        Ok(seal(&*self.records().await?, &row(&who.session().id), text.as_bytes(), random))
    }

    /// What she typed; none where it was sealed for another session, or is nothing that was sealed.
    ///
    /// # Errors
    /// The records' secret does not open.
    pub async fn typed(&self, who: &SignedIn, sealed: &str) -> Result<Option<Zeroizing<String>>, Error> {
        let records = self.records().await?;
        let opened = from_base64url(sealed).ok();
        let opened = opened.and_then(|sealed| records.open(&row(&who.session().id), &sealed).ok());
        Ok(opened.and_then(|text| Some(Zeroizing::new(std::str::from_utf8(&text).ok()?.to_owned()))))
    }
}
