//! An employer's password, which the LSP made first.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, Response};
use serde::Deserialize;

use super::{EMPLOYERS, EMPLOYERS_PASSWORD, Sent, again, own};
use crate::office::accounts::{AccountError, Duty};
use crate::web::office::cookie::{self, Line};
use crate::web::office::entering::with_cookie;
use crate::web::office::{Flash, Visit, see};
use crate::web::pages::employer::{self as views, Fault};
use crate::web::{Error, Service};

#[derive(Deserialize)]
pub(in crate::web) struct Passwords {
    old: String,
    new: String,
    again: String,
}

pub(in crate::web) async fn page(State(service): State<Arc<Service>>, visit: Visit) -> Result<Html<String>, Error> {
    Ok(Html(shown(&service, &visit, None).await?))
}

async fn shown(service: &Service, visit: &Visit, fault: Option<Fault>) -> Result<String, Error> {
    let lsp = visit.who.employed_by().ok_or(Error::Forbidden)?;
    let own = own(service, visit, &lsp, EMPLOYERS_PASSWORD).await?;
    let (lists, must) = (service.snapshot(), visit.who.duty() == Some(Duty::ChangePassword));
    Ok(views::password(service.frame(&lists.trust), own, must, fault)?)
}

pub(in crate::web) async fn change(
    State(service): State<Arc<Service>>,
    visit: Visit,
    headers: HeaderMap,
    sent: Sent<Passwords>,
) -> Result<Response, Error> {
    let Form(Passwords { old, new, again: repeated }) = sent?;
    let random = &mut visit.random(&service);
    let fault = if new == repeated {
        match visit.office.change_password(&visit.who, &old, &new, &visit.client, visit.now, random).await {
            Ok(cookie) => {
                visit.tell_in(&service, cookie.session(), EMPLOYERS, Flash::EmployerPassword).await?;
                return Ok(with_cookie(see(EMPLOYERS), cookie::keep(&cookie, Line::of(&headers))));
            }
            Err(AccountError::Office(cause)) => return Err(cause.into()),
            Err(error @ (AccountError::Wrong | AccountError::TooSoon(_))) => Fault::at("old", views::said(&error)),
            Err(error) => Fault::at("new", views::said(&error)),
        }
    } else {
        Fault::at("again", views::not_repeated())
    };
    Ok(again(StatusCode::UNPROCESSABLE_ENTITY, shown(&service, &visit, Some(fault)).await?))
}
