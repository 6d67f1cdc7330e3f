//! What is told of an entry of the journal, on pages and in files alike.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::{certificate, people, request};
use crate::domain::account::{AccountId, SignInName};
use crate::domain::request::Kind;
use crate::domain::status::Change;
use crate::office::jobs::Fault;
use crate::store::{Subject, WrittenEntry};
use crate::words::{Lang, say, when};

/// The LSP's people, by whom a journal numbers.
pub type Staff = BTreeMap<AccountId, SignInName>;

/// The kind of subject, and which one; an account by the name that it signs in by.
#[must_use]
pub fn named(subject: &Subject, staff: &Staff) -> (String, String) {
    let (kind, name) = subject.words();
    let name = match subject {
        Subject::Account(id) => staff.get(id).map_or(name, ToString::to_string),
        _ => name,
    };
    (kind.to_owned(), name)
}

/// A value of an entry's body, in words.
type Words = fn(Lang, String) -> Cow<'static, str>;

/// What an entry tells beside who, what and to what. What somebody wrote in words of her own is left out: it may name
/// a person.
#[must_use]
pub fn details(entry: &WrittenEntry, lang: Lang) -> String {
    let body = &entry.body;
    let text = |name: &str| match &body[name] {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(words) if !words.is_empty() && words.iter().all(Value::is_string) => {
            Some(words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    };
    let known: [(&str, Words); 12] = [
        ("issued", |lang, value| say!(lang, "office-records-detail-issued", value)),
        ("recorded", |lang, value| say!(lang, "office-records-detail-recorded", value)),
        ("issued_on", |lang, value| say!(lang, "office-records-detail-issued-on", value = day(value, lang))),
        ("size", |lang, value| say!(lang, "office-records-detail-size", value)),
        ("kind", |lang, value| say!(lang, "office-records-detail-kind", value = kind(&value, lang))),
        ("reason", |lang, value| say!(lang, "office-records-detail-reason", value = reason(value, lang))),
        ("successor", |lang, value| say!(lang, "office-records-detail-successor", value)),
        ("fault", |lang, value| say!(lang, "office-records-detail-fault", value = fault(&value, lang))),
        ("roles", |lang, value| say!(lang, "office-records-detail-roles", value = roles(&value, lang))),
        ("entries", |lang, value| say!(lang, "office-records-detail-entries", value)),
        ("holders", |lang, value| say!(lang, "office-records-detail-holders", value)),
        ("until", |lang, value| say!(lang, "office-records-detail-until", value = day(value, lang))),
    ];
    let told = known.into_iter().filter_map(|(name, words)| Some(words(lang, text(name)?).into_owned()));
    told.collect::<Vec<_>>().join(" · ")
}

/// A day as people write it; what is none as it stands.
fn day(text: String, lang: Lang) -> String {
    text.parse().map_or(text, |day| when::day(day, lang))
}

/// Why a status was changed; a reason of later programs by its own word. No word is a reason of both kinds.
fn reason(word: String, lang: Lang) -> Cow<'static, str> {
    let revoked = word.parse().map(Change::Revoke);
    let change = revoked.or_else(|_| word.parse().map(Change::Suspend)).ok();
    match change.and_then(|change| certificate::reason(change, lang)) {
        Some(words) => words,
        None => word.into(),
    }
}

/// Roles by their names, as they stand in a body; one of later programs by its own word.
fn roles(words: &str, lang: Lang) -> String {
    let name = |word: &str| word.parse().map_or_else(|_| word.to_owned(), |role| people::role(role, lang).into_owned());
    words.split(", ").map(name).collect::<Vec<_>>().join(", ")
}

/// What was asked for; a kind of later programs by its own word.
fn kind(word: &str, lang: Lang) -> String {
    Kind::from_word(word).map_or_else(|| word.to_owned(), |kind| request::kind(kind, lang).into_owned())
}

fn fault(word: &str, lang: Lang) -> Cow<'static, str> {
    request::fault(Fault::from_word(word), lang)
}

/// The address that whoever did it came from.
#[must_use]
pub fn from(entry: &WrittenEntry) -> Option<String> {
    entry.body["from"].as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::Role;

    #[test]
    fn what_programs_write_stands_in_words_and_what_later_ones_write_as_it_is() {
        let reasons = ["misuse", "fraud", "boredom"].map(|word| reason(word.to_owned(), Lang::En).into_owned());
        assert!(reasons[0] != "misuse" && reasons[1] != "fraud" && reasons[2] == "boredom", "{reasons:?}");
        assert_eq!(
            roles("administrator, dancer", Lang::Id),
            format!("{}, dancer", people::role(Role::Administrator, Lang::Id))
        );
    }

    #[test]
    fn no_word_is_a_reason_of_both_kinds() {
        use crate::domain::status::{RevokeReason, SuspendReason};
        assert!(RevokeReason::WORDS.iter().all(|word| word.parse::<SuspendReason>().is_err()));
    }
}
