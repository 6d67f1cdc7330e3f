//! The first page: the one LSP that somebody works for, or a choice; and the first page of an LSP's office: what waits for
//! whoever looks at it, what is not as it should be, and three charts.

mod chart;
mod view;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};

use super::admit::duty_page;
use super::frame::page;
use super::{As, Frame, Visit, said, see};
use crate::domain::account::Role;
use crate::office::accounts::Member;
use crate::office::check_list::report_key;
use crate::office::glance::glance;
use crate::office::held::Look;
use crate::office::requests::{self, RequestError};
use crate::office::told::Untold;
use crate::office::{Error as OfficeError, StoreError, alarm, jobs, kept};
use crate::web::{Error, Service};
use crate::words::say;
use view::{Apart, HomePage, Waiting};

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

/// For how long work that failed is told of.
const FAILED: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Lines of one kind that wait.
const MOST: u32 = 10;

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
        let roles: Vec<_> = roles.iter().map(|role| said::role(role, lang)).collect();
        let name = visit.office.lsp(&lsp).await?.lsp.name_id;
        choices.push(Choice { href: format!("/office/{lsp}"), name, roles: roles.join(", ") });
    }
    page(&ChoosePage { frame: visit.frame(&service, "/office").await?, choices })
}

pub(in crate::web) async fn home(
    State(service): State<Arc<Service>>,
    As { visit, me }: As<Member>,
) -> Result<Response, Error> {
    let lsp = visit.office.lsp(me.lsp()).await?.lsp;
    let waiting = waiting(&visit, &me).await?;
    let glance = glance(&visit.office, &lsp, visit.now).await?;
    let unrecorded = alarm::unrecorded(&visit.office, me.lsp()).await?;
    let look = if waiting.is_broken { Some(Look::Broken) } else { visit.office.look(me.lsp()) };
    // Who may not make keys need not be told of one.
    let reports = !me.roles().has(Role::Administrator)
        || service
            .snapshot()
            .trust
            .lsp(me.lsp())
            .is_none_or(|lsp| report_key(lsp, lsp.time_zone.day_of(visit.now)).is_some());
    let apart = Apart { look, check: visit.office.journal_check(me.lsp()), reports };
    let frame = visit.frame_of(&service, &me, "", &format!("/office/{}", me.lsp())).await?;
    page(&HomePage::of(frame, &waiting, &glance, (&unrecorded, &apart), &lsp))
}

/// What waits for somebody, by her roles.
async fn waiting(visit: &Visit, me: &Member) -> Result<Waiting, Error> {
    let (office, lsp, roles) = (&visit.office, me.lsp(), me.roles());
    let mut waiting = Waiting::default();
    let asked = match requests::waiting(office, lsp, visit.now).await {
        Ok(asked) => asked,
        // The page says so, where a journal that does not hold would otherwise show nothing.
        Err(RequestError::Office(error)) if is_broken(&error) => {
            waiting.is_broken = true;
            Vec::new()
        }
        Err(error) => return Err(Error::Internal(error.into())),
    };
    let actor = me.actor();
    waiting.decide = asked.iter().filter(|request| request.may_decide(&actor, roles)).cloned().collect();
    waiting.asked = asked.len();
    if roles.has(Role::Operator) {
        waiting.rosters = kept::to_submit(office, lsp, MOST).await?;
    }
    if roles.has(Role::Operator) || roles.has(Role::Approver) {
        let since = visit.now.checked_sub(FAILED).unwrap_or(Timestamp::MIN);
        waiting.failed = jobs::failed(office, lsp, since, MOST).await?;
    }
    if roles.has(Role::Administrator) {
        let staff = office.staff(lsp).await.map_err(|error| Error::Internal(error.into()))?;
        waiting.people = staff.into_iter().filter(view::is_unsettled).collect();
    }
    Ok(waiting)
}

/// Whether somebody wrote past the journal's key, or put another journal in its place.
fn is_broken(error: &OfficeError) -> bool {
    let broken = |error: &StoreError| matches!(error, StoreError::JournalBroken { .. });
    match error {
        OfficeError::Restored { .. } => true,
        OfficeError::Store(error) | OfficeError::Untold(Untold::Store(error)) => broken(error),
        OfficeError::Untold(_) => true,
        _ => false,
    }
}
