//! The door of employers, and leaving. What was wrong of a name and a password is not said.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, Response};
use serde::Deserialize;

use super::{EMPLOYERS, EMPLOYERS_DOOR, Sent, again};
use crate::office::accounts::AccountError;
use crate::office::accounts::sign_in::SigningIn;
use crate::web::office::cookie::{self, Line};
use crate::web::office::entering::with_cookie;
use crate::web::office::{Here, Visit, see};
use crate::web::pages::employer as views;
use crate::web::{Error, Service};

#[derive(Deserialize)]
pub(in crate::web) struct NameAndPassword {
    name: String,
    password: String,
}

pub(in crate::web) async fn page(State(service): State<Arc<Service>>) -> Result<Html<String>, Error> {
    let lists = service.snapshot();
    Ok(Html(views::door(service.frame(&lists.trust), "", None)?))
}

pub(in crate::web) async fn enter(
    State(service): State<Arc<Service>>,
    here: Here,
    headers: HeaderMap,
    sent: Sent<NameAndPassword>,
) -> Result<Response, Error> {
    let (Form(NameAndPassword { name, password }), line, lists) = (sent?, Line::of(&headers), service.snapshot());
    let refuse = |status, fault| {
        let shown = views::door(service.frame(&lists.trust), name.trim(), Some(fault))?;
        Ok(again(status, shown))
    };
    if line == Line::Plain {
        return refuse(StatusCode::FORBIDDEN, views::plain());
    }
    let random = &mut here.random(&service);
    let begun = match here.office.sign_in(&name, &password, &here.client, here.now, random).await {
        Ok(begun) => begun,
        Err(AccountError::Wrong) => return refuse(StatusCode::UNPROCESSABLE_ENTITY, views::wrong()),
        Err(error @ AccountError::TooSoon(_)) => {
            return refuse(StatusCode::TOO_MANY_REQUESTS, views::said(&error));
        }
        Err(AccountError::Office(cause)) => return Err(cause.into()),
        Err(error) => return refuse(StatusCode::UNPROCESSABLE_ENTITY, views::said(&error)),
    };
    // Whoever was signed in with this browser is so no more.
    if let Some(before) = here.shown(&service, &headers).await? {
        here.office.sign_out(&before, here.now).await.map_err(|error| Error::Internal(error.into()))?;
    }
    let (cookie, to) = match begun {
        // Somebody of the office, who goes on at its door.
        SigningIn::Code(cookie) => (cookie, "/office/masuk/kode"),
        SigningIn::In(cookie) => (cookie, EMPLOYERS),
    };
    Ok(with_cookie(see(to), cookie::keep(&cookie, line)))
}

pub(in crate::web) async fn leave(visit: Visit, headers: HeaderMap) -> Result<Response, Error> {
    visit.office.sign_out(&visit.who, visit.now).await.map_err(|error| Error::Internal(error.into()))?;
    Ok(with_cookie(see(EMPLOYERS_DOOR), cookie::forget(&headers)))
}
