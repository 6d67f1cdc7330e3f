//! Why a language's file is refused, and where.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use super::{LARGEST, MOST};
use crate::words::{Lang, say};

/// A file that is refused.
#[derive(Debug)]
pub struct Refused {
    pub(super) file: PathBuf,
    pub(super) fault: Fault,
}

/// What is wrong with a file.
#[derive(Debug)]
pub(in crate::words) enum Fault {
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
