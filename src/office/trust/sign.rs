//! One trust list follows on another, signed by a root and published where certificates are checked.
//!
//! Nothing that [reopens the past](crate::seal::trust_list::difference) is signed but what whoever signs named, and
//! none of it is published by itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::TrustError;
use super::published::{read, roots};
use super::root::{handover, own};
use crate::domain::issuer::LspId;
use crate::office::Office;
use crate::office::clock::Evidence;
use crate::office::key_ring::KeyRing;
use crate::office::told::Told;
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::key_files::KeyFiles;
use crate::seal::keys::PrivateKey;
use crate::seal::trust_list::AHEAD;
use crate::seal::trust_list::difference::{Difference, Name, between};
use crate::seal::trust_list::notice::Notice;
use crate::seal::trust_list::published::{self, ListError};
use crate::seal::trust_list::signed::{Claims, Entry};
use crate::store::StoreError;

/// The setting of an installation that every page shows, here and where its trust list is followed.
pub(in crate::office) const NOTICE: &str = "notice";

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

/// The list that follows, not signed yet: what it says otherwise is for whoever signs to see first.
pub struct Next {
    claims: Claims,
    differences: Vec<Difference>,
    /// Whether there was one before.
    follows: bool,
    root: Arc<PrivateKey>,
    /// The handover that names the root, where another was before it.
    handover: Option<String>,
}

/// A list just signed.
pub struct Signed {
    pub claims: Claims,
    pub text: String,
    pub differences: Vec<Difference>,
}

