//! The trust list that this installation publishes, as its own acts read it.

use super::TrustError;
use super::root::publics;
use crate::office::Office;
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::key_files::KeyFiles;
use crate::seal::keys::PublicKey;
use crate::seal::trust_list::published::Published;
use crate::seal::trust_list::signed::Claims;
use crate::seal::trust_list::{KeyState, TrustList, TrustedKey};

/// The trust list that is published here; none where no root ever signed one.
///
/// # Errors
/// It cannot be read, or the public half of its root does not lie beside the keys.
pub async fn published(office: &Office) -> Result<Option<TrustList>, TrustError> {
    let Some(text) = office.store.trust_list().await? else { return Ok(None) };
    let read = || {
        let jwt = Jwt::read(&text, Kind::TrustList)?;
        let signer = signer(office.keys.files(), None, &jwt)?;
        Ok(Published::verify(&jwt, &signer)?.into_claims().list)
    };
    read().map(Some).map_err(|cause| TrustError::Published(Box::new(cause)))
}

/// Whether a list names a key as one that signs. What others sign, verifiers would not trust.
#[must_use]
pub fn names(published: &TrustList, key: &TrustedKey) -> bool {
    published.key(key.public.kid()).is_some_and(|(_, known)| known.state == KeyState::Active)
}

/// Whether a key waits for the root: a list is published, and does not name it yet.
#[must_use]
pub fn waits(published: Option<&TrustList>, key: &TrustedKey) -> bool {
    key.state == KeyState::Active && published.is_some_and(|published| !names(published, key))
}

/// Reads a list that a root of ours signed, to sign the next one from it.
pub(super) fn read(files: &KeyFiles, root: Option<PublicKey>, text: &str) -> Result<Claims, TrustError> {
    let jwt = Jwt::read(text, Kind::TrustList)?;
    Ok(Claims::verify(&jwt, &signer(files, root, &jwt)?)?.into_claims())
}

/// The root of ours that signed a list, be it withdrawn since: its public half lies beside the keys.
fn signer(files: &KeyFiles, root: Option<PublicKey>, jwt: &Jwt<'_>) -> Result<PublicKey, TrustError> {
    let signer = publics(files)?.into_iter().chain(root).find(|known| known.kid() == jwt.kid());
    signer.ok_or(TrustError::UnknownRoot)
}
