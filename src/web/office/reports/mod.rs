//! Reports: an event as BNSP asks for it, and a year by scheme, as pages and as files of the same table.

mod view;

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::events::{base, named};
use super::file::saved;
use super::frame::page;
use super::{As, Visit};
use crate::domain::id::EventId;
use crate::domain::year::{Year, Years};
use crate::office::accounts::Member;
use crate::office::register::Kind;
use crate::office::report::{self, OfEvent, ReportError, event_table, year_table};
use crate::office::{StoreError, events};
use crate::web::{Error, Service};
use view::{EventPage, YearPage};

pub(super) const PART: &str = "/laporan";

/// Which year is shown.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    tahun: Option<i16>,
}

type Asking = Result<Query<Asked>, QueryRejection>;

impl From<ReportError> for Error {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Store(StoreError::NotFound) => Self::NotFound,
            error => Self::Internal(error.into()),
        }
    }
}

/// The year that was asked for, and all that there are.
async fn years(visit: &Visit, me: &Member, asked: Asking) -> Result<Years, Error> {
    let Query(Asked { tahun }) = asked?;
    let today = visit.office.lsp(me.lsp()).await?.lsp.time_zone.day_of(visit.now);
    let asked = tahun.and_then(|year| year.try_into().ok());
    Ok(report::years(&visit.office, me.lsp(), asked, Year::of(today)).await?)
}

pub(in crate::web) async fn year(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    asked: Asking,
) -> Result<Response, Error> {
    let years = years(&visit, &me, asked).await?;
    let here = base(me.lsp());
    let frame = visit.frame_of(&service, &me, PART, &format!("{here}{PART}")).await?;
    let table = report::of_year(&visit.office, me.lsp(), years.shown).await?;
    let events = events::of_year(&visit.office, me.lsp(), years.shown).await?;
    page(&YearPage::of(frame, here, years, table, events))
}

pub(in crate::web) async fn year_file(
    As { visit, me }: As<Member>,
    Path((_, name)): Path<(String, String)>,
    asked: Asking,
) -> Result<Response, Error> {
    let kind = match name.as_str() {
        "tahun.csv" => Kind::Csv,
        "tahun.xlsx" => Kind::Xlsx,
        _ => return Err(Error::NotFound),
    };
    let year = years(&visit, &me, asked).await?.shown;
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let table = report::of_year(&visit.office, me.lsp(), year).await?;
    let bytes = year_table(kind, &lsp, year, &table).map_err(|error| Error::Internal(error.into()))?;
    Ok(saved(kind, &format!("laporan-{}-{year}", lsp.id), bytes))
}

pub(in crate::web) async fn event(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (id, here) = (named::<EventId>(&id)?, base(me.lsp()));
    let of_event: OfEvent = report::of_event(&visit.office, me.lsp(), &id, visit.now).await?;
    let frame = visit.frame_of(&service, &me, PART, &format!("{here}/kegiatan/{id}/laporan")).await?;
    page(&EventPage::of(frame, here, of_event))
}

pub(in crate::web) async fn event_file(
    As { visit, me }: As<Member>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let id: EventId = named(&id)?;
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let of_event = report::of_event(&visit.office, me.lsp(), &id, visit.now).await?;
    let bytes = event_table(&lsp, &of_event).map_err(|error| Error::Internal(error.into()))?;
    let name = format!("laporan-bnsp-{}-{}", lsp.id, of_event.row.event.starts_on);
    Ok(saved(Kind::Xlsx, &name, bytes))
}
