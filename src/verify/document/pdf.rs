//! A PDF: its attachments, and the symbols and the text of its pages.
//!
//! A certificate of ours carries its token as the attachment `token.cwt` (ISO 32000-2, 7.11.4 and 14.13)
//! and draws its symbol with lines; a scan has it in a picture. Both are seen by drawing the page.

use std::sync::Arc;
use std::time::Duration;

use hayro::RenderCache;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};

use super::letters::Letters;
use super::places::Places;
use super::symbols::{self, Effort};
use super::weight::{self, Weighed};
use super::{Document, DocumentFault, PAGES, Page, ROWS, page};
use crate::seal::report::Report;
use crate::seal::{spelling, token};

/// Work after which no further page is begun: half of what there may be.
const ENOUGH: Duration = Duration::from_secs(6);

/// Pages on which every way of looking is tried.
const THOROUGH: usize = 2;

/// Bytes of text that are taken from a file at most.
const LONGEST_TEXT: usize = 1 << 20;

/// Attachments that may be tokens.
const ATTACHMENTS: usize = 8;

/// Bytes of an attachment as it stands in the file, packed or not, beyond which it is no token.
const PACKED: usize = 2 * token::LONGEST;

/// Levels of grey above which everything on a page is paper.
const PAPER: u8 = 215;

/// Nodes of the tree of names that are visited.
const NODES: usize = 1_000;

/// Reads a PDF; one that wants a password is unreadable.
pub(super) fn read(file: &[u8], worked: impl Fn() -> Duration) -> Result<Document, DocumentFault> {
    if !weight::unpacks(file) {
        return Err(DocumentFault::Broken);
    }
    let pdf = Pdf::new(Arc::new(file.to_vec())).map_err(|_| DocumentFault::Broken)?;
    let (settings, cache) = (InterpreterSettings::default(), RenderCache::new());
    let files = embedded(&pdf);
    let attachments = attachments(&files);
    let pages = || pdf.pages().iter().take(PAGES);
    let mut letters = Letters::new();
    let mut seen: Vec<Page> = Vec::new();
    let mut room = LONGEST_TEXT;
    let mut weighed = Weighed::default();
    for page in pages().take_while(|_| worked() < ENOUGH) {
        if !weighed.may_draw(page) {
            return Err(DocumentFault::Broken);
        }
        let page::Seen { picture, mut text, places, hides, strange } =
            page::seen(page, &cache, &settings, &mut letters);
        text.truncate(text.floor_char_boundary(room));
        room -= text.len();
        let symbols = symbols::read(&picture, Effort::Quick);
        let blank = text.trim().is_empty() && picture.pixels().all(|level| level.0[0] > PAPER);
        seen.push(Page { symbols, text, places, blank, hides, strange });
    }
    // What was attached is no certificate by itself: somebody must have seen the sheet.
    if seen.len() < pages().count() && !seen.iter().any(is_signed) {
        return Err(DocumentFault::Broken);
    }
    let goes_on = pdf.pages().len() > seen.len();
    if attachments.is_empty() && !seen.iter().any(is_signed) {
        // A scan or a photograph made into a PDF.
        for (page, seen) in pages().zip(&mut seen).take(THOROUGH).filter(|(_, seen)| !seen.blank) {
            seen.symbols = symbols::read(&page::picture(page, &cache, &settings), Effort::Thorough);
        }
    }
    let is_report = seen.iter().any(is_report) || attachments.iter().any(|bytes| Report::read(bytes).is_ok());
    let rows = if is_report { rows(&files) } else { Vec::new() };
    if !is_report {
        seen.iter_mut().for_each(|page| page.places = Places::default());
    }
    Ok(Document { attachments, rows, pages: seen, goes_on, varies: varies(&pdf) })
}

/// Whether what is to be seen depends on the program that shows it: layers that can be switched, and notes and form
/// fields, which some programs draw by themselves.
fn varies(pdf: &Pdf) -> bool {
    let layers = || {
        let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
        let layers = catalog.get::<Dict<'_>>("OCProperties")?.get::<Array<'_>>("OCGs")?;
        layers.raw_iter().next().map(|_| ())
    };
    let noted = |page: &hayro::hayro_syntax::page::Page<'_>| {
        let notes = page.raw().get::<Array<'_>>("Annots");
        let own = |note: Dict<'_>| note.get::<Name<'_>>("Subtype").is_none_or(|kind| kind.as_ref() != b"Link");
        notes.is_some_and(|notes| notes.iter::<Dict<'_>>().take(NODES).any(own))
    };
    layers().is_some() || pdf.pages().iter().take(PAGES).any(noted)
}

