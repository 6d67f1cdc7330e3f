//! A roster becomes certificates: all of it or none, and nothing twice.
//!
//! Read, plan, commit. What is stored of the roster's people is read under the LSP's lock; the plan is made of that and
//! of the roster alone; the commit stores the people, numbers, signs on a thread for it, stores and journals. All of it
//! is one transaction.
//!
//! The key of an entry is NIK + scheme + test date. What is stored already is left as it is, so the same roster can be
//! handed in again, after a crash or with a row more.

mod commit;
mod known;
mod plan;

use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;

use super::Error;
use super::acting::Acting;
use super::intake::Photos;
use super::progress::{Progress, Teller};
use crate::domain::id::CertificateId;
use crate::roster::{Roster, RowFault, RowWarning};
pub(super) use commit::new_holder;
use known::{Assessed, Known};

/// A roster handed in.
pub struct Batch<'a> {
    pub roster: Roster,
    /// SHA-256 of the file, for the journal.
    pub sha256: String,
    pub issued_on: Date,
    /// Issue the rows that can be, though others are refused.
    pub skip_refused: bool,
    pub photos: &'a Photos,
}

/// What became of a roster.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Certificates made now.
    pub issued: usize,
    /// Certificates that an earlier run had made.
    pub already: usize,
    /// Kept but not certified: *belum kompeten*, absent.
    pub recorded: usize,
    pub refused: Vec<RowFault>,
    pub warnings: Vec<RowWarning>,
    /// The certificates of the roster's rows, made now or before, in row order.
    pub certificates: Vec<CertificateId>,
}

/// Issues a roster. With a refused row and without `skip_refused` it stores nothing.
///
/// # Errors
/// The whole batch is refused or the store failed; nothing was stored, no number taken.
pub async fn issue(
    acting: &Acting<'_>,
    batch: Batch<'_>,
    random: &mut impl CryptoRng,
    teller: &Teller,
) -> Result<Outcome, Error> {
    let Batch { roster, sha256, issued_on, skip_refused, photos } = batch;
    let signer = acting.signer(issued_on).await?;
    let mut writing = acting.office.store.write(&acting.lsp().id).await?;
    let index = |entry| Assessed::new(entry, &acting.lsp().id, &signer.records);
    let people: Vec<Assessed> = roster.entries.into_iter().map(index).collect();
    let known = Known::read(&mut writing, &people, &signer.records).await?;
    let mut plan = plan::plan(people, &known, acting.lsp(), issued_on)?;
    let mut refused = [roster.faults, std::mem::take(&mut plan.refused)].concat();
    refused.sort_by_key(|fault| fault.row);
    if !refused.is_empty() && !skip_refused {
        return Ok(Outcome { refused, warnings: roster.warnings, ..Outcome::default() });
    }
    let mut warnings = [roster.warnings, std::mem::take(&mut plan.warnings)].concat();
    warnings.sort_by_key(|warning| warning.row);
    teller.tell(Progress::Planned { certificates: plan.certificates() });
    let handed = commit::Handed { sha256: &sha256, issued_on, photos };
    let made = commit::commit(acting, &signer, writing, &plan, handed, random, teller).await?;
    teller.tell(Progress::Stored);
    let mut ids = made.iter().copied();
    let certificates: Vec<CertificateId> = plan.places().filter_map(|earlier| earlier.or_else(|| ids.next())).collect();
    Ok(Outcome {
        issued: made.len(),
        already: certificates.len() - made.len(),
        recorded: plan.rows.len() - certificates.len(),
        refused,
        warnings,
        certificates,
    })
}
