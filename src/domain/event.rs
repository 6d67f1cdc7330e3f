//! An event (*kegiatan*): people whom institutions send are assessed at a place (*Tempat Uji Kompetensi*, TUK), perhaps
//! in several waves (*gelombang*), for as many as BNSP granted.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::line::{self, is_line};

/// People that one institution, a wave or a quota may count.
pub const MOST_PEOPLE: u32 = 50_000;

/// Institutions and waves that an event has at most.
pub const MOST_PARTS: usize = 99;

/// What an LSP writes down of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub name: String,
    pub tuk: Tuk,
    /// Where it is held.
    pub place: String,
    pub starts_on: Date,
    pub ends_on: Date,
    /// Blank sheets asked of BNSP, and granted.
    pub quota_asked: Option<u32>,
    pub quota_granted: Option<u32>,
    pub institutions: Vec<Institution>,
    pub waves: Vec<Wave>,
}

/// The three kinds of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tuk {
    /// The LSP's own.
    Mandiri,
    /// Set up for the occasion.
    Sewaktu,
    /// Where the people work.
    TempatKerja,
}

/// Who sends people, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Institution {
    pub name: String,
    pub planned: u32,
}

/// One of the days on which an event's people are assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wave {
    /// From 1.
    pub number: u32,
    pub held_on: Date,
    /// How many of the event's quota are for it.
    pub quota: Option<u32>,
}

/// Why an event cannot be kept as it was written down, and which of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEvent {
    #[error("an event ends on the day on which it starts or later")]
    Days,
    /// Its institutions or its waves.
    #[error("there are at most {MOST_PARTS} {0}")]
    Parts(&'static str),
    #[error("there are at most {MOST_PEOPLE} people in a number of {0}")]
    People(&'static str),
    #[error("{0} must be 1 to {most} characters without control characters", most = line::LONGEST)]
    Text(&'static str),
    #[error("waves have numbers of their own, from 1 to {MOST_PARTS}")]
    Waves,
}

impl Tuk {
    /// The word kept in the database and in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mandiri => "mandiri",
            Self::Sewaktu => "sewaktu",
            Self::TempatKerja => "tempat-kerja",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Mandiri, Self::Sewaktu, Self::TempatKerja].into_iter().find(|tuk| tuk.as_str() == word)
    }
}

impl Event {
    /// Refuses what could not be shown, counted or told apart.
    ///
    /// # Errors
    /// Everything that is out of its bounds.
    pub fn validate(&self) -> Result<(), Vec<InvalidEvent>> {
        let faults = self.faults();
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn faults(&self) -> Vec<InvalidEvent> {
        let legal = |text: &str| is_line(text, line::LONGEST);
        let few = |people: Option<u32>| people.is_none_or(|people| people <= MOST_PEOPLE);
        let numbers: BTreeSet<u32> = self.waves.iter().map(|wave| wave.number).collect();
        let counted = |number: &u32| (1..=MOST_PARTS).contains(&(*number as usize));
        let checks = [
            (legal(&self.name), InvalidEvent::Text("name")),
            (legal(&self.place), InvalidEvent::Text("place")),
            (self.starts_on <= self.ends_on, InvalidEvent::Days),
            (few(self.quota_asked), InvalidEvent::People("quota_asked")),
            (few(self.quota_granted), InvalidEvent::People("quota_granted")),
            (self.institutions.len() <= MOST_PARTS, InvalidEvent::Parts("institutions")),
            (self.institutions.iter().all(|of| legal(&of.name)), InvalidEvent::Text("institutions")),
            (self.institutions.iter().all(|of| few(Some(of.planned))), InvalidEvent::People("institutions")),
            (self.waves.len() <= MOST_PARTS, InvalidEvent::Parts("waves")),
            (self.waves.iter().all(|wave| few(wave.quota)), InvalidEvent::People("waves")),
            (numbers.len() == self.waves.len() && numbers.iter().all(counted), InvalidEvent::Waves),
        ];
        checks.into_iter().filter(|(holds, _)| !holds).map(|(_, fault)| fault).collect()
    }

    /// Whether it has a wave of this number.
    #[must_use]
    pub fn has_wave(&self, number: u32) -> bool {
        self.waves.iter().any(|wave| wave.number == number)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn event() -> Event {
        let wave = |number, day| Wave { number, held_on: date(2021, 4, day), quota: Some(40) };
        Event {
            name: "Sertifikasi petugas kebersihan".to_owned(),
            tuk: Tuk::Sewaktu,
            place: "RSUD Contoh".to_owned(),
            starts_on: date(2021, 4, 12),
            ends_on: date(2021, 4, 26),
            quota_asked: Some(120),
            quota_granted: Some(100),
            institutions: vec![Institution { name: "RSUD Contoh".to_owned(), planned: 100 }],
            waves: vec![wave(1, 12), wave(2, 19)],
        }
    }

    #[test]
    fn an_event_is_kept_within_its_bounds() {
        assert_eq!(event().validate(), Ok(()));
        type Alter = fn(&mut Event);
        let cases: [(Alter, InvalidEvent); 7] = [
            (|event| event.name = " ".to_owned(), InvalidEvent::Text("name")),
            (|event| event.place = "a\nb".to_owned(), InvalidEvent::Text("place")),
            (|event| event.institutions[0].name = "x".repeat(121), InvalidEvent::Text("institutions")),
            (|event| event.ends_on = date(2021, 4, 11), InvalidEvent::Days),
            (|event| event.quota_asked = Some(50_001), InvalidEvent::People("quota_asked")),
            (|event| event.waves[1].number = 1, InvalidEvent::Waves),
            (|event| event.waves[0].number = 0, InvalidEvent::Waves),
        ];
        for (alter, fault) in cases {
            let mut event = event();
            alter(&mut event);
            assert_eq!(event.validate(), Err(vec![fault]));
        }
    }

    #[test]
    fn all_that_is_out_of_its_bounds_is_told_at_once() {
        let odd = Event { name: String::new(), ends_on: date(2021, 4, 1), quota_granted: Some(60_000), ..event() };
        let told = [InvalidEvent::Text("name"), InvalidEvent::Days, InvalidEvent::People("quota_granted")];
        assert_eq!(odd.validate(), Err(told.into()));
    }

    #[test]
    fn kinds_of_place_read_back() {
        for tuk in [Tuk::Mandiri, Tuk::Sewaktu, Tuk::TempatKerja] {
            assert_eq!(Tuk::from_word(tuk.as_str()), Some(tuk));
        }
        assert_eq!(Tuk::from_word("rumah"), None);
    }
}
