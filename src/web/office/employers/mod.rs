//! Employers for whom the LSP made an account: who they are, and what is agreed with each.

mod form;
mod one;
mod tries;

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;

use super::frame::{again, page};
use super::{As, Flash, Frame, ProvenAs, see};
use crate::domain::account::SignInName;
use crate::domain::issuer::LspId;
use crate::office::accounts::Administrator;
use crate::office::accounts::staff::PersonState;
use crate::office::employers::{self, EmployerError, Listed};
use crate::office::in_words::InWords as _;
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};
use form::{Fields, Typed};

pub(in crate::web) use one::{one, reset, revoke, set_state, set_terms};
pub(in crate::web) use tries::{allow, ask};

pub(super) const PART: &str = "/pemberi-kerja";

type Sent<T> = Result<Form<T>, FormRejection>;

/// One of them, in a line.
struct Row {
    href: String,
    company: String,
    name: String,
    nik_a_day: u32,
    lookups_a_day: u32,
    keys: usize,
    watched: u32,
    state: Cow<'static, str>,
    is_odd: bool,
}

#[derive(Template)]
#[template(path = "office/employers.html")]
struct EmployersPage {
    frame: Frame,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "office/new-employer.html")]
struct NewEmployerPage {
    frame: Frame,
    list: String,
    typed: Typed,
    fields: Fields,
    fault: Option<Cow<'static, str>>,
}

fn list_of(lsp: &LspId) -> String {
    format!("/office/{lsp}{PART}")
}

fn state_of(employer: &Listed, lang: Lang) -> Cow<'static, str> {
    let state = match employer.person.seen_as() {
        PersonState::Disabled => key!("employers-state-disabled"),
        PersonState::NotAsTold => key!("employers-state-not-as-told"),
        PersonState::NotEntered => key!("employers-state-not-entered"),
        PersonState::NoSecondStep | PersonState::PasswordAlone | PersonState::SecondStep | PersonState::WithoutRole => {
            key!("employers-state-active")
        }
    };
    state.say(lang)
}

/// What is said on the form; where the person can do nothing about it, it is no matter of the form.
fn refused(error: EmployerError, lang: Lang) -> Result<Cow<'static, str>, Error> {
    match error {
        EmployerError::Account(error) => super::words::refused(error, lang),
        EmployerError::Office(cause) => Err(cause.into()),
        error => Ok(error.in_words(lang)),
    }
}

pub(in crate::web) async fn list(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
) -> Result<Response, Error> {
    let base = list_of(me.lsp());
    let frame = visit.frame_of(&service, &me, PART, &base).await?;
    let all = employers::list(&visit.office, me.lsp()).await.map_err(internal)?;
    let row = |employer: Listed| Row {
        href: format!("{base}/{}", employer.person.account),
        company: employer.terms.company().to_owned(),
        name: employer.person.name.to_string(),
        nik_a_day: employer.terms.nik_a_day(),
        lookups_a_day: employer.terms.lookups_a_day(),
        keys: employer.keys,
        watched: employer.watched,
        state: state_of(&employer, frame.lang),
        is_odd: employer.person.is_out(),
    };
    let rows = all.into_iter().map(row).collect();
    page(&EmployersPage { frame, rows })
}

pub(in crate::web) async fn new(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
) -> Result<Response, Error> {
    let list = list_of(me.lsp());
    let frame = visit.frame_of(&service, &me, PART, &format!("{list}/baru")).await?;
    let typed = Typed::usual();
    page(&NewEmployerPage { fields: Fields::of(&typed, frame.lang), frame, list, typed, fault: None })
}

pub(in crate::web) async fn make(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    sent: Sent<Typed>,
) -> Result<Response, Error> {
    let (Form(typed), lang, list) = (sent?, visit.lang(), list_of(me.lsp()));
    let fault = match (typed.name.parse::<SignInName>(), typed.terms(lang)) {
        (Err(_), _) => say!(lang, "employers-name-wrong"),
        (_, Err(fault)) => fault,
        (Ok(name), Ok(terms)) => {
            let random = &mut visit.random(&service);
            let made = employers::make(&visit.office, &me, (name.clone(), &terms), visit.now, random);
            match visit.once(&typed.key, made).await? {
                None => return Ok(see(&list)),
                Some(Ok(made)) => {
                    let password = made.password.map_or_else(String::new, |password| password.as_str().to_owned());
                    visit.tell(&service, &list, Flash::PersonMade { name: name.to_string(), password }).await?;
                    return Ok(see(&list));
                }
                Some(Err(error)) => refused(error, lang)?,
            }
        }
    };
    let frame = visit.frame_of(&service, &me, PART, &format!("{list}/baru")).await?;
    again(&NewEmployerPage { fields: Fields::of(&typed, lang), frame, list, typed, fault: Some(fault) })
}

fn internal(error: EmployerError) -> Error {
    Error::Internal(error.into())
}
