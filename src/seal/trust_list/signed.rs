//! A trust list as a root signs it: a JWT of kind `absah-trust+jwt`.
//!
//! ```text
//! { "iss": "root", "iat": seconds, "exp": seconds, "withdrawn_roots": [kid, …], "notice": text,
//!   "lsps": [ { "id", "name_id", "name_en", "site", "former_sites": […], "time_zone",
//!               "licences": [ { "number", "decree", "from", "until" } ],
//!               "schemes":  [ { "code", "from", "until" } ],
//!               "status":   "status/ID/{n}",        relative, or https://HOST/…/status/ID/{n}
//!               "keys":     [ { "kid", "x", "use", "state", "from", "until",
//!                               "compromised_since": seconds, "honoured": { "sha256", "count" } } ] } ] }
//! ```
//!
//! One LSP's part of it, as `absah keys export` writes it, is an *entry*. Who signs is strict: a member, use or
//! state that is not known here is refused, for to leave it out would take back what a list once said, and to
//! take it along would be to sign what one does not understand. Who verifies reads otherwise
//! ([`super::published`]).

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::notice::Notice;
use super::published::{ListError, Published};
use super::{KeyState, SchemePeriod, TrustedKey, TrustedLsp};
use crate::domain::issuer::{Licence, LspId, Site, Zone};
use crate::domain::scheme::SchemeCode;
use crate::seal::honoured::HonouredHash;
use crate::seal::jwt::{self, Jwt, Kind};
use crate::seal::keys::{KeyUse, Kid, PrivateKey, PublicKey};
use crate::seal::verified::Verified;

/// Seconds that a list may be believed: 400 days.
pub const LIFE: i64 = 400 * 24 * 60 * 60;

/// A trust list as a root signs it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    pub iss: String,
    pub iat: i64,
    pub exp: i64,
    pub withdrawn_roots: BTreeSet<Kid>,
    /// What verifiers show on every page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
    pub lsps: Vec<Entry>,
}

/// One LSP as an installation declares it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub id: LspId,
    pub name_id: String,
    pub name_en: String,
    pub site: Site,
    #[serde(default)]
    pub former_sites: Vec<Site>,
    pub time_zone: Zone,
    pub licences: Vec<EntryLicence>,
    pub schemes: Vec<EntryScheme>,
    pub status: String,
    pub keys: Vec<EntryKey>,
}

/// A licence as it stands in an entry.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EntryLicence {
    pub number: String,
    #[serde(default)]
    pub decree: String,
    pub from: Date,
    pub until: Date,
}

/// A scheme as it stands in an entry.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EntryScheme {
    pub code: SchemeCode,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A key as it stands in an entry.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
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
    /// Every reader takes it for a state that it does not know. Nobody may sign it.
    #[serde(skip_deserializing)]
    Unknown,
}

/// Why a list cannot be signed on from here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignedError {
    #[error(transparent)]
    List(#[from] ListError),
    #[error("it says what this version of absah does not know ({0}); use one as new as the one that made it")]
    Newer(String),
}

impl Claims {
    /// Signs the list. `handover` is the word of the root in the safe that named `root`.
    #[must_use]
    pub fn sign(&self, root: &PrivateKey, handover: Option<&str>) -> String {
        jwt::sign(Kind::TrustList, self, root, handover)
    }

    /// Reads what `root` signed, to sign the next list from it: everything in it must be known here.
    ///
    /// # Errors
    /// A verifier would refuse it, or something in it is not known.
    pub fn verify(jwt: &Jwt<'_>, root: &PublicKey) -> Result<Verified<Self>, SignedError> {
        Published::verify(jwt, root)?;
        let claims = jwt.verify::<serde_json::Value>(root).map_err(ListError::from)?;
        claims.and_then(|claims| serde_json::from_value(claims).map_err(|fault| SignedError::Newer(fault.to_string())))
    }

