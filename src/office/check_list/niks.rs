//! NIK in the rows of a list, held against the certificates that the rows carry: for an employer, by the very act of its
//! page, within its limits and in its LSP's journal. For anybody else nothing is compared.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::holder::Nik;
use crate::domain::issuer::LspId;
use crate::office::accounts::{AccountError, Asking};
use crate::office::employers::{Answered, EmployerError, Matched, NikAsked, niks_are_of};
use crate::office::{Error, Office};
use crate::verify::list::{NikQuestion, NikRefused, NikSaid};

/// Who asks, and what was said already: rows of one person ask the same.
pub(super) struct Niks<'a> {
    asks: Option<(&'a Office, &'a Asking)>,
    said: HashMap<(LspId, String, Nik), NikSaid>,
}

impl<'a> Niks<'a> {
    pub(super) fn new(office: Option<&'a Office>, asking: Option<&'a Asking>) -> Self {
        Self { asks: office.zip(asking), said: HashMap::new() }
    }

    /// Whether there is somebody who may ask.
    pub(super) fn may_ask(&self) -> bool {
        self.asks.is_some()
    }

    /// What is said to each question, in their order; with each the bytes that its certificate was judged by.
    pub(super) async fn said(&mut self, questions: &[(NikQuestion, Vec<u8>)]) -> Result<Vec<NikSaid>, Error> {
        let Some((office, asking)) = self.asks else { return Ok(vec![NikSaid::NotTold; questions.len()]) };
        let mut asked: Vec<&(NikQuestion, Vec<u8>)> = Vec::new();
        for one in questions {
            if let Entry::Vacant(unasked) = self.said.entry(key(&one.0)) {
                // Until it is answered.
                unasked.insert(NikSaid::Refused(NikRefused::Untold));
                asked.push(one);
            }
        }
        let niks = asked.iter().map(|(question, token)| {
            let NikQuestion { lsp, number, nik, .. } = question;
            NikAsked { lsp, number, token, nik }
        });
        let answers = niks_are_of(office, asking, &niks.collect::<Vec<_>>()).await.map_err(failed)?;
        for ((question, _), answer) in asked.into_iter().zip(answers) {
            let is_own = question.lsp == *asking.customer().lsp();
            self.said.insert(key(question), said(answer, is_own)?);
        }
        Ok(questions.iter().map(|(question, _)| self.said.get(&key(question)).copied().unwrap_or_default()).collect())
    }
}

fn key(question: &NikQuestion) -> (LspId, String, Nik) {
    (question.lsp.clone(), question.number.clone(), question.nik.clone())
}

/// `is_own`: the LSP of the employer's account issued the certificate.
fn said(answer: Result<Answered, EmployerError>, is_own: bool) -> Result<NikSaid, Error> {
    Ok(match answer {
        Ok(Answered { said: Matched::Differs, .. }) => NikSaid::Differs,
        Ok(Answered { said: Matched::Same, .. }) => NikSaid::Same,
        Ok(Answered { said: Matched::Untold, .. }) => NikSaid::Refused(NikRefused::Untold),
        Err(EmployerError::Day { .. }) => NikSaid::Refused(NikRefused::AllowanceUsed),
        Err(EmployerError::Spent | EmployerError::TooSoon(_)) => NikSaid::Refused(NikRefused::TriesUsed),
        Err(EmployerError::NotIssued) if is_own => NikSaid::Refused(NikRefused::Untold),
        Err(EmployerError::NotIssued) => NikSaid::Refused(NikRefused::Elsewhere),
        Err(error) => return Err(failed(error)),
    })
}

/// Who was an employer when the list came in and is none any more is refused as for any other cause.
fn failed(error: EmployerError) -> Error {
    match error {
        EmployerError::Office(cause) | EmployerError::Account(AccountError::Office(cause)) => cause,
        _ => Error::Gone,
    }
}
