//! What only the LSP's own records know of a verdict: since when its status stands, and which certificate follows.
//!
//! Only a token whose signature held has a status, so nobody learns of a certificate what he could not prove to hold.

use crate::domain::status::State;
use crate::seal::trust_list::TrustList;
use crate::store::{Store, StoreError};
use crate::verify::Verdict;
use crate::verify::verdict::StateSeen;

/// Adds them to a verdict whose status is another than valid.
///
/// # Errors
/// The database does not answer, or holds what cannot be read; the verdict stands without them.
pub async fn add(store: &Store, verdict: &mut Verdict, trust: &TrustList) -> Result<(), StoreError> {
    let Verdict { issuer: Some(issuer), certificate: Some(shown), status: Some(status), .. } = verdict else {
        return Ok(());
    };
    if matches!(status.state, StateSeen::Unknown | StateSeen::Known(State::Valid)) {
        return Ok(());
    }
    if let Some(fate) = store.fate(&issuer.id, &shown.number).await? {
        let zone = trust.lsp(&issuer.id).map(|lsp| lsp.time_zone.rules());
        status.since = fate.since.zip(zone).map(|(since, zone)| zone.to_datetime(since).date());
        status.superseded_by = fate.superseded_by;
    }
    Ok(())
}
