//! Further languages: a file each, beside the two that every message is in.
//!
//! `DATA/words/TAG.ftl`, TAG being two or three letters (ISO 639), in Fluent's format: some of the messages of
//! `templates/words/id/`, under their keys and with none but their arguments; what is missing is said in Indonesian.
//! Beside them `language-name`, the language's own name, and perhaps `language-thousands`, what stands between
//! thousands (a full stop unless it is said).
//!
//! Whoever writes into the data directory is trusted with what the pages say, not with what a browser does: a message
//! with `<` or `&` is refused, so none is markup. A file with a fault is refused as a whole, by its line.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{fmt, fs, io};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::catalogue::{self, Bundle, ROOMS, Thousands};
use super::{Lang, say};

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

/// A file that is refused.
#[derive(Debug)]
pub struct Refused {
    file: PathBuf,
    fault: Fault,
}

/// What is wrong with a file.
#[derive(Debug)]
enum Fault {
    /// A message names an argument that it is not given.
    Argument {
        line: usize,
        key: String,
        argument: String,
    },
    /// A message cannot be said.
    Broken {
        line: usize,
        key: String,
        cause: String,
    },
    /// It is not in Fluent's format.
    Format {
        line: usize,
        cause: String,
    },
    Large,
    Markup {
        line: usize,
        key: String,
    },
    /// There is no `language-name`.
    Nameless,
    /// It cannot be read.
    Read(io::Error),
    /// Its own name is no tag, or one of the two languages that are there anyway.
    Tag,
    TooMany,
    Twice {
        line: usize,
        key: String,
    },
    /// No message has this key.
    Unknown {
        line: usize,
        key: String,
    },
}

/// A message of a file: where it begins, what stands in it, and the arguments it names.
struct Message {
    line: usize,
    text: String,
    arguments: BTreeSet<String>,
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
    fn read(tag: &str, source: String) -> Result<Self, Fault> {
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
fn messages(source: &str) -> Result<BTreeMap<String, Message>, Fault> {
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
        if message.text.contains(['<', '&']) {
            return Err(Fault::Markup { line, key: key.clone() });
        }
        if let Some(argument) = message.arguments.iter().find(|name| !known.is_some_and(|known| known.contains(*name)))
        {
            return Err(Fault::Argument { line, key: key.clone(), argument: argument.clone() });
        }
    }
    Ok(found)
}

impl Refused {
    /// Why, and where.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        let file = self.file.display().to_string();
        match &self.fault {
            Fault::Argument { line, key, argument } => say!(lang, "failure-words-argument", file, line, key, argument),
            Fault::Broken { line, key, cause } => say!(lang, "failure-words-broken", file, line, key, cause),
            Fault::Format { line, cause } => say!(lang, "failure-words-format", file, line, cause),
            Fault::Large => say!(lang, "failure-words-large", file, most = LARGEST >> 20),
            Fault::Markup { line, key } => say!(lang, "failure-words-markup", file, line, key),
            Fault::Nameless => say!(lang, "failure-words-nameless", file),
            Fault::Read(cause) => say!(lang, "failure-words-read", file, cause = cause.to_string()),
            Fault::Tag => say!(lang, "failure-words-tag", file),
            Fault::TooMany => say!(lang, "failure-words-too-many", file, most = MOST),
            Fault::Twice { line, key } => say!(lang, "failure-words-twice", file, line, key),
            Fault::Unknown { line, key } => say!(lang, "failure-words-unknown", file, line, key),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::words::{key, when};

    /// A language that nobody speaks, of which little is written down.
    pub(crate) fn invented() -> Lang {
        let read = Further::read("qaa", include_str!("../../tests/data/qaa.ftl").to_owned());
        Lang::Further(Box::leak(Box::new(read.expect("a language"))))
    }

    #[test]
    fn what_a_language_does_not_say_is_said_in_indonesian() {
        let lang = invented();
        assert_eq!((lang.to_string().as_str(), lang.name()), ("qaa", "Qaaqaa"));
        assert_eq!(key!("pages-word-valid").say(lang), "Laku");
        assert_eq!(key!("pages-word-revoked").say(lang), key!("pages-word-revoked").say(Lang::Id));
        assert_eq!(when::day(date(2026, 12, 18), lang), "2026 Qadec 18");
        assert_eq!(when::day(date(2026, 11, 18), lang), "2026 qaq 18", "its own form for the others");
        let several = |count: usize| say!(lang, "pages-several", count);
        assert_eq!((several(1).as_ref(), several(2).as_ref()), ("qa 1", "qaqa 2"));
        assert_eq!(several(12_345), "qaqa 12,345");
    }

    #[test]
    fn a_file_with_a_fault_is_refused_by_its_line() {
        let told = |tag: &str, rest: &str| {
            let fault = Further::read(tag, format!("language-name = Qaaqaa\n{rest}\n")).expect_err("refused");
            let refused = Refused { file: PathBuf::from("words").join(format!("{tag}.ftl")), fault };
            let [id, en] = [Lang::Id, Lang::En].map(|lang| refused.in_words(lang).into_owned());
            assert!(id != en && id.contains(".ftl") && en.contains(".ftl"), "{id} / {en}");
            en
        };
        for (rest, line, why) in [
            ("pages-word-valid = { $", 2, "format"),
            ("\npages-word-void = x", 3, "pages-word-void"),
            ("pages-word-valid = a <b>b</b>", 2, "pages-word-valid"),
            ("pages-word-valid = a\n# b\npages-word-valid = c", 4, "pages-word-valid"),
            ("pages-word-valid = { $day }", 2, "day"),
            ("-term = x", 2, "-term"),
            ("pages-word-valid = { pages-word-valid }", 2, "pages-word-valid"),
            ("pages-word-valid = { SHOUT(\"x\") }", 2, "pages-word-valid"),
        ] {
            let told = told("qaa", rest);
            assert!(told.contains(&format!("line {line}")) && told.contains(why), "{rest}: {told}");
        }
        for tag in ["id", "q", "QAA", "../x", "qaaq"] {
            assert!(told(tag, "").contains("ISO 639"), "{tag}");
        }
        let nameless = Further::read("qaa", "pages-word-valid = x\n".to_owned());
        assert!(matches!(nameless, Err(Fault::Nameless)));
    }
}
