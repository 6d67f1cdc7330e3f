//! How far the printer of an LSP is off: a setting of today, which moves what is printed and changes no certificate.

use jiff::civil::Date;
use serde_json::json;

use super::acting::journal;
use super::design::{Design, DesignError, Output};
use super::proof::{Proof, ProofError, Proofs};
use super::standing::{HandsOver, Standing};
use super::{Error, Office};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::render::Printer;
use crate::store::{Datum, StoreError, Subject};

fn setting(lsp: &LspId) -> String {
    format!("printer {lsp}")
}

/// The offsets of an LSP's printer; none where nobody has measured it.
///
/// # Errors
/// The database does not answer, or holds other than offsets.
pub async fn of(office: &Office, lsp: &LspId) -> Result<Printer, StoreError> {
    match office.store.setting(&setting(lsp)).await? {
        Some(text) => text.parse().map_err(|_| StoreError::Corrupt(Datum::Printer)),
        None => Ok(Printer::default()),
    }
}

/// The blocks of an LSP's preprinted sheet, each of which may be moved by itself.
///
/// # Errors
/// The design cannot be read.
pub async fn blocks(office: &Office, lsp: &LspId) -> Result<Vec<String>, Error> {
    let press = design(office, lsp).await?.press(Output::Blanko(&Printer::default()))?;
    Ok(press.blocks().into_iter().map(str::to_owned).collect())
}

/// Keeps the offsets of an LSP's printer, with an entry in its journal.
///
/// # Errors
/// [`DesignError`]: a block would stand off the sheet, or is not there; or the journal cannot be written.
pub async fn keep(office: &Office, who: &Standing<HandsOver>, printer: &Printer) -> Result<(), Error> {
    design(office, who.lsp()).await?.press(Output::Blanko(printer))?;
    let records = office.records().await?;
    office.not_restored(who.lsp()).await?;
    let (subject, offsets) = (Subject::Lsp(who.lsp().clone()), printer.text());
    let mut writing = office.store.write(who.lsp()).await?;
    writing.set_setting(&setting(who.lsp()), &offsets).await?;
    journal(&mut writing, &records, &who.by(), Act::Setting, subject, json!({ "printer": offsets })).await?;
    Ok(office.commit(writing).await?)
}

/// A sheet of invented data and a page of rulers, as the LSP's printer gets them.
///
/// # Errors
/// They cannot be drawn.
pub async fn proofs(office: &Office, lsp: &LspId, day: Date) -> Result<Option<Proofs>, NoProof> {
    let taken = office.lsp(lsp).await?;
    let (design, printer) = (design(office, lsp).await?, of(office, lsp).await.map_err(Error::from)?);
    let Some(scheme) = taken.lsp.schemes.first() else { return Ok(None) };
    let proof = Proof { lsp: &taken.lsp, design: &design, output: Output::Blanko(&printer) };
    Ok(Some(proof.draw(scheme, day)?))
}

/// Why no proof was drawn.
#[derive(Debug, thiserror::Error)]
pub enum NoProof {
    #[error(transparent)]
    Office(#[from] Error),
    #[error(transparent)]
    Proof(#[from] ProofError),
}

async fn design(office: &Office, lsp: &LspId) -> Result<Design, Error> {
    let taken = office.lsp(lsp).await?;
    let text = office.store.version(&taken.form_version).await?;
    Design::read(&text).map_err(|error: DesignError| error.into())
}
