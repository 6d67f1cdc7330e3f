//! The form that writes an event down: read whole, with every fault at its field.

use std::borrow::Cow;

use askama::Template;
use jiff::civil::Date;
use serde::Deserialize;

use super::super::Frame;
use crate::domain::event::{Event, Institution, InvalidEvent, Tuk, Wave};
use crate::office::events::{EventError, EventRow};
use crate::office::in_words::event::tuk;
use crate::words::{Lang, say};

/// The form as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub(in crate::web) struct Typed {
    #[serde(default)]
    pub(super) revision: i64,
    name: String,
    #[serde(default)]
    tuk: String,
    place: String,
    starts_on: String,
    ends_on: String,
    asked: String,
    granted: String,
    institutions: String,
    waves: String,
}

/// What is wrong with a field; with the form as a whole where it names none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    field: &'static str,
    words: Cow<'static, str>,
}

/// The form of an event.
#[derive(Template)]
#[template(path = "office/event-form.html")]
pub(super) struct EventForm {
    frame: Frame,
    here: String,
    pub(super) faults: Vec<Fault>,
    /// The event that is changed; none: a new one.
    id: Option<String>,
    tuks: Vec<(&'static str, Cow<'static, str>)>,
    typed: Typed,
    /// What stands there by now, where somebody else changed it.
    pub(super) stands: Option<Typed>,
}

impl EventForm {
    pub(super) fn of(frame: Frame, here: String, id: Option<String>, typed: Typed) -> Self {
        let lang = frame.lang;
        let kinds = [Tuk::Sewaktu, Tuk::TempatKerja, Tuk::Mandiri];
        let tuks = kinds.map(|kind| (kind.as_str(), tuk(kind, lang))).into();
        Self { frame, here, faults: Vec::new(), id, tuks, typed, stands: None }
    }

    /// What is wrong with a field.
    fn wrong(&self, field: &str) -> Vec<&str> {
        self.faults.iter().filter(|fault| fault.field == field).map(|fault| fault.words.as_ref()).collect()
    }

    /// What stands in a field by now, where that is not what was typed.
    fn stood(&self, field: &str) -> Option<Cow<'static, str>> {
        let lines = |typed: &Typed| typed.field(field).trim().lines().map(str::trim).collect::<Vec<_>>().join("\n");
        let now = lines(self.stands.as_ref()?);
        if now == lines(&self.typed) {
            return None;
        }
        Some(match Tuk::from_word(&now).filter(|_| field == "tuk") {
            Some(kind) => tuk(kind, self.frame.lang),
            None if now.is_empty() => "–".into(),
            None => now.into(),
        })
    }
}

/// What cannot be read of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web::office) enum Unread {
    Date(String),
    Line(String),
    Number(String),
    /// No kind of place, or none of those that there are.
    Tuk,
}

/// Fields that cannot be read, each with why.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Unreadable(Vec<(&'static str, Unread)>);

impl Unreadable {
    fn note<T>(&mut self, field: &'static str, read: Result<T, Unread>) -> Option<T> {
        read.map_err(|unread| self.0.push((field, unread))).ok()
    }

    pub(super) fn faults(self, lang: Lang) -> Vec<Fault> {
        self.0.into_iter().map(|(field, unread)| Fault { field, words: unread.message(lang) }).collect()
    }
}

impl Typed {
    /// A form that nothing was typed into.
    pub(super) fn new() -> Self {
        Self { tuk: Tuk::Sewaktu.as_str().to_owned(), ..Self::default() }
    }

    /// An event as its form shows it.
    pub(super) fn of(row: &EventRow) -> Self {
        let event = &row.event;
        let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
        let institution = |of: &Institution| format!("{}; {}\n", of.name, of.planned);
        let wave = |wave: &Wave| match wave.quota {
            Some(quota) => format!("{}; {quota}\n", wave.held_on),
            None => format!("{}\n", wave.held_on),
        };
        Self {
            revision: row.revision,
            name: event.name.clone(),
            tuk: event.tuk.as_str().to_owned(),
            place: event.place.clone(),
            starts_on: event.starts_on.to_string(),
            ends_on: event.ends_on.to_string(),
            asked: number(event.quota_asked),
            granted: number(event.quota_granted),
            institutions: event.institutions.iter().map(institution).collect(),
            waves: event.waves.iter().map(wave).collect(),
        }
    }

    /// What was typed into a field of the form; nothing for a name that is none of them.
    fn field(&self, name: &str) -> &str {
        match name {
            "asked" => &self.asked,
            "ends_on" => &self.ends_on,
            "granted" => &self.granted,
            "institutions" => &self.institutions,
            "name" => &self.name,
            "place" => &self.place,
            "starts_on" => &self.starts_on,
            "tuk" => &self.tuk,
            "waves" => &self.waves,
            _ => "",
        }
    }

