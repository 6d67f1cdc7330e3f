//! What waits for a second person: shown as it stands, approved or sent back; and how far its work is.

mod changed;
pub(super) mod view;

use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::events::{base, named};
use super::file::{Kind, looked_at};
use super::frame::{again, page};
use super::{As, ProvenAs, Visit, said, see};
use crate::domain::id::{JobId, RequestId};
use crate::domain::issuer::LspId;
use crate::office::accounts::{Approver, Member, Operator};
use crate::office::jobs::{self, JobState};
use crate::office::requests::{self, Request, RequestError, Shown, Taking, Wish};
use crate::office::standing::Standing;
use crate::office::{certificates, events, kept};
use crate::web::{Error, Service};
use view::{Line, List, One, Viewer, Work};

const PART: &str = "/persetujuan";

/// Decided requests that the list shows.
const DECIDED: u32 = 30;

/// An approval of what was seen.
#[derive(Deserialize)]
pub(in crate::web) struct Seen {
    seen: String,
}

/// Why something goes back.
#[derive(Deserialize)]
pub(in crate::web) struct Remark {
    remark: String,
}

type Sent<T> = Result<Form<T>, FormRejection>;

/// The address of a request.
pub(super) fn of(lsp: &LspId, id: &RequestId) -> String {
    format!("{}{PART}/{id}", base(lsp))
}

fn unanswered(error: RequestError) -> Error {
    match error {
        RequestError::NotFound => Error::NotFound,
        error => Error::Internal(error.into()),
    }
}

pub(in crate::web) async fn list(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
) -> Result<Response, Error> {
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let frame = visit.frame_of(&service, &me, PART, &format!("{}{PART}", base(me.lsp()))).await?;
    let line = |request: &Request| Line::of(request, &lsp, frame.lang);
    let waiting = requests::waiting(&visit.office, me.lsp(), visit.now).await.map_err(unanswered)?;
    let decided = requests::decided(&visit.office, me.lsp(), DECIDED).await.map_err(unanswered)?;
    let (waiting, decided) = (waiting.iter().map(line).collect(), decided.iter().map(line).collect());
    page(&List { frame, here: base(me.lsp()), waiting, decided })
}

/// A request as it stands; one that cannot be shown whole says why.
async fn shown(service: &Service, visit: &Visit, me: &Member, id: &RequestId) -> Result<One, Error> {
    let (office, lsp) = (&visit.office, me.lsp());
    let request = match requests::one(office, lsp, id).await {
        Ok(request) => request,
        Err(RequestError::NotFound) => return Err(Error::NotFound),
        Err(error) => return Err(Error::Internal(error.into())),
    };
    let taken = office.lsp(lsp).await?;
    let frame = visit.frame_of(service, me, PART, &of(lsp, id)).await?;
    let (lang, here, actor) = (frame.lang, base(lsp), me.actor());
    let viewer = Viewer { actor: &actor, roles: me.roles() };
    let mut shown = match requests::look(office, lsp, id, visit.now).await {
        Ok(seen) => {
            let (mut counts, mut taking) = (None, Taking::default());
            if let Shown::Issue { kept, review, event } = &seen.shown {
                counts = events::counts(office, lsp, &event.id).await?;
                let foreseen = &review.foreseen;
                taking = requests::ahead(office, &taken, foreseen, kept.row.issued_on).await.map_err(unanswered)?;
            }
            let mut page = One::seen(frame, here, &seen, (counts, &taking), viewer, &taken.lsp);
            if let (Shown::Change(certificates), Wish::Change(wish)) = (&seen.shown, &seen.request.wish) {
                let named = certificates.iter().zip(&wish.certificates);
                for (line, (one, named)) in page.certificates.iter_mut().zip(named) {
                    if let Some(nik) = &named.nik {
                        let before = certificates::nik(office, one.certificate.id).await?;
                        line.put_nik(before.as_ref().map_or("", |nik| nik.as_str()), nik.as_str());
                    }
                }
            }
            page
        }
        Err(RequestError::Settled) if !request.is_waiting() => One::of(frame, here, &request, viewer, &taken.lsp),
        Err(error) => {
            let fault = said::or_failed(view::message(&error, &taken.lsp, lang), error)?;
            let mut shown = One::of(frame, here, &request, viewer, &taken.lsp);
            shown.fault = Some(fault);
            shown
        }
    };
    shown.job = jobs::of_request(office, lsp, id).await?.map(|job| job.id.to_string());
    Ok(shown)
}

