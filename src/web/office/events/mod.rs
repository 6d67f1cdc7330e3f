//! Events: those of a year, one with its rosters, the form that writes one down; and the rosters that begin there, from
//! a file or from people who are known already.

pub(super) mod form;
pub(super) mod view;

use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use serde::Deserialize;

use super::frame::{again, page};
use super::upload::{self, Upload};
use super::{As, Visit, rosters, said, see};
use crate::domain::account::Role;
use crate::domain::id::{EventId, KeptId};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::domain::year::{Year, Years};
use crate::office::accounts::{Member, Operator};
use crate::office::events::{self, EventError, EventRow};
use crate::office::kept::{self, Ending, HandedIn, KeptError, Seats};
use crate::office::standing::Standing;
use crate::web::{Error, Fault, Service};
use form::{EventForm, Fault as FieldFault, Typed, Unread, date};
use view::{One, YearPage, YearRow};

pub(super) const PART: &str = "/kegiatan";

/// Which year is shown.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    tahun: Option<i16>,
}

/// Who sits again, from which wave into which.
#[derive(Deserialize)]
pub(in crate::web) struct Again {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    issued_on: String,
}

/// Whose certificates end when.
#[derive(Deserialize)]
pub(in crate::web) struct Renewal {
    scheme: SchemeCode,
    ending_from: String,
    ending_until: String,
    issued_on: String,
}

type Sent<T> = Result<Form<T>, FormRejection>;

pub(super) fn base(lsp: &LspId) -> String {
    format!("/office/{lsp}")
}

fn of(lsp: &LspId, event: &EventId) -> String {
    format!("{}{PART}/{event}", base(lsp))
}

/// A name in an address.
pub(super) fn named<T: std::str::FromStr>(text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

pub(in crate::web) async fn year(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Error> {
    let Query(Asked { tahun }) = asked?;
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let (asked, this) = (tahun.and_then(|year| year.try_into().ok()), Year::of(lsp.time_zone.day_of(visit.now)));
    let Years { shown: year, all: years } = Years::new(asked, events::years(&visit.office, me.lsp()).await?, this);
    let frame = visit.frame_of(&service, &me, PART, &format!("{}{PART}", base(me.lsp()))).await?;
    let (lang, operator) = (frame.lang, me.roles().has(Role::Operator));
    let listed = events::of_year(&visit.office, me.lsp(), year).await?;
    let rows = listed.into_iter().map(|listed| YearRow::of(listed, lang)).collect();
    page(&YearPage { frame, here: base(me.lsp()), operator, year, years, rows })
}

pub(in crate::web) async fn new(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
) -> Result<Response, Error> {
    page(&form(&service, &visit, &me, None, Typed::new()).await?)
}

async fn form(
    service: &Service,
    visit: &Visit,
    me: &Operator,
    id: Option<String>,
    typed: Typed,
) -> Result<EventForm, Error> {
    let here = base(me.lsp());
    let frame = visit.frame_of(service, me, PART, &format!("{here}{PART}/baru")).await?;
    Ok(EventForm::of(frame, here, id, typed))
}

pub(in crate::web) async fn add(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    sent: Sent<Typed>,
) -> Result<Response, Error> {
    let (Form(typed), lang) = (sent?, visit.lang());
    let faults = match typed.read() {
        Err(unreadable) => unreadable.faults(lang),
        Ok(event) => {
            let (who, random) = (Standing::operator(&me, visit.now), &mut visit.random(&service));
            match events::add(&visit.office, &who, &event, random).await {
                Ok(id) => return Ok(see(&of(me.lsp(), &id))),
                Err(error) => faults_of(error, lang)?,
            }
        }
    };
    let mut shown = form(&service, &visit, &me, None, typed).await?;
    shown.faults = faults;
    again(&shown)
}

fn faults_of(error: EventError, lang: crate::words::Lang) -> Result<Vec<FieldFault>, Error> {
    form::faults(&error, lang).ok_or_else(|| match error {
        EventError::Office(error) => error.into(),
        error => Error::Internal(error.into()),
    })
}

pub(in crate::web) async fn change_page(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, event)): Path<(String, String)>,
) -> Result<Response, Error> {
    let row = row(&visit, me.lsp(), &named(&event)?).await?;
    page(&form(&service, &visit, &me, Some(event), Typed::of(&row)).await?)
}

async fn row(visit: &Visit, lsp: &LspId, id: &EventId) -> Result<EventRow, Error> {
    events::row(&visit.office, lsp, id).await?.ok_or(Error::NotFound)
}