    /// Reads the form. Waves are numbered as they stand in it.
    pub(super) fn read(&self) -> Result<Event, Unreadable> {
        let mut faults = Unreadable::default();
        let tuk = faults.note("tuk", Tuk::from_word(&self.tuk).ok_or(Unread::Tuk));
        let starts_on = faults.note("starts_on", date(&self.starts_on));
        let ends_on = faults.note("ends_on", date(&self.ends_on));
        let quota_asked = faults.note("asked", people(&self.asked));
        let quota_granted = faults.note("granted", people(&self.granted));
        let institutions: Vec<_> =
            lines(&self.institutions).map(|line| faults.note("institutions", institution(line))).collect();
        let waves: Vec<_> =
            (1..).zip(lines(&self.waves)).map(|(number, line)| faults.note("waves", wave(number, line))).collect();
        let all = (tuk, starts_on, ends_on, quota_asked, quota_granted);
        let (Some(tuk), Some(starts_on), Some(ends_on), Some(quota_asked), Some(quota_granted)) = all else {
            return Err(faults);
        };
        if !faults.0.is_empty() {
            return Err(faults);
        }
        Ok(Event {
            name: self.name.trim().to_owned(),
            tuk,
            place: self.place.trim().to_owned(),
            starts_on,
            ends_on,
            quota_asked,
            quota_granted,
            institutions: institutions.into_iter().flatten().collect(),
            waves: waves.into_iter().flatten().collect(),
        })
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn institution(line: &str) -> Result<Institution, Unread> {
    let (name, planned) = line.rsplit_once([';', '\t']).ok_or_else(|| Unread::Line(line.to_owned()))?;
    let planned = people(planned)?.ok_or_else(|| Unread::Line(line.to_owned()))?;
    Ok(Institution { name: name.trim().to_owned(), planned })
}

fn wave(number: u32, line: &str) -> Result<Wave, Unread> {
    let (day, quota) = line.split_once([';', '\t']).unwrap_or((line, ""));
    Ok(Wave { number, held_on: date(day)?, quota: people(quota)? })
}

pub(in crate::web::office) fn date(text: &str) -> Result<Date, Unread> {
    text.trim().parse().map_err(|_| Unread::Date(text.trim().to_owned()))
}

fn people(text: &str) -> Result<Option<u32>, Unread> {
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    digits.parse().map(Some).map_err(|_| Unread::Number(text.trim().to_owned()))
}

impl Unread {
    pub(in crate::web::office) fn message(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Date(text) if text.is_empty() => say!(lang, "office-events-fault-no-date"),
            Self::Date(text) => say!(lang, "office-events-fault-date", text),
            Self::Line(line) => say!(lang, "office-events-fault-line", line),
            Self::Number(text) => say!(lang, "office-events-fault-number", text),
            Self::Tuk => say!(lang, "office-events-fault-tuk"),
        }
    }
}

/// Why an event was not written down; none where it is nobody's fault who typed.
pub(super) fn faults(error: &EventError, lang: Lang) -> Option<Vec<Fault>> {
    Some(match error {
        EventError::Changed => vec![Fault { field: "", words: say!(lang, "office-events-fault-changed") }],
        EventError::Invalid(faults) => faults.iter().map(|fault| invalid(*fault, lang)).collect(),
        EventError::WaveInUse(number) => {
            vec![Fault { field: "waves", words: say!(lang, "office-events-fault-wave-in-use", number) }]
        }
        EventError::Office(_) | EventError::Store(_) => return None,
    })
}

fn invalid(fault: InvalidEvent, lang: Lang) -> Fault {
    let (what, words) = match fault {
        InvalidEvent::Days => ("ends_on", say!(lang, "office-events-fault-days")),
        InvalidEvent::Parts(what) => (what, say!(lang, "office-events-fault-parts")),
        InvalidEvent::People(what) => (what, say!(lang, "office-events-fault-people")),
        InvalidEvent::Text(what) => (what, say!(lang, "office-events-fault-text")),
        InvalidEvent::Waves => ("waves", say!(lang, "office-events-fault-waves")),
    };
    let field = match what {
        "quota_asked" => "asked",
        "quota_granted" => "granted",
        field => field,
    };
    Fault { field, words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_cannot_be_read_is_told_at_once() {
        let typed = Typed {
            tuk: "rumah".to_owned(),
            starts_on: "besok".to_owned(),
            asked: "banyak".to_owned(),
            institutions: "PT Rekaan; 3\nPT Rekaan Dua".to_owned(),
            waves: "2026-12-06; 5\nlusa".to_owned(),
            ..Typed::new()
        };
        let Err(Unreadable(faults)) = typed.read() else { panic!("it was read") };
        let fields: Vec<_> = faults.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["tuk", "starts_on", "ends_on", "asked", "institutions", "waves"]);
        assert_eq!(faults[4].1, Unread::Line("PT Rekaan Dua".to_owned()));
    }
}
