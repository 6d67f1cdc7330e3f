//! Days and instants as people read them: `18 Desember 2026`, `18 Desember 2026, 12.19 WIB`; in English
//! `18 December 2026, 12:19 WIB`. An instant stands in a zone, and says which.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Lang, say};

/// A day in full.
#[must_use]
pub fn day(day: Date, lang: Lang) -> String {
    let (year, month) = (day.year().to_string(), say!(lang, "when-month", month = day.month()));
    say!(lang, "when-day", day = day.day(), month, year).into_owned()
}

/// An instant to the minute, with the zone's own abbreviation.
#[must_use]
pub fn moment(instant: Timestamp, zone: &TimeZone, lang: Lang) -> String {
    let there = instant.to_zoned(zone.clone());
    let [hour, minute, abbreviation] = ["%H", "%M", "%Z"].map(|part| there.strftime(part).to_string());
    say!(lang, "when-moment", day = there.date(), hour, minute, zone = abbreviation).into_owned()
}

/// An instant to the second in a table, in whose order of letters it lies: `2026-12-18 12:19:07 WIB`.
#[must_use]
pub fn sorted(instant: Timestamp, zone: &TimeZone) -> String {
    instant.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string()
}

/// Jakarta's zone, where no LSP gives another.
#[must_use]
pub fn jakarta() -> TimeZone {
    TimeZone::get("Asia/Jakarta").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_told_in_their_zone() {
        let noon = "2026-11-22T05:19:07Z".parse().expect("an instant");
        assert_eq!(moment(noon, &jakarta(), Lang::Id), "22 November 2026, 12.19 WIB");
        assert_eq!(moment(noon, &jakarta(), Lang::En), "22 November 2026, 12:19 WIB");
        assert_eq!(sorted(noon, &jakarta()), "2026-11-22 12:19:07 WIB");
        let jayapura = TimeZone::get("Asia/Jayapura").expect("a zone");
        assert_eq!(moment(noon, &jayapura, Lang::Id), "22 November 2026, 14.19 WIT");
    }
}
