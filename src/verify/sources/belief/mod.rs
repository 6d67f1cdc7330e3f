//! What is believed: every list is offered here, and taken or refused. Pure: no disk, no network, no clock.
//!
//! - A **trust list** is a root's, neither older than one seen nor another of the same second, at most ten
//!   minutes ahead of the clock, and withdraws no root that the root in the safe did not.
//! - A **status list** is signed by an active status key of the very LSP, says the address it was had from,
//!   and is neither from the future, nor older than one seen, nor past its `exp`.
//! - One seen while the clocks were ahead bars neither a status list whose LSP's journal has not shrunk since, nor a
//!   trust list that takes nothing back ([`super::seen`]).
//! - An **honoured list** is the one whose hash the trust list names.
//!
//! A refused list changes nothing. A trust list that is taken has everything held judged anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::seen::{Mark, Seen};
use super::{ListName, Refusal, Snapshot};
use crate::domain::issuer::LspId;
use crate::seal::honoured::HonouredList;
use crate::seal::jwt::{Jwt, JwtError, Kind};
use crate::seal::keys::{KeyUse, Kid, PublicKey};
use crate::seal::roots::{Roots, Signer};
use crate::seal::status_list::signed::{Listed, path};
use crate::seal::status_list::{self, StatusLists};
use crate::seal::trust_list::published::Published;
use crate::seal::trust_list::{self, KeyState, TrustList, TrustedLsp};

/// Everything that a verifier believes.
#[derive(Clone, Debug)]
pub struct Belief {
    roots: Roots,
    seen: Seen,
    trust: Option<HeldTrust>,
    /// The newest trust list seen, as long as it lies in the future: what may follow on it takes nothing of it back.
    beyond: Option<TrustList>,
    statuses: BTreeMap<(LspId, u32), HeldStatus>,
}

/// When a trust list was signed, and until when it may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustTerm {
    pub issued: Timestamp,
    pub expires: Timestamp,
}

#[derive(Clone, Debug)]
struct HeldTrust {
    mark: Mark,
    exp: Timestamp,
    list: Arc<TrustList>,
}

#[derive(Clone, Debug)]
struct HeldStatus {
    mark: Mark,
    listed: Listed,
}

/// What became of a list that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// It is the one held already.
    Same,
    Taken,
}

/// Where a trust list comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Kept from earlier, or carried by hand: past its `exp` it still tells what is bad.
    Carried,
    /// Fetched from whoever publishes it, who would have a fresh one.
    Fetched,
}

impl Belief {
    /// What a verifier with these roots has seen already; it holds no list yet.
    ///
    /// # Errors
    /// It was seen by a verifier with other roots altogether.
    pub fn new(roots: Roots, given: BTreeSet<Kid>, seen: Seen) -> Result<Self, OtherRoots> {
        let mut belief = Self { roots: roots.clone(), seen, trust: None, beyond: None, statuses: BTreeMap::new() };
        belief.give(roots, given)?;
        Ok(belief)
    }

    /// Gives it roots in the place of those before; what was seen withdrawn stays so.
    ///
    /// # Errors
    /// What is seen was seen by a verifier with other roots altogether.
    pub fn give(&mut self, mut roots: Roots, given: BTreeSet<Kid>) -> Result<(), OtherRoots> {
        if !self.seen.roots.is_empty() && self.seen.roots.is_disjoint(&given) {
            return Err(OtherRoots);
        }
        self.seen.roots.extend(given);
        roots.withdraw(self.seen.withdrawn.iter().copied());
        self.roots = roots;
        Ok(())
    }

