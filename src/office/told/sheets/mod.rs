//! What the journal tells of preprinted sheets: which came in, which certificate each went on, which were spoiled. Tables
//! are where it is looked for, and nobody's word: a sheet is where the newest entry about it put it, whatever a row says
//! or keeps silent of.
//!
//! ```text
//! act blanko   { "received": [first, last], "on": day }
//!              | { "given": [[serial, number], …], "taken_back": [serial, …], "let_go": [serial, …] }
//!              | { "spoiled": [serial, reason] }
//! ```
//!
//! A certificate is on one sheet at most: what it was on before is taken back with the entry that puts it on another. A
//! sheet that was spoiled stays so. The serial that a roster named for a certificate stands until anything else is told of
//! the sheet, or the certificate is put on another (`let_go`): for good.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::blanko::{Run, Serial, Spoiled};
use crate::domain::term::in_jakarta;
use crate::store::WrittenEntry;

/// What became of an LSP's sheets, some eighty bytes each.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct SheetsTold {
    sheets: BTreeMap<Serial, SheetFate>,
    /// What rosters named and does not stand any more.
    let_go: BTreeSet<String>,
    received: Vec<Received>,
}

/// Where a sheet is.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum SheetFate {
    /// On the certificate of this number.
    Given(Box<str>),
    Spoiled {
        reason: Spoiled,
        /// Seconds since 1970.
        at: i64,
    },
}

/// A delivery.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Received {
    pub run: Run,
    pub on: Date,
}

/// Sheets of a run of which anything is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub given: u32,
    pub spoiled: u32,
}

impl SheetsTold {
    /// Takes in an entry about sheets.
    pub(super) fn take(&mut self, entry: &WrittenEntry) {
        let (body, at) = (&entry.body, entry.at);
        let all = |name: &str| body[name].as_array().into_iter().flatten();
        if let (Some(first), Some(last)) = (serial(&body["received"][0]), serial(&body["received"][1]))
            && let Ok(run) = Run::new(first, last)
        {
            let on = body["on"].as_str().and_then(|day| day.parse().ok());
            self.received.push(Received { run, on: on.unwrap_or_else(|| in_jakarta(at)) });
        }
        for back in all("taken_back").filter_map(serial) {
            if !self.is_spoiled(&back) {
                self.sheets.remove(&back);
            }
        }
        self.let_go.extend(all("let_go").filter_map(|named| named.as_str().map(str::to_owned)));
        for pair in all("given") {
            if let (Some(serial), Some(number)) = (serial(&pair[0]), pair[1].as_str())
                && !self.is_spoiled(&serial)
            {
                self.sheets.insert(serial, SheetFate::Given(number.into()));
            }
        }
        let (of, reason) = (serial(&body["spoiled"][0]), body["spoiled"][1].as_str().and_then(Spoiled::from_word));
        if let (Some(serial), Some(reason)) = (of, reason) {
            self.sheets.insert(serial, SheetFate::Spoiled { reason, at: at.as_second() });
        }
    }

    /// Where a sheet is; none where nothing is told of it.
    #[must_use]
    pub fn fate(&self, serial: &Serial) -> Option<&SheetFate> {
        self.sheets.get(serial)
    }

    fn is_spoiled(&self, serial: &Serial) -> bool {
        matches!(self.fate(serial), Some(SheetFate::Spoiled { .. }))
    }

    /// Every sheet of which anything is told.
    pub fn all(&self) -> impl Iterator<Item = (&Serial, &SheetFate)> {
        self.sheets.iter()
    }

    /// The sheets that certificates were recorded to be on, by their numbers. Goes through all that is told.
    #[must_use]
    pub fn recorded<'a>(&self, numbers: &BTreeSet<&'a str>) -> HashMap<&'a str, &Serial> {
        let on = self.sheets.iter().filter_map(|(serial, fate)| Some((*numbers.get(fate.number()?)?, serial)));
        on.collect()
    }

    /// Whether the serial that a roster named for a certificate stands no more.
    #[must_use]
    pub fn lets_go(&self, of_roster: &str) -> bool {
        self.let_go.contains(of_roster) || of_roster.parse().is_ok_and(|serial| self.sheets.contains_key(&serial))
    }

    /// The sheets that certificates are on, by their numbers: as they were recorded, or as their rosters named them where
    /// that stands. Goes through all that is told.
    #[must_use]
    pub fn sheets_of<'a>(
        &self,
        certificates: impl IntoIterator<Item = (&'a str, Option<&'a str>)>,
    ) -> HashMap<&'a str, String> {
        let named: BTreeMap<&str, Option<&str>> = certificates.into_iter().collect();
        let recorded = self.recorded(&named.keys().copied().collect());
        let sheet = |(number, of_roster): (&'a str, Option<&str>)| {
            let recorded = recorded.get(number).map(ToString::to_string);
            let of_roster = || of_roster.filter(|serial| !self.lets_go(serial)).map(str::to_owned);
            Some((number, recorded.or_else(of_roster)?))
        };
        named.into_iter().filter_map(sheet).collect()
    }

    /// [`Self::sheets_of`] one certificate.
    #[must_use]
    pub fn sheet_of(&self, number: &str, of_roster: Option<&str>) -> Option<String> {
        self.sheets_of([(number, of_roster)]).remove(number)
    }

    /// Deliveries, in the order in which they were recorded.
    #[must_use]
    pub fn received(&self) -> &[Received] {
        &self.received
    }

    /// What is told of the sheets of a run.
    #[must_use]
    pub fn count(&self, run: &Run) -> Counted {
        let mut counted = Counted::default();
        for (_, fate) in self.sheets.range(run.first()..=run.last()) {
            match fate {
                SheetFate::Given(_) => counted.given += 1,
                SheetFate::Spoiled { .. } => counted.spoiled += 1,
            }
        }
        counted
    }
}

impl SheetFate {
    /// The certificate that it is on.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Given(number) => Some(number),
            Self::Spoiled { .. } => None,
        }
    }
}

/// The instant that a fate tells.
#[must_use]
pub fn instant(at: i64) -> Timestamp {
    Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn serial(value: &Value) -> Option<Serial> {
    value.as_str()?.parse().ok()
}
