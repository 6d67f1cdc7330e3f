//! A trust list as a verifier reads it: what it knows of it, however much more is said there.
//!
//! Members that are not known are ignored. Of keys:
//! - one of an unknown `use` is left out, whatever else it says: nothing that it signs is believed;
//! - one of an unknown `state` is [`KeyState::Unknown`]: nothing that it signs is called valid.
//!
//! A notice that is none is left out.
//!
//! All else is checked whole before any of it is used: a kid that is not its key's, a doubled kid or LSP, a
//! period that ends before it begins, and the list is refused. What no reader may pass over stands in the
//! header's `crit` ([`crate::seal::jwt`]).

use std::collections::{BTreeSet, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::notice::Notice;
use super::signed::{LIFE, template};
use super::{Compromise, KeyState, SchemePeriod, TrustList, TrustedKey, TrustedLsp};
use crate::domain::issuer::{Licence, LspId, Site, Zone};
use crate::domain::scheme::SchemeCode;
use crate::seal::honoured::HonouredHash;
use crate::seal::jwt::{Jwt, JwtError};
use crate::seal::keys::{KeyUse, Kid, PublicKey};
use crate::seal::spelling::from_base64;
use crate::seal::verified::Verified;

/// LSPs in a list, and keys, licences, schemes or sites of one, at most.
const MOST: usize = 10_000;

/// A trust list, as far as it is known what it says.
#[derive(Clone, Debug)]
pub struct Published {
    /// Its version: whole seconds since 1970.
    pub iat: i64,
    pub exp: Timestamp,
    pub withdrawn_roots: BTreeSet<Kid>,
    pub list: TrustList,
}

/// Why a list or an entry is refused whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    #[error("{0}")]
    Jwt(#[from] JwtError),
    #[error("it ends before it begins, or is to be believed for more than 400 days")]
    Life,
    #[error("LSP {0}: {1}")]
    Lsp(LspId, EntryFault),
    #[error("the kid {0:?} stands in it twice")]
    KidTwice(String),
    #[error("it is not signed by a body of this kind: its iss is not \"root\"")]
    NotRoot,
}

/// What is wrong with the entry of an LSP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryFault {
    #[error("has a key that is none, or whose state says too little")]
    Key,
    #[error("has a licence that ends before it begins")]
    Licence,
    #[error("has its status lists nowhere: expected status/ID/{{n}}")]
    Lists,
    #[error("has more keys, licences, schemes or sites than any LSP")]
    Many,
    #[error("stands in it twice")]
    Twice,
}

#[derive(Debug, Deserialize)]
struct Claims {
    iss: String,
    iat: i64,
    exp: i64,
    withdrawn_roots: BTreeSet<Kid>,
    #[serde(default)]
    notice: Value,
    lsps: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    id: LspId,
    name_id: String,
    name_en: String,
    site: Site,
    #[serde(default)]
    former_sites: Vec<Site>,
    time_zone: Zone,
    licences: Vec<LicencePeriod>,
    schemes: Vec<Scheme>,
    status: String,
    keys: Vec<Key>,
}

#[derive(Debug, Deserialize)]
struct LicencePeriod {
    number: String,
    #[serde(default)]
    decree: String,
    from: Date,
    until: Date,
}

#[derive(Debug, Deserialize)]
struct Scheme {
    code: SchemeCode,
    from: Option<Date>,
    until: Option<Date>,
}

/// A key by its use. Of one whose use is not known nothing but its kid is looked at, if it has one.
#[derive(Debug)]
enum Key {
    Known(Box<KnownKey>),
    Unknown { kid: Option<String> },
}

#[derive(Debug, Deserialize)]
struct KnownKey {
    kid: Kid,
    x: String,
    #[serde(rename = "use")]
    key_use: KeyUse,
    state: String,
    from: Date,
    until: Option<Date>,
    #[serde(default)]
    compromised_since: Option<Value>,
    #[serde(default)]
    honoured: Option<Value>,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let key = Value::deserialize(deserializer)?;
        let key_use = key.get("use").and_then(Value::as_str).ok_or_else(|| D::Error::missing_field("use"))?;
        if key_use.parse::<KeyUse>().is_err() {
            return Ok(Self::Unknown { kid: key.get("kid").and_then(Value::as_str).map(str::to_owned) });
        }
        serde_json::from_value(key).map(|key| Self::Known(Box::new(key))).map_err(D::Error::custom)
    }
}

impl Published {
    /// Reads what `root` signed.
    ///
    /// # Errors
    /// The signature does not hold, or something in the list is out of its bounds.
    pub fn verify(jwt: &Jwt<'_>, root: &PublicKey) -> Result<Verified<Self>, ListError> {
        jwt.verify::<Claims>(root)?.and_then(Claims::published)
    }