/// The text of each page, without looking for symbols.
///
/// # Errors
/// The file is no PDF that can be read.
pub fn texts(file: &[u8]) -> Result<Vec<String>, DocumentFault> {
    Ok(drawn(file)?.into_iter().map(|page| page.text).collect())
}

/// The text of each page of a PDF that nobody tampered with, and where its letters stand; nothing else of it.
///
/// # Errors
/// The file is no PDF that can be read.
pub fn drawn(file: &[u8]) -> Result<Vec<Page>, DocumentFault> {
    let pdf = Pdf::new(Arc::new(file.to_vec())).map_err(|_| DocumentFault::Broken)?;
    let settings = InterpreterSettings::default();
    let read = |page| {
        let (text, places) = page::text(page, &settings);
        Page { text, places, ..Page::default() }
    };
    Ok(pdf.pages().iter().take(PAGES).map(read).collect())
}

fn is_signed(page: &Page) -> bool {
    page.symbols.iter().any(|symbol| spelling::read(symbol).is_ok()) || is_report(page)
}

fn is_report(page: &Page) -> bool {
    page.symbols.iter().any(|symbol| spelling::read_report(symbol).is_ok_and(|spelt| spelt.host.is_some()))
}

/// What is attached.
fn embedded(pdf: &Pdf) -> Vec<Dict<'_>> {
    let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return Vec::new() };
    let mut files = Vec::new();
    if let Some(tree) = catalog.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles")) {
        collect(tree, &mut files);
    }
    if let Some(associated) = catalog.get::<Array<'_>>("AF") {
        files.extend(associated.iter::<Dict<'_>>().take(NODES));
    }
    files
}

/// What may be a token, by its name or its first bytes.
fn attachments(files: &[Dict<'_>]) -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    for file in files {
        if let Some(bytes) = candidate(file)
            && found.len() < ATTACHMENTS
            && !found.contains(&bytes)
        {
            found.push(bytes);
        }
    }
    found
}

/// The file specifications of a tree of names.
fn collect<'a>(root: Dict<'a>, files: &mut Vec<Dict<'a>>) {
    let mut open = vec![root];
    for _ in 0..NODES {
        let Some(node) = open.pop() else { return };
        if let Some(names) = node.get::<Array<'_>>("Names") {
            files.extend(names.iter::<Object<'_>>().filter_map(Object::into_dict).take(NODES));
        }
        if let Some(kids) = node.get::<Array<'_>>("Kids") {
            open.extend(kids.iter::<Dict<'_>>().take(NODES));
        }
    }
}

/// What a table is called that goes with a report, in small letters.
const TABLES: [&str; 6] = [".csv", ".tsv", ".txt", ".xls", ".xlsx", ".ods"];

/// The files that are tables by a name of theirs, [`ROWS`] bytes of them at most.
fn rows(files: &[Dict<'_>]) -> Vec<Vec<u8>> {
    let (mut found, mut room): (Vec<Vec<u8>>, usize) = (Vec::new(), ROWS);
    for file in files {
        let is_table = names(file).iter().any(|name| TABLES.iter().any(|ending| name.ends_with(ending)));
        let Some(stream) = stream(file).filter(|stream| is_table && stream.raw_data().len() <= room) else { continue };
        if let Ok(bytes) = stream.decoded()
            && bytes.len() <= room
            && !found.iter().any(|known| *known == *bytes)
        {
            room -= bytes.len();
            found.push(bytes.into_owned());
        }
    }
    found
}

/// What a file is called, in small letters: programs show one of its names or the other.
fn names(file: &Dict<'_>) -> Vec<String> {
    let names = ["UF", "F"].into_iter().filter_map(|name| file.get::<PdfString<'_>>(name));
    names.map(|name| text_string(name.as_bytes()).to_lowercase()).collect()
}

/// A text string (ISO 32000-2, 7.9.2.2); letters beyond ASCII in the document's own encoding are not told apart.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, wide @ ..] => {
            let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, text @ ..] | text => String::from_utf8_lossy(text).into_owned(),
    }
}

fn stream<'a>(file: &Dict<'a>) -> Option<Stream<'a>> {
    let embedded = file.get::<Dict<'_>>("EF")?;
    embedded.get::<Stream<'_>>("F").or_else(|| embedded.get::<Stream<'_>>("UF"))
}

fn candidate(file: &Dict<'_>) -> Option<Vec<u8>> {
    let stream = stream(file)?;
    if stream.raw_data().len() > PACKED {
        return None;
    }
    let bytes = stream.decoded().ok()?;
    let named = names(file).iter().any(|name| name.ends_with(".cwt") || name.ends_with(".cbor"));
    // Tag 18 and an array of four: COSE_Sign1 (RFC 9052).
    (bytes.len() <= token::LONGEST && (named || bytes.starts_with(&[0xd2, 0x84]))).then(|| bytes.into_owned())
}