pub(in crate::web) async fn one(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    page(&shown(&service, &visit, &me, &named(&id)?).await?)
}

/// The sheet of whoever would get the first certificate, marked.
pub(in crate::web) async fn specimen(
    As { visit, me }: As<Member>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (office, lsp) = (&visit.office, me.lsp());
    let seen = match requests::look(office, lsp, &named(&id)?, visit.now).await {
        Ok(seen) => seen,
        Err(RequestError::NotFound | RequestError::Settled | RequestError::Expired) => return Err(Error::NotFound),
        Err(error) => return Err(Error::Internal(error.into())),
    };
    let Shown::Issue { kept, review, .. } = &seen.shown else { return Err(Error::NotFound) };
    let taken = office.lsp(lsp).await?;
    let (foreseen, issued_on) = (&review.foreseen, kept.row.issued_on);
    let taking = requests::ahead(office, &taken, foreseen, issued_on).await.map_err(unanswered)?;
    let drawn = requests::specimen(office, &taken, foreseen, &taking, issued_on).await.map_err(unanswered)?;
    let sheet = drawn.ok_or(Error::NotFound)?.map_err(|error| Error::Internal(error.into()))?;
    Ok(looked_at(Kind::Pdf, "contoh", sheet))
}

/// Shows a request again, and why nothing was decided.
async fn refused(
    service: &Service,
    visit: &Visit,
    me: &Member,
    id: &RequestId,
    error: RequestError,
) -> Result<Response, Error> {
    if matches!(error, RequestError::NotFound) {
        return Err(Error::NotFound);
    }
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let fault = said::or_failed(view::message(&error, &lsp, visit.lang()), error)?;
    let mut shown = shown(service, visit, me, id).await?;
    shown.fault = Some(fault);
    again(&shown)
}

pub(in crate::web) async fn approve(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Approver>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent<Seen>,
) -> Result<Response, Error> {
    let (id, Form(Seen { seen })) = (named::<RequestId>(&id)?, sent?);
    let (who, random) = (Standing::proven(&me, visit.now), &mut visit.random(&service));
    match requests::approve(&visit.office, &who, &id, &seen, random).await {
        Ok(job) => Ok(see(&format!("{}/pekerjaan/{job}", base(me.lsp())))),
        // A second click: it was approved, and its work is there.
        Err(RequestError::Settled) => match jobs::of_request(&visit.office, me.lsp(), &id).await? {
            Some(job) => Ok(see(&format!("{}/pekerjaan/{}", base(me.lsp()), job.id))),
            None => refused(&service, &visit, &me, &id, RequestError::Settled).await,
        },
        Err(error) => refused(&service, &visit, &me, &id, error).await,
    }
}

pub(in crate::web) async fn send_back(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Approver>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent<Remark>,
) -> Result<Response, Error> {
    let (id, Form(Remark { remark })) = (named::<RequestId>(&id)?, sent?);
    let (who, random) = (Standing::approver(&me, visit.now), &mut visit.random(&service));
    match requests::send_back(&visit.office, &who, &id, &remark, random).await {
        Ok(()) => Ok(see(&of(me.lsp(), &id))),
        Err(error) => refused(&service, &visit, &me, &id, error).await,
    }
}

pub(in crate::web) async fn withdraw(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let id: RequestId = named(&id)?;
    match requests::withdraw(&visit.office, &Standing::operator(&me, visit.now), &id).await {
        Ok(()) => Ok(see(&of(me.lsp(), &id))),
        Err(error) => refused(&service, &visit, &me, &id, error).await,
    }
}

/// How far the work of a request is.
pub(in crate::web) async fn work(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let id: JobId = named(&id)?;
    let job = jobs::one(&visit.office, me.lsp(), &id).await?.ok_or(Error::NotFound)?;
    let request = requests::one(&visit.office, me.lsp(), &job.request).await.map_err(unanswered)?;
    let here = base(me.lsp());
    let frame = visit.frame_of(&service, &me, PART, &format!("{here}/pekerjaan/{id}")).await?;
    let mut work = Work::of(frame, here.clone(), &job, service.app.jobs.steps(&id), &request);
    if let (JobState::Done, Some(kept)) = (job.state, &request.row.kept)
        && let Some(kept) = kept::row(&visit.office, me.lsp(), kept).await?
    {
        work.handover = Some(format!("{here}/kegiatan/{}/serah?daftar={}", kept.event, kept.id));
    }
    page(&work)
}
