//! Which of several beginnings of words the fewest names have.

use std::cmp::Reverse;

use sqlx::Row as _;

use super::statement::Statement;
use super::words::after;
use crate::domain::issuer::LspId;
use crate::store::{Reading, StoreError};

/// Beginnings that are counted, at most; of more, the longest.
const COUNTED: usize = 6;

/// Postings of one that are counted, and that are looked into for how many certificates they have, at most.
const COUNTED_OF_ONE: i64 = 10_000;
const LOOKED_INTO: i64 = 300;

impl Reading {
    /// Beginnings of words, the one that the fewest names have a word of first; the longest of them where they are many.
    pub(super) async fn rarest_first(&self, lsp: &LspId, typed: &[String]) -> Result<Vec<String>, StoreError> {
        let mut longest_first = typed.to_vec();
        longest_first.sort_by_key(|begun| Reverse(begun.len()));
        longest_first.truncate(COUNTED);
        if let [] | [_] = longest_first.as_slice() {
            return Ok(longest_first);
        }
        let mut counts = Statement::default();
        let lsp = counts.text(lsp.as_str());
        let count = |(nth, begun): (usize, &String)| {
            let (from, to) = (counts.text(begun.as_str()), counts.text(after(begun)));
            let begun = format!("from name_posting w where w.lsp = {lsp} and w.word >= {from} and w.word < {to} limit");
            format!(
                "select cast({nth} as bigint) as nth, (select count(*) from (select 1 as one {begun} {COUNTED_OF_ONE}) as all_of_it) as postings,
                 (select coalesce(sum(few.letters), 0) from (
                     select 1 + length(w.further) as letters {begun} {LOOKED_INTO}) as few) as letters"
            )
        };
        let each: Vec<String> = longest_first.iter().enumerate().map(count).collect();
        counts.sql = each.join(" union all ");
        let mut often = vec![i64::MAX; longest_first.len()];
        for row in counts.bound().fetch_all(&self.pool).await? {
            let (nth, postings): (i64, i64) = (row.try_get("nth")?, row.try_get("postings")?);
            let letters: i64 = row.try_get("letters")?;
            if let Some(often) =
                often.get_mut(usize::try_from(nth).unwrap_or(usize::MAX)).filter(|_| postings < COUNTED_OF_ONE)
            {
                // The others are taken to say as much as those that were looked into.
                *often = postings.max(LOOKED_INTO) * letters;
            }
        }
        // Of those that are posted oftener than is counted, a longer one is taken to be the rarer.
        let mut counted: Vec<_> = often.into_iter().zip(longest_first).collect();
        counted.sort_by_key(|(often, begun)| (*often, Reverse(begun.len())));
        Ok(counted.into_iter().map(|(_, begun)| begun).collect())
    }
}
