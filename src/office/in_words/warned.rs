//! Warnings about the rows of a file as they are shown: each sentence once, with the rows that it is about.

use std::borrow::Cow;

use crate::roster::RowWarning;
use crate::words::{Lang, say};

/// Sentences that are shown at most.
const SENTENCES: usize = 50;

/// Rows that are named for one sentence.
const ROWS: usize = 12;

/// One sentence.
pub struct Warned {
    pub rows: Cow<'static, str>,
    pub message: Cow<'static, str>,
}

/// The sentences, in the order of their first rows.
#[must_use]
pub fn warned(warnings: &[RowWarning], lang: Lang) -> Vec<Warned> {
    let mut sentences: Vec<(Cow<'static, str>, Vec<u32>)> = Vec::new();
    for one in warnings {
        let message = one.warning.message(lang);
        match sentences.iter().position(|(known, _)| *known == message) {
            Some(at) => sentences[at].1.push(one.row),
            None if sentences.len() < SENTENCES => sentences.push((message, vec![one.row])),
            None => {}
        }
    }
    sentences.into_iter().map(|(message, rows)| Warned { rows: named(&rows, lang), message }).collect()
}

fn named(rows: &[u32], lang: Lang) -> Cow<'static, str> {
    let first: Vec<String> = rows.iter().take(ROWS).map(ToString::to_string).collect();
    let first = first.join(", ");
    match rows.len().checked_sub(ROWS) {
        Some(more) if more > 0 => say!(lang, "office-rosters-warned-more", rows = first, more),
        _ if rows.len() == 1 => say!(lang, "office-rosters-fault-row", row = first),
        _ => say!(lang, "office-rosters-warned-rows", rows = first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::Warning;

    #[test]
    fn a_sentence_stands_once_with_the_rows_that_it_is_about() {
        let of = |row, warning| RowWarning { row, column: "nik", warning };
        let mut warnings: Vec<RowWarning> = (2..20).map(|row| of(row, Warning::BirthDiffers)).collect();
        warnings.insert(3, of(4, Warning::HoldsValid));
        warnings.push(of(30, Warning::HiddenRow));
        warnings.push(of(31, Warning::HiddenRow));
        let rows: Vec<String> = warned(&warnings, Lang::Id).iter().map(|one| one.rows.to_string()).collect();
        assert_eq!(rows, ["Baris 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, dan 6 lagi", "Baris 4", "Baris 30, 31"]);
    }
}