pub(in crate::web) async fn change(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, event)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Result<Response, Error> {
    let (Form(mut typed), lang) = (sent?, visit.lang());
    let id: EventId = named(&event)?;
    row(&visit, me.lsp(), &id).await?;
    let mut stands = None;
    let faults = match typed.read() {
        Err(unreadable) => unreadable.faults(lang),
        Ok(event) => {
            let changed = EventRow { id: id.clone(), event, revision: typed.revision };
            match events::change(&visit.office, &Standing::operator(&me, visit.now), &changed).await {
                Ok(()) => return Ok(see(&of(me.lsp(), &id))),
                Err(error) => {
                    // Who is told that it changed sees what stands there, and may save over it.
                    if matches!(error, EventError::Changed) {
                        let now = Typed::of(&row(&visit, me.lsp(), &id).await?);
                        typed.revision = now.revision;
                        stands = Some(now);
                    }
                    faults_of(error, lang)?
                }
            }
        }
    };
    let mut shown = form(&service, &visit, &me, Some(event), typed).await?;
    (shown.faults, shown.stands) = (faults, stands);
    again(&shown)
}

async fn shown(service: &Service, visit: &Visit, me: &Member, id: &EventId) -> Result<One, Error> {
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let row = row(visit, me.lsp(), id).await?;
    let counts = events::counts(&visit.office, me.lsp(), id).await?.ok_or(Error::NotFound)?;
    let rosters = kept::of_event(&visit.office, me.lsp(), id).await?;
    let frame = visit.frame_of(service, me, PART, &of(me.lsp(), id)).await?;
    let today = lsp.time_zone.day_of(visit.now);
    Ok(One::of(frame, base(me.lsp()), (row, counts), &rosters, &lsp, today))
}

pub(in crate::web) async fn one(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    Path((_, event)): Path<(String, String)>,
) -> Result<Response, Error> {
    page(&shown(&service, &visit, &me, &named(&event)?).await?)
}

/// Why no roster began.
enum Refused {
    Kept(KeptError),
    Unread(Unread),
}

impl From<KeptError> for Refused {
    fn from(error: KeptError) -> Self {
        Self::Kept(error)
    }
}

impl From<Unread> for Refused {
    fn from(unread: Unread) -> Self {
        Self::Unread(unread)
    }
}

/// Goes on to the roster, or shows the event again and why there is none.
async fn begun(
    service: &Service,
    visit: &Visit,
    me: &Operator,
    event: &EventId,
    kept: Result<KeptId, Refused>,
) -> Result<Response, Error> {
    let error = match kept {
        Ok(kept) => return Ok(see(&rosters::of(me.lsp(), &kept))),
        Err(error) => error,
    };
    let (lang, lsp) = (visit.lang(), visit.office.lsp(me.lsp()).await?.lsp);
    let fault = match error {
        Refused::Kept(error) => said::or_failed(rosters::view::message(&error, &lsp, lang), error)?,
        Refused::Unread(unread) => unread.message(lang),
    };
    let mut shown = shown(service, visit, me, event).await?;
    shown.fault = Some(fault);
    again(&shown)
}

pub(in crate::web) async fn hand_in(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, event)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Error> {
    let event: EventId = named(&event)?;
    let sent = upload::take(&service, request).await?;
    let handed = async {
        let Upload { file_name, file, .. } = &sent;
        let issued_on = date(sent.field("issued_on"))?;
        let wave = wave(sent.field("wave"))?;
        let new = HandedIn { event: &event, wave, file_name, file, issued_on };
        let (who, random) = (Standing::operator(&me, visit.now), &mut visit.random(&service));
        Ok(kept::hand_in(&visit.office, &who, new, random).await?)
    };
    begun(&service, &visit, &me, &event, handed.await).await
}

fn wave(text: &str) -> Result<Option<u32>, Unread> {
    let text = Some(text.trim()).filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(|_| Unread::Number(text.to_owned()))).transpose()
}

pub(in crate::web) async fn sit_again(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, event)): Path<(String, String)>,
    sent: Sent<Again>,
) -> Result<Response, Error> {
    let event: EventId = named(&event)?;
    let Form(Again { from, to, issued_on }) = sent?;
    let made = async {
        let seats = Seats { event: &event, wave: wave(&to)?, issued_on: date(&issued_on)? };
        let (who, random) = (Standing::operator(&me, visit.now), &mut visit.random(&service));
        Ok(kept::sit_again(&visit.office, &who, (&event, wave(&from)?), seats, random).await?)
    };
    begun(&service, &visit, &me, &event, made.await).await
}

pub(in crate::web) async fn renew(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    Path((_, event)): Path<(String, String)>,
    sent: Sent<Renewal>,
) -> Result<Response, Error> {
    let event: EventId = named(&event)?;
    let Form(Renewal { scheme, ending_from, ending_until, issued_on }) = sent?;
    let made = async {
        let seats = Seats { event: &event, wave: None, issued_on: date(&issued_on)? };
        let between = [date(&ending_from)?, date(&ending_until)?];
        let ending = Ending { scheme: &scheme, of: None, between };
        let (who, random) = (Standing::operator(&me, visit.now), &mut visit.random(&service));
        Ok(kept::sit_renewal(&visit.office, &who, ending, seats, random).await?)
    };
    begun(&service, &visit, &me, &event, made.await).await
}

/// A form without its file, or with something else.
pub(super) const NO_FILE: Error = Error::Rejected(Fault::File);
