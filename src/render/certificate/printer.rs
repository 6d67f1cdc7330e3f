//! A printer's offsets (TOML): how far a printer puts what it prints from where it should stand. They belong to
//! the printer and the paper in its tray, not to the certificate: another file prints the same certificate
//! on another printer.
//!
//! ```toml
//! dx = 1.5              # everything 1.5 mm to the right (negative: left)
//! dy = -0.8             # and 0.8 mm up (positive: down)
//!
//! [back]                # the list of units, beside the above; [front] likewise
//! dx = -0.5
//!
//! [[block]]             # one block, beside all of the above
//! block = "holder"
//! dy = 1
//! ```

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::layout::Side;

/// Millimetres that no printer is off by: a larger offset is a slip of the pen.
const MOST: f32 = 50.0;

/// Offsets of one printer; as it comes, none.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Printer {
    dx: f32,
    dy: f32,
    front: Shift,
    back: Shift,
    block: Vec<BlockShift>,
}

/// Why a printer's file cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PrinterError {
    /// An offset that is no number, or larger than a sheet could be off.
    #[error("an offset is {0} mm, expected -{MOST} to {MOST}")]
    Offset(f32),
    /// Not TOML, or an unknown part; in the words of TOML's reader.
    #[error("the printer's file cannot be read: {0}")]
    Syntax(String),
}

/// Millimetres to the right and down.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shift {
    pub dx: f32,
    pub dy: f32,
}

impl Shift {
    fn is_none(self) -> bool {
        self == Self::default()
    }
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
struct BlockShift {
    block: String,
    #[serde(default)]
    dx: f32,
    #[serde(default)]
    dy: f32,
}

impl FromStr for Printer {
    type Err = PrinterError;

    fn from_str(text: &str) -> Result<Self, PrinterError> {
        let printer: Self = toml::from_str(text).map_err(|e| PrinterError::Syntax(e.message().to_owned()))?;
        printer.bounded()
    }
}

impl PrinterError {
    /// Millimetres that an offset may have at most.
    pub const MOST: f32 = MOST;
}

impl Printer {
    /// Offsets of the whole sheet, of its sides, and of blocks by name; a block that is not moved is left out.
    ///
    /// # Errors
    /// One of them is no number, or larger than a sheet could be off.
    pub fn new(
        [sheet, front, back]: [Shift; 3],
        blocks: impl IntoIterator<Item = (String, Shift)>,
    ) -> Result<Self, PrinterError> {
        let moved = blocks.into_iter().filter(|(_, shift)| !shift.is_none());
        let block = moved.map(|(block, Shift { dx, dy })| BlockShift { block, dx, dy }).collect();
        Self { dx: sheet.dx, dy: sheet.dy, front, back, block }.bounded()
    }

    fn bounded(self) -> Result<Self, PrinterError> {
        let sides = [self.dx, self.dy, self.front.dx, self.front.dy, self.back.dx, self.back.dy];
        let offsets = sides.into_iter().chain(self.block.iter().flat_map(|block| [block.dx, block.dy]));
        let wrong = offsets.into_iter().find(|mm| !(-MOST..=MOST).contains(mm));
        wrong.map_or(Ok(self), |mm| Err(PrinterError::Offset(mm)))
    }

    /// The offsets of the whole sheet, of its front and of its back.
    #[must_use]
    pub fn sides(&self) -> [Shift; 3] {
        [Shift { dx: self.dx, dy: self.dy }, self.front, self.back]
    }

    /// The offsets of a block beside those of its sheet and side.
    #[must_use]
    pub fn of_block(&self, block: &str) -> Shift {
        let own = self.block.iter().filter(|own| own.block == block);
        own.fold(Shift::default(), |sum, own| Shift { dx: sum.dx + own.dx, dy: sum.dy + own.dy })
    }

    /// As a printer's file has them.
    #[must_use]
    pub fn text(&self) -> String {
        toml::to_string(self).expect("numbers and names are written as TOML")
    }

    /// How far a block of a side is moved.
    pub(super) fn shift(&self, side: Side, block: &str) -> Shift {
        let side = match side {
            Side::Front => self.front,
            Side::Back | Side::Closing => self.back,
        };
        let own = self.of_block(block);
        Shift { dx: self.dx + side.dx + own.dx, dy: self.dy + side.dy + own.dy }
    }

    /// The blocks that are moved by name.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &str> {
        self.block.iter().map(|block| block.block.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_of_sheet_side_and_block_add_up() {
        let text = "dx = 1.5\ndy = -1\n[back]\ndx = 0.5\n[[block]]\nblock = \"holder\"\ndy = 2";
        let printer: Printer = text.parse().unwrap();
        assert_eq!(printer.shift(Side::Front, "holder"), Shift { dx: 1.5, dy: 1.0 });
        assert_eq!(printer.shift(Side::Front, "number"), Shift { dx: 1.5, dy: -1.0 });
        assert_eq!(printer.shift(Side::Closing, "number"), Shift { dx: 2.0, dy: -1.0 });
        assert_eq!("".parse(), Ok(Printer::default()));
        assert_eq!(printer.text().parse(), Ok(printer));
    }

    #[test]
    fn a_slip_of_the_pen_is_refused() {
        for text in ["dx = 150", "[front]\ndy = nan", "[[block]]\nblock = \"holder\"\ndx = -51"] {
            assert!(matches!(text.parse::<Printer>(), Err(PrinterError::Offset(_))), "{text}");
        }
        for text in ["dx = \"1,5\"", "left = 1", "[[block]]\ndx = 1"] {
            assert!(matches!(text.parse::<Printer>(), Err(PrinterError::Syntax(_))), "{text}");
        }
    }
}
