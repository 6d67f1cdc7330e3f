//! The first page of an LSP's office.

use std::borrow::Cow;

use askama::Template;

use super::super::events::base;
use super::super::{Frame, said};
use super::chart::{self, EventBar, HEIGHT, Months, WIDTH};
use crate::domain::account::AccountState;
use crate::domain::issuer::Lsp;
use crate::domain::request::KeptState;
use crate::office::accounts::staff::Person;
use crate::office::alarm::Unrecorded;
use crate::office::events::EventListed;
use crate::office::glance::Glance;
use crate::office::held::Look;
use crate::office::in_words::{event as event_words, request as request_words};
use crate::office::jobs::FailedJob;
use crate::office::jobs::Fault;
use crate::office::journal::check::Check;
use crate::office::kept::OpenRoster;
use crate::office::requests::Request;
use crate::words::{Lang, say};

/// What waits for somebody.
#[derive(Default)]
pub(super) struct Waiting {
    /// The journal does not hold, and what waits cannot be told.
    pub(super) is_broken: bool,
    /// Requests that she may decide.
    pub(super) decide: Vec<Request>,
    /// All requests that wait.
    pub(super) asked: usize,
    pub(super) rosters: Vec<OpenRoster>,
    pub(super) failed: Vec<FailedJob>,
    pub(super) people: Vec<Person>,
}

/// What was last found of tables and journal.
pub(super) struct Apart {
    pub(super) look: Option<Look>,
    pub(super) check: Option<Check>,
    /// Whether checks of lists give a signed report; not told to who cannot mend it.
    pub(super) reports: bool,
}

/// A line that leads to what waits.
struct Line {
    href: String,
    text: Cow<'static, str>,
    more: String,
    is_odd: bool,
}

