//! A journal's entries, and what tables say otherwise, in words and for programs.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::cli::failure::InWords as _;
use crate::domain::issuer::LspId;
use crate::office::held::{Counter, Difference};
use crate::office::journal::read::{Subject, WrittenEntry};
use crate::words::{Lang, acts, when};

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
    format!(
        "{lsp} {seq}  {}  {actor}{approved}  {}  {subject}{body}",
        when::sorted(*at, &when::jakarta()),
        acts::act(&entry.act, lang)
    )
}

fn subject_words(subject: &Subject, lang: Lang) -> Cow<'static, str> {
    let (kind, name) = subject.words();
    acts::subject(kind, &name, lang)
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
        Difference::Sheet { serial } => json!({ "what": "sheet", "serial": serial }),
        Difference::Slipped { number, .. } => json!({ "what": "slipped", "number": number }),
        Difference::State { number, table, journal, .. } => {
            json!({ "what": "state", "number": number, "table": table, "journal": journal })
        }
    }
}
