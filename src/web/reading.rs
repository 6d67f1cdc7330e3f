//! Documents are read in a process of their own.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Bytes;

use crate::verify::document::{Answer, Apart, Document, DocumentFault, Kind};

/// Reads what a PDF or a picture carries, apart from this process.
pub type DocumentReader = Arc<dyn Fn(Bytes) -> Result<Box<dyn Reading>, DocumentFault> + Send + Sync>;

/// What a file carries, once it is read.
pub type Awaited<'a> = Pin<Box<dyn Future<Output = Result<Document, DocumentFault>> + Send + 'a>>;

/// A document that is read while it is awaited.
pub trait Reading: Send {
    /// Reads on to the end. Whoever stops waiting has it stand still until the next call.
    fn read_on(&mut self) -> Awaited<'_>;

    /// Bytes of memory that it holds while it stands still.
    fn memory(&self) -> usize;
}

impl Reading for Apart {
    fn read_on(&mut self) -> Awaited<'_> {
        Box::pin(async move { self.answer().await.and_then(Answer::document) })
    }

    fn memory(&self) -> usize {
        Self::memory(self)
    }
}

/// Reads documents of a kind by starting `program` for each.
#[must_use]
pub fn reading_apart(program: PathBuf, kind: Kind) -> DocumentReader {
    Arc::new(move |file| Ok(Box::new(Apart::begin(&program, kind, file)?)))
}
