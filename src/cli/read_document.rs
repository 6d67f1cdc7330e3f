//! `absah read-document`, hidden: takes one file apart for a process that must not be hurt by it.

use std::io::{self, Read as _};
use std::process::ExitCode;

use crate::verify::document::{self, Answer, LARGEST, shut_in, worked};

/// Shuts itself in, reads a file from standard input and prints what it carries as JSON. Needs no runtime: threads
/// would take from the memory it may have, and none can be started in there.
pub(super) fn run(begun_by: Option<i32>, frame: bool) -> ExitCode {
    let Ok(lacking) = shut_in(begun_by) else { return ExitCode::FAILURE };
    let mut file = Vec::new();
    if io::stdin().lock().take(LARGEST as u64 + 1).read_to_end(&mut file).is_err() {
        return ExitCode::FAILURE;
    }
    let read = if frame { document::read_frame(&file) } else { document::read_within(&file, worked) };
    let answer = Answer { document: read.ok(), lacking };
    if serde_json::to_writer(io::stdout(), &answer).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
