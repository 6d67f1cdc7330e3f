//! Preprinted sheets (*blanko*): each has a serial, printed in its corner, that counts up through a delivery.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::text::as_text;

/// Letters before the digits, and digits, at most.
const LETTERS: usize = 4;
const DIGITS: usize = 12;

/// Sheets of one delivery at most.
pub const MOST_RECEIVED: u64 = 100_000;

/// The serial of a sheet: up to four letters, then up to twelve digits, as they are printed.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Serial {
    /// ASCII, filled up with zeros.
    letters: [u8; LETTERS],
    digits: u8,
    number: u64,
}

/// A text that is no serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a serial has up to {LETTERS} letters and then up to {DIGITS} digits")]
pub struct InvalidSerial;

impl FromStr for Serial {
    type Err = InvalidSerial;

    fn from_str(text: &str) -> Result<Self, InvalidSerial> {
        let written = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).map(|c| c.to_ascii_uppercase());
        let text: String = written.take(LETTERS + DIGITS + 1).collect();
        let (letters, digits) = text.split_at(text.find(|c: char| c.is_ascii_digit()).ok_or(InvalidSerial)?);
        let legal = letters.len() <= LETTERS
            && letters.bytes().all(|b| b.is_ascii_uppercase())
            && digits.len() <= DIGITS
            && digits.bytes().all(|b| b.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| legal).ok_or(InvalidSerial)?;
        let mut own = [0; LETTERS];
        own.iter_mut().zip(letters.bytes()).for_each(|(own, letter)| *own = letter);
        Ok(Self { letters: own, digits: u8::try_from(digits.len()).map_err(|_| InvalidSerial)?, number })
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.letters.iter().take_while(|letter| **letter != 0) {
            write!(f, "{}", char::from(*letter))?;
        }
        write!(f, "{:0width$}", self.number, width = usize::from(self.digits))
    }
}

as_text!(Serial, InvalidSerial);

impl Serial {
    /// The serial so many sheets on; none where it would have more digits.
    #[must_use]
    pub fn after(&self, sheets: u64) -> Option<Self> {
        let number = self.number.checked_add(sheets)?;
        let most = 10_u64.pow(u32::from(self.digits));
        (number < most).then(|| Self { number, ..self.clone() })
    }
}

/// Sheets whose serials count up from the first to the last.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(try_from = "(Serial, Serial)", into = "(Serial, Serial)")]
pub struct Run {
    first: Serial,
    last: Serial,
    count: u64,
}

/// Why two serials are no run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a run goes up from its first serial to its last, which has the same letters and as many digits, and has {MOST_RECEIVED} sheets at most"
)]
pub struct InvalidRun;

impl TryFrom<(Serial, Serial)> for Run {
    type Error = InvalidRun;

    fn try_from((first, last): (Serial, Serial)) -> Result<Self, InvalidRun> {
        Self::new(first, last)
    }
}

impl From<Run> for (Serial, Serial) {
    fn from(run: Run) -> Self {
        (run.first, run.last)
    }
}

impl Run {
    /// Sheets from one serial to another.
    ///
    /// # Errors
    /// The last is before the first, too far from it, or written otherwise.
    pub fn new(first: Serial, last: Serial) -> Result<Self, InvalidRun> {
        let alike = first.letters == last.letters && first.digits == last.digits && first.number <= last.number;
        let count = last.number.checked_sub(first.number).map(|between| between + 1);
        let count = count.filter(|count| alike && *count <= MOST_RECEIVED).ok_or(InvalidRun)?;
        Ok(Self { first, last, count })
    }

    #[must_use]
    pub fn first(&self) -> &Serial {
        &self.first
    }

    #[must_use]
    pub fn last(&self) -> &Serial {
        &self.last
    }

    /// Sheets of it.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether a sheet is of it. Serials of a run follow upon each other in their order.
    #[must_use]
    pub fn has(&self, serial: &Serial) -> bool {
        (&self.first..=&self.last).contains(&serial)
    }

    /// Whether two have a sheet in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// Why a sheet cannot be used.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spoiled {
    Damaged,
    Lost,
    Misprinted,
    Other,
}

impl Spoiled {
    pub const ALL: [Self; 4] = [Self::Misprinted, Self::Damaged, Self::Lost, Self::Other];

    /// The word in the table and the journal.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Lost => "lost",
            Self::Misprinted => "misprinted",
            Self::Other => "other",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_keeps_its_zeros_and_counts_up() {
        let serial: Serial = " 0012 345".parse().expect("a serial");
        assert_eq!(serial.to_string(), "0012345");
        assert_eq!(serial.after(10).map(|next| next.to_string()).as_deref(), Some("0012355"));
        assert_eq!(
            "a-099".parse::<Serial>().expect("one").after(900).map(|next| next.to_string()).as_deref(),
            Some("A999")
        );
        assert_eq!("999".parse::<Serial>().expect("one").after(1), None, "another digit is another serial");
        for text in ["", "ABC", "12A", "ABCDE1", "1234567890123", "1é", "=1"] {
            assert_eq!(text.parse::<Serial>(), Err(InvalidSerial), "{text}");
        }
    }

    #[test]
    fn a_run_goes_up_and_is_bounded() {
        let run = |first: &str, last: &str| Run::new(first.parse().expect("one"), last.parse().expect("one"));
        assert_eq!(run("0000001", "0000500").map(|run| run.count()), Ok(500));
        for (first, last) in [("0002", "0001"), ("A1", "B2"), ("01", "002"), ("0000001", "0100001")] {
            assert_eq!(run(first, last), Err(InvalidRun), "{first} {last}");
        }
    }

    #[test]
    fn a_run_has_the_sheets_between_its_ends_and_no_others() {
        let serial = |text: &str| text.parse::<Serial>().expect("one");
        let run = |first: &str, last: &str| Run::new(serial(first), serial(last)).expect("a run");
        let ten = run("A0001", "A0010");
        for (text, inside) in [("A0001", true), ("A0010", true), ("A0011", false), ("A005", false), ("B0005", false)] {
            assert_eq!(ten.has(&serial(text)), inside, "{text}");
        }
        assert!(ten.meets(&run("A0010", "A0020")) && run("A0000", "A0001").meets(&ten));
        assert!(!ten.meets(&run("A0011", "A0020")) && !ten.meets(&run("A00001", "A00010")));
    }

    #[test]
    fn reasons_read_back() {
        for reason in Spoiled::ALL {
            assert_eq!(Spoiled::from_word(reason.as_str()), Some(reason));
        }
    }
}
