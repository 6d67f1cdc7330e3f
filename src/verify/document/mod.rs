//! A file into what it carries: a PDF or a photograph in, tokens out; and the verdict on them.
//!
//! [`read`] takes a file apart and believes nothing in it. Parsers of PDFs and pictures have faults, and a
//! small file can ask for all the memory there is; so a service and the command line call [`read_apart`],
//! which does it in a process of its own that has shut itself into a sandbox. [`examine`] then tells the certificates
//! of a file apart, compares what was found and gives a verdict on each.

mod apart;
mod bundle;
mod carried;
mod differs;
mod judge;
mod leads;
mod letters;
mod lines;
mod owners;
mod page;
mod pdf;
mod picture;
mod places;
mod sandbox;
mod seen;
mod sheet;
mod symbols;
mod term;
#[cfg(test)]
mod tests;
mod threshold;
mod tokens;
mod weight;
mod wording;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use apart::{Answer, Apart, COMMAND, Kind, read_apart};
pub use bundle::{BundleFault, FILES, Packed, UNPACKED, is_bundle, unpack};
pub use judge::{Examined, examine};
pub use pdf::{drawn, texts};
pub(in crate::verify) use places::{Alike, Shown};
pub use places::{Area, Places};
pub use sandbox::{Lack, shut_in, worked};
pub(in crate::verify) use sheet::Lines;
pub use sheet::is_as_issued;

/// Pixels of a frame of a camera at most.
const FRAME: u64 = 1 << 20;

/// Bytes of a file at most: 20 MB.
pub const LARGEST: usize = 20_000_000;

/// Bytes of the rows that are taken from a report at most: ten thousand of 800 letters.
pub const ROWS: usize = 8 << 20;

/// Pages of a PDF that are looked at, from the first.
pub const PAGES: usize = 40;

/// What a file carries, nothing believed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What is attached to a PDF and may be a token; base64url in JSON.
    #[serde(with = "base64url")]
    pub attachments: Vec<Vec<u8>>,
    /// The rows that are attached to a report, [`ROWS`] bytes of them at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "base64url")]
    pub rows: Vec<Vec<u8>>,
    /// The pages that were looked at; a picture is one.
    pub pages: Vec<Page>,
    /// Whether there are pages after them.
    pub goes_on: bool,
    /// Whether it has parts that one program shows and another does not: layers, notes, form fields.
    #[serde(default)]
    pub varies: bool,
}

impl Document {
    /// Leaves out by what a report is compared.
    pub fn forget_report(&mut self) {
        self.rows = Vec::new();
        self.pages.iter_mut().for_each(|page| page.places = Places::default());
    }
}

/// What is seen on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The text of each distinct QR symbol.
    pub symbols: Vec<String>,
    /// The text that can be seen, a line for each of its lines; empty for pictures and scans.
    pub text: String,
    /// Where its letters stand, of documents with a report.
    #[serde(default, skip_serializing_if = "Places::is_empty")]
    pub places: Places,
    /// Whether there is nothing on it at all.
    #[serde(default)]
    pub blank: bool,
    /// Whether it has text that cannot be seen.
    #[serde(default)]
    pub hides: bool,
    /// Whether part of what can be seen cannot be told: letters of another shape than they are said to be, a picture
    /// of the page's size.
    #[serde(default)]
    pub strange: bool,
}

/// Why nothing can be said of what a file carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    #[error("neither a PDF, PNG, JPEG nor WebP that can be read, or too large")]
    Broken,
    /// This and the next say nothing about the file: we could not look.
    #[error("a document was not read in time, for this machine is too busy")]
    Late,
    #[error("the process that reads documents could not be started ({0})")]
    NotStarted(std::io::ErrorKind),
}

/// Takes a file apart: a PDF, PNG, JPEG or WebP by its first bytes.
///
/// A file with neither attachment nor symbol is read too: there is nothing in it.
///
/// # Errors
/// The file is of another kind, broken, wants a password, or is larger than is read.
pub fn read(file: &[u8]) -> Result<Document, DocumentFault> {
    read_within(file, || Duration::ZERO)
}

/// The same, of a long document not all pages: `worked` tells how much work it was so far.
///
/// # Errors
/// As [`read`].
pub fn read_within(file: &[u8], worked: impl Fn() -> Duration) -> Result<Document, DocumentFault> {
    if file.len() > LARGEST {
        return Err(DocumentFault::Broken);
    }
    // A PDF may have a few bytes before its head (ISO 32000-1, annex H.3.4.1).
    if file[..file.len().min(1024)].windows(5).any(|bytes| bytes == b"%PDF-") {
        return pdf::read(file, worked);
    }
    let format = picture::format(file).ok_or(DocumentFault::Broken)?;
    let grey = picture::grey(file, format, picture::PIXELS)?;
    Ok(pictured(symbols::read(&grey, symbols::Effort::Thorough)))
}

/// Reads the symbols of one of a camera's many frames, a picture of a million pixels at most, with little work.
///
/// # Errors
/// As [`read`]; or it is a PDF.
pub fn read_frame(file: &[u8]) -> Result<Document, DocumentFault> {
    let format = picture::format(file).ok_or(DocumentFault::Broken)?;
    Ok(pictured(symbols::glance(&picture::grey(file, format, FRAME)?)))
}

fn pictured(symbols: Vec<String>) -> Document {
    Document { pages: vec![Page { symbols, ..Page::default() }], ..Document::default() }
}

mod base64url {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::seal::spelling::{from_base64, to_base64url};

    pub(super) fn serialize<S: Serializer>(list: &[Vec<u8>], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(list.iter().map(|bytes| to_base64url(bytes)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<u8>>, D::Error> {
        let list = Vec::<String>::deserialize(deserializer)?;
        list.iter().map(|text| from_base64(text).map_err(D::Error::custom)).collect()
    }
}
