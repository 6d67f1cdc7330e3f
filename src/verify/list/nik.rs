//! Of which rows a NIK may be compared.
//!
//! A NIK is guessable: district and birth date are often known, and the serial is small. So it is compared only for a row
//! that carries the certificate itself, only where everything before it in the order of answers holds, and not at all
//! where the list names more NIK for one certificate than one may try: a list of ten thousand NIK and one certificate
//! learns nothing.

use std::collections::{HashMap, HashSet};

use super::answer::AnswerWord;
use super::judge::but_for_the_nik;
use super::{Judged, Looked, NikSaid, Row, Until};
use crate::domain::holder::Nik;
use crate::domain::issuer::LspId;
use crate::verify::Verdict;

/// NIK that a list may name for one certificate, and that an employer may try.
pub const TRIES: usize = 5;

/// Whether a NIK is that of a certificate's holder, for the certificate's LSP to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NikQuestion {
    /// Which of the rows asks, from 0.
    pub row: usize,
    /// Which of its documents, from 0; 0 for the token of a row. Before it is told whose they are, which of them all.
    pub document: usize,
    pub lsp: LspId,
    /// The certificate's.
    pub number: String,
    pub nik: Nik,
}

/// What is to be asked before [`super::answers`], for who may ask it; [`Row::tell`] takes what is said. The same NIK of the
/// same certificate may be asked several times here: ask it once.
#[must_use]
pub fn nik_questions(rows: &[Row], until: Until) -> Vec<NikQuestion> {
    let questions = rows.iter().enumerate().flat_map(|(row, asks)| of_row(row, asks, until)).collect();
    within_tries(questions)
}

/// Leaves out what asks about a certificate for which more NIK are named than one may try.
pub(super) fn within_tries(questions: Vec<NikQuestion>) -> Vec<NikQuestion> {
    let mut named: HashMap<(&LspId, &str), HashSet<&Nik>> = HashMap::new();
    for question in &questions {
        named.entry((&question.lsp, question.number.as_str())).or_default().insert(&question.nik);
    }
    let is_within = |question: &NikQuestion| named[&(&question.lsp, question.number.as_str())].len() <= TRIES;
    let within: Vec<bool> = questions.iter().map(is_within).collect();
    questions.into_iter().zip(within).filter_map(|(question, within)| within.then_some(question)).collect()
}

fn of_row(row: usize, asks: &Row, until: Until) -> impl Iterator<Item = NikQuestion> {
    let judged: &[Judged] = match &asks.looked {
        Looked::Documents(documents) => documents,
        Looked::Token(judged) => std::slice::from_ref(judged.as_ref()),
        Looked::Not(_) | Looked::Number(_) => &[],
    };
    let nik = asks.worker.nik.as_ref();
    judged.iter().enumerate().filter_map(move |(document, Judged { verdict, .. })| {
        let matters = || but_for_the_nik(&asks.worker, verdict, until).word() > AnswerWord::NikDiffers;
        let nik = nik.filter(|_| matters())?;
        question(row, document, verdict, nik)
    })
}

/// None where the bytes prove no certificate.
pub(super) fn question(row: usize, document: usize, verdict: &Verdict, nik: &Nik) -> Option<NikQuestion> {
    let (issuer, shown) = (verdict.issuer.as_ref()?, verdict.certificate.as_ref()?);
    Some(NikQuestion { row, document, lsp: issuer.id.clone(), number: shown.number.clone(), nik: nik.clone() })
}

impl Row {
    /// Takes what the LSP said of the row's NIK and one of its documents.
    pub fn tell(&mut self, document: usize, said: NikSaid) {
        let judged = match &mut self.looked {
            Looked::Documents(documents) => documents.get_mut(document),
            Looked::Token(judged) if document == 0 => Some(judged.as_mut()),
            Looked::Not(_) | Looked::Number(_) | Looked::Token(_) => None,
        };
        if let Some(judged) = judged {
            judged.nik = said;
        }
    }
}
