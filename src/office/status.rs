//! Suspend, reinstate, revoke: one certificate, one journal entry, at once visible.

use serde_json::json;

use super::acting::{Acting, not_in};
use super::{Error, Office, recorded};
use crate::domain::certificate::Certificate;
use crate::domain::id::RequestId;
use crate::domain::status::Change;
use crate::seal::records::Records;
use crate::seal::token::StatusRef;
use crate::store::{self, Subject, Writing};

/// The place of a certificate on the status lists, by what was signed: its row's column is nobody's word.
///
/// # Errors
/// [`Error::NotAsIssued`]: the journal does not cover the row.
pub(super) async fn covered(
    office: &Office,
    records: &Records,
    writing: &mut Writing,
    certificate: &Certificate,
) -> Result<StatusRef, Error> {
    let row = writing.recorded(certificate.id, records).await?;
    let place = recorded::place(&office.store, records, &certificate.lsp, &row).await?;
    place.ok_or_else(|| Error::NotAsIssued { number: certificate.number.clone() })
}

/// Characters that a remark has at most.
const LONGEST_REMARK: usize = 500;

/// Changes the status of one of the LSP's certificates. `remark` is kept in the journal alone, for good.
///
/// # Errors
/// The certificate's state does not allow it, the remark is too long, or the store failed; nothing was changed.
pub async fn change(
    acting: &Acting<'_>,
    certificate: &Certificate,
    change: Change,
    remark: Option<&str>,
) -> Result<(), Error> {
    if remark.is_some_and(|remark| remark.chars().count() > LONGEST_REMARK) {
        return Err(Error::RemarkTooLong { most: LONGEST_REMARK });
    }
    let records = acting.office.records().await?;
    let mut writing = acting.office.store.write(&certificate.lsp).await?;
    change_in(acting, &records, &mut writing, certificate, Asked { change, said: Said::Here(remark) }).await?;
    Ok(acting.office.commit(writing).await?)
}

/// What is done to a certificate, and what stands behind it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) change: Change,
    pub(super) said: Said<'a>,
}

/// Where it stands why, in somebody's own words.
#[derive(Clone, Copy)]
pub(super) enum Said<'a> {
    /// In the journal, which nothing is ever taken out of.
    Here(Option<&'a str>),
    /// In the request that was approved: sealed, under the hash that the journal has of all that was seen, and erased when
    /// its time comes.
    In(&'a RequestId),
}

/// Changes the status of a certificate in a transaction that is for the caller to commit.
///
/// # Errors
/// As [`change`]; the transaction is to be dropped.
pub(super) async fn change_in(
    acting: &Acting<'_>,
    records: &Records,
    writing: &mut Writing,
    certificate: &Certificate,
    asked: Asked<'_>,
) -> Result<(), Error> {
    let Asked { change, said } = asked;
    if let store::Changed::TooLate(state) = writing.change(certificate.id, change, acting.by.now).await? {
        return Err(not_in(certificate, state));
    }
    let place = covered(acting.office, records, writing, certificate).await?;
    let mut body = json!({
        "number": certificate.number, "reason": change.reason(), "place": [place.list, place.index],
    });
    match said {
        Said::Here(remark) => body["remark"] = json!(remark),
        Said::In(request) => body["request"] = request.as_str().into(),
    }
    let subject = Subject::Certificate(certificate.number.clone());
    Ok(acting.journal(writing, records, change.act(), subject, body).await?)
}
