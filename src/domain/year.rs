//! A calendar year that something of an LSP may lie in.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil::{Date, date};

/// A year from 1971 to 2199.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Year(i16);

/// No certificate begins before, and none that is issued today ends after.
const BOUNDS: RangeInclusive<i16> = 1971..=2199;

/// No year of an LSP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a year from {} to {}", BOUNDS.start(), BOUNDS.end())]
pub struct InvalidYear;

impl Year {
    /// The year in which a day lies, moved to the nearest bound where it lies beyond.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(day.year().clamp(*BOUNDS.start(), *BOUNDS.end()))
    }

    /// All years, the earliest first.
    pub fn all() -> impl Iterator<Item = Self> {
        BOUNDS.map(Self)
    }

    #[must_use]
    pub fn number(self) -> i16 {
        self.0
    }

    /// Its first and its last day.
    #[must_use]
    pub fn days(self) -> [Date; 2] {
        [date(self.0, 1, 1), date(self.0, 12, 31)]
    }
}

impl TryFrom<i16> for Year {
    type Error = InvalidYear;

    fn try_from(year: i16) -> Result<Self, InvalidYear> {
        BOUNDS.contains(&year).then_some(Self(year)).ok_or(InvalidYear)
    }
}

impl FromStr for Year {
    type Err = InvalidYear;

    fn from_str(text: &str) -> Result<Self, InvalidYear> {
        text.trim().parse::<i16>().map_err(|_| InvalidYear)?.try_into()
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Years to choose from, and the one that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Years {
    pub shown: Year,
    /// The newest first.
    pub all: Vec<Year>,
}

impl Years {
    /// Shows the year that was asked for, or else the newest in which anything lies, or else this one; each may be chosen.
    #[must_use]
    pub fn new(asked: Option<Year>, there: Vec<Year>, this: Year) -> Self {
        let shown = asked.or_else(|| there.iter().copied().max()).unwrap_or(this);
        Self { shown, all: vec![this, shown] }.with(there)
    }

    /// The same, with more to choose from.
    #[must_use]
    pub fn with(mut self, more: Vec<Year>) -> Self {
        self.all.extend(more);
        self.all.sort_unstable_by(|one, other| other.cmp(one));
        self.all.dedup();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_lies_within_its_bounds() {
        for text in ["1971", " 2026 ", "2199"] {
            assert_eq!(text.parse::<Year>().map(|year| year.to_string()).as_deref(), Ok(text.trim()));
        }
        for text in ["", "1970", "2200", "-2026", "99999", "dua ribu"] {
            assert_eq!(text.parse::<Year>(), Err(InvalidYear), "{text}");
        }
        assert_eq!(Year::of(date(9999, 1, 1)).number(), 2199);
    }

    #[test]
    fn the_year_that_is_asked_for_is_shown_before_the_newest_and_the_newest_before_this() {
        let year = |number| Year::try_from(number).expect("a year");
        let there = vec![year(2024), year(2023)];
        let asked = Years::new(Some(year(2020)), there.clone(), year(2026));
        assert_eq!(asked.shown, year(2020));
        assert_eq!(asked.all, [2026, 2024, 2023, 2020].map(year));
        assert_eq!(Years::new(None, there, year(2026)).shown, year(2024));
        assert_eq!(Years::new(None, Vec::new(), year(2026)), Years { shown: year(2026), all: vec![year(2026)] });
    }
}
