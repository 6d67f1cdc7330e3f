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
#[error("the decision must be K, Kompeten, BK, Belum Kompeten, TH or Tidak Hadir")]
pub struct InvalidDecision;

impl FromStr for Decision {
    type Err = InvalidDecision;

    /// Reads `K`, `Kompeten`, `BK`, `Belum Kompeten`, `TH`, `Tidak Hadir` in any case, also the word with its
    /// letters beside it (`Kompeten (K)`, `BK - Belum Kompeten`). A blank cell is not read here: whether it means
    /// absent depends on the test date.
    fn from_str(text: &str) -> Result<Self, InvalidDecision> {
        let mark = |c: &char| c.is_whitespace() || matches!(c, '(' | ')' | '-' | '\u{2013}' | '.');
        let words: String = text.chars().filter(|c| !mark(c)).flat_map(char::to_lowercase).collect();
        match words.as_str() {
            "th" | "tidakhadir" | "tidakhadirth" | "thtidakhadir" => Ok(Self::Absent),
            "bk" | "belumkompeten" | "belumkompetenbk" | "bkbelumkompeten" => Ok(Self::NotYetCompetent),
            "k" | "kompeten" | "kompetenk" | "kkompeten" => Ok(Self::Competent),
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
        for (text, decision) in [
            ("Kompeten (K)", Decision::Competent),
            ("K - Kompeten", Decision::Competent),
            ("Belum Kompeten (BK)", Decision::NotYetCompetent),
            ("BELUM KOMPETEN(bk)", Decision::NotYetCompetent),
            ("Tidak Hadir", Decision::Absent),
            ("TH", Decision::Absent),
            ("Tidak hadir (TH)", Decision::Absent),
        ] {
            assert_eq!(text.parse(), Ok(decision), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_decision() {
        for word in ["", "LULUS?", "kk", "tidak", "K/BK", "Kompeten (BK)", "()", "K?", "hadir"] {
            assert_eq!(word.parse::<Decision>(), Err(InvalidDecision), "{word}");
        }
    }
}
