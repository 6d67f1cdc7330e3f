//! Where the days of an LSP begin and end.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::domain::text::as_text;

/// A time zone by its IANA name. Indonesia's three: `Asia/Jakarta`, `Asia/Makassar`, `Asia/Jayapura`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

/// A text that names no time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a time zone is named as Asia/Jakarta, Asia/Makassar or Asia/Jayapura")]
pub struct InvalidZone;

impl FromStr for Zone {
    type Err = InvalidZone;

    fn from_str(text: &str) -> Result<Self, InvalidZone> {
        let rules = TimeZone::get(text).map_err(|_| InvalidZone)?;
        Ok(Self { name: text.to_owned(), rules })
    }
}

as_text!(Zone, InvalidZone);

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Zone {
    #[must_use]
    pub fn rules(&self) -> &TimeZone {
        &self.rules
    }

    /// The day that an instant falls on there.
    #[must_use]
    pub fn day_of(&self, instant: Timestamp) -> Date {
        self.rules.to_datetime(instant).date()
    }
}
