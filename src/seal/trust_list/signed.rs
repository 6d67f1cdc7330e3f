//! The trust list on the wire: a JWT of kind `absah-trust+jwt`, signed by a root.
//!
//! ```text
//! { "iss": "root", "iat": seconds, "exp": seconds, "withdrawn_roots": [kid, …],
//!   "lsps": [ { "id", "name_id", "name_en", "site", "former_sites": […], "time_zone",
//!               "licences": [ { "number", "decree", "from", "until" } ],
//!               "schemes":  [ { "code", "from", "until" } ],
//!               "status":   "status/ID/{n}",        relative, or https://HOST/…/status/ID/{n}
//!               "keys":     [ { "kid", "x", "use", "state", "from", "until",
//!                               "compromised_since": seconds, "honoured": { "sha256", "count" } } ] } ] }
//! ```
//!
//! One LSP's part of it, as `absah keys export` writes it, is an *entry*. What a list says is checked
//! whole before any of it is used: a kid that is not its key's, a doubled kid or LSP, a period that ends
//! before it begins, and the list is refused.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Compromise, KeyState, SchemePeriod, TrustList, TrustedKey, TrustedLsp};
use crate::domain::issuer::{Licence, LspId, Site, Zone};
use crate::seal::honoured::HonouredHash;
use crate::seal::jwt::{self, Jwt, JwtError, Kind};
use crate::seal::keys::{KeyUse, Kid, PrivateKey, PublicKey};

/// Seconds that a list may be believed: 400 days.
pub const LIFE: i64 = 400 * 24 * 60 * 60;

/// LSPs in a list, and keys, licences, schemes or sites of one, at most.
const MOST: usize = 10_000;

/// A trust list as a root signed it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Claims {
    pub iss: String,
    pub iat: i64,
    pub exp: i64,
    pub withdrawn_roots: BTreeSet<Kid>,
    pub lsps: Vec<Entry>,
}

/// One LSP as an installation declares it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Entry {
    pub id: LspId,
    pub name_id: String,
    pub name_en: String,
    pub site: Site,
    #[serde(default)]
    pub former_sites: Vec<Site>,
    pub time_zone: Zone,
    pub licences: Vec<Licence>,
    pub schemes: Vec<SchemePeriod>,
    pub status: String,
    pub keys: Vec<EntryKey>,
}

/// A key as it stands in an entry.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct EntryKey {
    pub kid: Kid,
    pub x: String,
    #[serde(rename = "use")]
    pub key_use: KeyUse,
    pub state: StateWord,
    pub from: Date,
    pub until: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compromised_since: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub honoured: Option<HonouredHash>,
}

/// A [`KeyState`] by its word.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StateWord {
    Active,
    Compromised,
    Retired,
}

