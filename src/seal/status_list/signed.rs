//! A status list on the wire, in the two forms of the IETF Token Status List (§5): JWT and CWT, with the
//! same claims.
//!
//! ```text
//! JWT  typ statuslist+jwt    { sub, iat, exp, ttl, status_list: { bits: 2, lst: base64url(ZLIB) }, journal }
//! CWT  #6.18([ << {1: -8, 4: kid, 16: "application/statuslist+cwt"} >>, {},
//!              << {2: sub, 4: exp, 6: iat, 65533: {"bits": 2, "lst": ZLIB}, 65534: ttl} >>, signature ])
//! ```
//!
//! `sub` is the list's address: `SITE/status/LSP/N`. `journal` is the number of entries in the LSP's journal and
//! the newest one's hash: whoever keeps lists can show that a journal was cut. Verifiers of ours fetch the JWT; the CWT is for others. Who reads
//! either passes over what it does not know, but for what its header's `crit` names.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::StatusList;
use super::packed::Packed;
use crate::domain::issuer::{LspId, Site};
use crate::seal::cose::{self, CoseError, Sign1};
use crate::seal::jwt::{self, Jwt, JwtError, Kind};
use crate::seal::keys::{PrivateKey, PublicKey};
use crate::seal::token::STATUS_ENTRIES;
use crate::seal::verified::Verified;

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
    pub journal: JournalHead,
}

/// How far the LSP's journal was when a list was signed; on the wire `[entries, hash]`.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(from = "(u64, String)", into = "(u64, String)")]
pub struct JournalHead {
    pub entries: u64,
    /// Of the newest entry, in hex.
    pub hash: String,
}

impl From<(u64, String)> for JournalHead {
    fn from((entries, hash): (u64, String)) -> Self {
        Self { entries, hash }
    }
}

impl From<JournalHead> for (u64, String) {
    fn from(JournalHead { entries, hash }: JournalHead) -> Self {
        (entries, hash)
    }
}

/// A list whose signature held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub sub: String,
    pub ttl: u32,
    pub list: StatusList,
    /// A CWT does not tell.
    pub journal: Option<JournalHead>,
}

#[derive(Debug, Serialize)]
struct Claims {
    sub: String,
    iat: i64,
    exp: i64,
    ttl: u32,
    status_list: Encoded,
    journal: JournalHead,
}

#[derive(Debug, Serialize)]
struct Encoded {
    bits: u8,
    lst: String,
}

/// What is read of the JWT's claims: no more than is used.
#[derive(Debug, Deserialize)]
struct ReadClaims {
    sub: String,
    iat: i64,
    exp: i64,
    #[serde(default)]
    ttl: u32,
    status_list: ReadEncoded,
    /// In whatever form: one that is not known is passed over.
    #[serde(default)]
    journal: serde_json::Value,
}

#[derive(Debug, Deserialize)]
struct ReadEncoded {
    bits: u8,
    lst: String,
}

/// The claims that both forms have.
struct Said {
    sub: String,
    iat: i64,
    exp: i64,
    ttl: u32,
    bits: u8,
    compressed: Vec<u8>,
    journal: Option<JournalHead>,
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
        journal: terms.journal.clone(),
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
    cose::sign(cose::encode(&claims), Some(CWT_TYPE), key)
}

impl Listed {
    /// Reads a list in its JWT form that `key` signed.
    ///
    /// # Errors
    /// The signature does not hold, or the list is not one of ours: 2 bits, 131,072 entries.
    pub fn verify(jwt: &Jwt<'_>, key: &PublicKey) -> Result<Verified<Self>, JwtError> {
        jwt.verify::<ReadClaims>(key)?.and_then(|claims| {
            let ReadClaims { sub, iat, exp, ttl, status_list, journal } = claims;
            let compressed = URL_SAFE_NO_PAD.decode(status_list.lst).map_err(|_| JwtError::Claims)?;
            let journal = journal.get(0).and_then(serde_json::Value::as_u64).zip(journal.get(1));
            let head =
                |entries, hash: &serde_json::Value| Some(JournalHead { entries, hash: hash.as_str()?.to_owned() });
            let journal = journal.and_then(|(entries, hash)| head(entries, hash));
            Said { sub, iat, exp, ttl, bits: status_list.bits, compressed, journal }.listed().ok_or(JwtError::Claims)
        })
    }

