//! What an installation trusts of its own LSPs, and beside it what a root signed of all others.
//!
//! Its own word stands: of an LSP that is [here](TrustList::is_here) nothing is taken from the other list, so that what
//! was ended here stays ended whatever the other list says of it.

use super::{KidTwice, TrustList};

impl TrustList {
    /// The same list, with those LSPs of another one that are not here. How long it is believed, its notice and what was
    /// disowned stay its own.
    ///
    /// # Errors
    /// A kid of one list stands in the other.
    pub fn beside(&self, others: &Self) -> Result<Self, KidTwice> {
        let elsewhere = others.lsps.iter().filter(|lsp| !self.is_here(&lsp.id) && self.lsp(&lsp.id).is_none());
        let Self { lsps, keys, .. } = Self::new(self.lsps.iter().chain(elsewhere).cloned().collect())?;
        let mut honoured = self.honoured.clone();
        for (kid, list) in &others.honoured {
            if self.key(*kid).is_none() && keys.contains_key(kid) {
                honoured.insert(*kid, list.clone());
            }
        }
        Ok(Self { lsps, keys, honoured, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::domain::issuer::LspId;
    use crate::seal::honoured::HonouredList;
    use crate::seal::keys::{KeyUse, PrivateKey};
    use crate::seal::trust_list::{Compromise, KeyState, TrustedKey, TrustedLsp};

    fn id(name: &str) -> LspId {
        name.parse().expect("an id")
    }

    fn key(seed: u8, state: KeyState) -> TrustedKey {
        let public = PrivateKey::from_seed(&[seed; 32]).public();
        TrustedKey { public, key_use: KeyUse::Certificate, state, from: date(2020, 1, 1), until: None }
    }

    fn lsp(name: &str, keys: Vec<TrustedKey>) -> TrustedLsp {
        TrustedLsp {
            id: id(name),
            name_id: String::new(),
            name_en: String::new(),
            site: format!("https://{name}.example").parse().expect("a site"),
            former_sites: Vec::new(),
            time_zone: "Asia/Jakarta".parse().expect("a zone"),
            licences: Vec::new(),
            schemes: Vec::new(),
            lists: String::new(),
            keys,
        }
    }

    fn stolen(honoured: &HonouredList) -> KeyState {
        KeyState::Compromised(Compromise { since: Timestamp::UNIX_EPOCH, honoured: honoured.hash() })
    }

    #[test]
    fn of_ones_own_lsps_nothing_is_taken_from_the_other_list() {
        let own = TrustList::new(vec![lsp("klining", vec![key(1, KeyState::Retired)])]).expect("a list");
        let own = own.of_installation(["klining", "dihapus"].map(id));
        let others = TrustList::new(vec![
            lsp("klining", vec![key(1, KeyState::Active), key(2, KeyState::Active)]),
            lsp("dihapus", vec![key(3, KeyState::Active)]),
            lsp("pengemudi", vec![key(4, KeyState::Active)]),
        ]);
        let both = own.beside(&others.expect("a list")).expect("distinct kids");
        let ids: Vec<&str> = both.lsps().iter().map(|lsp| lsp.id.as_str()).collect();
        assert_eq!(ids, ["klining", "pengemudi"], "and one that the own list left out stays out");
        let state = |seed| both.key(key(seed, KeyState::Active).public.kid()).map(|(_, key)| key.state);
        assert_eq!(
            [state(1), state(2), state(3), state(4)],
            [Some(KeyState::Retired), None, None, Some(KeyState::Active)]
        );
        assert!(both.is_here(&id("klining")) && !both.is_here(&id("pengemudi")));
    }

    #[test]
    fn what_is_honoured_comes_along_with_its_lsp_and_with_no_other() {
        let (mine, other) = (HonouredList::new(&[[5; 32]]), HonouredList::new(&[[6; 32]]));
        let with = |name: &str, seed, honoured: &HonouredList| {
            let lsp = lsp(name, vec![key(seed, stolen(honoured))]);
            let (kid, mut list) = (lsp.keys[0].public.kid(), TrustList::new(vec![lsp]).expect("a list"));
            list.honour(kid, honoured.bytes()).expect("the one that is named");
            (kid, list)
        };
        let ((first, own), (second, others)) = (with("klining", 1, &mine), with("pengemudi", 2, &other));
        let own = own.of_installation([id("klining")]);
        let both = own.beside(&others).expect("distinct kids");
        assert_eq!((both.honoured(first), both.honoured(second)), (Some(&mine), Some(&other)));
        let (_, again) = with("klining", 3, &other);
        assert_eq!(own.beside(&again).expect("distinct kids").honoured.len(), 1, "the own LSP's is its own alone");
    }

    #[test]
    fn one_kid_in_both_is_refused() {
        let [own, others] = ["klining", "pengemudi"]
            .map(|name| TrustList::new(vec![lsp(name, vec![key(1, KeyState::Active)])]).expect("a list"));
        assert!(own.of_installation([id("klining")]).beside(&others).is_err());
    }
}