/// What an installation that is its own root did with what its LSPs declare now.
pub enum SelfPublished {
    /// Nothing: it reopens the past, so a person has to say that it may.
    Held(Vec<Difference>),
    Signed(Signed),
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

/// What every page shows, as it is set.
///
/// # Errors
/// The database does not answer.
pub async fn notice(office: &Office) -> Result<Option<String>, StoreError> {
    office.store.setting(NOTICE).await
}

/// What this installation and its LSPs declare now.
///
/// # Errors
/// The database does not answer, or the setting holds no notice.
pub async fn declared(office: &Office) -> Result<Declared, TrustError> {
    if office.is_restored().await.map_err(|cause| TrustError::Marks(cause.to_string()))? {
        return Err(TrustError::Restored);
    }
    let notice = office.store.setting(NOTICE).await?.map(Notice::try_from).transpose()?;
    Ok(Declared { entries: entries(office).await?, notice: NoticeSaid::Here(notice) })
}

/// What this installation's LSPs declare now.
///
/// # Errors
/// The database does not answer, or holds a key that the journal never heard of.
pub async fn entries(office: &Office) -> Result<Vec<Entry>, TrustError> {
    let mut lsps = office.store.lsps().await?;
    // What stands in tables alone may be anybody's, and a root would vouch for it: what is declared is what was read as
    // it was held against the journal, and not once more.
    if office.keys.records_path().exists() {
        for taken in &mut lsps {
            let journalled = office.journalled(&taken.lsp.id).await;
            *taken = journalled.map_err(|cause| TrustError::Tables(Box::new(cause)))?;
        }
    }
    let trust = office.store.trust_of(lsps).await?;
    if office.keys.records_path().exists() {
        let (_, records) = office.keys.records().await?;
        for head in office.store.heads().await? {
            let told = Told::begin(&office.store, &records, &head).await.map_err(Box::new)?;
            for key in trust.lsp(&head.lsp).into_iter().flat_map(|lsp| &lsp.keys) {
                let kid = key.public.kid();
                match told.keys().get(&kid) {
                    None => return Err(TrustError::KeyNotJournalled { lsp: head.lsp, kid }),
                    Some(told) if !told.is_told_by(key) => {
                        return Err(TrustError::KeyOtherwise { lsp: head.lsp, kid });
                    }
                    Some(_) => {}
                }
            }
        }
    }
    Ok(trust.lsps().iter().map(Entry::new).collect())
}

/// The list that follows on `previous`, to be signed with a root, or with the one beside the keys.
///
/// # Errors
/// There is no root, it was withdrawn, or the entries cannot follow on the list before.
pub async fn next(
    ring: &KeyRing,
    root: Option<PrivateKey>,
    previous: Option<&str>,
    declared: Declared,
    now: Timestamp,
) -> Result<Next, TrustError> {
    let root = match root {
        Some(root) => Arc::new(root),
        None => ring.open(&own(ring.files())?.ok_or(TrustError::NoRoot)?.to_string()).await?,
    };
    Next::new(ring.files(), root, previous, declared, now)
}

/// Holds the clock of whoever keeps a root alone against the list before.
///
/// # Errors
/// The list cannot be read, or the clock cannot be right.
pub fn plausible(ring: &KeyRing, root: Option<&PrivateKey>, previous: &str, now: Timestamp) -> Result<(), TrustError> {
    let previous = read(ring.files(), root.map(PrivateKey::public), previous);
    let iat = previous.map_err(|cause| TrustError::Previous(Box::new(cause)))?.iat;
    Evidence::of_list(iat).judge(now).map_err(TrustError::ClockAtRoot)
}

/// Signs and publishes anew where the root is with the installation; elsewhere its keeper signs. None where the
/// list that this root signed says all of it already, or there is nobody to name.
///
/// # Errors
/// As [`next`].
pub async fn sign_if_rooted(office: &Office, now: Timestamp) -> Result<Option<SelfPublished>, TrustError> {
    let Some(name) = own(office.keys.files())? else { return Ok(None) };
    let (previous, declared) = (office.store.trust_list().await?, declared(office).await?);
    if previous.is_none() && declared.entries.is_empty() {
        return Ok(None);
    }
    let root = office.keys.open(&name.to_string()).await?;
    let by_another = match &previous {
        Some(text) => Jwt::read(text, Kind::TrustList)?.kid() != root.kid(),
        None => false,
    };
    let next = Next::new(office.keys.files(), root, previous.as_deref(), declared, now)?;
    if next.differences.is_empty() && !by_another {
        return Ok(None);
    }
    if next.differences.iter().any(|difference| difference.reopens) {
        return Ok(Some(SelfPublished::Held(next.differences)));
    }
    Evidence::read(&office.store).await?.judge(now)?;
    let signed = next.sign(&[])?;
    keep(office, signed.claims.iat, &signed.text, now).await?;
    Ok(Some(SelfPublished::Signed(signed)))
}

impl Next {
    fn new(
        files: &KeyFiles,
        root: Arc<PrivateKey>,
        previous: Option<&str>,
        declared: Declared,
        now: Timestamp,
    ) -> Result<Self, TrustError> {
        let handover = handover(files)?;
        if let Some((_, handover)) = &handover
            && handover.withdrawn.contains(&root.kid())
        {
            return Err(TrustError::Withdrawn { root: root.kid(), successor: handover.successor.kid() });
        }
        let named = handover.filter(|(_, handover)| handover.successor.kid() == root.kid());
        let previous = previous.map(|text| read(files, Some(root.public()), text)).transpose();
        let previous = previous.map_err(|cause| TrustError::Previous(Box::new(cause)))?;
        let withdrawn = named.as_ref().map_or_else(BTreeSet::new, |(_, handover)| handover.withdrawn.clone());
        let mut claims = Claims::following(previous.as_ref(), declared.entries, withdrawn, now)?;
        if let NoticeSaid::Here(notice) = declared.notice {
            claims.notice = notice;
        }
        let differences = between(previous.as_ref(), &claims, now);
        let follows = previous.is_some();
        Ok(Self { claims, differences, follows, root, handover: named.map(|(text, _)| text) })
    }

