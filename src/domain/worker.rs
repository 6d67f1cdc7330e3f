//! A worker as an employer lists her: who she is, which certificate she is said to hold, and what it is wanted for.

use std::fmt;
use std::str::FromStr;

use super::holder::{HolderName, Nik, plain};
use super::line::{self, is_line};
use super::scheme::SchemeCode;
use super::search_key::SearchKey;

/// Workers that a list may have at most.
pub const MOST: usize = 10_000;

/// One row of an employer's list.
#[derive(Clone, PartialEq, Eq)]
pub struct Worker {
    /// As Excel numbers rows, from 1; where there is no sheet, its place in the list.
    pub row: u32,
    pub certificate: Claimed,
    pub name: Option<HolderName>,
    pub nik: Option<Nik>,
    pub scheme: Option<SchemeWanted>,
    /// What she is to do: one line of [`line::LONGEST`] characters at most.
    pub job: Option<String>,
}

impl fmt::Debug for Worker {
    /// Shows nothing that is hers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").field("row", &self.row).finish_non_exhaustive()
    }
}

/// The certificate that a worker is said to hold. Where both its number and its token are given, it is the token: that is
/// the certificate itself.
#[derive(Clone, PartialEq, Eq)]
pub enum Claimed {
    /// None is named.
    Nothing,
    Number(TypedNumber),
    /// A link, the text of a QR or a token in base64url or digits, not looked into yet.
    Token(String),
}

impl Claimed {
    /// What a text names: a number, where it is as short as one and leads nowhere; else a token. A text with neither
    /// letter nor digit, such as a dash, names nothing.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        if !text.chars().any(char::is_alphanumeric) {
            return Self::Nothing;
        }
        match SearchKey::new(text).filter(|_| !text.contains("://")) {
            Some(key) => Self::Number(TypedNumber { typed: text.to_owned(), key }),
            None => Self::Token(text.to_owned()),
        }
    }
}

/// A certificate's number as it was typed, and what it is found by.
#[derive(Clone, PartialEq, Eq)]
pub struct TypedNumber {
    typed: String,
    key: SearchKey,
}

impl TypedNumber {
    #[must_use]
    pub fn as_typed(&self) -> &str {
        &self.typed
    }

    #[must_use]
    pub fn key(&self) -> &SearchKey {
        &self.key
    }
}

/// The scheme that an employer asks for, by its code, its title or both: one line of [`line::LONGEST`] characters at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeWanted(String);

/// A text that names no scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scheme is named by its code or its title, in {} characters at most", line::LONGEST)]
pub struct InvalidSchemeWanted;

impl FromStr for SchemeWanted {
    type Err = InvalidSchemeWanted;

    fn from_str(text: &str) -> Result<Self, InvalidSchemeWanted> {
        let legal = is_line(text, line::LONGEST) && text.chars().any(char::is_alphanumeric);
        legal.then(|| Self(text.trim().to_owned())).ok_or(InvalidSchemeWanted)
    }
}

impl SchemeWanted {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the scheme with this code and title. A code is compared to the letter but for its case; of a title
    /// case, accents, spaces and punctuation do not count.
    #[must_use]
    pub fn is(&self, code: &str, title: &str) -> bool {
        let by_code = self.0.parse::<SchemeCode>().is_ok_and(|wanted| wanted.as_str() == code);
        let (wanted, title) = (plain(&self.0), plain(title));
        // `CS-01 Petugas Kebersihan Gedung`, `Petugas Kebersihan Gedung (CS-01)`.
        let with_code = || {
            let bare = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case(code);
            let code = plain(code);
            self.0.split_whitespace().any(bare)
                && [format!("{code}{title}"), format!("{title}{code}")].contains(&wanted)
        };
        by_code || !title.is_empty() && (wanted == title || with_code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_a_number_a_token_or_nothing() {
        let number = |text: &str| match Claimed::of(text) {
            Claimed::Number(number) => Some((number.as_typed().to_owned(), number.key().as_str().to_owned())),
            Claimed::Nothing | Claimed::Token(_) => None,
        };
        let typed = "No. 81210 9112 2 0000088 2023";
        assert_eq!(number(&format!("  {typed} ")), Some((typed.to_owned(), "812109112200000882023".to_owned())));
        assert_eq!(number("https://cek.lsp.example/v/AA"), None);
        let digits = "1".repeat(65);
        for text in ["https://a/v/AA", "HTTPS://A/V/000", &digits, &"Ab_-".repeat(40), "編號"] {
            assert!(Claimed::of(text) == Claimed::Token(text.to_owned()), "{text}");
        }
        for text in ["", " ", "-", "—", "…", "://"] {
            assert!(Claimed::of(text) == Claimed::Nothing, "{text}");
        }
    }

    #[test]
    fn a_scheme_is_wanted_by_its_code_its_title_or_both() {
        let is = |wanted: &str| {
            wanted.parse::<SchemeWanted>().is_ok_and(|wanted| wanted.is("CS-01", "Petugas Kebersihan Gedung"))
        };
        for wanted in [
            "CS-01",
            " cs-01 ",
            "Petugas Kebersihan Gedung",
            "PETUGAS  KEBERSIHAN-GEDUNG",
            "CS-01 Petugas Kebersihan Gedung",
            "CS-01: petugas kebersihan gedung",
            "Petugas Kebersihan Gedung (CS-01)",
        ] {
            assert!(is(wanted), "{wanted}");
        }
        for wanted in [
            "",
            "-",
            "CS 01",
            "CS01",
            "CS-0-1",
            "CS-02",
            "CS-01 dan CS-02",
            "Petugas Kebersihan",
            "CS-02 Petugas Kebersihan Gedung",
            "CS 01 Petugas Kebersihan Gedung",
            "a\nb",
        ] {
            assert!(!is(wanted), "{wanted}");
        }
        assert!("x".repeat(121).parse::<SchemeWanted>().is_err());
    }

    #[test]
    fn debug_output_shows_nothing_of_a_worker() {
        let worker = Worker {
            row: 2,
            certificate: Claimed::of("81210 9112 2 0000088 2023"),
            name: "Siti Contoh".parse().ok(),
            nik: "9915066809730037".parse().ok(),
            scheme: "CS-01".parse().ok(),
            job: Some("Petugas".into()),
        };
        assert_eq!(format!("{worker:?}"), "Worker { row: 2, .. }");
    }
}
