//! A QR drawn into a page.

use std::fmt::Write as _;

use crate::render::qr::{QUIET, TooLarge, symbol};

/// A QR as the path of a drawing, and the side of the square that it stands in.
pub(in crate::web) struct Drawn {
    pub(in crate::web) path: String,
    pub(in crate::web) side: usize,
}

impl Drawn {
    /// The QR of a text that a camera opens.
    pub(in crate::web) fn of(text: &str) -> Result<Self, TooLarge> {
        let (symbol, mut path) = (symbol(text)?, String::new());
        for [column, row, columns, rows] in symbol.rectangles() {
            let (x, y) = (column + QUIET, row + QUIET);
            write!(path, "M{x} {y}h{columns}v{rows}h-{columns}z").expect("memory takes whatever is written to it");
        }
        Ok(Self { path, side: symbol.width() + 2 * QUIET })
    }
}
