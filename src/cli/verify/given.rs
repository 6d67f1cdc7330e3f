//! What was given at the command line or on standard input, as far as it may be read.

use std::fs::File;
use std::io::{self, BufRead, Read as _};
use std::path::Path;

use crate::seal::spelling;
use crate::verify::document::LARGEST;

/// Whether an argument is a file, or is named as one that is not there.
pub(super) fn is_document(path: &Path) -> bool {
    let named = path.extension().is_some_and(|ending| {
        ["pdf", "png", "jpg", "jpeg", "webp", "zip"].iter().any(|known| ending.eq_ignore_ascii_case(known))
    });
    named || path.is_file()
}

/// A file, a byte beyond what is read of one at most.
pub(super) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = Vec::new();
    File::open(path)?.take(LARGEST as u64 + 1).read_to_end(&mut file)?;
    Ok(file)
}

/// The lines of standard input that hold something. A line longer than any token is read no further than that: it
/// is unreadable already.
pub(super) fn lines() -> impl Iterator<Item = io::Result<String>> {
    let mut input = io::stdin().lock();
    std::iter::from_fn(move || {
        let mut line = Vec::new();
        loop {
            match read_line(&mut input, &mut line) {
                Ok(true) if line.trim_ascii().is_empty() => (),
                Ok(true) => return Some(Ok(String::from_utf8_lossy(&line).into_owned())),
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    })
}

/// Reads one line, keeping at most what a spelling can have; false at the end.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(!line.is_empty());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(buffer.len(), |at| at + 1);
        let room = (spelling::LONGEST + 2).saturating_sub(line.len());
        line.extend_from_slice(&buffer[..taken.min(room)]);
        input.consume(taken);
        if end.is_some() {
            return Ok(true);
        }
    }
}
