//! Keys of an LSP are made and retired; `compromise` tells of stolen ones.

use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;
use serde_json::json;

use super::acting::journal;
use super::journalled::Locked;
use super::{By, Error, Office};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::seal::key_files;
use crate::seal::keys::{KeyUse, Kid};
use crate::seal::trust_list::{KeyState, TrustedKey};
pub use crate::store::KeyRow;
use crate::store::{StoreError, Subject};

/// A key to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewKey<'a> {
    pub lsp: &'a LspId,
    pub key_use: KeyUse,
    /// First day of issue that it may sign for; the first of the LSP's present licence unless said.
    pub from: Option<Date>,
}

impl Office {
    /// One key of an LSP.
    ///
    /// # Errors
    /// [`Error::NoKey`]: the LSP has none of this kid.
    pub async fn key(&self, lsp: &LspId, kid: Kid) -> Result<TrustedKey, Error> {
        self.lsp(lsp).await?;
        let key = self.store.keys(Some(lsp)).await?.into_iter().find(|key| key.kid == kid);
        key.map(|key| key.trusted).ok_or_else(|| Error::NoKey { lsp: lsp.clone(), kid })
    }
}

/// The keys of an LSP, or of all.
///
/// # Errors
/// The database does not answer.
pub async fn all(office: &Office, lsp: Option<&LspId>) -> Result<Vec<KeyRow>, StoreError> {
    office.store.keys(lsp).await
}

/// Makes a key: file first, then row, so that no key is trusted whose private half was never kept.
///
/// # Errors
/// No such LSP, or the key could not be kept.
pub async fn make(office: &Office, new: NewKey<'_>, by: &By, random: &mut impl CryptoRng) -> Result<Kid, Error> {
    let NewKey { lsp, key_use, from } = new;
    office.lsp(lsp).await?;
    office.not_restored(lsp).await?;
    let taken = office.journalled(lsp).await?;
    let records = office.records_or_new(random).await?;
    let today = taken.lsp.time_zone.day_of(by.now);
    let licensed = taken.lsp.licence_on(today).map_or(today, |licence| licence.from);
    let key = office.keys.make_named(|kid| key_files::name(lsp, key_use, kid), random).await?;
    let (public, from) = (key.public(), from.unwrap_or(licensed));
    let trusted = TrustedKey { public, key_use, state: KeyState::Active, from, until: None };
    let Locked { mut writing, .. } = office.lock(&taken, &records, by).await?;
    writing.insert_key(&trusted).await?;
    let body = json!({ "kid": key.kid(), "use": key_use, "from": from });
    journal(&mut writing, &records, by, Act::KeyNew, Subject::Key(key.kid()), body).await?;
    office.commit(writing).await?;
    Ok(key.kid())
}

/// Makes a certificate key, and a status key and a report key where the LSP has none that is active.
///
/// # Errors
/// As [`make`].
pub async fn make_first(
    office: &Office,
    lsp: &LspId,
    from: Option<Date>,
    by: &By,
    random: &mut impl CryptoRng,
) -> Result<Vec<(KeyUse, Kid)>, Error> {
    let new = |key_use| NewKey { lsp, key_use, from };
    let mut made = vec![(KeyUse::Certificate, make(office, new(KeyUse::Certificate), by, random).await?)];
    for key_use in [KeyUse::Status, KeyUse::Report] {
        if !has_active(office, lsp, Some(key_use)).await? {
            made.push((key_use, make(office, new(key_use), by, random).await?));
        }
    }
    Ok(made)
}

/// Whether the LSP has an active key of this use, or of any.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub async fn has_active(office: &Office, lsp: &LspId, key_use: Option<KeyUse>) -> Result<bool, Error> {
    let keys = office.store.keys(Some(lsp)).await?;
    let fits = |key: &TrustedKey| key_use.is_none_or(|key_use| key.key_use == key_use);
    Ok(keys.iter().any(|key| key.trusted.state == KeyState::Active && fits(&key.trusted)))
}

/// Ends a key's time with today and destroys its private half; its certificates stay good.
///
/// # Errors
/// The LSP has no such active key.
pub async fn retire(office: &Office, lsp: &LspId, kid: Kid, by: &By) -> Result<(), Error> {
    let key = office.key(lsp, kid).await?;
    office.not_restored(lsp).await?;
    let today = office.journalled(lsp).await?.lsp.time_zone.day_of(by.now);
    let records = office.records().await?;
    let mut writing = office.store.write(lsp).await?;
    match writing.retire_key(kid, today).await {
        Err(StoreError::NotFound) => return Err(Error::NotActive(kid)),
        done => done?,
    }
    let body = json!({ "kid": kid, "until": today });
    journal(&mut writing, &records, by, Act::KeyRetire, Subject::Key(kid), body).await?;
    office.commit(writing).await?;
    let destroyed = office.keys.destroy(&key_files::name(lsp, key.key_use, kid)).await;
    destroyed.map_err(|cause| Error::NotDestroyed { kid, cause })
}
