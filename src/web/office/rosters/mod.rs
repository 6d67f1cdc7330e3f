//! One roster: shown with every fault at its cell, mended there, handed in again, submitted.

pub(super) mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use serde::Deserialize;

use super::events::form::date;
use super::events::{PART, base, named};
use super::file::{Kind, saved};
use super::frame::{again, page};
use super::requests::{self, view as request_view};
use super::{As, Visit, said, see, upload};
use crate::domain::id::KeptId;
use crate::domain::issuer::LspId;
use crate::office::accounts::{Member, Operator};
use crate::office::events;
use crate::office::kept::{self, Kept, KeptError};
use crate::office::requests::{one as one_request, submit};
use crate::office::standing::Standing;
use crate::roster::Coordinate;
use crate::web::{Error, Service};
use view::One;

/// A form that names the state it was made for.
#[derive(Deserialize)]
pub(in crate::web) struct Revised {
    revision: i64,
    #[serde(default)]
    issued_on: String,
}

type Sent<T> = Result<Form<T>, FormRejection>;

/// The address of a roster.
pub(super) fn of(lsp: &LspId, id: &KeptId) -> String {
    format!("{}/daftar/{id}", base(lsp))
}

async fn opened(visit: &Visit, lsp: &LspId, id: &KeptId) -> Result<Kept, Error> {
    kept::open(&visit.office, lsp, id).await.map_err(|error| match error {
        KeptError::Erased | KeptError::NotFound => Error::NotFound,
        error => Error::Internal(error.into()),
    })
}

async fn shown(service: &Service, visit: &Visit, me: &Member, id: &KeptId) -> Result<One, Error> {
    let kept = opened(visit, me.lsp(), id).await?;
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let review = kept.review(&visit.office, &lsp, visit.now).await;
    let event = events::row(&visit.office, me.lsp(), &kept.row.event).await?.ok_or(Error::NotFound)?;
    let event = (event.id.to_string(), event.event.name);
    let frame = visit.frame_of(service, me, PART, &of(me.lsp(), id)).await?;
    let mut shown = One::of(frame, base(me.lsp()), &kept, review, event, &lsp)?;
    if let Some(request) = kept.row.request.as_ref().filter(|_| kept.row.state.is_open()) {
        match one_request(&visit.office, me.lsp(), request).await {
            Ok(request) => shown.remark = request.remark,
            Err(error) => {
                shown.fault = Some(said::or_failed(request_view::message(&error, &lsp, shown.frame.lang), error)?);
            }
        }
    }
    Ok(shown)
}

pub(in crate::web) async fn one(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let id: KeptId = named(&id)?;
    if let Err(KeptError::Erased) = kept::open(&visit.office, me.lsp(), &id).await {
        let frame = visit.frame_of(&service, &me, PART, &of(me.lsp(), &id)).await?;
        return page(&view::Erased { frame, here: base(me.lsp()) });
    }
    page(&shown(&service, &visit, &me, &id).await?)
}

/// An empty roster to fill in.
pub(in crate::web) async fn template(As { visit, me }: As<Member>) -> Result<Response, Error> {
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let file = kept::template(&lsp).map_err(|error| Error::Internal(error.into()))?;
    Ok(saved(Kind::Xlsx, &format!("peserta-{}", lsp.id), file))
}

/// Goes on to the roster, or shows it again and why nothing was done.
async fn done(
    service: &Service,
    visit: &Visit,
    me: &Operator,
    id: &KeptId,
    done: Result<(), KeptError>,
) -> Result<Response, Error> {
    let Err(error) = done else { return Ok(see(&of(me.lsp(), id))) };
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let fault = said::or_failed(view::message(&error, &lsp, visit.lang()), error)?;
    let mut shown = shown(service, visit, me, id).await?;
    shown.fault = Some(fault);
    again(&shown)
}

/// Takes cells in that were mended; those that say what stands there anyway are left out.
pub(in crate::web) async fn mend(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let (id, Form(fields)) = (named::<KeptId>(&id)?, sent?);
    let revision = fields.iter().find(|(name, _)| name == "revision").and_then(|(_, text)| text.parse().ok());
    let kept = opened(&visit, me.lsp(), &id).await?;
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let mended = async {
        let (grid, _) = kept.read(&visit.office, &lsp, visit.now).await?;
        let stands: BTreeMap<Coordinate, String> =
            grid.cells().filter_map(|(at, text)| Some((at, text?.into_owned()))).collect();
        let typed = fields.into_iter().filter_map(|(name, text)| Some((name.parse::<Coordinate>().ok()?, text)));
        let mended: Vec<_> = typed.filter(|(at, text)| stands.get(at).map_or("", String::as_str) != text).collect();
        let (who, random) = (Standing::operator(&me, visit.now), &mut visit.random(&service));
        kept::mend(&visit.office, &who, &id, revision.unwrap_or(-1), &mended, random).await
    };
    done(&service, &visit, &me, &id, mended.await).await
}

pub(in crate::web) async fn hand_in_again(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, id)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Error> {
    let id: KeptId = named(&id)?;
    let sent = upload::take(&service, request).await?;
    let revision = sent.field("revision").parse().unwrap_or(-1);
    let (who, random) = (Standing::operator(&me, visit.now), &mut visit.random(&service));
    let file = (sent.file_name.as_str(), sent.file.as_slice());
    let replaced = kept::hand_in_again(&visit.office, &who, &id, revision, file, random).await;
    done(&service, &visit, &me, &id, replaced).await
}

pub(in crate::web) async fn set_date(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent<Revised>,
) -> Result<Response, Error> {
    let (id, Form(Revised { revision, issued_on })) = (named::<KeptId>(&id)?, sent?);
    let issued_on = match date(&issued_on) {
        Ok(issued_on) => issued_on,
        Err(unread) => {
            let mut shown = shown(&service, &visit, &me, &id).await?;
            shown.fault = Some(unread.message(visit.lang()));
            return again(&shown);
        }
    };
    let (who, random) = (Standing::operator(&me, visit.now), &mut visit.random(&service));
    let dated = kept::date(&visit.office, &who, &id, revision, issued_on, random).await;
    done(&service, &visit, &me, &id, dated).await
}

pub(in crate::web) async fn withdraw(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let id: KeptId = named(&id)?;
    let withdrawn = kept::withdraw(&visit.office, &Standing::operator(&me, visit.now), &id).await;
    done(&service, &visit, &me, &id, withdrawn).await
}

pub(in crate::web) async fn submit_roster(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent<Revised>,
) -> Result<Response, Error> {
    let (id, Form(Revised { revision, .. })) = (named::<KeptId>(&id)?, sent?);
    let (who, random) = (Standing::operator(&me, visit.now), &mut visit.random(&service));
    let error = match submit(&visit.office, &who, &id, revision, random).await {
        Ok(request) => return Ok(see(&requests::of(me.lsp(), &request))),
        Err(error) => error,
    };
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let fault = said::or_failed(request_view::message(&error, &lsp, visit.lang()), error)?;
    let mut shown = shown(&service, &visit, &me, &id).await?;
    shown.fault = Some(fault);
    again(&shown)
}
