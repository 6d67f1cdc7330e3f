//! What was approved is done: once, whole, and only as it was seen.
//!
//! One transaction under the LSP's lock holds everything: that the journal tells of the approval and of nothing since, the
//! act itself, the end of the request, of its roster and of its job. A process that dies leaves nothing of it; of two that
//! do the same work the second finds it done. An erasure alone is done in several, each of which holds the approval again:
//! what is gone is not due any more, so that whoever goes on with it does the rest.

use jiff::Timestamp;
use pkcs8::rand_core::CryptoRng;
use serde_json::json;

use super::seen::{Comes, before, is_approved, of_change, of_erasure, of_issue};
use super::{
    ChangeWish, EraseWish, InState, IssueWish, Request, RequestError, Wish, certificates, days, is_late,
    journal as told, kind_of, one,
};
use crate::domain::act::Act;
use crate::domain::request::{KeptState, RequestState};
use crate::domain::scheme::SchemeCode;
use crate::domain::status::Change;
use crate::office::acting::{Acting, journal};
use crate::office::erasure::{self, Erasing};
use crate::office::intake::Photos;
use crate::office::issue::{Approved, Batch, issue_in};
use crate::office::journalled::Locked;
use crate::office::kept;
use crate::office::progress::{Progress, Teller};
use crate::office::replace::{self, Correction, replace_in};
use crate::office::status::{self, Said, change_in};
use crate::office::told::{Approval, RequestTold};
use crate::office::{Actor, By, Office};
use crate::roster::tally;
use crate::seal::records::Records;
use crate::store::{JobRow, Subject, Sweep, Writing};

/// What became of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// Somebody else did it first.
    Already,
    Done,
}

/// Does what a job says, if two people stand behind it.
///
/// # Errors
/// Nobody approved, it is not what was seen any more, or it cannot be done; nothing was done then.
pub async fn carry_out(
    office: &Office,
    job: &JobRow,
    now: Timestamp,
    random: &mut impl CryptoRng,
    teller: &Teller,
) -> Result<Carried, RequestError> {
    let records = office.records().await?;
    let (approval, days) = approval(office, &records, job).await?;
    let request = one(office, &job.lsp, &job.request).await?;
    let at = Timestamp::from_second(approval.at).map_err(|_| RequestError::NotApproved)?;
    if is_late(at, days, now) {
        return Err(RequestError::Expired);
    }
    let actor = |text: &str| text.parse::<Actor>().map_err(|_| RequestError::NotApproved);
    let by = By { asked: actor(&approval.asked)?, approved: Some(actor(&approval.approved)?), from: None, now };
    let work = Work { office, records: &records, job, request: &request, approval: &approval };
    match &request.wish {
        Wish::Change(wish) => work.change(wish, by, random, teller).await,
        Wish::Erase(wish) => work.erase(*wish, &by, random, teller).await,
        Wish::Issue(wish) => work.issue(wish, by, random, teller).await,
    }
}

/// The approval that the journal tells of, and the days that it holds.
async fn approval(office: &Office, records: &Records, job: &JobRow) -> Result<(Approval, i64), RequestError> {
    let told = told(office, records, &job.lsp).await?;
    match told.request(&job.request) {
        Some(RequestTold::Approved(approval)) => Ok((approval.clone(), days(&told))),
        Some(RequestTold::Ended) => Err(RequestError::Settled),
        None => Err(RequestError::NotApproved),
    }
}

struct Work<'a> {
    office: &'a Office,
    records: &'a Records,
    job: &'a JobRow,
    request: &'a Request,
    approval: &'a Approval,
}

