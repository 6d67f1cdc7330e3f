//! The trust list that this installation publishes, as its own commands read it.

use std::collections::HashSet;

use anyhow::Context as _;

use super::root::publics;
use crate::cli::place::Place;
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::key_files::KeyFiles;
use crate::seal::keys::{Kid, PublicKey};
use crate::seal::trust_list::signed::{Claims, StateWord};
use crate::seal::trust_list::{KeyState, TrustedKey};

/// Active keys that the published trust list does not name yet: what they sign, verifiers would not trust.
/// Where no list is published, none waits.
pub(in crate::cli) struct Waiting(Option<HashSet<Kid>>);

impl Waiting {
    pub(in crate::cli) async fn read(place: &Place) -> anyhow::Result<Self> {
        let Some(text) = place.store.trust_list().await? else { return Ok(Self(None)) };
        let claims = read(&place.keys, None, &text).context("the published trust list")?;
        let keys = claims.lsps.iter().flat_map(|entry| &entry.keys);
        Ok(Self(Some(keys.filter(|key| key.state == StateWord::Active).map(|key| key.kid).collect())))
    }

    pub(in crate::cli) fn is(&self, key: &TrustedKey) -> bool {
        let named = self.0.as_ref().is_none_or(|named| named.contains(&key.public.kid()));
        key.state == KeyState::Active && !named
    }
}

/// Reads a list that a root of ours signed, be it withdrawn since: its public half lies beside the keys.
pub(super) fn read(files: &KeyFiles, root: Option<PublicKey>, text: &str) -> anyhow::Result<Claims> {
    let jwt = Jwt::read(text, Kind::TrustList)?;
    let signer = publics(files)?.into_iter().chain(root).find(|known| known.kid() == jwt.kid());
    let signer = signer.context("it is signed by a root whose public half does not lie beside the keys")?;
    Ok(Claims::verify(&jwt, &signer)?.0)
}
