//! How many of a roster passed, by scheme: what a clerk holds against the minutes of the assessment.

use std::collections::BTreeMap;

use super::Entry;
use crate::domain::assessment::Decision;
use crate::domain::scheme::SchemeCode;

/// People of one scheme by what was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// K.
    pub competent: usize,
    /// BK.
    pub not_yet_competent: usize,
    pub absent: usize,
}

/// Counts entries by scheme.
#[must_use]
pub fn tally(entries: &[Entry]) -> BTreeMap<SchemeCode, Tally> {
    let mut schemes = BTreeMap::<SchemeCode, Tally>::new();
    for entry in entries {
        let of_scheme = schemes.entry(entry.scheme.clone()).or_default();
        match entry.decision {
            Decision::Absent => of_scheme.absent += 1,
            Decision::Competent => of_scheme.competent += 1,
            Decision::NotYetCompetent => of_scheme.not_yet_competent += 1,
        }
    }
    schemes
}
