//! Certificates by a day that is theirs, in its order: page by page, however many there are.

use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::{Datum, Reading, StoreError, event};
use crate::domain::id::{CertificateId, EventId};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::domain::term::Term;

/// Which of its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchDay {
    Issued,
    /// The last valid one; of who holds none of the scheme that ends later.
    Until,
}

/// Certificates in force or suspended whose day lies between two, both included.
#[derive(Clone, Debug)]
pub struct WatchSearch {
    pub lsp: LspId,
    pub day: WatchDay,
    pub between: [Date; 2],
    pub scheme: Option<SchemeCode>,
    pub event: Option<EventId>,
}

/// Where a page begins: days rise from page to page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    After(Date, CertificateId),
    Before(Date, CertificateId),
    Start,
}

/// One of them, as its row says; held against nothing yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    pub id: CertificateId,
    pub number: String,
    pub holder: String,
    pub scheme: SchemeCode,
    pub term: Term,
}

impl WatchDay {
    fn column(self) -> &'static str {
        match self {
            Self::Issued => "c.issued_on",
            Self::Until => "c.valid_until",
        }
    }
}

impl Reading {
    /// A page of certificates by their day, `most` at most; the earliest first, wherever the page begins.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn watched(&self, search: &WatchSearch, edge: Edge, most: u32) -> Result<Vec<Watched>, StoreError> {
        let day = search.day.column();
        let mut sql = format!(
            "select c.id, c.number, c.holder_name, c.scheme, c.issued_on, c.valid_until from certificate c
             where c.lsp = $1 and {day} >= $2 and {day} <= $3 and c.status in ('valid', 'suspended')"
        );
        let [from, until] = search.between.map(|day| day.to_string());
        let mut binds = vec![search.lsp.to_string(), from, until];
        if let Some(scheme) = &search.scheme {
            binds.push(scheme.to_string());
            sql += &format!(" and c.scheme = ${}", binds.len());
        }
        if let Some(event) = &search.event {
            binds.push(event.to_string());
            sql += &format!(
                " and c.entry in (select e.id from kept_roster q join roster r on r.kept = q.id
                  join entry e on e.roster = r.id where q.lsp = $1 and q.event = ${})",
                binds.len()
            );
        }
        if search.day == WatchDay::Until {
            sql += " and not exists (
                 select 1 from entry_key k join entry_key l on l.holder = k.holder join certificate n on n.entry = l.entry
                 where k.entry = c.entry and n.scheme = c.scheme and n.status = 'valid'
                 and (n.valid_until > c.valid_until or (n.valid_until = c.valid_until and n.id > c.id)))";
        }
        let (compare, order, at) = match edge {
            Edge::After(at, id) => (">", "asc", Some((at, id))),
            Edge::Before(at, id) => ("<", "desc", Some((at, id))),
            Edge::Start => (">", "asc", None),
        };
        if let Some((at, _)) = at {
            binds.push(at.to_string());
            let (at, id) = (binds.len(), binds.len() + 1);
            sql += &format!(" and ({day} {compare} ${at} or ({day} = ${at} and c.id {compare} ${id}))");
        }
        sql += &format!(" order by {day} {order}, c.id {order} limit {most}");
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for text in binds {
            query = query.bind(text);
        }
        if let Some((_, id)) = at {
            query = query.bind(id.number());
        }
        let mut found: Vec<Watched> =
            query.fetch_all(&self.pool).await?.iter().map(watched).collect::<Result<_, _>>()?;
        if order == "desc" {
            found.reverse();
        }
        Ok(found)
    }
}

fn watched(row: &AnyRow) -> Result<Watched, StoreError> {
    let scheme: String = row.try_get("scheme")?;
    Ok(Watched {
        id: CertificateId::new(row.try_get("id")?),
        number: row.try_get("number")?,
        holder: row.try_get("holder_name")?,
        scheme: scheme.parse().map_err(|_| StoreError::Corrupt(Datum::SchemeCode))?,
        term: Term { issued_on: event::day(row, "issued_on")?, valid_until: event::day(row, "valid_until")? },
    })
}
