//! The door: name and password, the code, showing again who one is, and leaving.
//!
//! What was wrong of a name and a password is not said.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::admit::{DOOR, onward};
use super::cookie::{self, Line};
use super::frame::{again, again_as, page};
use super::words::refused;
use super::{Frame, Here, Visit, see};
use crate::office::accounts::AccountError;
use crate::office::accounts::sign_in::{Shown, SigningIn};
use crate::web::{Error, Service};
use crate::words::{Lang, say};

/// Where one goes on to, and in what language the door speaks.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Way {
    ke: Option<String>,
    bahasa: Option<String>,
    /// Given where a form was sent that was not taken.
    isian: Option<String>,
}

impl Way {
    fn lang(&self) -> Lang {
        self.bahasa.as_deref().and_then(|lang| lang.parse().ok()).unwrap_or_default()
    }

    /// The query that leads the same way.
    fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("ke", onward(self.ke.as_deref()));
        if self.lang() != Lang::default() {
            query.append_pair("bahasa", &self.lang().to_string());
        }
        if self.isian.is_some() {
            query.append_pair("isian", "1");
        }
        query.finish()
    }
}

#[derive(Template)]
#[template(path = "office/sign-in.html")]
struct SignInPage {
    frame: Frame,
    query: String,
    name: String,
    fault: Option<Cow<'static, str>>,
}

/// The same page in a language.
struct InLang {
    href: String,
    tag: String,
    name: &'static str,
}

impl SignInPage {
    fn langs(&self) -> Vec<InLang> {
        let link = |lang: Lang| {
            let tag = lang.to_string();
            let href = "/office/masuk".to_owned();
            let href = if lang == Lang::default() { href } else { format!("{href}?bahasa={tag}") };
            InLang { href, tag, name: lang.name() }
        };
        Lang::all().map(link).collect()
    }
}

#[derive(Template)]
#[template(path = "office/code.html")]
struct CodePage {
    frame: Frame,
    query: String,
    fault: Option<Cow<'static, str>>,
}

#[derive(Template)]
#[template(path = "office/prove.html")]
struct ProvePage {
    frame: Frame,
    query: String,
    has_totp: bool,
    /// Whether a form has to be sent again.
    lost_form: bool,
    fault: Option<Cow<'static, str>>,
}