    /// Offers a trust list.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn offer_trust(&mut self, text: &str, origin: Origin, now: Timestamp) -> Result<Offer, Refusal> {
        let jwt = Jwt::read(text, Kind::TrustList)?;
        let Signer { key, withdrawn } = self.roots.signer(&jwt)?;
        let Published { iat, exp, withdrawn_roots, list } = Published::verify(&jwt, &key)?.into_claims();
        if let Some(unproven) = withdrawn_roots.iter().find(|kid| !withdrawn.contains(kid)) {
            return Err(Refusal::Unproven(*unproven));
        }
        let mark = Mark::new(iat, text.as_bytes(), key.kid());
        let believable = now + trust_list::AHEAD;
        if instant(iat)? > believable {
            if self.seen.trust.as_ref() == Some(&mark) {
                self.beyond = Some(list);
            }
            return Err(Refusal::Future);
        }
        if self.seen.is_overruled(&mark) {
            return Err(Refusal::Overruled);
        }
        // Who stole a root may have signed far ahead; its owner's next list must not wait for that.
        let seen = self.seen.trust.as_ref().filter(|seen| !withdrawn.contains(&seen.signer));
        let overruled = match (mark.follows(seen), seen) {
            (Err(Refusal::Older), Some(seen)) if seen.is_beyond(believable) => {
                let known = self.trust.as_ref().filter(|held| held.mark == *seen).map(|held| &*held.list);
                let known = known.or(self.beyond.as_ref()).ok_or(Refusal::Older)?;
                if list.reopens(known) {
                    return Err(Refusal::Older);
                }
                Some(seen.clone())
            }
            (follows, _) => follows.map(|()| None)?,
        };
        if self.trust.as_ref().is_some_and(|held| held.mark == mark) {
            return Ok(Offer::Same);
        }
        if origin == Origin::Fetched && list.is_expired(now) {
            return Err(Refusal::Expired);
        }
        self.seen.withdrawn.extend(&withdrawn);
        self.roots.withdraw(withdrawn);
        if let Some(beyond) = overruled {
            self.seen.overrule(&beyond);
        }
        self.seen.trust = Some(mark.clone());
        self.beyond = None;
        let before = self.trust.replace(HeldTrust { mark, exp, list: Arc::new(list) });
        self.judge_anew(before.map(|held| held.list));
        Ok(Offer::Taken)
    }

    /// Offers a status list that was had from the address of `lsp` and `number`.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn offer_status(&mut self, lsp: &LspId, number: u32, text: &str, now: Timestamp) -> Result<Offer, Refusal> {
        let trust = &self.trust.as_ref().ok_or(Refusal::NoTrust)?.list;
        let jwt = Jwt::read(text, Kind::StatusList)?;
        let (trusted, key) = status_key(trust, lsp, jwt.kid()).ok_or(Refusal::Key)?;
        let listed = Listed::verify(&jwt, &key)?.into_claims();
        if !listed.sub.ends_with(&path(lsp, number)) {
            return Err(Refusal::Address);
        }
        let list = &listed.list;
        if !covers(trusted, jwt.kid(), list.as_of()) {
            return Err(Refusal::Key);
        }
        let believable = now + status_list::AHEAD;
        if list.as_of() > believable {
            return Err(Refusal::Future);
        }
        let mark = Mark::new(list.as_of().as_second(), text.as_bytes(), jwt.kid()).with_journal(listed.journal.clone());
        if self.seen.is_overruled(&mark) {
            return Err(Refusal::Overruled);
        }
        let seen = self.seen.status(lsp, number);
        let overruled = match (mark.follows(seen), seen) {
            (Err(Refusal::Older), Some(seen)) if seen.is_beyond(believable) && mark.knows_no_less(seen) => {
                Some(seen.clone())
            }
            (follows, _) => follows.map(|()| None)?,
        };
        if seen.is_some_and(|seen| mark.journal.is_some() && !mark.knows_no_less(seen)) {
            return Err(Refusal::Journal);
        }
        if list.exp() <= now {
            return Err(Refusal::Expired);
        }
        let place = (lsp.clone(), number);
        if self.statuses.get(&place).is_some_and(|held| held.mark == mark) {
            return Ok(Offer::Same);
        }
        if let Some(beyond) = overruled {
            self.seen.overrule(&beyond);
        }
        self.seen.see_status(lsp, number, mark.clone());
        self.statuses.insert(place, HeldStatus { mark, listed });
        Ok(Offer::Taken)
    }

    /// Offers the honoured list of a compromised key.
    ///
    /// # Errors
    /// It is not the one that the trust list names.
    pub fn offer_honoured(&mut self, kid: Kid, bytes: &[u8]) -> Result<Offer, Refusal> {
        let trust = &mut self.trust.as_mut().ok_or(Refusal::NoTrust)?.list;
        if trust.honoured(kid).is_some_and(|held| held.bytes() == bytes) {
            return Ok(Offer::Same);
        }
        Arc::make_mut(trust).honour(kid, bytes).map(|()| Offer::Taken).map_err(|_| Refusal::Honoured)
    }

    /// What verdicts are drawn from.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let Some(held) = &self.trust else { return Arc::new(Snapshot::without_trust()) };
        let mut statuses = StatusLists::default();
        for ((lsp, number), held) in &self.statuses {
            statuses.insert(lsp.clone(), *number, held.listed.list.clone());
        }
        Arc::new(Snapshot { trust: Arc::clone(&held.list), statuses })
    }

    /// What must be remembered for ever.
    #[must_use]
    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// The trust list that is believed.
    #[must_use]
    pub fn trust(&self) -> Option<&TrustList> {
        self.trust.as_ref().map(|held| &*held.list)
    }

    /// The same, to be kept while another takes its place.
    #[must_use]
    pub fn shared_trust(&self) -> Option<Arc<TrustList>> {
        self.trust.as_ref().map(|held| Arc::clone(&held.list))
    }

    /// The time of the trust list that is held.
    #[must_use]
    pub fn trust_term(&self) -> Option<TrustTerm> {
        let held = self.trust.as_ref()?;
        let issued = Timestamp::from_second(held.mark.iat).expect("a list of no instant was refused");
        Some(TrustTerm { issued, expires: held.exp })
    }

    /// The SHA-256, in hex, of a list that is held.
    #[must_use]
    pub fn holds(&self, name: &ListName) -> Option<String> {
        match name {
            ListName::Honoured(kid) => {
                let signed = self.trust()?.honoured(*kid)?.hash();
                Some(hex::encode(signed.sha256))
            }
            ListName::Status(lsp, number) => {
                self.statuses.get(&(lsp.clone(), *number)).map(|held| held.mark.sha256.clone())
            }
            ListName::Trust => self.trust.as_ref().map(|held| held.mark.sha256.clone()),
        }
    }

    /// Status lists that are held, with what they say of themselves.
    pub fn statuses(&self) -> impl Iterator<Item = (&LspId, u32, &Listed)> {
        self.statuses.iter().map(|((lsp, number), held)| (lsp, *number, &held.listed))
    }

    /// Status lists of one LSP that are held.
    pub fn statuses_of(&self, lsp: &LspId) -> impl Iterator<Item = &Listed> {
        self.statuses.range((lsp.clone(), 0)..=(lsp.clone(), u32::MAX)).map(|(_, held)| &held.listed)
    }

    /// Drops what a trust list that was just taken does not stand behind.
    fn judge_anew(&mut self, before: Option<Arc<TrustList>>) {
        let Some(held) = &mut self.trust else { return };
        let trust = Arc::make_mut(&mut held.list);
        let kids: Vec<Kid> = trust.compromised().map(|(_, kid, _)| kid).collect();
        for kid in kids {
            if let Some(list) = before.as_ref().and_then(|before| before.honoured(kid)).map(HonouredList::bytes) {
                // Another list is named by now: this one is as good as missing, and fetched again.
                let _ = trust.honour(kid, list);
            }
        }
        self.statuses.retain(|(lsp, _), held| {
            let signer = held.mark.signer;
            status_key(trust, lsp, signer).is_some_and(|(trusted, _)| covers(trusted, signer, held.listed.list.as_of()))
        });
    }
}

