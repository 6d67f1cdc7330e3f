//! A roster's faults and warnings, as a clerk and as a program are told them: by row and column, and by the cell and
//! the heading that stand in the file.

use std::borrow::Cow;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::Settings;
use crate::roster::{FileFault, Layout, RowFault, RowWarning};
use crate::words::{Lang, say};

/// What is to be told of a roster, and where its columns stand.
pub(super) struct Rows<'a> {
    pub(super) layout: &'a Layout,
    pub(super) faults: &'a [RowFault],
    pub(super) warnings: &'a [RowWarning],
}

impl Rows<'_> {
    /// Faults and warnings for a program.
    pub(super) fn to_json(&self, lang: Lang) -> (Vec<Value>, Vec<Value>) {
        let row = |row: u32, column: &str, message: Cow<'_, str>| {
            let cell = self.layout.cell(row, column).map(|cell| cell.to_string());
            let heading = self.layout.heading(column).map(ToString::to_string);
            json!({ "row": row, "column": column, "cell": cell, "heading": heading, "message": message })
        };
        let faults = self.faults.iter().map(|fault| row(fault.row, fault.column, fault.cause.message(lang)));
        let warnings = self.warnings.iter().map(|one| row(one.row, one.column, one.warning.message(lang)));
        (faults.collect(), warnings.collect())
    }

    /// Faults and warnings for a clerk, a line each; a warning that many rows have, once.
    pub(super) fn lines(&self, lang: Lang) -> Vec<Cow<'static, str>> {
        let faults = self.faults.iter().map(|fault| {
            let column = self.place(&[fault.row], fault.column);
            say!(lang, "cli-row-fault", row = fault.row.to_string(), column, message = fault.cause.message(lang))
        });
        let warnings = grouped(self.warnings, lang).into_iter().map(|(rows, column, message)| {
            let column = self.place(&rows, column);
            say!(lang, "cli-row-warning", row = ranges(&rows), column, message)
        });
        faults.chain(warnings).collect()
    }

    /// A column with its cell, where one row is meant, and the file's own heading, where that is another word.
    fn place(&self, rows: &[u32], column: &str) -> String {
        let cell = match rows {
            [row] => self.layout.cell(*row, column).map(|cell| cell.to_string()),
            _ => None,
        };
        let heading = self.layout.heading(column).map(ToString::to_string).filter(|heading| heading != column);
        let heading = heading.map(|heading| format!("\"{heading}\""));
        match [cell, heading].into_iter().flatten().collect::<Vec<_>>() {
            none if none.is_empty() => column.to_owned(),
            found => format!("{column} ({})", found.join(", ")),
        }
    }
}

/// Answers for a file that is no roster: in JSON, what an empty one would give with a fault on its header.
pub(super) fn unreadable(settings: &Settings, file: &Path, fault: &FileFault, empty: &Value) -> ExitCode {
    let message = fault.message(settings.lang);
    if settings.json {
        let mut answer = empty.clone();
        answer["refused"] =
            json!([{ "row": 1, "column": "berkas", "cell": null, "heading": null, "message": message }]);
        println!("{answer}");
    } else {
        eprintln!("{}: {message}", file.display());
    }
    ExitCode::from(1)
}

/// Warnings with the same words once, with all their rows. A whole roster often has one.
fn grouped(warnings: &[RowWarning], lang: Lang) -> Vec<(Vec<u32>, &'static str, Cow<'static, str>)> {
    let mut groups = Vec::<(Vec<u32>, &'static str, Cow<'static, str>)>::new();
    for warning in warnings {
        let message = warning.warning.message(lang);
        match groups.iter_mut().find(|(_, column, words)| *column == warning.column && *words == message) {
            Some((rows, ..)) => rows.push(warning.row),
            None => groups.push((vec![warning.row], warning.column, message)),
        }
    }
    groups
}

/// Rows as runs: `2–9, 11`.
fn ranges(rows: &[u32]) -> String {
    let runs = rows.chunk_by(|before, after| *after == before + 1);
    let run = |run: &[u32]| match run {
        [first, .., last] => format!("{first}–{last}"),
        [only] => only.to_string(),
        [] => String::new(),
    };
    runs.map(run).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_as_runs() {
        assert_eq!(ranges(&[2, 3, 4, 9, 11, 12]), "2–4, 9, 11–12");
    }
}
