//! What is answered to who asks by a number: a verdict for each certificate that has it, each on its own signed bytes. A
//! number proves nothing, so where it leads to a certificate by a row that nothing vouches for, that one is not called valid.

use super::find::{Numbered, by_number};
use super::{Error, Office};
use crate::domain::search_key::SearchKey;
use crate::verify::verdict::Word;
use crate::verify::{Asked, Snapshot, Verdict, verify};

/// The verdicts on the certificates with this number, of any LSP: as it was typed, or else with each O meant as a zero.
/// One verdict where there is none: [`Word::NotFound`], or [`Word::StatusUnknown`] where rows with the number are others
/// than were recorded.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub async fn by_a_number(
    office: &Office,
    key: &SearchKey,
    lists: &Snapshot,
    asked: Asked,
) -> Result<Vec<Verdict>, Error> {
    let mut found = by_number(office, key).await;
    if let (Ok([]), Some(meant)) = (found.as_deref(), key.with_zeros()) {
        found = by_number(office, &meant).await;
    }
    let found = match found {
        Err(Error::NotAsIssued { .. }) => return Ok(vec![Verdict::untold(asked)]),
        found => found?,
    };
    if found.is_empty() {
        return Ok(vec![Verdict::not_found(asked)]);
    }
    let judged = |Numbered { certificate, is_its_own }: Numbered| {
        let mut verdict = verify(&certificate.token, &lists.trust, &lists.statuses, asked);
        if !is_its_own && verdict.verdict == Word::Valid {
            verdict.verdict = Word::StatusUnknown;
        }
        verdict
    };
    Ok(found.into_iter().map(judged).collect())
}
