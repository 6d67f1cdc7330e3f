//! The page of the journal: what is looked for, and a page of entries.

use std::borrow::Cow;

use askama::Template;

use super::super::{Frame, said};
use super::here;
use crate::domain::account::Role;
use crate::domain::act::NAMED;
use crate::domain::issuer::Lsp;
use crate::domain::search_key::SearchKey;
use crate::office::in_words::entry::{Staff, details, from, named};
use crate::office::journal::read::{ShownEntry, Subject, Wanted, WrittenEntry};
use crate::words::{Lang, acts, say};

/// Whether there are pages of older and of newer entries.
#[derive(Clone, Copy)]
pub(super) struct Turned {
    pub(super) older: bool,
    pub(super) newer: bool,
}

struct Row {
    seq: i64,
    at: String,
    who: String,
    approved_by: Option<String>,
    from: Option<String>,
    act: String,
    subject: String,
    href: Option<String>,
    details: String,
    holds: bool,
}

struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "office/journal.html")]
pub(super) struct JournalPage {
    pub(super) frame: Frame,
    pub(super) fault: Option<Cow<'static, str>>,
    here: String,
    /// The LSP's part of the office.
    base: String,
    acts: Vec<Choice>,
    pub(super) person: String,
    pub(super) number: String,
    pub(super) from: String,
    pub(super) until: String,
    /// What narrows it, and where it does not.
    narrowed: Vec<(String, String)>,
    rows: Vec<Row>,
    query: String,
    older: Option<String>,
    newer: Option<String>,
    is_first: bool,
}

fn query(pairs: &[(&str, &str)]) -> String {
    let chosen = pairs.iter().filter(|(_, value)| !value.is_empty());
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(chosen).finish()
}

impl JournalPage {
    pub(super) fn of(
        frame: Frame,
        wanted: &Wanted,
        entries: &[ShownEntry],
        turned: Turned,
        staff: &Staff,
        lsp: &Lsp,
    ) -> Self {
        let (lang, here) = (frame.lang, here(&lsp.id));
        let act = wanted.act.as_ref().map(|act| act.as_str().to_owned()).unwrap_or_default();
        let (person, number) = (wanted.person.clone().unwrap_or_default(), wanted.number.clone().unwrap_or_default());
        let [from, until] = [wanted.from, wanted.until].map(|day| day.map(|day| day.to_string()).unwrap_or_default());
        let pairs =
            [("tindakan", &*act), ("orang", &*person), ("nomor", &*number), ("dari", &*from), ("sampai", &*until)];
        let own = query(&pairs);
        let without = |name: &str| {
            let rest: Vec<_> = pairs.iter().copied().filter(|(other, _)| *other != name).collect();
            format!("{here}?{}", query(&rest))
        };
        let shown = |(name, value): &(&str, &str)| match *name {
            "tindakan" => wanted.act.as_ref().map(|act| acts::act(act, lang).into_owned()).unwrap_or_default(),
            _ => (*value).to_owned(),
        };
        let narrowed = pairs.iter().filter(|(_, value)| !value.is_empty());
        let narrowed = narrowed.map(|pair| (shown(pair), without(pair.0))).collect();
        let mut acts: Vec<Choice> = NAMED
            .iter()
            .map(|one| Choice {
                value: one.as_str().to_owned(),
                text: acts::act(one, lang).into_owned(),
                chosen: one.as_str() == act,
            })
            .collect();
        acts.sort_by(|one, other| one.text.cmp(&other.text));
        let turn = |name: &str, entry: Option<&ShownEntry>| Some(format!("{here}?{own}&{name}={}", entry?.entry.seq));
        let reads_people = frame.place.as_ref().is_some_and(|place| place.roles.has(Role::Administrator));
        Self {
            rows: entries.iter().map(|shown| row(shown, staff, reads_people, lsp, lang)).collect(),
            older: turn("sesudah", entries.last().filter(|_| turned.older)),
            newer: turn("sebelum", entries.first().filter(|_| turned.newer)),
            is_first: !turned.newer,
            base: super::base(&lsp.id),
            query: own,
            fault: None,
            frame,
            here,
            acts,
            person,
            number,
            from,
            until,
            narrowed,
        }
    }
}

fn row(shown: &ShownEntry, staff: &Staff, reads_people: bool, lsp: &Lsp, lang: Lang) -> Row {
    let entry = &shown.entry;
    let (subject, href) = subject(entry, staff, reads_people, lsp, lang);
    Row {
        seq: entry.seq,
        at: said::moment(entry.at, lsp, lang),
        who: said::who(&entry.actor, lang),
        approved_by: entry.approved_by.as_deref().map(|by| said::who(by, lang)),
        from: from(entry),
        act: acts::act(&entry.act, lang).into_owned(),
        details: details(entry, lang),
        holds: shown.holds,
        subject,
        href,
    }
}

/// A subject in few letters, and its page where it has one.
fn subject(entry: &WrittenEntry, staff: &Staff, reads_people: bool, lsp: &Lsp, lang: Lang) -> (String, Option<String>) {
    let Some(subject) = &entry.subject else { return (String::new(), None) };
    let (kind, name) = named(subject, staff);
    let base = super::base(&lsp.id);
    let href = match subject {
        Subject::Account(id) if reads_people => Some(format!("{base}/orang/{id}")),
        Subject::Certificate(number) => SearchKey::new(number).map(|key| format!("{base}/sertifikat/{key}")),
        Subject::Request(id) => Some(format!("{base}/persetujuan/{id}")),
        _ => None,
    };
    // A drawn name or a hash is known by its beginning.
    let short = match subject {
        Subject::Request(_) | Subject::Roster(_) => name.chars().take(8).collect(),
        _ => name,
    };
    (acts::subject(&kind, &short, lang).into_owned(), href)
}
