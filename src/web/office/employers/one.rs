//! One employer: what is agreed, its keys, its password, its state.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::super::frame::{again, page};
use super::super::{Flash, Frame, ProvenAs, Visit, said, see};
use super::form::{Fields, Typed};
use super::{PART, Sent, internal, list_of, refused, state_of};
use crate::domain::account::{AccountId, AccountState};
use crate::office::accounts::staff::Authority;
use crate::office::accounts::{Administrator, Proven};
use crate::office::employers::{self, EmployerError, Listed, ShownKey};
use crate::web::{Error, Fault, Service};
use crate::words::say;

/// A key in a line.
struct Key {
    name: String,
    prefix: String,
    made_at: String,
    used_at: Cow<'static, str>,
}

#[derive(Template)]
#[template(path = "office/employer.html")]
struct EmployerPage {
    frame: Frame,
    base: String,
    company: String,
    name: String,
    state: Cow<'static, str>,
    is_active: bool,
    typed: Typed,
    fields: Fields,
    keys: Vec<Key>,
    watched: u32,
    fault: Option<Cow<'static, str>>,
}

#[derive(Deserialize)]
pub(in crate::web) struct Keyed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    state: String,
}

type Of = Path<(String, String)>;

fn account_of(text: &str) -> Result<AccountId, Error> {
    text.parse().map(AccountId::new).map_err(|_| Error::NotFound)
}

async fn found(visit: &Visit, me: &Administrator, account: &str) -> Result<Listed, Error> {
    let one = employers::one(&visit.office, me.lsp(), account_of(account)?).await.map_err(internal)?;
    one.ok_or(Error::NotFound)
}

async fn shown(
    service: &Service,
    visit: &Visit,
    me: &Administrator,
    employer: &Listed,
    typed: Option<Typed>,
    fault: Option<Cow<'static, str>>,
) -> Result<EmployerPage, Error> {
    let (id, lsp) = (employer.person.account, visit.office.lsp(me.lsp()).await?.lsp);
    let base = format!("{}/{id}", list_of(me.lsp()));
    let frame = visit.frame_of(service, me, PART, &base).await?;
    let lang = frame.lang;
    let key = |key: ShownKey| Key {
        prefix: key.prefix(),
        made_at: said::moment(key.made_at, &lsp, lang),
        used_at: match key.used_at {
            Some(at) => said::moment(at, &lsp, lang).into(),
            None => say!(lang, "employers-key-unused"),
        },
        name: key.name,
    };
    let keys = employers::keys_of(&visit.office, me.lsp(), id).await.map_err(internal)?;
    let typed = typed.unwrap_or_else(|| Typed::of(&employer.terms));
    Ok(EmployerPage {
        base,
        company: employer.terms.company().to_owned(),
        name: employer.person.name.to_string(),
        state: state_of(employer, lang),
        is_active: employer.person.state == AccountState::Active,
        fields: Fields::of(&typed, lang),
        typed,
        keys: keys.into_iter().map(key).collect(),
        watched: employer.watched,
        fault,
        frame,
    })
}

pub(in crate::web) async fn one(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, account)): Of,
) -> Result<Response, Error> {
    let employer = found(&visit, &me, &account).await?;
    page(&shown(&service, &visit, &me, &employer, None, None).await?)
}

/// Goes back to the employer's page, which tells what was done or why not.
async fn finish(
    service: &Service,
    (visit, me): (&Visit, &Proven<Administrator>),
    employer: &Listed,
    typed: Option<Typed>,
    done: Option<Result<Flash, EmployerError>>,
) -> Result<Response, Error> {
    let to = format!("{}/{}", list_of(me.lsp()), employer.person.account);
    match done {
        // A second click: the page tells what the first one did.
        None => Ok(see(&to)),
        Some(Ok(flash)) => {
            visit.tell(service, &to, flash).await?;
            Ok(see(&to))
        }
        Some(Err(error)) => {
            let fault = refused(error, visit.lang())?;
            again(&shown(service, visit, me, employer, typed, Some(fault)).await?)
        }
    }
}

pub(in crate::web) async fn set_terms(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, account)): Of,
    sent: Sent<Typed>,
) -> Result<Response, Error> {
    let (Form(typed), employer) = (sent?, found(&visit, &me, &account).await?);
    let terms = match typed.terms(visit.lang()) {
        Ok(terms) => terms,
        Err(fault) => return again(&shown(&service, &visit, &me, &employer, Some(typed), Some(fault)).await?),
    };
    let act = employers::set_terms(&visit.office, &me, employer.person.account, &terms, visit.now);
    let done = visit.once(&typed.key, act).await?.map(|done| done.map(|()| Flash::EmployerTermsSet));
    finish(&service, (&visit, &me), &employer, Some(typed), done).await
}

pub(in crate::web) async fn set_state(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, account)): Of,
    sent: Sent<Keyed>,
) -> Result<Response, Error> {
    let (Form(Keyed { key, state }), employer) = (sent?, found(&visit, &me, &account).await?);
    let state = match state.as_str() {
        "active" => AccountState::Active,
        "disabled" => AccountState::Disabled,
        _ => return Err(Error::Rejected(Fault::Body)),
    };
    let (authority, person) = (Authority::Administrator(&me), &employer.person);
    let act = visit.office.set_standing(person.account, me.lsp(), person.roles, state, &authority, visit.now);
    let flash = Flash::StateChanged { name: person.name.to_string() };
    let done = visit.once(&key, act).await?.map(|done| done.map(|()| flash).map_err(EmployerError::from));
    finish(&service, (&visit, &me), &employer, None, done).await
}

pub(in crate::web) async fn reset(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, account)): Of,
    sent: Sent<Keyed>,
) -> Result<Response, Error> {
    let (Form(Keyed { key, .. }), employer) = (sent?, found(&visit, &me, &account).await?);
    let (authority, random) = (Authority::Administrator(&me), &mut visit.random(&service));
    let act = visit.office.reset_account(employer.person.account, &authority, visit.now, random);
    let name = employer.person.name.to_string();
    let flash = |password: crate::office::accounts::password::NewPassword| Flash::PersonReset {
        name,
        password: password.as_str().to_owned(),
    };
    let done = visit.once(&key, act).await?.map(|done| done.map(flash).map_err(EmployerError::from));
    finish(&service, (&visit, &me), &employer, None, done).await
}

pub(in crate::web) async fn revoke(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, account, name)): Path<(String, String, String)>,
    sent: Sent<Keyed>,
) -> Result<Response, Error> {
    let (Form(Keyed { key, .. }), employer) = (sent?, found(&visit, &me, &account).await?);
    let by = me.by(visit.now);
    let act = employers::revoke_key(&visit.office, me.lsp(), (employer.person.account, &name), &by);
    let done = visit.once(&key, act).await?.map(|done| done.map(|()| Flash::EmployerKeyRevoked));
    finish(&service, (&visit, &me), &employer, None, done).await
}
