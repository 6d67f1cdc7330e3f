//! Everything that needs two people: asked for by one, decided by another, done by a job.
//!
//! Nothing in a table lets anything be done. Who asked, and for what, stands under a stamp; what was decided stands in the
//! journal, with the hash of all that the approver saw (`seen`). Before anything is done the hash is made again, under
//! the LSP's lock: what he did not see is not done. A request that was done, sent back, taken back or has lapsed is so for
//! good, whatever an older row says.

mod carry_out;
mod decide;
mod forget;
mod may;
mod numbers;
mod seen;
mod wish;

use jiff::{Timestamp, ToSpan as _};
use pkcs8::rand_core::CryptoRng;

use super::kept::{self, KeptError};
use super::replace;
use super::standing::{Asks, Standing};
use super::told::{Told, Untold};
use super::{Error, Office, erasure, find};
use crate::domain::certificate::Certificate;
use crate::domain::id::{DRAWN, KeptId, RequestId};
use crate::domain::issuer::LspId;
use crate::domain::request::{KeptState, Kind, RequestState};
use crate::domain::search_key::SearchKey;
use crate::domain::status::{Change, State};
use crate::seal::records::Records;
use crate::store::{RequestRow, StoreError};
pub use carry_out::{Carried, carry_out, give_up};
pub use decide::{approve, expire, send_back, withdraw};
pub(super) use forget::forget_people;
pub use numbers::{Next, Span, Taking, ahead, next, specimen};
pub use seen::{Seen, Shown, look};
pub use wish::{ChangeWish, EraseWish, IssueWish, Named, Wish};

/// Days that a request waits, where the LSP has said nothing else.
pub const DAYS: i64 = 30;

/// Certificates that one request may be about.
pub const MOST_CHANGED: usize = 500;

/// Characters of a remark.
pub const LONGEST_REMARK: usize = 500;

