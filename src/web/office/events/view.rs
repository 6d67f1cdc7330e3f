//! Events: those of a year, one with its rosters, the form that writes one down.

use std::borrow::Cow;

use askama::Template;
use jiff::civil::Date;
use serde::Deserialize;

use super::super::{Frame, said};
use crate::domain::account::Role;
use crate::domain::event::{Event, Institution, InvalidEvent, Tuk, Wave};
use crate::domain::issuer::Lsp;
use crate::domain::request::{KeptState, Origin};
use crate::office::events::EventError;
use crate::store::{Counted, Counts, EventListed, EventRow, KeptRow};
use crate::words::{Lang, key, say};

/// The events of a year.
#[derive(Template)]
#[template(path = "office/events.html")]
pub(super) struct Year {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) operator: bool,
    pub(super) year: i16,
    pub(super) years: Vec<i16>,
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
        let title = |scheme: &crate::domain::scheme::Scheme| match lang {
            Lang::En => scheme.title_en.clone(),
            Lang::Id => scheme.title_id.clone(),
        };
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

pub(in crate::web::office) fn days(starts_on: Date, ends_on: Date, lang: Lang) -> String {
    match starts_on == ends_on {
        true => said::day(starts_on, lang),
        false => format!("{} – {}", said::day(starts_on, lang), said::day(ends_on, lang)),
    }
}

pub(in crate::web::office) fn quota(of: [Option<u32>; 2], lang: Lang) -> Cow<'static, str> {
    match of {
        [Some(asked), Some(granted)] => say!(lang, "office-events-quota-of", granted, asked),
        [Some(asked), None] => say!(lang, "office-events-quota-asked-only", asked),
        [None, Some(granted)] => granted.to_string().into(),
        [None, None] => "–".into(),
    }
}

pub(in crate::web::office) fn tuk(tuk: Tuk, lang: Lang) -> Cow<'static, str> {
    let word = match tuk {
        Tuk::Mandiri => key!("office-events-tuk-mandiri"),
        Tuk::Sewaktu => key!("office-events-tuk-sewaktu"),
        Tuk::TempatKerja => key!("office-events-tuk-tempat-kerja"),
    };
    word.say(lang)
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

/// The form of an event.
#[derive(Template)]
#[template(path = "office/event-form.html")]
pub(super) struct EventForm {
    pub(super) frame: Frame,
    pub(super) here: String,
    pub(super) fault: Option<Cow<'static, str>>,
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
        Self { frame, here, fault: None, id, tuks, typed, stands: None }
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
    pub(super) fn read(&self) -> Result<Event, Unread> {
        let institution = |line: &str| {
            let (name, planned) = line.rsplit_once([';', '\t']).ok_or_else(|| Unread::Line(line.to_owned()))?;
            let planned = people(planned)?.ok_or_else(|| Unread::Line(line.to_owned()))?;
            Ok(Institution { name: name.trim().to_owned(), planned })
        };
        let wave = |(number, line): (u32, &str)| {
            let (day, quota) = line.split_once([';', '\t']).unwrap_or((line, ""));
            Ok(Wave { number, held_on: date(day)?, quota: people(quota)? })
        };
        let lines = |text: &'_ str| {
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let (institutions, waves) = (lines(&self.institutions), lines(&self.waves));
        Ok(Event {
            name: self.name.trim().to_owned(),
            tuk: Tuk::from_word(&self.tuk).ok_or(Unread::Tuk)?,
            place: self.place.trim().to_owned(),
            starts_on: date(&self.starts_on)?,
            ends_on: date(&self.ends_on)?,
            quota_asked: people(&self.asked)?,
            quota_granted: people(&self.granted)?,
            institutions: institutions.iter().map(|line| institution(line)).collect::<Result<_, _>>()?,
            waves: (1..).zip(waves.iter().map(String::as_str)).map(wave).collect::<Result<_, _>>()?,
        })
    }
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
pub(super) fn message(error: &EventError, lang: Lang) -> Option<Cow<'static, str>> {
    Some(match error {
        EventError::Changed => say!(lang, "office-events-fault-changed"),
        EventError::Invalid(InvalidEvent::Days) => say!(lang, "office-events-fault-days"),
        EventError::Invalid(InvalidEvent::Parts) => say!(lang, "office-events-fault-parts"),
        EventError::Invalid(InvalidEvent::People) => say!(lang, "office-events-fault-people"),
        EventError::Invalid(InvalidEvent::Text(_)) => say!(lang, "office-events-fault-text"),
        EventError::Invalid(InvalidEvent::Waves) => say!(lang, "office-events-fault-waves"),
        EventError::WaveInUse(number) => say!(lang, "office-events-fault-wave-in-use", number),
        EventError::Store(_) => return None,
    })
}
