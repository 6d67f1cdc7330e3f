//! What rows `c` of certificates are held against, each as a condition.

use jiff::civil::Date;

use super::statement::{Span, Statement};
use crate::domain::id::EventId;
use crate::domain::scheme::SchemeCode;
use crate::domain::status::State;
use crate::domain::year::Year;

/// Those of the rosters of an event; `lsp` names the value of the LSP.
pub(super) fn of_event(bounds: &mut Statement, lsp: &str, event: &EventId) -> String {
    let event = bounds.text(event.as_str());
    format!(
        "c.entry in (select e.id from entry e where e.roster in (select r.id from roster r where r.kept in
         (select q.id from kept_roster q where q.lsp = {lsp} and q.event = {event})))"
    )
}

/// Those issued within a year. `goes_on`: whether a walk goes on from a day of it.
pub(super) fn issued_in(bounds: &mut Statement, year: Year, goes_on: bool) -> Span {
    let [first, last] = year.days().map(|day| bounds.text(day.to_string()));
    Span { from: format!("c.issued_on >= {first}"), to: format!("c.issued_on <= {last}"), goes_on }
}

/// Those whose last valid day is one of these, but for the second; they have to run still ([`RUNS`]).
pub(super) fn ending(bounds: &mut Statement, days: [Date; 2], goes_on: bool) -> Span {
    let [from, before] = days.map(|day| bounds.text(day.to_string()));
    Span { from: format!("c.valid_until >= {from}"), to: format!("c.valid_until < {before}"), goes_on }
}

/// What a revoked or superseded certificate does not.
pub(super) const RUNS: &str = "c.status in ('valid', 'suspended')";

/// Those of a state. The index is one of those that are not valid; so it has to be said.
pub(super) fn of_state(bounds: &mut Statement, state: State) -> String {
    let is = format!("c.status = {}", bounds.text(state.as_str()));
    if state == State::Valid { is } else { format!("{is} and c.status <> 'valid'") }
}

pub(super) fn of_scheme(bounds: &mut Statement, scheme: &SchemeCode) -> String {
    format!("c.scheme = {}", bounds.text(scheme.as_str()))
}
