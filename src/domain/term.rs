//! How long a certificate holds: days in the LSP's time zone, instants in the token.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// The last valid day, counted from the day of issue. LSPs differ.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expiry {
    /// The day before the same day, N years later.
    DayBefore,
    /// The same day, N years later (29 February becomes 28 February).
    #[default]
    SameDay,
}

/// From the day of issue to the last valid day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub issued_on: Date,
    pub valid_until: Date,
}

/// A day that no certificate can begin on: its term would leave the calendar's range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the day of issue must lie between 1970-01-02 and 9900-01-01")]
pub struct InvalidDay;

impl Term {
    /// # Errors
    /// The day lies outside the years that a NumericDate and the calendar can hold.
    pub fn new(issued_on: Date, years: u8, expiry: Expiry) -> Result<Self, InvalidDay> {
        if !(jiff::civil::date(1970, 1, 2)..=jiff::civil::date(9900, 1, 1)).contains(&issued_on) {
            return Err(InvalidDay);
        }
        let same_day = issued_on.checked_add(Span::new().years(years)).map_err(|_| InvalidDay)?;
        let valid_until = match expiry {
            Expiry::DayBefore => same_day.yesterday().map_err(|_| InvalidDay)?,
            Expiry::SameDay => same_day,
        };
        Ok(Self { issued_on, valid_until })
    }

    /// The instants that go into a token: the day of issue begins, the last valid day ends.
    ///
    /// # Errors
    /// A day without an instant in the zone.
    pub fn instants(self, zone: &TimeZone) -> Result<(Timestamp, Timestamp), InvalidDay> {
        let after = self.valid_until.tomorrow().map_err(|_| InvalidDay)?;
        Ok((start_of(self.issued_on, zone)?, start_of(after, zone)?))
    }

    /// The days that two instants of a token stand for in a zone.
    #[must_use]
    pub fn from_instants(nbf: Timestamp, exp: Timestamp, zone: &TimeZone) -> Self {
        let last = exp.checked_sub(Span::new().seconds(1)).unwrap_or(exp);
        Self { issued_on: zone.to_datetime(nbf).date(), valid_until: zone.to_datetime(last).date() }
    }
}

/// Whether a day lies in a period, both ends included; an end that is not given is open.
#[must_use]
pub fn lies_in(day: Date, from: Option<Date>, until: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}

/// A day as a form or a program writes it: `2026-12-18`, and in no other form of ISO 8601.
#[must_use]
pub fn typed_day(text: &str) -> Option<Date> {
    let text = text.trim();
    text.parse().ok().filter(|_| text.len() == 10)
}

/// The instant a day begins in a zone, in whole seconds.
///
/// # Errors
/// The day has no beginning within the range of instants.
pub fn start_of(day: Date, zone: &TimeZone) -> Result<Timestamp, InvalidDay> {
    day.to_zoned(zone.clone()).map(|zoned| zoned.timestamp()).map_err(|_| InvalidDay)
}

/// An instant that falls on `day` in every zone from UTC-5 to UTC+14: 05:00 UTC, noon in Jakarta.
/// It stands for the day where a question names one ("valid on the contract's last day?").
///
/// # Errors
/// As [`start_of`].
pub fn moment_of(day: Date) -> Result<Timestamp, InvalidDay> {
    day.at(5, 0, 0, 0).to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).map_err(|_| InvalidDay)
}

/// An instant without its fraction of a second.
#[must_use]
pub fn whole_second(instant: Timestamp) -> Timestamp {
    Timestamp::from_second(instant.as_second()).expect("the second of an instant is one")
}

/// The day in Jakarta: for questions that no LSP's zone answers.
#[must_use]
pub fn in_jakarta(instant: Timestamp) -> Date {
    TimeZone::get("Asia/Jakarta").expect("the zones are built in").to_datetime(instant).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_typed_in_one_form() {
        assert_eq!(typed_day(" 2026-12-18 "), Some(date(2026, 12, 18)));
        for text in ["", "18-12-2026", "2026-12-18T05:00", "20261218", "2026-02-30", "+002026-12-18"] {
            assert_eq!(typed_day(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_day_is_the_same_day_years_later_or_the_day_before() {
        let term = |expiry| Term::new(date(2023, 12, 18), 3, expiry).map(|term| term.valid_until);
        assert_eq!(term(Expiry::SameDay), Ok(date(2026, 12, 18)));
        assert_eq!(term(Expiry::DayBefore), Ok(date(2026, 12, 17)));
    }

    #[test]
    fn a_leap_day_ends_on_the_twenty_eighth() {
        assert_eq!(
            Term::new(date(2024, 2, 29), 3, Expiry::SameDay).map(|term| term.valid_until),
            Ok(date(2027, 2, 28))
        );
    }

    #[test]
    fn days_survive_the_way_through_instants_in_every_indonesian_zone() {
        for name in ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"] {
            let zone = TimeZone::get(name).expect("bundled zone");
            let term = Term::new(date(2023, 12, 18), 3, Expiry::SameDay).expect("a term");
            let (nbf, exp) = term.instants(&zone).expect("instants");
            assert_eq!(Term::from_instants(nbf, exp, &zone), term, "{name}");
            assert_eq!(zone.to_datetime(moment_of(date(2026, 12, 18)).expect("a moment")).date(), date(2026, 12, 18));
            assert!(moment_of(date(2026, 12, 18)).expect("a moment") < exp, "valid on its last day in {name}");
            assert!(moment_of(date(2026, 12, 19)).expect("a moment") >= exp, "not on the next in {name}");
        }
    }

    #[test]
    fn a_period_includes_both_its_days_and_may_be_open() {
        let (first, last) = (date(2024, 1, 1), date(2024, 12, 31));
        for (day, expected) in [(date(2023, 12, 31), false), (first, true), (last, true), (date(2025, 1, 1), false)] {
            assert_eq!(lies_in(day, Some(first), Some(last)), expected, "{day}");
        }
        assert!(lies_in(date(1970, 1, 1), None, Some(last)) && lies_in(date(9000, 1, 1), Some(first), None));
    }

    #[test]
    fn a_day_out_of_range_is_refused() {
        assert_eq!(Term::new(date(1969, 12, 31), 3, Expiry::SameDay), Err(InvalidDay));
        assert_eq!(Term::new(date(9999, 12, 31), 3, Expiry::SameDay), Err(InvalidDay));
    }
}
