//! Suspend, reinstate, revoke: one certificate, one journal entry, at once visible.

use serde_json::json;

use super::desk::{Desk, IssueError, not_in};
use crate::domain::certificate::Certificate;
use crate::domain::status::Change;
use crate::store::{self, JournalEntry, Subject};

/// Changes the status of one of the LSP's certificates. `remark` is kept in the journal alone.
///
/// # Errors
/// The certificate's state does not allow it, or the store failed; nothing was changed.
pub async fn change(
    desk: &Desk<'_>,
    certificate: &Certificate,
    change: Change,
    remark: Option<&str>,
) -> Result<(), IssueError> {
    let mut writing = desk.store.write(&certificate.lsp).await?;
    if let store::Change::TooLate(state) = writing.change(&certificate.id, change, desk.by.now).await? {
        return Err(not_in(certificate, state));
    }
    let body = json!({ "number": certificate.number, "reason": change.reason(), "remark": remark });
    let (at, actor, act) = (desk.by.now, desk.by.actor, change.act());
    let subject = Subject::Certificate(certificate.number.clone());
    let entry = JournalEntry { at, actor, approved_by: None, act, subject, body };
    writing.journal(&entry, desk.records).await?;
    Ok(writing.commit().await?)
}
