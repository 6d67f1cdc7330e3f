//! The journal in words: the page, the table's cells, and what looking it through came to.

use std::borrow::Cow;
use std::collections::BTreeMap;

use askama::Template;
use serde_json::Value;

use super::super::certificates::reason as in_words;
use super::super::frame::role_name;
use super::super::requests::view::{what, why};
use super::super::{Frame, said};
use super::here;
use crate::domain::account::{AccountId, Role, SignInName};
use crate::domain::act::NAMED;
use crate::domain::issuer::Lsp;
use crate::domain::request::Kind;
use crate::domain::search_key::SearchKey;
use crate::domain::status::Change;
use crate::office::in_words::journal as journal_words;
use crate::office::jobs::Fault;
use crate::office::journal::check::Check;
use crate::office::journal::read::Wanted;
use crate::store::{ShownEntry, Subject, WrittenEntry};
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

/// The LSP's people, by whom a journal numbers.
pub(super) type Staff = BTreeMap<AccountId, SignInName>;

/// The kind of subject, and which one; an account by the name that it signs in by.
fn named(subject: &Subject, staff: &Staff) -> (String, String) {
    let (kind, name) = subject.words();
    let name = match subject {
        Subject::Account(id) => staff.get(id).map_or(name, ToString::to_string),
        _ => name,
    };
    (kind.to_owned(), name)
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

/// A value of an entry's body, in words.
type Words = fn(Lang, String) -> Cow<'static, str>;

/// What an entry tells beside who, what and to what. What somebody wrote in words of her own is left out: it may name
/// a person.
fn details(entry: &WrittenEntry, lang: Lang) -> String {
    let body = &entry.body;
    let text = |name: &str| match &body[name] {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(words) if !words.is_empty() && words.iter().all(Value::is_string) => {
            Some(words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    };
    let known: [(&str, Words); 12] = [
        ("issued", |lang, value| say!(lang, "office-records-detail-issued", value)),
        ("recorded", |lang, value| say!(lang, "office-records-detail-recorded", value)),
        ("issued_on", |lang, value| say!(lang, "office-records-detail-issued-on", value = day(value, lang))),
        ("size", |lang, value| say!(lang, "office-records-detail-size", value)),
        ("kind", |lang, value| say!(lang, "office-records-detail-kind", value = kind(&value, lang))),
        ("reason", |lang, value| say!(lang, "office-records-detail-reason", value = reason(value, lang))),
        ("successor", |lang, value| say!(lang, "office-records-detail-successor", value)),
        ("fault", |lang, value| say!(lang, "office-records-detail-fault", value = why(Fault::from_word(&value), lang))),
        ("roles", |lang, value| say!(lang, "office-records-detail-roles", value = roles(&value, lang))),
        ("entries", |lang, value| say!(lang, "office-records-detail-entries", value)),
        ("holders", |lang, value| say!(lang, "office-records-detail-holders", value)),
        ("until", |lang, value| say!(lang, "office-records-detail-until", value = day(value, lang))),
    ];
    let told = known.into_iter().filter_map(|(name, words)| Some(words(lang, text(name)?).into_owned()));
    told.collect::<Vec<_>>().join(" · ")
}

/// A day as people write it; what is none as it stands.
fn day(text: String, lang: Lang) -> String {
    text.parse().map_or(text, |day| said::day(day, lang))
}

/// Why a status was changed; a reason of later programs by its own word. No word is a reason of both kinds.
fn reason(word: String, lang: Lang) -> Cow<'static, str> {
    let revoked = word.parse().map(Change::Revoke);
    match revoked.or_else(|_| word.parse().map(Change::Suspend)).ok().and_then(|change| in_words(change, lang)) {
        Some(words) => words,
        None => word.into(),
    }
}

/// Roles by their names, as they stand in a body; one of later programs by its own word.
fn roles(words: &str, lang: Lang) -> String {
    let name = |word: &str| word.parse().map_or_else(|_| word.to_owned(), |role| role_name(role, lang).into_owned());
    words.split(", ").map(name).collect::<Vec<_>>().join(", ")
}

/// What was asked for; a kind of later programs by its own word.
fn kind(word: &str, lang: Lang) -> String {
    Kind::from_word(word).map_or_else(|| word.to_owned(), |kind| what(kind, lang).into_owned())
}

fn from(entry: &WrittenEntry) -> Option<String> {
    entry.body["from"].as_str().map(str::to_owned)
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

pub(super) fn headings(lang: Lang) -> [String; 9] {
    [
        say!(lang, "office-records-entry"),
        say!(lang, "office-records-at"),
        say!(lang, "office-records-who"),
        say!(lang, "office-records-approved"),
        say!(lang, "office-records-act"),
        say!(lang, "office-records-subject"),
        say!(lang, "office-records-details"),
        say!(lang, "office-records-address"),
        say!(lang, "office-records-holds"),
    ]
    .map(Cow::into_owned)
}

pub(super) fn cells(shown: &ShownEntry, staff: &Staff, lsp: &Lsp, lang: Lang) -> [String; 9] {
    let entry = &shown.entry;
    let subject = entry.subject.as_ref().map(|subject| {
        let (kind, name) = named(subject, staff);
        acts::subject(&kind, &name, lang).into_owned()
    });
    let there = entry.at.to_zoned(lsp.time_zone.rules().clone());
    // An empty cell says that there is none.
    [
        entry.seq.to_string(),
        there.strftime("%Y-%m-%d %H:%M:%S %Z").to_string(),
        said::who(&entry.actor, lang),
        entry.approved_by.as_deref().map(|by| said::who(by, lang)).unwrap_or_default(),
        acts::act(&entry.act, lang).into_owned(),
        subject.unwrap_or_default(),
        details(entry, lang),
        from(entry).unwrap_or_default(),
        match shown.holds {
            true => say!(lang, "office-records-holds-yes"),
            false => say!(lang, "office-records-holds-no"),
        }
        .into_owned(),
    ]
}

#[derive(Template)]
#[template(path = "office/journal-check.html")]
pub(super) struct CheckPage {
    frame: Frame,
    pub(super) fault: Option<Cow<'static, str>>,
    here: String,
    running: bool,
    well: Option<Cow<'static, str>>,
    /// What is wrong.
    wrong: Vec<Cow<'static, str>>,
    /// How much more is wrong than is shown.
    more: usize,
    mendable: bool,
    lines: Vec<Cow<'static, str>>,
    has_head: bool,
}

/// Differences that are shown.
const MOST: usize = 100;

impl CheckPage {
    pub(super) fn of(frame: Frame, check: Option<Check>, lsp: &Lsp) -> Self {
        let (lang, here) = (frame.lang, here(&lsp.id));
        let mut page = Self {
            frame,
            fault: None,
            here,
            running: false,
            well: None,
            wrong: Vec::new(),
            more: 0,
            mendable: false,
            lines: Vec::new(),
            has_head: false,
        };
        match check {
            None => {}
            Some(Check::Running { since }) => {
                page.running = true;
                page.lines.push(say!(lang, "office-records-check-since", moment = said::moment(since, lsp, lang)));
            }
            Some(Check::Failed) => page.wrong.push(say!(lang, "office-records-check-failed")),
            Some(Check::Done { at, against, checked }) => {
                page.lines.push(say!(lang, "office-records-check-done", moment = said::moment(at, lsp, lang)));
                let against = against.map(|at| said::moment(at, lsp, lang));
                page.lines.extend(against.map(|moment| say!(lang, "office-records-check-against", moment)));
                match &checked.outcome {
                    Ok(head) => {
                        page.has_head = true;
                        let (entries, hash) = (head.entries, head.hash.get(..16).unwrap_or_default());
                        page.lines.push(say!(lang, "office-records-check-head", entries, hash));
                    }
                    Err(fault) => {
                        let fault = journal_words::fault(fault, lang);
                        page.wrong.push(say!(lang, "office-records-check-broken", fault));
                    }
                }
                page.mendable = checked.differences.iter().any(crate::office::held::Difference::is_mendable);
                page.more = checked.differences.len().saturating_sub(MOST);
                let differences = checked.differences.iter().take(MOST);
                page.wrong.extend(differences.map(|one| journal_words::difference(one, lang)));
                page.well = checked.is_well().then(|| say!(lang, "office-records-check-well"));
            }
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_write_stands_in_words_and_what_later_ones_write_as_it_is() {
        let reasons = ["misuse", "fraud", "boredom"].map(|word| reason(word.to_owned(), Lang::En).into_owned());
        assert!(reasons[0] != "misuse" && reasons[1] != "fraud" && reasons[2] == "boredom", "{reasons:?}");
        assert_eq!(
            roles("administrator, dancer", Lang::Id),
            format!("{}, dancer", role_name(Role::Administrator, Lang::Id))
        );
    }

    #[test]
    fn no_word_is_a_reason_of_both_kinds() {
        use crate::domain::status::{RevokeReason, SuspendReason};
        assert!(RevokeReason::WORDS.iter().all(|word| word.parse::<SuspendReason>().is_err()));
    }
}
