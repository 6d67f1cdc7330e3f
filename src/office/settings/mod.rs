//! An administrator changes her LSP from its office: by the same act as `absah lsp import`, a part at a time, in place of
//! what she saw and of nothing else.
//!
//! Particulars, schemes and designs are versions that stay: what is changed stands on certificates issued from then on.

mod lasting;
#[cfg(test)]
mod tests;
mod vouched;

use sha2::{Digest as _, Sha256};

use super::design::{Design, DesignError};
use super::key_ring::on_a_thread;
use super::lsp::keep_over;
use super::proof::{ProofError, try_all};
use super::standing::{Administers, Standing};
use super::{Error, Office};
use crate::domain::issuer::{InvalidLsp, Lsp, LspId};
use crate::domain::scheme::SchemeCode;
use crate::store::{StoreError, Taken, lsp_json};
pub use lasting::set_request_days;
pub use vouched::{Vouched, waits_for_root};

/// What of an LSP is changed at once. Somebody else's change of another part is in nobody's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Design,
    Particulars,
    Scheme(SchemeCode),
    /// All of it, as an LSP's file says it.
    Whole,
}

/// Why a setting was not changed.
#[derive(Debug, thiserror::Error)]
pub enum SettingError {
    /// Somebody else was faster.
    #[error("it is not what was seen any more")]
    Changed,
    #[error("a request waits 1 to 365 days")]
    Days,
    #[error("{} fields are out of their bounds", .0.len())]
    Invalid(Vec<InvalidLsp>),
    #[error(transparent)]
    Office(#[from] Error),
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl From<StoreError> for SettingError {
    fn from(error: StoreError) -> Self {
        Self::Office(error.into())
    }
}

impl From<DesignError> for SettingError {
    fn from(error: DesignError) -> Self {
        Self::Proof(error.into())
    }
}

/// An LSP as it stands.
#[derive(Clone, Debug)]
pub struct Present {
    pub taken: Taken,
    pub design: Design,
}

impl Present {
    /// Reads an LSP and its design.
    ///
    /// # Errors
    /// No such LSP, or the database does not answer.
    pub async fn read(office: &Office, lsp: &LspId) -> Result<Self, Error> {
        Self::of(office, office.lsp(lsp).await?).await
    }

    async fn of(office: &Office, taken: Taken) -> Result<Self, Error> {
        let design = Design::of(office, &taken).await?;
        Ok(Self { taken, design })
    }

    #[must_use]
    pub fn lsp(&self) -> &Lsp {
        &self.taken.lsp
    }

    /// What goes with a form, to tell whether a part is still as it was when the form was shown. Empty for a scheme that
    /// is not there yet.
    #[must_use]
    pub fn seen(&self, part: &Part) -> String {
        match part {
            Part::Design => self.taken.form_version.as_str().to_owned(),
            Part::Particulars => self.taken.version.as_str().to_owned(),
            Part::Scheme(code) => self.taken.scheme_version(code).map_or_else(String::new, |it| it.as_str().to_owned()),
            Part::Whole => hex::encode(Sha256::digest(super::told::lsp::in_json(&self.taken.pointers()).to_string())),
        }
    }
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Kept(Vouched),
    /// It stood there already.
    Same,
}

/// Changes a part of an LSP, in place of what was `seen` of it.
///
/// # Errors
/// [`SettingError::Changed`]: it is not what was seen. A field is out of its bounds, a sheet could not be drawn, or
/// certificates would be judged otherwise. Nothing was changed then.
pub async fn change(
    office: &Office,
    who: &Standing<Administers>,
    part: &Part,
    seen: &str,
    change: impl FnOnce(&mut Lsp, &mut Design),
) -> Result<Outcome, SettingError> {
    office.not_restored(who.lsp()).await?;
    let present = Present::of(office, office.journalled(who.lsp()).await?).await?;
    if present.seen(part) != seen {
        return Err(SettingError::Changed);
    }
    let (mut lsp, mut design) = (present.taken.lsp.clone(), present.design.clone());
    change(&mut lsp, &mut design);
    if lsp_json(&lsp) == lsp_json(present.lsp()) && design == present.design {
        return Ok(Outcome::Same);
    }
    // What stood there with a fault, taken in when fewer were known, is in no other change's way.
    let stood = present.lsp().faults();
    let faults: Vec<_> = lsp.faults().into_iter().filter(|fault| !stood.contains(fault)).collect();
    if !faults.is_empty() {
        return Err(SettingError::Invalid(faults));
    }
    let (tried, drawn) = (lsp.clone(), design.clone());
    on_a_thread(move || try_all(&tried, &drawn)).await?;
    let pointers = present.taken.pointers();
    match keep_over(office, Some(&pointers), &lsp, &design, &who.by()).await {
        Err(Error::Changed(_)) => return Err(SettingError::Changed),
        kept => kept?,
    }
    Ok(Outcome::Kept(vouched::publish(office, who).await))
}
