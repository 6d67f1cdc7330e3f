//! Days and instants as Indonesians write them: `18 Desember 2026`, `12.19 WIB`.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `18 Desember 2026`.
pub(super) fn indonesian(date: Date) -> String {
    written(date, &MONTHS_ID)
}

/// `18 December 2026`.
pub(super) fn english(date: Date) -> String {
    written(date, &MONTHS_EN)
}

fn written(date: Date, months: &[&str; 12]) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|at| months.get(at)).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// `22 November 2026, 12.19 WIB`, in the zone's own abbreviation.
pub(super) fn moment(instant: Timestamp, zone: &TimeZone) -> String {
    let there = instant.to_zoned(zone.clone());
    format!("{}, {}", indonesian(there.date()), there.strftime("%H.%M %Z"))
}

/// The same in Indonesian and English.
pub(super) fn moments(instant: Timestamp, zone: &TimeZone) -> (String, String) {
    let there = instant.to_zoned(zone.clone());
    (moment(instant, zone), format!("{}, {}", english(there.date()), there.strftime("%H:%M %Z")))
}

/// Jakarta's zone, where no LSP gives another.
pub(super) fn jakarta() -> TimeZone {
    TimeZone::get("Asia/Jakarta").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_have_their_names_in_both_languages() {
        assert_eq!(indonesian(date(2026, 12, 18)), "18 Desember 2026");
        assert_eq!(english(date(2026, 8, 1)), "1 August 2026");
    }

    #[test]
    fn instants_are_told_in_the_zone_of_the_lsp() {
        let noon = "2026-11-22T05:19:00Z".parse().expect("an instant");
        assert_eq!(moment(noon, &jakarta()), "22 November 2026, 12.19 WIB");
        assert_eq!(moments(noon, &jakarta()).1, "22 November 2026, 12:19 WIB");
        let jayapura = TimeZone::get("Asia/Jayapura").expect("a zone");
        assert_eq!(moment(noon, &jayapura), "22 November 2026, 14.19 WIT");
    }
}
