//! Whom to call: three lists by the day on which a holder is called, exported, and the roster that begins from one.

mod periods;
mod view;

use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

use super::events::base;
use super::events::form::date;
use super::file::{saved, table_kind};
use super::frame::{again, page};
use super::{As, Visit, rosters, said, see};
use crate::domain::account::Role;
use crate::domain::id::{CertificateId, EventId};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::office::accounts::{Handing, Member, Operator};
use crate::office::events;
use crate::office::kept::{self, Ending, Seats};
use crate::office::key_ring::on_a_thread;
use crate::office::standing::Standing;
use crate::office::watch::{self, Asked, Edge, List, MOST_EXPORTED, PAGE, Periods, calls_table};
use crate::web::{Error, Service};
use crate::words::say;
pub(in crate::web) use periods::{periods, set_periods};
use view::WatchPage;

pub(super) const PART: &str = "/pantau";

/// What is chosen on the page; empty where nothing is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Chosen {
    daftar: String,
    dari: String,
    sampai: String,
    skema: String,
    kegiatan: String,
    sesudah: String,
    sebelum: String,
    bentuk: String,
}

/// A roster of those whose certificates end.
#[derive(Clone, Debug, Deserialize)]
pub(in crate::web) struct Renewal {
    #[serde(flatten)]
    chosen: Chosen,
    #[serde(default)]
    event: String,
    #[serde(default)]
    issued_on: String,
}

type Asking = Result<Query<Chosen>, QueryRejection>;
type Sent<T> = Result<Form<T>, FormRejection>;

impl Chosen {
    fn list(&self) -> List {
        match self.daftar.as_str() {
            "surveilans" => List::Surveillance,
            "kedaluwarsa" => List::Expired,
            _ => List::Notice,
        }
    }

    /// What is asked for; a day that is none is the usual one.
    fn asked(&self, periods: &Periods, today: Date) -> Asked {
        let list = self.list();
        let usual = periods.usual(list, today);
        let between = [date(&self.dari).unwrap_or(usual[0]), date(&self.sampai).unwrap_or(usual[1])];
        Asked { list, between, scheme: self.skema.parse().ok(), event: self.kegiatan.parse().ok() }
    }

    fn edge(&self) -> Edge {
        let read = |text: &str| {
            let (day, id) = text.split_once('.')?;
            Some((day.parse::<Date>().ok()?, CertificateId::new(id.parse().ok()?)))
        };
        match (read(&self.sesudah), read(&self.sebelum)) {
            (Some((day, id)), _) => Edge::After(day, id),
            (None, Some((day, id))) => Edge::Before(day, id),
            (None, None) => Edge::Start,
        }
    }
}

fn here(lsp: &LspId) -> String {
    format!("{}{PART}", base(lsp))
}

async fn shown(service: &Service, visit: &Visit, me: &Member, chosen: &Chosen) -> Result<WatchPage, Error> {
    let (office, id) = (&visit.office, me.lsp());
    let lsp = office.lsp(id).await?.lsp;
    let (periods, today) = (watch::periods(office, id).await?, lsp.time_zone.day_of(visit.now));
    let (asked, edge) = (chosen.asked(&periods, today), chosen.edge());
    // One more than is shown tells whether there is another page.
    let mut calls = watch::page(office, id, &asked, edge, PAGE + 1).await?;
    let more = calls.len() > PAGE as usize;
    let back = matches!(edge, Edge::Before(..));
    if more && back {
        calls.remove(0);
    } else if more {
        calls.pop();
    }
    let events = events::names(office, id).await?;
    let frame = visit.frame_of(service, me, PART, &here(id)).await?;
    let turned = view::Turned {
        next: (back || more) && !calls.is_empty(),
        before: (if back { more } else { edge != Edge::Start }) && !calls.is_empty(),
    };
    Ok(WatchPage::of(frame, chosen, &asked, &calls, turned, &events, &lsp, today))
}

pub(in crate::web) async fn list(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    chosen: Asking,
) -> Result<Response, Error> {
    let Query(chosen) = chosen?;
    page(&shown(&service, &visit, &me, &chosen).await?)
}

/// A list as a file: noted in the journal first, then given.
pub(in crate::web) async fn export(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Handing>,
    sent: Sent<Chosen>,
) -> Result<Response, Error> {
    let Form(chosen) = sent?;
    let (lsp, lang) = (visit.office.lsp(me.lsp()).await?.lsp, visit.lang());
    let periods = watch::periods(&visit.office, me.lsp()).await?;
    let asked = chosen.asked(&periods, lsp.time_zone.day_of(visit.now));
    let Some(calls) = watch::all(&visit.office, me.lsp(), &asked).await? else {
        let mut shown = shown(&service, &visit, &me, &chosen).await?;
        shown.fault = Some(say!(lang, "office-records-export-long", most = MOST_EXPORTED));
        return again(&shown);
    };
    let kind = table_kind(&chosen.bentuk);
    let (list, count) = (asked.list, calls.len());
    let file = on_a_thread(move || calls_table(kind, list, &calls, lang)).await;
    let file = file.map_err(|error| Error::Internal(error.into()))?;
    watch::note(&visit.office, &Standing::handing(&me, visit.now), &asked, count).await?;
    Ok(saved(kind, &format!("{}-{}", view::word(asked.list), lsp.id), file))
}

/// Begins a roster of those who are on a list of certificates that end.
pub(in crate::web) async fn renew(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
    sent: Sent<Renewal>,
) -> Result<Response, Error> {
    let Form(Renewal { chosen, event, issued_on }) = sent?;
    let (office, lang) = (&visit.office, visit.lang());
    let lsp = office.lsp(me.lsp()).await?.lsp;
    let periods = watch::periods(office, me.lsp()).await?;
    let mut asked = chosen.asked(&periods, lsp.time_zone.day_of(visit.now));
    if asked.list == List::Surveillance {
        asked.list = List::Notice;
    }
    let chosen_scheme = chosen.skema.parse::<SchemeCode>().ok();
    let (scheme, event, issued_on) = (chosen_scheme, event.parse::<EventId>().ok(), date(&issued_on));
    let fault = match (scheme, event, issued_on) {
        (Some(scheme), Some(event), Ok(issued_on)) => {
            let between = watch::ending(office, me.lsp(), &asked).await?;
            let ending = Ending { scheme: &scheme, of: asked.event.as_ref(), between };
            let seats = Seats { event: &event, wave: None, issued_on };
            let (who, random) = (Standing::operator(&me, visit.now), &mut visit.random(&service));
            match kept::sit_renewal(office, &who, ending, seats, random).await {
                Ok(kept) => return Ok(see(&rosters::of(me.lsp(), &kept))),
                Err(error) => said::or_failed(rosters::view::message(&error, &lsp, lang), error)?,
            }
        }
        (_, _, Err(unread)) => unread.message(lang),
        _ => say!(lang, "office-records-renewal-choose"),
    };
    let mut shown = shown(&service, &visit, &me, &chosen).await?;
    shown.fault = Some(fault);
    again(&shown)
}

/// Whether somebody takes lists out of the office.
fn hands_over(me: &super::frame::Place) -> bool {
    Handing::ROLES.into_iter().any(|role| me.roles.has(role))
}

/// Whether somebody begins rosters.
fn begins_rosters(me: &super::frame::Place) -> bool {
    me.roles.has(Role::Operator)
}
