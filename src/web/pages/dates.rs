//! Days and instants as Indonesians write them: `18 Desember 2026`, `12.19 WIB`.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::text::Text;
use crate::domain::month::english;
pub(super) use crate::domain::month::indonesian;

/// `22 November 2026, 12.19 WIB`, in the zone's own abbreviation.
pub(super) fn moment(instant: Timestamp, zone: &TimeZone) -> String {
    let there = instant.to_zoned(zone.clone());
    format!("{}, {}", indonesian(there.date()), there.strftime("%H.%M %Z"))
}

/// The same in Indonesian and English.
pub(super) fn moments(instant: Timestamp, zone: &TimeZone) -> Text {
    let there = instant.to_zoned(zone.clone());
    let english = format!("{}, {}", english(there.date()), there.strftime("%H:%M %Z"));
    Text { id: moment(instant, zone).into(), en: english.into() }
}

/// Jakarta's zone, where no LSP gives another.
pub(super) fn jakarta() -> TimeZone {
    TimeZone::get("Asia/Jakarta").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_told_in_the_zone_of_the_lsp() {
        let noon = "2026-11-22T05:19:00Z".parse().expect("an instant");
        assert_eq!(moment(noon, &jakarta()), "22 November 2026, 12.19 WIB");
        assert_eq!(moments(noon, &jakarta()).en, "22 November 2026, 12:19 WIB");
        let jayapura = TimeZone::get("Asia/Jayapura").expect("a zone");
        assert_eq!(moment(noon, &jayapura), "22 November 2026, 14.19 WIT");
    }
}
