//! The names of the months, as Indonesians and the English write them.

use jiff::civil::Date;

const INDONESIAN: [&str; 12] = [
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

const ENGLISH: [&str; 12] = [
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

/// Spellings in use beside the full names: shortened and older ones, in small letters.
const OTHERWISE: [&[&str]; 12] = [
    &["jan"],
    &["feb", "peb", "pebruari"],
    &["mar", "mrt"],
    &["apr"],
    &[],
    &["jun"],
    &["jul"],
    &["agu", "ags", "agt", "aug"],
    &["sep", "sept"],
    &["okt", "oct"],
    &["nov", "nop", "nopember"],
    &["des", "dec"],
];

/// A date in full, in Indonesian: `18 Desember 2026`.
#[must_use]
pub fn indonesian(date: Date) -> String {
    written(date, &INDONESIAN)
}

/// A date in full, in English: `18 December 2026`.
#[must_use]
pub fn english(date: Date) -> String {
    written(date, &ENGLISH)
}

fn written(date: Date, months: &[&str; 12]) -> String {
    // A civil date's month is 1 to 12.
    let month = months[usize::from(date.month().unsigned_abs()) - 1];
    format!("{} {month} {}", date.day(), date.year())
}

/// The month, from 1, that a name or a shortened name means in either language; a full stop after it is
/// passed over.
#[must_use]
pub fn of_name(name: &str) -> Option<i8> {
    let name = name.trim_end_matches('.').to_lowercase();
    let full = |at: usize| [INDONESIAN[at], ENGLISH[at]].iter().any(|month| month.to_lowercase() == name);
    let at = (0..12).find(|at| full(*at) || OTHERWISE[*at].contains(&name.as_str()))?;
    i8::try_from(at + 1).ok()
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
    fn a_month_is_known_by_every_spelling_in_use() {
        for (name, month) in
            [("Agustus", 8), ("agt.", 8), ("AUGUST", 8), ("Peb", 2), ("Mei", 5), ("may", 5), ("Des", 12)]
        {
            assert_eq!(of_name(name), Some(month), "{name}");
        }
        for name in ["", "augustus", "13", "m"] {
            assert_eq!(of_name(name), None, "{name}");
        }
    }
}
