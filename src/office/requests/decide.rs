//! A request is decided: approved, sent back, taken back, or nobody came in time. Each goes into the journal, in the
//! transaction that moves the request and its roster on.

use jiff::Timestamp;
use pkcs8::rand_core::CryptoRng;
use serde_json::json;

use super::seen::{Seen, Shown, look};
use super::{LONGEST_REMARK, Request, RequestError, days, is_late, journal as told, one, wish};
use crate::domain::act::Act;
use crate::domain::id::{DRAWN, JobId, RequestId};
use crate::domain::issuer::{Console, LspId};
use crate::domain::request::{KeptState, RequestState};
use crate::office::acting::journal;
use crate::office::standing::{Approves, Asks, Decides, Standing};
use crate::office::{Actor, By, Error, Office};
use crate::seal::records::Records;
use crate::store::{Subject, Writing};

/// Approves of what was seen, and gives the job that does it.
///
/// # Errors
/// Who asked approves; it was decided before; or it is not what was seen any more. Nothing was decided then.
pub async fn approve(
    office: &Office,
    who: &Standing<Approves>,
    id: &RequestId,
    seen: &str,
    random: &mut impl CryptoRng,
) -> Result<JobId, RequestError> {
    let records = office.records().await?;
    not_from_a_closed_console(office, who).await?;
    let Seen { request, shown, hash } = look(office, who.lsp(), id, who.now()).await?;
    let asked: Actor = request.row.asked_by.parse().map_err(|_| RequestError::NotFound)?;
    if request.is_own(who.actor()) {
        return Err(RequestError::OwnRequest);
    }
    if hash != seen {
        return Err(RequestError::Changed);
    }
    let by = By { asked, approved: Some(who.actor().clone()), ..who.by() };
    let mut writing = office.store.write(who.lsp()).await?;
    settle(office, &records, &mut writing, &request, (&who.by(), RequestState::Approved), None).await?;
    if let Shown::Issue { kept, .. } = &shown {
        let (row, from) = (&kept.row, [KeptState::Submitted]);
        let moved = writing.move_roster(&row.id, Some(row.revision), &from, KeptState::Approved, id, who.now()).await?;
        if !moved {
            return Err(RequestError::Changed);
        }
    }
    let mut drawn = [0; DRAWN];
    random.fill_bytes(&mut drawn);
    let job = JobId::new(drawn);
    let steps = match &shown {
        Shown::Issue { review, .. } => u32::try_from(review.foreseen.certificates).unwrap_or(u32::MAX),
        Shown::Change(_) | Shown::Erase { .. } => request.row.size,
    };
    writing.insert_job(&job, id, steps, who.now()).await?;
    let body = json!({
        "request": id.as_str(), "kind": request.row.kind.as_str(), "size": request.row.size, "seen": hash,
    });
    journal(&mut writing, &records, &by, Act::Approve, Subject::Request(id.clone()), body).await?;
    office.commit(writing).await?;
    Ok(job)
}

/// Sends a request back to who asked, with a remark.
///
/// # Errors
/// Who asked sends back, it was decided before, or there is no remark.
pub async fn send_back(
    office: &Office,
    who: &Standing<Decides>,
    id: &RequestId,
    remark: &str,
    random: &mut impl CryptoRng,
) -> Result<(), RequestError> {
    let remark = remark.trim();
    if !(1..=LONGEST_REMARK).contains(&remark.chars().count()) {
        return Err(RequestError::Remark);
    }
    not_from_a_closed_console(office, who).await?;
    let records = office.records().await?;
    let request = one(office, who.lsp(), id).await?;
    if request.is_own(who.actor()) {
        return Err(RequestError::OwnRequest);
    }
    let sealed = wish::seal_remark(&records, id, remark, random);
    close(office, &who.by(), request, RequestState::Returned, Act::SendBack, Some(sealed)).await
}

/// Takes a request back that waits.
///
/// # Errors
/// It was decided before.
pub async fn withdraw(office: &Office, who: &Standing<Asks>, id: &RequestId) -> Result<(), RequestError> {
    let request = one(office, who.lsp(), id).await?;
    close(office, &who.by(), request, RequestState::Withdrawn, Act::Withdraw, None).await
}

/// Ends the requests of an LSP for which nobody came in time.
///
/// # Errors
/// The database does not answer.
pub async fn expire(office: &Office, lsp: &LspId, now: Timestamp) -> Result<(), RequestError> {
    let records = office.records().await?;
    let days = days(&told(office, &records, lsp).await?);
    let by = By::alone(Actor::Service, now);
    for row in office.store.waiting_requests(lsp).await? {
        if let Some(row) = row.held(&records).filter(|row| is_late(row.asked_at, days, now)) {
            let request = super::opened(row, &records)?;
            match close(office, &by, request, RequestState::Expired, Act::Lapse, None).await {
                Err(RequestError::Settled | RequestError::Changed) => {} // decided before, whatever the row says
                done => done?,
            }
        }
    }
    Ok(())
}

/// The command line decides nothing where two people must stand behind an act.
async fn not_from_a_closed_console<R>(office: &Office, who: &Standing<R>) -> Result<(), RequestError> {
    let console = office.lsp(who.lsp()).await?.lsp.console;
    let closed = who.by().is_console() && console == Console::Closed;
    if closed { Err(Error::ConsoleClosed(who.lsp().clone()).into()) } else { Ok(()) }
}

async fn close(
    office: &Office,
    by: &By,
    request: Request,
    to: RequestState,
    act: Act,
    remark: Option<String>,
) -> Result<(), RequestError> {
    let (records, id) = (office.records().await?, request.row.id.clone());
    let mut writing = office.store.write(&request.row.lsp).await?;
    settle(office, &records, &mut writing, &request, (by, to), remark).await?;
    if let Some(kept) = &request.row.kept {
        // A roster that is elsewhere by now belongs to another request.
        writing.move_roster(kept, None, &[KeptState::Submitted], KeptState::Returned, &id, by.now).await?;
    }
    let body = json!({ "request": id.as_str(), "kind": request.row.kind.as_str() });
    journal(&mut writing, &records, by, act, Subject::Request(id), body).await?;
    Ok(office.commit(writing).await?)
}

/// Moves a request on that waits, under the LSP's lock: it is as it was read, and the journal knows of no decision.
async fn settle(
    office: &Office,
    records: &Records,
    writing: &mut Writing,
    request: &Request,
    (by, to): (&By, RequestState),
    remark_sealed: Option<String>,
) -> Result<(), RequestError> {
    let lsp = &request.row.lsp;
    if !request.is_waiting() || told(office, records, lsp).await?.request(&request.row.id).is_some() {
        return Err(RequestError::Settled);
    }
    let now = writing.request(&request.row.id).await?.and_then(|row| row.held(records));
    if now.as_ref() != Some(&request.row) {
        return Err(RequestError::Changed);
    }
    let mut row = request.row.clone();
    (row.state, row.decided_by, row.decided_at) = (to, Some(by.asked.to_string()), Some(by.now));
    row.remark_sealed = remark_sealed;
    let settled = writing.settle_request(&row, RequestState::Waiting, records).await?;
    if settled { Ok(()) } else { Err(RequestError::Settled) }
}
