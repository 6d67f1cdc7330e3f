//! The proof that a key signed something: a type that only the check gives out.

use ed25519_dalek::Signature;

use super::keys::PublicKey;

/// What a key signed, or what was read out of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified<T>(T);

/// The signature is not by this key over these bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not hold")]
pub struct Forged;

impl<T> Verified<T> {
    /// Gives `claims`, which were read out of `message`, if `key` signed it.
    ///
    /// # Errors
    /// The signature does not hold.
    pub(super) fn check(claims: T, message: &[u8], signature: &Signature, key: &PublicKey) -> Result<Self, Forged> {
        key.verify(message, signature).map_err(|_| Forged)?;
        Ok(Self(claims))
    }

    /// Reads on in what was signed.
    ///
    /// # Errors
    /// As `read` says.
    pub(super) fn and_then<U, E>(self, read: impl FnOnce(T) -> Result<U, E>) -> Result<Verified<U>, E> {
        read(self.0).map(Verified)
    }

    #[must_use]
    pub fn claims(&self) -> &T {
        &self.0
    }

    #[must_use]
    pub fn into_claims(self) -> T {
        self.0
    }
}
