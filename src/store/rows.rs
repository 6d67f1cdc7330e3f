//! Many rows in one statement: a round trip for each would be the cost of a large roster.

use jiff::Timestamp;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe};

use super::{Datum, StoreError};
use crate::domain::id::VersionHash;

/// Parameters of one statement. SQLite looks each `$N` up among all of a statement's names, so the time
/// grows with their square: thousands would cost more than the rows.
pub(super) const PARAMETERS: usize = 400;

/// One value of a row.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Absent,
    NoNumber,
    Number(i64),
    Text(String),
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Absent, Self::Text)
    }
}

/// Inserts rows into a table; names are written in this room, values are bound.
pub(super) async fn insert(
    connection: &mut AnyConnection,
    table: &'static str,
    columns: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
) -> Result<(), StoreError> {
    for chunk in rows.chunks((PARAMETERS / columns.len()).max(1)) {
        let groups: Vec<String> = (0..chunk.len()).map(|row| group(row * columns.len(), columns.len())).collect();
        let sql = format!("insert into {table} ({}) values {}", columns.join(", "), groups.join(", "));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for cell in chunk.iter().flatten() {
            query = bind(query, cell);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

fn bind<'q>(query: Query<'q, Any, AnyArguments>, cell: &Cell) -> Query<'q, Any, AnyArguments> {
    match cell {
        Cell::Absent => query.bind(None::<String>),
        Cell::NoNumber => query.bind(None::<i64>),
        Cell::Number(number) => query.bind(*number),
        Cell::Text(text) => query.bind(text.clone()),
    }
}

/// `($1, $2, …)` with `count` parameters after the first `before`.
pub(super) fn group(before: usize, count: usize) -> String {
    let parameters: Vec<String> = (before + 1..=before + count).map(|at| format!("${at}")).collect();
    format!("({})", parameters.join(", "))
}

/// Rows of `select … where lsp = $1 and COLUMN in (…)`, asked in chunks.
pub(super) async fn select_in(
    connection: &mut AnyConnection,
    select: &'static str,
    lsp: &str,
    keys: &[Cell],
) -> Result<Vec<sqlx::any::AnyRow>, StoreError> {
    let mut found = Vec::new();
    for chunk in keys.chunks(PARAMETERS) {
        let sql = format!("{select} {}", group(1, chunk.len()));
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(lsp.to_owned());
        for key in chunk {
            query = bind(query, key);
        }
        found.extend(query.fetch_all(&mut *connection).await?);
    }
    Ok(found)
}

/// An instant of a column.
pub(super) fn instant(seconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_second(seconds).map_err(|_| StoreError::Corrupt(Datum::Instant))
}

/// The hash of a kept text, from a column.
pub(super) fn hash(text: String) -> Result<VersionHash, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt(Datum::Hash))
}
