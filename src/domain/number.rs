//! Certificate and registration numbers.
//!
//! Their shape is an LSP's setting: literal text with placeholders in braces. Certificates come as
//! `{kbli} {kbji} {level} {sequence:7} {year}`, registrations as
//! `{letters} {licence} {sequence:5} {year}`. Other placeholders: `{scheme}`, `{level:2}` (padded).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::number_form::Role;
use super::scheme::Scheme;

/// Characters a number may have at most.
pub const LONGEST: usize = 64;

/// How the LSP numbers: one rule for certificates, one for registrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbering {
    pub certificate: Rule,
    pub registration: Rule,
}

impl Default for Numbering {
    fn default() -> Self {
        let rule =
            |shape: &str| Rule { shape: shape.parse().expect("a shape of our own"), scope: Scope::Year, start: 1 };
        Self {
            certificate: rule("{kbli} {kbji} {level} {sequence:7} {year}"),
            registration: rule("{letters} {licence} {sequence:5} {year}"),
        }
    }
}

/// The shape of a number, and when its sequence starts anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub shape: Shape,
    pub scope: Scope,
    /// The first number of each sequence, 1 or more: an LSP that changes systems goes on where it was.
    pub start: u64,
}

/// What a sequence is counted for.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// One sequence of the LSP, never reset.
    Never,
    /// One sequence for each scheme and year.
    SchemeYear,
    /// One sequence of the LSP for each year.
    #[default]
    Year,
}

impl Scope {
    /// The name of the counter a certificate of `scheme` issued in `year` is drawn from.
    #[must_use]
    pub fn counter(self, scheme: &Scheme, year: i16) -> String {
        match self {
            Self::Never => String::new(),
            Self::SchemeYear => format!("{year}/{}", scheme.code),
            Self::Year => year.to_string(),
        }
    }
}

/// What a number is made of, besides its sequence.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    pub scheme: &'a Scheme,
    pub letters: &'a str,
    pub licence: &'a str,
    pub year: i16,
}

/// A parsed shape.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shape(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Kbji,
    Kbli,
    Letters,
    Level(usize),
    Licence,
    Scheme,
    Sequence(usize),
    Text(String),
    Year,
}

/// Why numbers cannot be made so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidShape {
    #[error("a number's shape may hold letters, digits, spaces and . - / besides its placeholders")]
    Character,
    #[error("a number's shape has no {{sequence:N}} or {{year}} where its scope needs one")]
    Missing,
    #[error("unknown placeholder {{{0}}} in a number's shape")]
    Placeholder(String),
    #[error("schemes {0} and {1} would share numbers: add {{scheme}} to the shape or count per year")]
    Shared(String, String),
    /// The last that fits its digits.
    #[error("a sequence starts at 1 to {0}")]
    Start(u64),
    #[error("the numbers would be longer than {LONGEST} characters")]
    TooLong,
    #[error("a sequence has 3 to 12 digits")]
    Width,
}

impl FromStr for Shape {
    type Err = InvalidShape;

    fn from_str(text: &str) -> Result<Self, InvalidShape> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (literal, after) = rest.split_once('{').unwrap_or((rest, ""));
            if !literal.chars().all(|c| c.is_ascii_alphanumeric() || " .-/".contains(c)) || literal.len() > LONGEST {
                return Err(InvalidShape::Character);
            }
            if !literal.is_empty() {
                pieces.push(Piece::Text(literal.to_owned()));
            }
            if literal.len() == rest.len() {
                break;
            }
            let (name, after) = after.split_once('}').ok_or_else(|| InvalidShape::Placeholder(after.to_owned()))?;
            pieces.push(Piece::parse(name)?);
            rest = after;
        }
        let sequences = pieces.iter().filter(|piece| matches!(piece, Piece::Sequence(_))).count();
        if sequences == 1 { Ok(Self(pieces)) } else { Err(InvalidShape::Missing) }
    }
}

