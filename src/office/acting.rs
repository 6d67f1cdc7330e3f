//! An LSP about to act. Who may issue or change certificates, with which key and for which days, is decided here
//! and nowhere else.

use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;

use super::design::{Design, Output};
use super::{By, Error, Office, clock, trust};
use crate::domain::act::Act;
use crate::domain::certificate::Certificate;
use crate::domain::issuer::{Console, Lsp, LspId};
use crate::domain::scheme::SchemeCode;
use crate::domain::status::State;
use crate::seal::key_files;
use crate::seal::keys::{KeyUse, PrivateKey};
use crate::seal::records::Records;
use crate::seal::trust_list::{KeyState, TrustedKey, TrustedLsp};
use crate::store::{JournalEntry, StoreError, Subject, Taken, Writing};
use crate::verify::verdict::{Trust, trust_in};

/// An LSP that may act on certificates, as it is now; only [`Office::changing`] and [`Office::issuing`] make one.
pub struct Acting<'a> {
    pub(super) office: &'a Office,
    pub(super) taken: Taken,
    pub(super) trusted: TrustedLsp,
    /// As verifiers know it, where a trust list is published and the LSP issues.
    pub(super) published: Option<TrustedLsp>,
    pub(super) by: By,
}

/// What signs: a key, the days it may sign for, and the records' secret.
pub(super) struct Signer {
    pub(super) key: Arc<PrivateKey>,
    pub(super) trusted: TrustedKey,
    pub(super) records: Arc<Records>,
}

impl Office {
    /// An LSP that changes the status of certificates.
    ///
    /// # Errors
    /// No such LSP, who asks may not, the clock cannot be right, or the LSP is not as its journal says.
    pub async fn changing(&self, id: &LspId, by: By) -> Result<Acting<'_>, Error> {
        self.lsp(id).await?;
        clock::plausible(self, by.now).await?;
        self.not_restored(id).await?;
        let taken = self.journalled(id).await?;
        if by.is_console() && taken.lsp.console == Console::Closed {
            return Err(Error::ConsoleClosed(id.clone()));
        }
        Ok(Acting { office: self, taken, trusted: self.trusted(id).await?, published: None, by })
    }

    /// An LSP that issues: without keys that the root has not signed yet, for verifiers would not trust what they
    /// sign.
    ///
    /// # Errors
    /// As [`Self::changing`], or the published trust list names neither the LSP nor its key.
    pub async fn issuing(&self, id: &LspId, by: By) -> Result<Acting<'_>, Error> {
        let mut acting = self.changing(id, by).await?;
        let Some(published) = trust::published(self).await? else { return Ok(acting) };
        let known = published.lsp(id).cloned().ok_or_else(|| Error::NotInTrustList(id.clone()))?;
        let had = acting.trusted.keys.iter().any(certifies);
        acting.trusted.keys.retain(|key| key.key_use != KeyUse::Certificate || trust::names(&published, key));
        if had && !acting.trusted.keys.iter().any(certifies) {
            return Err(Error::NotSignedByRoot);
        }
        acting.published = Some(known);
        Ok(acting)
    }
}

fn certifies(key: &TrustedKey) -> bool {
    key.key_use == KeyUse::Certificate && key.state == KeyState::Active
}

impl Acting<'_> {
    #[must_use]
    pub fn lsp(&self) -> &Lsp {
        &self.taken.lsp
    }

    /// The present day where the LSP is.
    #[must_use]
    pub fn today(&self) -> Date {
        self.taken.lsp.time_zone.day_of(self.by.now)
    }

    /// Refuses an output that the LSP's design cannot be printed with, such as a printer's file that moves a block
    /// which is not there: before anything is stored.
    ///
    /// # Errors
    /// The block, or what else is wrong with the design.
    pub async fn can_print(&self, output: Output<'_>) -> Result<(), Error> {
        let design = Design::of(self.office, &self.taken).await?;
        design.press(output)?;
        Ok(())
    }

    /// Opens the key that covers a day of issue.
    pub(super) async fn signer(&self, issued_on: Date) -> Result<Signer, Error> {
        let trusted = key_for(&self.trusted, issued_on).ok_or_else(|| no_key(issued_on))?.clone();
        let name = key_files::name(&self.taken.lsp.id, KeyUse::Certificate, trusted.public.kid());
        let key = self.office.keys.open(&name).await?;
        Ok(Signer { key, trusted, records: self.office.records().await? })
    }

    /// Refuses what `verify` would call untrusted, before any number is taken.
    ///
    /// # Errors
    /// The reason, and the scheme where it is one's.
    pub(super) fn allow(&self, key: &TrustedKey, scheme: &SchemeCode, issued_on: Date) -> Result<(), Error> {
        let refused = |trust| Error::Untrusted { trust, issued_on, scheme: Some(scheme.clone()) };
        match trust_in(&self.trusted, key, scheme, issued_on) {
            Trust::Licensed => {}
            trust => return Err(refused(trust)),
        }
        let Some(published) = &self.published else { return Ok(()) };
        let known = published.keys.iter().find(|known| known.public == key.public);
        match known.map_or(Trust::KeyOutsidePeriod, |known| trust_in(published, known, scheme, issued_on)) {
            Trust::Licensed => Ok(()),
            trust => Err(Error::Unpublished(Box::new(refused(trust)))),
        }
    }

    /// Writes an act into the LSP's journal.
    pub(super) async fn journal(
        &self,
        writing: &mut Writing,
        records: &Records,
        act: Act,
        subject: Subject,
        body: Value,
    ) -> Result<(), StoreError> {
        journal(writing, records, &self.by, act, subject, body).await
    }
}

/// Writes an act, and who stands behind it, into a journal.
pub(super) async fn journal(
    writing: &mut Writing,
    records: &Records,
    by: &By,
    act: Act,
    subject: Subject,
    mut body: Value,
) -> Result<(), StoreError> {
    if let Some(from) = &by.from {
        body["from"] = from.as_str().into();
    }
    let (actor, approved_by) = (by.asked.to_string(), by.approved.as_ref().map(ToString::to_string));
    let approved_by = approved_by.as_deref();
    writing.journal(&JournalEntry { at: by.now, actor: &actor, approved_by, act, subject, body }, records).await
}

/// Refuses a day of issue that no licence or no key of an LSP covers.
///
/// # Errors
/// Which of the two.
pub fn may_issue_on(lsp: &TrustedLsp, issued_on: Date) -> Result<(), Error> {
    key_for(lsp, issued_on).ok_or_else(|| no_key(issued_on))?;
    let trust = Trust::LicenceOutsidePeriod;
    lsp.licence_on(issued_on).map(|_| ()).ok_or(Error::Untrusted { trust, issued_on, scheme: None })
}

/// The active certificate key of the LSP that covers a day of issue; the youngest, where several do.
fn key_for(lsp: &TrustedLsp, issued_on: Date) -> Option<&TrustedKey> {
    let fits = |key: &&TrustedKey| {
        key.key_use == KeyUse::Certificate && key.state == KeyState::Active && key.covers(issued_on)
    };
    lsp.keys.iter().filter(fits).max_by_key(|key| key.from)
}

/// A refusal because no key covers the day.
fn no_key(issued_on: Date) -> Error {
    Error::Untrusted { trust: Trust::KeyOutsidePeriod, issued_on, scheme: None }
}

/// A refusal because a certificate's state does not allow an act.
pub(super) fn not_in(certificate: &Certificate, state: State) -> Error {
    Error::State { number: certificate.number.clone(), state }
}
