//! The keys of an employer's programs: made by the employer itself, each shown once.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, Response};
use serde::Deserialize;

use super::{EmployedBy, KEYS, Sent, again, own};
use crate::office::accounts::AccountError;
use crate::office::employers::{self, EmployerError};
use crate::web::office::{Flash, see};
use crate::web::pages::employer::{self as views, Fault};
use crate::web::{Error, Service};

#[derive(Deserialize)]
pub(in crate::web) struct Proof {
    #[serde(default)]
    key: String,
    #[serde(default)]
    password: String,
}

pub(in crate::web) async fn list(
    State(service): State<Arc<Service>>,
    employer: EmployedBy,
) -> Result<Html<String>, Error> {
    Ok(Html(shown(&service, &employer, None).await?))
}

async fn shown(
    service: &Service,
    EmployedBy { visit, me }: &EmployedBy,
    fault: Option<Fault>,
) -> Result<String, Error> {
    let own = own(service, visit, me.lsp(), KEYS).await?;
    let keys = employers::keys_of(&visit.office, me.lsp(), me.account()).await.map_err(internal)?;
    let most = employers::keys_allowed(&visit.office, me).await.map_err(internal)?;
    let (lists, zone) = (service.snapshot(), visit.office.lsp(me.lsp()).await?.lsp.time_zone);
    Ok(views::keys(service.frame(&lists.trust), own, &keys, most, zone.rules(), fault)?)
}

pub(in crate::web) async fn make(
    State(service): State<Arc<Service>>,
    employer: EmployedBy,
    sent: Sent<Proof>,
) -> Result<Response, Error> {
    let Form(Proof { key, password }) = sent?;
    let EmployedBy { visit, me } = &employer;
    let act = async {
        visit.office.shows_password(&visit.who, &password, visit.now).await?;
        employers::make_key(&visit.office, me, visit.now, &mut visit.random(&service)).await
    };
    match visit.once(&key, act).await? {
        None => Ok(see(KEYS)),
        Some(Ok(made)) => {
            visit.tell(&service, KEYS, Flash::EmployerKeyMade { key: made.as_str().to_owned() }).await?;
            Ok(see(KEYS))
        }
        Some(Err(error)) => refused(&service, &employer, error).await,
    }
}

pub(in crate::web) async fn revoke(
    State(service): State<Arc<Service>>,
    employer: EmployedBy,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    let EmployedBy { visit, me } = &employer;
    let by = me.by(visit.now);
    match employers::revoke_key(&visit.office, me.lsp(), (me.account(), &name), &by).await {
        Ok(()) => {
            visit.tell(&service, KEYS, Flash::EmployerKeyRevoked).await?;
            Ok(see(KEYS))
        }
        Err(error) => refused(&service, &employer, error).await,
    }
}

async fn refused(service: &Service, employer: &EmployedBy, error: EmployerError) -> Result<Response, Error> {
    let fault = match error {
        EmployerError::Office(cause) | EmployerError::Account(AccountError::Office(cause)) => return Err(cause.into()),
        error @ EmployerError::Account(_) => Fault::at("password", views::said(&error)),
        error => Fault::at("kunci", views::said(&error)),
    };
    Ok(again(StatusCode::UNPROCESSABLE_ENTITY, shown(service, employer, Some(fault)).await?))
}

fn internal(error: EmployerError) -> Error {
    Error::Internal(error.into())
}
