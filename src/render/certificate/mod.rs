//! A certificate's sheet: a layout (TOML, `docs/layout.md`), the pictures of an LSP, and what stands on one sheet.
//!
//! [`Press::new`] does once whatever is the same for every sheet of a design: it reads the layout, compresses
//! fonts and pictures and draws what never changes. [`Press::print`] then makes a sheet in a fraction of a
//! millisecond.

mod blocks;
mod fixed;
mod geometry;
mod layout;
mod ornament;
mod press;
mod printer;
#[cfg(test)]
mod released;
mod ruler;
mod sheet;
pub(super) mod symbol;
#[cfg(test)]
mod tests;
mod units;

pub use geometry::Misplaced;
pub use layout::{BlockFault, LayoutError, PictureOf};
pub use press::{DesignParts, Pictures, Press, PrintError};
pub use printer::{Printer, PrinterError, Shift};
pub use sheet::Sheet;

/// The layout of the digital certificate: a whole sheet, framed.
pub const DIGITAL: &str = include_str!("../../../templates/certificate/digital.toml");

/// The same, turned: landscape.
pub const DIGITAL_LANDSCAPE: &str = include_str!("../../../templates/certificate/digital-landscape.toml");

/// The layout for preprinted sheets (*cetak di blanko*): only the text.
pub const BLANKO: &str = include_str!("../../../templates/certificate/blanko.toml");
