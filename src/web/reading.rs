//! Documents are read in a process of their own, and judged here.

use std::path::PathBuf;
use std::sync::Arc;

use super::DocumentReader;
use crate::verify::Verdict;
use crate::verify::document::{PATIENCE, Unreadable, judge, read_apart, token};

/// Reads documents by starting `program` for each.
#[must_use]
pub fn reading_apart(program: PathBuf) -> DocumentReader {
    let program = Arc::new(program);
    Arc::new(move |file, lists, asked| {
        let program = Arc::clone(&program);
        Box::pin(async move {
            match read_apart(&program, file, PATIENCE).await {
                Ok(document) => Ok((judge(&document, &lists.trust, &lists.statuses, asked), token(&document))),
                Err(Unreadable::Broken) => Ok((Verdict::unreadable(asked), None)),
                Err(cause) => Err(cause.into()),
            }
        })
    })
}
