//! Dates as they stand in rosters: `DD/MM/YYYY`, `DD-MM-YYYY`, `YYYY-MM-DD`, `13 September 2023` (Indonesian
//! or English months, also shortened), Excel's serial numbers; a time of day after it is dropped, a day of the week
//! before it (`Kamis, 12 Februari 2026`) must be the date's own.
//!
//! A text that is none of these is refused: it never becomes another day.

use jiff::Span;
use jiff::civil::{Date, Weekday, date};

use super::faults::{Cause, Quote};
use super::grid::{Cell, Epoch};
use crate::domain::month;

/// Serial numbers taken for dates: 18 May 1927 to 14 October 2173. A smaller one may be a year (`2023`).
const SERIALS: std::ops::RangeInclusive<u32> = 10_000..=99_999;

/// Days by which the epoch of 1904 lies after that of 1900.
const DAYS_TO_1904: u32 = 1_462;

/// Days of the week by their Indonesian spellings and their English name.
const WEEKDAYS: [(Weekday, &[&str]); 7] = [
    (Weekday::Monday, &["senin", "sen", "monday"]),
    (Weekday::Tuesday, &["selasa", "sel", "tuesday"]),
    (Weekday::Wednesday, &["rabu", "rab", "wednesday"]),
    (Weekday::Thursday, &["kamis", "kam", "thursday"]),
    (Weekday::Friday, &["jumat", "jum'at", "jum", "friday"]),
    (Weekday::Saturday, &["sabtu", "sab", "saturday"]),
    (Weekday::Sunday, &["minggu", "min", "ahad", "sunday"]),
];

/// The date in a cell.
pub(super) fn read(cell: &Cell, epoch: Epoch) -> Result<Date, Cause> {
    match cell {
        Cell::Number(number) => {
            from_serial(*number, epoch).ok_or_else(|| Cause::DateShape { text: Quote::of(&number.to_string()) })
        }
        Cell::Error(_) | Cell::Long | Cell::Text(_) | Cell::Uncounted => parse(cell.text()?.trim(), epoch),
    }
}

/// The date that a text alone means.
pub(super) fn parse_text(text: &str) -> Result<Date, Cause> {
    parse(text.trim(), Epoch::Y1900)
}

/// The day that Excel counts as `serial`; a fraction is the time of day.
fn from_serial(serial: f64, epoch: Epoch) -> Option<Date> {
    // The cast saturates: what is negative or too large lies outside the range.
    let days = Some(serial.floor() as u32).filter(|days| SERIALS.contains(days))?;
    let days = if epoch == Epoch::Y1904 { days + DAYS_TO_1904 } else { days };
    // Excel takes 1900 for a leap year, so from March 1900 on its day 0 is 30 December 1899.
    date(1899, 12, 30).checked_add(Span::new().days(days)).ok()
}

fn parse(text: &str, epoch: Epoch) -> Result<Date, Cause> {
    let Some((weekday, rest)) = without_weekday(text) else { return parse_day(text, epoch) };
    let day = parse_day(rest, epoch)?;
    if day.weekday() == weekday { Ok(day) } else { Err(Cause::WeekdayDiffers { text: Quote::of(text) }) }
}

/// The day of the week before a date, and what follows it.
fn without_weekday(text: &str) -> Option<(Weekday, &str)> {
    let end = text.find(|c: char| !c.is_alphabetic() && c != '\'' && c != '\u{2019}')?;
    let (word, rest) = text.split_at(end);
    let word = word.to_lowercase().replace('\u{2019}', "'");
    let (weekday, _) = WEEKDAYS.iter().find(|(_, names)| names.contains(&word.as_str()))?;
    Some((*weekday, rest.trim_start_matches([',', '.', '/', ' '])))
}

fn parse_day(text: &str, epoch: Epoch) -> Result<Date, Cause> {
    let shape = || Cause::DateShape { text: Quote::of(text) };
    if text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().and_then(|serial| from_serial(serial, epoch)).ok_or_else(shape);
    }
    let (day_text, time) = without_time(text);
    let separator = day_text.chars().find(|c| !c.is_alphanumeric()).ok_or_else(shape)?;
    let parts: Vec<&str> = if separator == ' ' {
        day_text.split_whitespace().collect()
    } else {
        day_text.split(separator).map(str::trim).collect()
    };
    let &[first, month, last] = parts.as_slice() else { return Err(shape()) };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let (year_digits, day, month) = (digits(year), digits(day), month_number(month));
    let (Some(year_number), Some(day), Some(month)) = (year_digits, day, month) else { return Err(shape()) };
    match year.len() {
        1 | 2 => Err(Cause::TwoDigitYear { text: Quote::of(text) }),
        4 if time => {
            let found = i8::try_from(day).ok().and_then(|day| Date::new(year_number, month, day).ok());
            found.filter(|date| date.year() >= 1900).ok_or_else(|| Cause::NoSuchDate { text: Quote::of(text) })
        }
        4 => Err(Cause::NoSuchDate { text: Quote::of(text) }),
        _ => Err(shape()),
    }
}

