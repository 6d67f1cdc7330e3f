//! What only the LSP's own journal knows of a verdict: since when its status stands, and which certificate follows.
//!
//! Only a token whose signature held has a status, so nobody learns of a certificate what he could not prove to hold. Of
//! another installation's LSP there is no journal here.

use super::{Error, Office};
use crate::domain::act::Act;
use crate::domain::status::State;
use crate::seal::trust_list::TrustList;
use crate::store::{Subject, WrittenEntry};
use crate::verify::Verdict;
use crate::verify::verdict::StateSeen;

/// Adds them to a verdict whose status is another than valid, as the journal tells them; nothing where its key is not
/// to be had.
///
/// # Errors
/// The database does not answer, or holds what cannot be read; the verdict stands without them.
pub async fn add(office: &Office, verdict: &mut Verdict, trust: &TrustList) -> Result<(), Error> {
    let Verdict { issuer: Some(issuer), certificate: Some(shown), status: Some(status), .. } = verdict else {
        return Ok(());
    };
    if issuer.more_at.is_some() {
        return Ok(());
    }
    let act = match status.state {
        StateSeen::Known(State::Revoked) => Act::Revoke,
        StateSeen::Known(State::Superseded) => Act::Replace,
        StateSeen::Known(State::Suspended) => Act::Suspend,
        StateSeen::Unknown | StateSeen::Known(State::Valid) => return Ok(()),
    };
    let Some(records) = office.records_to_read().await? else { return Ok(()) };
    let told = office.store.proven_history(&issuer.id, &shown.number, &records).await?;
    let of_it = |entry: &&WrittenEntry| match &entry.subject {
        Some(Subject::Certificate(number)) => *number == shown.number,
        _ => entry.body["number"].as_str() == Some(&shown.number),
    };
    if let Some(entry) = told.iter().filter(of_it).rfind(|entry| entry.act == act) {
        let zone = trust.lsp(&issuer.id).map(|lsp| lsp.time_zone.rules());
        status.since = zone.map(|zone| zone.to_datetime(entry.at).date());
        status.superseded_by = entry.body["successor"].as_str().map(str::to_owned);
    }
    Ok(())
}
