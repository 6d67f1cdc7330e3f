//! The messages of a file, each held to be one of the program's and to have no more arguments than that.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::Fault;
use super::{NAME, THOUSANDS};
use crate::words::Lang;
use crate::words::catalogue::ROOMS;

/// A message of a file: where it begins, what stands in it, and the arguments it names.
pub(super) struct Message {
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) arguments: BTreeSet<String>,
}

/// The arguments that a text names.
fn arguments(text: &str) -> BTreeSet<String> {
    let names = text.split('$').skip(1);
    names.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()).map(str::to_owned).collect()
}

/// The arguments that every message of the program is given.
fn given() -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut given = BTreeMap::<&str, BTreeSet<String>>::new();
    let mut current = None;
    for line in ROOMS.iter().flat_map(|room| room.source(Lang::Id).lines()).filter(|line| !line.starts_with('#')) {
        let text = match line.split_once(" =") {
            Some((key, text)) if !line.starts_with(' ') => {
                current = Some(key);
                text
            }
            _ => line,
        };
        if let Some(key) = current {
            given.entry(key).or_default().extend(arguments(text));
        }
    }
    given
}

/// The messages of a file that is in Fluent's format, each held to be one of the program's.
pub(super) fn messages(source: &str) -> Result<BTreeMap<String, Message>, Fault> {
    let (mut found, mut current) = (BTreeMap::<String, Message>::new(), None);
    for (line, content) in (1..).zip(source.lines()).filter(|(_, content)| !content.starts_with('#')) {
        let text = match content.split_once('=') {
            Some((key, text)) if !content.starts_with([' ', '}', '[', '*', '.']) => {
                let key = key.trim_end().to_owned();
                let message = Message { line, text: String::new(), arguments: BTreeSet::new() };
                if found.insert(key.clone(), message).is_some() {
                    return Err(Fault::Twice { line, key });
                }
                current = Some(key);
                text
            }
            _ => content,
        };
        if let Some(message) = current.as_ref().and_then(|key| found.get_mut(key)) {
            message.text += text;
            message.text.push('\n');
        }
    }
    let given = given();
    for (key, message) in &mut found {
        let (line, own) = (message.line, [NAME, THOUSANDS].contains(&key.as_str()));
        message.arguments = arguments(&message.text);
        let known = given.get(key.as_str());
        if known.is_none() && !own {
            return Err(Fault::Unknown { line, key: key.clone() });
        }
        if is_markup(&message.text) {
            return Err(Fault::Markup { line, key: key.clone() });
        }
        if let Some(argument) = message.arguments.iter().find(|name| !known.is_some_and(|known| known.contains(*name)))
        {
            return Err(Fault::Argument { line, key: key.clone(), argument: argument.clone() });
        }
    }
    Ok(found)
}

/// Whether a text may be markup once it is said: Fluent's texts in quotes may spell letters by their numbers.
fn is_markup(text: &str) -> bool {
    text.contains(['<', '&']) || text.contains("\\u") || text.contains("\\U")
}
