//! Roots are made, and one follows another.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use jiff::Timestamp;
use pkcs8::rand_core::CryptoRng;

use super::{TrustError, public};
use crate::office::Office;
use crate::office::key_ring::{KeyRing, KeyRingError};
use crate::seal::key_files::KeyFiles;
use crate::seal::keys::{Kid, PrivateKey, PublicKey};
use crate::seal::roots::Handover;
use crate::seal::whole_file;

/// The file beside the keys that says which root signs in another's place.
const HANDOVER: &str = "handover.jwt";

/// A root's name: `root-1`, `root-2`, …, `root-99`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootName(u8);

/// A text that names no root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a root is named root-1, root-2, … root-99")]
pub struct InvalidRootName;

impl RootName {
    /// The root that signs lists from the beginning.
    pub const FIRST: Self = Self(1);
    /// The root in the safe.
    pub const SAFE: Self = Self(2);

    /// Every name there is.
    fn all() -> impl Iterator<Item = Self> {
        (1..100).map(Self)
    }
}

impl FromStr for RootName {
    type Err = InvalidRootName;

    fn from_str(text: &str) -> Result<Self, InvalidRootName> {
        Self::all().find(|name| name.to_string() == text).ok_or(InvalidRootName)
    }
}

impl std::fmt::Display for RootName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "root-{}", self.0)
    }
}

/// A root just made.
#[derive(Clone, Debug)]
pub struct Root {
    pub kid: Kid,
    pub private: PathBuf,
    pub public: PathBuf,
}

/// Which root is withdrawn for ever, which one signs instead, and whose word it is.
#[derive(Clone, Copy, Debug)]
pub struct Succession<'a> {
    /// Private half of the root in the safe, its public half beside it.
    pub safe: &'a Path,
    /// Public half of the root that is refused from now on.
    pub withdraw: &'a Path,
    /// Public half of the root that signs lists instead.
    pub successor: &'a Path,
}

/// A handover just made.
#[derive(Clone, Debug)]
pub struct HandoverMade {
    pub handover: Handover,
    /// The root withdrawn by it.
    pub old: Kid,
    pub file: PathBuf,
}

impl Root {
    /// Makes a root and keeps both halves.
    ///
    /// # Errors
    /// The passphrase is short, the root is there already, or its public half alone, which may be another's; or it could not be written.
    pub async fn make(ring: &KeyRing, name: &RootName, random: &mut impl CryptoRng) -> Result<Self, TrustError> {
        let name = name.to_string();
        let (private, public) = (ring.files().path(&name), ring.files().public_path(&name));
        if public.exists() && !private.exists() {
            return Err(TrustError::OtherRootsHalf(public));
        }
        if ring.is_passphrase_short() {
            return Err(KeyRingError::ShortPassphrase.into());
        }
        let kid = ring.make(&name, random).await?.kid();
        Ok(Self { kid, private, public })
    }
}

/// Signs with the root from the safe that one root is withdrawn for ever and another signs in its place.
///
/// # Errors
/// A key cannot be read, or the succession makes no sense.
pub async fn hand_over(ring: &KeyRing, succession: Succession<'_>, now: Timestamp) -> Result<HandoverMade, TrustError> {
    let files = ring.files();
    let safe = open_at(ring, succession.safe).await?;
    let (old, successor) = (public(succession.withdraw)?, public(succession.successor)?);
    let file = files.beside(HANDOVER);
    let earlier = text_of(&file)?.map(|text| Handover::read(&text, &safe.public())).transpose();
    let earlier = earlier.map_err(TrustError::Handover)?;
    if [old.kid(), successor.kid()].contains(&safe.kid()) || old.kid() == successor.kid() {
        return Err(TrustError::SafeOrSelf);
    }
    let mut withdrawn: BTreeSet<Kid> = earlier.map_or_else(BTreeSet::new, |earlier| earlier.withdrawn);
    withdrawn.insert(old.kid());
    if withdrawn.contains(&successor.kid()) {
        return Err(TrustError::CameBack(successor.kid()));
    }
    let handover = Handover { iat: now, withdrawn, successor };
    let text = handover.sign(&safe);
    keep_public(files, succession.safe, &safe.public())?;
    whole_file::replace(&file, text.as_bytes(), 0o644)
        .map_err(|cause| TrustError::File { file: file.clone(), cause })?;
    Ok(HandoverMade { handover, old: old.kid(), file })
}