impl Work<'_> {
    async fn issue(
        &self,
        wish: &IssueWish,
        by: By,
        random: &mut impl CryptoRng,
        teller: &Teller,
    ) -> Result<Carried, RequestError> {
        let (office, now) = (self.office, by.now);
        let kept = kept::open(office, &self.job.lsp, &wish.kept).await?;
        if !wish.is_of(&kept, self.records) {
            return Err(RequestError::Changed);
        }
        let acting = office.issuing(&self.job.lsp, by).await?;
        let signer = acting.signer(wish.issued_on).await?;
        let (_, roster) = kept.read(office, acting.lsp(), now).await?;
        let schemes = tally(&roster.entries);
        let mut locked = office.lock(&acting.taken, &signer.records, &acting.by).await?;
        if !self.begin(&mut locked.writing, now).await? {
            return Ok(Carried::Already);
        }
        let photos = Photos::new();
        let batch =
            Batch { roster, hash: kept.hash(), issued_on: wish.issued_on, skip_refused: false, photos: &photos };
        let approved = Approved { kept: wish.kept.clone(), request: self.job.request.clone() };
        let (outcome, _) = issue_in(&acting, &signer, &mut locked, batch, Some(&approved), random, teller).await?;
        if !outcome.refused.is_empty() {
            return Err(RequestError::Faults(outcome.refused.len()));
        }
        let comes = Comes { certificates: outcome.issued, already: outcome.already, recorded: outcome.recorded };
        let schemes: Vec<&SchemeCode> = schemes.keys().collect();
        self.as_seen(&of_issue(self.records, &before(&self.request.row), &acting.taken, &schemes, comes))?;
        let (from, to) = ([KeptState::Approved], KeptState::Issued);
        if !locked.writing.move_roster(&wish.kept, None, &from, to, &self.job.request, now).await? {
            return Err(RequestError::Changed);
        }
        office.commit(locked.writing).await?;
        teller.tell(Progress::Stored);
        Ok(Carried::Done)
    }

    async fn change(
        &self,
        wish: &ChangeWish,
        by: By,
        random: &mut impl CryptoRng,
        teller: &Teller,
    ) -> Result<Carried, RequestError> {
        let (office, now, lsp) = (self.office, by.now, &self.job.lsp);
        let acting = match wish.change {
            Change::Replace(_) => office.issuing(lsp, by).await?,
            _ => office.changing(lsp, by).await?,
        };
        let mut locked = office.lock(&acting.taken, self.records, &acting.by).await?;
        if !self.begin(&mut locked.writing, now).await? {
            return Ok(Carried::Already);
        }
        let certificates = certificates(office, lsp, &wish.certificates).await?;
        let kind = kind_of(wish.change);
        self.as_seen(&of_change(self.records, &before(&self.request.row), &acting.taken, kind, &certificates))?;
        self.change_all(&acting, &mut locked, wish, &certificates, random, teller).await?;
        office.commit(locked.writing).await?;
        teller.tell(Progress::Stored);
        Ok(Carried::Done)
    }

    async fn change_all(
        &self,
        acting: &Acting<'_>,
        locked: &mut Locked,
        wish: &ChangeWish,
        certificates: &[InState],
        random: &mut impl CryptoRng,
        teller: &Teller,
    ) -> Result<(), RequestError> {
        let request = &self.job.request;
        let signer = match wish.change {
            Change::Replace(_) => Some(acting.signer(acting.today()).await?),
            _ => None,
        };
        for (done, (InState { certificate: one, .. }, named)) in (1..).zip(certificates.iter().zip(&wish.certificates))
        {
            match (wish.change, &signer) {
                (Change::Replace(reason), Some(signer)) => {
                    let correction = &Correction { name: named.name.clone(), nik: named.nik.clone() };
                    let asked = replace::Asked { reason, correction, request: Some(request) };
                    replace_in(acting, signer, locked, one, asked, random).await?;
                }
                (change, _) => {
                    let asked = status::Asked { change, said: Said::In(request) };
                    change_in(acting, self.records, &mut locked.writing, one, asked).await?;
                }
            }
            teller.tell(Progress::Signed { done, of: certificates.len() });
        }
        Ok(())
    }

    async fn erase(
        &self,
        wish: EraseWish,
        by: &By,
        random: &mut impl CryptoRng,
        teller: &Teller,
    ) -> Result<Carried, RequestError> {
        let (office, lsp) = (self.office, &self.job.lsp);
        let acting = office.changing(lsp, by.clone()).await?;
        self.as_seen(&of_erasure(self.records, &before(&self.request.row), wish.before))?;
        // Nobody's data goes before a year, whatever a setting says.
        if wish.before > erasure::latest(1, acting.today()) {
            return Err(RequestError::Changed);
        }
        let (mut sum, of) = (0, self.request.row.size as usize);
        let (records, before, sweep) = (self.records, wish.before, Sweep::default());
        let mut erasing = Erasing { office, records, lsp: acting.lsp(), before, by, sweep };
        loop {
            let mut writing = office.store.write(lsp).await?;
            self.is_still_approved().await?;
            let gone = erasing.some(&mut writing, random).await?;
            if erasing.has_ended(gone) {
                if !self.begin(&mut writing, by.now).await? {
                    return Ok(Carried::Already);
                }
                let body = json!({
                    "request": self.job.request.as_str(), "entries": sum, "before": wish.before, "ended": true,
                });
                journal(&mut writing, self.records, by, Act::Erase, Subject::Lsp(lsp.clone()), body).await?;
                office.commit(writing).await?;
                teller.tell(Progress::Stored);
                return Ok(Carried::Done);
            }
            office.commit(writing).await?;
            sum += gone.entries;
            teller.tell(Progress::Signed { done: sum.min(of), of });
        }
    }

    /// Holds, under the lock, that the journal tells of this approval and of nothing since.
    async fn is_still_approved(&self) -> Result<(), RequestError> {
        let told = told(self.office, self.records, &self.job.lsp).await?;
        match is_approved(told.request(&self.job.request), &self.approval.seen) {
            true => Ok(()),
            false => Err(RequestError::Settled),
        }
    }

    /// Ends the job and the request, under the lock: the journal still tells of this approval and of nothing since. False
    /// where somebody else ended the job.
    async fn begin(&self, writing: &mut Writing, now: Timestamp) -> Result<bool, RequestError> {
        if !writing.end_job(&self.job.id, None, now).await? {
            return Ok(false);
        }
        self.is_still_approved().await?;
        let held = writing.request(&self.job.request).await?.and_then(|row| row.held(self.records));
        if held.as_ref() != Some(&self.request.row) {
            return Err(RequestError::Changed);
        }
        let mut row = self.request.row.clone();
        row.state = RequestState::Done;
        let settled = writing.settle_request(&row, RequestState::Approved, self.records).await?;
        if settled { Ok(true) } else { Err(RequestError::Settled) }
    }

    fn as_seen(&self, hash: &str) -> Result<(), RequestError> {
        if self.approval.seen == hash { Ok(()) } else { Err(RequestError::Changed) }
    }
}

