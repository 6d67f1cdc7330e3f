//! Which keys belong to which licensed LSP, and when: what a verifier trusts.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::keys::{KeyUse, Kid, PublicKey};
use crate::domain::issuer::{Licence, LspId, Site, Zone};
use crate::domain::scheme::SchemeCode;

/// One LSP as the trust list knows it. Periods are ended, never deleted.
#[derive(Clone, Debug)]
pub struct TrustedLsp {
    pub id: LspId,
    pub name_id: String,
    pub name_en: String,
    pub site: Site,
    pub time_zone: Zone,
    pub licences: Vec<Licence>,
    pub schemes: Vec<SchemePeriod>,
    pub keys: Vec<TrustedKey>,
}

/// A scheme in an LSP's scope; open ends are not ended.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct SchemePeriod {
    pub code: SchemeCode,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A key of an LSP and the days of issue that it may sign for.
#[derive(Clone, Debug)]
pub struct TrustedKey {
    pub public: PublicKey,
    pub key_use: KeyUse,
    pub state: KeyState,
    pub from: Date,
    pub until: Option<Date>,
}

/// Where a key is in its life.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyState {
    Active,
    Retired,
}

impl KeyState {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }
}

impl TrustedLsp {
    /// The licence that covers a day of issue.
    #[must_use]
    pub fn licence_on(&self, day: Date) -> Option<&Licence> {
        self.licences.iter().find(|licence| licence.covers(day))
    }

    /// Whether a scheme was in scope on a day of issue.
    #[must_use]
    pub fn scope_covers(&self, code: &SchemeCode, day: Date) -> bool {
        let open = |period: &SchemePeriod| {
            period.from.is_none_or(|from| from <= day) && period.until.is_none_or(|until| day <= until)
        };
        self.schemes.iter().any(|period| period.code == *code && open(period))
    }
}

impl TrustedKey {
    /// Whether the key may sign for a day of issue.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Every LSP that is trusted, and the way from a kid to its key.
#[derive(Clone, Debug, Default)]
pub struct TrustList {
    lsps: Vec<TrustedLsp>,
    keys: HashMap<Kid, (usize, usize)>,
}

/// Two keys with one kid: which of them signed could not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the kid {0} stands in the trust list twice")]
pub struct KidTwice(pub Kid);

impl TrustList {
    /// # Errors
    /// A doubled kid.
    pub fn new(lsps: Vec<TrustedLsp>) -> Result<Self, KidTwice> {
        let mut keys = HashMap::new();
        for (at, lsp) in lsps.iter().enumerate() {
            for (which, key) in lsp.keys.iter().enumerate() {
                let kid = key.public.kid();
                if keys.insert(kid, (at, which)).is_some() {
                    return Err(KidTwice(kid));
                }
            }
        }
        Ok(Self { lsps, keys })
    }

    /// The key with this kid, and whose it is.
    #[must_use]
    pub fn key(&self, kid: Kid) -> Option<(&TrustedLsp, &TrustedKey)> {
        let (at, which) = self.keys.get(&kid)?;
        let lsp = self.lsps.get(*at)?;
        Some((lsp, lsp.keys.get(*which)?))
    }

    #[must_use]
    pub fn lsps(&self) -> &[TrustedLsp] {
        &self.lsps
    }
}
