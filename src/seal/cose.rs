//! The one envelope of what is signed in CBOR: a tagged COSE_Sign1 (RFC 9052 §4.2) with Ed25519, in
//! deterministic encoding (RFC 8949 §4.2), its payload inside. How the payload is encoded is its kind's affair.
//!
//! ```text
//! #6.18([ << {1: alg, 4: kid, …} >>, {}, << claims >>, signature ])     alg -8 (EdDSA) or -19 (Ed25519, RFC 9864)
//! ```
//!
//! Two ways to read it: [`Sign1::exact`] for what must have one encoding and so one header, [`Sign1::open`] for
//! what may grow. Both give [`Unproven`] claims, which cannot be had before [`Unproven::verify`].

use ciborium::Value;
use coset::iana::Algorithm;
use coset::{CoseSign1Builder, HeaderBuilder, TaggedCborSerializable as _};
use ed25519_dalek::Signature;

use super::cbor::Item;
use super::keys::{Kid, PrivateKey, PublicKey};
use super::verified::{Forged, Verified};

const TAG: u64 = 18;

/// Labels of the header (RFC 9052 §3.1, RFC 9596).
const ALG: i64 = 1;
const CRIT: i64 = 2;
const KID: i64 = 4;
const TYP: i64 = 16;

/// Labels that an open header's reader understands.
const UNDERSTOOD: [i64; 3] = [ALG, KID, TYP];

/// Why bytes are no envelope of the kind expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoseError {
    #[error("its claims are not those of its kind")]
    Claims,
    #[error("it is no COSE_Sign1 with Ed25519 in deterministic encoding")]
    Form,
    #[error("it is of another kind")]
    Kind,
    #[error("it is longer than any of its kind")]
    Long,
    /// Its header names something that every reader must understand, and this one does not.
    #[error("it needs a newer version of absah: it must not be read without understanding {0}")]
    Newer(String),
    #[error("its signature does not hold")]
    Signature,
}

impl CoseError {
    /// A word that stays the same from version to version.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Form => "form",
            Self::Kind => "kind",
            Self::Long => "long",
            Self::Newer(_) => "newer",
            Self::Signature => "signature",
        }
    }
}

impl From<Forged> for CoseError {
    fn from(_: Forged) -> Self {
        Self::Signature
    }
}

/// The parts of an envelope whose form is right.
#[derive(Clone, Debug)]
pub struct Sign1<'a> {
    kid: Kid,
    protected: &'a [u8],
    payload: &'a [u8],
    signature: Signature,
}

/// What stands in an envelope. It cannot be had before its signature held.
#[derive(Clone, Debug)]
pub struct Unproven<C> {
    kid: Kid,
    claims: C,
    signed: Vec<u8>,
    signature: Signature,
}

/// Bytes of a protected header that holds alg and kid alone.
const EXACT: usize = 13;

impl<'a> Sign1<'a> {
    /// Reads an envelope whose protected header holds exactly alg and kid, and whose other header nothing.
    /// Encoded deterministically it has one layout, so its bytes are compared with that.
    ///
    /// ```text
    /// d2 84                                  tag 18, array of four
    ///    4d a2 01 27|32 04 48 <kid>          13 bytes: {1: -8 | -19, 4: kid}
    ///    a0                                  {}
    ///    58 nn | 59 nn nn <payload>          24 to 255 bytes | 256 and more
    ///    58 40 <signature>                   64 bytes
    /// ```
    #[must_use]
    pub fn exact(bytes: &'a [u8]) -> Option<Self> {
        let (protected, rest) = bytes.strip_prefix(&[0xd2, 0x84, 0x4d])?.split_at_checked(EXACT)?;
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

    /// Reads an envelope of a type (RFC 9596) whose headers may hold more than is known here. What must not be
    /// passed over stands in `crit` (RFC 9052 §3.1).
    ///
    /// # Errors
    /// It is none, of another type, or names what must be understood and is not.
    pub fn open(bytes: &'a [u8], typ: &str) -> Result<Self, CoseError> {
        let Parts { header, unprotected, sign1 } = Parts::read(bytes).ok_or(CoseError::Form)?;
        if header.entry(TYP).and_then(Item::text) != Some(typ) {
            return Err(CoseError::Kind);
        }
        if let Some(crit) = header.entry(CRIT) {
            understood(crit, header)?;
        }
        // What binds the reader must be signed (§3.1), and no label stands in both (§3).
        let twice = [ALG, CRIT, KID, TYP].into_iter().any(|label| unprotected.entry(label).is_some());
        if twice { Err(CoseError::Form) } else { Ok(sign1) }
    }

    /// Reads the payload; whatever it says stays unproven.
    ///
    /// # Errors
    /// As `read` says.
    pub fn claims<C, E>(self, read: impl FnOnce(&'a [u8]) -> Result<C, E>) -> Result<Unproven<C>, E> {
        let Self { kid, protected, payload, signature } = self;
        Ok(Unproven { kid, claims: read(payload)?, signed: to_be_signed(protected, payload), signature })
    }
}

impl<C> Unproven<C> {
    /// Which key claims to have signed it.
    #[must_use]
    pub fn kid(&self) -> Kid {
        self.kid
    }

    /// Gives the claims if `key` signed them (RFC 8032, strictly: `docs/ed25519.md`).
    ///
    /// # Errors
    /// The signature does not hold.
    pub fn verify(self, key: &PublicKey) -> Result<Verified<C>, Forged> {
        Verified::check(self.claims, &self.signed, &self.signature, key)
    }

    /// What the signature is over, and the signature.
    #[cfg(test)]
    pub(super) fn signed(&self) -> (&[u8], [u8; 64]) {
        (&self.signed, self.signature.to_bytes())
    }
}

/// An envelope taken apart, its headers still to be judged.
struct Parts<'a> {
    header: Item<'a>,
    unprotected: Item<'a>,
    sign1: Sign1<'a>,
}

impl<'a> Parts<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut parts = Item::read(bytes)?.tagged(TAG)?.items()?;
        let (Some(protected), Some(unprotected), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let (protected, payload) = (protected.bytes()?, payload.bytes()?);
        let header = Item::read(protected)?;
        let is_ours = matches!(header.entry(ALG)?.integer()?, -8 | -19) && unprotected.is_map();
        let kid = Kid::from_bytes(header.entry(KID)?.bytes()?.try_into().ok()?);
        let signature = Signature::from_slice(signature.bytes()?).ok()?;
        is_ours.then_some(Self { header, unprotected, sign1: Sign1 { kid, protected, payload, signature } })
    }
}

