//! The token: a certificate as a few signed bytes.
//!
//! A CWT (RFC 8392) in a tagged COSE_Sign1 (RFC 9052), in deterministic CBOR (RFC 8949 §4.2), never
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
use coset::iana::Algorithm;
use coset::{CoseSign1, CoseSign1Builder, HeaderBuilder, TaggedCborSerializable};
use ed25519_dalek::Signature;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::cbor::Item;
use super::keys::{Kid, PrivateKey, PublicKey};
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
pub struct Token {
    kid: Kid,
    claims: Claims,
    signed: Vec<u8>,
    signature: Signature,
}

/// Claims whose signature held. Only [`Token::verify`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified(Claims);

impl Verified {
    #[must_use]
    pub fn claims(&self) -> &Claims {
        &self.0
    }

    #[must_use]
    pub fn into_claims(self) -> Claims {
        self.0
    }
}

/// The signature is not by this key over these bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not hold")]
pub struct Forged;

impl Token {
    /// Reads a token's form, its signature not yet looked at.
    ///
    /// # Errors
    /// What keeps the bytes from being a token.
    pub fn read(bytes: &[u8]) -> Result<Self, TokenError> {
        if bytes.len() > LONGEST {
            return Err(TokenError::TooLong);
        }
        let Envelope { kid, protected, payload, signature } = Envelope::read(bytes).ok_or(TokenError::Envelope)?;
        let claims = read_claims(payload)?;
        Ok(Self { kid, claims, signed: to_be_signed(protected, payload), signature })
    }

    /// Which key claims to have signed it.
    #[must_use]
    pub fn kid(&self) -> Kid {
        self.kid
    }

    /// Gives the claims if `key` signed them (RFC 8032, strictly: `docs/ed25519.md`).
    ///
    /// # Errors
    /// The signature does not hold.
    pub fn verify(self, key: &PublicKey) -> Result<Verified, Forged> {
        key.verify(&self.signed, &self.signature).map_err(|_| Forged)?;
        Ok(Verified(self.claims))
    }
}

/// Signs claims. The same claims and key give the same bytes.
///
/// # Errors
/// The claims are out of their bounds, or the token would be longer than [`LONGEST`].
pub fn sign(claims: &Claims, key: &PrivateKey) -> Result<Vec<u8>, TokenError> {
    let payload = encode(&claims_value(claims)).ok_or(TokenError::Claims)?;
    if read_claims(&payload)? != *claims {
        return Err(TokenError::Claims);
    }
    let unsigned = builder(Algorithm::EdDSA, key.kid(), payload).build();
    let signature = key.sign(&unsigned.tbs_data(&[]));
    let bytes = CoseSign1 { signature: signature.to_vec(), ..unsigned }.to_tagged_vec();
    let bytes = bytes.map_err(|_| TokenError::Envelope)?;
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

/// The parts of a token's envelope. Encoded deterministically it has one layout, so its bytes are compared
/// with that: every other encoding, and every other header, is none.
///
/// ```text
/// d2 84                                  tag 18, array of four
///    4d a2 01 27|32 04 48 <kid>          13 bytes: {1: -8 | -19, 4: kid}
///    a0                                  {}
///    58 nn | 59 nn nn <payload>          24 to 255 bytes | 256 and more
///    58 40 <signature>                   64 bytes
/// ```
struct Envelope<'a> {
    kid: Kid,
    protected: &'a [u8],
    payload: &'a [u8],
    signature: Signature,
}

/// Bytes of the protected header, and of the kid at its end.
const PROTECTED: usize = 13;

impl<'a> Envelope<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (protected, rest) = bytes.strip_prefix(&[0xd2, 0x84, 0x4d])?.split_at_checked(PROTECTED)?;
        let kid = match protected {
            [0xa2, 0x01, 0x27 | 0x32, 0x04, 0x48, kid @ ..] => Kid::from_bytes(kid.try_into().ok()?),
            _ => return None,
        };
        let (length, rest) = match rest.strip_prefix(&[0xa0])? {
            [0x58, length @ 24..=0xff, rest @ ..] => (usize::from(*length), rest),
            [0x59, high @ 1..=0xff, low, rest @ ..] => (usize::from(*high) << 8 | usize::from(*low), rest),
            _ => return None,
        };
        let (payload, rest) = rest.split_at_checked(length)?;
        let signature = Signature::from_slice(rest.strip_prefix(&[0x58, 0x40])?).ok()?;
        Some(Self { kid, protected, payload, signature })
    }
}

/// The `Sig_structure` of RFC 9052 §4.4, without external data: what the signature is over.
fn to_be_signed(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut signed = Vec::with_capacity(payload.len() + 32);
    signed.extend_from_slice(b"\x84\x6aSignature1\x4d");
    signed.extend_from_slice(protected);
    signed.push(0x40);
    match u8::try_from(payload.len()) {
        Ok(length @ ..24) => signed.push(0x40 | length),
        Ok(length) => signed.extend_from_slice(&[0x58, length]),
        Err(_) => {
            let length = u16::try_from(payload.len()).unwrap_or(u16::MAX).to_be_bytes();
            signed.extend_from_slice(&[0x59, length[0], length[1]]);
        }
    }
    signed.extend_from_slice(payload);
    signed
}

fn builder(algorithm: Algorithm, kid: Kid, payload: Vec<u8>) -> CoseSign1Builder {
    let protected = HeaderBuilder::new().algorithm(algorithm).key_id(kid.as_bytes().to_vec()).build();
    CoseSign1Builder::new().protected(protected).payload(payload)
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

fn encode(value: &Value) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(256);
    ciborium::into_writer(value, &mut bytes).ok().map(|()| bytes)
}

#[cfg(test)]
mod tests;
