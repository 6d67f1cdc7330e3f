//! The trust list that this installation publishes, as its own acts read it.

use std::collections::BTreeSet;
use std::{fs, io};

use jiff::Timestamp;

use super::TrustError;
use super::root::{given, publics};
use crate::office::Office;
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::key_files::KeyFiles;
use crate::seal::keys::{Kid, PublicKey};
use crate::seal::roots::{Handover, Roots};
use crate::seal::trust_list::published::{Published, dated};
use crate::seal::trust_list::signed::Claims;
use crate::seal::trust_list::{KeyState, TrustList, TrustedKey};
use crate::store::StoreError;

/// The trust list that is published here; none where no root ever signed one.
///
/// # Errors
/// It cannot be read, or was signed neither by the root whose public half lies beside the keys nor by whom the root in the
/// safe named since; or by one that was withdrawn.
pub async fn published(office: &Office) -> Result<Option<TrustList>, TrustError> {
    Ok(newest(office).await?.map(|(_, list)| list))
}

/// The same, and when it was signed, in seconds since 1970.
///
/// # Errors
/// As [`published`].
pub async fn newest(office: &Office) -> Result<Option<(i64, TrustList)>, TrustError> {
    let Some(text) = text(office, Timestamp::MAX).await? else { return Ok(None) };
    let read = || {
        let jwt = Jwt::read(&text, Kind::TrustList)?;
        let signer = roots(office)?.signer(&jwt)?.key;
        let Published { iat, list, .. } = Published::verify(&jwt, &signer)?.into_claims();
        Ok((iat, list))
    };
    read().map(Some).map_err(|cause| TrustError::Published(Box::new(cause)))
}

/// The text of the list that is handed out: the newest that is not dated after `believable`, or the one that is kept
/// beside the keys where the database was brought back to an older one.
///
/// # Errors
/// The database does not answer.
pub async fn text(office: &Office, believable: Timestamp) -> Result<Option<String>, StoreError> {
    let here = office.store.trust_list_until(believable).await?;
    let marked = office.marks().ok().and_then(|marks| marks.trust);
    let kept =
        marked.filter(|marked| *marked <= believable.as_second() && Some(*marked) > here.as_deref().and_then(dated));
    let kept = kept.and_then(|marked| {
        let text = fs::read_to_string(office.kept_trust_list()).ok()?;
        (dated(text.trim()) == Some(marked)).then(|| text.trim().to_owned())
    });
    Ok(kept.or(here))
}

/// Whether a root ever signed a list for this installation.
///
/// # Errors
/// The database does not answer.
pub async fn is_published(office: &Office) -> Result<bool, StoreError> {
    Ok(office.store.trust_list().await?.is_some())
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

/// The roots that are believed here, as a verifier believes them.
pub(super) fn roots(office: &Office) -> Result<Roots, TrustError> {
    let (first, safe) = given(office.keys.files())?;
    let mut roots = Roots::new(first, safe);
    roots.withdraw(withdrawn(office)?);
    Ok(roots)
}

/// The roots that were withdrawn when a list was last published here. It is read from beside the keys: whoever has a
/// stolen root and the tables would leave its withdrawal out of them.
fn withdrawn(office: &Office) -> Result<BTreeSet<Kid>, TrustError> {
    let file = office.kept_trust_list();
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(cause) => return Err(TrustError::File { file, cause }),
    };
    let kept = Jwt::read(text.trim(), Kind::TrustList)?;
    let Some(handover) = kept.handover() else { return Ok(BTreeSet::new()) };
    let by = publics(office.keys.files())?.into_iter().find_map(|root| Handover::read(handover, &root).ok());
    Ok(by.ok_or(TrustError::HandoverOfNobody(file))?.withdrawn)
}

/// The root of ours that signed a list, be it withdrawn since: its public half lies beside the keys.
fn signer(files: &KeyFiles, root: Option<PublicKey>, jwt: &Jwt<'_>) -> Result<PublicKey, TrustError> {
    let signer = publics(files)?.into_iter().chain(root).find(|known| known.kid() == jwt.kid());
    signer.ok_or(TrustError::UnknownRoot)
}
