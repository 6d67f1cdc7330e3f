//! Whether a certificate's row is one that the journal covers. A row that somebody slipped in or altered is not.
//!
//! Rows bear a stamp, which only this installation's key makes. Rows of before have none; the entry that they were
//! issued under holds the hash of all its tokens, so they are covered together or not at all.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::seal::records::Records;
use crate::seal::spelling::to_base64url;
use crate::seal::token::{StatusRef, fingerprint, fingerprint_of_all};
use crate::store::{Printing, Reading, Recorded, StoreError, WrittenEntry};

/// What an entry of before says of the certificates that were issued under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    kid: Value,
    /// The hash of all its tokens, or the fingerprint of its one.
    tokens: Value,
    one: bool,
}

impl Batch {
    /// What an entry says that covers rows without a stamp; none of an entry whose rows are stamped.
    #[must_use]
    pub fn of_before(entry: &WrittenEntry) -> Option<Self> {
        let one = match entry.act {
            Act::Issue => false,
            Act::Replace => true,
            _ => return None,
        };
        let tokens = entry.body[if one { "token" } else { "tokens" }].clone();
        (entry.body["stamped"] != json!(true)).then(|| Self { kid: entry.body["kid"].clone(), tokens, one })
    }

    /// Whether these are all the certificates that were issued under the entry, and no other.
    #[must_use]
    pub fn covers<'a>(&self, rows: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> bool {
        let rows: Vec<(&str, &[u8])> = rows.into_iter().collect();
        let text = |hash: &[u8; 32]| Value::from(to_base64url(hash));
        let expected = match (self.one, rows.as_slice()) {
            (true, [(_, token)]) => text(&fingerprint(token)),
            (true, _) => return false,
            (false, all) => text(&fingerprint_of_all(all.iter().map(|(_, token)| *token))),
        };
        rows.iter().all(|(kid, _)| self.kid == json!(kid)) && self.tokens == expected
    }
}

/// What entries of before say of their certificates, and which of them hold.
#[derive(Clone, Debug, Default)]
pub struct Batches {
    known: BTreeMap<i64, Batch>,
    held: BTreeMap<i64, bool>,
}

impl Batches {
    /// What the entry of one row says, where the row has no stamp.
    ///
    /// # Errors
    /// The database does not answer, or the journal does not hold.
    pub async fn of(store: &Reading, lsp: &LspId, row: &Recorded, records: &Records) -> Result<Self, StoreError> {
        let mut batches = Self::default();
        batches.look_up(store, lsp, row, records).await?;
        Ok(batches)
    }

    /// Takes in the entry of one row, where the row has no stamp and the entry is not known.
    async fn look_up(
        &mut self,
        store: &Reading,
        lsp: &LspId,
        row: &Recorded,
        records: &Records,
    ) -> Result<(), StoreError> {
        if row.stamped.is_none()
            && !self.known.contains_key(&row.journal_seq)
            && let Some(entry) = store.proven_entry(lsp, row.journal_seq, records).await?
        {
            self.take(&entry);
        }
        Ok(())
    }

    /// The place of a certificate, where the journal covers its row: by its stamp, or by what its key signed.
    ///
    /// # Errors
    /// As [`Self::cover`].
    pub async fn place_as_written(
        &mut self,
        store: &Reading,
        records: &Records,
        lsp: &LspId,
        row: &Recorded,
    ) -> Result<Option<StatusRef>, StoreError> {
        match row.stamped {
            Some(holds) => Ok(holds.then_some(row.status)),
            None => {
                self.look_up(store, lsp, row, records).await?;
                self.place(store, records, lsp, row).await
            }
        }
    }

    /// Takes in an entry, if it is one that covers rows without a stamp.
    pub fn take(&mut self, entry: &WrittenEntry) {
        if let Some(batch) = Batch::of_before(entry) {
            self.known.insert(entry.seq, batch);
        }
    }

    /// Whether the journal covers a row.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn cover(
        &mut self,
        store: &Reading,
        records: &Records,
        lsp: &LspId,
        row: &Recorded,
    ) -> Result<bool, StoreError> {
        if let Some(holds) = row.stamped {
            return Ok(holds);
        }
        let Some(batch) = self.known.get(&row.journal_seq) else { return Ok(false) };
        if let Some(held) = self.held.get(&row.journal_seq) {
            return Ok(*held);
        }
        let rows = store.recorded_under(lsp, row.journal_seq, records).await?;
        let held = batch.covers(rows.iter().map(|row| (row.kid.as_str(), row.token.as_slice())));
        self.held.insert(row.journal_seq, held);
        Ok(held)
    }

    /// The place of a certificate by what its key signed, where the journal covers its row.
    ///
    /// # Errors
    /// As [`Self::cover`].
    pub async fn place(
        &mut self,
        store: &Reading,
        records: &Records,
        lsp: &LspId,
        row: &Recorded,
    ) -> Result<Option<StatusRef>, StoreError> {
        let covered = self.cover(store, records, lsp, row).await?;
        Ok(row.signed_place().filter(|_| covered))
    }
}

/// Whether a row bears a stamp that holds, or is of before there were stamps.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub(super) async fn is_of_here(
    store: &Reading,
    records: &Records,
    lsp: &LspId,
    row: &Recorded,
) -> Result<bool, StoreError> {
    match row.stamped {
        Some(holds) => Ok(holds),
        None => {
            let entry = store.proven_entry(lsp, row.journal_seq, records).await?;
            Ok(entry.is_some_and(|entry| Batch::of_before(&entry).is_some()))
        }
    }
}

/// Whether a sheet would be printed as it was issued: by its row, and by that of the certificate that it replaces.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub(super) async fn is_as_issued(store: &Reading, records: &Records, printing: &Printing) -> Result<bool, StoreError> {
    let Some(row) = &printing.recorded else { return Ok(false) };
    let lsp = &printing.certificate.lsp;
    let before = match &printing.certificate.replaces {
        Some(before) => store.recorded(lsp, &before.number, records).await?,
        None => None,
    };
    let whole = before.is_some() == (row.generation > 0);
    Ok(whole
        && is_of_here(store, records, lsp, row).await?
        && match &before {
            Some(before) => is_of_here(store, records, lsp, before).await?,
            None => true,
        })
}

/// The place of a certificate by what its key signed, where the journal covers its row.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub(super) async fn place(
    store: &Reading,
    records: &Records,
    lsp: &LspId,
    row: &Recorded,
) -> Result<Option<StatusRef>, StoreError> {
    Batches::of(store, lsp, row, records).await?.place(store, records, lsp, row).await
}
