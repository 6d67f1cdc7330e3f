//! The second step of one's own account: an authenticator, its QR, and recovery codes.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::response::Response;
use serde::Deserialize;

use super::cookie::{self, Line};
use super::entering::with_cookie;
use super::frame::{again, page};
use super::own::ACCOUNT;
use super::words::refused;
use super::{Flash, Frame, Visit, see};
use crate::office::accounts::totp::TotpSecret;
use crate::office::accounts::{AccountError, Cookie, Duty};
use crate::web::pages::Drawn;
use crate::web::{Error, Service};
use crate::words::say;

const PAGE: &str = "/office/akun/kode";

/// Where one shows again who one is, and comes back here.
const PROVE: &str = "/office/bukti?ke=%2Foffice%2Fakun%2Fkode";

/// What an authenticator takes its secret from.
struct Secret {
    /// The QR's dark modules, as the path of a drawing.
    path: String,
    /// Modules along a side, the quiet zone with them.
    side: usize,
    url: String,
    spelt: String,
}

#[derive(Template)]
#[template(path = "office/second-step.html")]
struct SecondStepPage {
    frame: Frame,
    /// It comes before anything else.
    must: bool,
    has_totp: bool,
    recovery_left: usize,
    /// The one that is about to be set up.
    secret: Option<Secret>,
    fault: Option<Cow<'static, str>>,
}

#[derive(Deserialize)]
pub(in crate::web) struct Code {
    code: String,
}

pub(in crate::web) async fn show(
    State(service): State<Arc<Service>>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if !visit.who.is_proven(visit.now) {
        return Ok(see(PROVE));
    }
    page(&shown(&service, &visit, &headers, None).await?)
}

async fn shown(
    service: &Service,
    visit: &Visit,
    headers: &HeaderMap,
    fault: Option<Cow<'static, str>>,
) -> Result<SecondStepPage, Error> {
    let pending = visit.office.pending_totp(&visit.who).await.map_err(|error| Error::Internal(error.into()))?;
    let secret = pending.map(|secret| drawn(&secret, visit, headers)).transpose()?;
    Ok(SecondStepPage {
        frame: visit.frame(service, PAGE).await?,
        must: visit.who.duty() == Some(Duty::SetUpTotp),
        has_totp: visit.who.account().has_totp(),
        recovery_left: visit.who.recovery_left(),
        secret,
        fault,
    })
}

fn drawn(secret: &TotpSecret, visit: &Visit, headers: &HeaderMap) -> Result<Secret, Error> {
    let site = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("Absah");
    let url = secret.url(visit.who.name(), site);
    let Drawn { path, side } = Drawn::of(url.as_str()).map_err(|cause| Error::Internal(cause.into()))?;
    Ok(Secret { path, side, url: url.to_string(), spelt: secret.spelt().to_string() })
}

pub(in crate::web) async fn begin(State(service): State<Arc<Service>>, visit: Visit) -> Result<Response, Error> {
    if !visit.who.is_proven(visit.now) {
        return Ok(see(PROVE));
    }
    let begun = visit.office.begin_totp(&visit.who, &mut visit.random(&service)).await;
    begun.map_err(|error| Error::Internal(error.into()))?;
    Ok(see(PAGE))
}

pub(in crate::web) async fn set_up(
    State(service): State<Arc<Service>>,
    visit: Visit,
    headers: HeaderMap,
    sent: Result<Form<Code>, FormRejection>,
) -> Result<Response, Error> {
    let (Form(Code { code }), random) = (sent?, &mut visit.random(&service));
    let done = visit.office.set_up_totp(&visit.who, &code, &visit.client, visit.now, random).await;
    finish(&service, &visit, &headers, done, |codes| Flash::TotpSetUp { codes }).await
}

pub(in crate::web) async fn renew_recovery(
    State(service): State<Arc<Service>>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let done = visit.office.renew_recovery(&visit.who, &visit.client, visit.now, &mut visit.random(&service)).await;
    finish(&service, &visit, &headers, done, |codes| Flash::RecoveryRenewed { codes }).await
}

async fn finish(
    service: &Service,
    visit: &Visit,
    headers: &HeaderMap,
    done: Result<(Cookie, crate::office::accounts::own::Codes), AccountError>,
    flash: impl FnOnce(Vec<String>) -> Flash,
) -> Result<Response, Error> {
    let lang = visit.lang();
    let fault = match done {
        Ok((cookie, codes)) => {
            let codes = codes.iter().map(|code| code.to_string()).collect();
            visit.tell_in(service, cookie.session(), ACCOUNT, flash(codes)).await?;
            return Ok(with_cookie(see(ACCOUNT), cookie::keep(&cookie, Line::of(headers))));
        }
        Err(AccountError::NotProven) => return Ok(see(PROVE)),
        Err(AccountError::Wrong) => say!(lang, "office-second-step-wrong"),
        Err(error) => refused(error, lang)?,
    };
    again(&shown(service, visit, headers, Some(fault)).await?)
}
