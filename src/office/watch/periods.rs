//! After how many months holders are called, and for how many years personal data is kept: an LSP's to set, and told by
//! its journal.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::List;
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::office::acting::journal;
use crate::office::told::Told;
use crate::office::{By, Error, Office};
use crate::store::{StoreError, Subject, WatchDay, Watched};

/// When they are called, and for how many years personal data is kept.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Periods {
    /// Months from the day of issue to surveillance.
    pub surveillance: u32,
    /// Months before the last day from which on notice is given: the 33rd of 36, where it is 3.
    pub notice: u32,
    /// Months after the last day for which a certificate stands on the list of those that ended.
    pub ended: u32,
    /// Years after the last day of a person's last certificate until her data may be erased.
    pub erasure: u32,
}

/// One of the periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    Surveillance,
    Notice,
    Ended,
    Erasure,
}

impl Period {
    /// In the order of a form.
    pub const ALL: [Self; 4] = [Self::Surveillance, Self::Notice, Self::Ended, Self::Erasure];

    /// How long it may be: 1 to 120 months; 1 to 50 years for personal data.
    #[must_use]
    pub fn bounds(self) -> RangeInclusive<u32> {
        match self {
            Self::Surveillance | Self::Notice | Self::Ended => 1..=120,
            Self::Erasure => 1..=50,
        }
    }
}

impl Default for Periods {
    fn default() -> Self {
        Self { surveillance: 12, notice: 3, ended: 6, erasure: 5 }
    }
}

impl Periods {
    /// The periods, each as `typed` has it.
    ///
    /// # Errors
    /// Those that are missing or out of their bounds, in their order.
    pub fn new(typed: impl Fn(Period) -> Option<u32>) -> Result<Self, Vec<Period>> {
        let legal = |period: Period| typed(period).filter(|length| period.bounds().contains(length)).ok_or(period);
        let [surveillance, notice, ended, erasure] = Period::ALL.map(legal);
        match (surveillance, notice, ended, erasure) {
            (Ok(surveillance), Ok(notice), Ok(ended), Ok(erasure)) => Ok(Self { surveillance, notice, ended, erasure }),
            _ => Err(Period::ALL.into_iter().filter(|period| legal(*period).is_err()).collect()),
        }
    }

    /// How long one of them is.
    #[must_use]
    pub fn length(&self, period: Period) -> u32 {
        match period {
            Period::Surveillance => self.surveillance,
            Period::Notice => self.notice,
            Period::Ended => self.ended,
            Period::Erasure => self.erasure,
        }
    }

    /// Whether each is within its bounds.
    #[must_use]
    pub fn are_legal(&self) -> bool {
        Period::ALL.iter().all(|period| period.bounds().contains(&self.length(*period)))
    }

    /// The days that a list shows where nobody chose others.
    #[must_use]
    pub fn usual(&self, list: List, today: Date) -> [Date; 2] {
        let month = |months: u32| i32::try_from(months).unwrap_or(i32::MAX);
        match list {
            List::Expired => [moved(today, -month(self.ended)), today],
            List::Notice => [moved(today, -month(self.notice)), moved(today, 1)],
            List::Surveillance => [moved(today, -1), moved(today, 1)],
        }
    }

    /// The day on which a holder is called.
    #[must_use]
    pub fn due(&self, list: List, watched: &Watched) -> Date {
        match self.rule(list) {
            Rule { day: WatchDay::Issued, months, days } => shifted(watched.term.issued_on, months, days),
            Rule { day: WatchDay::Until, months, days } => shifted(watched.term.valid_until, months, days),
        }
    }

    /// The day of a certificate that a list goes by.
    pub(super) fn day(&self, list: List) -> WatchDay {
        self.rule(list).day
    }

    /// The certificate's days that make a holder be called between two days.
    pub(super) fn between(&self, list: List, [from, until]: [Date; 2]) -> [Date; 2] {
        let Rule { months, days, .. } = self.rule(list);
        let after = until.checked_add(1.day()).unwrap_or(Date::MAX);
        let last = first_due(after, months, days).checked_sub(1.day()).unwrap_or(Date::MIN);
        [first_due(from, months, days), last]
    }

    fn rule(&self, list: List) -> Rule {
        let months = |months: u32| i32::try_from(months).unwrap_or(i32::MAX);
        match list {
            List::Expired => Rule { day: WatchDay::Until, months: 0, days: 1 },
            List::Notice => Rule { day: WatchDay::Until, months: -months(self.notice), days: 0 },
            List::Surveillance => Rule { day: WatchDay::Issued, months: months(self.surveillance), days: 0 },
        }
    }
}

