//! Which of several beginnings of words the fewest names have.

use std::cmp::Reverse;

use futures_util::future::{try_join, try_join_all};
use jiff::civil::Date;
use sqlx::Row as _;

use super::statement::Statement;
use super::words::after;
use crate::domain::issuer::LspId;
use crate::store::{Reading, StoreError};

/// Beginnings that are counted, at most; of more, the longest.
const COUNTED: usize = 6;

/// Postings of one that are counted, and that are looked into for how many certificates they have, at most.
const COUNTED_OF_ONE: i64 = 4_000;
const LOOKED_INTO: i64 = 300;

/// Words that one beginning begins and that are looked for one by one, at most.
const WORDS: i64 = 128;

/// A beginning of words that somebody typed.
pub(super) struct Begun {
    pub(super) begun: String,
    /// The words that it begins; none where they are many.
    pub(super) words: Option<Vec<String>>,
    /// Their postings, those that were counted.
    postings: i64,
    /// Letters of the postings that were looked into.
    letters: i64,
}

/// Beginnings of words, the one that the fewest names have a word of first.
pub(super) struct Rarest {
    pub(super) first: Begun,
    pub(super) others: Vec<Begun>,
    /// The days that the LSP issued on first and last; none where there is nothing to be compared.
    pub(super) issued: Option<[Date; 2]>,
}

/// What is counted of several beginnings.
#[derive(Default)]
struct Counts {
    /// Postings and letters, of each.
    each: Vec<[i64; 2]>,
    issued: Option<[Date; 2]>,
}

impl Begun {
    /// How many certificates it has, to be compared with others alone.
    fn often(&self) -> i64 {
        if self.postings < COUNTED_OF_ONE {
            // Those that were not looked into are taken to say as much as those that were.
            return self.postings.max(LOOKED_INTO) * self.letters;
        }
        // The first that were looked into are of one word, which says little of many.
        match &self.words {
            Some(words) => COUNTED_OF_ONE * self.letters * (words.len() as i64 / 2).max(1),
            None => i64::MAX,
        }
    }

    /// How many rows its words have within some days of those that the LSP issued on, at least, if they are spread evenly.
    pub(super) fn rows_within(&self, days: [Date; 2], issued: [Date; 2]) -> i64 {
        let [some, all] = [days, issued].map(|[first, last]| i64::from((last - first).get_days()) + 1);
        self.postings * some.clamp(0, all.max(1)) / all.max(1)
    }
}

impl Reading {
    /// The beginnings that were typed, the rarest first; none where nothing was.
    pub(super) async fn rarest_first(&self, lsp: &LspId, typed: &[String]) -> Result<Option<Rarest>, StoreError> {
        let mut longest_first = typed.to_vec();
        longest_first.sort_by_key(|begun| Reverse(begun.len()));
        longest_first.truncate(COUNTED);
        let (counts, words) = if longest_first.len() < 2 {
            (Counts { each: vec![[0; 2]], issued: None }, vec![None])
        } else {
            let words = longest_first.iter().map(|begun| self.begun_by(lsp, begun));
            try_join(self.counts(lsp, &longest_first), try_join_all(words)).await?
        };
        let begun = longest_first.into_iter().zip(words).zip(&counts.each);
        let mut all: Vec<Begun> =
            begun.map(|((begun, words), &[postings, letters])| Begun { begun, words, postings, letters }).collect();
        // Of those that cannot be told apart, a longer one is taken to be the rarer.
        all.sort_by_key(|begun| (begun.often(), Reverse(begun.begun.len())));
        let mut all = all.into_iter();
        Ok(all.next().map(|first| Rarest { first, others: all.collect(), issued: counts.issued }))
    }

    async fn counts(&self, lsp: &LspId, typed: &[String]) -> Result<Counts, StoreError> {
        let mut counts = Statement::default();
        let lsp = counts.text(lsp.as_str());
        let count = |(nth, begun): (usize, &String)| {
            let (from, to) = (counts.text(begun.as_str()), counts.text(after(begun)));
            let begun = format!("from name_posting w where w.lsp = {lsp} and w.word >= {from} and w.word < {to} limit");
            let issued = ["min", "max"].map(|end| match nth {
                0 => format!("(select {end}(c.issued_on) from certificate c where c.lsp = {lsp})"),
                _ => "cast(null as text)".to_owned(),
            });
            format!(
                "select cast({nth} as bigint) as nth,
                 (select count(*) from (select 1 as one {begun} {COUNTED_OF_ONE}) as all_of_it) as postings,
                 (select coalesce(sum(few.letters), 0) from (
                     select 1 + length(w.further) as letters {begun} {LOOKED_INTO}) as few) as letters,
                 {} as first, {} as last",
                issued[0], issued[1]
            )
        };
        let each: Vec<String> = typed.iter().enumerate().map(count).collect();
        counts.sql = each.join(" union all ");
        let mut counted = Counts { each: vec![[0; 2]; typed.len()], issued: None };
        for row in counts.bound().fetch_all(&self.pool).await? {
            let nth: i64 = row.try_get("nth")?;
            if let Some(each) = usize::try_from(nth).ok().and_then(|nth| counted.each.get_mut(nth)) {
                *each = [row.try_get("postings")?, row.try_get("letters")?];
            }
            let day = |column| {
                Ok::<_, StoreError>(row.try_get::<Option<String>, _>(column)?.and_then(|day| day.parse().ok()))
            };
            counted.issued = counted.issued.or(day("first")?.zip(day("last")?).map(<[Date; 2]>::from));
        }
        Ok(counted)
    }

    /// The words that a beginning begins; none where they are many.
    async fn begun_by(&self, lsp: &LspId, begun: &str) -> Result<Option<Vec<String>>, StoreError> {
        // From word to word, past the postings of each.
        let words = format!(
            "with recursive begun (word, nth) as (
                 select (select w.word from name_posting w where w.lsp = $1 and w.word >= $2 and w.word < $3
                         order by w.word limit 1), 0
                 union all
                 select (select w.word from name_posting w where w.lsp = $1 and w.word > begun.word and w.word < $3
                         order by w.word limit 1), begun.nth + 1
                 from begun where begun.word is not null and begun.nth < {WORDS})
             select begun.word as word from begun where begun.word is not null"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(words)).bind(lsp.as_str()).bind(begun).bind(after(begun));
        let rows = rows.fetch_all(&self.pool).await?;
        let words = rows.iter().map(|row| Ok(row.try_get("word")?)).collect::<Result<Vec<String>, StoreError>>()?;
        Ok((words.len() as i64 <= WORDS).then_some(words))
    }
}
