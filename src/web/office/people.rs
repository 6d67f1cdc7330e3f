//! The people of an LSP: who they are, what they may do, and a new password for who forgot hers.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::frame::{again, page};
use super::words::refused;
use super::{As, Flash, Frame, ProvenAs, Visit, said, see};
use crate::domain::account::{AccountId, AccountState, Role, Roles, SignInName};
use crate::domain::issuer::LspId;
use crate::office::accounts::staff::{Authority, NewAccount, Person, PersonState};
use crate::office::accounts::{AccountError, Administrator};
use crate::web::{Error, Service};
use crate::words::{Lang, key, say};

const PART: &str = "/orang";

/// One of them, in a line.
struct Row {
    href: String,
    name: String,
    roles: String,
    state: Cow<'static, str>,
    /// Whether something is not as it should be.
    is_odd: bool,
    /// Who looks at the page.
    is_me: bool,
}

/// A role to be ticked.
struct Choice {
    word: &'static str,
    name: Cow<'static, str>,
    does: Cow<'static, str>,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "office/people.html")]
struct PeoplePage {
    frame: Frame,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "office/new-person.html")]
struct NewPersonPage {
    frame: Frame,
    name: String,
    choices: Vec<Choice>,
    fault: Option<Cow<'static, str>>,
}

#[derive(Template)]
#[template(path = "office/person.html")]
struct PersonPage {
    frame: Frame,
    base: String,
    name: String,
    state: Cow<'static, str>,
    choices: Vec<Choice>,
    is_me: bool,
    is_active: bool,
    fault: Option<Cow<'static, str>>,
}

/// The forms; a role that is ticked has a value.
#[derive(Default, Deserialize)]
pub(in crate::web) struct Ticked {
    #[serde(default)]
    name: String,
    #[serde(default)]
    key: String,
    administrator: Option<String>,
    approver: Option<String>,
    auditor: Option<String>,
    operator: Option<String>,
}

impl Ticked {
    fn roles(&self) -> Roles {
        let Self { administrator, approver, auditor, operator, .. } = self;
        let all = [
            (Role::Administrator, administrator),
            (Role::Approver, approver),
            (Role::Auditor, auditor),
            (Role::Operator, operator),
        ];
        all.into_iter().filter(|(_, ticked)| ticked.is_some()).map(|(role, _)| role).collect()
    }
}

#[derive(Deserialize)]
pub(in crate::web) struct Standing {
    #[serde(default)]
    key: String,
    state: String,
}

type Sent<T> = Result<Form<T>, FormRejection>;

fn list_of(lsp: &LspId) -> String {
    format!("/office/{lsp}{PART}")
}

/// Where a second click goes on to: the page tells what the first one did, if it did anything.
fn page_of(me: &Administrator, person: &Person) -> String {
    format!("{}/{}", list_of(me.lsp()), person.account)
}

fn choices(roles: Roles, lang: Lang) -> Vec<Choice> {
    let does = |role: Role| match role {
        Role::Administrator => say!(lang, "office-role-administrator-does"),
        Role::Approver => say!(lang, "office-role-approver-does"),
        Role::Auditor => say!(lang, "office-role-auditor-does"),
        Role::Employer => say!(lang, "employers-role-does"),
        Role::Operator => say!(lang, "office-role-operator-does"),
    };
    let choice = |role: Role| Choice {
        word: role.as_str(),
        name: said::role(role, lang),
        does: does(role),
        chosen: roles.has(role),
    };
    [Role::Operator, Role::Approver, Role::Auditor, Role::Administrator].map(choice).into()
}

fn state_of(person: &Person, lang: Lang) -> Cow<'static, str> {
    let state = match person.seen_as() {
        PersonState::Disabled => key!("office-person-disabled"),
        PersonState::NoSecondStep => key!("office-person-no-second-step"),
        PersonState::NotAsTold => key!("office-person-not-as-told"),
        PersonState::NotEntered => key!("office-person-not-entered"),
        PersonState::PasswordAlone => key!("office-person-password"),
        PersonState::SecondStep => key!("office-person-second-step"),
        PersonState::WithoutRole => key!("office-person-without-role"),
    };
    state.say(lang)
}

pub(in crate::web) async fn list(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Administrator>,
) -> Result<Response, Error> {
    let base = list_of(me.lsp());
    let frame = visit.frame_of(&service, &me, PART, &base).await?;
    let staff = visit.office.staff(me.lsp()).await.map_err(internal)?;
    let row = |person: Person| Row {
        href: format!("{base}/{}", person.account),
        roles: person.roles.iter().map(|role| said::role(role, frame.lang)).collect::<Vec<_>>().join(", "),
        state: state_of(&person, frame.lang),
        is_odd: person.is_out(),
        is_me: person.account == me.account(),
        name: person.name.to_string(),
    };
    let rows = staff.into_iter().map(row).collect();
    page(&PeoplePage { frame, rows })
}

pub(in crate::web) async fn new(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
) -> Result<Response, Error> {
    let frame = visit.frame_of(&service, &me, PART, &format!("{}/baru", list_of(me.lsp()))).await?;
    let choices = choices(Roles::NONE, frame.lang);
    page(&NewPersonPage { frame, name: String::new(), choices, fault: None })
}

