//! The certified person: her name as it is signed and printed, and her NIK.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Characters a name may have at most, after folding.
pub const LONGEST_NAME: usize = 100;

/// A holder's name: NFC, spaces folded, 1 to [`LONGEST_NAME`] characters, at least one letter, and
/// nothing that hides, reverses or controls text.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct HolderName(String);

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidName {
    #[error("the name is empty")]
    Empty,
    #[error("the name has a hidden or control character")]
    Hidden,
    #[error("the name has no letter")]
    NoLetter,
    #[error("the name is longer than {LONGEST_NAME} characters")]
    TooLong,
}

impl FromStr for HolderName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        if text.chars().any(hides) {
            return Err(InvalidName::Hidden);
        }
        let mut folded = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(word);
        }
        let name = if folded.is_ascii() { folded } else { folded.nfc().collect() };
        match name.chars().count() {
            0 => Err(InvalidName::Empty),
            1..=LONGEST_NAME if name.chars().any(char::is_alphabetic) => Ok(Self(name)),
            1..=LONGEST_NAME => Err(InvalidName::NoLetter),
            _ => Err(InvalidName::TooLong),
        }
    }
}

/// Control (but not the line breaks and tabs that spreadsheets leave), zero-width, bidi, soft-hyphen,
/// filler, tag and variation characters; private use and noncharacters.
#[must_use]
pub fn hides(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => true,
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' => true,
        '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}' => true,
        _ => c.is_control(),
    }
}

impl TryFrom<String> for HolderName {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        text.parse()
    }
}

impl From<HolderName> for String {
    fn from(name: HolderName) -> Self {
        name.0
    }
}

impl fmt::Display for HolderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HolderName {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The initials, so that a number alone tells no name.
    #[must_use]
    pub fn masked(&self) -> Initials {
        let initials = plain_words(&self.0).into_iter().filter_map(|word| word.chars().next());
        Initials(initials.map(|c| format!("{}***", c.to_uppercase())).collect::<Vec<_>>().join(" "))
    }

    /// Whether `typed` names the same person: case, accents, spaces, punctuation and degrees do not
    /// count. A text with no letter matches nobody.
    #[must_use]
    pub fn matches(&self, typed: &str) -> bool {
        let (own, typed) = (plain_words(&self.0).concat(), plain_words(typed).concat());
        let same: bool = subtle::ConstantTimeEq::ct_eq(own.as_bytes(), typed.as_bytes()).into();
        same && !typed.is_empty()
    }

    /// How a typed name stands to the holder's, by what [`Self::matches`] looks at.
    #[must_use]
    pub fn compare(&self, typed: &str) -> Likeness {
        if self.matches(typed) {
            return Likeness::Same;
        }
        let typed = FoldedName(plain_words(typed).concat());
        if self.folded().is_close_to(&typed) { Likeness::Close } else { Likeness::Other }
    }

    /// What [`Self::matches`] looks at.
    #[must_use]
    pub fn folded(&self) -> FoldedName {
        FoldedName(plain_words(&self.0).concat())
    }
}

/// A name without degrees, case, accents, spaces and punctuation: two that are equal name the same person. Never shown.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct FoldedName(String);

impl FoldedName {
    /// Whether another name is a slip away from this one, the holder's.
    #[must_use]
    pub fn is_close_to(&self, typed: &Self) -> bool {
        let (letters, others) = (self.0.chars().count(), typed.0.chars().count());
        let slips = match letters {
            0..=4 => 0,
            5..=8 => 1,
            _ => 2,
        };
        // What is much longer is not compared letter by letter.
        letters.abs_diff(others) <= slips && strsim::osa_distance(&self.0, &typed.0) <= slips
    }
}

/// A holder's initials, each with three stars whatever the length of the word: `S*** N***`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Initials(String);

impl fmt::Display for Initials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a typed name is beside the holder's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Not hers, but a slip away: a letter or two wrong, missing, too many or swapped; one in a short name.
    Close,
    Other,
    Same,
}

/// Degrees before a name (`Dr.`, `Ir.`): they count as such only with their dot or before other words.
const DEGREES_BEFORE: [&str; 9] = ["apt", "dr", "dra", "drg", "drh", "drs", "hj", "ir", "prof"];

