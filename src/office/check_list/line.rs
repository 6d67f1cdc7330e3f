//! A checked list in lines, as people read it: on a page, in a workbook, in a CSV. What a line tells of a holder is what
//! its row may see.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::why::{of_nobody, why};
use super::{MadeReport, NoReport, Outcome};
use crate::domain::holder::HolderName;
use crate::domain::worker::{Claimed, SchemeWanted};
use crate::office::in_words::warned::{Warned, warned};
use crate::roster::{List, RowFault};
use crate::verify::Verdict;
use crate::verify::elsewhere::{Elsewhere, MayKnow};
use crate::verify::list::{AnswerWord, Answered, Seen};
use crate::words::Lang;

/// A checked list.
#[derive(Clone, Deserialize, Serialize)]
pub struct CheckedList {
    /// The contract's last day.
    pub until: Date,
    pub checked_at: Timestamp,
    /// The oldest status list that an answer rests on.
    pub as_of: Timestamp,
    pub lines: Vec<Line>,
    /// Rows that could not be read, and so were not checked.
    pub unread: Vec<Unread>,
    /// What the file holds beside its rows, or hides.
    #[serde(default)]
    pub warnings: Vec<Unread>,
    /// Documents that are nobody's of the list.
    pub unclaimed: Vec<Unclaimed>,
    /// LSPs of other installations that may know numbers that were not found.
    #[serde(default)]
    pub elsewhere: Vec<MayKnow>,
    pub report: Result<MadeReport, NoReport>,
}

/// A sentence in the language of whoever had the list checked, and in English.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Sentence {
    pub first: String,
    pub en: String,
}

impl Sentence {
    pub(super) fn saying(first: Lang, say: impl Fn(Lang) -> String) -> Self {
        Self { first: say(first), en: say(Lang::En) }
    }

    #[must_use]
    pub fn words(&self, lang: Lang) -> &str {
        lang.of(&self.first, &self.en)
    }
}

/// One worker and her answer.
#[derive(Clone, Deserialize, Serialize)]
pub struct Line {
    pub row: u32,
    pub name: Option<String>,
    pub job: Option<String>,
    /// The scheme that is asked for.
    pub wanted: Option<String>,
    pub answer: AnswerWord,
    pub why: Sentence,
    pub seen: Option<SeenLine>,
    /// The number in the row, where no certificate was found by it.
    pub number: Option<String>,
    /// The documents beside the list that are hers.
    pub files: Vec<String>,
}

/// What is told of a certificate.
#[derive(Clone, Deserialize, Serialize)]
pub struct SeenLine {
    pub number: String,
    /// Her name, or initials.
    pub holder: String,
    pub scheme: String,
    pub scheme_title: String,
    pub valid_until: Option<Date>,
    pub lsp: String,
}

/// A row that could not be read, or is to be looked at.
#[derive(Clone, Deserialize, Serialize)]
pub struct Unread {
    /// Its cell, such as `C7`, the number of its row, or which rows they are.
    pub place: String,
    pub why: Sentence,
}

/// A document that is nobody's.
#[derive(Clone, Deserialize, Serialize)]
pub struct Unclaimed {
    pub file: String,
    pub why: Sentence,
}

/// What the documents beside a list are called, by their places.
pub type Names = Vec<String>;

/// How lines are put in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The worst first.
    Answer,
    Name,
    #[default]
    Row,
    /// What ends first.
    ValidUntil,
}

