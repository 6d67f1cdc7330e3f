//! A printer's offsets, from the file that a command names.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::render::Printer;
use crate::words::{Lang, say};

/// Reads the file; without one, nothing is moved.
pub(super) fn read(path: Option<&Path>, lang: Lang) -> anyhow::Result<Printer> {
    let Some(path) = path else { return Ok(Printer::default()) };
    let text = fs::read_to_string(path).with_context(|| say!(lang, "cli-cannot-read", path = path.display()))?;
    text.parse().with_context(|| say!(lang, "cli-printer-file", path = path.display()))
}
