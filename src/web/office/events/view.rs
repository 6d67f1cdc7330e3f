//! Events: those of a year, one with its rosters.

use std::borrow::Cow;

use askama::Template;
use jiff::civil::Date;

use super::super::{Frame, said};
use crate::domain::account::Role;
use crate::domain::event::{Institution, Wave};
use crate::domain::issuer::Lsp;
use crate::domain::request::{KeptState, Origin};
use crate::domain::year::Year;
use crate::office::events::{Counted, Counts, EventListed, EventRow};
use crate::office::in_words::event::{days, quota, tuk};
use crate::office::kept::KeptRow;
use crate::words::{Lang, key, say};

/// The events of a year.
#[derive(Template)]
#[template(path = "office/events.html")]
pub(super) struct YearPage {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) operator: bool,
    pub(super) year: Year,
    pub(super) years: Vec<Year>,
    pub(super) rows: Vec<YearRow>,
}

/// One event of a year.
pub(super) struct YearRow {
    id: String,
    name: String,
    place: String,
    days: String,
    counts: Counts,
    quota: Cow<'static, str>,
}

impl YearRow {
    pub(super) fn of(listed: EventListed, lang: Lang) -> Self {
        Self {
            id: listed.id.to_string(),
            days: days(listed.starts_on, listed.ends_on, lang),
            quota: quota([listed.quota_asked, listed.quota_granted], lang),
            name: listed.name,
            place: listed.place,
            counts: listed.counts,
        }
    }
}

/// One event.
#[derive(Template)]
#[template(path = "office/event.html")]
pub(super) struct One {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) operator: bool,
    pub(super) fault: Option<Cow<'static, str>>,
    id: String,
    name: String,
    place: String,
    tuk: Cow<'static, str>,
    days: String,
    quota: Cow<'static, str>,
    institutions: Vec<Cow<'static, str>>,
    waves: Vec<WaveLine>,
    counts: Counts,
    rosters: Vec<RosterLine>,
    schemes: Vec<(String, String)>,
    today: String,
}

struct WaveLine {
    number: u32,
    line: String,
}

struct RosterLine {
    id: String,
    name: Cow<'static, str>,
    made: String,
    state: Cow<'static, str>,
    counted: Counted,
}

impl One {
    pub(super) fn of(
        frame: Frame,
        here: String,
        (row, counts): (EventRow, Counts),
        rosters: &[KeptRow],
        lsp: &Lsp,
        today: Date,
    ) -> Self {
        let (EventRow { id, event, .. }, lang) = (row, frame.lang);
        let institution = |of: &Institution| {
            let Institution { name, planned } = of;
            say!(lang, "office-events-institution-line", name, planned)
        };
        let title = |scheme: &crate::domain::scheme::Scheme| lang.of(&scheme.title_id, &scheme.title_en).clone();
        let roster = |kept: &KeptRow| RosterLine {
            id: kept.id.to_string(),
            name: wave(kept.wave, lang),
            made: format!("{} · {}", origin(kept.origin, lang), said::moment(kept.made_at, lsp, lang)),
            state: state(kept.state, lang),
            counted: kept.counted,
        };
        Self {
            operator: frame.place.as_ref().is_some_and(|place| place.roles.has(Role::Operator)),
            frame,
            here,
            fault: None,
            id: id.to_string(),
            days: days(event.starts_on, event.ends_on, lang),
            quota: quota([event.quota_asked, event.quota_granted], lang),
            institutions: event.institutions.iter().map(institution).collect(),
            waves: event.waves.iter().map(|wave| wave_line(*wave, lang)).collect(),
            tuk: tuk(event.tuk, lang),
            name: event.name,
            place: event.place,
            counts,
            rosters: rosters.iter().map(roster).collect(),
            schemes: lsp.schemes.iter().map(|scheme| (scheme.code.to_string(), title(scheme))).collect(),
            today: today.to_string(),
        }
    }
}

fn wave_line(wave: Wave, lang: Lang) -> WaveLine {
    let Wave { number, held_on: day, quota } = wave;
    let mut line = say!(lang, "office-events-wave-line", number, day).into_owned();
    if let Some(quota) = quota {
        line += &format!(", {}", say!(lang, "office-events-wave-quota", quota));
    }
    WaveLine { number, line }
}

pub(in crate::web::office) fn wave(number: Option<u32>, lang: Lang) -> Cow<'static, str> {
    match number {
        Some(number) => say!(lang, "office-events-wave", number),
        None => say!(lang, "office-events-no-wave"),
    }
}

fn origin(origin: Origin, lang: Lang) -> Cow<'static, str> {
    let word = match origin {
        Origin::Again => key!("office-events-origin-again"),
        Origin::File => key!("office-events-origin-file"),
        Origin::Renewal => key!("office-events-origin-renewal"),
    };
    word.say(lang)
}

pub(in crate::web::office) fn state(state: KeptState, lang: Lang) -> Cow<'static, str> {
    let word = match state {
        KeptState::Approved => key!("office-events-state-approved"),
        KeptState::Draft => key!("office-events-state-draft"),
        KeptState::Issued => key!("office-events-state-issued"),
        KeptState::Returned => key!("office-events-state-returned"),
        KeptState::Submitted => key!("office-events-state-submitted"),
        KeptState::Withdrawn => key!("office-events-state-withdrawn"),
    };
    word.say(lang)
}
