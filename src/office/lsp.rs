//! An LSP is taken in, or brought up to date.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::acting::journal;
use super::design::Design;
use super::particulars::disowns_nothing;
use super::{By, Error, Office};
use crate::domain::act::Act;
use crate::domain::issuer::Lsp;
use crate::store::{Issued, StoreError, Subject, lsp_json};

/// Keeps an LSP, with a line in its journal as soon as there is a key to chain it with.
///
/// # Errors
/// Certificates of the LSP would be judged otherwise, or the store failed; nothing was changed.
pub async fn keep(office: &Office, lsp: &Lsp, design: &Design, by: &By) -> Result<(), Error> {
    // One that is not here any more is added again first; what it was is gone past afterwards.
    match office.store.lsp(&lsp.id).await {
        Ok(_) => office.not_restored(&lsp.id).await?,
        Err(StoreError::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    let records = office.records_if_any().await?;
    let design = design.text();
    let allowed = |issued: &Issued| Ok::<_, Error>(disowns_nothing(lsp, issued)?);
    let mut writing = office.store.keep_lsp(lsp, &design, allowed).await?;
    if let Some(records) = records {
        let hash = |text: &str| hex::encode(Sha256::digest(text.as_bytes()));
        let body =
            json!({ "particulars": hash(&lsp_json(lsp).to_string()), "form": hash(&design), "console": lsp.console });
        journal(&mut writing, &records, by, Act::Lsp, Subject::Lsp(lsp.id.clone()), body).await?;
    }
    Ok(office.commit(writing).await?)
}
