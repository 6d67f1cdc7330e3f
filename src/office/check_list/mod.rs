//! A list of workers, checked: the certificate of each row is looked for by the row's token, by its number, or among the
//! documents beside the list, and judged as anybody's is; [`answers`] then says who fits.
//!
//! Whoever asks by number alone learns what the page of numbers tells, at the same price: the door takes it for each row
//! ([`Asker::pays`]), and a row that it cannot be paid for is not looked up.

mod carried;
mod line;
mod looked;
mod niks;
pub mod paper;
mod report;
mod table;
mod why;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

pub use self::carried::{Kind, LIFE, NotCarried, open, seal};
pub use self::line::{CheckedList, Line, Names, Order, SeenLine, Sentence, Unclaimed, Unread, warnings};
use self::niks::Niks;
pub use self::report::{MadeReport, NoReport, make_report, report_key};
pub use self::table::checked_table;
pub use self::why::answer as answer_word;
use super::accounts::Asking;
use super::{Error, Office};
use crate::domain::worker::{Claimed, Worker};
use crate::seal::spelling;
use crate::verify::elsewhere::MayKnow;
use crate::verify::list::{
    Beside, Checked, Hers, Judged, Looked, NikQuestion, Row, Settled, Until, answers, nik_questions,
};
use crate::verify::{Asked, Snapshot, Verdict};

/// Rows that may name a number alone, of whoever has no account here.
pub const NUMBERS_WITHOUT_ACCOUNT: usize = 100;

/// What is to be checked.
pub struct ToCheck {
    /// Nobody: then each document is a row of its own.
    pub workers: Vec<Worker>,
    /// The documents beside the list, judged about the present.
    pub documents: Vec<Verdict>,
    /// The bytes that each of them was judged by; none where it has none.
    pub tokens: Vec<Option<Vec<u8>>>,
    pub until: Until,
}

/// A list that was checked, and which documents went to whom, by their places.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub checked: Checked,
    /// Of each row.
    pub documents: Vec<Vec<usize>>,
    /// Nobody's.
    pub unclaimed: Vec<usize>,
    /// LSPs of other installations that may know the numbers of rows that are `not_found`, by their ids.
    pub elsewhere: Vec<MayKnow>,
}

/// Who asks, as the door knows her.
pub trait Asker: Sync {
    /// A turn among all who have tokens judged, for as long as it is held.
    type Turn: Send;

    /// Waits for a turn; none where the service is too busy.
    fn turn(&self) -> impl Future<Output = Option<Self::Turn>> + Send;

    /// Rows that may name a number alone.
    fn most_numbers(&self) -> usize {
        NUMBERS_WITHOUT_ACCOUNT
    }

    /// The employer that asks, who may have NIK compared; nobody without an account.
    fn employer(&self) -> Option<&Asking> {
        None
    }

    /// Takes what a look-up by number costs; whether it could be taken.
    fn pays(&self) -> bool;

    /// Takes what a look-up costs more that found nothing, or not whom it named.
    fn missed(&self);

    /// Hears of a verdict, and of the token that it is about where there was one.
    fn hears(&self, verdict: &Verdict, token: Option<&str>);
}

/// Why a list was not checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error("too many questions at once")]
    Busy,
    #[error("there are no records to look numbers up in")]
    NoNumbers,
    #[error(transparent)]
    Office(#[from] Error),
    #[error("the thread that judges ended early")]
    Thread,
    #[error("more than {most} rows name a number alone")]
    TooManyNumbers { most: usize },
}

