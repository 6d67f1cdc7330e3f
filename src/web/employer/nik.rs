//! The first page of an employer: is this NIK that of a certificate's holder?

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, Response};
use serde::Deserialize;

use super::{EMPLOYERS, EmployedBy, Sent, again, own};
use crate::domain::holder::Nik;
use crate::office::accounts::AccountError;
use crate::office::employers::{self, EmployerError};
use crate::web::office::{Flash, see};
use crate::web::pages::employer::{self as views, Fault, TypedNik};
use crate::web::{Error, Service};

#[derive(Deserialize)]
pub(in crate::web) struct Question {
    #[serde(default)]
    key: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    nik: String,
}

pub(in crate::web) async fn home(
    State(service): State<Arc<Service>>,
    employer: EmployedBy,
) -> Result<Html<String>, Error> {
    Ok(Html(shown(&service, &employer, &TypedNik::default(), None).await?))
}

async fn shown(
    service: &Service,
    EmployedBy { visit, me }: &EmployedBy,
    typed: &TypedNik,
    fault: Option<Fault>,
) -> Result<String, Error> {
    let own = own(service, visit, me.lsp(), EMPLOYERS).await?;
    let niks =
        employers::niks_left(&visit.office, me, visit.now).await.map_err(|error| Error::Internal(error.into()))?;
    let lookups = employers::lookups_left(&visit.office, me, visit.now).await?;
    let lists = service.snapshot();
    Ok(views::nik(service.frame(&lists.trust), own, typed, [niks, lookups], fault)?)
}

pub(in crate::web) async fn ask(
    State(service): State<Arc<Service>>,
    employer: EmployedBy,
    sent: Sent<Question>,
) -> Result<Response, Error> {
    let Form(Question { key, token, nik }) = sent?;
    let EmployedBy { visit, me } = &employer;
    let fault = match nik.parse::<Nik>() {
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, Fault::at("nik", views::no_nik())),
        Ok(read) => {
            let act = employers::nik_is_of(&visit.office, me, (&token, &read), visit.now);
            match visit.once(&key, act).await? {
                None => return Ok(see(EMPLOYERS)),
                Some(Ok(answered)) => {
                    let said = Flash::NikSaid { number: answered.number, said: answered.said.into() };
                    visit.tell(&service, EMPLOYERS, said).await?;
                    return Ok(see(EMPLOYERS));
                }
                Some(Err(EmployerError::Office(cause) | EmployerError::Account(AccountError::Office(cause)))) => {
                    return Err(cause.into());
                }
                Some(Err(error @ (EmployerError::TooSoon(_) | EmployerError::Day { .. } | EmployerError::Spent))) => {
                    (StatusCode::TOO_MANY_REQUESTS, Fault::at("token", views::said(&error)))
                }
                Some(Err(error)) => (StatusCode::UNPROCESSABLE_ENTITY, Fault::at("token", views::said(&error))),
            }
        }
    };
    let typed = TypedNik { token, nik };
    Ok(again(fault.0, shown(&service, &employer, &typed, Some(fault.1)).await?))
}
