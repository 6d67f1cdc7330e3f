//! What is wrong with a journal, and what tables say otherwise, in words: for the command line and for the office's pages.

use std::borrow::Cow;

use crate::office::held::{Counter, Difference};
use crate::office::journal::Fault;
use crate::office::told::lsp::Repointed;
use crate::seal::trust_list::KeyState;
use crate::words::status::state;
use crate::words::{Lang, key, say};

/// What is wrong with a journal.
#[must_use]
pub fn fault(fault: &Fault, lang: Lang) -> Cow<'static, str> {
    match fault {
        Fault::Broken(entry) => say!(lang, "journal-fault-broken", entry),
        Fault::Gone(entries) => say!(lang, "journal-fault-gone", entries),
        Fault::Lost(number) => say!(lang, "journal-fault-lost", number),
        Fault::Rewritten(entry) => say!(lang, "journal-fault-rewritten", entry),
        Fault::Shorter { entries, saved } => say!(lang, "journal-fault-shorter", entries, saved),
    }
}

/// What a table says otherwise.
#[must_use]
pub fn difference(one: &Difference, lang: Lang) -> Cow<'static, str> {
    match one {
        Difference::Altered { number } => say!(lang, "journal-table-altered", number),
        Difference::Counter { counter: Counter::Places, table, journal } => {
            say!(lang, "journal-table-counter-places", table, journal)
        }
        Difference::Counter { counter: Counter::Sequence(kind, scope), table, journal } => {
            say!(lang, "journal-table-counter", kind, scope, table, journal)
        }
        Difference::Key { kid, table, journal } => {
            let (table, journal) = (key_state(*table, lang), key_state(*journal, lang));
            say!(lang, "journal-table-key", kid = kid.to_string(), table, journal)
        }
        Difference::KeyTerms { kid } => say!(lang, "journal-table-key-terms", kid = kid.to_string()),
        Difference::KeyUnknown { kid } => say!(lang, "journal-table-key-unknown", kid = kid.to_string()),
        Difference::Missing { entry, issued, found } => say!(lang, "journal-table-missing", entry, issued, found),
        Difference::Repointed(what) => say!(lang, "journal-table-repointed", what = repointed(what, lang)),
        Difference::Sheet { serial } => {
            say!(lang, "journal-table-sheet", serial = serial.as_deref().unwrap_or("?"))
        }
        Difference::Slipped { number, .. } => say!(lang, "journal-table-slipped", number),
        Difference::State { number, table, journal, .. } => {
            let (table, journal) = (state(*table).say(lang), state(*journal).say(lang));
            say!(lang, "journal-table-state", number, table, journal)
        }
    }
}

/// What points elsewhere.
#[must_use]
pub fn repointed(what: &Repointed, lang: Lang) -> Cow<'static, str> {
    match what {
        Repointed::Form => say!(lang, "failure-repointed-form"),
        Repointed::FormerSite => say!(lang, "failure-repointed-former-site"),
        Repointed::Particulars => say!(lang, "failure-repointed-particulars"),
        Repointed::Scheme(code) => say!(lang, "failure-repointed-scheme", code),
    }
}

/// The word for a key's state.
#[must_use]
pub fn key_state(state: KeyState, lang: Lang) -> Cow<'static, str> {
    let word = match state {
        KeyState::Active => key!("failure-key-state-active"),
        KeyState::Compromised(_) => key!("failure-key-state-compromised"),
        KeyState::Retired => key!("failure-key-state-retired"),
        KeyState::Unknown => key!("failure-key-state-other"),
    };
    word.say(lang)
}
