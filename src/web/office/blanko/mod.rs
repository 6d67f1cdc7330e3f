//! Preprinted sheets: what came in and what is left, which were spoiled, and which certificate is on which.

mod given;
mod view;

use std::borrow::Cow;
use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use serde::Deserialize;

use super::events::base;
use super::events::form::date;
use super::frame::{again, page};
use super::{As, Flash, Visit, said, see};
use crate::domain::blanko::{Run, Serial, Spoiled};
use crate::domain::issuer::LspId;
use crate::office::accounts::{Handing, Member};
use crate::office::blanko::{self as sheets, BlankoError};
use crate::office::standing::Standing;
use crate::web::{Error, Service};
use crate::words::say;
pub(in crate::web) use given::{give, given};
use view::{StockPage, Typed, message};

pub(super) const PART: &str = "/blanko";

type Sent<T> = Result<Form<T>, FormRejection>;

/// A delivery, as it was typed.
#[derive(Default, Deserialize)]
pub(in crate::web) struct Received {
    #[serde(default)]
    key: String,
    first: String,
    last: String,
    on: String,
}

/// A sheet that cannot be used, as it was typed.
#[derive(Default, Deserialize)]
pub(in crate::web) struct Unusable {
    #[serde(default)]
    key: String,
    serial: String,
    reason: String,
}

fn of(lsp: &LspId) -> String {
    format!("{}{PART}", base(lsp))
}

async fn shown(service: &Service, visit: &Visit, me: &Member, typed: Typed) -> Result<StockPage, Error> {
    let frame = visit.frame_of(service, me, PART, &of(me.lsp())).await?;
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let stock = sheets::counted(&visit.office, me.lsp()).await?;
    let today = lsp.time_zone.day_of(visit.now);
    let hands = Handing::narrow(me.clone()).is_some();
    Ok(StockPage::of(frame, base(me.lsp()), hands, &stock, &lsp, today, typed))
}

async fn refused(
    service: &Service,
    visit: &Visit,
    me: &Member,
    fault: Cow<'static, str>,
    typed: Typed,
) -> Result<Response, Error> {
    let mut shown = shown(service, visit, me, typed).await?;
    shown.fault = Some(fault);
    again(&shown)
}

pub(in crate::web) async fn stock(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
) -> Result<Response, Error> {
    page(&shown(&service, &visit, &me, Typed::default()).await?)
}

pub(in crate::web) async fn receive(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Handing>,
    sent: Sent<Received>,
) -> Result<Response, Error> {
    let (Form(Received { key, first, last, on }), lang) = (sent?, visit.lang());
    let read = || {
        let serial = |text: &str| text.parse::<Serial>().map_err(|_| say!(lang, "office-handover-fault-serial", text));
        let run = Run::new(serial(&first)?, serial(&last)?);
        let run =
            run.map_err(|_| say!(lang, "office-handover-fault-run", most = crate::domain::blanko::MOST_RECEIVED))?;
        Ok::<_, Cow<'static, str>>((run, date(&on).map_err(|unread| unread.message(lang))?))
    };
    let fault = match read() {
        Err(fault) => fault,
        Ok((run, on)) => {
            let who = Standing::handing(&me, visit.now);
            match visit.once(&key, sheets::receive(&visit.office, &who, &run, on)).await? {
                None => return Ok(see(&of(me.lsp()))), // a second click: the page tells what the first did
                Some(Ok(())) => {
                    visit.tell(&service, &of(me.lsp()), Flash::SheetsReceived { count: run.count() }).await?;
                    return Ok(see(&of(me.lsp())));
                }
                Some(Err(error)) => told(&visit, &me, error).await?,
            }
        }
    };
    refused(&service, &visit, &me, fault, Typed { first, last, ..Typed::default() }).await
}

pub(in crate::web) async fn spoil(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Handing>,
    sent: Sent<Unusable>,
) -> Result<Response, Error> {
    let (Form(Unusable { key, serial, reason }), lang) = (sent?, visit.lang());
    let fault = match (serial.parse::<Serial>(), Spoiled::from_word(&reason)) {
        (Err(_), _) => say!(lang, "office-handover-fault-serial", text = serial),
        (Ok(_), None) => say!(lang, "office-handover-fault-reason"),
        (Ok(sheet), Some(reason)) => {
            let who = Standing::handing(&me, visit.now);
            match visit.once(&key, sheets::spoil(&visit.office, &who, &sheet, reason)).await? {
                None => return Ok(see(&of(me.lsp()))), // a second click
                Some(Ok(())) => {
                    visit.tell(&service, &of(me.lsp()), Flash::SheetSpoiled { serial: sheet.to_string() }).await?;
                    return Ok(see(&of(me.lsp())));
                }
                Some(Err(error)) => told(&visit, &me, error).await?,
            }
        }
    };
    refused(&service, &visit, &me, fault, Typed { serial, reason, ..Typed::default() }).await
}

async fn told(visit: &Visit, me: &Member, error: BlankoError) -> Result<Cow<'static, str>, Error> {
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    said::or_failed(message(&error, &lsp, visit.lang()), error)
}
