//! Where a certificate stands in an order, so that a page goes on from another. As an address names it:
//!
//! ```text
//! 2026-05-01.1099511627779                                   day, certificate
//! sit.siti.-20260501.1099511627770.1099511627779             what was typed, word, its posting's place and first
//!                                                            certificate, certificate
//! ```

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::domain::id::CertificateId;

/// Bytes of a word in a place at most; a name has fewer.
const LONGEST: usize = 400;

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

/// The place of a certificate in an order: all that the order is by, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Day(DayPlace),
    Word(WordPlace),
}

/// A place in an order by days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayPlace {
    pub day: Date,
    pub id: CertificateId,
}

/// A place among the words of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPlace {
    /// The beginning that is walked by, of those that were typed: every page goes on by it.
    pub begun: String,
    pub word: String,
    /// The posting's place within the word, and its first certificate.
    pub newest_first: i64,
    pub first: i64,
    pub id: CertificateId,
}

/// A text that names no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a place is a day and a number, or a word and where it stands")]
pub struct InvalidPlace;

/// Which page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Leaf {
    After(Place),
    Before(Place),
    #[default]
    First,
    /// After a place, and the place itself: where an empty page before it is left again.
    From(Place),
    /// Before a place, and the place itself.
    UpTo(Place),
}

impl Leaf {
    /// Whether it is read from its end to its beginning.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        matches!(self, Self::Before(_) | Self::UpTo(_))
    }

    /// Where it begins; nowhere in particular the first.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::After(place) | Self::Before(place) | Self::From(place) | Self::UpTo(place) => Some(place),
            Self::First => None,
        }
    }

    /// Whether what stands in the place itself is on it.
    #[must_use]
    pub fn has_its_place(&self) -> bool {
        matches!(self, Self::From(_) | Self::UpTo(_))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(DayPlace { day, id }) => write!(f, "{day}.{id}"),
            Self::Word(WordPlace { begun, word, newest_first, first, id }) => {
                write!(f, "{begun}.{word}.{newest_first}.{first}.{id}")
            }
        }
    }
}

impl FromStr for Place {
    type Err = InvalidPlace;

    fn from_str(text: &str) -> Result<Self, InvalidPlace> {
        let number = |text: &str| text.parse::<i64>().map_err(|_| InvalidPlace);
        let parts: Vec<&str> = text.splitn(6, '.').collect();
        match *parts.as_slice() {
            [day, id] => {
                let day = day.parse().map_err(|_| InvalidPlace)?;
                Ok(Self::Day(DayPlace { day, id: CertificateId::new(number(id)?) }))
            }
            [begun, word, day, first, id] => {
                let legal = word.len() <= LONGEST && word.chars().all(char::is_alphanumeric);
                if !legal || begun.is_empty() || !word.starts_with(begun) {
                    return Err(InvalidPlace);
                }
                Ok(Self::Word(WordPlace {
                    begun: begun.to_owned(),
                    word: word.to_owned(),
                    newest_first: number(day)?,
                    first: number(first)?,
                    id: CertificateId::new(number(id)?),
                }))
            }
            _ => Err(InvalidPlace),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_place_reads_back_and_nothing_else_does() {
        let id = CertificateId::new(7);
        let day = Place::Day(DayPlace { day: date(2026, 5, 1), id });
        assert_eq!((day.to_string().as_str(), day.to_string().parse()), ("2026-05-01.7", Ok(day)));
        for (begun, word) in [("sit", "siti"), ("é", "étude")] {
            let (begun, word) = (begun.to_owned(), word.to_owned());
            let place = WordPlace { begun, word, newest_first: -20_260_501, first: 5, id };
            for newest_first in [-20_260_501, 0, i64::MIN, i64::MAX] {
                let place = Place::Word(WordPlace { newest_first, ..place.clone() });
                assert_eq!(place.to_string().parse(), Ok(place));
            }
        }
        for text in [
            "",
            "2026-05-01",
            "2026-05-01.x",
            "2026-13-01.7",
            "2026-05-01.7.a",
            "s.a'b.20260501.5.7",
            "s.budi.20260501.5.7",
            ".siti.20260501.5.7",
            "s.siti.20260501.5.7.8",
            "s.siti.x.5.7",
        ] {
            assert_eq!(text.parse::<Place>(), Err(InvalidPlace), "{text}");
        }
    }
}