/// The words of a name without degrees, accents, case and punctuation.
fn plain_words(name: &str) -> Vec<String> {
    // What follows the first comma are degrees: Indonesian names have no commas.
    let own = name.split(',').find(|part| part.chars().any(char::is_alphabetic)).unwrap_or(name);
    let words: Vec<String> = own.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    let degrees = words.iter().take_while(|word| DEGREES_BEFORE.contains(&word.as_str())).count();
    if degrees < words.len() { words[degrees..].to_vec() } else { words }
}

/// Letters and digits in lower case without their marks; letters that do not decompose are spelt out.
pub(super) fn plain(word: &str) -> String {
    let letters = word.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    letters.fold(String::new(), |mut text, c| {
        match c {
            'æ' => text.push_str("ae"),
            'ð' | 'đ' => text.push('d'),
            'ø' => text.push('o'),
            'ł' => text.push('l'),
            'œ' => text.push_str("oe"),
            'ß' => text.push_str("ss"),
            'þ' => text.push_str("th"),
            'ı' => text.push('i'),
            c => text.push(c),
        }
        text
    })
}

/// The national identity number (*Nomor Induk Kependudukan*), 16 digits. Never public, never logged.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nik(String);

/// A text that is no NIK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a NIK has 16 digits")]
pub struct InvalidNik;

impl Nik {
    /// Whether somebody who types a text means a NIK, be it with a digit or two too few or too many: 14 to 18 digits,
    /// and beside them only what sets digits apart.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        let apart = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '/' | '\'' | '\u{2019}');
        let digits = text.chars().filter(char::is_ascii_digit).count();
        (14..=18).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || apart(c))
    }
}

impl FromStr for Nik {
    type Err = InvalidNik;

    /// Drops spaces, dots and a leading apostrophe, as spreadsheets leave them.
    fn from_str(text: &str) -> Result<Self, InvalidNik> {
        let text = text.trim();
        let text = text.strip_prefix(['\'', '\u{2019}']).unwrap_or(text);
        let digits: String = text.chars().filter(|c| !(c.is_whitespace() || *c == '.')).collect();
        let legal =
            digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_digit()) && digits.bytes().any(|b| b != b'0');
        legal.then_some(Self(digits)).ok_or(InvalidNik)
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nik(…)")
    }
}

