//! One trust list follows on another, signed by a root and published where certificates are checked.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::published::read;
use super::root::{RootName, handover, own};
use super::{TrustError, public};
use crate::domain::issuer::LspId;
use crate::office::Office;
use crate::office::key_ring::KeyRing;
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::key_files::KeyFiles;
use crate::seal::keys::PrivateKey;
use crate::seal::roots::Roots;
use crate::seal::trust_list::joined::Difference;
use crate::seal::trust_list::notice::Notice;
use crate::seal::trust_list::published::{self, ListError};
use crate::seal::trust_list::signed::{Claims, Entry};
use crate::store::StoreError;

/// The setting of an installation that every page shows, here and where its trust list is followed.
pub const NOTICE: &str = "notice";

/// What the next list is to say.
pub struct Declared {
    pub entries: Vec<Entry>,
    pub notice: NoticeSaid,
}

/// Who says what stands on every page.
pub enum NoticeSaid {
    /// The list before.
    Before,
    /// The installation that signs, by its setting.
    Here(Option<Notice>),
}

/// A list just signed.
pub struct Signed {
    pub claims: Claims,
    pub text: String,
    pub differences: Vec<Difference>,
}

/// A list just published.
pub struct Published {
    pub iat: i64,
    pub exp: Timestamp,
    /// How many LSPs it names.
    pub lsps: usize,
    /// LSPs of this installation that it does not name.
    pub absent: Vec<LspId>,
}

/// What this installation and its LSPs declare now.
///
/// # Errors
/// The database does not answer, or the setting holds no notice.
pub async fn declared(office: &Office) -> Result<Declared, TrustError> {
    let notice = office.store.setting(NOTICE).await?.map(Notice::try_from).transpose()?;
    Ok(Declared { entries: entries(office).await?, notice: NoticeSaid::Here(notice) })
}

/// What this installation's LSPs declare now.
///
/// # Errors
/// The database does not answer.
pub async fn entries(office: &Office) -> Result<Vec<Entry>, StoreError> {
    Ok(office.store.trust().await?.lsps().iter().map(Entry::new).collect())
}

/// Signs the list that follows on `previous` with a root, or with the one beside the keys.
///
/// # Errors
/// There is no root, it was withdrawn, or the entries cannot follow on the list before.
pub async fn sign(
    ring: &KeyRing,
    root: Option<&PrivateKey>,
    previous: Option<&str>,
    declared: Declared,
    now: Timestamp,
) -> Result<Signed, TrustError> {
    match root {
        Some(root) => make(ring.files(), root, previous, declared, now),
        None => {
            let name = own(ring.files())?.ok_or(TrustError::NoRoot)?.to_string();
            make(ring.files(), &*ring.open(&name).await?, previous, declared, now)
        }
    }
}

/// Signs and publishes anew where the root is with the installation; elsewhere its keeper signs. None where the
/// list that this root signed says all of it already, or there is nobody to name.
///
/// # Errors
/// As [`sign`].
pub async fn sign_if_rooted(office: &Office, now: Timestamp) -> Result<Option<Signed>, TrustError> {
    let Some(name) = own(office.keys.files())? else { return Ok(None) };
    let (previous, declared) = (office.store.trust_list().await?, declared(office).await?);
    if previous.is_none() && declared.entries.is_empty() {
        return Ok(None);
    }
    let root = office.keys.open(&name.to_string()).await?;
    let signed = make(office.keys.files(), &root, previous.as_deref(), declared, now)?;
    let by_another = match &previous {
        Some(text) => Jwt::read(text, Kind::TrustList)?.kid() != root.kid(),
        None => false,
    };
    if signed.differences.is_empty() && !by_another {
        return Ok(None);
    }
    keep(office, signed.claims.iat, &signed.text).await?;
    Ok(Some(signed))
}

fn make(
    files: &KeyFiles,
    root: &PrivateKey,
    previous: Option<&str>,
    declared: Declared,
    now: Timestamp,
) -> Result<Signed, TrustError> {
    let handover = handover(files)?;
    if let Some((_, handover)) = &handover
        && handover.withdrawn.contains(&root.kid())
    {
        return Err(TrustError::Withdrawn { root: root.kid(), successor: handover.successor.kid() });
    }
    let named = handover.as_ref().filter(|(_, handover)| handover.successor.kid() == root.kid());
    let previous = previous.map(|text| read(files, Some(root.public()), text)).transpose();
    let previous = previous.map_err(|cause| TrustError::Previous(Box::new(cause)))?;
    let withdrawn = named.map(|(_, handover)| handover.withdrawn.clone()).unwrap_or_default();
    let mut claims = Claims::following(previous.as_ref(), declared.entries, withdrawn, now)?;
    if let NoticeSaid::Here(notice) = declared.notice {
        claims.notice = notice;
    }
    let differences = claims.differences(previous.as_ref());
    let text = claims.sign(root, named.map(|(text, _)| text.as_str()));
    Ok(Signed { claims, text, differences })
}

/// Publishes a list that was signed.
///
/// # Errors
/// [`TrustError::AsNew`]: one as new is published already.
pub async fn keep(office: &Office, iat: i64, text: &str) -> Result<(), TrustError> {
    let iat = Timestamp::from_second(iat).map_err(|_| ListError::Life)?;
    match office.store.publish_trust_list(iat, text).await? {
        true => Ok(()),
        false => Err(TrustError::AsNew),
    }
}

/// Publishes a list that a root signed elsewhere. The roots' public halves must lie beside the keys.
///
/// # Errors
/// It is signed by no root of ours, has expired, takes more upon itself than it may, or is older than the one
/// that is published.
pub async fn publish(office: &Office, text: &str, now: Timestamp) -> Result<Published, TrustError> {
    let jwt = Jwt::read(text, Kind::TrustList)?;
    let [first, safe] =
        [RootName::FIRST, RootName::SAFE].map(|root| office.keys.files().public_path(&root.to_string()));
    let safe = if safe.exists() { Some(public(&safe)?) } else { None };
    let (signer, withdrawn) = Roots::new(public(&first)?, safe).signer(&jwt)?;
    let list = published::Published::verify(&jwt, &signer)?.into_claims();
    if list.exp <= now {
        return Err(TrustError::Expired);
    }
    if !list.withdrawn_roots.is_subset(&withdrawn) {
        return Err(TrustError::WithdrawsAlone);
    }
    let own: BTreeSet<LspId> = office.store.lsps().await?.into_iter().map(|taken| taken.lsp.id).collect();
    let absent = own.into_iter().filter(|id| list.list.lsp(id).is_none()).collect();
    keep(office, list.iat, text).await?;
    Ok(Published { iat: list.iat, exp: list.exp, lsps: list.list.lsps().len(), absent })
}
