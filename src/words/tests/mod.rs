//! Both languages say the same things, and exactly those that are asked for.

mod literals;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::{FluentResource, FluentValue};
use jiff::civil::date;

use super::catalogue::ROOMS;
use super::*;

/// A message as it stands in a file: its text, and the arguments it names.
struct Message {
    text: String,
    arguments: BTreeSet<String>,
}

/// The messages of one file by key; a message begins at the start of a line and goes on in indented ones.
fn messages(source: &str) -> BTreeMap<String, Message> {
    let mut found: BTreeMap<String, Message> = BTreeMap::new();
    let mut current = None;
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let (key, text) = match line.split_once(" =") {
            Some((key, text)) if !line.starts_with(' ') => (Some(key.to_owned()), text),
            _ => (None, line),
        };
        if let Some(key) = key {
            let none = Message { text: String::new(), arguments: BTreeSet::new() };
            assert!(found.insert(key.clone(), none).is_none(), "{key} is there twice");
            current = Some(key);
        }
        let Some(message) = current.as_ref().and_then(|key| found.get_mut(key)) else {
            assert!(line.is_empty(), "no message: {line}");
            continue;
        };
        message.text += &format!("{}\n", text.trim());
        let names = text.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
        message.arguments.extend(names.flatten().map(str::to_owned));
    }
    found
}

fn catalogue(lang: Lang) -> BTreeMap<String, Message> {
    ROOMS.iter().flat_map(|room| messages(room.source(lang))).collect()
}

#[test]
fn every_file_parses_and_its_keys_begin_with_its_name() {
    for room in ROOMS {
        for lang in [Lang::En, Lang::Id] {
            let parsed = FluentResource::try_new(room.source(lang).to_owned()).map_err(|(_, faults)| faults);
            let entries = parsed.unwrap_or_else(|faults| panic!("{lang}/{}: {faults:?}", room.name)).entries().count();
            let messages = messages(room.source(lang));
            assert!(messages.len() <= entries && !messages.is_empty(), "{lang}/{}", room.name);
            for key in messages.keys() {
                assert!(
                    key.strip_prefix(room.name).is_some_and(|rest| rest.starts_with('-')),
                    "{lang}/{}: {key}",
                    room.name
                );
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_keys_and_arguments() {
    let (english, indonesian) = (catalogue(Lang::En), catalogue(Lang::Id));
    let keys = |messages: &BTreeMap<String, Message>| messages.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&english), keys(&indonesian));
    for (key, message) in &english {
        assert_eq!(message.arguments, indonesian[key].arguments, "{key}");
    }
}

#[test]
fn every_message_can_be_said() {
    for lang in [Lang::En, Lang::Id] {
        for (key, message) in catalogue(lang) {
            for count in [1_u8, 2] {
                let value = || Value(FluentValue::from(count));
                let arguments: Vec<(&str, Value<'_>)> =
                    message.arguments.iter().map(|name| (name.as_str(), value())).collect();
                let said = format(lang, &key, &arguments);
                assert!(!said.is_empty() && !said.contains(['{', '}', '\u{2068}']), "{lang}: {key}: {said}");
            }
        }
    }
}

/// A page prints such a message as it stands, and so would print whatever was put in.
#[test]
fn no_message_of_the_pages_has_both_markup_and_arguments() {
    for (key, message) in [Lang::En, Lang::Id].into_iter().flat_map(catalogue) {
        let markup = (key.starts_with("pages-") || key.starts_with("office-")) && message.text.contains(['<', '&']);
        assert!(!markup || message.arguments.is_empty(), "{key}: {}", message.text);
    }
}

#[test]
fn english_sentences_begin_with_a_capital() {
    for (key, message) in catalogue(Lang::En) {
        // A sentence that begins with a choice begins with what stands in each branch.
        let branches: Vec<&str> = match message.text.split_once("->") {
            Some((before, choice)) if before.trim_start().starts_with("{ $") && !before.contains('}') => choice
                .lines()
                .filter_map(|line| line.trim_start_matches('*').strip_prefix('[')?.split_once(']'))
                .map(|(_, text)| text)
                .collect(),
            _ => vec![&message.text],
        };
        if message.text.trim_end().ends_with(['.', '!', '?']) {
            let small = |text: &&str| text.trim_start().starts_with(char::is_lowercase);
            assert!(!branches.iter().any(small), "{key}: {}", message.text);
        }
    }
}

#[test]
fn sources_use_what_the_catalogue_has_and_nothing_else() {
    let catalogue = catalogue(Lang::Id);
    let used = uses::all();
    for uses::Use { file, key, arguments } in &used {
        let message = catalogue.get(key).unwrap_or_else(|| panic!("{file}: no message {key}"));
        assert_eq!(arguments, &message.arguments, "{file}: arguments of {key}");
    }
    let used: BTreeSet<&str> = used.iter().map(|used| used.key.as_str()).collect();
    let idle: Vec<&String> = catalogue.keys().filter(|key| !used.contains(key.as_str())).collect();
    assert!(idle.is_empty(), "said nowhere: {idle:?}");
}

#[test]
fn dates_and_codes_are_said_in_the_language_of_the_sentence() {
    let day = date(2024, 8, 6);
    assert!(say!(Lang::Id, "roster-in-future", day).contains("6 Agustus 2024"));
    assert!(say!(Lang::En, "roster-in-future", day).contains("6 August 2024"));
    let code: crate::domain::scheme::SchemeCode = "DRV-01".parse().expect("a code");
    assert!(say!(Lang::En, "roster-scheme-elsewhere", code).starts_with("Scheme DRV-01 "));
}

#[test]
fn languages_are_named_by_two_letters() {
    assert_eq!("en".parse(), Ok(Lang::En));
    assert_eq!("id".parse(), Ok(Lang::default()));
    assert_eq!("fr".parse::<Lang>(), Err(UnknownLang));
}

#[test]
fn a_locale_that_is_not_english_is_indonesian() {
    for locale in ["en_US.UTF-8", "en", "EN_GB"] {
        assert_eq!(Lang::of_locale(locale), Lang::En, "{locale}");
    }
    for locale in ["id_ID.UTF-8", "C.UTF-8", "", "POSIX", "de_DE", "\u{e9}n"] {
        assert_eq!(Lang::of_locale(locale), Lang::Id, "{locale}");
    }
}
