//! Certificates of an LSP found by what a clerk knows of them, a page at a time.
//!
//! A search walks one index, from where the page before ended, and holds each row against what else was asked for: names
//! by the postings of their words ([`words`]), and all else by an index of certificates ([`query`]). A walk is as long as
//! [`WALK`] certificates at most that are read one by one: where nearly nothing fits, a page is short or empty, and the
//! next one goes on from where it came to. So no page is dear, however many certificates there are, and nothing is counted.

mod listed;
mod narrow;
mod place;
mod query;
mod rarest;
mod sieve;
mod statement;
#[cfg(test)]
mod tests;
mod words;

use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::people::NikIndex;
use super::{Datum, Reading, StoreError};
use crate::domain::id::{CertificateId, EventId};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::domain::year::Year;
pub use listed::Listed;
pub use place::{DayPlace, Leaf, Place, Sort, WordPlace};
use query::Query;

/// Certificates that one page looks at, at most.
const WALK: u32 = 4_000;

/// What certificates are looked for by; each that is given narrows them.
#[derive(Clone, Debug, Default)]
pub struct Search {
    pub sought: Sought,
    pub event: Option<EventId>,
    pub issued_in: Option<Year>,
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
#[derive(Clone, Debug, Default)]
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
        let mut found = match &search.sought {
            Sought::Words(typed) => self.find_by_words(lsp, search, typed, leaf, most as usize).await?,
            Sought::Everything | Sought::Exactly { .. } => self.find_by_days(lsp, search, sort, leaf, most).await?,
        };
        if leaf.is_backwards() {
            found.hits.reverse();
        }
        Ok(found)
    }

    /// The same in the order of days; the direction is that of reading.
    async fn find_by_days(
        &self,
        lsp: &LspId,
        search: &Search,
        sort: Sort,
        leaf: &Leaf,
        most: u32,
    ) -> Result<Found, StoreError> {
        let query = Query::of(lsp, search, sort, leaf);
        let rows = query.page(most + 1).bound().fetch_all(&self.pool).await?;
        let places = rows.iter().take(most as usize).map(place).collect::<Result<Vec<_>, _>>()?;
        let on = match (rows.len() > most as usize, query.ends()) {
            (true, _) => places.last().copied(),
            (false, Some(end)) => end.bound().fetch_optional(&self.pool).await?.as_ref().map(place).transpose()?,
            (false, None) => None,
        };
        let hits = places.into_iter().map(|place| Hit { id: place.id, place: Place::Day(place) });
        Ok(Found { hits: hits.collect(), on: on.map(Place::Day) })
    }
}

fn place(row: &AnyRow) -> Result<DayPlace, StoreError> {
    let text: String = row.try_get("day")?;
    // Rows are ordered by the text: a day that is spelt otherwise has another place than it says.
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    let day = day.ok_or(StoreError::Corrupt(Datum::Date))?;
    Ok(DayPlace { day, id: CertificateId::new(row.try_get("id")?) })
}
