//! The list of certificates, with what narrows it.

use std::borrow::Cow;

use askama::Template;

use super::super::{Frame, said};
use super::filter::Filter;
use super::{PART, key};
use crate::domain::id::EventId;
use crate::domain::issuer::Lsp;
use crate::domain::status::State;
use crate::office::find::{Hit, Leaf, Orders, Page, Sort};
use crate::words::{Lang, say};

/// The certificates of an LSP.
#[derive(Template)]
#[template(path = "office/certificates.html")]
pub(super) struct List {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) fault: Option<Cow<'static, str>>,
    operator: bool,
    number: u32,
    typed: Filter,
    schemes: Vec<Choice>,
    events: Vec<Choice>,
    states: Vec<Choice>,
    chosen: Vec<(String, Cow<'static, str>)>,
    rows: Vec<Row>,
    /// Headers that change the order; none where there is only one.
    issued: Option<Header>,
    ending: Option<Header>,
    /// Whether names were found by their words, and are in the order of those.
    by_words: bool,
    looked: bool,
    before: Option<String>,
    next: Option<String>,
    first: String,
}

/// One of several to choose from.
struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

/// A header that is a link.
struct Header {
    href: String,
    /// For `aria-sort`, where rows are in its order.
    way: Option<&'static str>,
}

/// A certificate in a line.
struct Row {
    key: String,
    number: String,
    holder: String,
    scheme: String,
    issued_on: String,
    valid_until: String,
    state: Cow<'static, str>,
    is_odd: bool,
    /// Whether the row is as the journal covers it; of another nothing is shown but its number.
    held: bool,
}

impl Row {
    fn of(hit: Hit, lang: Lang) -> Self {
        let (listed, held) = (hit.listed, hit.state.is_some());
        let shown = |text: String| if held { text } else { String::new() };
        Self {
            key: key(&listed.number),
            holder: shown(listed.holder),
            scheme: shown(listed.scheme.to_string()),
            issued_on: shown(said::day(listed.term.issued_on, lang)),
            valid_until: shown(said::day(listed.term.valid_until, lang)),
            state: said::held(hit.state, lang),
            is_odd: hit.state != Some(State::Valid),
            number: listed.number,
            held,
        }
    }
}

impl List {
    pub(super) fn of(
        frame: Frame,
        here: String,
        filter: &Filter,
        lsp: &Lsp,
        events: &[(EventId, String)],
        operator: bool,
    ) -> Self {
        let (lang, path) = (frame.lang, format!("{here}{PART}"));
        let choice = |value: &str, name: String, typed: &str| {
            let chosen = value == typed;
            Choice { value: value.to_owned(), name, chosen }
        };
        let scheme = |scheme: &crate::domain::scheme::Scheme| {
            let code = scheme.code.as_str();
            choice(code, format!("{code} · {}", scheme.title_id), &filter.skema)
        };
        let schemes: Vec<Choice> = lsp.schemes.iter().map(scheme).collect();
        let event = |(id, name): &(EventId, String)| choice(id.as_str(), name.clone(), &filter.kegiatan);
        let mut events: Vec<Choice> = events.iter().map(event).collect();
        if !filter.kegiatan.is_empty() && events.iter().all(|event| !event.chosen) {
            let name = say!(lang, "office-certificates-other-event").into_owned();
            events.push(choice(&filter.kegiatan, name, &filter.kegiatan));
        }
        let state = |state: State| choice(state.as_str(), said::status(state, lang).into_owned(), &filter.keadaan);
        let states: Vec<Choice> = [State::Valid, State::Suspended, State::Revoked, State::Superseded].map(state).into();
        let name_of = |choices: &[Choice], value: &str| {
            choices.iter().find(|one| one.chosen).map_or_else(|| value.to_owned(), |one| one.name.clone())
        };
        let mut chosen = Vec::new();
        let mut narrowed = |name: &str, typed: &str, said: Cow<'static, str>| {
            if !typed.is_empty() {
                chosen.push((filter.with(&path, name, ""), said));
            }
        };
        narrowed("cari", &filter.cari, say!(lang, "office-certificates-chosen-text", text = filter.cari));
        narrowed(
            "skema",
            &filter.skema,
            say!(lang, "office-certificates-chosen-scheme", name = name_of(&schemes, &filter.skema)),
        );
        narrowed(
            "kegiatan",
            &filter.kegiatan,
            say!(lang, "office-certificates-chosen-event", name = name_of(&events, &filter.kegiatan)),
        );
        narrowed(
            "keadaan",
            &filter.keadaan,
            say!(lang, "office-certificates-chosen-state", name = name_of(&states, &filter.keadaan)),
        );
        narrowed("tahun", &filter.tahun, say!(lang, "office-certificates-chosen-year", year = filter.tahun));
        narrowed("habis", &filter.habis, say!(lang, "office-certificates-chosen-ending", day = filter.habis));
        let first = filter.page(&path, &Leaf::First, 1);
        Self {
            frame,
            here,
            fault: None,
            operator,
            number: filter.number(),
            typed: filter.clone(),
            schemes,
            events,
            states,
            chosen,
            rows: Vec::new(),
            issued: None,
            ending: None,
            by_words: false,
            looked: false,
            before: None,
            next: None,
            first,
        }
    }

    /// Puts in what was found.
    pub(super) fn show(&mut self, filter: &Filter, found: Page) {
        let (lang, path) = (self.frame.lang, format!("{}{PART}", self.here));
        self.looked = true;
        self.by_words = found.orders.now.is_none();
        if let Some(now) = found.orders.now {
            let way = if now.rises() { "ascending" } else { "descending" };
            let header = |by_end: bool, [one, other]: [Sort; 2]| Header {
                href: filter.sorted(&path, if now == one { other } else { one }),
                way: (now.by_end() == by_end).then_some(way),
            };
            let Orders { by_issue, by_end, .. } = found.orders;
            self.issued = by_issue.then(|| header(false, [Sort::Newest, Sort::Oldest]));
            self.ending = by_end.then(|| header(true, [Sort::EndingFirst, Sort::EndingLast]));
        }
        let number = self.number;
        self.before = found.before.map(|leaf| filter.page(&path, &leaf, number.saturating_sub(1)));
        self.next = found.next.map(|leaf| filter.page(&path, &leaf, number + 1));
        self.rows = found.hits.into_iter().map(|hit| Row::of(hit, lang)).collect();
    }
}
