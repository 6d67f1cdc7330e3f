//! `absah read-document`, hidden: takes one file apart for a process that must not be hurt by it.

use std::io::{self, Read as _};
use std::process::ExitCode;

use crate::verify::document::{self, LARGEST};

/// Limits itself, reads a file from standard input and prints what it carries as JSON. Needs no runtime:
/// threads would take from the memory it may have.
pub(super) fn run() -> ExitCode {
    let mut file = Vec::new();
    let read = document::confine().and_then(|()| io::stdin().lock().take(LARGEST as u64 + 1).read_to_end(&mut file));
    let told =
        read.ok().and_then(|_| document::read(&file).ok()).map(|found| serde_json::to_writer(io::stdout(), &found));
    if matches!(told, Some(Ok(()))) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
