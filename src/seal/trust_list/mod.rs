//! Which keys belong to which licensed LSP, and when: what a verifier trusts. [`signed`] is its form on
//! the wire, as a root signs it; [`published`] reads that; [`joined`] says how one list follows on another,
//! [`difference`] what it says otherwise, `reopening` which one would take back what another ended; `beside` puts what an
//! installation trusts of its own LSPs together with what is trusted of all others.

mod beside;
pub mod difference;
pub mod joined;
pub mod notice;
pub mod published;
mod reopening;
pub mod signed;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::honoured::{HonouredHash, HonouredList, NotHonoured};
use super::keys::{KeyUse, Kid, PublicKey};
use crate::domain::issuer::{Licence, LspId, Site, Zone};
use crate::domain::scheme::SchemeCode;
use crate::domain::term::lies_in;
use notice::Notice;

/// How far ahead of a verifier's clock a trust list may be.
pub const AHEAD: SignedDuration = SignedDuration::from_mins(10);

/// One LSP as the trust list knows it. Periods are ended, never deleted.
#[derive(Clone, Debug)]
pub struct TrustedLsp {
    pub id: LspId,
    pub name_id: String,
    pub name_en: String,
    pub site: Site,
    /// Sites that stand on certificates printed earlier.
    pub former_sites: Vec<Site>,
    pub time_zone: Zone,
    pub licences: Vec<Licence>,
    pub schemes: Vec<SchemePeriod>,
    /// Where its lists are, ending in `/`; empty: beside the trust list.
    pub lists: String,
    pub keys: Vec<TrustedKey>,
}

/// A scheme in an LSP's scope; open ends are not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    Active,
    /// Somebody else may sign with it: only what stands on its honoured list is good.
    Compromised(Compromise),
    Retired,
    /// A state that this version does not know: what the key signed is never called valid.
    Unknown,
}

/// Since when a key is compromised, and what was truly issued with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compromise {
    pub since: Timestamp,
    pub honoured: HonouredHash,
}

impl KeyState {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Compromised(_) => "compromised",
            Self::Retired => "retired",
            Self::Unknown => "unknown",
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
        self.schemes.iter().any(|period| period.code == *code && lies_in(day, period.from, period.until))
    }

    /// Whether its certificates are or were printed with this host.
    #[must_use]
    pub fn has_site(&self, host: &str) -> bool {
        let host = host.strip_suffix(":443").unwrap_or(host);
        std::iter::once(&self.site).chain(&self.former_sites).any(|site| site.host() == host)
    }
}

impl TrustedKey {
    /// Whether the key may sign for a day of issue.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        lies_in(day, Some(self.from), self.until)
    }
}

/// Every LSP that is trusted, the way from a kid to its key, and what is known of stolen keys.
#[derive(Clone, Debug, Default)]
pub struct TrustList {
    lsps: Vec<TrustedLsp>,
    keys: HashMap<Kid, (usize, usize)>,
    honoured: HashMap<Kid, HonouredList>,
    unrecorded: HashSet<[u8; 32]>,
    exp: Option<Timestamp>,
    notice: Option<Notice>,
    unsigned: bool,
    /// LSPs of the installation that judges by the list.
    here: HashSet<LspId>,
    incomplete: bool,
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
        Ok(Self { lsps, keys, ..Self::default() })
    }

    /// The same list, believed until `exp`.
    #[must_use]
    pub fn until(self, exp: Timestamp) -> Self {
        Self { exp: Some(exp), ..self }
    }

    /// The same list, as what an installation says of itself and no root has signed: nothing is valid by it.
    #[must_use]
    pub fn unsigned(self) -> Self {
        Self { exp: Some(Timestamp::MIN), unsigned: true, ..self }
    }

    /// Whether no root signed it.
    #[must_use]
    pub fn is_unsigned(&self) -> bool {
        self.unsigned
    }

    /// The same list, for the installation of these LSPs to judge by, whether the list names them or not.
    #[must_use]
    pub fn of_installation(self, here: impl IntoIterator<Item = LspId>) -> Self {
        Self { here: here.into_iter().collect(), ..self }
    }

    /// Whether an LSP is of the installation that judges by the list, and so has its records here.
    #[must_use]
    pub fn is_here(&self, lsp: &LspId) -> bool {
        self.here.contains(lsp)
    }

    /// LSPs of the installation that judges by the list.
    pub fn here(&self) -> impl Iterator<Item = &LspId> {
        self.here.iter()
    }

    /// The same list, beside which others may be trusted that are not known here: of no key can be told that nobody
    /// trusts it.
    #[must_use]
    pub fn incomplete(self) -> Self {
        Self { incomplete: true, ..self }
    }

    /// Whether more LSPs may be trusted than it names.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// The same list, with what its installation says on every page.
    #[must_use]
    pub fn with_notice(self, notice: Option<Notice>) -> Self {
        Self { notice, ..self }
    }

    /// What is to be said on every page.
    #[must_use]
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_ref().map(Notice::as_str)
    }

    /// The instant until which the list is believed; none where it never ends.
    #[must_use]
    pub fn exp(&self) -> Option<Timestamp> {
        self.exp
    }

    /// Whether the list is too old to call anything valid, or a key unknown.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.exp.is_some_and(|exp| exp <= now)
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

    #[must_use]
    pub fn lsp(&self, id: &LspId) -> Option<&TrustedLsp> {
        self.lsps.iter().find(|lsp| lsp.id == *id)
    }

    /// Compromised keys, and what the root signed of their honoured lists.
    pub fn compromised(&self) -> impl Iterator<Item = (&TrustedLsp, Kid, Compromise)> {
        let keys = self.lsps.iter().flat_map(|lsp| lsp.keys.iter().map(move |key| (lsp, key)));
        keys.filter_map(|(lsp, key)| match key.state {
            KeyState::Compromised(compromise) => Some((lsp, key.public.kid(), compromise)),
            KeyState::Active | KeyState::Retired | KeyState::Unknown => None,
        })
    }

    /// Takes in the honoured list of a compromised key.
    ///
    /// # Errors
    /// The key is not compromised, or the bytes are not the list that was signed.
    pub fn honour(&mut self, kid: Kid, bytes: &[u8]) -> Result<(), NotHonoured> {
        let (_, key) = self.key(kid).ok_or(NotHonoured)?;
        let KeyState::Compromised(Compromise { honoured, .. }) = key.state else { return Err(NotHonoured) };
        self.honoured.insert(kid, HonouredList::read(bytes, &honoured)?);
        Ok(())
    }

    /// The honoured list of a key, where it is to be had.
    #[must_use]
    pub fn honoured(&self, kid: Kid) -> Option<&HonouredList> {
        self.honoured.get(&kid)
    }

    /// Remembers tokens, by their SHA-256, that a key of an LSP signed and the LSP never issued. Only the
    /// LSP's own service can know of them.
    pub fn disown(&mut self, unrecorded: impl IntoIterator<Item = [u8; 32]>) {
        self.unrecorded.extend(unrecorded);
    }

    /// Whether any token is known to be [disowned](Self::disown), and whether this one is.
    #[must_use]
    pub fn is_disowned(&self, fingerprint: impl FnOnce() -> [u8; 32]) -> bool {
        !self.unrecorded.is_empty() && self.unrecorded.contains(&fingerprint())
    }
}
