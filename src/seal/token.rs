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
use coset::{CoseSign1, CoseSign1Builder, Header, HeaderBuilder, RegisteredLabelWithPrivate, TaggedCborSerializable};
use ed25519_dalek::Signature;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

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
        let sign1 = CoseSign1::from_tagged_slice(bytes).map_err(|_| TokenError::Envelope)?;
        let (algorithm, kid) = header(&sign1.protected.header).ok_or(TokenError::Envelope)?;
        let signature = Signature::from_slice(&sign1.signature).map_err(|_| TokenError::Envelope)?;
        let payload = sign1.payload.as_deref().ok_or(TokenError::Envelope)?;
        let claims = read_claims(payload)?;
        let signed = sign1.tbs_data(&[]);
        if envelope(algorithm, kid, payload.to_vec(), &signature)? != bytes {
            return Err(TokenError::NotDeterministic);
        }
        Ok(Self { kid, claims, signed, signature })
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

/// Algorithm and kid of a protected header that may be read.
fn header(header: &Header) -> Option<(Algorithm, Kid)> {
    let Some(RegisteredLabelWithPrivate::Assigned(algorithm @ (Algorithm::EdDSA | Algorithm::Ed25519))) = header.alg
    else {
        return None;
    };
    Some((algorithm, Kid::from_bytes(header.key_id.as_slice().try_into().ok()?)))
}

fn builder(algorithm: Algorithm, kid: Kid, payload: Vec<u8>) -> CoseSign1Builder {
    let protected = HeaderBuilder::new().algorithm(algorithm).key_id(kid.as_bytes().to_vec()).build();
    CoseSign1Builder::new().protected(protected).payload(payload)
}

/// The one encoding of an envelope: what [`Token::read`] holds its input against.
fn envelope(alg: Algorithm, kid: Kid, payload: Vec<u8>, signature: &Signature) -> Result<Vec<u8>, TokenError> {
    let sign1 = builder(alg, kid, payload).signature(signature.to_vec()).build();
    sign1.to_tagged_vec().map_err(|_| TokenError::Envelope)
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
    let mut rest = payload;
    let value: Value = ciborium::from_reader(&mut rest).map_err(|_| TokenError::Claims)?;
    if !rest.is_empty() || !ordered(&value) || encode(&value).as_deref() != Some(payload) {
        return Err(TokenError::NotDeterministic);
    }
    claims_of(&value).ok_or(TokenError::Claims)
}

fn claims_of(value: &Value) -> Option<Claims> {
    let certificate = entry(value, CERTIFICATE)?;
    let instant = |key| Timestamp::from_second(integer(entry(value, key)?)?).ok();
    let number = String::from_utf8(entry(value, CTI)?.as_bytes()?.clone()).ok()?;
    let holder = HolderName::from_str(entry(certificate, 1)?.as_text()?).ok()?;
    let scheme_code = SchemeCode::from_str(entry(certificate, 2)?.as_text()?).ok()?;
    let scheme_title = entry(certificate, 3)?.as_text()?.to_owned();
    let [list, index] = entry(certificate, 4)?.as_array()?.as_slice() else { return None };
    let status = StatusRef { list: u32::try_from(integer(list)?).ok()?, index: u32::try_from(integer(index)?).ok()? };
    let claims = Claims { number, holder, scheme_code, scheme_title, nbf: instant(NBF)?, exp: instant(EXP)?, status };
    let canonical = entry(certificate, 1)?.as_text() == Some(claims.holder.as_str())
        && entry(certificate, 2)?.as_text() == Some(claims.scheme_code.as_str());
    let bounded = legal(&claims.number, number::LONGEST) && legal(&claims.scheme_title, 120);
    (canonical && bounded && claims.nbf < claims.exp && status.index < STATUS_ENTRIES).then_some(claims)
}

fn legal(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

fn integer(value: &Value) -> Option<i64> {
    value.as_integer().and_then(|number| i64::try_from(number).ok())
}

fn entry(map: &Value, key: i64) -> Option<&Value> {
    let key = Value::from(key);
    map.as_map()?.iter().find_map(|(k, v)| (*k == key).then_some(v))
}

fn encode(value: &Value) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(256);
    ciborium::into_writer(value, &mut bytes).ok().map(|()| bytes)
}

/// Whether every map's keys ascend in their encoded bytes (RFC 8949 §4.2.1), so none is doubled, and
/// no number that has a plain form is written as a bignum (§3.4.3).
fn ordered(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(ordered),
        Value::Map(entries) => {
            let keys: Vec<_> = entries.iter().map(|(key, _)| encode(key)).collect();
            keys.is_sorted_by(|a, b| a < b) && entries.iter().all(|(key, value)| ordered(key) && ordered(value))
        }
        Value::Tag(2 | 3, content) => content.as_bytes().is_some_and(|bytes| bytes.len() > 8 && bytes[0] != 0),
        Value::Tag(_, content) => ordered(content),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
