//! What the journal tells of preprinted sheets: those whose rows do not count any more. A row that bears a stamp counts
//! unless it was taken back, so whoever has the database and no key brings no earlier word about a sheet back.
//!
//! ```text
//! act blanko   { "received": [first, last] } | { "given": [[serial, number], …], "taken_back": [[serial, entry], …] }
//!              | { "spoiled": [serial, reason], "taken_back": […] }
//! ```

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::domain::act::Act;
use crate::store::{SheetRow, WrittenEntry};

/// Sheets' rows that were taken back: the serial, and the entry that the row came with.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct SheetsTold(BTreeSet<(String, i64)>);

impl SheetsTold {
    /// Takes in an entry.
    pub(super) fn take(&mut self, entry: &WrittenEntry) {
        if entry.act == Act::Blanko {
            let rows = entry.body["taken_back"].as_array().into_iter().flatten();
            self.0.extend(rows.filter_map(|row| Some((row[0].as_str()?.to_owned(), row[1].as_i64()?))));
        }
    }

    /// Whether a row was taken back.
    #[must_use]
    pub fn is_taken_back(&self, sheet: &SheetRow) -> bool {
        self.0.contains(&(sheet.serial.to_string(), sheet.journal_seq))
    }
}

/// Rows that are taken back, as an entry tells them.
#[must_use]
pub fn in_json(sheets: &[SheetRow]) -> Value {
    sheets.iter().map(|sheet| json!([sheet.serial.to_string(), sheet.journal_seq])).collect()
}
