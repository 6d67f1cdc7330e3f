//! The feed of an employer: certificates that it watches, and what became of them since it asked last.
//!
//! It is pulled. At each question every certificate is judged anew, as whoever asks by its number has it judged; what
//! stands otherwise than it was last told takes the next place of the feed, and all places after the cursor are told. So
//! an answer that was lost is asked for again by the same cursor, and whoever asks without one is told everything.
//!
//! Nothing of it decides about a certificate: what rows say that somebody wrote past the office is noticed by the feed's
//! stamp (`held`), and all is told anew.

mod change;
mod held;
mod judge;
mod list;
mod signed;
mod taking;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::Timestamp;

pub use self::change::{SOON, Stands, Told};
use self::held::Held;
use self::judge::{Judged, judged};
pub use self::list::{Edge, Line, ListPage, PAGE, list, unwatch};
pub use self::signed::{answer, feed_id};
pub use self::taking::{Certificate, Given, TakenIn, Taking, WatchError, watch};
use crate::domain::issuer::LspId;
use crate::office::accounts::Customer;
use crate::office::check_list::NoReport;
use crate::office::{Error, Office};
use crate::store::StoreError;
use crate::verify::Snapshot;

/// Certificates that an employer watches at most.
pub const MOST: usize = 10_000;

/// Changes that are told at once.
pub const CHANGES: usize = 500;

/// What a feed tells from a cursor on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    pub changes: Vec<Change>,
    /// The cursor to ask for next.
    pub next: i64,
    /// Whether there is more after it already.
    pub more: bool,
    /// How many certificates are watched.
    pub watched: usize,
}

/// A certificate that stands otherwise than it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub seq: i64,
    pub lsp: LspId,
    pub number: String,
    pub told: Told,
}

/// Why a feed tells nothing.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// It was given out before the database was put back, or never.
    #[error("the cursor is of no answer that the feed as it stands has given")]
    Ahead,
    #[error(transparent)]
    Office(#[from] Error),
    #[error("an answer cannot be signed: {0}")]
    Unsigned(#[from] NoReport),
}

impl From<StoreError> for FeedError {
    fn from(error: StoreError) -> Self {
        Self::Office(error.into())
    }
}

/// What became of the certificates that an employer watches, from a cursor on; 0: of all.
///
/// # Errors
/// The cursor is ahead of the feed, or the database does not answer.
pub async fn pull(
    office: &Office,
    lists: &Arc<Snapshot>,
    who: &Customer,
    after: i64,
    now: Timestamp,
) -> Result<Pulled, FeedError> {
    let records = office.records().await?;
    let known = Held::of(&records, who.account(), office.store.feed(who.account()).await?);
    let seen = judged(office, lists, &known.rows, now).await?;
    let mut ahead = after > known.seq;
    let mut held = known;
    if !held.is_as_written || !held.clone().advance(&seen, now).is_empty() {
        // Somebody else may have told it meanwhile: it is compared once more by who has the lock.
        let mut writing = office.store.write_feed(who.account()).await?;
        held = Held::of(&records, who.account(), writing.feed().await?);
        held.mend(now);
        ahead = after > held.seq;
        let changed = held.advance(&seen, now);
        if !changed.is_empty() || !held.is_as_written {
            held.keep(writing, &records, &changed).await?;
        }
    }
    if ahead { Err(FeedError::Ahead) } else { Ok(held.since(after)) }
}

impl Held {
    /// Gives what stands otherwise than it was told the next places of the feed, and says which rows these are. Places are
    /// of the clock, so that a feed that was put back gives none a second time.
    fn advance(&mut self, seen: &Judged, now: Timestamp) -> Vec<usize> {
        let mut changed = Vec::new();
        for (place, row) in self.rows.iter_mut().enumerate() {
            let Some(told) = seen.get(&(row.lsp.clone(), row.number.clone())) else { continue };
            if told.is_news_after(row.told.as_ref()) {
                self.seq = (self.seq + 1).max(now.as_microsecond());
                (row.seq, row.told) = (self.seq, Some(told.clone()));
                changed.push(place);
            }
        }
        changed
    }

    /// What was told after a cursor, the first of it.
    fn since(self, after: i64) -> Pulled {
        let watched = self.rows.len();
        let told = self.rows.into_iter().filter(|row| row.seq > after);
        let change =
            |row: held::Watched| Some(Change { seq: row.seq, lsp: row.lsp, number: row.number, told: row.told? });
        let mut changes: Vec<Change> = told.filter_map(change).collect();
        changes.sort_unstable_by_key(|change| change.seq);
        let more = changes.len() > CHANGES;
        changes.truncate(CHANGES);
        let last = changes.last().filter(|_| more).map(|change| change.seq);
        Pulled { changes, next: last.unwrap_or(self.seq), more, watched }
    }
}
