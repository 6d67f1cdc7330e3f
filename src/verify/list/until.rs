//! The last day of a contract.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use serde::Serialize;

use crate::domain::term::{in_jakarta, moment_of};

/// Years that a contract may still last at most: no certificate holds longer.
pub const LONGEST_CONTRACT: i32 = 10;

/// A contract's last day: not over, and at most [`LONGEST_CONTRACT`] years away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Until(Date);

/// Why a day is no contract's last that can be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidUntil {
    #[error("the contract's last day is more than {LONGEST_CONTRACT} years away")]
    Far,
    #[error("the contract's last day is over")]
    Past,
}

impl Until {
    /// Today is Jakarta's, where days begin last.
    ///
    /// # Errors
    /// The day is over, or too far away: lists tell nothing of the past, and a far day was mistyped.
    pub fn new(day: Date, now: Timestamp) -> Result<Self, InvalidUntil> {
        let today = in_jakarta(now);
        if day < today {
            return Err(InvalidUntil::Past);
        }
        let last = today.checked_add(Span::new().years(LONGEST_CONTRACT)).map_err(|_| InvalidUntil::Far)?;
        if day > last || moment_of(day).is_err() { Err(InvalidUntil::Far) } else { Ok(Self(day)) }
    }

    #[must_use]
    pub fn day(self) -> Date {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_contract_that_is_asked_about_is_not_over_and_ends_within_ten_years() {
        // Already the 22nd in Jakarta.
        let now: Timestamp = "2026-11-21T18:00:00Z".parse().expect("an instant");
        for day in [date(2026, 11, 22), date(2027, 12, 31), date(2036, 11, 22)] {
            assert_eq!(Until::new(day, now).map(Until::day), Ok(day));
        }
        assert_eq!(Until::new(date(2026, 11, 21), now), Err(InvalidUntil::Past));
        for day in [date(2036, 11, 23), date(2207, 1, 1), Date::MAX] {
            assert_eq!(Until::new(day, now), Err(InvalidUntil::Far), "{day}");
        }
    }
}
