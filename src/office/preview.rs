//! A specimen of a design that nobody has kept yet, as it would print: for who edits a layout. Nothing is numbered, signed
//! or stored.

use jiff::civil::Date;
use tokio::sync::Semaphore;

use super::design::{Design, DesignError, Output, SheetKind};
use super::key_ring::on_a_thread;
use super::proof::{Proof, ProofError};
use crate::domain::issuer::Lsp;
use crate::domain::scheme::Scheme;
use crate::render::{Misplaced, Printer, Undrawn, pictures};

/// Pixels that a page is drawn wide.
const WIDTH: u16 = 760;

/// One is drawn at a time: whoever types asks often.
static DRAWING: Semaphore = Semaphore::const_new(1);

/// What is to be drawn.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub lsp: Lsp,
    pub design: Design,
    pub sheet: SheetKind,
    pub scheme: Scheme,
    pub day: Date,
}

/// A sheet of invented data, marked.
pub struct Preview {
    pub pdf: Vec<u8>,
    /// What stands beyond the frame, or upon another part.
    pub misplaced: Vec<Misplaced>,
}

/// Why nothing is shown.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    #[error(transparent)]
    Proof(#[from] ProofError),
    #[error(transparent)]
    Undrawn(#[from] Undrawn),
}

impl From<DesignError> for PreviewError {
    fn from(error: DesignError) -> Self {
        Self::Proof(error.into())
    }
}

/// Draws it as a PDF.
///
/// # Errors
/// What could not be drawn.
pub async fn draw(wanted: Wanted) -> Result<Preview, PreviewError> {
    let _one = DRAWING.acquire().await;
    on_a_thread(move || drawn(&wanted)).await
}

/// Draws it, and its pages as PNGs.
///
/// # Errors
/// As [`draw`].
pub async fn shown(wanted: Wanted) -> Result<(Preview, Vec<Vec<u8>>), PreviewError> {
    let _one = DRAWING.acquire().await;
    on_a_thread(move || {
        let preview = drawn(&wanted)?;
        let pages = pictures(&preview.pdf, WIDTH)?;
        Ok((preview, pages))
    })
    .await
}

fn drawn(wanted: &Wanted) -> Result<Preview, PreviewError> {
    let Wanted { lsp, design, sheet, scheme, day } = wanted;
    let printer = Printer::default();
    let output = match sheet {
        SheetKind::Blanko => Output::Blanko(&printer),
        SheetKind::Digital => Output::Digital,
    };
    let proof = Proof { lsp, design, output };
    Ok(Preview { pdf: proof.sheet(scheme, *day)?, misplaced: proof.misplaced()? })
}
