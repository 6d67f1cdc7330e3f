//! Status lists (IETF Token Status List): 2 bits a certificate, [`STATUS_ENTRIES`] entries a list.
//! [`packed`] is their bits, [`signed`] their two forms on the wire.

pub mod packed;
pub mod signed;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::token::{STATUS_ENTRIES, StatusRef};
use crate::domain::issuer::LspId;
use crate::domain::status::State;
use packed::Packed;

/// How far ahead of a verifier's clock a list may be: two machines that keep time differ by less. What lies further
/// ahead was signed by a clock that was wrong, and tells nothing until then.
pub const AHEAD: SignedDuration = SignedDuration::from_secs(60);

/// One list: its entries, and as of when and until when it may be believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusList {
    entries: Arc<Packed>,
    as_of: Timestamp,
    /// Past this instant the list says nothing any more.
    exp: Timestamp,
}

impl StatusList {
    /// A list on which every certificate is valid.
    #[must_use]
    pub fn new(as_of: Timestamp, exp: Timestamp) -> Self {
        Self { entries: Arc::new(Packed::zeros(2, STATUS_ENTRIES)), as_of, exp }
    }

    /// Sets one entry; indexes outside the list are not there to be set.
    pub fn set(&mut self, index: u32, state: State) {
        Arc::make_mut(&mut self.entries).set(index, state.bits());
    }

    #[must_use]
    pub fn entries(&self) -> &Packed {
        &self.entries
    }

    /// The same entries, of another instant.
    #[must_use]
    pub fn as_of_until(&self, as_of: Timestamp, exp: Timestamp) -> Self {
        Self { entries: Arc::clone(&self.entries), as_of, exp }
    }

    /// The instant of which the list tells.
    #[must_use]
    pub fn as_of(&self) -> Timestamp {
        self.as_of
    }

    #[must_use]
    pub fn exp(&self) -> Timestamp {
        self.exp
    }

    fn state(&self, index: u32) -> Option<State> {
        let bits = self.entries.entry(index)?;
        [State::Revoked, State::Superseded, State::Suspended, State::Valid]
            .into_iter()
            .find(|state| state.bits() == bits)
    }
}

/// The lists that a verifier holds; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct StatusLists(HashMap<LspId, BTreeMap<u32, Arc<StatusList>>>);

impl StatusLists {
    pub fn insert(&mut self, lsp: LspId, number: u32, list: StatusList) {
        self.0.entry(lsp).or_default().insert(number, Arc::new(list));
    }

    /// Takes in the lists of some LSPs, in the place of what is held of those.
    pub fn adopt(&mut self, others: &Self, is_taken: impl Fn(&LspId) -> bool) {
        let taken = others.0.iter().filter(|(lsp, _)| is_taken(lsp));
        self.0.extend(taken.map(|(lsp, lists)| (lsp.clone(), lists.clone())));
    }

    /// Takes the lists of an LSP out: nothing can be told of its certificates.
    pub fn remove(&mut self, lsp: &LspId) {
        self.0.remove(lsp);
    }

    /// Whether the LSP has a list of this number.
    #[must_use]
    pub fn has(&self, lsp: &LspId, number: u32) -> bool {
        self.0.get(lsp).is_some_and(|lists| lists.contains_key(&number))
    }

    /// Sets an entry of a list that is there. Who shares the list keeps it as it was.
    pub fn set(&mut self, lsp: &LspId, status: StatusRef, state: State) {
        if let Some(list) = self.0.get_mut(lsp).and_then(|lists| lists.get_mut(&status.list)) {
            Arc::make_mut(list).set(status.index, state);
        }
    }

    /// The state of a certificate and as of when; none where its list is missing, past its `exp` or [ahead](AHEAD).
    #[must_use]
    pub fn state(&self, lsp: &LspId, status: StatusRef, now: Timestamp) -> Option<(State, Timestamp)> {
        let list = self.0.get(lsp)?.get(&status.list).filter(|list| now < list.exp && list.as_of <= now + AHEAD)?;
        list.state(status.index).map(|state| (state, list.as_of))
    }

    /// The same lists, of another instant.
    #[must_use]
    pub fn as_of_until(&self, as_of: Timestamp, exp: Timestamp) -> Self {
        let mut all = Self::default();
        self.iter().for_each(|(lsp, number, list)| all.insert(lsp.clone(), number, list.as_of_until(as_of, exp)));
        all
    }

    /// The lists of an LSP, by number.
    pub fn of(&self, lsp: &LspId) -> impl Iterator<Item = (u32, &StatusList)> {
        self.0.get(lsp).into_iter().flatten().map(|(number, list)| (*number, &**list))
    }

    /// Every list, by LSP and number.
    pub fn iter(&self) -> impl Iterator<Item = (&LspId, u32, &StatusList)> {
        self.0.iter().flat_map(|(lsp, lists)| lists.iter().map(move |(number, list)| (lsp, *number, &**list)))
    }
}

#[cfg(test)]
mod vectors;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_what_it_was_set_to_last() {
        let mut list = StatusList::new(Timestamp::UNIX_EPOCH, Timestamp::MAX);
        list.set(1, State::Suspended);
        assert_eq!(list.state(1), Some(State::Suspended));
        list.set(1, State::Valid);
        assert_eq!(list.state(1), Some(State::Valid));
        assert_eq!(list.state(STATUS_ENTRIES), None);
    }

    #[test]
    fn a_missing_stale_or_future_list_tells_nothing() {
        let lsp: LspId = "klining".parse().expect("an id");
        let status = StatusRef { list: 0, index: 7 };
        let mut lists = StatusLists::default();
        assert_eq!(lists.state(&lsp, status, Timestamp::UNIX_EPOCH), None);
        let exp = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(60);
        lists.insert(lsp.clone(), 0, StatusList::new(Timestamp::UNIX_EPOCH, exp));
        assert_eq!(lists.state(&lsp, status, Timestamp::UNIX_EPOCH), Some((State::Valid, Timestamp::UNIX_EPOCH)));
        assert_eq!(lists.state(&lsp, status, exp), None);
        let early = Timestamp::UNIX_EPOCH - AHEAD;
        assert_eq!(lists.state(&lsp, status, early), Some((State::Valid, Timestamp::UNIX_EPOCH)));
        let earlier = early - jiff::SignedDuration::from_secs(1);
        assert_eq!(lists.state(&lsp, status, earlier), None, "a list from the future tells nothing");
    }
}
