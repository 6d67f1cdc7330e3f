//! The pages of reports.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;

use crate::domain::year::{Year, Years};
use crate::office::events::EventListed;
use crate::office::in_words::event::days;
use crate::office::report::{OfEvent, Table, facts};
use crate::web::office::Frame;
use crate::words::say;

/// A year by scheme, and its events.
#[derive(Template)]
#[template(path = "office/report-year.html")]
pub(super) struct YearPage {
    frame: Frame,
    here: String,
    year: Year,
    years: Vec<Year>,
    table: Arc<Table>,
    events: Vec<EventLine>,
}

struct EventLine {
    id: String,
    name: String,
    days: String,
    planned: u32,
    sat: u32,
}

impl YearPage {
    pub(super) fn of(
        frame: Frame,
        here: String,
        Years { shown: year, all: years }: Years,
        table: Arc<Table>,
        events: Vec<EventListed>,
    ) -> Self {
        let lang = frame.lang;
        let line = |of: EventListed| EventLine {
            id: of.id.to_string(),
            days: days(of.starts_on, of.ends_on, lang),
            planned: of.counts.planned,
            sat: of.counts.sat(),
            name: of.name,
        };
        Self { frame, here, year, years, table, events: events.into_iter().map(line).collect() }
    }
}

/// An event as BNSP asks for it.
#[derive(Template)]
#[template(path = "office/report-event.html")]
pub(super) struct EventPage {
    frame: Frame,
    here: String,
    id: String,
    name: String,
    facts: Vec<(Cow<'static, str>, String)>,
    table: Table,
    unread: u32,
}

impl EventPage {
    pub(super) fn of(frame: Frame, here: String, report: OfEvent) -> Self {
        let facts = facts(&report, frame.lang);
        let OfEvent { row, table, unread, .. } = report;
        Self { frame, here, id: row.id.to_string(), name: row.event.name, facts, table, unread }
    }
}
