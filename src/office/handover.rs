//! Handing over: which certificates, and who handed out what. That files with people's names and numbers left the office
//! is journalled before they do; pages that are read there are not.

use serde_json::json;

use super::acting::journal;
use super::handout::{HandoutError, Line, MOST_BUNDLED, lines};
use super::standing::{HandsOver, Standing};
use super::{Error, Office};
use crate::domain::act::Act;
use crate::domain::choice::Choice;
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::store::Subject;

/// What leaves the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// A ZIP of digital certificates.
    Bundle,
    /// Sheets for preprinted paper in one file.
    Blanko,
    /// Digital sheets in one file.
    Digital,
    /// A list to sign for receipt.
    Receipt,
}

impl Handed {
    /// The word in the journal.
    fn as_str(self) -> &'static str {
        match self {
            Self::Bundle => "zip",
            Self::Blanko => "blanko",
            Self::Digital => "digital",
            Self::Receipt => "receipt",
        }
    }
}

/// The valid certificates of a choice, in the order of its rosters.
///
/// # Errors
/// More than [`MOST_BUNDLED`], or the database does not answer.
pub async fn chosen(office: &Office, lsp: &LspId, choice: &Choice) -> Result<Vec<CertificateId>, HandoutError> {
    let ids = office.store.chosen(lsp, choice, MOST_BUNDLED + 1).await?;
    match ids.len() <= MOST_BUNDLED {
        true => Ok(ids),
        false => Err(HandoutError::TooMany { count: ids.len(), most: MOST_BUNDLED }),
    }
}

/// Writes down that certificates leave the office, before they do.
///
/// # Errors
/// The journal cannot be written, or the database was restored.
pub async fn note(
    office: &Office,
    who: &Standing<HandsOver>,
    choice: &Choice,
    handed: Handed,
    count: usize,
) -> Result<(), Error> {
    let records = office.records().await?;
    office.not_restored(who.lsp()).await?;
    let mut body = json!({ "what": handed.as_str(), "count": count });
    match choice {
        Choice::Event { event, roster } => {
            body["event"] = event.as_str().into();
            if let Some(roster) = roster {
                body["roster"] = roster.as_str().into();
            }
        }
        Choice::Issued { from, until } => body["issued"] = json!([from, until]),
    }
    let mut writing = office.store.write(who.lsp()).await?;
    journal(&mut writing, &records, &who.by(), Act::HandOut, Subject::Lsp(who.lsp().clone()), body).await?;
    Ok(office.commit(writing).await?)
}

/// What is to be signed for: a line a certificate, in the order of `ids`.
///
/// # Errors
/// There is none, or one is not as it was issued.
pub async fn receipt(office: &Office, ids: &[CertificateId]) -> Result<Vec<Line>, HandoutError> {
    if ids.is_empty() {
        return Err(HandoutError::Nothing);
    }
    lines(office, ids).await
}