/// Keeps the public half of the root in the safe beside the keys: the handover is read with it.
fn keep_public(files: &KeyFiles, safe: &Path, half: &PublicKey) -> Result<(), TrustError> {
    let name = safe.file_stem().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| TrustError::NotPrivate(safe.to_owned()))?;
    let path = files.public_path(name);
    if path.exists() {
        let same = public(&path)? == *half;
        return same.then_some(()).ok_or(TrustError::OtherRoot { kept: path, given: safe.to_owned() });
    }
    name.parse::<RootName>()?;
    let pem = half.to_pem().map_err(|_| TrustError::NotPublic(path.clone()))?;
    whole_file::create(&path, pem.as_bytes(), 0o644).map_err(|cause| TrustError::File { file: path, cause })
}

/// The handover beside the keys, and whom it names; none where no root was ever withdrawn.
pub(super) fn handover(files: &KeyFiles) -> Result<Option<(String, Handover)>, TrustError> {
    let path = files.beside(HANDOVER);
    let Some(text) = text_of(&path)? else { return Ok(None) };
    let by = publics(files)?.into_iter().find_map(|root| Handover::read(&text, &root).ok());
    Ok(Some((text, by.ok_or(TrustError::HandoverOfNobody(path))?)))
}

fn text_of(path: &Path) -> Result<Option<String>, TrustError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(TrustError::File { file: path.to_owned(), cause }),
    }
}

/// The root that signs lists, where its private half lies beside the keys: root-1, or its successor.
pub(super) fn own(files: &KeyFiles) -> Result<Option<RootName>, TrustError> {
    let successor = handover(files)?.map(|(_, handover)| handover.successor.kid());
    for name in RootName::all().filter(|name| files.path(&name.to_string()).exists()) {
        let kid = public(&files.public_path(&name.to_string()))?.kid();
        if successor.map_or(name == RootName::FIRST, |successor| successor == kid) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// The roots that are believed here, as a verifier is given them: the one that signs lists from the beginning, and the one
/// in the safe where its public half lies beside the keys.
pub(in crate::office) fn given(files: &KeyFiles) -> Result<(PublicKey, Option<PublicKey>), TrustError> {
    let [first, safe] = [RootName::FIRST, RootName::SAFE].map(|root| files.public_path(&root.to_string()));
    let safe = if safe.exists() { Some(public(&safe)?) } else { None };
    Ok((public(&first)?, safe))
}

/// The same for pages that judge by themselves: none where the first lies in no file, or in one that is none.
#[must_use]
pub fn roots(office: &Office) -> Vec<PublicKey> {
    given(office.keys.files()).map_or_else(|_| Vec::new(), |(first, safe)| std::iter::once(first).chain(safe).collect())
}

/// Public halves of the roots that lie beside the keys.
pub(super) fn publics(files: &KeyFiles) -> Result<Vec<PublicKey>, TrustError> {
    let named = RootName::all().map(|name| files.public_path(&name.to_string()));
    named.filter(|path| path.exists()).map(|path| public(&path)).collect()
}

/// Opens a private half by the path of its file.
///
/// # Errors
/// The path names no private half, or it does not open.
pub async fn open_at(ring: &KeyRing, path: &Path) -> Result<PrivateKey, TrustError> {
    let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".pem"));
    let name = name.filter(|name| !name.ends_with(".pub")).ok_or_else(|| TrustError::NotPrivate(path.to_owned()))?;
    let files = KeyFiles::new(path.parent().unwrap_or_else(|| Path::new(".")));
    Ok(ring.open_elsewhere(files, name).await?)
}