/// The roots that saw something are none of those given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what is kept here was believed with other roots; give those, or begin in an empty directory")]
pub struct OtherRoots;

fn instant(seconds: i64) -> Result<Timestamp, Refusal> {
    Timestamp::from_second(seconds).map_err(|_| Refusal::from(JwtError::Claims))
}

/// The key with this kid if it may sign status lists of this very LSP.
fn status_key<'a>(trust: &'a TrustList, lsp: &LspId, kid: Kid) -> Option<(&'a TrustedLsp, PublicKey)> {
    let (owner, key) = trust.key(kid)?;
    let may = owner.id == *lsp && key.key_use == KeyUse::Status && key.state == KeyState::Active;
    may.then_some((owner, key.public))
}

/// Whether the day of a list lies within its key's time.
fn covers(lsp: &TrustedLsp, kid: Kid, as_of: Timestamp) -> bool {
    let day = lsp.time_zone.day_of(as_of);
    lsp.keys.iter().any(|key| key.public.kid() == kid && key.covers(day))
}

/// The roots of a verifier, by what it was given: the one that signs lists first, then the one in the safe.
///
/// # Errors
/// None, more than two, or one twice.
pub fn roots(given: &[PublicKey]) -> Result<(Roots, BTreeSet<Kid>), NotRoots> {
    let (first, safe) = match given {
        [first] => (*first, None),
        [first, safe] if first != safe => (*first, Some(*safe)),
        _ => return Err(NotRoots),
    };
    Ok((Roots::new(first, safe), given.iter().map(PublicKey::kid).collect()))
}

/// Keys that are no pair of roots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("give one root or two different ones: the root that signs lists first, then the root in the safe")]
pub struct NotRoots;

#[cfg(test)]
pub(super) mod fixtures;
#[cfg(test)]
mod statuses;
#[cfg(test)]
mod trusts;
#[cfg(test)]
mod vectors;