    /// Reads a list in its CWT form that `key` signed.
    ///
    /// # Errors
    /// As [`Self::verify`].
    pub fn verify_cwt(bytes: &[u8], key: &PublicKey) -> Result<Verified<Self>, CoseError> {
        if bytes.len() > Kind::StatusList.longest() {
            return Err(CoseError::Long);
        }
        let claims = |payload| ciborium::from_reader::<Value, _>(payload).map_err(|_| CoseError::Claims);
        let proven = Sign1::open(bytes, CWT_TYPE)?.claims(claims)?.verify(key)?;
        proven.and_then(|claims| Said::read(&claims).and_then(Said::listed).ok_or(CoseError::Claims))
    }
}

impl Said {
    /// Reads the claims of a CWT, in whatever encoding: that of our own is not the deterministic one.
    fn read(claims: &Value) -> Option<Self> {
        let claim = |key: i64| under(claims, &Value::from(key));
        let (encoded, instant) = (claim(65533)?, |key| i64::try_from(claim(key)?.as_integer()?).ok());
        Some(Self {
            sub: claim(2)?.as_text()?.to_owned(),
            iat: instant(6)?,
            exp: instant(4)?,
            ttl: claim(65534).map_or(Some(0), |ttl| u32::try_from(ttl.as_integer()?).ok())?,
            bits: u8::try_from(under(encoded, &Value::from("bits"))?.as_integer()?).ok()?,
            compressed: under(encoded, &Value::from("lst"))?.as_bytes()?.clone(),
            journal: None,
        })
    }

    fn listed(self) -> Option<Listed> {
        let entries = Packed::decompress(self.bits, &self.compressed).ok()?;
        let (as_of, exp) = (Timestamp::from_second(self.iat).ok()?, Timestamp::from_second(self.exp).ok()?);
        let ours = entries.bits() == 2 && entries.bytes().len() == STATUS_ENTRIES as usize / 4 && as_of < exp;
        let list = StatusList { entries: entries.into(), as_of, exp };
        ours.then_some(Listed { sub: self.sub, ttl: self.ttl, list, journal: self.journal })
    }
}

/// The one value under a key of a map.
fn under<'a>(map: &'a Value, key: &Value) -> Option<&'a Value> {
    let mut found = map.as_map()?.iter().filter(|(known, _)| known == key).map(|(_, value)| value);
    found.next().filter(|_| found.next().is_none())
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
        (list, Terms { sub, ttl: 300, journal: JournalHead { entries: 3, hash: "ab".repeat(32) } })
    }

    #[test]
    fn a_signed_list_reads_back() {
        let (list, terms) = list();
        let text = to_jwt(&list, &terms, &key());
        let jwt = Jwt::read(&text, Kind::StatusList).expect("a JWT");
        let listed = Listed::verify(&jwt, &key().public()).expect("a list").into_claims();
        let journal = Some(terms.journal.clone());
        assert_eq!(listed, Listed { sub: terms.sub.clone(), ttl: 300, list: list.clone(), journal });
        let cwt = to_cwt(&list, &terms, &key());
        let of_cwt = Listed::verify_cwt(&cwt, &key().public()).expect("a list").into_claims();
        assert_eq!(of_cwt, Listed { journal: None, ..listed }, "the CWT says what the JWT says, but for the journal");
        let other = PrivateKey::from_seed(&[9; 32]).public();
        assert_eq!(Listed::verify_cwt(&cwt, &other), Err(CoseError::Signature));
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
}