impl Piece {
    fn parse(name: &str) -> Result<Self, InvalidShape> {
        let (word, width) = name.split_once(':').unwrap_or((name, ""));
        let width =
            if width.is_empty() { None } else { Some(width.parse::<usize>().map_err(|_| InvalidShape::Width)?) };
        match (word, width) {
            ("kbji", None) => Ok(Self::Kbji),
            ("kbli", None) => Ok(Self::Kbli),
            ("letters", None) => Ok(Self::Letters),
            ("level", width) if width.unwrap_or(1) <= 2 => Ok(Self::Level(width.unwrap_or(1))),
            ("licence", None) => Ok(Self::Licence),
            ("scheme", None) => Ok(Self::Scheme),
            ("sequence", Some(width @ 3..=12)) => Ok(Self::Sequence(width)),
            ("sequence", _) => Err(InvalidShape::Width),
            ("year", None) => Ok(Self::Year),
            _ => Err(InvalidShape::Placeholder(name.to_owned())),
        }
    }

    fn write(&self, parts: Parts<'_>, sequence: u64) -> String {
        match self {
            Self::Kbji => parts.scheme.kbji.clone(),
            Self::Kbli => parts.scheme.kbli.clone(),
            Self::Letters => parts.letters.to_owned(),
            Self::Level(width) => format!("{:0width$}", parts.scheme.kkni_level),
            Self::Licence => parts.licence.to_owned(),
            Self::Scheme => parts.scheme.code.to_string(),
            Self::Sequence(width) => format!("{sequence:0width$}"),
            Self::Text(text) => text.clone(),
            Self::Year => format!("{:04}", parts.year),
        }
    }

    fn spell(&self) -> String {
        match self {
            Self::Kbji => "{kbji}".to_owned(),
            Self::Kbli => "{kbli}".to_owned(),
            Self::Letters => "{letters}".to_owned(),
            Self::Level(1) => "{level}".to_owned(),
            Self::Level(width) => format!("{{level:{width}}}"),
            Self::Licence => "{licence}".to_owned(),
            Self::Scheme => "{scheme}".to_owned(),
            Self::Sequence(width) => format!("{{sequence:{width}}}"),
            Self::Text(text) => text.clone(),
            Self::Year => "{year}".to_owned(),
        }
    }
}

impl TryFrom<String> for Shape {
    type Error = InvalidShape;

    fn try_from(text: String) -> Result<Self, InvalidShape> {
        text.parse()
    }
}

impl From<Shape> for String {
    fn from(shape: Shape) -> Self {
        shape.0.iter().map(Piece::spell).collect()
    }
}

impl Shape {
    /// The number with this sequence.
    #[must_use]
    pub fn write(&self, parts: Parts<'_>, sequence: u64) -> String {
        self.0.iter().map(|piece| piece.write(parts, sequence)).collect()
    }

    /// What the shape writes, piece by piece, each with what it is; of sequence and year only the width counts.
    pub(super) fn written(&self, parts: Parts<'_>) -> impl Iterator<Item = (Role, String)> {
        self.0.iter().map(move |piece| {
            let role = match piece {
                Piece::Sequence(_) => Role::Sequence,
                Piece::Year => Role::Year,
                _ => Role::Other,
            };
            (role, piece.write(parts, 0))
        })
    }

