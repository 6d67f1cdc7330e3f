//! The rows of a checked list as a CSV that has one form: what a report carries, and is signed over by its SHA-256.
//!
//! UTF-8 without a byte order mark, a comma between cells, every cell in quotation marks, a line feed after every row; the
//! first row are [`COLUMNS`], then a row for each of the list in its order. What a spreadsheet would run as a formula has an
//! apostrophe before it. Days are `2026-12-18`, instants `2026-11-22T05:00:00Z`; what is not known is empty.
//!
//! | column | holds |
//! | --- | --- |
//! | `row` | the number of the row in the employer's list |
//! | `name`, `job`, `scheme_wanted` | as they stand in that row |
//! | `number` | the certificate's, where one was found; else as it stands in that row |
//! | `holder` | as the row may see it: the name, or initials |
//! | `issuer`, `scheme` | the LSP's id, the code of the scheme |
//! | `valid_until` | the last day |
//! | `as_of` | of when the status list is |
//! | `answer` | an [`AnswerWord`](super::AnswerWord) |
//! | `compared`, `differs` | what of the row was held against the certificate, and what of it is otherwise: `name nik scheme` |
//! | `superseded_by` | the number of the certificate that replaces it |
//!
//! A NIK never stands in it: a report is filed with a tender.

use std::borrow::Cow;

use super::answered::{Answered, Differs};
use super::checked::Checked;
use crate::domain::defuse::{csv_writer, defuse};
use crate::domain::holder::HolderName;
use crate::domain::worker::{Claimed, SchemeWanted};

/// The headings, in their order.
pub const COLUMNS: [&str; 14] = [
    "row",
    "name",
    "job",
    "scheme_wanted",
    "number",
    "holder",
    "issuer",
    "scheme",
    "valid_until",
    "as_of",
    "answer",
    "compared",
    "differs",
    "superseded_by",
];

/// The rows of a checked list in their one form.
#[must_use]
pub fn rows_csv(checked: &Checked) -> Vec<u8> {
    let mut csv = csv_writer();
    csv.write_record(COLUMNS).expect(IN_MEMORY);
    for answered in &checked.rows {
        let cells = cells(answered);
        csv.write_record(cells.iter().map(|cell| defuse(cell).into_owned())).expect(IN_MEMORY);
    }
    csv.into_inner().expect(IN_MEMORY)
}

const IN_MEMORY: &str = "memory takes whatever is written to it, and every row has as many cells";

fn cells(answered: &Answered) -> [Cow<'_, str>; COLUMNS.len()] {
    let Answered { worker, answer, compared, .. } = answered;
    let verdict = answered.verdict();
    let shown = verdict.and_then(|verdict| verdict.certificate.as_ref());
    let typed = match &worker.certificate {
        Claimed::Number(number) => number.as_typed(),
        Claimed::Nothing | Claimed::Token(_) => "",
    };
    let as_of = verdict.and_then(|verdict| verdict.status.as_ref()?.as_of);
    [
        worker.row.to_string().into(),
        text(worker.name.as_ref().map(HolderName::as_str)),
        text(worker.job.as_deref()),
        text(worker.scheme.as_ref().map(SchemeWanted::as_str)),
        shown.map_or(typed, |shown| &shown.number).into(),
        text(shown.map(|shown| shown.holder.as_str())),
        text(verdict.and_then(|verdict| verdict.issuer.as_ref()).map(|issuer| issuer.id.as_str())),
        text(shown.map(|shown| shown.scheme.code.as_str())),
        answered.valid_until().map(|day| day.to_string()).unwrap_or_default().into(),
        as_of.map(|instant| instant.to_string()).unwrap_or_default().into(),
        answer.word().as_str().into(),
        words(compared.all()).into(),
        words(compared.differing()).into(),
        text(answered.superseded_by()),
    ]
}

fn text(text: Option<&str>) -> Cow<'_, str> {
    text.unwrap_or("").into()
}

fn words(differs: impl Iterator<Item = Differs>) -> String {
    differs.map(Differs::as_str).collect::<Vec<_>>().join(" ")
}
