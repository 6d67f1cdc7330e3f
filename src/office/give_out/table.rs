//! What is kept about a holder as lines, for her to read: on a page, and in a file.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{GivenAssessment, GivenCertificate, GivenOut};
use crate::domain::act::Act;
use crate::domain::assessment::Decision;
use crate::domain::issuer::Lsp;
use crate::domain::status::State;
use crate::office::register::{self, Kind, RegisterError};
use crate::words::{Lang, acts, say, status, when};

/// What is kept of her, of one assessment, of one certificate.
pub struct Part {
    pub name: String,
    /// What each thing is, and what it says.
    pub lines: Vec<(String, String)>,
}

/// Everything that is kept about a holder, part by part.
#[must_use]
pub fn parts(given: &GivenOut, lsp: &Lsp, lang: Lang) -> Vec<Part> {
    let mut own = vec![
        (say!(lang, "office-records-given-nik").into_owned(), given.nik.clone()),
        (say!(lang, "office-records-given-lsp").into_owned(), given.lsp_name.clone()),
        (say!(lang, "office-records-given-at").into_owned(), moment(given.given_at, lsp, lang)),
    ];
    if given.left_out > 0 {
        own.push((
            say!(lang, "office-records-given-left-out").into_owned(),
            say!(lang, "office-records-given-corrected", count = given.left_out).into_owned(),
        ));
    }
    if given.altered > 0 {
        own.push((
            say!(lang, "office-records-given-left-out").into_owned(),
            say!(lang, "office-records-given-altered", count = given.altered).into_owned(),
        ));
    }
    let mut parts = vec![Part { name: say!(lang, "office-records-given-person").into_owned(), lines: own }];
    for assessment in &given.assessments {
        parts.push(of_assessment(assessment, lsp, lang));
        parts.extend(assessment.certificates.iter().map(|one| of_certificate(one, lsp, lang)));
    }
    parts
}

fn of_assessment(one: &GivenAssessment, lsp: &Lsp, lang: Lang) -> Part {
    let decision = match Decision::from_word(one.decision) {
        Some(Decision::Competent) => say!(lang, "office-records-k"),
        Some(Decision::NotYetCompetent) => say!(lang, "office-records-bk"),
        Some(Decision::Absent) | None => say!(lang, "office-records-absent"),
    };
    let mut lines = vec![
        (say!(lang, "office-records-given-name"), one.name.clone()),
        (say!(lang, "office-records-scheme"), one.scheme.clone()),
        (say!(lang, "office-records-given-tested"), one.tested_on.clone().unwrap_or_else(|| "–".to_owned())),
        (say!(lang, "office-records-given-decision"), decision.into_owned()),
        (say!(lang, "office-records-given-recorded"), moment(one.recorded_at, lsp, lang)),
    ];
    if one.erased {
        lines.push((
            say!(lang, "office-records-given-particulars"),
            say!(lang, "office-records-given-erased").into_owned(),
        ));
    }
    let particulars = one.particulars.iter().filter(|(_, value)| !value.is_empty());
    lines.extend(particulars.map(|(column, value)| (Cow::Owned(column.clone()), value.clone())));
    let name = say!(lang, "office-records-given-assessment", scheme = one.scheme.as_str()).into_owned();
    Part { name, lines: lines.into_iter().map(|(what, value)| (what.into_owned(), value)).collect() }
}

fn of_certificate(one: &GivenCertificate, lsp: &Lsp, lang: Lang) -> Part {
    let state = State::from_word(one.state).map(|state| status::state(state).say(lang).into_owned());
    let mut lines = vec![
        (say!(lang, "office-records-given-name"), one.name.clone()),
        (say!(lang, "office-records-given-registration"), one.registration.clone()),
        (say!(lang, "office-records-given-blanko"), one.blanko.clone().unwrap_or_else(|| "–".to_owned())),
        (say!(lang, "office-records-issued"), one.issued_on.clone()),
        (say!(lang, "office-records-until"), one.valid_until.clone()),
        (say!(lang, "office-records-state"), state.unwrap_or_else(|| one.state.to_owned())),
    ];
    if one.photo {
        lines
            .push((say!(lang, "office-records-given-photo"), say!(lang, "office-records-given-on-sheet").into_owned()));
    }
    let acts = one.history.iter().map(|act| {
        let word = Act::from_word(&act.act);
        (Cow::Owned(acts::act(&word, lang).into_owned()), moment(act.at, lsp, lang))
    });
    lines.extend(acts);
    let name = say!(lang, "office-records-given-certificate", number = one.number.as_str()).into_owned();
    Part { name, lines: lines.into_iter().map(|(what, value)| (what.into_owned(), value)).collect() }
}

fn moment(instant: Timestamp, lsp: &Lsp, lang: Lang) -> String {
    when::moment(instant, lsp.time_zone.rules(), lang)
}

/// The lines as a workbook: what each belongs to, what it is, and what it says.
///
/// # Errors
/// The workbook cannot be written.
pub fn given_table(given: &GivenOut, lsp: &Lsp, lang: Lang) -> Result<Vec<u8>, RegisterError> {
    let headings = [
        say!(lang, "office-records-given-of"),
        say!(lang, "office-records-given-what"),
        say!(lang, "office-records-given-value"),
    ]
    .map(Cow::into_owned);
    let of = |part: Part| part.lines.into_iter().map(move |(what, value)| [part.name.clone(), what, value]);
    register::file(Kind::Xlsx, headings, parts(given, lsp, lang).into_iter().flat_map(of))
}
