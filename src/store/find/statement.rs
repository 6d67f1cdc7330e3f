//! A statement of this room with its values, and the part of an index that one walks.

use sqlx::any::AnyArguments;
use sqlx::{Any, AssertSqlSafe};

#[derive(Clone, Debug)]
enum Bound {
    Number(i64),
    Text(String),
}

/// A statement of this room, and its values.
#[derive(Clone, Debug, Default)]
pub(super) struct Statement {
    pub(super) sql: String,
    bounds: Vec<Bound>,
}

impl Statement {
    pub(super) fn text(&mut self, value: impl Into<String>) -> String {
        self.bounds.push(Bound::Text(value.into()));
        format!("${}", self.bounds.len())
    }

    pub(super) fn number(&mut self, value: i64) -> String {
        self.bounds.push(Bound::Number(value));
        format!("${}", self.bounds.len())
    }

    /// Another statement with the same values.
    pub(super) fn saying(&self, sql: String) -> Self {
        Self { sql, bounds: self.bounds.clone() }
    }

    pub(super) fn bound(&self) -> sqlx::query::Query<'static, Any, AnyArguments> {
        let query = sqlx::query(AssertSqlSafe(self.sql.clone()));
        self.bounds.iter().cloned().fold(query, |query, bound| match bound {
            Bound::Number(number) => query.bind(number),
            Bound::Text(text) => query.bind(text),
        })
    }
}

/// The first and the last of what is walked.
pub(super) struct Span {
    pub(super) from: String,
    pub(super) to: String,
    /// Whether the place that the walk goes on from lies between them, and so takes the place of one.
    pub(super) goes_on: bool,
}

impl Span {
    /// What is left to be said of it beside the place that a walk goes on from: two bounds on one side, and SQLite takes
    /// the one that comes first.
    pub(super) fn conditions(self, rises: bool) -> Vec<String> {
        match (self.goes_on, rises) {
            (false, _) => vec![self.from, self.to],
            (true, true) => vec![self.to],
            (true, false) => vec![self.from],
        }
    }
}
