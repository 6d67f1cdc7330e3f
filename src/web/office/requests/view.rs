//! What waits for a second person: the list, one request with all that the hash of what was seen covers, its work.

use std::borrow::Cow;

use askama::Template;

use super::super::{Frame, said};
use super::changed::Changed;
use crate::domain::account::Roles;
use crate::domain::issuer::Lsp;
use crate::domain::request::{Kind, RequestState};
use crate::office::Actor;
use crate::office::error::Numbered;
use crate::office::events::Counts;
use crate::office::in_words::certificate::reason;
use crate::office::in_words::request as words;
use crate::office::in_words::warned::{Warned, warned};
use crate::office::jobs::{Fault, Step};
use crate::office::jobs::{JobRow, JobState};
use crate::office::requests::{Request, RequestError, Seen, Shown, Taking, Wish};
use crate::words::{Lang, key, say};

/// The requests of an LSP.
#[derive(Template)]
#[template(path = "office/requests.html")]
pub(super) struct List {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) waiting: Vec<Line>,
    pub(super) decided: Vec<Line>,
}

/// One of them.
pub(super) struct Line {
    id: String,
    what: Cow<'static, str>,
    size: u32,
    asked_by: String,
    asked_at: String,
    state: Cow<'static, str>,
}

impl Line {
    pub(super) fn of(request: &Request, lsp: &Lsp, lang: Lang) -> Self {
        let row = &request.row;
        Self {
            id: row.id.to_string(),
            what: words::kind(row.kind, lang),
            size: row.size,
            asked_by: said::who(&row.asked_by, lang),
            asked_at: said::moment(row.asked_at, lsp, lang),
            state: state(row.state, lang),
        }
    }
}

/// One request.
#[derive(Template)]
#[template(path = "office/request.html")]
pub(super) struct One {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) fault: Option<Cow<'static, str>>,
    row: Line,
    remark: Option<String>,
    reason: Option<Cow<'static, str>>,
    roster: Option<RosterLine>,
    /// What personal data is to be erased.
    erasure: Option<Cow<'static, str>>,
    comes: Option<Comes>,
    pub(super) certificates: Vec<Changed>,
    pub(super) job: Option<String>,
    decide: Option<Decide>,
    own: bool,
    may_withdraw: bool,
}

struct RosterLine {
    kept: String,
    event: String,
    issued_on: String,
}

/// What a roster comes to.
struct Comes {
    planned: u32,
    competent: usize,
    not_yet: usize,
    absent: usize,
    certificates: usize,
    already: usize,
    warnings: Vec<Warned>,
    warning_count: usize,
    numbers: Vec<Cow<'static, str>>,
}

/// What an approver sends.
struct Decide {
    /// The hash of what is on the page.
    seen: String,
    button: Cow<'static, str>,
    /// Whether it takes something from somebody.
    takes: bool,
}

/// Who looks at a request.
#[derive(Clone, Copy)]
pub(super) struct Viewer<'a> {
    pub(super) actor: &'a Actor,
    pub(super) roles: Roles,
}

impl One {
    /// A request that was decided, or cannot be looked at whole.
    pub(super) fn of(frame: Frame, here: String, request: &Request, viewer: Viewer<'_>, lsp: &Lsp) -> Self {
        let lang = frame.lang;
        let reason = match &request.wish {
            Wish::Change(wish) => reason(wish.change, lang),
            Wish::Erase(_) | Wish::Issue(_) => None,
        };
        let remark = match &request.wish {
            Wish::Change(wish) => request.remark.clone().or_else(|| wish.remark.clone()),
            Wish::Erase(_) | Wish::Issue(_) => request.remark.clone(),
        };
        let roster = match &request.wish {
            Wish::Issue(wish) => Some(RosterLine {
                kept: wish.kept.to_string(),
                event: String::new(),
                issued_on: said::day(wish.issued_on, lang),
            }),
            Wish::Change(_) | Wish::Erase(_) => None,
        };
        let erasure = match &request.wish {
            Wish::Erase(wish) => Some(say!(lang, "office-records-erase-before", day = wish.before)),
            Wish::Change(_) | Wish::Issue(_) => None,
        };
        Self {
            erasure,
            row: Line::of(request, lsp, lang),
            frame,
            here,
            fault: None,
            remark,
            reason,
            roster,
            comes: None,
            certificates: match &request.wish {
                Wish::Change(wish) => wish.certificates.iter().map(Changed::of).collect(),
                Wish::Erase(_) | Wish::Issue(_) => Vec::new(),
            },
            job: None,
            decide: None,
            own: request.is_waiting() && request.is_own(viewer.actor),
            may_withdraw: request.may_withdraw(viewer.roles),
        }
    }

    /// A request that waits, as it stands.
    pub(super) fn seen(
        frame: Frame,
        here: String,
        seen: &Seen,
        (counts, taking): (Option<Counts>, &Taking),
        viewer: Viewer<'_>,
        lsp: &Lsp,
    ) -> Self {
        let lang = frame.lang;
        let mut page = Self::of(frame, here, &seen.request, viewer, lsp);
        let count = match &seen.shown {
            Shown::Issue { review, event, .. } => {
                if let Some(roster) = &mut page.roster {
                    roster.event.clone_from(&event.event.name);
                }
                let foreseen = &review.foreseen;
                let sum = |of: fn(&crate::roster::Tally) -> usize| review.schemes.values().map(of).sum();
                page.comes = Some(Comes {
                    planned: counts.map_or(0, |counts| counts.planned),
                    competent: sum(|of| of.competent),
                    not_yet: sum(|of| of.not_yet_competent),
                    absent: sum(|of| of.absent),
                    certificates: foreseen.certificates,
                    already: foreseen.already,
                    warnings: warned(&foreseen.warnings, lang),
                    warning_count: foreseen.warnings.len(),
                    numbers: numbers(taking, lang),
                });
                foreseen.certificates
            }
            Shown::Erase { entries, .. } => usize::try_from(*entries).unwrap_or(usize::MAX),
            Shown::Change(certificates) => {
                for (line, one) in page.certificates.iter_mut().zip(certificates) {
                    line.now(one, lang);
                }
                certificates.len()
            }
        };
        if seen.request.may_decide(viewer.actor, viewer.roles) {
            let kind = seen.request.row.kind;
            let takes = matches!(kind, Kind::Erase | Kind::Revoke | Kind::Suspend);
            page.decide = Some(Decide { seen: seen.hash.clone(), button: button(kind, count, lang), takes });
        }
        page
    }
}