#[derive(Deserialize)]
pub(in crate::web) struct NameAndPassword {
    name: String,
    password: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct Code {
    code: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct Proof {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

type Sent<T> = Result<Form<T>, FormRejection>;

pub(in crate::web) async fn sign_in_page(
    State(service): State<Arc<Service>>,
    Query(way): Query<Way>,
) -> Result<Response, Error> {
    let frame = Frame::nobodys(&service, way.lang());
    page(&SignInPage { frame, query: way.query(), name: String::new(), fault: None })
}

pub(in crate::web) async fn sign_in(
    State(service): State<Arc<Service>>,
    here: Here,
    Query(way): Query<Way>,
    headers: HeaderMap,
    sent: Sent<NameAndPassword>,
) -> Result<Response, Error> {
    let (Form(NameAndPassword { name, password }), line, lang) = (sent?, Line::of(&headers), way.lang());
    let refuse = |status, fault| {
        let (frame, query, name) = (Frame::nobodys(&service, lang), way.query(), name.trim().to_owned());
        again_as(status, &SignInPage { frame, query, name, fault: Some(fault) })
    };
    if line == Line::Plain {
        return refuse(StatusCode::FORBIDDEN, say!(lang, "office-entering-plain"));
    }
    let random = &mut here.random(&service);
    let begun = match here.office.sign_in(&name, &password, &here.client, here.now, random).await {
        Ok(begun) => begun,
        Err(AccountError::Wrong) => {
            return refuse(StatusCode::UNPROCESSABLE_ENTITY, say!(lang, "office-entering-wrong"));
        }
        Err(error @ AccountError::TooSoon(_)) => return refuse(StatusCode::TOO_MANY_REQUESTS, refused(error, lang)?),
        Err(error) => return refuse(StatusCode::UNPROCESSABLE_ENTITY, refused(error, lang)?),
    };
    // Whoever was signed in with this browser is so no more.
    if let Some(before) = here.shown(&service, &headers).await? {
        here.office.sign_out(&before, here.now).await.map_err(|error| Error::Internal(error.into()))?;
    }
    let (cookie, to) = match begun {
        SigningIn::Code(cookie) => (cookie, format!("{DOOR}/kode?{}", way.query())),
        SigningIn::In(cookie) => (cookie, onward(way.ke.as_deref()).to_owned()),
    };
    Ok(with_cookie(see(&to), cookie::keep(&cookie, line)))
}

pub(in crate::web) async fn code_page(
    State(service): State<Arc<Service>>,
    here: Here,
    Query(way): Query<Way>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if here.half(&service, &headers).await?.is_none() {
        return Ok(see(&format!("{DOOR}?{}", way.query())));
    }
    page(&CodePage { frame: Frame::nobodys(&service, way.lang()), query: way.query(), fault: None })
}

pub(in crate::web) async fn code(
    State(service): State<Arc<Service>>,
    here: Here,
    Query(way): Query<Way>,
    headers: HeaderMap,
    sent: Sent<Code>,
) -> Result<Response, Error> {
    let Some(half) = here.half(&service, &headers).await? else {
        return Ok(see(&format!("{DOOR}?{}", way.query())));
    };
    let (Form(Code { code }), lang) = (sent?, way.lang());
    let random = &mut here.random(&service);
    match here.office.sign_in_by_code(half, &code, &here.client, here.now, random).await {
        Ok(cookie) => Ok(with_cookie(see(onward(way.ke.as_deref())), cookie::keep(&cookie, Line::of(&headers)))),
        Err(error) => {
            let fault = match error {
                AccountError::Wrong => say!(lang, "office-entering-wrong-code"),
                error => refused(error, lang)?,
            };
            again(&CodePage { frame: Frame::nobodys(&service, lang), query: way.query(), fault: Some(fault) })
        }
    }
}

pub(in crate::web) async fn leave(visit: Visit, headers: HeaderMap) -> Result<Response, Error> {
    visit.office.sign_out(&visit.who, visit.now).await.map_err(|error| Error::Internal(error.into()))?;
    Ok(with_cookie(see(DOOR), cookie::forget(&headers)))
}

pub(in crate::web) async fn prove_page(
    State(service): State<Arc<Service>>,
    visit: Visit,
    Query(way): Query<Way>,
) -> Result<Response, Error> {
    let (frame, has_totp) = (visit.frame(&service, "/office/bukti").await?, visit.who.account().has_totp());
    let (query, lost_form) = (way.query(), way.isian.is_some());
    page(&ProvePage { frame, query, has_totp, lost_form, fault: None })
}

pub(in crate::web) async fn prove(
    State(service): State<Arc<Service>>,
    visit: Visit,
    Query(way): Query<Way>,
    headers: HeaderMap,
    sent: Sent<Proof>,
) -> Result<Response, Error> {
    let (Form(Proof { password, code }), random) = (sent?, &mut visit.random(&service));
    let shown = if code.trim().is_empty() { Shown::Password(&password) } else { Shown::Code(&code) };
    match visit.office.prove(&visit.who, shown, &visit.client, visit.now, random).await {
        Ok(cookie) => Ok(with_cookie(see(onward(way.ke.as_deref())), cookie::keep(&cookie, Line::of(&headers)))),
        Err(error) => {
            let (frame, has_totp) = (visit.frame(&service, "/office/bukti").await?, visit.who.account().has_totp());
            let fault = Some(refused(error, frame.lang)?);
            let (query, lost_form) = (way.query(), way.isian.is_some());
            again(&ProvePage { frame, query, has_totp, lost_form, fault })
        }
    }
}

/// An answer with which a browser keeps, or forgets, a session's cookie.
pub(in crate::web) fn with_cookie(mut answer: Response, cookie: HeaderValue) -> Response {
    answer.headers_mut().insert(SET_COOKIE, cookie);
    answer
}