    /// The sequence in a number that has this shape, however it is spaced and dotted.
    #[must_use]
    pub fn sequence(&self, parts: Parts<'_>, number: &str) -> Option<u64> {
        let plain = |text: String| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        let at = self.0.iter().position(|piece| matches!(piece, Piece::Sequence(_)))?;
        let written = |pieces: &[Piece]| plain(pieces.iter().map(|piece| piece.write(parts, 0)).collect());
        let (before, after) = (written(&self.0[..at]), written(&self.0[at + 1..]));
        let digits = plain(number.to_owned());
        let digits = digits.strip_prefix(&before)?.strip_suffix(&after)?;
        let width = u64::try_from(digits.len()).ok().filter(|width| *width > 0)?;
        let full = self.last().to_string().len() as u64 == width;
        digits.parse().ok().filter(|_| full && digits.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// The last sequence that fits its digits.
    #[must_use]
    pub fn last(&self) -> u64 {
        let width = self.0.iter().find_map(|piece| match piece {
            Piece::Sequence(width) => u32::try_from(*width).ok(),
            _ => None,
        });
        10_u64.pow(width.expect("a shape has one sequence, of 12 digits at most")) - 1
    }
}

impl Rule {
    /// Refuses a rule that would give two certificates one number.
    ///
    /// # Errors
    /// The part that is missing, a start that does not fit, or two schemes that would share numbers.
    pub fn validate(&self, schemes: &[Scheme], letters: &str, licence: &str) -> Result<(), InvalidShape> {
        let year = self.shape.0.contains(&Piece::Year);
        if self.scope != Scope::Never && !year {
            return Err(InvalidShape::Missing);
        }
        if !(1..=self.shape.last()).contains(&self.start) {
            return Err(InvalidShape::Start(self.shape.last()));
        }
        let number = |scheme| self.shape.write(Parts { scheme, letters, licence, year: 2000 }, self.shape.last());
        if schemes.iter().any(|scheme| number(scheme).chars().count() > LONGEST) {
            return Err(InvalidShape::TooLong);
        }
        if self.scope == Scope::SchemeYear {
            let mut seen = std::collections::BTreeMap::new();
            for scheme in schemes {
                let number = self.shape.write(Parts { scheme, letters, licence, year: 2000 }, 1);
                if let Some(other) = seen.insert(number, &scheme.code) {
                    return Err(InvalidShape::Shared(other.to_string(), scheme.code.to_string()));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::scheme::Kind;

    fn scheme(code: &str) -> Scheme {
        Scheme {
            code: code.parse().expect("a code"),
            field_id: "Kebersihan".into(),
            field_en: "Cleaning".into(),
            title_id: "Petugas".into(),
            title_en: "Cleaner".into(),
            kind: Kind::Okupasi,
            kkni_level: 2,
            kbli: "81210".into(),
            kbji: "9112".into(),
            validity_years: 3,
            units: Vec::new(),
            from: None,
            until: None,
        }
    }

    #[test]
    fn the_sequence_is_read_out_of_a_number_of_the_shape_alone() {
        let (scheme, numbering) = (scheme("CS-01"), Numbering::default());
        let parts = Parts { scheme: &scheme, letters: "KLN", licence: "9901", year: 2026 };
        let Numbering { certificate, registration } = &numbering;
        assert_eq!(certificate.shape.sequence(parts, &certificate.shape.write(parts, 88)), Some(88));
        assert_eq!(registration.shape.sequence(parts, "kln.9901.00042.2026"), Some(42));
        for other in ["81210 9112 2 0000088 2025", "81210 9112 2 000088 2026", "81210 9112 2 00000x8 2026", "2026", ""]
        {
            assert_eq!(certificate.shape.sequence(parts, other), None, "{other}");
        }
    }

    #[test]
    fn the_default_shapes_write_the_numbers_of_the_trade() {
        let cleaner = scheme("CS-01");
        let parts = Parts { scheme: &cleaner, letters: "KLN", licence: "9901", year: 2023 };
        let rules = Numbering::default();
        assert_eq!(rules.certificate.shape.write(parts, 88), "81210 9112 2 0000088 2023");
        assert_eq!(rules.registration.shape.write(parts, 88), "KLN 9901 00088 2023");
        assert_eq!(rules.certificate.shape.last(), 9_999_999);
    }

    #[test]
    fn shapes_read_back_as_they_were_written() {
        for text in [
            "{kbli} {kbji} {level} {sequence:7} {year}",
            "{letters}.{licence}.{sequence:4}.{year}",
            "{scheme}/{level:2}/{sequence:5}",
        ] {
            let shape: Shape = text.parse().expect("a shape");
            assert_eq!(String::from(shape), text);
        }
    }

    #[test]
    fn shapes_that_could_make_twins_are_refused() {
        assert_eq!("{year}".parse::<Shape>(), Err(InvalidShape::Missing));
        assert_eq!("{sequence:7} {sequence:7}".parse::<Shape>(), Err(InvalidShape::Missing));
        assert_eq!("{sequence}".parse::<Shape>(), Err(InvalidShape::Width));
        assert_eq!("{seq:7}".parse::<Shape>(), Err(InvalidShape::Placeholder("seq:7".into())));
        assert_eq!("é{sequence:7}".parse::<Shape>(), Err(InvalidShape::Character));
        let yearless = Rule { shape: "{sequence:7}".parse().expect("a shape"), scope: Scope::Year, start: 1 };
        assert_eq!(yearless.validate(&[], "", ""), Err(InvalidShape::Missing));
        for start in [0, 10_000_000] {
            let rule = Rule { start, ..Numbering::default().certificate };
            assert_eq!(rule.validate(&[], "", ""), Err(InvalidShape::Start(9_999_999)));
        }
        let per_scheme = Rule { scope: Scope::SchemeYear, ..Numbering::default().certificate };
        assert!(matches!(per_scheme.validate(&[scheme("A"), scheme("B")], "", ""), Err(InvalidShape::Shared(..))));
    }
}
