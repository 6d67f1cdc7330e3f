//! Ed25519 keys (RFC 8032): PKCS#8 PEM (RFC 8410, RFC 7468), the private half encrypted with a passphrase
//! (PBES2: scrypt as [`super::key_cost`] says; AES-256-CBC).
//!
//! Written without the public half (version 1, RFC 5208), which is how `openssl pkey` and PyPI `cryptography`
//! read it; with it (version 2, RFC 5958), as keys were written once, it is read too.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePublicKey, KeypairBytes};
use ed25519_dalek::{Signature, SignatureError, Signer, SigningKey, Verifier, VerifyingKey};
use pkcs8::rand_core::CryptoRng;
use pkcs8::{EncodePrivateKey, EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef, SecretDocument};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::key_cost::{Cost, Derivation};

/// The label of a private half's PEM (RFC 7468 §11).
const SEALED: &str = "ENCRYPTED PRIVATE KEY";

/// Why a key cannot be read or written; never says what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFormatError {
    #[error("the key could not be encrypted")]
    Encrypt,
    #[error("opening it takes {mib} MiB of memory, more than there is or than any key file takes")]
    Memory { mib: u64 },
    #[error("not an Ed25519 key in PEM")]
    NotAKey,
    #[error("the passphrase is wrong, or the file is not an encrypted PKCS#8 key")]
    Passphrase,
    #[error("the public key beside it is another key's")]
    PublicHalf,
}

/// What a key may sign.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyUse {
    Certificate,
    Report,
    Status,
}

impl KeyUse {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Report => "report",
            Self::Status => "status",
        }
    }
}

/// A word that names no use of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key is used for certificate, status or report")]
pub struct UnknownUse;

impl FromStr for KeyUse {
    type Err = UnknownUse;

    fn from_str(word: &str) -> Result<Self, UnknownUse> {
        [Self::Certificate, Self::Report, Self::Status].into_iter().find(|u| u.as_str() == word).ok_or(UnknownUse)
    }
}

/// A key's name: the first 8 bytes of SHA-256 over the 32 bytes of its public half; in JSON, base64url.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Kid([u8; 8]);

/// A text that is no kid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a kid is 8 bytes in base64url")]
pub struct InvalidKid;

impl Kid {
    #[must_use]
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl FromStr for Kid {
    type Err = InvalidKid;

    fn from_str(text: &str) -> Result<Self, InvalidKid> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidKid)?;
        bytes.try_into().map(Self).map_err(|_| InvalidKid)
    }
}

impl TryFrom<String> for Kid {
    type Error = InvalidKid;

    fn try_from(text: String) -> Result<Self, InvalidKid> {
        text.parse()
    }
}

impl From<Kid> for String {
    fn from(kid: Kid) -> Self {
        kid.to_string()
    }
}

impl fmt::Display for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The public half of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// # Errors
    /// The bytes are no point of the curve, not its one encoding (RFC 8032 §5.1.3: the library reads
    /// others too), or a point of small order that no key pair has.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyFormatError> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeyFormatError::NotAKey)?;
        let canonical = key.to_edwards().compress().as_bytes() == bytes;
        if canonical && !key.is_weak() { Ok(Self(key)) } else { Err(KeyFormatError::NotAKey) }
    }

    /// Reads the `x` of a JWK: 32 bytes in base64url.
    ///
    /// # Errors
    /// As [`Self::from_bytes`].
    pub fn from_x(x: &str) -> Result<Self, KeyFormatError> {
        let bytes = URL_SAFE_NO_PAD.decode(x).map_err(|_| KeyFormatError::NotAKey)?;
        Self::from_bytes(&bytes.try_into().map_err(|_| KeyFormatError::NotAKey)?)
    }

    /// Reads a `PUBLIC KEY` PEM.
    ///
    /// # Errors
    /// The text is none, or of another algorithm.
    pub fn from_pem(pem: &str) -> Result<Self, KeyFormatError> {
        let key = VerifyingKey::from_public_key_pem(pem).map_err(|_| KeyFormatError::NotAKey)?;
        Self::from_bytes(key.as_bytes())
    }

    /// # Errors
    /// The key could not be encoded.
    pub fn to_pem(&self) -> Result<String, KeyFormatError> {
        self.0.to_public_key_pem(LineEnding::LF).map_err(|_| KeyFormatError::NotAKey)
    }

    /// The `x` of a JWK (RFC 8037).
    #[must_use]
    pub fn x(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_bytes())
    }

    #[must_use]
    pub fn kid(&self) -> Kid {
        let hash = Sha256::digest(self.0.as_bytes());
        let mut kid = [0; 8];
        kid.copy_from_slice(&hash[..8]);
        Kid(kid)
    }

    /// Verifies strictly: canonical R and S, no key or R of small order (`docs/ed25519.md`). It accepts what
    /// `verify_strict` accepts, without a square root: `verify` compares R as bytes with the one encoding of the
    /// point computed, so an R that passes is of small order only if it is one of eight byte strings.
    ///
    /// # Errors
    /// The signature does not hold.
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        if is_of_small_order(signature.r_bytes()) {
            return Err(SignatureError::new());
        }
        self.0.verify(message, signature)
    }
}

