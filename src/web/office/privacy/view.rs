//! Personal data: what is due to be erased, and what is kept about one holder, line by line.

use std::borrow::Cow;

use askama::Template;

use super::super::{Frame, said};
use crate::domain::account::Role;
use crate::domain::act::Act;
use crate::domain::assessment::Decision;
use crate::domain::issuer::Lsp;
use crate::domain::status::State;
use crate::office::erasure::Due;
use crate::office::give_out::{GivenAssessment, GivenCertificate, GivenOut};
use crate::words::{Lang, acts, say};

#[derive(Template)]
#[template(path = "office/privacy.html")]
pub(super) struct PrivacyPage {
    frame: Frame,
    here: String,
    pub(super) fault: Option<Cow<'static, str>>,
    pub(super) number: String,
    entries: u64,
    years: u32,
    before: String,
    may_ask: bool,
    may_give: bool,
    may_set: bool,
}

impl PrivacyPage {
    pub(super) fn of(frame: Frame, here: String, due: Due) -> Self {
        let has = |role| frame.place.as_ref().is_some_and(|place| place.roles.has(role));
        Self {
            may_ask: has(Role::Operator),
            may_give: has(Role::Operator) || has(Role::Administrator),
            may_set: has(Role::Administrator),
            entries: due.entries,
            years: due.years,
            before: said::day(due.before, frame.lang),
            fault: None,
            number: String::new(),
            frame,
            here,
        }
    }
}

/// One thing that is kept: what it belongs to, what it is, and what it says.
pub(super) type Row = [String; 3];

pub(super) fn headings(lang: Lang) -> Row {
    [
        say!(lang, "office-records-given-of"),
        say!(lang, "office-records-given-what"),
        say!(lang, "office-records-given-value"),
    ]
    .map(Cow::into_owned)
}

/// Everything that is kept about a holder, in lines.
pub(super) fn rows(given: &GivenOut, lsp: &Lsp, lang: Lang) -> Vec<Row> {
    let mut rows = Vec::new();
    for of in parts(given, lsp, lang) {
        rows.extend(of.lines.into_iter().map(|(what, value)| [of.name.clone(), what, value]));
    }
    rows
}

/// What is kept of her, of one assessment, of one certificate.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) lines: Vec<(String, String)>,
}

fn parts(given: &GivenOut, lsp: &Lsp, lang: Lang) -> Vec<Part> {
    let mut own = vec![
        (say!(lang, "office-records-given-nik").into_owned(), given.nik.clone()),
        (say!(lang, "office-records-given-lsp").into_owned(), given.lsp_name.clone()),
        (say!(lang, "office-records-given-at").into_owned(), said::moment(given.given_at, lsp, lang)),
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
        (say!(lang, "office-records-given-recorded"), said::moment(one.recorded_at, lsp, lang)),
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
    let state = State::from_word(one.state).map(|state| said::status(state, lang).into_owned());
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
        (Cow::Owned(acts::act(&word, lang).into_owned()), said::moment(act.at, lsp, lang))
    });
    lines.extend(acts);
    let name = say!(lang, "office-records-given-certificate", number = one.number.as_str()).into_owned();
    Part { name, lines: lines.into_iter().map(|(what, value)| (what.into_owned(), value)).collect() }
}

#[derive(Template)]
#[template(path = "office/given.html")]
pub(super) struct GivenPage {
    frame: Frame,
    here: String,
    parts: Vec<Part>,
}

impl GivenPage {
    pub(super) fn of(frame: Frame, here: String, given: &GivenOut, lsp: &Lsp) -> Self {
        Self { parts: parts(given, lsp, frame.lang), frame, here }
    }
}