    /// Reads claims that nobody proved.
    ///
    /// # Errors
    /// Something in the list is out of its bounds.
    pub fn unproven(claims: &[u8]) -> Result<Self, ListError> {
        serde_json::from_slice::<Claims>(claims).map_err(|_| JwtError::Claims)?.published()
    }
}

/// When a list that nobody proved says that it was signed, in seconds since 1970.
#[must_use]
pub fn dated(text: &str) -> Option<i64> {
    #[derive(Deserialize)]
    struct Dated {
        iat: i64,
    }
    let claims = from_base64(text.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Dated>(&claims).ok().map(|dated| dated.iat)
}

impl Claims {
    /// What the list says, checked whole.
    fn published(self) -> Result<Published, ListError> {
        if self.iss != "root" {
            return Err(ListError::NotRoot);
        }
        let exp = Timestamp::from_second(self.exp).map_err(|_| ListError::Life)?;
        if self.iat < 0 || !(1..=LIFE).contains(&self.exp.saturating_sub(self.iat)) {
            return Err(ListError::Life);
        }
        let mut ids = BTreeSet::new();
        if let Some(twice) = self.lsps.iter().find(|entry| !ids.insert(&entry.id)) {
            return Err(ListError::Lsp(twice.id.clone(), EntryFault::Twice));
        }
        let mut kids = HashSet::new();
        let all = self.lsps.iter().flat_map(|entry| &entry.keys).filter_map(Key::kid);
        if let Some(twice) = all.into_iter().find(|kid| !kids.insert(kid.clone())) {
            return Err(ListError::KidTwice(twice));
        }
        let lsps = self.lsps.into_iter().map(Entry::trusted).collect::<Result<Vec<_>, _>>()?;
        let list = TrustList::new(lsps).map_err(|twice| ListError::KidTwice(twice.0.to_string()))?;
        let list = list.until(exp).with_notice(Notice::read(&self.notice));
        Ok(Published { iat: self.iat, exp, withdrawn_roots: self.withdrawn_roots, list })
    }
}

impl Entry {
    fn trusted(self) -> Result<TrustedLsp, ListError> {
        let fault = |what| ListError::Lsp(self.id.clone(), what);
        let counts = [self.licences.len(), self.schemes.len(), self.keys.len(), self.former_sites.len()];
        if counts.into_iter().any(|count| count > MOST) {
            return Err(fault(EntryFault::Many));
        }
        if self.licences.iter().any(|licence| licence.until < licence.from) {
            return Err(fault(EntryFault::Licence));
        }
        let lists = self.status.strip_suffix(&template(&self.id)).filter(|base| is_base(base));
        let lists = lists.ok_or_else(|| fault(EntryFault::Lists))?.to_owned();
        let known = self.keys.iter().filter_map(|key| match key {
            Key::Known(key) => Some(key.trusted()),
            Key::Unknown { .. } => None,
        });
        let keys = known.collect::<Option<Vec<_>>>();
        let keys = keys.ok_or_else(|| fault(EntryFault::Key))?;
        Ok(TrustedLsp {
            id: self.id,
            name_id: self.name_id,
            name_en: self.name_en,
            site: self.site,
            former_sites: self.former_sites,
            time_zone: self.time_zone,
            licences: self.licences.into_iter().map(Licence::from).collect(),
            schemes: self.schemes.into_iter().map(SchemePeriod::from).collect(),
            lists,
            keys,
        })
    }
}

/// Nothing, or an address under which lists are fetched; plain http only on loopback.
fn is_base(base: &str) -> bool {
    base.is_empty() || (base.len() <= 200 && base.ends_with('/') && Site::of(base).is_some())
}

impl From<LicencePeriod> for Licence {
    fn from(LicencePeriod { number, decree, from, until }: LicencePeriod) -> Self {
        Self { number, decree, from, until }
    }
}

impl From<Scheme> for SchemePeriod {
    fn from(Scheme { code, from, until }: Scheme) -> Self {
        Self { code, from, until }
    }
}

impl Key {
    fn kid(&self) -> Option<String> {
        match self {
            Self::Known(key) => Some(key.kid.to_string()),
            Self::Unknown { kid } => kid.clone(),
        }
    }
}

impl KnownKey {
    fn trusted(&self) -> Option<TrustedKey> {
        let public = PublicKey::from_x(&self.x).ok().filter(|key| key.kid() == self.kid)?;
        let state = match (self.state.as_str(), &self.compromised_since, &self.honoured) {
            ("active", None, None) => KeyState::Active,
            ("retired", None, None) => KeyState::Retired,
            ("compromised", Some(since), Some(honoured)) => KeyState::Compromised(Compromise {
                since: Timestamp::from_second(since.as_i64()?).ok()?,
                honoured: HonouredHash::deserialize(honoured).ok()?,
            }),
            ("active" | "compromised" | "retired", ..) => return None,
            _ => KeyState::Unknown,
        };
        Some(TrustedKey { public, key_use: self.key_use, state, from: self.from, until: self.until })
    }
}

#[cfg(test)]
pub(super) mod tests;