    /// What it says otherwise than the list before.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Whether it says anything otherwise than a list before, so that whoever signs is asked first.
    #[must_use]
    pub fn is_asked_for(&self) -> bool {
        self.follows && !self.differences.is_empty()
    }

    /// Refuses what reopens the past and is not among `allowed`.
    ///
    /// # Errors
    /// Such differences, or a name that no difference has.
    pub fn permit(&self, allowed: &[Name]) -> Result<(), TrustError> {
        let names: Vec<Name> = self.differences.iter().filter_map(Difference::name).collect();
        if let Some(idle) = allowed.iter().find(|name| !names.contains(name)) {
            return Err(TrustError::AllowsNothing(idle.clone()));
        }
        let refused: BTreeSet<Name> = names.into_iter().filter(|name| !allowed.contains(name)).collect();
        if refused.is_empty() { Ok(()) } else { Err(TrustError::ReopensPast(refused.into_iter().collect())) }
    }

    /// Signs the list.
    ///
    /// # Errors
    /// As [`Self::permit`].
    pub fn sign(self, allowed: &[Name]) -> Result<Signed, TrustError> {
        self.permit(allowed)?;
        let Self { claims, differences, root, handover, .. } = self;
        let text = claims.sign(&root, handover.as_deref());
        Ok(Signed { claims, text, differences })
    }
}

/// Publishes a list that was signed, in place of one that was signed by a clock ahead.
///
/// # Errors
/// [`TrustError::AsNew`]: one as new is published already.
pub async fn keep(office: &Office, second: i64, text: &str, now: Timestamp) -> Result<(), TrustError> {
    let iat = Timestamp::from_second(second).map_err(|_| ListError::Life)?;
    match office.store.publish_trust_list(iat, text, now + AHEAD).await? {
        true => {
            office.mark_trust_list(second, text);
            Ok(())
        }
        false => Err(TrustError::AsNew),
    }
}

/// Publishes the list that is kept beside the keys, where the database holds an older one.
///
/// # Errors
/// As [`publish`].
pub async fn publish_kept(office: &Office, now: Timestamp) -> Result<(), TrustError> {
    let (file, marked) = (office.kept_trust_list(), office.marks().map(|marks| marks.trust));
    let marked = marked.map_err(|cause| TrustError::Marks(cause.to_string()))?;
    if marked <= office.store.trust_list_iat().await? {
        return Ok(());
    }
    let text = std::fs::read_to_string(&file).map_err(|cause| TrustError::File { file, cause })?;
    publish(office, text.trim(), now).await.map(drop)
}

/// Publishes a list that a root signed elsewhere. The roots' public halves must lie beside the keys.
///
/// # Errors
/// It is signed by no root of ours, has expired, lies in the future, takes more upon itself than it may, or is older than the one
/// that is published.
pub async fn publish(office: &Office, text: &str, now: Timestamp) -> Result<Published, TrustError> {
    let jwt = Jwt::read(text, Kind::TrustList)?;
    let signer = roots(office)?.signer(&jwt)?;
    let list = published::Published::verify(&jwt, &signer.key)?.into_claims();
    if list.exp <= now {
        return Err(TrustError::Expired);
    }
    match Timestamp::from_second(list.iat) {
        Ok(iat) if iat <= now + AHEAD => {}
        Ok(iat) => return Err(TrustError::Ahead(iat)),
        Err(_) => return Err(ListError::Life.into()),
    }
    if !list.withdrawn_roots.is_subset(&signer.withdrawn) {
        return Err(TrustError::WithdrawsAlone);
    }
    let own: BTreeSet<LspId> = office.store.lsps().await?.into_iter().map(|taken| taken.lsp.id).collect();
    let absent = own.into_iter().filter(|id| list.list.lsp(id).is_none()).collect();
    keep(office, list.iat, text, now).await?;
    Ok(Published { iat: list.iat, exp: list.exp, lsps: list.list.lsps().len(), absent })
}
