//! A status list on the wire, in the two forms of the IETF Token Status List (§5): JWT and CWT, with the
//! same claims.
//!
//! ```text
//! JWT  typ statuslist+jwt    { sub, iat, exp, ttl, status_list: { bits: 2, lst: base64url(ZLIB) }, journal }
//! CWT  #6.18([ << {1: -8, 4: kid, 16: "application/statuslist+cwt"} >>, {},
//!              << {2: sub, 4: exp, 6: iat, 65533: {"bits": 2, "lst": ZLIB}, 65534: ttl} >>, signature ])
//! ```
//!
//! `sub` is the list's address: `SITE/status/LSP/N`. `journal` is the number of entries in the LSP's journal and the newest one's hash: whoever
//! keeps lists can show that a journal was cut. Verifiers of ours read the JWT; the CWT is for others.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use coset::iana::Algorithm;
use coset::{CoseSign1Builder, HeaderBuilder, TaggedCborSerializable as _};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::StatusList;
use super::packed::Packed;
use crate::domain::issuer::{LspId, Site};
use crate::seal::jwt::{self, Jwt, JwtError, Kind};
use crate::seal::keys::{PrivateKey, PublicKey};
use crate::seal::token::STATUS_ENTRIES;

/// Content type of the JWT form.
pub const JWT_TYPE: &str = "application/statuslist+jwt";

/// Content type of the CWT form.
pub const CWT_TYPE: &str = "application/statuslist+cwt";

/// What is signed beside the entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub sub: String,
    /// Seconds after which a verifier should ask again.
    pub ttl: u32,
    /// Entries in the LSP's journal, and the newest one's hash.
    pub journal: (u64, String),
}

/// A list whose signature held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub sub: String,
    pub ttl: u32,
    pub list: StatusList,
}

