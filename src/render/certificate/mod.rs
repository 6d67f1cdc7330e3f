//! A certificate's sheet: a layout (TOML, `docs/layout.md`), the pictures of an LSP, and what stands on one sheet.
//!
//! [`Press::new`] does once whatever is the same for every sheet of a form: it reads the layout, compresses
//! fonts and pictures and draws what never changes. [`Press::print`] then makes a sheet in a fraction of a
//! millisecond.

mod blocks;
mod layout;
mod ornament;
mod press;
#[cfg(test)]
mod released;
mod sheet;
#[cfg(test)]
mod tests;
mod units;

pub use layout::LayoutError;
pub use press::{Form, Press, PrintError};
pub use sheet::Sheet;

/// The layout of the digital certificate: a whole sheet, framed.
pub const DIGITAL: &str = include_str!("../../../templates/certificate/digital.toml");

/// The layout for preprinted sheets (*cetak di blanko*): only the text.
pub const BLANKO: &str = include_str!("../../../templates/certificate/blanko.toml");