/// Why nothing was asked for, decided or done.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// Somebody wrote past the program.
    #[error("request {0} is not as it was written here")]
    Altered(RequestId),
    /// Another state than the one that was seen.
    #[error("it is not what was seen any more")]
    Changed,
    #[error("nobody decided in time")]
    Expired,
    #[error("{0} rows have faults")]
    Faults(usize),
    #[error(transparent)]
    Kept(#[from] KeptError),
    #[error("the LSP has no certificate {0}")]
    NoCertificate(String),
    #[error("nobody in it was assessed")]
    NobodySat,
    #[error("the journal knows of no approval")]
    NotApproved,
    /// No personal data may be erased yet.
    #[error("nothing is due to be erased")]
    NothingDue,
    #[error("no request of this name")]
    NotFound,
    #[error(transparent)]
    Office(#[from] Error),
    #[error("who asked does not decide")]
    OwnRequest,
    #[error("a remark has 1 to {LONGEST_REMARK} characters")]
    Remark,
    /// It was decided before.
    #[error("it was decided already")]
    Settled,
    #[error("certificate {number} is {}", state.as_str())]
    State { number: String, state: State },
    #[error("a request is about 1 to {MOST_CHANGED} certificates, each once")]
    TooMany,
}

impl From<StoreError> for RequestError {
    fn from(error: StoreError) -> Self {
        Self::Office(error.into())
    }
}

impl From<Untold> for RequestError {
    fn from(error: Untold) -> Self {
        Self::Office(error.into())
    }
}

/// A request that this installation wrote, opened.
#[derive(Clone, Debug)]
pub struct Request {
    pub row: RequestRow,
    pub wish: Wish,
    /// Why it was sent back.
    pub remark: Option<String>,
}

/// Asks for the certificates of a roster.
///
/// # Errors
/// It is not open, not as it was when `revision` was read, has faults, or nobody in it was assessed; or the LSP could
/// not issue for its day.
pub async fn submit(
    office: &Office,
    who: &Standing<Asks>,
    id: &KeptId,
    revision: i64,
    random: &mut impl CryptoRng,
) -> Result<RequestId, RequestError> {
    let records = office.records().await?;
    let kept = kept::open(office, who.lsp(), id).await?;
    if !kept.row.state.is_open() || kept.row.revision != revision {
        return Err(KeptError::Changed.into());
    }
    let acting = office.issuing(who.lsp(), who.by()).await?;
    acting.signer(kept.row.issued_on).await?;
    let review = kept.review(office, acting.lsp(), who.now()).await?;
    if !review.faults().is_empty() {
        return Err(RequestError::Faults(review.faults().len()));
    }
    let foreseen = &review.foreseen;
    let sat = review.schemes.values().map(|of| of.competent + of.not_yet_competent).sum::<usize>();
    if sat == 0 {
        return Err(RequestError::NobodySat);
    }
    let size = foreseen.certificates + foreseen.already + foreseen.recorded;
    let wish = Wish::Issue(IssueWish::of(&kept, &records));
    let row = asked(who, Kind::Issue, Some(id.clone()), size, &wish, &records, random);
    let mut writing = office.store.write(who.lsp()).await?;
    writing.insert_request(&row, &records).await?;
    let from = [KeptState::Draft, KeptState::Returned];
    if !writing.move_roster(id, Some(revision), &from, KeptState::Submitted, &row.id, who.now()).await? {
        return Err(KeptError::Changed.into());
    }
    writing.commit().await?;
    Ok(row.id)
}

/// Asks that the status of certificates be changed, or that they be replaced: all of them or none.
///
/// # Errors
/// One of them is not the LSP's, or its state does not allow it; or what is to replace it could not be issued.
pub async fn ask_change(
    office: &Office,
    who: &Standing<Asks>,
    wish: ChangeWish,
    random: &mut impl CryptoRng,
) -> Result<RequestId, RequestError> {
    if wish.remark.as_ref().is_some_and(|remark| remark.chars().count() > LONGEST_REMARK) {
        return Err(RequestError::Remark);
    }
    let named: std::collections::BTreeSet<&str> = wish.certificates.iter().map(|one| one.number.as_str()).collect();
    if named.is_empty() || named.len() != wish.certificates.len() || named.len() > MOST_CHANGED {
        return Err(RequestError::TooMany);
    }
    let acting = office.changing(who.lsp(), who.by()).await?;
    let certificates = certificates(office, who.lsp(), &wish.certificates).await?;
    for (InState { certificate, state }, one) in certificates.into_iter().zip(&wish.certificates) {
        if !state.allows(wish.change) {
            return Err(RequestError::State { number: certificate.number, state });
        }
        if let Change::Replace(_) = wish.change {
            replace::replaceable(&certificate, one.name.as_ref(), acting.today())?;
        }
    }
    let records = office.records().await?;
    let (kind, size) = (kind_of(wish.change), wish.certificates.len());
    let row = asked(who, kind, None, size, &Wish::Change(wish), &records, random);
    let mut writing = office.store.write(who.lsp()).await?;
    writing.insert_request(&row, &records).await?;
    writing.commit().await?;
    Ok(row.id)
}

/// Asks that personal data of whatever ended longer ago than the LSP keeps it be erased.
///
/// # Errors
/// [`RequestError::NothingDue`], or the database does not answer.
pub async fn ask_erasure(
    office: &Office,
    who: &Standing<Asks>,
    random: &mut impl CryptoRng,
) -> Result<RequestId, RequestError> {
    office.changing(who.lsp(), who.by()).await?;
    let due = erasure::due(office, &office.lsp(who.lsp()).await?.lsp, who.now()).await?;
    if due.entries == 0 {
        return Err(RequestError::NothingDue);
    }
    let records = office.records().await?;
    let (wish, size) = (Wish::Erase(EraseWish { before: due.before }), usize::try_from(due.entries));
    let row = asked(who, Kind::Erase, None, size.unwrap_or(usize::MAX), &wish, &records, random);
    let mut writing = office.store.write(who.lsp()).await?;
    writing.insert_request(&row, &records).await?;
    writing.commit().await?;
    Ok(row.id)
}

fn kind_of(change: Change) -> Kind {
    match change {
        Change::Reinstate => Kind::Reinstate,
        Change::Replace(_) => Kind::Replace,
        Change::Revoke(_) => Kind::Revoke,
        Change::Suspend(_) => Kind::Suspend,
    }
}

fn asked(
    who: &Standing<Asks>,
    kind: Kind,
    kept: Option<KeptId>,
    size: usize,
    wish: &Wish,
    records: &Records,
    random: &mut impl CryptoRng,
) -> RequestRow {
    let mut drawn = [0; DRAWN];
    random.fill_bytes(&mut drawn);
    let id = RequestId::new(drawn);
    RequestRow {
        body_sealed: wish.seal(records, &id, random),
        lsp: who.lsp().clone(),
        kind,
        kept,
        size: u32::try_from(size).unwrap_or(u32::MAX),
        asked_by: who.actor().to_string(),
        asked_at: who.now(),
        state: RequestState::Waiting,
        decided_by: None,
        decided_at: None,
        remark_sealed: None,
        id,
    }
}

/// A request of an LSP.
///
/// # Errors
/// [`RequestError::NotFound`]; [`RequestError::Altered`]: it is not as it was written here.
pub async fn one(office: &Office, lsp: &LspId, id: &RequestId) -> Result<Request, RequestError> {
    let records = office.records().await?;
    let row = office.store.request(lsp, id).await?.ok_or(RequestError::NotFound)?;
    opened(row.held(&records).ok_or_else(|| altered(id))?, &records)
}

/// The requests of an LSP that wait, the oldest first. One that somebody altered or made up is told, and left out.
///
/// # Errors
/// The database does not answer.
pub async fn waiting(office: &Office, lsp: &LspId, now: Timestamp) -> Result<Vec<Request>, RequestError> {
    let records = office.records().await?;
    let told = journal(office, &records, lsp).await?;
    let days = days(&told);
    let mut open = Vec::new();
    for row in office.store.waiting_requests(lsp).await? {
        let id = row.unproven().id.clone();
        let Some(row) = row.held(&records) else {
            altered(&id);
            continue;
        };
        if told.request(&id).is_none() && !is_late(row.asked_at, days, now) {
            open.push(opened(row, &records)?);
        }
    }
    Ok(open)
}

/// The requests of an LSP that were decided, the newest first.
///
/// # Errors
/// The database does not answer.
pub async fn decided(office: &Office, lsp: &LspId, most: u32) -> Result<Vec<Request>, RequestError> {
    let records = office.records().await?;
    let rows = office.store.decided_requests(lsp, most).await?.into_iter();
    rows.filter_map(|row| row.held(&records)).map(|row| opened(row, &records)).collect()
}

fn opened(row: RequestRow, records: &Records) -> Result<Request, RequestError> {
    let wish = Wish::open(&row, records)?;
    let remark = row.remark_sealed.as_deref().map(|sealed| wish::open_remark(records, &row.id, sealed)).transpose()?;
    Ok(Request { row, wish, remark })
}

/// Tells that a row is not as it was written here.
fn altered(id: &RequestId) -> RequestError {
    tracing::error!(request = %id, "ALARM: somebody wrote a request past the program; nothing is done for it");
    RequestError::Altered(id.clone())
}

/// What the journal tells of the LSP's requests.
async fn journal(office: &Office, records: &Records, lsp: &LspId) -> Result<Told, RequestError> {
    office.not_restored(lsp).await?;
    let head = office.store.head(lsp).await?.ok_or(RequestError::NotFound)?;
    Ok(Told::begin(&office.store, records, &head).await?)
}

/// Days that a request waits.
fn days(told: &Told) -> i64 {
    told.request_days().unwrap_or(DAYS)
}

/// Days that a request of an LSP waits.
///
/// # Errors
/// The journal does not hold, or the database does not answer.
pub async fn waits(office: &Office, lsp: &LspId) -> Result<i64, RequestError> {
    Ok(days(&journal(office, &*office.records().await?, lsp).await?))
}

fn is_late(since: Timestamp, days: i64, now: Timestamp) -> bool {
    since.checked_add((24 * days).hours()).is_ok_and(|until| until < now)
}

/// A certificate that something is asked for, in the state that the journal tells.
#[derive(Clone, Debug)]
pub struct InState {
    pub certificate: Certificate,
    pub state: State,
}

/// The certificates that are named, in their order.
///
/// # Errors
/// One is not the LSP's, or [`Error::NotAsIssued`]: its row is not as the journal covers it.
async fn certificates(office: &Office, lsp: &LspId, named: &[Named]) -> Result<Vec<InState>, RequestError> {
    let mut found = Vec::with_capacity(named.len());
    for one in named {
        found.push(certificate(office, lsp, &one.number).await?);
    }
    let ids: Vec<_> = found.iter().map(|one| one.id).collect();
    let states = find::states(office, lsp, &ids).await?;
    let in_state = |certificate: Certificate| match states.get(&certificate.id) {
        Some(state) => Ok(InState { state: *state, certificate }),
        None => Err(Error::NotAsIssued { number: certificate.number }.into()),
    };
    found.into_iter().map(in_state).collect()
}

/// A certificate of an LSP by its number as it is shown.
async fn certificate(office: &Office, lsp: &LspId, number: &str) -> Result<Certificate, RequestError> {
    let none = || RequestError::NoCertificate(number.to_owned());
    let key = SearchKey::new(number).ok_or_else(none)?;
    office.store.by_number(&key).await?.of(lsp, number)?.ok_or_else(none)
}