/// Something that is not as it should be.
struct Alarm {
    what: Cow<'static, str>,
    todo: Cow<'static, str>,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "office/home.html")]
pub(super) struct HomePage {
    frame: Frame,
    here: String,
    alarms: Vec<Alarm>,
    lines: Vec<Line>,
    asked: usize,
    counted: String,
    issued: Months,
    ending: Months,
    events: Vec<EventBar>,
    width: u32,
    height: u32,
}

/// Whether somebody cannot work yet: a password or an authenticator is still to be set up, or a row is not as told.
pub(super) fn is_unsettled(person: &Person) -> bool {
    let must = person.must_change || (person.roles.need_totp() && !person.has_totp);
    person.state == AccountState::Active && !person.roles.is_empty() && (must || !person.as_told)
}

impl HomePage {
    pub(super) fn of(
        frame: Frame,
        waiting: &Waiting,
        glance: &Glance,
        (unrecorded, apart): (&[Unrecorded], &Apart),
        lsp: &Lsp,
    ) -> Self {
        let (lang, here) = (frame.lang, base(&lsp.id));
        let longest = glance.events.iter().map(|event| people(event).iter().sum::<u32>()).max().unwrap_or(0);
        Self {
            alarms: alarms(unrecorded, apart, &here, lsp, lang),
            lines: lines(waiting, &here, lsp, lang),
            asked: waiting.asked,
            counted: said::moment(glance.at, lsp, lang),
            issued: chart::months(&glance.issued_in, &glance.issued, true, lang),
            ending: chart::months(&glance.ending_in, &glance.ending, false, lang),
            events: glance.events.iter().map(|event| bar(event, longest, &here, lang)).collect(),
            width: WIDTH,
            height: HEIGHT,
            frame,
            here,
        }
    }
}

fn people(event: &EventListed) -> [u32; 3] {
    [event.counts.competent, event.counts.not_yet_competent, event.counts.absent]
}

fn bar(event: &EventListed, longest: u32, here: &str, lang: Lang) -> EventBar {
    let [competent, not_yet, absent] = people(event);
    EventBar {
        href: format!("{here}/kegiatan/{}", event.id),
        name: event.name.clone(),
        days: event_words::days(event.starts_on, event.ends_on, lang),
        parts: chart::parts(people(event), longest),
        competent,
        not_yet,
        absent,
    }
}

fn lines(waiting: &Waiting, here: &str, lsp: &Lsp, lang: Lang) -> Vec<Line> {
    let mut lines = Vec::new();
    for request in &waiting.decide {
        let row = &request.row;
        lines.push(Line {
            href: format!("{here}/persetujuan/{}", row.id),
            text: say!(
                lang,
                "office-records-waits-request",
                what = request_words::kind(row.kind, lang),
                size = row.size
            ),
            more: format!("{} · {}", said::who(&row.asked_by, lang), said::moment(row.asked_at, lsp, lang)),
            is_odd: false,
        });
    }
    for roster in &waiting.rosters {
        let event = &roster.event_name;
        let text = match roster.state {
            KeptState::Returned => say!(lang, "office-records-waits-returned", event),
            _ if roster.refused > 0 => say!(lang, "office-records-waits-faults", event, count = roster.refused),
            _ => say!(lang, "office-records-waits-draft", event),
        };
        let (href, more) = (format!("{here}/daftar/{}", roster.id), said::moment(roster.changed_at, lsp, lang));
        lines.push(Line { href, text, more, is_odd: roster.state == KeptState::Returned });
    }
    for job in &waiting.failed {
        let why = job.fault.as_deref().map(|word| request_words::fault(Fault::from_word(word), lang));
        lines.push(Line {
            href: format!("{here}/pekerjaan/{}", job.id),
            text: say!(lang, "office-records-waits-failed", why = why.unwrap_or_default()),
            more: said::moment(job.ended_at, lsp, lang),
            is_odd: true,
        });
    }
    for person in &waiting.people {
        let name = person.name.as_str();
        lines.push(Line {
            href: format!("{here}/orang/{}", person.account),
            text: match person.as_told {
                true => say!(lang, "office-records-waits-person", name),
                false => say!(lang, "office-records-waits-person-odd", name),
            },
            more: String::new(),
            is_odd: !person.as_told,
        });
    }
    lines
}

fn alarms(unrecorded: &[Unrecorded], apart: &Apart, here: &str, lsp: &Lsp, lang: Lang) -> Vec<Alarm> {
    let stolen = |stray: &Unrecorded| {
        let (kid, count) = (stray.kid.to_string(), stray.count);
        let moment = said::moment(stray.last_at, lsp, lang);
        Alarm {
            what: say!(lang, "office-records-alarm-stolen", kid, count, moment),
            todo: say!(lang, "office-records-alarm-stolen-todo", kid),
            href: Some(format!("{here}/jurnal?tindakan=alarm")),
        }
    };
    let mut alarms: Vec<Alarm> = unrecorded.iter().map(stolen).collect();
    let check = matches!(&apart.check, Some(Check::Done { checked, .. }) if !checked.is_well());
    let reports = apart.reports;
    let apart = match apart.look {
        Some(Look::Broken) => Some(say!(lang, "office-records-alarm-broken")),
        Some(Look::States(count)) if count > 0 => Some(say!(lang, "office-records-alarm-states", count)),
        Some(Look::States(_)) | None => check.then(|| say!(lang, "office-records-alarm-check")),
    };
    alarms.extend(apart.map(|what| Alarm {
        what,
        todo: say!(lang, "office-records-alarm-apart-todo"),
        href: Some(format!("{here}/jurnal/periksa")),
    }));
    if !reports {
        let lsp = &lsp.id;
        let command = format!("absah keys new --lsp {lsp} --use report");
        alarms.push(Alarm {
            what: say!(lang, "office-records-alarm-no-report"),
            todo: say!(lang, "office-records-alarm-no-report-todo", command),
            href: None,
        });
    }
    alarms
}