impl Nik {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether digits 7 to 12 (day, plus 40 for women; month; two digits of the year) agree with a
    /// date of birth.
    #[must_use]
    pub fn agrees_with_birth(&self, birth: Date) -> bool {
        let two = |at: usize| self.0[at..at + 2].parse::<i16>().expect("a NIK is of digits");
        let day = if two(6) > 40 { two(6) - 40 } else { two(6) };
        (day, two(8), two(10)) == (i16::from(birth.day()), i16::from(birth.month()), birth.year().rem_euclid(100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Result<String, InvalidName> {
        text.parse::<HolderName>().map(String::from)
    }

    #[test]
    fn a_nik_is_meant_by_its_digits_though_one_slipped() {
        for text in ["9950012512900001", "'9950 0125 1290 0001", "995001251290001", "99.5001-251290/00012"] {
            assert!(Nik::is_meant(text), "{text}");
        }
        for text in ["", "81210 9112 2 0000088 2023", "KLN 9901 00042 2026", "0000123", "Siti 9950012512900001"] {
            assert!(!Nik::is_meant(text), "{text}");
        }
    }

    #[test]
    fn names_fold_every_space_and_keep_every_letter() {
        assert_eq!(name("  Dedi \u{a0}  Suryana\nPutra ").as_deref(), Ok("Dedi Suryana Putra"));
        assert_eq!(name("Nur'aini").as_deref(), Ok("Nur'aini"));
        assert_eq!(name("<b>Budi</b>").as_deref(), Ok("<b>Budi</b>"));
        assert_eq!(name("Jose\u{301}").as_deref(), Ok("José"));
    }

    #[test]
    fn names_that_hide_something_are_refused() {
        for text in ["Siti\u{202e}ayahaR", "Siti\u{200b}", "Siti\u{7}", "\u{feff}Siti", "Si\u{ad}ti", "Siti\u{e000}"] {
            assert_eq!(name(text), Err(InvalidName::Hidden), "{text:?}");
        }
        assert_eq!(name(" \u{a0} "), Err(InvalidName::Empty));
        assert_eq!(name("12 34"), Err(InvalidName::NoLetter));
        assert_eq!(name(&"a".repeat(101)), Err(InvalidName::TooLong));
        assert!(name(&"a".repeat(100)).is_ok());
    }

    #[test]
    fn a_mask_tells_initials_and_no_length() {
        let siti: HolderName = "Siti Nurhalizah".parse().expect("a name");
        assert_eq!(siti.masked().to_string(), "S*** N***");
        let rahmat: HolderName = "Dr. Ir. Rahmat Kusuma, S.T., M.M.".parse().expect("a name");
        assert_eq!(rahmat.masked().to_string(), "R*** K***");
    }

    #[test]
    fn a_typed_name_matches_without_case_accents_or_degrees() {
        let rahmat: HolderName = "Dr. Ir. Rahmat Kusuma, S.T., M.M.".parse().expect("a name");
        for typed in ["rahmat kusuma", "RAHMAT  KUSUMA", "Ir. Rahmat Kusuma", "rahmatkusuma, s.t."] {
            assert!(rahmat.matches(typed), "{typed}");
        }
        for typed in ["", "***", "rahmat", "rahmat kusuma a", "dr. ir."] {
            assert!(!rahmat.matches(typed), "{typed}");
        }
        let jose: HolderName = "José Pérez-Müller Øystein Łukasz".parse().expect("a name");
        assert!(jose.matches("jose perez muller oystein lukasz"));
        let comma: HolderName = ", Siti Koma".parse().expect("a name");
        assert!(comma.matches(", Siti Koma") && comma.matches("siti koma"));
        assert_eq!(comma.masked().to_string(), "S*** K***");
        let nur: HolderName = "Nur'aini".parse().expect("a name");
        assert!(nur.matches("NURAINI"));
    }

    #[test]
    fn a_slip_is_close_and_another_name_is_not() {
        let compare = |own: &str, typed: &str| own.parse::<HolderName>().expect("a name").compare(typed);
        for typed in
            ["Sitti Nurhalizah", "siti nurhaliza", "Siti Nurhailzah", "Siti Nurhalizaah, S.T.", "Siti Norhaliza"]
        {
            assert_eq!(compare("Siti Nurhalizah", typed), Likeness::Close, "{typed}");
        }
        for typed in ["", "Siti", "Siti Nurhayati", "Rina Nurhalizah", "Siti Nurhalizah binti Ahmad", &"S".repeat(5000)]
        {
            assert_eq!(compare("Siti Nurhalizah", typed), Likeness::Other, "{typed}");
        }
        assert_eq!(compare("Dr. Siti Nurhalizah", "SITI NURHALIZAH"), Likeness::Same);
        assert_eq!((compare("Budi", "Rudi"), compare("Budiman", "Rudiman")), (Likeness::Other, Likeness::Close));
        assert_eq!(compare("Budiman", "Sudimin"), Likeness::Other);
    }

    #[test]
    fn a_nik_loses_its_separators_and_nothing_else() {
        assert_eq!(
            " 9901.0101.0190.0027 ".parse::<Nik>().map(|nik| nik.as_str().to_owned()),
            Ok("9901010101900027".into())
        );
        assert!("'9901010101900027".parse::<Nik>().is_ok());
        for text in [
            "9.90101E+15",
            "990101010190001",
            "99010A0101900012",
            "0000000000000000",
            "99010101019000271",
            "-901010101900027",
            "",
        ] {
            assert_eq!(text.parse::<Nik>(), Err(InvalidNik), "{text}");
        }
    }

    #[test]
    fn the_birth_date_in_a_nik_is_known_with_and_without_forty() {
        let birth = jiff::civil::date(1973, 9, 28);
        let woman: Nik = "9915066809730037".parse().expect("a NIK");
        assert!(woman.agrees_with_birth(birth));
        let man: Nik = "9915062809730037".parse().expect("a NIK");
        assert!(man.agrees_with_birth(birth));
        assert!(!man.agrees_with_birth(jiff::civil::date(1973, 9, 27)));
    }

    #[test]
    fn debug_output_shows_no_nik() {
        let nik: Nik = "9915066809730037".parse().expect("a NIK");
        assert_eq!(format!("{nik:?}"), "Nik(…)");
    }
}
