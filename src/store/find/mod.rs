//! Certificates of an LSP found by what a clerk knows of them, a page at a time.
//!
//! A search walks one index ([`query`]), from where the page before ended, and holds each row against what else was asked
//! for. A walk is as long as [`query::WALK`] rows at most: where nearly nothing fits, a page is short or empty, and the
//! next one goes on from where it came to. So no page is dear, however many certificates there are, and nothing is
//! counted.

mod listed;
mod place;
mod query;
mod statement;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::people::NikIndex;
use super::{Datum, Reading, StoreError};
use crate::domain::id::{CertificateId, EventId};
use crate::domain::issuer::LspId;
use crate::domain::name_words::{begin, first_with, name_words};
use crate::domain::scheme::SchemeCode;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
pub use listed::Listed;
pub use place::{Leaf, Place, Sort};
use query::Query;

/// What certificates are looked for by; each that is given narrows them.
#[derive(Clone, Debug, Default)]
pub struct Search {
    pub sought: Sought,
    pub event: Option<EventId>,
    pub issued_in: Option<i16>,
    /// Still running on the first day, and ending before the second.
    pub expiring: Option<[Date; 2]>,
    pub state: Option<State>,
    pub scheme: Option<SchemeCode>,
}

/// What was typed to find certificates by.
#[derive(Clone, Debug, Default)]
pub enum Sought {
    #[default]
    Everything,
    /// Any of these numbers, or the NIK with this index.
    Exactly { numbers: Vec<SearchKey>, nik: Option<NikIndex> },
    /// Beginnings of words of a name, folded: each begins one.
    Words(Vec<String>),
}

/// Certificates that were found, in their order.
#[derive(Clone, Debug)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// Where the next page in the direction of reading begins; none at the end.
    pub on: Option<Place>,
}

/// A certificate that was found, and its place in the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub id: CertificateId,
    pub place: Place,
}

impl Reading {
    /// A page of the certificates of an LSP that answer a search, `most` at most.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn find(
        &self,
        lsp: &LspId,
        search: &Search,
        sort: Sort,
        leaf: &Leaf,
        most: u32,
    ) -> Result<Found, StoreError> {
        let words = match &search.sought {
            Sought::Words(words) if words.is_empty() => return Ok(Found { hits: Vec::new(), on: None }),
            Sought::Words(words) => self.rarest_first(lsp, words).await?,
            Sought::Everything | Sought::Exactly { .. } => Vec::new(),
        };
        let query = Query::of(lsp, search, &words, sort, leaf);
        // Rows are held against further words here: as many are read as a walk has.
        let sifted = words.len() > 1;
        let rows = query.page(if sifted { query::SIFTED } else { most + 1 }).bound().fetch_all(&self.pool).await?;
        let (mut hits, mut last, mut full) = (Vec::new(), None, false);
        for (read, row) in (0..).zip(&rows) {
            full = if sifted { hits.len() == most as usize } else { read == most };
            if full {
                break;
            }
            let (place, names) = (place(row)?, name_words(&row.try_get::<String, _>("holder_name")?));
            // A row of words is nobody's word: the name has to have them. One that has two such words is shown once.
            let fits = words
                .first()
                .is_none_or(|first| begin(&names, &words) && first_with(&names, first) == Some(place.word.as_str()));
            if fits {
                hits.push(Hit { id: place.id, place: place.clone() });
            }
            last = Some(place);
        }
        let on = match (full, query.ends()) {
            (true, _) => last,
            (false, Some(end)) => end.bound().fetch_optional(&self.pool).await?.as_ref().map(place).transpose()?,
            (false, None) => None,
        };
        if leaf.is_backwards() {
            hits.reverse();
        }
        Ok(Found { hits, on })
    }

    /// Beginnings of words, first the one that the fewest names have.
    async fn rarest_first(&self, lsp: &LspId, words: &[String]) -> Result<Vec<String>, StoreError> {
        if let [one] = words {
            return Ok(vec![one.clone()]);
        }
        let mut counted = Vec::with_capacity(words.len());
        for word in words {
            let row = query::how_many(lsp, word).bound().fetch_one(&self.pool).await?;
            counted.push((row.try_get::<i64, _>("found")?, word));
        }
        counted.sort();
        Ok(counted.into_iter().map(|(_, word)| word.clone()).collect())
    }
}

fn place(row: &AnyRow) -> Result<Place, StoreError> {
    let day: String = row.try_get("day")?;
    Ok(Place {
        day: day.parse().map_err(|_| StoreError::Corrupt(Datum::Date))?,
        id: CertificateId::new(row.try_get("id")?),
        word: row.try_get("word")?,
    })
}
