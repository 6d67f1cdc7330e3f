//! The list of what an employer watches, as it stands now, in pages.

use std::sync::Arc;

use jiff::Timestamp;

use super::change::Stands;
use super::held::{Held, Watched};
use super::judge::judged;
use super::taking::Certificate;
use crate::domain::search_key::SearchKey;
use crate::office::accounts::Customer;
use crate::office::{Error, Office};
use crate::verify::Snapshot;

/// Certificates on a page.
pub const PAGE: usize = 50;

/// Where a page begins or ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Edge {
    After(Certificate),
    Before(Certificate),
    #[default]
    Start,
}

/// A certificate that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub certificate: Certificate,
    pub stands: Stands,
}

/// A page of the list, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPage {
    pub lines: Vec<Line>,
    /// How many are watched in all.
    pub watched: usize,
    /// Whether there are others before it, and after it.
    pub before: bool,
    pub after: bool,
}

/// A page of what an employer watches, each as it stands now.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub async fn list(
    office: &Office,
    lists: &Arc<Snapshot>,
    who: &Customer,
    edge: &Edge,
    now: Timestamp,
) -> Result<ListPage, Error> {
    let records = office.records().await?;
    let mut rows = Held::of(&records, who.account(), office.store.feed(who.account()).await?).rows;
    let watched = rows.len();
    let first = first_of(&rows, edge);
    let shown: Vec<Watched> = rows.drain(first..watched.min(first + PAGE)).collect();
    let mut seen = judged(office, lists, &shown, now).await?;
    let (before, after) = (first > 0, first + shown.len() < watched);
    let line = |row: Watched| {
        let certificate = row.certificate();
        let stands = seen.remove(&(row.lsp, row.number))?.stands;
        Some(Line { certificate, stands })
    };
    Ok(ListPage { lines: shown.into_iter().filter_map(line).collect(), watched, before, after })
}

/// Which row is the first of a page.
fn first_of(rows: &[Watched], edge: &Edge) -> usize {
    match edge {
        Edge::After(last) => rows.partition_point(|row| row.key() <= last.key()),
        Edge::Before(first) => rows.partition_point(|row| row.key() < first.key()).saturating_sub(PAGE),
        Edge::Start => 0,
    }
}

/// Takes certificates with a number from the list, and says how many they were.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub async fn unwatch(office: &Office, who: &Customer, number: &SearchKey, now: Timestamp) -> Result<usize, Error> {
    let records = office.records().await?;
    let mut writing = office.store.write_feed(who.account()).await?;
    let mut held = Held::of(&records, who.account(), writing.feed().await?);
    held.mend(now);
    let is_it = |row: &Watched| SearchKey::new(&row.number).as_ref() == Some(number);
    let (gone, rest): (Vec<Watched>, Vec<Watched>) = held.rows.drain(..).partition(is_it);
    held.rows = rest;
    if gone.is_empty() {
        return Ok(0);
    }
    for row in &gone {
        writing.remove(&row.lsp, &row.number).await?;
    }
    held.keep(writing, &records, &[]).await?;
    Ok(gone.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_and_lead_back() {
        let lsp = "klining".parse().expect("an id");
        let rows: Vec<Watched> = (0..120).map(|row| Watched::new(Clone::clone(&lsp), format!("{row:03}"))).collect();
        let at = |row: usize| rows[row].certificate();
        assert_eq!(first_of(&rows, &Edge::Start), 0);
        assert_eq!(first_of(&rows, &Edge::After(at(49))), 50);
        assert_eq!(first_of(&rows, &Edge::After(at(119))), 120);
        assert_eq!(first_of(&rows, &Edge::Before(at(100))), 50);
        assert_eq!(first_of(&rows, &Edge::Before(at(7))), 0);
        // One that was removed meanwhile.
        let gone = Certificate { number: "0495".to_owned(), ..at(49) };
        assert_eq!(first_of(&rows, &Edge::After(gone)), 50);
    }
}
