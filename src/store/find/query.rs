//! The SQL of a search that walks certificates: by one index, and what each row is held against.
//!
//! | what is asked for | the walk | its order |
//! | --- | --- | --- |
//! | a number, a NIK, an event | the certificates themselves, which are few | as asked |
//! | what ends soon, or the order of ends | `certificate_ending` | the last valid day |
//! | another state than valid | `certificate_not_valid` | the day of issue |
//! | a scheme | `certificate_of_scheme` | the day of issue |
//! | all | `certificate_issued` | the day of issue |
//!
//! Certificates of one day are in the order of their numbers, which no index of PostgreSQL has: it sorts a day at a time.

use super::narrow;
use super::place::DayPlace;
use super::statement::{Span, Statement};
use super::{Leaf, Place, Search, Sort, Sought, WALK};
use crate::domain::issuer::LspId;
use crate::domain::status::State;

/// What a certificate is ordered by and held against.
const WALKED: &str = "c.id, c.issued_on, c.valid_until, c.status, c.scheme, c.entry";

/// A search as a walk.
pub(super) struct Query {
    bounds: Statement,
    /// The column of the day that rows are ordered by.
    day: &'static str,
    /// Between what the walk's own column lies.
    span: Option<Span>,
    /// What else the index holds rows against.
    walked: Vec<String>,
    /// What rows are held against apart from it.
    held: Vec<String>,
    rises: bool,
    /// What certificates are named by one by one; nothing where they are not.
    few: Vec<String>,
}

impl Query {
    pub(super) fn of(lsp: &LspId, search: &Search, sort: Sort, leaf: &Leaf) -> Self {
        let mut query = Self {
            bounds: Statement::default(),
            day: if sort.by_end() { "valid_until" } else { "issued_on" },
            span: None,
            walked: Vec::new(),
            held: Vec::new(),
            rises: sort.rises() != leaf.is_backwards(),
            few: Vec::new(),
        };
        let lsp = query.bounds.text(lsp.as_str());
        let place = match leaf.place() {
            Some(Place::Day(place)) => Some(place),
            Some(Place::Word(_)) | None => None, // of another list
        };
        query.name(search, &lsp);
        let of_lsp = format!("c.lsp = {lsp}");
        if query.few.is_empty() { &mut query.walked } else { &mut query.few }.push(of_lsp);
        query.narrow(search, sort.by_end(), place);
        if let Some(place) = place {
            query.go_on(place, leaf.has_its_place());
        }
        query.walked.extend(query.span.take().into_iter().flat_map(|span| span.conditions(query.rises)));
        query
    }

    fn name(&mut self, search: &Search, lsp: &str) {
        let mut any = Vec::new();
        if let Sought::Exactly { numbers, nik } = &search.sought {
            for number in numbers {
                let number = self.bounds.text(number.as_str());
                for column in ["number_key", "registration_key", "blanko_key"] {
                    any.push(format!("select n.id from certificate n where n.lsp = {lsp} and n.{column} = {number}"));
                }
                any.push(format!(
                    "select b.certificate from blanko_sheet b
                     where b.lsp = {lsp} and b.serial_key = {number} and b.certificate is not null"
                ));
            }
            if let Some(nik) = nik {
                let nik = self.bounds.text(nik.as_str());
                any.push(format!(
                    "select n.id from holder h join entry_key k on k.holder = h.id join certificate n on n.entry = k.entry
                     where h.lsp = {lsp} and h.nik_index = {nik}"
                ));
            }
            self.few.push(format!("c.id in ({})", any.join(" union ")));
        }
        if let Some(event) = &search.event {
            self.few.push(narrow::of_event(&mut self.bounds, lsp, event));
        }
    }

    fn narrow(&mut self, search: &Search, by_end: bool, place: Option<&DayPlace>) {
        if let Some(year) = search.issued_in {
            let [first, last] = year.days();
            let goes_on = place.is_some_and(|place| (first..=last).contains(&place.day));
            let span = narrow::issued_in(&mut self.bounds, year, goes_on);
            self.lies(!by_end, span);
        }
        if let Some([from, before]) = search.expiring {
            let goes_on = place.is_some_and(|place| (from..before).contains(&place.day));
            let span = narrow::ending(&mut self.bounds, [from, before], goes_on);
            self.lies(by_end, span);
            self.held.push(narrow::RUNS.to_owned());
        }
        let mut indexed = !by_end;
        if let Some(state) = search.state {
            let other = state != State::Valid;
            let condition = narrow::of_state(&mut self.bounds, state);
            self.put(other && indexed, condition);
            indexed &= !other;
        }
        if let Some(scheme) = &search.scheme {
            let condition = narrow::of_scheme(&mut self.bounds, scheme);
            self.put(indexed, condition);
        }
        if !self.few.is_empty() {
            self.walked.append(&mut self.held);
        }
    }

    fn lies(&mut self, walked: bool, span: Span) {
        if walked {
            self.span = Some(span);
        } else {
            self.held.extend([span.from, span.to]);
        }
    }

    fn put(&mut self, walked: bool, condition: String) {
        if walked { &mut self.walked } else { &mut self.held }.push(condition);
    }

    /// Goes on from where another page ended.
    fn go_on(&mut self, place: &DayPlace, with_it: bool) {
        let (than, too) = (if self.rises { ">" } else { "<" }, if with_it { "=" } else { "" });
        let (day, id) = (self.bounds.text(place.day.to_string()), self.bounds.number(place.id.number()));
        self.walked.push(format!("(c.{}, c.id) {than}{too} ({day}, {id})", self.day));
    }

    /// The order of the walk, by its columns or by the names that they have in a page.
    fn order(&self) -> String {
        let way = if self.rises { "asc" } else { "desc" };
        format!("order by c.{} {way}, c.id {way}", self.day)
    }

    /// The page: so many rows of the walk that fit.
    pub(super) fn page(&self, rows: u32) -> Statement {
        let (order, day) = (self.order(), self.day);
        let length = if self.held.is_empty() { rows } else { WALK };
        // A few are gathered first: PostgreSQL would walk all in some order where it takes them to be many.
        let (few, of) = match self.few.join(" and ") {
            few if few.is_empty() => (String::new(), "certificate"),
            few => (format!("with few as materialized (select {WALKED} from certificate c where {few})"), "few"),
        };
        let [walked, held] = [&self.walked, &self.held].map(|conditions| match conditions.join(" and ") {
            all if all.is_empty() => all,
            all => format!("where {all}"),
        });
        self.bounds.saying(&format!(
            "{few} select c.id, c.{day} as day from (
                 select {WALKED} from {of} c {walked} {order} limit {length}) as c {held} {order} limit {rows}"
        ))
    }

    /// The last row of the walk, where rows of it are left out of the page and it goes on; none where none are.
    pub(super) fn ends(&self) -> Option<Statement> {
        if self.held.is_empty() {
            return None;
        }
        let (walked, order, day, last) = (self.walked.join(" and "), self.order(), self.day, WALK - 1);
        Some(self.bounds.saying(&format!(
            "select c.id, c.{day} as day from certificate c where {walked} {order} limit 1 offset {last}"
        )))
    }
}
