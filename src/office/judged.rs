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
    if let Some(meant) = key.with_zeros() {
        // Also where it is not needed: an answer takes as long whether there is such a number or not.
        let found_so = by_number(office, &meant).await;
        if matches!(found.as_deref(), Ok([])) {
            found = found_so;
        }
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

/// What a number leads to, and what was looked up beside it.
#[derive(Debug)]
pub struct Evenly {
    pub verdicts: Vec<Verdict>,
    /// What the other answer would have been made of; nothing where the installation has no certificate.
    pub beside: Vec<Verdict>,
}

/// [`by_a_number`], and beside it the other answer that a number may have: where there is a certificate, a number that is
/// nobody's is looked up too, and else that of a stand-in, which is judged. So whoever times answers does not learn from
/// them what he would not be told.
///
/// # Errors
/// As [`by_a_number`].
pub async fn evenly(
    office: &Office,
    key: &SearchKey,
    stand_in: Option<&SearchKey>,
    lists: &Snapshot,
    asked: Asked,
) -> Result<Evenly, Error> {
    let verdicts = by_a_number(office, key, lists, asked).await?;
    let is_nobodys = verdicts.iter().all(|verdict| verdict.verdict == Word::NotFound);
    let other = if is_nobodys { stand_in.cloned() } else { SearchKey::new(NOBODYS) };
    let beside = match other {
        Some(other) => by_a_number(office, &other, lists, asked).await?,
        None => Vec::new(),
    };
    Ok(Evenly { verdicts, beside })
}

/// A number that no shape writes: it has no sequence.
const NOBODYS: &str = "ABSAH";