/// Checks a list. A service without records has no `office`.
///
/// # Errors
/// Too many rows name a number alone, or one does where there are no records; the service is busy, or the database does
/// not answer.
pub async fn check(
    office: Option<&Office>,
    lists: &Arc<Snapshot>,
    to_check: ToCheck,
    asker: &impl Asker,
    now: Timestamp,
) -> Result<Outcome, CheckError> {
    let ToCheck { workers, documents, tokens, until } = to_check;
    if workers.is_empty() {
        return Ok(each_document(documents, until, now));
    }
    let by_number = workers.iter().filter(|worker| matches!(worker.certificate, Claimed::Number(_))).count();
    if by_number > asker.most_numbers() {
        return Err(CheckError::TooManyNumbers { most: asker.most_numbers() });
    }
    if by_number > 0 && office.is_none() {
        return Err(CheckError::NoNumbers);
    }
    let mut niks = Niks::new(office, asker.employer());
    let token = |document: usize| tokens.get(document).cloned().flatten().unwrap_or_default();
    let beside = Beside::by_name(&workers, &documents);
    let rivals = if niks.may_ask() { beside.questions() } else { Vec::new() };
    let places: Vec<_> = rivals.iter().map(|question| (question.row, question.document)).collect();
    let with_token = |question: NikQuestion| {
        let bytes = token(question.document);
        (question, bytes)
    };
    let rivals: Vec<_> = rivals.into_iter().map(with_token).collect();
    let told: HashMap<_, _> = places.into_iter().zip(niks.said(&rivals).await?).collect();
    let said = |row, document| told.get(&(row, document)).copied().unwrap_or_default();
    let Settled { hers, unclaimed } = beside.settle(said);
    let asked = Asked::at(now);
    let mut by_token = looked::tokens(&workers, lists, asker, asked).await?;
    if let Some(office) = office {
        looked::add_fates(office, by_token.values_mut(), lists).await;
    }
    let mut numbers = looked::Numbers::new(office, lists, asker, asked);
    let (mut rows, mut of_rows) = (Vec::with_capacity(workers.len()), Vec::with_capacity(workers.len()));
    for ((place, worker), hers) in workers.into_iter().enumerate().zip(hers) {
        let (looked, of_row) = match (hers, by_token.remove(&place)) {
            (_, Some(verdict)) => (Looked::Token(Box::new(Judged::by_bytes(verdict))), Vec::new()),
            (Some(hers), None) => {
                let looked = hers.looked(&documents);
                (looked, if let Hers::Documents(places) = hers { places } else { Vec::new() })
            }
            (None, None) => (numbers.looked(&worker).await?, Vec::new()),
        };
        rows.push(Row { worker, looked });
        of_rows.push(of_row);
    }
    if niks.may_ask() {
        let with_token = |question: NikQuestion| {
            let bytes = match (of_rows[question.row].get(question.document), &rows[question.row].worker.certificate) {
                (Some(place), _) => token(*place),
                (None, Claimed::Token(text)) => spelling::read(text).map_or_else(|_| Vec::new(), |spelt| spelt.bytes),
                (None, Claimed::Nothing | Claimed::Number(_)) => Vec::new(),
            };
            (question, bytes)
        };
        let questions: Vec<_> = nik_questions(&rows, until).into_iter().map(with_token).collect();
        for ((question, _), said) in questions.iter().zip(niks.said(&questions).await?) {
            rows[question.row].tell(question.document, said);
        }
    }
    let elsewhere = numbers.elsewhere();
    Ok(Outcome { checked: answers(rows, until, now), documents: of_rows, unclaimed, elsewhere })
}

/// A row for each document, in their order.
fn each_document(documents: Vec<Verdict>, until: Until, now: Timestamp) -> Outcome {
    let of_rows = (0..documents.len()).map(|place| vec![place]).collect();
    let row = |(row, verdict)| {
        let worker = Worker { row, certificate: Claimed::Nothing, name: None, nik: None, scheme: None, job: None };
        Row { worker, looked: Looked::Token(Box::new(Judged::by_bytes(verdict))) }
    };
    let rows = (1..).zip(documents).map(row).collect();
    Outcome { checked: answers(rows, until, now), documents: of_rows, unclaimed: Vec::new(), elsewhere: Vec::new() }
}