impl CheckedList {
    /// A checked list in lines. `documents` are those beside it, `names` what they are called; `first` is the language of
    /// whoever had it checked.
    #[must_use]
    pub fn new(
        outcome: &Outcome,
        (documents, names): (&[Verdict], &Names),
        list: Option<&List>,
        report: Result<MadeReport, NoReport>,
        first: Lang,
    ) -> Self {
        let Outcome { checked, documents: of_rows, unclaimed, elsewhere } = outcome;
        let name = |place: &usize| names.get(*place).cloned().unwrap_or_default();
        let line = |(answered, places): (&Answered, &Vec<usize>)| {
            let files = places.iter().map(name).collect();
            line(answered, files, first)
        };
        let unread = |fault: &RowFault| {
            let at = list.and_then(|list| list.layout.cell(fault.row, fault.column));
            let place = at.map_or_else(|| fault.row.to_string(), |at| at.to_string());
            Unread { place, why: Sentence::saying(first, |lang| fault.cause.message(lang).into_owned()) }
        };
        let nobodys = |place: &usize| {
            let why = documents.get(*place).map(|verdict| of_nobody(verdict, first))?;
            Some(Unclaimed { file: name(place), why })
        };
        Self {
            until: checked.until.day(),
            checked_at: checked.checked_at,
            as_of: checked.as_of,
            lines: checked.rows.iter().zip(of_rows).map(line).collect(),
            unread: list.map_or_else(Vec::new, |list| list.faults.iter().map(unread).collect()),
            warnings: list.map_or_else(Vec::new, |list| warnings(list, first)),
            unclaimed: unclaimed.iter().filter_map(nobodys).collect(),
            elsewhere: elsewhere.clone(),
            report,
        }
    }

    /// The LSPs of other installations that may know the number of a line.
    pub fn may_know(&self, line: &Line) -> impl Iterator<Item = &Elsewhere> {
        let row = (line.answer == AnswerWord::NotFound).then_some(line.row);
        self.elsewhere.iter().filter(move |one| row.is_some_and(|row| one.rows.contains(&row))).map(|one| &one.lsp)
    }

    /// How many lines have an answer.
    #[must_use]
    pub fn count(&self, word: AnswerWord) -> usize {
        self.lines.iter().filter(|line| line.answer == word).count()
    }

    /// Keeps the lines with one answer, or all, in an order.
    pub fn arrange(&mut self, only: Option<AnswerWord>, order: Order) {
        self.lines.retain(|line| only.is_none_or(|word| line.answer == word));
        match order {
            Order::Answer => self.lines.sort_by_key(|line| (line.answer, line.row)),
            Order::Name => self.lines.sort_by_cached_key(|line| line.shown_name().to_lowercase()),
            Order::Row => self.lines.sort_by_key(|line| line.row),
            Order::ValidUntil => {
                let until = |line: &Line| line.seen.as_ref().and_then(|seen| seen.valid_until);
                self.lines.sort_by_key(|line| (until(line).is_none(), until(line), line.row));
            }
        }
    }
}

impl Line {
    /// The name in the row; where it has none, what may be seen of the holder's.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        let holder = || self.seen.as_ref().map_or("", |seen| seen.holder.as_str());
        self.name.as_deref().unwrap_or_else(holder)
    }
}

/// What a file holds beside its rows, or hides: other sheets, hidden rows and columns, lines below the table.
#[must_use]
pub fn warnings(list: &List, first: Lang) -> Vec<Unread> {
    let said = warned(&list.warnings, first).into_iter().zip(warned(&list.warnings, Lang::En));
    let sentence = |(own, english): (Warned, Warned)| Unread {
        place: own.rows.into_owned(),
        why: Sentence { first: own.message.into_owned(), en: english.message.into_owned() },
    };
    said.map(sentence).collect()
}

fn line(answered: &Answered, files: Vec<String>, first: Lang) -> Line {
    let worker = &answered.worker;
    let verdict = answered.seen.as_ref().map(Seen::verdict);
    let seen = verdict.and_then(|verdict| {
        let shown = verdict.certificate.as_ref()?;
        Some(SeenLine {
            number: shown.number.clone(),
            holder: shown.holder.clone(),
            scheme: shown.scheme.code.clone(),
            scheme_title: shown.scheme.title.clone(),
            valid_until: verdict.period.map(|period| period.valid_until),
            lsp: verdict.issuer.as_ref().map_or_else(String::new, |issuer| issuer.name.clone()),
        })
    });
    let number = match &worker.certificate {
        Claimed::Number(number) if seen.is_none() => Some(number.as_typed().to_owned()),
        Claimed::Nothing | Claimed::Number(_) | Claimed::Token(_) => None,
    };
    Line {
        row: worker.row,
        name: worker.name.as_ref().map(HolderName::as_str).map(str::to_owned),
        job: worker.job.clone(),
        wanted: worker.scheme.as_ref().map(SchemeWanted::as_str).map(str::to_owned),
        answer: answered.answer.word(),
        why: why(answered, first),
        seen,
        number,
        files,
    }
}
