//! What the assessors decided of one candidate (*asesi*).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The outcome of one assessment. Absent is neither competent nor not.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    Absent,
    /// K, *kompeten*: gets a certificate.
    Competent,
    /// BK, *belum kompeten*: is recorded and may sit again.
    NotYetCompetent,
}

/// A word that is no decision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the decision must be K, Kompeten, BK or Belum Kompeten")]
pub struct InvalidDecision;

impl FromStr for Decision {
    type Err = InvalidDecision;

    /// Reads `K`, `Kompeten`, `BK`, `Belum Kompeten` in any case. A blank cell is not read here:
    /// whether it means absent depends on the test date.
    fn from_str(text: &str) -> Result<Self, InvalidDecision> {
        let words: String = text.split_whitespace().flat_map(str::chars).flat_map(char::to_lowercase).collect();
        match words.as_str() {
            "bk" | "belumkompeten" => Ok(Self::NotYetCompetent),
            "k" | "kompeten" => Ok(Self::Competent),
            _ => Err(InvalidDecision),
        }
    }
}

impl Decision {
    /// The word kept in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Competent => "competent",
            Self::NotYetCompetent => "not_yet_competent",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Absent, Self::Competent, Self::NotYetCompetent].into_iter().find(|decision| decision.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_read_in_any_case_and_spacing() {
        assert_eq!("k".parse(), Ok(Decision::Competent));
        assert_eq!(" KOMPETEN ".parse(), Ok(Decision::Competent));
        assert_eq!("Belum  Kompeten".parse(), Ok(Decision::NotYetCompetent));
        assert_eq!("bK".parse(), Ok(Decision::NotYetCompetent));
    }

    #[test]
    fn other_words_are_no_decision() {
        for word in ["", "LULUS?", "kk", "tidak", "K/BK"] {
            assert_eq!(word.parse::<Decision>(), Err(InvalidDecision), "{word}");
        }
    }
}
