//! The trust list that this installation publishes, as its own commands read it.

use anyhow::Context as _;

use super::root::publics;
use crate::cli::place::Place;
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::key_files::KeyFiles;
use crate::seal::keys::PublicKey;
use crate::seal::trust_list::signed::Claims;
use crate::seal::trust_list::{KeyState, TrustList, TrustedKey};

/// The trust list that is published here; none where no root ever signed one.
pub(in crate::cli) async fn published(place: &Place) -> anyhow::Result<Option<TrustList>> {
    let Some(text) = place.store.trust_list().await? else { return Ok(None) };
    let claims = read(&place.keys, None, &text).context("the published trust list")?;
    Ok(Some(claims.list()?))
}

/// Whether a list names a key as one that signs. What others sign, verifiers would not trust.
pub(in crate::cli) fn names(published: &TrustList, key: &TrustedKey) -> bool {
    published.key(key.public.kid()).is_some_and(|(_, known)| known.state == KeyState::Active)
}

/// Reads a list that a root of ours signed, be it withdrawn since: its public half lies beside the keys.
pub(super) fn read(files: &KeyFiles, root: Option<PublicKey>, text: &str) -> anyhow::Result<Claims> {
    let jwt = Jwt::read(text, Kind::TrustList)?;
    let signer = publics(files)?.into_iter().chain(root).find(|known| known.kid() == jwt.kid());
    let signer = signer.context("it is signed by a root whose public half does not lie beside the keys")?;
    Ok(Claims::verify(&jwt, &signer)?.0)
}
