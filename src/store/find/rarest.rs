//! Which of several beginnings of words the fewest names have.

use std::cmp::Reverse;

use sqlx::{AssertSqlSafe, Row as _};

use super::words::after;
use crate::domain::issuer::LspId;
use crate::store::{Reading, StoreError};

/// Beginnings that are counted, at most; of more, the longest.
const COUNTED: usize = 6;

/// Postings that are counted of one, at most.
const POSTINGS: i64 = 2_000;

impl Reading {
    /// Beginnings of words, the one that the fewest names have a word of first; the longest of them where they are many.
    pub(super) async fn rarest_first(&self, lsp: &LspId, typed: &[String]) -> Result<Vec<String>, StoreError> {
        let mut longest_first = typed.to_vec();
        longest_first.sort_by_key(|begun| Reverse(begun.len()));
        longest_first.truncate(COUNTED);
        if let [] | [_] = longest_first.as_slice() {
            return Ok(longest_first);
        }
        let mut counted = Vec::with_capacity(longest_first.len());
        for begun in longest_first {
            // Of those that are posted oftener than is counted, a longer one is taken to be the rarer.
            let often = match self.posted(lsp, &begun).await? {
                (POSTINGS, _) => (usize::MAX - begun.len(), 0),
                (_, letters) => (0, letters),
            };
            counted.push((often, begun));
        }
        counted.sort();
        Ok(counted.into_iter().map(|(_, begun)| begun).collect())
    }

    /// How many postings there are of the words that begin so, and how much they say, which is as long as certificates
    /// are many.
    async fn posted(&self, lsp: &LspId, begun: &str) -> Result<(i64, i64), StoreError> {
        let count = format!(
            "select count(*) as postings, count(*) + coalesce(sum(letters), 0) as letters from (
                 select length(w.further) as letters from name_posting w
                 where w.lsp = $1 and w.word >= $2 and w.word < $3 limit {POSTINGS}) as few"
        );
        let row = sqlx::query(AssertSqlSafe(count)).bind(lsp.as_str()).bind(begun).bind(after(begun));
        let row = row.fetch_one(&self.pool).await?;
        Ok((row.try_get("postings")?, row.try_get("letters")?))
    }
}
