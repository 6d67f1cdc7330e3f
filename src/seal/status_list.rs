//! Status lists (IETF Token Status List): 2 bits a certificate, least significant bits first,
//! [`STATUS_ENTRIES`] entries a list.

use std::collections::HashMap;

use jiff::Timestamp;

use super::token::{STATUS_ENTRIES, StatusRef};
use crate::domain::issuer::LspId;
use crate::domain::status::State;

/// One list: its bits, and as of when and until when it may be believed.
#[derive(Clone, Debug)]
pub struct StatusList {
    bits: Vec<u8>,
    as_of: Timestamp,
    /// Past this instant the list says nothing any more.
    exp: Timestamp,
}

impl StatusList {
    /// A list on which every certificate is valid.
    #[must_use]
    pub fn new(as_of: Timestamp, exp: Timestamp) -> Self {
        Self { bits: vec![0; STATUS_ENTRIES as usize / 4], as_of, exp }
    }

    /// Sets one entry; indexes outside the list are not there to be set.
    pub fn set(&mut self, index: u32, state: State) {
        let shift = index % 4 * 2;
        if let Some(byte) = self.bits.get_mut(index as usize / 4) {
            *byte = *byte & !(0b11 << shift) | state.bits() << shift;
        }
    }

    fn state(&self, index: u32) -> Option<State> {
        let byte = self.bits.get(index as usize / 4)?;
        let bits = byte >> (index % 4 * 2) & 0b11;
        [State::Revoked, State::Superseded, State::Suspended, State::Valid]
            .into_iter()
            .find(|state| state.bits() == bits)
    }
}

/// The lists that a verifier holds.
#[derive(Clone, Debug, Default)]
pub struct StatusLists(HashMap<(LspId, u32), StatusList>);

impl StatusLists {
    pub fn insert(&mut self, lsp: LspId, number: u32, list: StatusList) {
        self.0.insert((lsp, number), list);
    }

    /// The state of a certificate and as of when; none where its list is missing or past its `exp`.
    #[must_use]
    pub fn state(&self, lsp: &LspId, status: StatusRef, now: Timestamp) -> Option<(State, Timestamp)> {
        let list = self.0.get(&(lsp.clone(), status.list)).filter(|list| now < list.exp)?;
        list.state(status.index).map(|state| (state, list.as_of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_packed_four_to_a_byte_from_the_low_bits() {
        let mut list = StatusList::new(Timestamp::UNIX_EPOCH, Timestamp::MAX);
        list.set(0, State::Revoked);
        list.set(1, State::Suspended);
        list.set(3, State::Superseded);
        assert_eq!(list.bits[0], 0b11_00_10_01);
        assert_eq!(list.state(1), Some(State::Suspended));
        list.set(1, State::Valid);
        assert_eq!(list.state(1), Some(State::Valid));
        assert_eq!(list.state(STATUS_ENTRIES), None);
    }

    #[test]
    fn a_missing_or_stale_list_tells_nothing() {
        let lsp: LspId = "klining".parse().expect("an id");
        let status = StatusRef { list: 0, index: 7 };
        let mut lists = StatusLists::default();
        assert_eq!(lists.state(&lsp, status, Timestamp::UNIX_EPOCH), None);
        let exp = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(60);
        lists.insert(lsp.clone(), 0, StatusList::new(Timestamp::UNIX_EPOCH, exp));
        assert_eq!(lists.state(&lsp, status, Timestamp::UNIX_EPOCH), Some((State::Valid, Timestamp::UNIX_EPOCH)));
        assert_eq!(lists.state(&lsp, status, exp), None);
    }
}
