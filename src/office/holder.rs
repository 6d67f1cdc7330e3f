//! A certificate's sheet for whoever holds its token: the person that it belongs to, and whom she gave it.

use super::certificates;
use super::handout::HandoutError;
use super::{Error, Office};
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::verify::Verdict;
use crate::verify::verdict::Word;

/// A token that was judged to be of an LSP and a number.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    pub lsp: &'a LspId,
    pub number: &'a str,
    pub token: &'a [u8],
}

/// Why there is no sheet to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithoutSheet {
    /// Its LSP has its records elsewhere.
    Elsewhere,
    /// The LSPs here issued nothing like it.
    NotOurs,
    Revoked,
    StatusUnknown,
    Superseded,
    Suspended,
}

impl<'a> Held<'a> {
    /// Whose sheet a token is, if it may be had. A sheet of what ended on its day is what was issued, and says its days
    /// itself; one of what the LSP took back would pass for good wherever nobody scans it.
    ///
    /// # Errors
    /// It may not.
    pub fn of(verdict: &'a Verdict, token: &'a [u8]) -> Result<Self, WithoutSheet> {
        match verdict.verdict {
            Word::Expired | Word::NotYetValid | Word::Valid => {}
            Word::Forged | Word::NotFound | Word::Unreadable | Word::Untrusted => return Err(WithoutSheet::NotOurs),
            Word::Revoked => return Err(WithoutSheet::Revoked),
            Word::StatusUnknown => return Err(WithoutSheet::StatusUnknown),
            Word::Superseded => return Err(WithoutSheet::Superseded),
            Word::Suspended => return Err(WithoutSheet::Suspended),
        }
        let (Some(issuer), Some(shown)) = (&verdict.issuer, &verdict.certificate) else {
            return Err(WithoutSheet::NotOurs);
        };
        match issuer.more_at {
            Some(_) => Err(WithoutSheet::Elsewhere),
            None => Ok(Self { lsp: &issuer.id, number: &shown.number, token }),
        }
    }
}

/// Whether an LSP of ours issued exactly this token.
///
/// # Errors
/// The database does not answer, or the row is another than was issued.
pub async fn is_issued(office: &Office, held: Held<'_>) -> Result<bool, Error> {
    let Some(key) = SearchKey::new(held.number) else { return Ok(false) };
    let found = office.store.by_number(&key).await?.of(held.lsp, held.number)?;
    Ok(found.is_some_and(|certificate| certificate.token == held.token))
}

/// The digital sheet of a token's certificate, as it was issued; none where no LSP of ours issued it.
///
/// # Errors
/// It is not as it was issued, or cannot be drawn.
pub async fn sheet(office: &Office, held: Held<'_>) -> Result<Option<Vec<u8>>, HandoutError> {
    let Some(key) = SearchKey::new(held.number) else { return Ok(None) };
    match is_issued(office, held).await? {
        true => certificates::sheet(office, held.lsp, &key).await,
        false => Ok(None),
    }
}
