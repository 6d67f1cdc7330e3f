//! The first page: the one LSP that somebody works for, or a choice; and the first page of an LSP's office.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::admit::duty_page;
use super::frame::{page, role_name};
use super::{As, Frame, Visit, see};
use crate::domain::account::Role;
use crate::office::accounts::Member;
use crate::web::{Error, Service};
use crate::words::say;

/// An LSP to go into.
struct Choice {
    href: String,
    name: String,
    roles: String,
}

#[derive(Template)]
#[template(path = "office/choose.html")]
struct ChoosePage {
    frame: Frame,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "office/home.html")]
struct HomePage {
    frame: Frame,
    /// What each of her roles is and does.
    roles: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

pub(in crate::web) async fn choose(State(service): State<Arc<Service>>, visit: Visit) -> Result<Response, Error> {
    if let Some(duty) = visit.who.duty() {
        return Ok(see(duty_page(duty)));
    }
    let (lsps, lang) = (visit.who.lsps(), visit.lang());
    if let [lsp] = lsps.keys().collect::<Vec<_>>().as_slice() {
        return Ok(see(&format!("/office/{lsp}")));
    }
    let mut choices = Vec::new();
    for (lsp, roles) in lsps {
        let roles: Vec<_> = roles.iter().map(|role| role_name(role, lang)).collect();
        let name = visit.office.lsp(&lsp).await?.lsp.name_id;
        choices.push(Choice { href: format!("/office/{lsp}"), name, roles: roles.join(", ") });
    }
    page(&ChoosePage { frame: visit.frame(&service, "/office").await?, choices })
}

pub(in crate::web) async fn home(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
) -> Result<Response, Error> {
    let frame = visit.frame_of(&service, &me, "", &format!("/office/{}", me.lsp())).await?;
    let lang = frame.lang;
    let does = |role: Role| match role {
        Role::Administrator => say!(lang, "office-role-administrator-does"),
        Role::Approver => say!(lang, "office-role-approver-does"),
        Role::Auditor => say!(lang, "office-role-auditor-does"),
        Role::Operator => say!(lang, "office-role-operator-does"),
    };
    let roles = me.roles().iter().map(|role| (role_name(role, lang), does(role))).collect();
    page(&HomePage { frame, roles })
}
