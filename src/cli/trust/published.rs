//! The trust list that this installation publishes, as its own commands read it.

use anyhow::Context as _;

use super::root::publics;
use crate::cli::place::Place;
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::key_files::KeyFiles;
use crate::seal::keys::PublicKey;
use crate::seal::trust_list::published::Published;
use crate::seal::trust_list::signed::Claims;
use crate::seal::trust_list::{KeyState, TrustList, TrustedKey};

/// The trust list that is published here; none where no root ever signed one.
pub(in crate::cli) async fn published(place: &Place) -> anyhow::Result<Option<TrustList>> {
    let Some(text) = place.store.trust_list().await? else { return Ok(None) };
    let read = || {
        let jwt = Jwt::read(&text, Kind::TrustList)?;
        anyhow::Ok(Published::verify(&jwt, &signer(&place.keys, None, &jwt)?)?.into_claims().list)
    };
    read().map(Some).context("the published trust list")
}

/// Whether a list names a key as one that signs. What others sign, verifiers would not trust.
pub(in crate::cli) fn names(published: &TrustList, key: &TrustedKey) -> bool {
    published.key(key.public.kid()).is_some_and(|(_, known)| known.state == KeyState::Active)
}

/// Reads a list that a root of ours signed, to sign the next one from it.
pub(super) fn read(files: &KeyFiles, root: Option<PublicKey>, text: &str) -> anyhow::Result<Claims> {
    let jwt = Jwt::read(text, Kind::TrustList)?;
    Ok(Claims::verify(&jwt, &signer(files, root, &jwt)?)?.into_claims())
}

/// The root of ours that signed a list, be it withdrawn since: its public half lies beside the keys.
fn signer(files: &KeyFiles, root: Option<PublicKey>, jwt: &Jwt<'_>) -> anyhow::Result<PublicKey> {
    let signer = publics(files)?.into_iter().chain(root).find(|known| known.kid() == jwt.kid());
    signer.context("it is signed by a root whose public half does not lie beside the keys")
}
