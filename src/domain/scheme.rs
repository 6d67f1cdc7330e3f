//! A certification scheme (ISO/IEC 17024: *skema*) and its units of competency.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::line::{self, is_line};
use super::term::lies_in;
use super::text::texts;

/// One scheme of an LSP, as it is printed and numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    pub code: SchemeCode,
    pub field_id: String,
    pub field_en: String,
    pub title_id: String,
    pub title_en: String,
    pub kind: Kind,
    /// Level in the national framework KKNI, 1 to 9; 0 where the scheme has none.
    pub kkni_level: u8,
    /// Industry, five digits (KBLI).
    pub kbli: String,
    /// Occupation, four digits (KBJI, after ISCO-08).
    pub kbji: String,
    /// Whole years from the day of issue, 1 to 10.
    pub validity_years: u8,
    pub units: Vec<Unit>,
    /// First day on which the LSP may certify for the scheme; none: as long as its licence.
    pub from: Option<Date>,
    /// Last such day; none: not ended.
    pub until: Option<Date>,
}

/// How a scheme is packaged (BNSP's three kinds).
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Kkni,
    Klaster,
    Okupasi,
}

/// One unit of competency of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub code: String,
    pub title_id: String,
    pub title_en: String,
}

impl Unit {
    /// # Errors
    /// The first text that is out of its bounds.
    fn validate(&self) -> Result<(), InvalidScheme> {
        text("unit code", &self.code, 40)?;
        text("unit title_id", &self.title_id, 200)?;
        text("unit title_en", &self.title_en, 200)
    }
}

/// Why a scheme cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidScheme {
    #[error("{field} must be {digits} digits")]
    Digits { field: &'static str, digits: usize },
    #[error("kkni_level must be 0 to 9")]
    Level,
    #[error("it ends before it begins")]
    Period,
    #[error("a scheme has 1 to 200 units")]
    Units,
    #[error("{field} must be 1 to {most} characters without control characters")]
    Text { field: &'static str, most: usize },
    #[error("validity_years must be 1 to 10")]
    Validity,
}

impl Scheme {
    /// Whether the LSP may certify for this scheme on `day`.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        lies_in(day, self.from, self.until)
    }

    /// Refuses what could not be numbered, signed in 1,024 bytes, or printed.
    ///
    /// # Errors
    /// The first field that is out of its bounds.
    pub fn validate(&self) -> Result<(), InvalidScheme> {
        self.faults().into_iter().next().map_or(Ok(()), Err)
    }

    /// Every field that is out of its bounds; of the units the first alone.
    #[must_use]
    pub fn faults(&self) -> Vec<InvalidScheme> {
        let fields = [
            text("title_id", &self.title_id, line::LONGEST),
            text("title_en", &self.title_en, line::LONGEST),
            text("field_id", &self.field_id, line::LONGEST),
            text("field_en", &self.field_en, line::LONGEST),
            digits("kbli", &self.kbli, 5),
            digits("kbji", &self.kbji, 4),
            if self.kkni_level > 9 { Err(InvalidScheme::Level) } else { Ok(()) },
            if (1..=10).contains(&self.validity_years) { Ok(()) } else { Err(InvalidScheme::Validity) },
            if self.ends_first() { Err(InvalidScheme::Period) } else { Ok(()) },
            if (1..=200).contains(&self.units.len()) { Ok(()) } else { Err(InvalidScheme::Units) },
        ];
        let units = self.units.iter().map(Unit::validate).find_map(Result::err);
        fields.into_iter().filter_map(Result::err).chain(units).collect()
    }

    /// Whether its last day lies before its first.
    fn ends_first(&self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until < from)
    }

    /// Unit codes that stand more than once: LSPs' lists do repeat some by mistake.
    #[must_use]
    pub fn repeated_units(&self) -> Vec<&str> {
        let mut seen = std::collections::BTreeSet::new();
        self.units.iter().map(|unit| unit.code.as_str()).filter(|code| !seen.insert(*code)).collect()
    }
}

fn digits(field: &'static str, value: &str, digits: usize) -> Result<(), InvalidScheme> {
    let legal = value.len() == digits && value.bytes().all(|b| b.is_ascii_digit());
    legal.then_some(()).ok_or(InvalidScheme::Digits { field, digits })
}

fn text(field: &'static str, value: &str, most: usize) -> Result<(), InvalidScheme> {
    is_line(value, most).then_some(()).ok_or(InvalidScheme::Text { field, most })
}

texts! {
    upper, InvalidSchemeCode;
    /// A scheme's code within its LSP: 1 to 32 letters, digits, `.`, `-`, `_` or `/`, in upper case.
    SchemeCode,
}

/// A text that is no scheme code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scheme code has 1 to 32 letters, digits, dots, dashes, underscores or slashes")]
pub struct InvalidSchemeCode;

fn upper(text: &str) -> Option<String> {
    let code = text.trim().to_ascii_uppercase();
    let legal = (1..=32).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/'));
    legal.then_some(code)
}
