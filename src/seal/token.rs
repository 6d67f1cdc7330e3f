//! The token: a certificate as a few signed bytes.
//!
//! A CWT (RFC 8392) in a tagged COSE_Sign1 ([`super::cose`]), in deterministic CBOR (RFC 8949 §4.2), never
//! compressed, [`LONGEST`] bytes at most:
//!
//! ```text
//! #6.18([ << {1: -8, 4: kid} >>, {}, << claims >>, signature ])     Ed25519; alg -19 (RFC 9864) is read too
//! claims = { 4: exp, 5: nbf, 7: cti,
//!       -70001: { 1: holder, 2: scheme code, 3: scheme title, 4: [status list, index] } }
//! ```
//!
//! The protected header holds exactly keys 1 and 4, the unprotected map is empty; unknown keys are
//! allowed inside the claims and the -70001 map only. Whatever is not the one encoding of what it says
//! is unreadable, so no bytes have two readings and no certificate has two tokens.

use std::str::FromStr;

use ciborium::Value;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::cbor::Item;
use super::cose::{self, Sign1, Unproven};
use super::keys::{Kid, PrivateKey, PublicKey};
use super::verified::{Forged, Verified};
use crate::domain::holder::HolderName;
use crate::domain::number;
use crate::domain::scheme::SchemeCode;

/// Bytes a token has at most.
pub const LONGEST: usize = 1024;

/// Entries of one status list.
pub const STATUS_ENTRIES: u32 = 1 << 17;

const EXP: i64 = 4;
const NBF: i64 = 5;
const CTI: i64 = 7;
const CERTIFICATE: i64 = -70001;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Certificate number as shown, 1 to 64 characters.
    pub number: String,
    pub holder: HolderName,
    pub scheme_code: SchemeCode,
    /// Scheme title in Indonesian, 1 to 120 characters.
    pub scheme_title: String,
    /// The day of issue begins, whole seconds.
    pub nbf: Timestamp,
    /// The last valid day ends, whole seconds; after `nbf`.
    pub exp: Timestamp,
    pub status: StatusRef,
}

/// Where a certificate stands in its LSP's status lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StatusRef {
    pub list: u32,
    /// Below [`STATUS_ENTRIES`].
    pub index: u32,
}

/// Why bytes are no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("a claim is missing, of the wrong type or out of its bounds")]
    Claims,
    #[error("the bytes are not a tagged COSE_Sign1")]
    Envelope,
    #[error("the bytes are not the deterministic encoding of what they say")]
    NotDeterministic,
    #[error("longer than {LONGEST} bytes")]
    TooLong,
}

/// A token whose form is right. Nothing it says can be had before its signature held.
#[derive(Clone, Debug)]
pub struct Token(Unproven<Claims>);

impl Token {
    /// Reads a token's form, its signature not yet looked at.
    ///
    /// # Errors
    /// What keeps the bytes from being a token.
    pub fn read(bytes: &[u8]) -> Result<Self, TokenError> {
        if bytes.len() > LONGEST {
            return Err(TokenError::TooLong);
        }
        Sign1::exact(bytes).ok_or(TokenError::Envelope)?.claims(read_claims).map(Self)
    }

    /// Which key claims to have signed it.
    #[must_use]
    pub fn kid(&self) -> Kid {
        self.0.kid()
    }

    /// Gives the claims if `key` signed them (RFC 8032, strictly: `docs/ed25519.md`).
    ///
    /// # Errors
    /// The signature does not hold.
    pub fn verify(self, key: &PublicKey) -> Result<Verified<Claims>, Forged> {
        self.0.verify(key)
    }
}

/// Signs claims. The same claims and key give the same bytes.
///
/// # Errors
/// The claims are out of their bounds, or the token would be longer than [`LONGEST`].
pub fn sign(claims: &Claims, key: &PrivateKey) -> Result<Vec<u8>, TokenError> {
    let payload = cose::encode(&claims_value(claims));
    if read_claims(&payload)? != *claims {
        return Err(TokenError::Claims);
    }
    let bytes = cose::sign(payload, None, key);
    if bytes.len() > LONGEST { Err(TokenError::TooLong) } else { Ok(bytes) }
}

/// SHA-256 of a token: what a journal and an honoured list keep of it.
#[must_use]
pub fn fingerprint(token: &[u8]) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// SHA-256 over the sorted fingerprints of some tokens: what a journal keeps of a batch.
#[must_use]
pub fn fingerprint_of_all<'a>(tokens: impl Iterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut all: Vec<[u8; 32]> = tokens.map(fingerprint).collect();
    all.sort_unstable();
    Sha256::digest(all.as_flattened()).into()
}

fn claims_value(claims: &Claims) -> Value {
    let status = vec![Value::from(claims.status.list), Value::from(claims.status.index)];
    let certificate = vec![
        (Value::from(1), Value::from(claims.holder.as_str())),
        (Value::from(2), Value::from(claims.scheme_code.as_str())),
        (Value::from(3), Value::from(claims.scheme_title.as_str())),
        (Value::from(4), Value::Array(status)),
    ];
    Value::Map(vec![
        (Value::from(EXP), Value::from(claims.exp.as_second())),
        (Value::from(NBF), Value::from(claims.nbf.as_second())),
        (Value::from(CTI), Value::Bytes(claims.number.clone().into_bytes())),
        (Value::from(CERTIFICATE), Value::Map(certificate)),
    ])
}

fn read_claims(payload: &[u8]) -> Result<Claims, TokenError> {
    let item = Item::read(payload).ok_or(TokenError::NotDeterministic)?;
    claims_of(item).ok_or(TokenError::Claims)
}

fn claims_of(item: Item<'_>) -> Option<Claims> {
    let certificate = item.entry(CERTIFICATE)?;
    let instant = |key| Timestamp::from_second(item.entry(key)?.integer()?).ok();
    let number = str::from_utf8(item.entry(CTI)?.bytes()?).ok()?;
    let (holder, code) = (certificate.entry(1)?.text()?, certificate.entry(2)?.text()?);
    let scheme_title = certificate.entry(3)?.text()?;
    let mut status = certificate.entry(4)?.items()?.map(|item| u32::try_from(item.integer()?).ok());
    let (Some(list), Some(index), None) = (status.next()?, status.next()?, status.next()) else { return None };
    let claims = Claims {
        number: number.to_owned(),
        holder: HolderName::from_str(holder).ok()?,
        scheme_code: SchemeCode::from_str(code).ok()?,
        scheme_title: scheme_title.to_owned(),
        nbf: instant(NBF)?,
        exp: instant(EXP)?,
        status: StatusRef { list, index },
    };
    let canonical = claims.holder.as_str() == holder && claims.scheme_code.as_str() == code;
    let bounded = legal(number, number::LONGEST) && legal(scheme_title, 120);
    (canonical && bounded && claims.nbf < claims.exp && index < STATUS_ENTRIES).then_some(claims)
}

fn legal(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests;
