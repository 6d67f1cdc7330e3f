//! An LSP is taken in, or brought up to date.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::acting::journal;
use super::design::{Design, DesignError, Output};
use super::particulars::disowns_nothing;
use super::{By, Error, Office};
use crate::domain::act::Act;
use crate::domain::holder::HolderName;
use crate::domain::issuer::Lsp;
use crate::domain::scheme::SchemeCode;
use crate::domain::term::{InvalidDay, Term};
use crate::render::{PrintError, Printer, Sheet};
use crate::seal::spelling::{self, hex};
use crate::store::{Issued, Subject};

/// Why nothing could be printed for an LSP.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    #[error(transparent)]
    Day(#[from] InvalidDay),
    #[error(transparent)]
    Design(#[from] DesignError),
    #[error("scheme {scheme} cannot be printed: {cause}")]
    Sheet { scheme: SchemeCode, cause: PrintError },
}

/// Keeps an LSP, with a line in its journal as soon as there is a key to chain it with.
///
/// # Errors
/// Certificates of the LSP would be judged otherwise, or the store failed; nothing was changed.
pub async fn keep(office: &Office, lsp: &Lsp, form: &Design, by: &By) -> Result<(), Error> {
    let records = office.records_if_any().await?;
    let form = form.text();
    let allowed = |issued: &Issued| Ok::<_, Error>(disowns_nothing(lsp, issued)?);
    let mut writing = office.store.keep_lsp(lsp, &form, allowed).await?;
    if let Some(records) = records {
        let hash = |text: &str| hex(&Sha256::digest(text.as_bytes()));
        let body = json!({ "particulars": hash(&json!(lsp).to_string()), "form": hash(&form), "console": lsp.console });
        journal(&mut writing, &records, by, Act::Lsp, Subject::Lsp(lsp.id.clone()), body).await?;
    }
    Ok(writing.commit().await?)
}

/// Prints a sheet of each scheme on both forms and throws it away: a letter that the fonts lack, or a picture that
/// cannot be drawn, is told now and not after the first certificates were issued.
///
/// # Errors
/// What could not be printed.
pub fn proof(lsp: &Lsp, form: &Design) -> Result<(), ProofError> {
    let holder: HolderName = "Nama Contoh".parse().expect("two words of letters are a name");
    let issued_on = jiff::civil::date(2024, 6, 3);
    let printer = Printer::default();
    for output in [Output::Digital, Output::Blanko(&printer)] {
        let press = form.press(output)?;
        for scheme in &lsp.schemes {
            // As many bytes as a token has with a name of a hundred plain letters.
            let token = vec![0xa5; 260 + scheme.title_id.len() + scheme.code.as_str().len()];
            let sheet = Sheet {
                number: "00000 0000 0 0000000 0000",
                registration: "AAA 0000 00000 0000",
                blanko: None,
                holder: &holder,
                scheme,
                lsp,
                term: Term::new(issued_on, scheme.validity_years, lsp.expiry)?,
                replaces: None,
                link: &spelling::qr(&lsp.site, &token),
                site: &lsp.site.to_string(),
                token: &token,
                photo: None,
            };
            press.print(&sheet).map_err(|cause| ProofError::Sheet { scheme: scheme.code.clone(), cause })?;
        }
    }
    Ok(())
}
