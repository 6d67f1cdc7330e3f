//! Personal data: how much is kept longer than it may be, asked to be erased; and what is kept about one holder, given
//! to her.

mod view;

use std::sync::Arc;

use axum::Form as Sent;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use serde::Deserialize;

use super::events::base;
use super::file::{self, saved};
use super::frame::{again, page};
use super::{As, Visit, requests as asked, said, see};
use crate::domain::holder::Nik;
use crate::domain::issuer::LspId;
use crate::office::accounts::{Member, Operator};
use crate::office::give_out::{Form, give_out, given_table};
use crate::office::key_ring::on_a_thread;
use crate::office::register::Kind;
use crate::office::standing::Standing;
use crate::office::{erasure, requests};
use crate::web::{Error, Service};
use crate::words::say;
use view::{GivenPage, PrivacyPage};

/// The journal is nearest to it.
const PART: &str = super::journal::PART;

/// Whose data, and how it is handed over.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Holder {
    number: String,
    nik: String,
    form: String,
}

fn here(lsp: &LspId) -> String {
    format!("{}/data-pribadi", base(lsp))
}

async fn shown(service: &Service, visit: &Visit, me: &Member) -> Result<PrivacyPage, Error> {
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let due = erasure::due(&visit.office, &lsp, visit.now).await?;
    let frame = visit.frame_of(service, me, PART, &here(me.lsp())).await?;
    Ok(PrivacyPage::of(frame, base(me.lsp()), due))
}

pub(in crate::web) async fn overview(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
) -> Result<Response, Error> {
    page(&shown(&service, &visit, &me).await?)
}

/// Asks for an erasure, which another person decides.
pub(in crate::web) async fn ask_erasure(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Operator>,
) -> Result<Response, Error> {
    let (who, random) = (Standing::operator(&me, visit.now), &mut visit.random(&service));
    let error = match requests::ask_erasure(&visit.office, &who, random).await {
        Ok(id) => return Ok(see(&asked::of(me.lsp(), &id))),
        Err(error) => error,
    };
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let fault = said::or_failed(asked::view::message(&error, &lsp, visit.lang()), error)?;
    let mut shown = shown(&service, &visit, &me).await?;
    shown.fault = Some(fault);
    again(&shown)
}

/// Gives out what is kept about a holder. The NIK is in no address.
pub(in crate::web) async fn holder(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
    sent: Result<Sent<Holder>, FormRejection>,
) -> Result<Response, Error> {
    let Sent(Holder { number, nik, form }) = sent?;
    let (lsp, lang) = (visit.office.lsp(me.lsp()).await?.lsp, visit.lang());
    let form = match form.as_str() {
        "json" => Form::Json,
        "xlsx" => Form::Xlsx,
        _ => Form::Page,
    };
    let given = match nik.parse::<Nik>() {
        Ok(nik) => give_out(&visit.office, &lsp, (number.trim(), &nik), form, &me.by(visit.now)).await?,
        Err(_) => None,
    };
    let Some(given) = given else {
        let mut shown = shown(&service, &visit, &me).await?;
        shown.fault = Some(say!(lang, "office-records-holder-none"));
        shown.number = number;
        return again(&shown);
    };
    match form {
        Form::Json => {
            let text = serde_json::to_string_pretty(&given).map_err(|cause| Error::Internal(cause.into()))?;
            Ok(saved(file::Kind::Json, "data-pribadi", text))
        }
        Form::Xlsx => {
            let table = on_a_thread(move || given_table(&given, &lsp, lang)).await;
            Ok(saved(Kind::Xlsx, "data-pribadi", table.map_err(|error| Error::Internal(error.into()))?))
        }
        Form::Page => {
            let frame = visit.frame_of(&service, &me, PART, &format!("{}/pemegang", here(me.lsp()))).await?;
            page(&GivenPage::of(frame, base(me.lsp()), &given, &lsp))
        }
    }
}
