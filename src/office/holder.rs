//! A certificate's sheet for whoever holds its token: the person that it belongs to, and whom she gave it.

use super::certificates;
use super::handout::HandoutError;
use super::{Error, Office};
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;

/// A token that was judged to be of an LSP and a number.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    pub lsp: &'a LspId,
    pub number: &'a str,
    pub token: &'a [u8],
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
