//! Which certificates are handed over at once.

use jiff::civil::Date;

use super::id::{EventId, KeptId};

/// Those that are valid now, of an event or of some days of issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// In the order of its rosters; of one of them, where one is named.
    Event { event: EventId, roster: Option<KeptId> },
    /// Both days are among them.
    Issued { from: Date, until: Date },
}
