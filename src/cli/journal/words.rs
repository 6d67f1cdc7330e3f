//! A journal's entries, and what tables say otherwise, in words and for programs.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::cli::failure::{self, InWords as _};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::office::held::{Counter, Difference};
use crate::store::{Subject, WrittenEntry};
use crate::words::{Lang, key, say};

pub(super) fn in_json(lsp: &LspId, entry: &WrittenEntry) -> Value {
    let subject = entry.subject.as_ref().map(Subject::words).map(|(kind, name)| json!({ "kind": kind, "name": name }));
    json!({
        "lsp": lsp, "seq": entry.seq, "at": entry.at, "act": entry.act.as_str(), "actor": entry.actor,
        "approved_by": entry.approved_by, "subject": subject, "body": entry.body, "hash": entry.hash,
    })
}

/// An entry as a line; its body as it stands in the journal.
pub(super) fn line(lsp: &LspId, entry: &WrittenEntry, lang: Lang) -> String {
    let WrittenEntry { seq, at, actor, approved_by, subject, body, .. } = entry;
    let approved = approved_by.as_ref().map_or_else(String::new, |by| format!(" + {by}"));
    let subject = subject.as_ref().map_or_else(String::new, |subject| format!("{}  ", subject_words(subject, lang)));
    format!("{lsp} {seq}  {at}  {actor}{approved}  {}  {subject}{body}", act(&entry.act, lang))
}

/// What was done; an act of later programs by its own word.
pub(in crate::cli) fn act(act: &Act, lang: Lang) -> Cow<'_, str> {
    let word = match act {
        Act::Account => key!("cli-act-account"),
        Act::Alarm => key!("cli-act-alarm"),
        Act::Approve => key!("cli-act-approve"),
        Act::Blanko => key!("cli-act-blanko"),
        Act::Clock => key!("cli-act-clock"),
        Act::HandOut => key!("cli-act-hand-out"),
        Act::Issue => key!("cli-act-issue"),
        Act::KeyCompromised => key!("cli-act-key-compromised"),
        Act::KeyNew => key!("cli-act-key-new"),
        Act::KeyRetire => key!("cli-act-key-retire"),
        Act::Lapse => key!("cli-act-lapse"),
        Act::Lsp => key!("cli-act-lsp"),
        Act::Recover => key!("cli-act-recover"),
        Act::Reinstate => key!("cli-act-reinstate"),
        Act::Repair => key!("cli-act-repair"),
        Act::Replace => key!("cli-act-replace"),
        Act::Revoke => key!("cli-act-revoke"),
        Act::SendBack => key!("cli-act-send-back"),
        Act::SignIn => key!("cli-act-sign-in"),
        Act::SignOut => key!("cli-act-sign-out"),
        Act::Suspend => key!("cli-act-suspend"),
        Act::Withdraw => key!("cli-act-withdraw"),
        Act::Unknown(word) => return Cow::Borrowed(word),
    };
    word.say(lang)
}

fn subject_words(subject: &Subject, lang: Lang) -> Cow<'_, str> {
    match subject {
        Subject::Account(id) => say!(lang, "cli-subject-account", id = id.to_string()),
        Subject::Certificate(number) => say!(lang, "cli-subject-certificate", number),
        Subject::Key(kid) => say!(lang, "cli-subject-key", kid = kid.to_string()),
        Subject::Lsp(id) => say!(lang, "cli-subject-lsp", id),
        Subject::Request(id) => say!(lang, "cli-subject-request", id = id.to_string()),
        Subject::Roster(sha256) => say!(lang, "cli-subject-roster", sha256),
        Subject::Unknown { kind, name } => Cow::Owned(format!("{kind} {name}")),
    }
}

pub(super) fn difference_json(one: &Difference) -> Value {
    match one {
        Difference::Altered { number } => json!({ "what": "altered", "number": number }),
        Difference::Counter { counter: Counter::Places, table, journal } => {
            json!({ "what": "counter", "kind": "place", "table": table, "journal": journal })
        }
        Difference::Counter { counter: Counter::Sequence(kind, scope), table, journal } => {
            json!({ "what": "counter", "kind": kind, "scope": scope, "table": table, "journal": journal })
        }
        Difference::Key { kid, table, journal } => {
            json!({ "what": "key", "kid": kid, "table": table.as_str(), "journal": journal.as_str() })
        }
        Difference::KeyTerms { kid } => json!({ "what": "key_terms", "kid": kid }),
        Difference::KeyUnknown { kid } => json!({ "what": "key_unknown", "kid": kid }),
        Difference::Missing { entry, issued, found } => {
            json!({ "what": "missing", "entry": entry, "issued": issued, "found": found })
        }
        Difference::Repointed(what) => json!({ "what": "repointed", "which": what.in_words(Lang::En) }),
        Difference::Slipped { number, .. } => json!({ "what": "slipped", "number": number }),
        Difference::State { number, table, journal, .. } => {
            json!({ "what": "state", "number": number, "table": table, "journal": journal })
        }
    }
}

pub(super) fn difference_words(one: &Difference, lang: Lang) -> Cow<'static, str> {
    match one {
        Difference::Altered { number } => say!(lang, "cli-journal-altered", number),
        Difference::Counter { counter: Counter::Places, table, journal } => {
            say!(lang, "cli-journal-counter-places", table, journal)
        }
        Difference::Counter { counter: Counter::Sequence(kind, scope), table, journal } => {
            say!(lang, "cli-journal-counter", kind, scope, table, journal)
        }
        Difference::Key { kid, table, journal } => {
            say!(
                lang,
                "cli-journal-key",
                kid = kid.to_string(),
                table = failure::key_state(*table, lang),
                journal = failure::key_state(*journal, lang)
            )
        }
        Difference::KeyTerms { kid } => say!(lang, "cli-journal-key-terms", kid = kid.to_string()),
        Difference::KeyUnknown { kid } => say!(lang, "cli-journal-key-unknown", kid = kid.to_string()),
        Difference::Missing { entry, issued, found } => say!(lang, "cli-journal-missing", entry, issued, found),
        Difference::Repointed(what) => say!(lang, "cli-journal-repointed", what = what.in_words(lang)),
        Difference::Slipped { number, .. } => say!(lang, "cli-journal-slipped", number),
        Difference::State { number, table, journal, .. } => {
            let (table, journal) = (failure::state(*table, lang), failure::state(*journal, lang));
            say!(lang, "cli-journal-state", number, table, journal)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_have_words_in_both_languages_and_those_of_later_programs_their_own() {
        assert_eq!(act(&Act::KeyCompromised, Lang::En), "key compromised");
        assert_eq!(act(&Act::KeyCompromised, Lang::Id), "kunci dinyatakan dicuri");
        assert_eq!(act(&Act::Unknown("erase".to_owned()), Lang::Id), "erase");
    }
}