/// Refuses what `crit` says must be understood and is not; a label in it must stand in the header.
fn understood(crit: Item<'_>, header: Item<'_>) -> Result<(), CoseError> {
    let labels: Vec<Item<'_>> = crit.items().ok_or(CoseError::Form)?.collect();
    let malformed = |(at, label): (usize, &Item<'_>)| label.label().is_none() || labels[..at].contains(label);
    if labels.is_empty() || labels.iter().enumerate().any(malformed) {
        return Err(CoseError::Form);
    }
    let known = |label: &Item<'_>| label.integer().is_some_and(|label| UNDERSTOOD.contains(&label));
    match labels.iter().find(|label| !known(label)) {
        Some(new) => Err(CoseError::Newer(new.label().expect("what is no label was refused above"))),
        None if labels.iter().all(|label| label.integer().and_then(|label| header.entry(label)).is_some()) => Ok(()),
        None => Err(CoseError::Form),
    }
}

/// The `Sig_structure` of RFC 9052 §4.4, without external data: what the signature is over.
fn to_be_signed(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut signed = Vec::with_capacity(payload.len() + protected.len() + 24);
    signed.extend_from_slice(b"\x84\x6aSignature1");
    push_bytes(&mut signed, protected);
    signed.push(0x40);
    push_bytes(&mut signed, payload);
    signed
}

/// A byte string in its shortest encoding.
fn push_bytes(into: &mut Vec<u8>, bytes: &[u8]) {
    let length = (bytes.len() as u64).to_be_bytes();
    match bytes.len() {
        ..24 => into.push(0x40 | length[7]),
        24..=0xff => into.extend_from_slice(&[0x58, length[7]]),
        0x100..=0xffff => into.extend_from_slice(&[0x59, length[6], length[7]]),
        0x1_0000..=0xffff_ffff => into.extend([0x5a].iter().chain(&length[4..])),
        _ => into.extend([0x5b].iter().chain(&length)),
    }
    into.extend_from_slice(bytes);
}

/// Signs a payload, of a type where there is one. The same payload and key give the same bytes.
#[must_use]
pub(super) fn sign(payload: Vec<u8>, typ: Option<&str>, key: &PrivateKey) -> Vec<u8> {
    let header = HeaderBuilder::new().algorithm(Algorithm::EdDSA).key_id(key.kid().as_bytes().to_vec());
    let header = match typ {
        Some(typ) => header.value(TYP, Value::from(typ)),
        None => header,
    };
    let signed = CoseSign1Builder::new()
        .protected(header.build())
        .payload(payload)
        .create_signature(&[], |message| key.sign(message).to_vec());
    signed.build().to_tagged_vec().expect("a COSE_Sign1 of plain values has an encoding")
}

/// Writes claims; their maps are written in the order given.
#[must_use]
pub(super) fn encode(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    ciborium::into_writer(value, &mut bytes).expect("memory takes whatever is written to it");
    bytes
}

#[cfg(test)]
mod tests;