/// The text before a time of day, and whether there is such a time (none is midnight).
fn without_time(text: &str) -> (&str, bool) {
    let iso = text.len() > 10 && text.as_bytes()[10] == b'T' && text.as_bytes()[4] == b'-';
    let split = if iso { text.split_at_checked(10) } else { text.rfind(' ').and_then(|at| text.split_at_checked(at)) };
    match split {
        Some((day, time)) if time.contains(':') => (day.trim_end(), is_time(time[1..].trim())),
        _ => (text, true),
    }
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<Option<i16>> = whole.split(':').map(digits).collect();
    let legal = match parts.as_slice() {
        [Some(hour), Some(minute)] => *hour < 24 && *minute < 60,
        [Some(hour), Some(minute), Some(second)] => *hour < 24 && *minute < 60 && *second < 60,
        _ => false,
    };
    legal && fraction.bytes().all(|b| b.is_ascii_digit())
}

fn month_number(text: &str) -> Option<i8> {
    if let Some(number) = digits(text).filter(|_| text.len() <= 2) {
        return i8::try_from(number).ok();
    }
    month::of_name(text)
}

/// One to four digits.
fn digits(text: &str) -> Option<i16> {
    let legal = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    legal.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Date, Cause> {
        read(&Cell::Text(text.to_owned()), Epoch::Y1900)
    }

    #[test]
    fn every_format_of_rosters_is_one_day() {
        let texts = [
            "13/09/2023",
            "13-09-2023",
            "13.9.2023",
            "2023-09-13",
            "2023/09/13",
            "13 September 2023",
            " 13  sept. 2023 ",
            "13-Sep-2023",
            "2023-09-13 00:00:00",
            "2023-09-13T08:30:00.000",
            "13/09/2023 8:30",
            "13 September 2023 00:00",
            "45182",
        ];
        for text in texts {
            assert_eq!(parsed(text), Ok(date(2023, 9, 13)), "{text}");
        }
        for text in ["Kamis, 12 Februari 2026", "KAMIS 12-02-2026", "Thursday, 12 February 2026", "Kamis/12 Peb 2026"] {
            assert_eq!(parsed(text), Ok(date(2026, 2, 12)), "{text}");
        }
        assert_eq!(parsed("Jum’at, 13 Februari 2026"), Ok(date(2026, 2, 13)));
        assert_eq!(parsed("6 Pebruari 2024"), Ok(date(2024, 2, 6)));
        assert_eq!(parsed("29/02/2024"), Ok(date(2024, 2, 29)));
    }

    #[test]
    fn what_is_no_date_never_becomes_one() {
        for text in [
            "31/02/2024",
            "29-02-2023",
            "2023-13-01",
            "0/1/2023",
            "13/09/2023 25:00",
            "2023-09-13 00:60:00",
            "1/1/0023",
        ] {
            assert!(matches!(parsed(text), Err(Cause::NoSuchDate { .. })), "{text}: {:?}", parsed(text));
        }
        for text in [
            "2023",
            "20230913",
            "kemarin",
            "13/09",
            "13/09-2023",
            "13 Foo 2023",
            "45418.5",
            "123456",
            "09999",
            "१३/०९/२०२३",
            "1/2/20233",
        ] {
            assert!(matches!(parsed(text), Err(Cause::DateShape { .. })), "{text}: {:?}", parsed(text));
        }
        for text in ["Jumat, 12 Februari 2026", "minggu, 12/02/2026"] {
            assert!(matches!(parsed(text), Err(Cause::WeekdayDiffers { .. })), "{text}");
        }
        for text in ["Kamis", "Kamis, 2026", "Hari 12 Februari 2026"] {
            assert!(matches!(parsed(text), Err(Cause::DateShape { .. })), "{text}: {:?}", parsed(text));
        }
        for text in ["13/09/23", "13-Sep-23", "1/1/5"] {
            assert!(matches!(parsed(text), Err(Cause::TwoDigitYear { .. })), "{text}");
        }
    }

    #[test]
    fn serial_numbers_count_from_the_epoch_of_their_workbook() {
        assert_eq!(read(&Cell::Number(45418.0), Epoch::Y1900), Ok(date(2024, 5, 6)));
        assert_eq!(read(&Cell::Number(45418.75), Epoch::Y1900), Ok(date(2024, 5, 6)));
        assert_eq!(read(&Cell::Number(43956.0), Epoch::Y1904), Ok(date(2024, 5, 6)));
        for number in [f64::NAN, f64::INFINITY, -1.0, 0.5, 2023.0, 1e15] {
            assert!(read(&Cell::Number(number), Epoch::Y1900).is_err(), "{number}");
        }
    }
}