/// The y of the points of order 1, 2, 4, 8 and 8, little-endian: with either sign of x, the eight of small order.
const SMALL_ORDER: [[u8; 32]; 5] = [
    [
        0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    ],
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    ],
    [
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    ],
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf,
        0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20,
        0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
];

fn is_of_small_order(r: &[u8; 32]) -> bool {
    let mut y = *r;
    y[31] &= 0x7f;
    SMALL_ORDER.contains(&y)
}

/// A whole key, in memory only as long as it is used, then overwritten.
pub struct PrivateKey {
    key: SigningKey,
    kid: Kid,
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.kid)
    }
}

impl PrivateKey {
    /// Makes a new key from `random`.
    pub fn generate(random: &mut impl CryptoRng) -> Self {
        Self::from(SigningKey::generate(random))
    }

    /// A key from its 32-byte seed.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self::from(SigningKey::from_bytes(seed))
    }

    /// Reads an `ENCRYPTED PRIVATE KEY` PEM; `free` are the bytes of memory that it may take, where that is known.
    ///
    /// # Errors
    /// The passphrase is wrong, the text is no such key, or it takes more memory than there is.
    pub fn from_pem(pem: &str, passphrase: &[u8], free: Option<u64>) -> Result<Self, KeyFormatError> {
        derivation(pem)?.fits(free)?;
        let key = SigningKey::from_pkcs8_encrypted_pem(pem, passphrase).map_err(|_| KeyFormatError::Passphrase)?;
        Ok(Self::from(key))
    }

    /// Writes an `ENCRYPTED PRIVATE KEY` PEM; salt and IV come from `random`.
    ///
    /// # Errors
    /// The key could not be encrypted.
    pub fn to_pem(
        &self,
        passphrase: &[u8],
        cost: Cost,
        random: &mut impl CryptoRng,
    ) -> Result<Zeroizing<String>, KeyFormatError> {
        let secret = KeypairBytes { secret_key: self.key.to_bytes(), public_key: None }; // overwritten when dropped
        let plain = secret.to_pkcs8_der().map_err(|_| KeyFormatError::Encrypt)?;
        let info = PrivateKeyInfoRef::try_from(plain.as_bytes()).map_err(|_| KeyFormatError::Encrypt)?;
        let parameters = cost.parameters(random)?;
        let sealed = info.encrypt_with_params(parameters, passphrase).map_err(|_| KeyFormatError::Encrypt)?;
        sealed.to_pem(SEALED, LineEnding::LF).map_err(|_| KeyFormatError::Encrypt)
    }

    #[must_use]
    pub fn kid(&self) -> Kid {
        self.kid
    }

    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.key.verifying_key())
    }

    /// The 32 secret bytes, for keys that are no signing keys ([`super::records`]).
    #[must_use]
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.key.to_bytes())
    }

    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        self.key.sign(message)
    }
}

/// How the passphrase of an `ENCRYPTED PRIVATE KEY` PEM becomes its key, which no passphrase is needed to see.
///
/// # Errors
/// The text is no such PEM.
pub fn derivation(pem: &str) -> Result<Derivation, KeyFormatError> {
    let (label, sealed) = SecretDocument::from_pem(pem).map_err(|_| KeyFormatError::Passphrase)?;
    if label != SEALED {
        return Err(KeyFormatError::Passphrase);
    }
    let sealed = EncryptedPrivateKeyInfoRef::try_from(sealed.as_bytes()).map_err(|_| KeyFormatError::Passphrase)?;
    Ok(Derivation::of(&sealed))
}

impl From<SigningKey> for PrivateKey {
    fn from(key: SigningKey) -> Self {
        Self { kid: PublicKey(key.verifying_key()).kid(), key }
    }
}

#[cfg(test)]
mod tests;
