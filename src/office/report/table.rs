//! The tables of reports as files: in Indonesian, as they are filed.

use std::borrow::Cow;

use super::{OfEvent, Table, Tallied};
use crate::domain::event::Institution;
use crate::domain::issuer::Lsp;
use crate::domain::year::Year;
use crate::office::in_words::event::{days, quota, tuk};
use crate::office::register::{self, Cell, Kind, RegisterError, Sheet};
use crate::words::{Key, Lang, key, say};

/// What is told of an event beside its table.
#[must_use]
pub fn facts(report: &OfEvent, lang: Lang) -> Vec<(Cow<'static, str>, String)> {
    let event = &report.row.event;
    let mut facts = vec![
        (say!(lang, "office-events-place"), format!("{} · {}", event.place, tuk(event.tuk, lang))),
        (say!(lang, "office-events-days"), days(event.starts_on, event.ends_on, lang)),
        (say!(lang, "office-events-quota"), quota([event.quota_asked, event.quota_granted], lang).into_owned()),
        (say!(lang, "office-events-planned"), report.counts.planned.to_string()),
    ];
    let institutions = event.institutions.iter().map(|of| {
        let Institution { name, planned } = of;
        (
            say!(lang, "office-events-institutions"),
            say!(lang, "office-events-institution-line", name, planned).into_owned(),
        )
    });
    facts.extend(institutions);
    facts
}

const COLUMNS: [Key; 6] = [
    key!("office-handover-no"),
    key!("office-handover-scheme-code"),
    key!("office-handover-scheme-title"),
    key!("office-events-competent"),
    key!("office-events-not-yet"),
    key!("office-events-absent"),
];

fn headings<const N: usize>(keys: [Key; N]) -> [String; N] {
    keys.map(|heading| heading.say(Lang::Id).into_owned())
}

fn total() -> Cell {
    Cell::from(key!("office-handover-total").say(Lang::Id).into_owned())
}

fn none() -> Cell {
    Cell::from(String::new())
}

/// An event's table as a workbook: K, BK and absent by scheme, below the event's facts.
///
/// # Errors
/// The workbook cannot be written.
pub fn event_table(lsp: &Lsp, report: &OfEvent) -> Result<Vec<u8>, RegisterError> {
    let licence =
        lsp.licence_on(report.row.event.ends_on).map_or_else(String::new, |licence| licence.number.to_string());
    let mut above = vec![
        key!("office-handover-report-event").say(Lang::Id).into_owned(),
        format!("{} · {licence}", lsp.name_id),
        report.row.event.name.clone(),
    ];
    above.extend(facts(report, Lang::Id).into_iter().map(|(name, fact)| format!("{name}: {fact}")));
    let [no, code, title, competent, not_yet, absent] = headings(COLUMNS);
    let [sat, planned] = headings([key!("office-events-sat"), key!("office-handover-listed")]);
    let counts = |of: &Tallied| [of.competent, of.not_yet_competent, of.sat(), of.absent, of.planned()].map(Cell::from);
    let row = |no: Cell, code: Cell, title: Cell, of: &Tallied| {
        let [competent, not_yet, sat, absent, planned] = counts(of);
        [no, code, title, competent, not_yet, sat, absent, planned]
    };
    let rows = (1..).zip(&report.table.rows).map(|(no, of)| {
        row(Cell::Count(no), Cell::from(of.code.to_string()), Cell::from(of.title.clone()), &of.tallied)
    });
    let rows = rows.chain(std::iter::once(row(none(), total(), none(), &report.table.all)));
    let headings = [no, code, title, competent, not_yet, sat, absent, planned];
    register::sheet(Kind::Xlsx, &Sheet { above, height: None }, headings, rows)
}

/// A year's table.
///
/// # Errors
/// It cannot be written.
pub fn year_table(kind: Kind, lsp: &Lsp, year: Year, table: &Table) -> Result<Vec<u8>, RegisterError> {
    let title = say!(Lang::Id, "office-handover-report-year", year = year.number()).into_owned();
    let headings = headings([
        key!("office-handover-scheme-code"),
        key!("office-handover-scheme-title"),
        key!("office-handover-listed"),
        key!("office-events-sat"),
        key!("office-events-competent"),
        key!("office-events-not-yet"),
        key!("office-events-absent"),
        key!("office-events-certified"),
    ]);
    let row = |code: Cell, title: Cell, of: &Tallied| {
        let Tallied { competent, not_yet_competent, absent, certified } = *of;
        let [planned, sat, competent, not_yet, absent, certified] =
            [of.planned(), of.sat(), competent, not_yet_competent, absent, certified].map(Cell::from);
        [code, title, planned, sat, competent, not_yet, absent, certified]
    };
    let rows =
        table.rows.iter().map(|of| row(Cell::from(of.code.to_string()), Cell::from(of.title.clone()), &of.tallied));
    let rows = rows.chain(std::iter::once(row(total(), none(), &table.all)));
    register::sheet(kind, &Sheet { above: vec![title, lsp.name_id.clone()], height: None }, headings, rows)
}
