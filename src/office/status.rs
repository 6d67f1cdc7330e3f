//! Suspend, reinstate, revoke: one certificate, one journal entry, at once visible.

use serde_json::json;

use super::Error;
use super::acting::{Acting, not_in};
use crate::domain::certificate::Certificate;
use crate::domain::status::Change;
use crate::store::{self, Subject};

/// Changes the status of one of the LSP's certificates. `remark` is kept in the journal alone.
///
/// # Errors
/// The certificate's state does not allow it, or the store failed; nothing was changed.
pub async fn change(
    acting: &Acting<'_>,
    certificate: &Certificate,
    change: Change,
    remark: Option<&str>,
) -> Result<(), Error> {
    let records = acting.office.records().await?;
    let mut writing = acting.office.store.write(&certificate.lsp).await?;
    if let store::Changed::TooLate(state) = writing.change(certificate.id, change, acting.by.now).await? {
        return Err(not_in(certificate, state));
    }
    let body = json!({ "number": certificate.number, "reason": change.reason(), "remark": remark });
    let subject = Subject::Certificate(certificate.number.clone());
    acting.journal(&mut writing, &records, change.act(), subject, body).await?;
    Ok(writing.commit().await?)
}
