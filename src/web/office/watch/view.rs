//! Holders to call: the page of a list.

use std::borrow::Cow;

use askama::Template;
use jiff::civil::Date;

use super::super::{Frame, said};
use super::{Chosen, begins_rosters, hands_over, here};
use crate::domain::account::Role;
use crate::domain::id::EventId;
use crate::domain::issuer::Lsp;
use crate::domain::search_key::SearchKey;
use crate::office::watch::{Asked, Call, Edge, List, due, edge_of, institution};
use crate::words::{Lang, key, say};

/// One of the three lists.
struct Tab {
    href: String,
    name: Cow<'static, str>,
    current: bool,
}

struct Row {
    href: String,
    number: String,
    holder: String,
    scheme: String,
    institution: String,
    due: String,
    until: String,
    state: Cow<'static, str>,
}

/// Something to choose of several.
struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// Whether there is a page after this one, and before it.
#[derive(Clone, Copy)]
pub(super) struct Turned {
    pub(super) next: bool,
    pub(super) before: bool,
}

#[derive(Template)]
#[template(path = "office/watch.html")]
pub(super) struct WatchPage {
    pub(super) frame: Frame,
    pub(super) fault: Option<Cow<'static, str>>,
    here: String,
    /// The LSP's part of the office.
    base: String,
    tabs: Vec<Tab>,
    list: &'static str,
    heading: Cow<'static, str>,
    due: Cow<'static, str>,
    from: String,
    until: String,
    schemes: Vec<Choice>,
    events: Vec<Choice>,
    rows: Vec<Row>,
    /// The query of this list without a page, and the same as fields of a form.
    query: String,
    fields: Vec<(&'static str, String)>,
    /// What narrows the list, and where it does not.
    narrowed: Vec<(String, String)>,
    next: Option<String>,
    before: Option<String>,
    is_first: bool,
    hands: bool,
    may_renew: bool,
    may_set: bool,
    today: String,
}

/// A list's word in addresses.
pub(super) fn word(list: List) -> &'static str {
    match list {
        List::Expired => "kedaluwarsa",
        List::Notice => "pemberitahuan",
        List::Surveillance => "surveilans",
    }
}

fn name(list: List, lang: Lang) -> Cow<'static, str> {
    let word = match list {
        List::Expired => key!("office-records-list-expired"),
        List::Notice => key!("office-records-list-notice"),
        List::Surveillance => key!("office-records-list-surveillance"),
    };
    word.say(lang)
}

fn query(pairs: &[(&str, &str)]) -> String {
    let chosen = pairs.iter().filter(|(_, value)| !value.is_empty());
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(chosen).finish()
}

impl WatchPage {
    #[expect(
        clippy::too_many_arguments,
        reason = "a page shows what was chosen, what was found and what can be chosen"
    )]
    pub(super) fn of(
        frame: Frame,
        chosen: &Chosen,
        asked: &Asked,
        calls: &[Call],
        turned: Turned,
        events: &[(EventId, String)],
        lsp: &Lsp,
        today: Date,
    ) -> Self {
        let (lang, here) = (frame.lang, here(&lsp.id));
        let [from, until] = asked.between.map(|day| day.to_string());
        let scheme = asked.scheme.as_ref().map(ToString::to_string).unwrap_or_default();
        let event = asked.event.as_ref().map(ToString::to_string).unwrap_or_default();
        let days = [("dari", from.as_str()), ("sampai", until.as_str())];
        let days = if chosen.dari.is_empty() && chosen.sampai.is_empty() { [("", ""); 2] } else { days };
        let list = word(asked.list);
        let of = |scheme: &str, event: &str| {
            query(&[("daftar", list), days[0], days[1], ("skema", scheme), ("kegiatan", event)])
        };
        let own = of(&scheme, &event);
        let tab = |which: List| Tab {
            href: format!("{here}?{}", query(&[("daftar", word(which)), ("skema", &scheme), ("kegiatan", &event)])),
            name: name(which, lang),
            current: which == asked.list,
        };
        let title = |code: &str| {
            let of = lsp.schemes.iter().find(|of| of.code.as_str() == code);
            of.map_or_else(|| code.to_owned(), |of| format!("{code} · {}", lang.of(&of.title_id, &of.title_en)))
        };
        let event_name =
            |id: &str| events.iter().find(|(of, _)| of.as_str() == id).map_or(id, |(_, name)| name).to_owned();
        let mut narrowed = Vec::new();
        if !scheme.is_empty() {
            narrowed.push((title(&scheme), format!("{here}?{}", of("", &event))));
        }
        if !event.is_empty() {
            narrowed.push((event_name(&event), format!("{here}?{}", of(&scheme, ""))));
        }
        let turn = |call: Option<&Call>, forward: bool| {
            let (name, Edge::After(day, id) | Edge::Before(day, id)) =
                (if forward { "sesudah" } else { "sebelum" }, edge_of(asked.list, &call?.watched, forward))
            else {
                return None;
            };
            Some(format!("{here}?{own}&{name}={day}.{id}"))
        };
        let roles = frame.place.as_ref();
        Self {
            base: super::base(&lsp.id),
            tabs: [List::Surveillance, List::Notice, List::Expired].map(tab).into(),
            list,
            heading: name(asked.list, lang),
            due: due(asked.list, lang),
            schemes: lsp
                .schemes
                .iter()
                .map(|of| Choice {
                    value: of.code.to_string(),
                    text: title(of.code.as_str()),
                    chosen: of.code.as_str() == scheme,
                })
                .collect(),
            events: events
                .iter()
                .map(|(id, name)| Choice { value: id.to_string(), text: name.clone(), chosen: id.as_str() == event })
                .collect(),
            rows: calls.iter().map(|call| row(call, lsp, lang)).collect(),
            next: turn(calls.last().filter(|_| turned.next), true),
            before: turn(calls.first().filter(|_| turned.before), false),
            is_first: chosen.edge() == Edge::Start,
            hands: roles.is_some_and(hands_over),
            may_renew: roles.is_some_and(begins_rosters) && asked.list != List::Surveillance && !calls.is_empty(),
            may_set: roles.is_some_and(|place| place.roles.has(Role::Administrator)),
            today: today.to_string(),
            fault: None,
            fields: [("daftar", list), days[0], days[1], ("skema", &scheme), ("kegiatan", &event)]
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| (name, value.to_owned()))
                .collect(),
            query: own,
            frame,
            here,
            narrowed,
            from,
            until,
        }
    }
}

fn row(call: &Call, lsp: &Lsp, lang: Lang) -> Row {
    let watched = &call.watched;
    let number = SearchKey::new(&watched.number).map(|key| key.to_string()).unwrap_or_default();
    let shown = |text: String| if call.state.is_some() { text } else { String::new() };
    Row {
        href: format!("{}/sertifikat/{number}", super::base(&lsp.id)),
        number: watched.number.clone(),
        holder: shown(watched.holder.clone()),
        scheme: shown(watched.scheme.to_string()),
        institution: shown(institution(call, lang).unwrap_or_else(|| "–".to_owned())),
        due: shown(said::day(call.due, lang)),
        until: shown(said::day(watched.term.valid_until, lang)),
        state: said::held(call.state, lang),
    }
}
