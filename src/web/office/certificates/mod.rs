//! The LSP's certificates: found, listed a page at a time, shown whole with their history; and what is asked for them.

pub(in crate::web) mod ask;
mod filter;
pub(in crate::web) mod many;
mod one;
mod view;
mod what;

use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::response::Response;

use super::events::base;
use super::frame::{again, page};
use super::{As, Visit, see};
use crate::domain::account::Role;
use crate::domain::holder::Nik;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::office::accounts::Member;
use crate::office::events;
use crate::office::find::{self, Asked, States};
use crate::web::{Error, Service};
use filter::Filter;
pub(in crate::web::office) use filter::{Unread, given};
pub(super) use one::number_of;
pub(in crate::web) use one::{one, sheet};
use view::List;

pub(super) const PART: &str = "/sertifikat";

/// Certificates on a page.
const SHOWN: u32 = 50;

/// The address of a certificate.
pub(super) fn of(lsp: &LspId, number: &str) -> String {
    format!("{}{PART}/{}", base(lsp), key(number))
}

/// The letters and digits of a number.
pub(super) fn key(number: &str) -> String {
    SearchKey::new(number).map_or_else(String::new, |key| key.to_string())
}

/// Leads to the list that a form asks for. A NIK that was typed stands in no address: it is sealed for the session.
async fn narrowed(service: &Service, visit: &Visit, me: &Member, mut filter: Filter) -> Result<Response, Error> {
    filter.dicari.clear();
    if Nik::is_meant(&filter.cari) {
        let random = &mut visit.random(service);
        filter.dicari = visit.office.seal_typed(&visit.who, filter.cari.trim(), random).await?;
    }
    Ok(see(&filter.here(&format!("{}{PART}", base(me.lsp())))))
}

pub(in crate::web) async fn search(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    sent: Result<Form<Filter>, FormRejection>,
) -> Result<Response, Error> {
    let Form(filter) = sent?;
    narrowed(&service, &visit, &me, filter).await
}

pub(in crate::web) async fn list(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    asked: Result<Query<Filter>, QueryRejection>,
) -> Result<Response, Error> {
    let Query(mut filter) = asked?;
    if Nik::is_meant(&filter.cari) {
        return narrowed(&service, &visit, &me, filter).await;
    }
    let mut left = None;
    if !filter.dicari.is_empty() {
        match visit.office.typed(&visit.who, &filter.dicari).await? {
            Some(text) => filter.cari = text.to_string(),
            None => left = Some(Unread::Left),
        }
    }
    let (lsp, here) = (visit.office.lsp(me.lsp()).await?.lsp, base(me.lsp()));
    let frame = visit.frame_of(&service, &me, PART, &format!("{here}{PART}")).await?;
    let events = events::names(&visit.office, me.lsp()).await?;
    let mut shown = List::of(frame, here, &filter, &lsp, &events, me.roles().has(Role::Operator));
    match left.map_or_else(|| filter.read(), Err) {
        Ok((wanted, sort, leaf)) => {
            let today = lsp.time_zone.day_of(visit.now);
            let states = States::Followed(service.snapshot(), visit.now);
            let asked = Asked { sort, leaf, most: SHOWN, today, states };
            shown.show(&filter, find::page(&visit.office, me.lsp(), &wanted, &asked).await?);
            page(&shown)
        }
        Err(unread) => {
            shown.fault = Some(unread.message(shown.frame.lang));
            again(&shown)
        }
    }
}