    /// Refuses a list that a verifier would refuse.
    ///
    /// # Errors
    /// Something in it is out of its bounds.
    pub fn list(&self) -> Result<Published, ListError> {
        Published::unproven(serde_json::json!(self).to_string().as_bytes())
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
            licences: lsp.licences.iter().map(EntryLicence::from).collect(),
            schemes: lsp.schemes.iter().map(EntryScheme::from).collect(),
            status: format!("{}{}", lsp.lists, template(&lsp.id)),
            keys: lsp.keys.iter().map(EntryKey::new).collect(),
        }
    }
}

/// Where an LSP's status lists lie, after what stands before it.
pub(super) fn template(id: &LspId) -> String {
    format!("status/{id}/{{n}}")
}

impl From<&Licence> for EntryLicence {
    fn from(Licence { number, decree, from, until }: &Licence) -> Self {
        Self { number: number.clone(), decree: decree.clone(), from: *from, until: *until }
    }
}

impl From<&SchemePeriod> for EntryScheme {
    fn from(SchemePeriod { code, from, until }: &SchemePeriod) -> Self {
        Self { code: code.clone(), from: *from, until: *until }
    }
}

impl EntryKey {
    fn new(key: &TrustedKey) -> Self {
        let (state, compromise) = match key.state {
            KeyState::Active => (StateWord::Active, None),
            KeyState::Compromised(compromise) => (StateWord::Compromised, Some(compromise)),
            KeyState::Retired => (StateWord::Retired, None),
            KeyState::Unknown => (StateWord::Unknown, None),
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
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::seal::trust_list::published::tests::{claims, entry, key};

    fn read(claims: &Value) -> Result<Claims, SignedError> {
        let text = jwt::sign(Kind::TrustList, claims, &key(1), None);
        let jwt = Jwt::read(&text, Kind::TrustList).expect("a JWT");
        Claims::verify(&jwt, &key(1).public()).map(Verified::into_claims)
    }

    #[test]
    fn an_entry_comes_back_as_it_was_written() {
        let hash = json!({ "sha256": "ab".repeat(32), "count": 10_000 });
        let mut written = entry();
        written["keys"][0]["state"] = "compromised".into();
        written["keys"][0]["compromised_since"] = 1_790_000_000.into();
        written["keys"][0]["honoured"] = hash;
        written["status"] = "https://cek.lsp.example/absah/status/klining/{n}".into();
        written["former_sites"] = json!(["https://lama.lsp.example"]);
        let list = read(&claims(written.clone())).and_then(|claims| Ok(claims.list()?.list)).expect("a list");
        assert_eq!(json!(Entry::new(&list.lsps()[0])), written);
    }

    #[test]
    fn a_notice_is_signed_as_it_was_said_and_one_that_is_none_is_not_signed_on() {
        let said = |notice: Value| {
            let mut claims = claims(entry());
            claims["notice"] = notice;
            read(&claims)
        };
        let claims = said("CONTOH".into()).expect("a list");
        assert_eq!(json!(claims)["notice"], "CONTOH");
        let without = read(&super::super::published::tests::claims(entry())).expect("a list");
        assert_eq!(json!(without).get("notice"), None);
        for ill_formed in [json!(5), json!("a\nb"), json!("x".repeat(301)), json!({ "id": "CONTOH" })] {
            assert!(matches!(said(ill_formed), Err(SignedError::Newer(_))));
        }
    }

    #[test]
    fn who_signs_takes_nothing_that_is_not_known() {
        assert!(read(&claims(entry())).is_ok());
        type Change = fn(&mut Value);
        let changes: [(&str, Change); 6] = [
            ("new", |claims| claims["new"] = 1.into()),
            ("new", |claims| claims["lsps"][0]["new"] = 1.into()),
            ("new", |claims| claims["lsps"][0]["licences"][0]["new"] = 1.into()),
            ("new", |claims| claims["lsps"][0]["schemes"][0]["new"] = 1.into()),
            ("log", |claims| claims["lsps"][0]["keys"][0]["use"] = "log".into()),
            ("lost", |claims| claims["lsps"][0]["keys"][0]["state"] = "lost".into()),
        ];
        for (named, change) in changes {
            let mut claims = claims(entry());
            change(&mut claims);
            let refused = read(&claims).expect_err("refused");
            assert!(matches!(&refused, SignedError::Newer(why) if why.contains(named)), "{named}: {refused}");
        }
    }
}
