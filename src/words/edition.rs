//! The words of a report's paper, in editions that stay as they were released.
//!
//! A paper is judged years later by drawing it again, so the words on it are none of the catalogue's, which are mended from
//! version to version: `templates/words/paper/report-N.{id,en}.ftl`, in Fluent's format. Whoever changes a word, or
//! where on a paper it stands, adds an edition and leaves those before. By which one it is drawn, a report says
//! itself ([`crate::seal::report`]).

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::FluentResource;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::catalogue::{Bundle, Thousands, empty, own};
use super::{Lang, Value};

/// The edition by which papers are made.
pub const NEWEST: u32 = 1;

/// Each edition in Indonesian and in English, from the first.
const RELEASED: [[&str; 2]; NEWEST as usize] = [[
    include_str!("../../templates/words/paper/report-1.id.ftl"),
    include_str!("../../templates/words/paper/report-1.en.ftl"),
]];

static EDITIONS: LazyLock<Vec<Edition>> = LazyLock::new(|| {
    let released = RELEASED.map(|sources| sources.map(str::to_owned));
    #[cfg(test)]
    let released = released.into_iter().chain([tests::to_come()]);
    (1..).zip(released).map(|(number, sources)| Edition::new(number, sources)).collect()
});

/// The words of a paper, as they were released together.
pub struct Edition {
    number: u32,
    id: Bundle,
    en: Bundle,
}

impl Edition {
    /// An edition by its number, from 1; none where this program does not know it.
    #[must_use]
    pub fn of(number: u32) -> Option<&'static Self> {
        EDITIONS.iter().find(|edition| edition.number == number)
    }

    /// The message `key` with its arguments; `set!` calls it. A paper is in Indonesian, and in English beside it.
    ///
    /// # Panics
    /// When there is no such message: the tests draw a paper with each of them.
    #[must_use]
    pub fn say(&'static self, lang: Lang, key: &str, arguments: &[(&str, Value<'_>)]) -> Cow<'static, str> {
        let arguments = arguments.iter().map(|(name, value)| (*name, value.0.clone())).collect();
        own(lang.of(&self.id, &self.en), key, &arguments)
    }

    /// A day in full: `18 Desember 2026`.
    #[must_use]
    pub fn day(&'static self, day: Date, lang: Lang) -> String {
        let (year, month) = (day.year().to_string(), set!(self, lang, "month", month = day.month()));
        set!(self, lang, "day", day = day.day(), month = month, year = year).into_owned()
    }

    /// An instant to the minute, with its zone's abbreviation.
    #[must_use]
    pub fn moment(&'static self, instant: Timestamp, zone: &TimeZone, lang: Lang) -> String {
        let there = instant.to_zoned(zone.clone());
        let [hour, minute, zone] = ["%H", "%M", "%Z"].map(|part| there.strftime(part).to_string());
        let day = self.day(there.date(), lang);
        set!(self, lang, "moment", day = day, hour = hour, minute = minute, zone = zone).into_owned()
    }

    fn new(number: u32, [id, en]: [String; 2]) -> Self {
        let bundle = |tag, thousands, source| {
            let mut bundle = empty(tag, thousands);
            let resource = FluentResource::try_new(source).map_err(|(_, faults)| faults);
            // The tests parse every edition.
            let resource = resource.unwrap_or_else(|faults| panic!("{tag}, edition {number}: {faults:?}"));
            bundle.add_resource(resource).expect("the tests hold that no key is there twice");
            bundle
        };
        Self { number, id: bundle("id", Thousands::Stops, id), en: bundle("en", Thousands::Commas, en) }
    }
}

impl fmt::Debug for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Edition").field(&self.number).finish()
    }
}

/// A message of an edition in a language: `set!(words, lang, "key", name = value, …)`.
macro_rules! set {
    ($words:expr, $lang:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        let lang: $crate::words::Lang = $lang;
        $words.say(lang, $key, &[$((stringify!($name), $crate::words::Said::said(&$value, lang))),*])
    }};
}

pub(crate) use set;

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::words::when;

    /// An edition that says some things otherwise than the newest.
    pub(super) fn to_come() -> [String; 2] {
        let [id, en] = RELEASED[RELEASED.len() - 1];
        let id = id.replace("Memenuhi", "Cocok").replace("Nomor laporan", "No. laporan").replace("Agustus", "Agt.");
        [id, en.replace("Fits", "Suits")]
    }

    #[test]
    fn what_was_released_stays_as_it_was() {
        let hashes = RELEASED.map(|sources| hex::encode(Sha256::digest(sources.concat())));
        assert_eq!(hashes, [EDITION_1], "papers were made with these words: add an edition");
    }

    const EDITION_1: &str = "0b049856a711c3e4a5a7c162f348a7e94eddefdc89a88e2ac2da1a2630042d0f";

    #[test]
    fn both_languages_of_an_edition_have_the_same_messages() {
        for sources in RELEASED {
            let keys = sources.map(|source| {
                let lines = source.lines().filter(|line| !line.starts_with([' ', '#']));
                lines.filter_map(|line| line.split_once(" =")).map(|(key, _)| key).collect::<Vec<_>>()
            });
            assert_eq!(keys[0], keys[1]);
            assert!(keys[0].len() > 40);
        }
    }

    #[test]
    fn days_of_the_newest_edition_are_said_as_on_pages() {
        let words = Edition::of(NEWEST).expect("the newest");
        let noon = "2026-11-22T05:19:07Z".parse().expect("an instant");
        for lang in [Lang::Id, Lang::En] {
            assert_eq!(words.moment(noon, &when::jakarta(), lang), when::moment(noon, &when::jakarta(), lang));
        }
        assert!(Edition::of(0).is_none() && Edition::of(NEWEST + 2).is_none());
    }
}
