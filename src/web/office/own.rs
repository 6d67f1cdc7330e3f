//! One's own account: password, language, sessions.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::cookie::{self, Line};
use super::entering::with_cookie;
use super::frame::{again, page};
use super::words::refused;
use super::{Flash, Frame, Visit, see};
use crate::office::accounts::own::SessionRow;
use crate::office::accounts::password::SHORTEST;
use crate::office::accounts::{AccountError, Duty};
use crate::web::{Error, Service};
use crate::words::{Lang, UnknownLang, say, when};

/// The pages of this file.
pub(super) const ACCOUNT: &str = "/office/akun";
const PASSWORD: &str = "/office/akun/sandi";

/// A language that may be chosen.
struct Choice {
    tag: String,
    name: &'static str,
    chosen: bool,
}

/// A session of one's own.
struct Session {
    from: String,
    browser: String,
    begun: String,
    seen: String,
    /// The one that looks at the page.
    this: bool,
}

#[derive(Template)]
#[template(path = "office/account.html")]
struct AccountPage {
    frame: Frame,
    langs: Vec<Choice>,
    has_totp: bool,
    recovery_left: usize,
    sessions: Vec<Session>,
}

#[derive(Template)]
#[template(path = "office/password.html")]
struct PasswordPage {
    frame: Frame,
    /// It was given out by somebody else.
    must: bool,
    shortest: usize,
    fault: Option<Cow<'static, str>>,
}

#[derive(Deserialize)]
pub(in crate::web) struct Passwords {
    old: String,
    new: String,
    again: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct Chosen {
    lang: String,
}

pub(in crate::web) async fn account(State(service): State<Arc<Service>>, visit: Visit) -> Result<Response, Error> {
    let frame = visit.frame(&service, ACCOUNT).await?;
    let own = visit.office.own_sessions(&visit.who).await.map_err(internal)?;
    let moment = |at| when::moment(at, &when::jakarta(), frame.lang);
    let session = |row: SessionRow| Session {
        from: row.address,
        browser: row.browser,
        begun: moment(row.made_at),
        seen: moment(row.seen_at),
        this: row.id == visit.who.session().id,
    };
    let sessions = own.into_iter().map(session).collect();
    let (has_totp, recovery_left) = (visit.who.account().has_totp(), visit.who.recovery_left());
    let choice = |lang: Lang| Choice { tag: lang.to_string(), name: lang.name(), chosen: lang == frame.lang };
    let langs = Lang::all().map(choice).collect();
    page(&AccountPage { frame, langs, has_totp, recovery_left, sessions })
}

pub(in crate::web) async fn password_page(
    State(service): State<Arc<Service>>,
    visit: Visit,
) -> Result<Response, Error> {
    page(&form(&service, &visit, None).await?)
}

async fn form(service: &Service, visit: &Visit, fault: Option<Cow<'static, str>>) -> Result<PasswordPage, Error> {
    let (frame, must) = (visit.frame(service, PASSWORD).await?, visit.who.duty() == Some(Duty::ChangePassword));
    Ok(PasswordPage { frame, must, shortest: SHORTEST, fault })
}

pub(in crate::web) async fn change_password(
    State(service): State<Arc<Service>>,
    visit: Visit,
    headers: HeaderMap,
    sent: Result<Form<Passwords>, FormRejection>,
) -> Result<Response, Error> {
    let (Form(Passwords { old, new, again: repeated }), lang) = (sent?, visit.lang());
    if new != repeated {
        let fault = say!(lang, "office-password-not-repeated");
        return again(&form(&service, &visit, Some(fault)).await?);
    }
    let random = &mut visit.random(&service);
    match visit.office.change_password(&visit.who, &old, &new, &visit.client, visit.now, random).await {
        Ok(cookie) => {
            visit.tell_in(&service, cookie.session(), ACCOUNT, Flash::PasswordChanged).await?;
            // With something else to do first, the next page says so.
            let to = if visit.who.duty().is_some() { "/office" } else { ACCOUNT };
            Ok(with_cookie(see(to), cookie::keep(&cookie, Line::of(&headers))))
        }
        Err(error) => {
            let fault = match error {
                AccountError::Wrong => say!(lang, "office-password-old-wrong"),
                error => refused(error, lang)?,
            };
            again(&form(&service, &visit, Some(fault)).await?)
        }
    }
}

pub(in crate::web) async fn choose_lang(
    State(service): State<Arc<Service>>,
    visit: Visit,
    sent: Result<Form<Chosen>, FormRejection>,
) -> Result<Response, Error> {
    let Form(Chosen { lang }) = sent?;
    let lang: Lang = lang.parse().map_err(|UnknownLang| Error::Rejected(crate::web::Fault::Body))?;
    visit.office.choose_lang(&visit.who, lang).await.map_err(internal)?;
    visit.tell(&service, ACCOUNT, Flash::LangChosen).await?;
    Ok(see(ACCOUNT))
}

pub(in crate::web) async fn end_others(State(service): State<Arc<Service>>, visit: Visit) -> Result<Response, Error> {
    visit.office.end_other_sessions(&visit.who, visit.now).await.map_err(internal)?;
    visit.tell(&service, ACCOUNT, Flash::SessionsEnded).await?;
    Ok(see(ACCOUNT))
}

fn internal(error: AccountError) -> Error {
    Error::Internal(error.into())
}
