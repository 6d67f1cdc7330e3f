//! An LSP is taken in, or brought up to date.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::acting::journal;
use super::design::Design;
use super::particulars::disowns_nothing;
use super::told::{Told, lsp as lsp_told};
use super::{By, Error, Office};
use crate::domain::act::Act;
use crate::domain::issuer::Lsp;
pub use crate::store::lsp_json;
use crate::store::{Issued, Pointers, StoreError, Subject};

/// Keeps an LSP, with a line in its journal as soon as there is a key to chain it with.
///
/// # Errors
/// Certificates of the LSP would be judged otherwise, its rows are not as its journal says, or the store failed; nothing
/// was changed.
pub async fn keep(office: &Office, lsp: &Lsp, design: &Design, by: &By) -> Result<(), Error> {
    keep_over(office, None, lsp, design, by).await
}

/// The same, in place of what its rows pointed to when they were read; whatever that was where nothing is said.
///
/// # Errors
/// As [`keep`]; [`Error::Changed`]: they point elsewhere by now.
pub(super) async fn keep_over(
    office: &Office,
    seen: Option<&Pointers>,
    lsp: &Lsp,
    design: &Design,
    by: &By,
) -> Result<(), Error> {
    // One that is not here any more is added again first; what it was is gone past afterwards.
    let before = match office.store.lsp(&lsp.id).await {
        Ok(_) => {
            office.not_restored(&lsp.id).await?;
            Some(office.journalled(&lsp.id).await?)
        }
        Err(StoreError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let records = office.records_if_any().await?;
    let design = design.text();
    let allowed = |issued: &Issued, now: &Pointers| match seen {
        Some(seen) if seen != now => Err(Error::Changed(lsp.id.clone())),
        _ => Ok(disowns_nothing(lsp, issued)?),
    };
    let mut writing = office.store.keep_lsp(lsp, &design, allowed).await?;
    if let Some(records) = records {
        let pointers = writing.pointers().await?;
        let told = Told::begin(&office.store, &records, &writing.head()?).await?;
        let expected = told.pointers().map(|told| {
            let mut expected = told.clone();
            // What this file says is new; all else stays as it was told.
            (expected.version, expected.form) = (pointers.version.clone(), pointers.form.clone());
            let named = lsp.schemes.iter().filter_map(|scheme| pointers.schemes.get_key_value(&scheme.code));
            expected.schemes.extend(named.map(|(code, version)| (code.clone(), version.clone())));
            let left = before.as_ref().map(|before| before.lsp.site.to_string());
            expected.former_sites.extend(left.filter(|left| *left != lsp.site.to_string()));
            expected
        });
        if let Some(what) = expected.and_then(|expected| lsp_told::repointed(&expected, &pointers)) {
            return Err(Error::Repointed { lsp: lsp.id.clone(), what });
        }
        let mut body = lsp_told::in_json(&pointers);
        body["particulars"] = hex::encode(Sha256::digest(lsp_json(lsp).to_string())).into();
        body["console"] = json!(lsp.console);
        journal(&mut writing, &records, by, Act::Lsp, Subject::Lsp(lsp.id.clone()), body).await?;
    }
    Ok(office.commit(writing).await?)
}