/// Gives a job up for good: its request lapses, and its roster can be mended and submitted again.
///
/// # Errors
/// The database does not answer.
pub async fn give_up(office: &Office, job: &JobRow, fault: &str, now: Timestamp) -> Result<(), RequestError> {
    let records = office.records().await?;
    let mut writing = office.store.write(&job.lsp).await?;
    if !writing.end_job(&job.id, Some(fault), now).await? {
        return Ok(());
    }
    let is_open = told(office, &records, &job.lsp).await?.request(&job.request) != Some(&RequestTold::Ended);
    let held = writing.request(&job.request).await?.and_then(|row| row.held(&records));
    if let Some(mut row) = held.filter(|row| is_open && row.state == RequestState::Approved) {
        row.state = RequestState::Failed;
        writing.settle_request(&row, RequestState::Approved, &records).await?;
        if let Some(kept) = &row.kept {
            writing.move_roster(kept, None, &[KeptState::Approved], KeptState::Returned, &row.id, now).await?;
        }
        let body = json!({ "request": row.id.as_str(), "kind": row.kind.as_str(), "fault": fault });
        let by = By::alone(Actor::Service, now);
        journal(&mut writing, &records, &by, Act::Lapse, Subject::Request(row.id), body).await?;
    }
    Ok(office.commit(writing).await?)
}
