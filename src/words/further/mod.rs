//! Further languages: a file each, beside the two that every message is in.
//!
//! `DATA/words/TAG.ftl`, TAG being two or three letters (ISO 639), in Fluent's format: some of the messages of
//! `templates/words/id/`, under their keys and with none but their arguments; what is missing is said in Indonesian.
//! Beside them `language-name`, the language's own name, and perhaps `language-thousands`, what stands between
//! thousands (a full stop unless it is said).
//!
//! Whoever writes into the data directory is trusted with what the pages say, not with what a browser does: a message
//! with `<` or `&`, or one that spells a letter by its number (`"\u003C"`), is refused, so none is markup. A file with a
//! fault is refused as a whole, by its line.

mod fault;
mod messages;
#[cfg(test)]
pub(super) mod tests;

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;
use std::{fmt, fs, io};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use self::fault::Fault;
pub use self::fault::Refused;
use self::messages::{Message, messages};
use super::catalogue::{self, Bundle, Thousands};

/// Bytes of a file at most; a whole catalogue has 200 kB.
const LARGEST: u64 = 1 << 20;

/// Files at most.
const MOST: usize = 50;

const NAME: &str = "language-name";
const THOUSANDS: &str = "language-thousands";

/// Those of this process, by their tags.
static KNOWN: OnceLock<Vec<Further>> = OnceLock::new();

/// A language of a file.
pub struct Further {
    tag: String,
    name: String,
    bundle: Bundle,
}

/// Those of this process.
pub(super) fn known() -> &'static [Further] {
    KNOWN.get().map_or(&[], Vec::as_slice)
}

/// Learns the languages in a folder, once a process; none where there is no such folder.
///
/// # Errors
/// A file is refused.
pub fn learn(folder: &Path) -> Result<(), Refused> {
    let refused = |file: &Path, fault| Refused { file: file.to_owned(), fault };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(refused(folder, Fault::Read(error))),
    };
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.map_err(|error| refused(folder, Fault::Read(error)))?.path();
        files.extend(file.extension().is_some_and(|ending| ending == "ftl").then_some(file));
    }
    if files.len() > MOST {
        return Err(refused(folder, Fault::TooMany));
    }
    files.sort();
    let mut all = Vec::new();
    for file in files {
        all.push(open(&file).map_err(|fault| refused(&file, fault))?);
    }
    // A second call finds those of the first.
    let _ = KNOWN.set(all);
    Ok(())
}

fn open(file: &Path) -> Result<Further, Fault> {
    let tag = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    if fs::metadata(file).map_err(Fault::Read)?.len() > LARGEST {
        return Err(Fault::Large);
    }
    Further::read(tag, fs::read_to_string(file).map_err(Fault::Read)?)
}

impl Further {
    /// A language by its tag and its file.
    pub(super) fn read(tag: &str, source: String) -> Result<Self, Fault> {
        let is_tag = (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase());
        if !is_tag || ["en", "id"].contains(&tag) {
            return Err(Fault::Tag);
        }
        let resource = FluentResource::try_new(source).map_err(|(resource, faults)| {
            let (at, cause) = faults.first().map(|fault| (fault.pos.start, fault.to_string())).unwrap_or_default();
            let before = resource.source().get(..at).unwrap_or_default();
            Fault::Format { line: before.matches('\n').count() + 1, cause }
        })?;
        let messages = messages(resource.source())?;
        let thousands = messages.get(THOUSANDS).and_then(|message| message.text.trim().chars().next());
        let thousands = match thousands {
            Some(',') => Thousands::Commas,
            Some('\u{202f}' | '\'' | '_') => Thousands::Spaces,
            _ => Thousands::Stops,
        };
        if !messages.contains_key(NAME) {
            return Err(Fault::Nameless);
        }
        let mut bundle = catalogue::empty(tag, thousands);
        // Keys that are there twice were refused already.
        let _ = bundle.add_resource(resource);
        let mut language = Self { tag: tag.to_owned(), name: String::new(), bundle };
        for (key, Message { line, arguments, .. }) in &messages {
            for count in [1_u8, 2, 5] {
                let sample = arguments.iter().map(|name| (name.clone(), FluentValue::from(count)));
                let sample: FluentArgs<'_> = sample.collect();
                language.tried(key, &sample).map_err(|cause| Fault::Broken { line: *line, key: key.clone(), cause })?;
            }
        }
        language.name = language.tried(NAME, &FluentArgs::new()).map_err(|_| Fault::Nameless)?;
        Ok(language)
    }

    /// A message; or what is wrong with it.
    fn tried(&self, key: &str, arguments: &FluentArgs<'_>) -> Result<String, String> {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return Err("no text".to_owned());
        };
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(arguments), &mut faults).into_owned();
        match faults.first() {
            Some(fault) => Err(fault.to_string()),
            None => Ok(text),
        }
    }

    /// A message; none where this language has no such.
    pub(super) fn say(&self, key: &str, arguments: &FluentArgs<'_>) -> Option<Cow<'static, str>> {
        self.bundle.has_message(key).then(|| self.tried(key, arguments).ok()).flatten().map(Cow::Owned)
    }

    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// What it calls itself.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl PartialEq for Further {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

impl Eq for Further {}

impl fmt::Debug for Further {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag)
    }
}
