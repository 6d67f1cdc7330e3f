//! Signed JSON: a JWT (RFC 7519) in JWS compact form (RFC 7515), signed with Ed25519 (RFC 8037).
//!
//! ```text
//! base64url({"alg":"EdDSA","kid":…,"typ":…}) . base64url(claims) . base64url(signature)
//! ```
//!
//! The algorithm is fixed here and never taken from the header; `typ` is one of the kinds below and is
//! held against the kind expected, so no list can stand in for one of another kind. A trust list's header
//! may carry the [handover](super::roots) that named its root. Claims cannot be had before the signature held.
//!
//! Members of the header that are not known are ignored, but for what `crit` names (RFC 7515 §4.1.11): a
//! reader that does not know a name there refuses the whole. Nothing of ours has been critical yet.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signature;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use super::keys::{Kid, PrivateKey, PublicKey};
use super::verified::{Forged, Verified};

const ALGORITHM: &str = "EdDSA";

/// Names that `crit` may not hold, for every reader knows them: RFC 7515 §4.1, RFC 7516 §4.1 and RFC 7518 §4.
const REGISTERED: [&str; 20] = [
    "alg", "apu", "apv", "crit", "cty", "enc", "epk", "iv", "jku", "jwk", "kid", "p2c", "p2s", "tag", "typ", "x5c",
    "x5t", "x5t#S256", "x5u", "zip",
];

/// Characters of a name in `crit` at most: it is told to whoever reads the log.
const LONGEST_NAME: usize = 64;

/// What a JWT is, by its `typ`, and how many bytes one has at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What an employer is told of the certificates that it watches.
    Feed,
    /// A root's word on its successor.
    Handover,
    StatusList,
    TrustList,
}

impl Kind {
    #[must_use]
    pub fn typ(self) -> &'static str {
        match self {
            Self::Feed => "absah-feed+jwt",
            Self::Handover => "absah-root+jwt",
            Self::StatusList => "statuslist+jwt",
            Self::TrustList => "absah-trust+jwt",
        }
    }

    /// Bytes in the compact form. Five hundred changes of a feed stay below 256 KiB. A full status list of 131,072 random entries has 44 KiB; a trust list
    /// of 4,000 LSPs with ten keys, licences and schemes each stays below 16 MiB.
    #[must_use]
    pub fn longest(self) -> usize {
        match self {
            Self::Feed => 512 * 1024,
            Self::Handover => 16 * 1024,
            Self::StatusList => 128 * 1024,
            Self::TrustList => 16 * 1024 * 1024,
        }
    }
}

/// The protected header.
#[derive(Debug, Deserialize, Serialize)]
struct Header {
    alg: String,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    crit: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    handover: Option<String>,
    kid: Kid,
    typ: String,
}

/// What stands there; `null` is no list of names.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    Vec::deserialize(deserializer).map(Some)
}

impl Header {
    /// Refuses what `crit` says must be understood and is not.
    fn understood(&self) -> Result<(), JwtError> {
        let Some(names) = &self.crit else { return Ok(()) };
        let twice = |at: usize| names[..at].contains(&names[at]);
        let malformed = |(at, name): (usize, &String)| {
            name.is_empty() || name.chars().count() > LONGEST_NAME || REGISTERED.contains(&name.as_str()) || twice(at)
        };
        if names.is_empty() || names.iter().enumerate().any(malformed) {
            return Err(JwtError::Form);
        }
        match names.iter().find(|name| *name != "handover") {
            Some(unknown) => Err(JwtError::Newer(unknown.clone())),
            None if self.handover.is_some() => Ok(()),
            None => Err(JwtError::Form), // names what is not there
        }
    }
}

/// Why a text is no JWT of the kind expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    #[error("its claims are not those of its kind")]
    Claims,
    #[error("it is no JWT signed with EdDSA")]
    Form,
    #[error("it is of another kind")]
    Kind,
    #[error("it is longer than any of its kind")]
    Long,
    /// Its header names something that every reader must understand, and this one does not.
    #[error("it needs a newer version of absah: it must not be read without understanding {0:?}")]
    Newer(String),
    #[error("its signature does not hold")]
    Signature,
}

impl JwtError {
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

impl From<Forged> for JwtError {
    fn from(_: Forged) -> Self {
        Self::Signature
    }
}

/// A JWT whose form is right; nothing it claims can be had yet.
#[derive(Clone, Debug)]
pub struct Jwt<'a> {
    kid: Kid,
    handover: Option<String>,
    signed: &'a str,
    claims: &'a str,
    signature: Signature,
}

impl<'a> Jwt<'a> {
    /// Reads the form of a JWT of a kind.
    ///
    /// # Errors
    /// It is too long, malformed, of another algorithm or of another kind.
    pub fn read(text: &'a str, kind: Kind) -> Result<Self, JwtError> {
        if text.len() > kind.longest() {
            return Err(JwtError::Long);
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(JwtError::Form)?;
        let (header, claims) = signed.split_once('.').ok_or(JwtError::Form)?;
        let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| JwtError::Form)?;
        let signature = Signature::from_slice(&decode(signature)?).map_err(|_| JwtError::Form)?;
        if header.alg != ALGORITHM {
            return Err(JwtError::Form);
        }
        if header.typ != kind.typ() {
            return Err(JwtError::Kind);
        }
        header.understood()?;
        Ok(Self { kid: header.kid, handover: header.handover, signed, claims, signature })
    }

    /// Which key claims to have signed it.
    #[must_use]
    pub fn kid(&self) -> Kid {
        self.kid
    }

