//! What looking the journal through came to.

use std::borrow::Cow;

use askama::Template;

use super::super::{Frame, said};
use super::here;
use crate::domain::issuer::Lsp;
use crate::office::in_words::journal as journal_words;
use crate::office::journal::check::Check;
use crate::words::say;

#[derive(Template)]
#[template(path = "office/journal-check.html")]
pub(super) struct CheckPage {
    frame: Frame,
    pub(super) fault: Option<Cow<'static, str>>,
    here: String,
    running: bool,
    well: Option<Cow<'static, str>>,
    /// What is wrong.
    wrong: Vec<Cow<'static, str>>,
    /// How much more is wrong than is shown.
    more: usize,
    mendable: bool,
    lines: Vec<Cow<'static, str>>,
    has_head: bool,
}

/// Differences that are shown.
const MOST: usize = 100;

impl CheckPage {
    pub(super) fn of(frame: Frame, check: Option<Check>, lsp: &Lsp) -> Self {
        let (lang, here) = (frame.lang, here(&lsp.id));
        let mut page = Self {
            frame,
            fault: None,
            here,
            running: false,
            well: None,
            wrong: Vec::new(),
            more: 0,
            mendable: false,
            lines: Vec::new(),
            has_head: false,
        };
        match check {
            None => {}
            Some(Check::Running { since }) => {
                page.running = true;
                page.lines.push(say!(lang, "office-records-check-since", moment = said::moment(since, lsp, lang)));
            }
            Some(Check::Failed) => page.wrong.push(say!(lang, "office-records-check-failed")),
            Some(Check::Done { at, against, checked }) => {
                page.lines.push(say!(lang, "office-records-check-done", moment = said::moment(at, lsp, lang)));
                let against = against.map(|at| said::moment(at, lsp, lang));
                page.lines.extend(against.map(|moment| say!(lang, "office-records-check-against", moment)));
                match &checked.outcome {
                    Ok(head) => {
                        page.has_head = true;
                        let (entries, hash) = (head.entries, head.hash.get(..16).unwrap_or_default());
                        page.lines.push(say!(lang, "office-records-check-head", entries, hash));
                    }
                    Err(fault) => {
                        let fault = journal_words::fault(fault, lang);
                        page.wrong.push(say!(lang, "office-records-check-broken", fault));
                    }
                }
                page.mendable = checked.differences.iter().any(crate::office::held::Difference::is_mendable);
                page.more = checked.differences.len().saturating_sub(MOST);
                let differences = checked.differences.iter().take(MOST);
                page.wrong.extend(differences.map(|one| journal_words::difference(one, lang)));
                page.well = checked.is_well().then(|| say!(lang, "office-records-check-well"));
            }
        }
        page
    }
}
