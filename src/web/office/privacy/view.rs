//! Personal data: what is due to be erased, and what is kept about one holder, line by line.

use std::borrow::Cow;

use askama::Template;

use super::super::{Frame, said};
use crate::domain::account::Role;
use crate::domain::issuer::Lsp;
use crate::office::erasure::Due;
use crate::office::give_out::{GivenOut, Part, parts};
use crate::words::say;

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
