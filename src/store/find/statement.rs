//! A statement of this room with its values, and the part of an index that one walks.

use std::collections::BTreeMap;

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

    /// Another statement, with those of the values that it names: PostgreSQL takes no others.
    pub(super) fn saying(&self, sql: &str) -> Self {
        let (mut said, mut numbers, mut rest) = (Self::default(), BTreeMap::new(), sql);
        while let Some((before, after)) = rest.split_once('$') {
            let (number, after) = after.split_at(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len()));
            let number: usize = number.parse().expect("a dollar stands before the number of a value");
            let named = *numbers.entry(number).or_insert_with(|| {
                said.bounds.push(self.bounds[number - 1].clone());
                said.bounds.len()
            });
            said.sql.push_str(&format!("{before}${named}"));
            rest = after;
        }
        said.sql.push_str(rest);
        said
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_has_the_values_that_it_names_and_no_others() {
        let mut all = Statement::default();
        let [_, second, third] = [all.text("a"), all.number(2), all.text("c")];
        let said = all.saying(&format!("x = {third} and y = {second} or {third} = z"));
        assert_eq!(said.sql, "x = $1 and y = $2 or $1 = z");
        assert!(matches!(said.bounds.as_slice(), [Bound::Text(c), Bound::Number(2)] if c == "c"));
    }
}
