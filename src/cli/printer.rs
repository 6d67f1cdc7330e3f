//! A printer's offsets, from the file that a command names.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::render::Printer;

/// Reads the file; without one, nothing is moved.
pub(super) fn read(path: Option<&Path>) -> anyhow::Result<Printer> {
    let Some(path) = path else { return Ok(Printer::default()) };
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.parse().with_context(|| path.display().to_string())
}
