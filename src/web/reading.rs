//! Documents are read in a process of their own.

use std::path::PathBuf;
use std::sync::Arc;

use super::DocumentReader;
use crate::verify::document::{Answer, PATIENCE, read_apart};

/// Reads documents by starting `program` for each.
#[must_use]
pub fn reading_apart(program: PathBuf) -> DocumentReader {
    let program = Arc::new(program);
    Arc::new(move |file| {
        let program = Arc::clone(&program);
        Box::pin(async move { read_apart(&program, file, PATIENCE).await.and_then(Answer::document) })
    })
}