/// A day of the certificate, and how far from it a holder is called.
struct Rule {
    day: WatchDay,
    months: i32,
    days: i32,
}

/// A day some months away; where that month is shorter, its last one.
fn moved(day: Date, months: i32) -> Date {
    day.checked_add(Span::new().months(months)).unwrap_or(day)
}

fn shifted(day: Date, months: i32, days: i32) -> Date {
    moved(day, months).checked_add(Span::new().days(days)).unwrap_or(day)
}

/// The first day that is `due` or later once it is shifted: months are of unequal length.
fn first_due(due: Date, months: i32, days: i32) -> Date {
    let back = moved(due.checked_sub(Span::new().days(days)).unwrap_or(due), -months);
    if shifted(back, months, days) >= due { back } else { back.checked_add(1.day()).unwrap_or(back) }
}

/// An LSP's periods, as its journal tells them; the usual ones where it has set none.
///
/// # Errors
/// The journal does not hold, or the database does not answer.
pub async fn periods(office: &Office, lsp: &LspId) -> Result<Periods, Error> {
    let records = office.records().await?;
    office.not_restored(lsp).await?;
    let head = office.store.head(lsp).await?.ok_or(StoreError::NotFound)?;
    Ok(Told::begin(&office.store, &records, &head).await?.periods().unwrap_or_default())
}

/// Sets an LSP's periods, with an entry in its journal.
///
/// # Errors
/// The database does not answer.
pub async fn set_periods(office: &Office, lsp: &LspId, periods: &Periods, by: &By) -> Result<(), Error> {
    let records = office.records().await?;
    let mut writing = office.store.write(lsp).await?;
    journal(&mut writing, &records, by, Act::Setting, Subject::Lsp(lsp.clone()), json!({ "periods": periods })).await?;
    Ok(office.commit(writing).await?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::id::CertificateId;
    use crate::domain::term::Term;

    fn watched(issued_on: Date, valid_until: Date) -> Watched {
        Watched {
            id: CertificateId::new(1),
            number: "1".to_owned(),
            holder: "Orang Rekaan".to_owned(),
            scheme: "CS-01".parse().expect("a code"),
            term: Term { issued_on, valid_until },
        }
    }

    #[test]
    fn a_certificate_of_three_years_is_called_about_in_its_12th_and_33rd_month_and_the_day_after_its_last() {
        let (periods, one) = (Periods::default(), watched(date(2023, 12, 18), date(2026, 12, 18)));
        assert_eq!(periods.due(List::Surveillance, &one), date(2024, 12, 18));
        assert_eq!(periods.due(List::Notice, &one), date(2026, 9, 18));
        assert_eq!(periods.due(List::Expired, &one), date(2026, 12, 19));
        let five = watched(date(2023, 12, 18), date(2028, 12, 18));
        assert_eq!(periods.due(List::Notice, &five), date(2028, 9, 18), "three months before its own last day");
    }

    #[test]
    fn the_days_of_certificates_are_exactly_those_that_are_due_between_two_days() {
        for surveillance in [1, 12, 13] {
            for notice in [1, 3] {
                let periods = Periods { surveillance, notice, ..Periods::default() };
                for list in [List::Expired, List::Notice, List::Surveillance] {
                    let (mut from, end) = (date(2024, 1, 25), date(2024, 4, 3));
                    while from < end {
                        let until = from.checked_add(2.days()).expect("a day");
                        let [first, last] = periods.between(list, [from, until]);
                        let mut day = first.checked_sub(5.days()).expect("a day");
                        while day <= last.checked_add(5.days()).expect("a day") {
                            let due = periods.due(list, &watched(day, day));
                            assert_eq!((from..=until).contains(&due), (first..=last).contains(&day), "{list:?} {day}");
                            day = day.checked_add(1.day()).expect("a day");
                        }
                        from = from.checked_add(1.day()).expect("a day");
                    }
                }
            }
        }
    }

    #[test]
    fn periods_out_of_bounds_are_none_and_each_is_told() {
        let usual = Periods::default();
        assert!(usual.are_legal());
        assert_eq!(Periods::new(|period| Some(usual.length(period))), Ok(usual));
        for wrong in [Some(0), Some(121), None] {
            let typed = |period| match period {
                Period::Notice | Period::Erasure => wrong,
                Period::Ended | Period::Surveillance => Some(50),
            };
            assert_eq!(Periods::new(typed), Err(vec![Period::Notice, Period::Erasure]));
        }
        assert!(!Periods { surveillance: 121, ..usual }.are_legal());
        assert!(!Periods { erasure: 51, ..usual }.are_legal());
    }
}