#[derive(Debug, Deserialize, Serialize)]
struct Claims {
    sub: String,
    iat: i64,
    exp: i64,
    #[serde(default)]
    ttl: u32,
    status_list: Encoded,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    journal: Option<(u64, String)>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Encoded {
    bits: u8,
    lst: String,
}

/// The address of a list on its LSP's site.
#[must_use]
pub fn subject(site: &Site, lsp: &LspId, number: u32) -> String {
    format!("{site}{}", path(lsp, number))
}

/// The end that the `sub` of a list has: exactly its address's path.
#[must_use]
pub fn path(lsp: &LspId, number: u32) -> String {
    format!("/status/{lsp}/{number}")
}

/// Signs a list as JWT.
#[must_use]
pub fn to_jwt(list: &StatusList, terms: &Terms, key: &PrivateKey) -> String {
    let claims = Claims {
        sub: terms.sub.clone(),
        iat: list.as_of.as_second(),
        exp: list.exp.as_second(),
        ttl: terms.ttl,
        status_list: Encoded { bits: list.entries.bits(), lst: URL_SAFE_NO_PAD.encode(list.entries.compress()) },
        journal: Some(terms.journal.clone()),
    };
    jwt::sign(Kind::StatusList, &claims, key, None)
}

/// Signs a list as CWT.
#[must_use]
pub fn to_cwt(list: &StatusList, terms: &Terms, key: &PrivateKey) -> Vec<u8> {
    let encoded = vec![
        (Value::from("bits"), Value::from(list.entries.bits())),
        (Value::from("lst"), Value::Bytes(list.entries.compress())),
    ];
    let claims = Value::Map(vec![
        (Value::from(2), Value::from(terms.sub.as_str())),
        (Value::from(4), Value::from(list.exp.as_second())),
        (Value::from(6), Value::from(list.as_of.as_second())),
        (Value::from(65533), Value::Map(encoded)),
        (Value::from(65534), Value::from(terms.ttl)),
    ]);
    let mut payload = Vec::new();
    ciborium::into_writer(&claims, &mut payload).expect("memory takes whatever is written to it");
    let protected = HeaderBuilder::new()
        .algorithm(Algorithm::EdDSA)
        .key_id(key.kid().as_bytes().to_vec())
        .value(16, Value::from(CWT_TYPE))
        .build();
    let signed = CoseSign1Builder::new()
        .protected(protected)
        .payload(payload)
        .create_signature(&[], |message| key.sign(message).to_vec());
    signed.build().to_tagged_vec().expect("a COSE_Sign1 of plain values has an encoding")
}

impl Listed {
    /// Reads a list that `key` signed.
    ///
    /// # Errors
    /// The signature does not hold, or the list is not one of ours: 2 bits, 131,072 entries.
    pub fn verify(jwt: &Jwt<'_>, key: &PublicKey) -> Result<Self, JwtError> {
        let claims = jwt.verify::<Claims>(key)?.into_claims();
        let instant = |seconds| Timestamp::from_second(seconds).map_err(|_| JwtError::Claims);
        let compressed = URL_SAFE_NO_PAD.decode(claims.status_list.lst).map_err(|_| JwtError::Claims)?;
        let entries = Packed::decompress(claims.status_list.bits, &compressed).map_err(|_| JwtError::Claims)?;
        if entries.bits() != 2 || entries.bytes().len() != STATUS_ENTRIES as usize / 4 || claims.exp <= claims.iat {
            return Err(JwtError::Claims);
        }
        let list = StatusList { entries: entries.into(), as_of: instant(claims.iat)?, exp: instant(claims.exp)? };
        Ok(Self { sub: claims.sub, ttl: claims.ttl, list })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::status::State;

    fn key() -> PrivateKey {
        PrivateKey::from_seed(&[8; 32])
    }

    fn list() -> (StatusList, Terms) {
        let mut list = StatusList::new(Timestamp::constant(1_795_310_000, 0), Timestamp::constant(1_795_914_800, 0));
        list.set(88, State::Revoked);
        list.set(131_071, State::Superseded);
        let sub = "https://cek.lsp.example/status/klining/0".to_owned();
        (list, Terms { sub, ttl: 300, journal: (3, "ab".repeat(32)) })
    }

    #[test]
    fn a_signed_list_reads_back() {
        let (list, terms) = list();
        let text = to_jwt(&list, &terms, &key());
        let jwt = Jwt::read(&text, Kind::StatusList).expect("a JWT");
        let listed = Listed::verify(&jwt, &key().public()).expect("a list");
        assert_eq!((listed.sub, listed.ttl, listed.list), (terms.sub, 300, list));
    }

    #[test]
    fn a_list_of_another_width_or_length_or_time_is_refused() {
        let good = || {
            let entries = Packed::zeros(2, STATUS_ENTRIES);
            serde_json::json!({ "sub": "/status/a/0", "iat": 5, "exp": 6,
                "status_list": { "bits": 2, "lst": URL_SAFE_NO_PAD.encode(entries.compress()) } })
        };
        let read = |claims: &serde_json::Value| {
            let text = jwt::sign(Kind::StatusList, claims, &key(), None);
            Listed::verify(&Jwt::read(&text, Kind::StatusList).expect("a JWT"), &key().public())
        };
        assert!(read(&good()).is_ok());
        let shorter = URL_SAFE_NO_PAD.encode(Packed::zeros(2, STATUS_ENTRIES - 4).compress());
        for (name, value) in [("bits", serde_json::json!(4)), ("lst", serde_json::json!(shorter))] {
            let mut claims = good();
            claims["status_list"][name] = value;
            assert_eq!(read(&claims), Err(JwtError::Claims), "{name}");
        }
        let mut claims = good();
        claims["exp"] = 5.into();
        assert_eq!(read(&claims), Err(JwtError::Claims), "ends as it begins");
    }

    #[test]
    fn the_cwt_says_what_the_jwt_says() {
        let (list, terms) = list();
        let cwt = coset::CoseSign1::from_tagged_slice(&to_cwt(&list, &terms, &key())).expect("a COSE_Sign1");
        let message = cwt.tbs_data(&[]);
        let signature = ed25519_dalek::Signature::from_slice(&cwt.signature).expect("64 bytes");
        key().public().verify(&message, &signature).expect("it holds");
        let claims: Value = ciborium::from_reader(cwt.payload.as_deref().expect("a payload")).expect("CBOR");
        let claim = |key: i64| {
            let map = claims.as_map().expect("a map");
            map.iter().find(|(name, _)| *name == Value::from(key)).map(|(_, value)| value.clone())
        };
        assert_eq!(claim(2), Some(Value::from(terms.sub.as_str())));
        assert_eq!(claim(65534), Some(Value::from(300)));
        let encoded = claim(65533).expect("a list");
        let lst = encoded.as_map().expect("a map")[1].1.as_bytes().expect("bytes").clone();
        assert_eq!(Packed::decompress(2, &lst), Ok((*list.entries).clone()));
    }
}
