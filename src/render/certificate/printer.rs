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

use serde::Deserialize;

use super::layout::Side;

/// Millimetres that no printer is off by: a larger offset is a slip of the pen.
const MOST: f32 = 50.0;

/// Offsets of one printer; as it comes, none.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
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
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Shift {
    pub(super) dx: f32,
    pub(super) dy: f32,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
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
        let sides = [printer.dx, printer.dy, printer.front.dx, printer.front.dy, printer.back.dx, printer.back.dy];
        let offsets = sides.into_iter().chain(printer.block.iter().flat_map(|block| [block.dx, block.dy]));
        let wrong = offsets.into_iter().find(|mm| !(-MOST..=MOST).contains(mm));
        wrong.map_or(Ok(printer), |mm| Err(PrinterError::Offset(mm)))
    }
}

impl PrinterError {
    /// Millimetres that an offset may have at most.
    pub const MOST: f32 = MOST;
}

impl Printer {
    /// How far a block of a side is moved.
    pub(super) fn shift(&self, side: Side, block: &str) -> Shift {
        let side = match side {
            Side::Front => self.front,
            Side::Back | Side::Closing => self.back,
        };
        let own = self.block.iter().filter(|own| own.block == block);
        let start = Shift { dx: self.dx + side.dx, dy: self.dy + side.dy };
        own.fold(start, |sum, own| Shift { dx: sum.dx + own.dx, dy: sum.dy + own.dy })
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
