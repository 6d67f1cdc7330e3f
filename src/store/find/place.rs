//! Where a certificate stands in an order, so that a page goes on from another.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::domain::id::CertificateId;

/// The order of what is found. Names are found in an order of their own: by the word that begins as was typed, the newest
/// first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By the last valid day, the earliest first.
    EndingFirst,
    EndingLast,
    /// By the day of issue, the newest first.
    #[default]
    Newest,
    Oldest,
}

impl Sort {
    #[must_use]
    pub fn by_end(self) -> bool {
        matches!(self, Self::EndingFirst | Self::EndingLast)
    }

    /// Whether days rise from row to row.
    #[must_use]
    pub fn rises(self) -> bool {
        matches!(self, Self::EndingFirst | Self::Oldest)
    }
}

/// The place of a certificate in an order, as an address names it: `2026-05-01.1099511627779`, and `.siti` where it was
/// found by a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub day: Date,
    pub id: CertificateId,
    /// The word that it was found by; empty where by none.
    pub word: String,
}

/// A text that names no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a place is a day, a number and at most a word")]
pub struct InvalidPlace;

/// Which page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Leaf {
    After(Place),
    Before(Place),
    #[default]
    First,
}

impl Leaf {
    /// Whether it is read from its end to its beginning.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        matches!(self, Self::Before(_))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { day, id, word } = self;
        write!(f, "{day}.{id}")?;
        if word.is_empty() { Ok(()) } else { write!(f, ".{word}") }
    }
}

impl FromStr for Place {
    type Err = InvalidPlace;

    fn from_str(text: &str) -> Result<Self, InvalidPlace> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(InvalidPlace);
        let day = part()?.parse().map_err(|_| InvalidPlace)?;
        let id = CertificateId::new(part()?.parse().map_err(|_| InvalidPlace)?);
        let word = part().unwrap_or_default();
        let legal = word.len() <= 400 && word.chars().all(char::is_alphanumeric);
        legal.then(|| Self { day, id, word: word.to_owned() }).ok_or(InvalidPlace)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_place_reads_back_and_nothing_else_does() {
        for word in ["", "siti", "étude"] {
            let place = Place { day: date(2026, 5, 1), id: CertificateId::new(7), word: word.to_owned() };
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        for text in ["", "2026-05-01", "2026-05-01.x", "2026-13-01.7", "2026-05-01.7.a'b", "2026-05-01.7.a.b"] {
            assert_eq!(text.parse::<Place>(), Err(InvalidPlace), "{text}");
        }
    }
}