fn numbers(taking: &Taking, lang: Lang) -> Vec<Cow<'static, str>> {
    let line = |span: &crate::office::requests::Span| {
        let (first, last, count) = (&span.first, &span.last, span.count);
        match span.kind {
            Numbered::Certificate => say!(lang, "office-requests-numbers-certificate", first, last, count),
            Numbered::Registration => say!(lang, "office-requests-numbers-registration", first, last, count),
        }
    };
    taking.spans.iter().map(line).collect()
}

fn button(kind: Kind, count: usize, lang: Lang) -> Cow<'static, str> {
    match kind {
        Kind::Erase => say!(lang, "office-requests-approve-erase", count),
        Kind::Issue => say!(lang, "office-requests-approve-issue", count),
        Kind::Reinstate => say!(lang, "office-requests-approve-reinstate", count),
        Kind::Replace => say!(lang, "office-requests-approve-replace", count),
        Kind::Revoke => say!(lang, "office-requests-approve-revoke", count),
        Kind::Suspend => say!(lang, "office-requests-approve-suspend", count),
    }
}

fn state(state: RequestState, lang: Lang) -> Cow<'static, str> {
    let word = match state {
        RequestState::Approved => key!("office-requests-state-approved"),
        RequestState::Done => key!("office-requests-state-done"),
        RequestState::Expired => key!("office-requests-state-expired"),
        RequestState::Failed => key!("office-requests-state-failed"),
        RequestState::Returned => key!("office-requests-state-returned"),
        RequestState::Waiting => key!("office-requests-state-waiting"),
        RequestState::Withdrawn => key!("office-requests-state-withdrawn"),
    };
    word.say(lang)
}

/// Why nothing was asked for or decided; none where it is nobody's fault who typed.
pub(in crate::web::office) fn message(error: &RequestError, lsp: &Lsp, lang: Lang) -> Option<Cow<'static, str>> {
    Some(match error {
        RequestError::Altered(_) => say!(lang, "office-requests-fault-altered"),
        RequestError::Changed => say!(lang, "office-requests-fault-changed"),
        RequestError::Expired => say!(lang, "office-requests-fault-expired"),
        RequestError::Faults(count) => say!(lang, "office-rosters-fault-faults", count),
        RequestError::Kept(error) => return super::super::rosters::view::message(error, lsp, lang),
        RequestError::NoCertificate(number) => say!(lang, "office-requests-fault-certificate", number),
        RequestError::NobodySat => say!(lang, "office-rosters-fault-nobody-sat"),
        RequestError::NothingDue => say!(lang, "office-records-erase-nothing"),
        RequestError::OwnRequest => say!(lang, "office-requests-fault-own"),
        RequestError::Remark => say!(lang, "office-requests-fault-remark"),
        RequestError::NotApproved | RequestError::Settled => say!(lang, "office-requests-fault-settled"),
        RequestError::State { number, .. } => say!(lang, "office-requests-fault-state", number),
        RequestError::TooMany => say!(lang, "office-requests-fault-many"),
        RequestError::Office(error) => return said::refusal(error, lsp, lang),
        RequestError::NotFound => return None,
    })
}

/// How far the work is.
#[derive(Template)]
#[template(path = "office/job.html")]
pub(super) struct Work {
    pub(super) frame: Frame,
    pub(super) here: String,
    what: Cow<'static, str>,
    ended: bool,
    state: Cow<'static, str>,
    done: u32,
    total: u32,
    why: Option<Cow<'static, str>>,
    roster: Option<String>,
    /// What it was asked for with, where that is no roster.
    request: Option<String>,
    /// Where what was issued is handed over.
    pub(super) handover: Option<String>,
}

impl Work {
    pub(super) fn of(frame: Frame, here: String, job: &JobRow, step: Option<Step>, request: &Request) -> Self {
        let lang = frame.lang;
        let (done, total) = match step {
            Some(step) if step.of > 0 && job.ended_at.is_none() => (step.done.max(job.done), step.of),
            _ => (job.done, job.total),
        };
        let state = match job.state {
            JobState::Done => say!(lang, "office-requests-job-done", total),
            JobState::Failed => say!(lang, "office-requests-job-failed"),
            JobState::Running => say!(lang, "office-requests-job-running"),
            JobState::Waiting => say!(lang, "office-requests-job-waiting"),
        };
        Self {
            what: words::kind(request.row.kind, lang),
            frame,
            here,
            ended: job.ended_at.is_some(),
            state,
            done,
            total,
            why: job.fault.as_deref().map(|word| words::fault(Fault::from_word(word), lang)),
            roster: request.row.kept.as_ref().map(ToString::to_string),
            request: request.row.kept.is_none().then(|| request.row.id.to_string()),
            handover: None,
        }
    }
}
