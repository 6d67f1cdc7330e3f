//! What a trust list says otherwise than the one before it, in plain words.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::issuer::LspId;
use crate::seal::trust_list::difference::{Change, Difference};
use crate::seal::trust_list::signed::StateWord;
use crate::words::{Lang, Said, Value, key, say};

/// A line for each difference; beneath what reopens the past, how it is allowed.
pub(super) fn lines(differences: &[Difference], lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for difference in differences {
        let sentence = sentence(difference, lang);
        match difference.name() {
            Some(name) => {
                lines.push(format!("! {sentence}"));
                lines.push(format!("    {}", say!(lang, "cli-diff-reopens", name = name.to_string())));
            }
            None => lines.push(format!("  {sentence}")),
        }
    }
    lines
}

fn sentence(difference: &Difference, lang: Lang) -> Cow<'static, str> {
    match &difference.lsp {
        Some(lsp) => of_lsp(lsp, &difference.change, lang),
        None => of_list(&difference.change, lang),
    }
}

/// Of the list as a whole.
fn of_list(change: &Change, lang: Lang) -> Cow<'static, str> {
    match change {
        Change::Notice { now: Some(notice) } => say!(lang, "cli-diff-notice", notice),
        Change::RootBack { kid } => say!(lang, "cli-diff-root-back", kid = kid.to_string()),
        Change::RootWithdrawn { kid } => say!(lang, "cli-diff-root-withdrawn", kid = kid.to_string()),
        // Nothing else concerns the list as a whole.
        _ => key!("cli-diff-no-notice").say(lang),
    }
}

fn of_lsp(lsp: &LspId, change: &Change, lang: Lang) -> Cow<'static, str> {
    match change {
        Change::Decree { licence, before, now } => say!(lang, "cli-diff-decree", lsp, licence, before, now),
        Change::FormerSiteAdded { site } => say!(lang, "cli-diff-former-site", lsp, site),
        Change::FormerSiteGone { site } => say!(lang, "cli-diff-former-site-gone", lsp, site),
        Change::From { of, before, now } => {
            let (kind, id) = of.words();
            say!(lang, "cli-diff-from", lsp, kind, id, before = Day(*before), now = Day(*now))
        }
        Change::Gone { of } => {
            let (kind, id) = of.words();
            say!(lang, "cli-diff-gone", lsp, kind, id)
        }
        Change::KeyAdded { kid, key_use, state, period } => {
            let (from, until, state) = (Day(period.from), Day(period.until), word(*state));
            say!(lang, "cli-diff-key", lsp, kid = kid.to_string(), use = key_use.as_str(), state, from, until)
        }
        Change::Lists { before, now } => say!(lang, "cli-diff-lists", lsp, before, now),
        Change::LspAdded { name } => say!(lang, "cli-diff-lsp", lsp, name),
        Change::LspGone { name } => say!(lang, "cli-diff-lsp-gone", lsp, name),
        Change::NameEn { before, now } => say!(lang, "cli-diff-name-english", lsp, before, now),
        Change::NameId { before, now } => say!(lang, "cli-diff-name", lsp, before, now),
        Change::PeriodAdded { of, period } => {
            let ((kind, id), from, until) = (of.words(), Day(period.from), Day(period.until));
            say!(lang, "cli-diff-period", lsp, kind, id, from, until)
        }
        Change::PublicHalf { kid } => say!(lang, "cli-diff-public-half", lsp, kid = kid.to_string()),
        Change::Site { before, now } => say!(lang, "cli-diff-site", lsp, before, now),
        Change::Until { of, before, now } => {
            let (kind, id) = of.words();
            say!(lang, "cli-diff-until", lsp, kind, id, before = Day(*before), now = Day(*now))
        }
        Change::Zone { before, now } => say!(lang, "cli-diff-zone", lsp, before, now),
        Change::Honoured { kid, before, now } => {
            let count = |count: &Option<u64>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
            say!(lang, "cli-diff-honoured", lsp, kid = kid.to_string(), before = count(before), now = count(now))
        }
        Change::Since { kid, before, now } => {
            let instant = |second: &Option<i64>| {
                let instant = second.and_then(|second| Timestamp::from_second(second).ok());
                instant.map_or_else(|| "–".to_owned(), |instant| instant.to_string())
            };
            say!(lang, "cli-diff-since", lsp, kid = kid.to_string(), before = instant(before), now = instant(now))
        }
        Change::State { kid, before, now } => {
            say!(lang, "cli-diff-state", lsp, kid = kid.to_string(), before = word(*before), now = word(*now))
        }
        Change::Use { kid, before, now } => {
            say!(lang, "cli-diff-use", lsp, kid = kid.to_string(), before = before.as_str(), now = now.as_str())
        }
        // Those are the list's, not an LSP's.
        Change::Notice { .. } | Change::RootBack { .. } | Change::RootWithdrawn { .. } => of_list(change, lang),
    }
}

/// The state's own word chooses the one that is read.
fn word(state: StateWord) -> &'static str {
    match state {
        StateWord::Active => "active",
        StateWord::Compromised => "compromised",
        StateWord::Retired => "retired",
        StateWord::Unknown => "unknown",
    }
}

/// A day, or none: "open", which chooses the words for a period without an end.
struct Day(Option<Date>);

impl Said for Day {
    fn said(&self, lang: Lang) -> Value<'_> {
        match &self.0 {
            Some(day) => day.said(lang),
            None => "open".said(lang),
        }
    }
}