pub(in crate::web) async fn make(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    sent: Sent<Ticked>,
) -> Result<Response, Error> {
    let (Form(typed), lang, list) = (sent?, visit.lang(), list_of(me.lsp()));
    let fault = match typed.name.parse::<SignInName>() {
        Err(_) => say!(lang, "office-person-name-wrong"),
        Ok(name) => {
            let new = NewAccount { name, lsp: me.lsp().clone(), roles: typed.roles(), password: None, settled: None };
            let (authority, random) = (Authority::Administrator(&me), &mut visit.random(&service));
            match visit.once(&typed.key, visit.office.make_account(new, &authority, visit.now, random)).await? {
                None => return Ok(see(&list)),
                Some(Ok(made)) => {
                    let password = made.password.map_or_else(String::new, |password| password.as_str().to_owned());
                    let name = typed.name.trim().to_ascii_lowercase();
                    visit.tell(&service, &list, Flash::PersonMade { name, password }).await?;
                    return Ok(see(&list));
                }
                Some(Err(error)) => refused(error, lang)?,
            }
        }
    };
    let frame = visit.frame_of(&service, &me, PART, &format!("{list}/baru")).await?;
    let choices = choices(typed.roles(), lang);
    again(&NewPersonPage { frame, name: typed.name, choices, fault: Some(fault) })
}

pub(in crate::web) async fn person(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, account)): Path<(String, String)>,
) -> Result<Response, Error> {
    page(&shown(&service, &visit, &me, &account, None).await?)
}

async fn shown(
    service: &Service,
    visit: &Visit,
    me: &Administrator,
    account: &str,
    fault: Option<Cow<'static, str>>,
) -> Result<PersonPage, Error> {
    let id = account_of(account)?;
    let staff = visit.office.staff(me.lsp()).await.map_err(internal)?;
    let person = staff.into_iter().find(|person| person.account == id).ok_or(Error::NotFound)?;
    let base = format!("{}/{id}", list_of(me.lsp()));
    let frame = visit.frame_of(service, me, PART, &base).await?;
    let (choices, state) = (choices(person.roles, frame.lang), state_of(&person, frame.lang));
    let (is_me, is_active) = (id == me.account(), person.state == AccountState::Active);
    Ok(PersonPage { frame, base, name: person.name.to_string(), state, choices, is_me, is_active, fault })
}

pub(in crate::web) async fn set_roles(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, account)): Path<(String, String)>,
    sent: Sent<Ticked>,
) -> Result<Response, Error> {
    let Form(typed) = sent?;
    let person = person_of(&visit, &me, &account).await?;
    let act = set(&visit, &me, &person, typed.roles(), person.state);
    let Some(done) = visit.once(&typed.key, act).await? else { return Ok(see(&page_of(&me, &person))) };
    let flash = Flash::RolesGiven { name: person.name.to_string() };
    finish(&service, &visit, &me, &account, done.map(|()| flash)).await
}

pub(in crate::web) async fn set_state(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, account)): Path<(String, String)>,
    sent: Sent<Standing>,
) -> Result<Response, Error> {
    let Form(Standing { key, state }) = sent?;
    let state = match state.as_str() {
        "active" => AccountState::Active,
        "disabled" => AccountState::Disabled,
        _ => return Err(Error::Rejected(crate::web::Fault::Body)),
    };
    let person = person_of(&visit, &me, &account).await?;
    let act = set(&visit, &me, &person, person.roles, state);
    let Some(done) = visit.once(&key, act).await? else { return Ok(see(&page_of(&me, &person))) };
    let flash = Flash::StateChanged { name: person.name.to_string() };
    finish(&service, &visit, &me, &account, done.map(|()| flash)).await
}

pub(in crate::web) async fn reset(
    State(service): State<Arc<Service>>,
    ProvenAs { visit, me }: ProvenAs<Administrator>,
    Path((_, account)): Path<(String, String)>,
    sent: Sent<Ticked>,
) -> Result<Response, Error> {
    let Form(Ticked { key, .. }) = sent?;
    let person = person_of(&visit, &me, &account).await?;
    let (authority, random) = (Authority::Administrator(&me), &mut visit.random(&service));
    let act = visit.office.reset_account(person.account, &authority, visit.now, random);
    let Some(done) = visit.once(&key, act).await? else {
        return Ok(see(&page_of(&me, &person)));
    };
    let name = person.name.to_string();
    let done = done.map(|password| Flash::PersonReset { name, password: password.as_str().to_owned() });
    finish(&service, &visit, &me, &account, done).await
}

async fn set(
    visit: &Visit,
    me: &crate::office::accounts::Proven<Administrator>,
    person: &Person,
    roles: Roles,
    state: AccountState,
) -> Result<(), AccountError> {
    let authority = Authority::Administrator(me);
    visit.office.set_standing(person.account, me.lsp(), roles, state, &authority, visit.now).await
}

/// Goes back to the person's page, which tells what was done or why not.
async fn finish(
    service: &Service,
    visit: &Visit,
    me: &Administrator,
    account: &str,
    done: Result<Flash, AccountError>,
) -> Result<Response, Error> {
    match done {
        Ok(flash) => {
            let to = format!("{}/{}", list_of(me.lsp()), account_of(account)?);
            visit.tell(service, &to, flash).await?;
            Ok(see(&to))
        }
        Err(error) => {
            let fault = refused(error, visit.lang())?;
            again(&shown(service, visit, me, account, Some(fault)).await?)
        }
    }
}

async fn person_of(visit: &Visit, me: &Administrator, account: &str) -> Result<Person, Error> {
    let id = account_of(account)?;
    let staff = visit.office.staff(me.lsp()).await.map_err(internal)?;
    staff.into_iter().find(|person| person.account == id).ok_or(Error::NotFound)
}

/// An account's number in an address.
fn account_of(text: &str) -> Result<AccountId, Error> {
    text.parse().map(AccountId::new).map_err(|_| Error::NotFound)
}

fn internal(error: AccountError) -> Error {
    Error::Internal(error.into())
}
