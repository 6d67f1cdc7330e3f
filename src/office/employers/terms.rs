//! What an LSP agrees with an employer.

use serde::{Deserialize, Serialize};

/// What an LSP agrees with an employer. Only [`Terms::new`] and a journal make some.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Terms {
    company: String,
    nik_a_day: u32,
    lookups_a_day: u32,
    keys: u32,
}

/// Terms that nobody may agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTerms {
    #[error("the company's name is empty, longer than {} letters or holds hidden ones", Terms::LONGEST)]
    Company,
    #[error("an employer has at most {} keys", Terms::MOST_KEYS)]
    Keys,
    #[error("an employer looks up at most {} numbers a day", Terms::MOST_LOOKUPS)]
    Lookups,
    #[error("an employer asks about the NIK of at most {} certificates a day", Terms::MOST_NIK)]
    Nik,
}

impl Terms {
    /// Certificates a day whose NIK an employer asks about, where the LSP allows no more.
    pub const NIK: u32 = 20;
    /// Look-ups by number a day, where the LSP says nothing else.
    pub const LOOKUPS: u32 = 2_000;
    /// Keys for programs, where the LSP says nothing else.
    pub const KEYS: u32 = 2;
    pub const MOST_NIK: u32 = 1_000;
    pub const MOST_LOOKUPS: u32 = 100_000;
    pub const MOST_KEYS: u32 = 10;
    /// Letters of a company's name.
    pub const LONGEST: usize = 100;

    /// Terms; of the name, spaces are folded.
    ///
    /// # Errors
    /// What of it nobody may agree.
    pub fn new(company: &str, nik_a_day: u32, lookups_a_day: u32, keys: u32) -> Result<Self, InvalidTerms> {
        let company = company.split_whitespace().collect::<Vec<_>>().join(" ");
        let hidden = |letter: char| letter.is_control() || ('\u{200b}'..='\u{200f}').contains(&letter);
        let bidi =
            |letter: char| ('\u{202a}'..='\u{202e}').contains(&letter) || ('\u{2060}'..='\u{2069}').contains(&letter);
        match () {
            () if company.is_empty() || company.chars().count() > Self::LONGEST => Err(InvalidTerms::Company),
            () if company.chars().any(|letter| hidden(letter) || bidi(letter)) => Err(InvalidTerms::Company),
            () if nik_a_day > Self::MOST_NIK => Err(InvalidTerms::Nik),
            () if lookups_a_day > Self::MOST_LOOKUPS => Err(InvalidTerms::Lookups),
            () if keys > Self::MOST_KEYS => Err(InvalidTerms::Keys),
            () => Ok(Self { company, nik_a_day, lookups_a_day, keys }),
        }
    }

    #[must_use]
    pub fn company(&self) -> &str {
        &self.company
    }

    /// Certificates a day whose NIK it may ask about.
    #[must_use]
    pub fn nik_a_day(&self) -> u32 {
        self.nik_a_day
    }

    /// Look-ups by number a day, on pages and by its keys together.
    #[must_use]
    pub fn lookups_a_day(&self) -> u32 {
        self.lookups_a_day
    }

    /// Keys that it may have at once; with none, none of before is taken.
    #[must_use]
    pub fn keys(&self) -> u32 {
        self.keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_within_bounds_and_of_a_company_that_has_a_name() {
        let terms = Terms::new("  PT  Rekaan\tJaya ", 20, 2_000, 2).expect("terms");
        assert_eq!(terms.company(), "PT Rekaan Jaya");
        for (company, nik, lookups, keys, wrong) in [
            (" ", 20, 2_000, 2, InvalidTerms::Company),
            ("PT \u{202e}Rekaan", 20, 2_000, 2, InvalidTerms::Company),
            (&"P".repeat(101), 20, 2_000, 2, InvalidTerms::Company),
            ("PT Rekaan", 1_001, 2_000, 2, InvalidTerms::Nik),
            ("PT Rekaan", 20, 100_001, 2, InvalidTerms::Lookups),
            ("PT Rekaan", 20, 2_000, 11, InvalidTerms::Keys),
        ] {
            assert_eq!(Terms::new(company, nik, lookups, keys), Err(wrong), "{company}");
        }
    }
}
