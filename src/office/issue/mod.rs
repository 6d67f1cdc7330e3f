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
use sha2::{Digest as _, Sha256};

use super::acting::{Acting, Signer};
use super::intake::Photos;
use super::journalled::Locked;
use super::progress::{Progress, Teller};
use super::{Error, Office};
use crate::domain::holder::HolderName;
use crate::domain::id::{CertificateId, KeptId, RequestId};
use crate::domain::issuer::Lsp;
use crate::domain::scheme::SchemeCode;
use crate::roster::{Roster, RowFault, RowWarning};
use crate::seal::records::Records;
pub(super) use commit::new_holder;
use known::{Assessed, Known};

/// SHA-256 of a roster's file, in hex, as the journal's keyed hash is made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterHash(String);

impl RosterHash {
    #[must_use]
    pub fn of(file: &[u8]) -> Self {
        Self(hex::encode(Sha256::digest(file)))
    }
}

/// A roster handed in.
pub struct Batch<'a> {
    pub roster: Roster,
    pub hash: RosterHash,
    pub issued_on: Date,
    /// Issue the rows that can be, though others are refused.
    pub skip_refused: bool,
    pub photos: &'a Photos,
}

/// A roster that two people stand behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    pub kept: KeptId,
    pub request: RequestId,
}

/// What issuing a roster would come to, as things stand.
#[derive(Clone, Debug, Default)]
pub struct Foreseen {
    /// Certificates that would be made.
    pub certificates: usize,
    /// Certificates that are there already.
    pub already: usize,
    /// Kept but not certified.
    pub recorded: usize,
    /// The scheme of each certificate that would be made, in the order in which they are numbered.
    pub schemes: Vec<SchemeCode>,
    /// Who would get the first.
    pub first: Option<HolderName>,
    pub refused: Vec<RowFault>,
    pub warnings: Vec<RowWarning>,
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
    let signer = acting.signer(batch.issued_on).await?;
    let mut locked = acting.office.lock(&acting.taken, &signer.records, &acting.by).await?;
    let (outcome, is_new) = issue_in(acting, &signer, &mut locked, batch, None, random, teller).await?;
    if is_new {
        acting.office.commit(locked.writing).await?;
        teller.tell(Progress::Stored);
    } // else dropped, the transaction leaves no trace
    Ok(outcome)
}

/// Issues a roster in a transaction that is for the caller to commit, where there is anything new in it.
///
/// # Errors
/// As [`issue`]; the transaction is to be dropped.
pub(super) async fn issue_in(
    acting: &Acting<'_>,
    signer: &Signer,
    locked: &mut Locked,
    batch: Batch<'_>,
    approved: Option<&Approved>,
    random: &mut impl CryptoRng,
    teller: &Teller,
) -> Result<(Outcome, bool), Error> {
    let Batch { roster, hash: RosterHash(sha256), issued_on, skip_refused, photos } = batch;
    let index = |entry| Assessed::new(entry, &acting.lsp().id, &signer.records);
    let people: Vec<Assessed> = roster.entries.into_iter().map(index).collect();
    let mut known = Known::read(&mut locked.writing.people(), &people, &signer.records, &locked.sheets).await?;
    known.tell(acting.office, &acting.lsp().id).await?;
    let mut plan = plan::plan(people, &known, acting.lsp(), issued_on)?;
    let file = hex::encode(signer.records.roster_index(&acting.lsp().id, &sha256));
    let (before, there) = (locked.given.issued_for(&file), plan.places().flatten().count() + plan.refused.len());
    if u64::try_from(there).is_ok_and(|there| there < before) {
        return Err(Error::RosterLost { before, there });
    }
    let mut refused = [roster.faults, std::mem::take(&mut plan.refused)].concat();
    refused.sort_by_key(|fault| fault.row);
    if !refused.is_empty() && !skip_refused {
        return Ok((Outcome { refused, warnings: roster.warnings, ..Outcome::default() }, false));
    }
    let mut warnings = [roster.warnings, std::mem::take(&mut plan.warnings)].concat();
    warnings.sort_by_key(|warning| warning.row);
    teller.tell(Progress::Planned { certificates: plan.certificates() });
    let handed = commit::Handed { sha256: &sha256, issued_on, photos, approved };
    let made = commit::commit(acting, signer, locked, &plan, handed, random, teller).await?;
    let is_new = made.is_some();
    let made = made.unwrap_or_default();
    let mut ids = made.iter().copied();
    let certificates: Vec<CertificateId> = plan.places().filter_map(|earlier| earlier.or_else(|| ids.next())).collect();
    let outcome = Outcome {
        issued: made.len(),
        already: certificates.len() - made.len(),
        recorded: plan.rows.len() - certificates.len(),
        refused,
        warnings,
        certificates,
    };
    Ok((outcome, is_new))
}

/// What issuing a roster would come to: decided as [`issue`] decides it, and nothing stored.
///
/// # Errors
/// No certificate could be made for this day, or the store failed.
pub async fn foresee(
    office: &Office,
    records: &Records,
    lsp: &Lsp,
    roster: Roster,
    issued_on: Date,
) -> Result<Foreseen, Error> {
    let people: Vec<Assessed> =
        roster.entries.into_iter().map(|entry| Assessed::new(entry, &lsp.id, records)).collect();
    let sheets = office.sheets_told(records, &lsp.id).await?.unwrap_or_default();
    let mut looking = office.store.looking(&lsp.id).await?;
    let mut known = Known::read(&mut looking.people(), &people, records, &sheets).await?;
    drop(looking);
    known.tell(office, &lsp.id).await?;
    let plan = plan::plan(people, &known, lsp, issued_on)?;
    let (certificates, places) = (plan.certificates(), plan.places().count());
    let recorded = plan.rows.len() - places;
    let made = || plan.rows.iter().filter(|row| matches!(row.step, plan::Step::Certify { .. }));
    let schemes = made().map(|row| row.person.entry.scheme.clone()).collect();
    let first = made().next().map(|row| row.person.entry.name.clone());
    let mut refused = [roster.faults, plan.refused].concat();
    refused.sort_by_key(|fault| fault.row);
    let mut warnings = [roster.warnings, plan.warnings].concat();
    warnings.sort_by_key(|warning| warning.row);
    Ok(Foreseen { certificates, already: places - certificates, recorded, schemes, first, refused, warnings })
}