/// Why a list or an entry is refused whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    #[error("{0}")]
    Jwt(#[from] JwtError),
    #[error("it ends before it begins, or is to be believed for more than 400 days")]
    Life,
    #[error("LSP {0}: {1}")]
    Lsp(LspId, &'static str),
    #[error("the kid {0} stands in it twice")]
    KidTwice(Kid),
    #[error("it is not signed by a body of this kind: its iss is not \"root\"")]
    NotRoot,
}

impl Claims {
    /// Signs the list. `handover` is the word of the root in the safe that named `root`.
    #[must_use]
    pub fn sign(&self, root: &PrivateKey, handover: Option<&str>) -> String {
        jwt::sign(Kind::TrustList, self, root, handover)
    }

    /// Reads what `root` signed.
    ///
    /// # Errors
    /// The signature does not hold, or something in the list is out of its bounds.
    pub fn verify(jwt: &Jwt<'_>, root: &PublicKey) -> Result<(Self, TrustList), ListError> {
        let claims: Self = jwt.verify(root)?;
        let list = claims.list()?;
        Ok((claims, list))
    }

    /// What the list says, checked whole.
    ///
    /// # Errors
    /// Something in it is out of its bounds.
    pub fn list(&self) -> Result<TrustList, ListError> {
        if self.iss != "root" {
            return Err(ListError::NotRoot);
        }
        let exp = Timestamp::from_second(self.exp).map_err(|_| ListError::Life)?;
        if self.iat < 0 || !(1..=LIFE).contains(&self.exp.saturating_sub(self.iat)) {
            return Err(ListError::Life);
        }
        let mut ids = BTreeSet::new();
        if let Some(twice) = self.lsps.iter().find(|entry| !ids.insert(&entry.id)) {
            return Err(ListError::Lsp(twice.id.clone(), "stands in it twice"));
        }
        let lsps = self.lsps.iter().map(Entry::trusted).collect::<Result<Vec<_>, _>>()?;
        let list = TrustList::new(lsps).map_err(|twice| ListError::KidTwice(twice.0))?;
        Ok(list.until(exp))
    }
}

impl Entry {
    /// The entry of an LSP.
    #[must_use]
    pub fn new(lsp: &TrustedLsp) -> Self {
        Self {
            id: lsp.id.clone(),
            name_id: lsp.name_id.clone(),
            name_en: lsp.name_en.clone(),
            site: lsp.site.clone(),
            former_sites: lsp.former_sites.clone(),
            time_zone: lsp.time_zone.clone(),
            licences: lsp.licences.clone(),
            schemes: lsp.schemes.clone(),
            status: format!("{}{}", lsp.lists, template(&lsp.id)),
            keys: lsp.keys.iter().map(EntryKey::new).collect(),
        }
    }

    /// What the entry says, checked.
    ///
    /// # Errors
    /// The first thing in it that is out of its bounds.
    pub fn trusted(&self) -> Result<TrustedLsp, ListError> {
        let fault = |what| ListError::Lsp(self.id.clone(), what);
        let counts = [self.licences.len(), self.schemes.len(), self.keys.len(), self.former_sites.len()];
        if counts.into_iter().any(|count| count > MOST) {
            return Err(fault("has more keys, licences, schemes or sites than any LSP"));
        }
        if self.licences.iter().any(|licence| licence.until < licence.from) {
            return Err(fault("has a licence that ends before it begins"));
        }
        let lists = self.status.strip_suffix(&template(&self.id)).filter(|base| is_base(base));
        let lists = lists.ok_or_else(|| fault("has its status lists nowhere: expected status/ID/{n}"))?;
        let keys = self.keys.iter().map(EntryKey::trusted).collect::<Option<Vec<_>>>();
        Ok(TrustedLsp {
            id: self.id.clone(),
            name_id: self.name_id.clone(),
            name_en: self.name_en.clone(),
            site: self.site.clone(),
            former_sites: self.former_sites.clone(),
            time_zone: self.time_zone.clone(),
            licences: self.licences.clone(),
            schemes: self.schemes.clone(),
            lists: lists.to_owned(),
            keys: keys.ok_or_else(|| fault("has a key that is none, or whose state says too little"))?,
        })
    }
}

fn template(id: &LspId) -> String {
    format!("status/{id}/{{n}}")
}

/// Nothing, or an address under which lists are fetched; plain http only on loopback.
fn is_base(base: &str) -> bool {
    let site = base.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    let plain = base.len() <= 200 && base.bytes().all(|b| b.is_ascii_graphic() && !b"?#@\\".contains(&b));
    base.is_empty() || (plain && base.ends_with('/') && !base.contains("/../") && site.parse::<Site>().is_ok())
}

impl EntryKey {
    fn new(key: &TrustedKey) -> Self {
        let (state, compromise) = match key.state {
            KeyState::Active => (StateWord::Active, None),
            KeyState::Compromised(compromise) => (StateWord::Compromised, Some(compromise)),
            KeyState::Retired => (StateWord::Retired, None),
        };
        Self {
            kid: key.public.kid(),
            x: key.public.x(),
            key_use: key.key_use,
            state,
            from: key.from,
            until: key.until,
            compromised_since: compromise.map(|compromise| compromise.since.as_second()),
            honoured: compromise.map(|compromise| compromise.honoured),
        }
    }

    fn trusted(&self) -> Option<TrustedKey> {
        let public = PublicKey::from_x(&self.x).ok().filter(|key| key.kid() == self.kid)?;
        let state = match (self.state, self.compromised_since, self.honoured) {
            (StateWord::Active, None, None) => KeyState::Active,
            (StateWord::Retired, None, None) => KeyState::Retired,
            (StateWord::Compromised, Some(since), Some(honoured)) => {
                KeyState::Compromised(Compromise { since: Timestamp::from_second(since).ok()?, honoured })
            }
            _ => return None,
        };
        Some(TrustedKey { public, key_use: self.key_use, state, from: self.from, until: self.until })
    }
}

#[cfg(test)]
mod tests;