    /// The handover that a trust list brings along: a JWT of its own, not looked at yet.
    #[must_use]
    pub fn handover(&self) -> Option<&str> {
        self.handover.as_deref()
    }

    /// Gives the claims if `key` signed them.
    ///
    /// # Errors
    /// The signature does not hold, or the claims are not those of the kind.
    pub fn verify<T: DeserializeOwned>(&self, key: &PublicKey) -> Result<Verified<T>, JwtError> {
        let claims = Verified::check(self.claims, self.signed.as_bytes(), &self.signature, key)?;
        claims.and_then(|claims| serde_json::from_slice(&decode(claims)?).map_err(|_| JwtError::Claims))
    }
}

fn decode(part: &str) -> Result<Vec<u8>, JwtError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Form)
}

/// Signs claims; the same claims and key give the same text.
pub fn sign(kind: Kind, claims: &impl Serialize, key: &PrivateKey, handover: Option<&str>) -> String {
    let header = Header {
        alg: ALGORITHM.into(),
        crit: None,
        handover: handover.map(str::to_owned),
        kid: key.kid(),
        typ: kind.typ().into(),
    };
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(serde_json::json!(header)), part(serde_json::json!(claims)));
    let signature = key.sign(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn key() -> PrivateKey {
        PrivateKey::from_seed(&[7; 32])
    }

    fn forged(header: &Value) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode("{}"));
        let signature = key().sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    #[test]
    fn what_was_signed_reads_back_with_its_key_and_kind_only() {
        let text = sign(Kind::StatusList, &json!({ "a": 1 }), &key(), None);
        let jwt = Jwt::read(&text, Kind::StatusList).expect("a JWT");
        assert_eq!(jwt.kid(), key().kid());
        assert_eq!(jwt.verify::<Value>(&key().public()).map(Verified::into_claims), Ok(json!({ "a": 1 })));
        assert_eq!(jwt.verify::<Value>(&PrivateKey::from_seed(&[8; 32]).public()), Err(JwtError::Signature));
        assert_eq!(Jwt::read(&text, Kind::TrustList).err(), Some(JwtError::Kind));
    }

    #[test]
    fn no_byte_can_be_altered() {
        let text = sign(Kind::Handover, &json!({ "a": 1 }), &key(), None);
        for at in 0..text.len() {
            let mut altered = text.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).expect("ASCII");
            let read = Jwt::read(&altered, Kind::Handover).and_then(|jwt| jwt.verify::<Value>(&key().public()));
            assert!(read.is_err(), "byte {at}");
        }
    }

    #[test]
    fn the_header_chooses_no_algorithm_and_no_kind() {
        let kid = key().kid();
        let typ = Kind::TrustList.typ();
        for header in [
            json!({ "alg": "none", "kid": kid, "typ": typ }),
            json!({ "alg": "HS256", "kid": kid, "typ": typ }),
            json!({ "alg": "EdDSA", "kid": kid }),
            json!({ "alg": "EdDSA", "kid": kid, "typ": "JWT" }),
            json!({ "alg": "EdDSA", "kid": kid, "typ": "ABSAH-TRUST+JWT" }),
            json!({ "alg": "EdDSA", "typ": typ }),
        ] {
            assert!(Jwt::read(&forged(&header), Kind::TrustList).is_err(), "{header}");
        }
        assert!(Jwt::read(&forged(&json!({ "alg": "EdDSA", "kid": kid, "typ": typ })), Kind::TrustList).is_ok());
    }

    #[test]
    fn what_is_not_known_is_ignored_unless_it_is_critical() {
        let read = |change: &dyn Fn(&mut Value)| {
            let mut header = json!({ "alg": "EdDSA", "kid": key().kid(), "typ": Kind::TrustList.typ() });
            change(&mut header);
            Jwt::read(&forged(&header), Kind::TrustList).map(|jwt| jwt.kid())
        };
        assert_eq!(read(&|header| header["new"] = json!({ "a": [1] })), Ok(key().kid()));
        for crit in [json!(["new"]), json!(["handover", "new"]), json!(["exp", "b64"])] {
            let new = crit.as_array().and_then(|names| names.iter().find(|name| *name != "handover"));
            let new = new.and_then(Value::as_str).expect("a name").to_owned();
            assert_eq!(read(&|header| header["crit"] = crit.clone()), Err(JwtError::Newer(new)), "{crit}");
        }
        let twice = json!(["new", "new"]);
        let long = json!(["n".repeat(LONGEST_NAME + 1)]);
        for crit in [
            json!([]),
            json!(null),
            json!("new"),
            json!({}),
            json!([1]),
            json!([""]),
            json!(["alg"]),
            json!(["handover"]),
            twice,
            long,
        ] {
            assert_eq!(read(&|header| header["crit"] = crit.clone()), Err(JwtError::Form), "{crit}");
        }
        let known = |header: &mut Value| {
            header["crit"] = json!(["handover"]);
            header["handover"] = "a.b.c".into();
        };
        assert_eq!(read(&known), Ok(key().kid()), "a critical name that is known");
    }

    #[test]
    fn a_text_longer_than_its_kind_is_not_read() {
        let long = "a".repeat(Kind::Handover.longest() + 1);
        assert_eq!(Jwt::read(&long, Kind::Handover).err(), Some(JwtError::Long));
        for text in ["", ".", "..", "a.b", "a.b.c"] {
            assert_eq!(Jwt::read(text, Kind::Handover).err(), Some(JwtError::Form), "{text}");
        }
    }
}
