//! A whole list, checked.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::answer::{Answer, AnswerWord, Unchecked};
use super::answered::Answered;
use super::judge::answered;
use super::{Row, Until};
use crate::domain::issuer::LspId;
use crate::domain::term::whole_second;
use crate::seal::report;
use crate::verify::Verdict;

/// The answers for a list, row by row in its order.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    pub until: Until,
    /// In whole seconds.
    pub checked_at: Timestamp,
    /// The oldest status list that an answer rests on; the instant of checking where none does.
    pub as_of: Timestamp,
    pub totals: Totals,
    pub rows: Vec<Answered>,
}

/// How many rows have each answer; in JSON every word in its order, also where nobody has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals([usize; AnswerWord::ALL.len()]);

impl Totals {
    #[must_use]
    pub fn of(&self, word: AnswerWord) -> usize {
        self.0[word as usize]
    }

    #[must_use]
    pub fn rows(&self) -> usize {
        self.0.iter().sum()
    }

    /// With one row more.
    #[must_use]
    pub(super) fn with(mut self, word: AnswerWord) -> Self {
        self.0[word as usize] += 1;
        self
    }
}

impl Checked {
    /// What a report signs of it, with the hash of its rows ([`report::hash`] of [`super::rows_csv`]) and the edition of its
    /// paper.
    #[must_use]
    pub fn claims(&self, id: [u8; report::ID], sha256: [u8; 32], paper: u32) -> report::Claims {
        let count = |rows: usize| u32::try_from(rows).expect("a list has ten thousand rows at most");
        report::Claims {
            iat: self.checked_at,
            id,
            until: self.until.day(),
            rows: count(self.totals.rows()),
            fits: count(self.totals.of(AnswerWord::Fits)),
            sha256,
            as_of: self.as_of,
            paper,
        }
    }
}

impl Serialize for Totals {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for word in AnswerWord::ALL {
            map.serialize_entry(word.as_str(), &self.of(word))?;
        }
        map.end()
    }
}

/// A certificate is one person's. It fits the first of its rows; who is meant by the others nobody can tell, and a list
/// that has one certificate over and over is not as many workers.
fn each_fits_once(rows: &mut [Answered]) {
    let mut first: HashMap<(LspId, String), u32> = HashMap::new();
    for answered in rows.iter_mut().filter(|answered| answered.answer.word() == AnswerWord::Fits) {
        let row = answered.worker.row;
        let Some(key) = answered.verdict().and_then(certificate) else { continue };
        match first.entry(key) {
            Entry::Vacant(place) => drop(place.insert(row)),
            Entry::Occupied(known) => answered.answer = Answer::NotChecked(Unchecked::Shared { row: *known.get() }),
        }
    }
}

/// Whose certificate a verdict is on, and its number.
fn certificate(verdict: &Verdict) -> Option<(LspId, String)> {
    Some((verdict.issuer.as_ref()?.id.clone(), verdict.certificate.as_ref()?.number.clone()))
}

/// Answers every row by what is known of its certificate now.
#[must_use]
pub fn answers(rows: Vec<Row>, until: Until, now: Timestamp) -> Checked {
    let mut rows: Vec<Answered> = rows.into_iter().map(|row| answered(row, until)).collect();
    each_fits_once(&mut rows);
    let totals = rows.iter().fold(Totals::default(), |totals, row| totals.with(row.answer.word()));
    let checked_at = whole_second(now);
    let lists = rows.iter().filter_map(|row| row.verdict()?.status.as_ref()?.as_of);
    // A list may be a minute ahead of this clock; what is told is of the present at most.
    let as_of = lists.fold(checked_at, |oldest, list| oldest.min(whole_second(list)));
    Checked { until, checked_at, as_of, totals, rows }
}
