//! A certificate in, a PDF out.
//!
//! [`Press::new`] does once whatever is the same for every sheet of a form: it reads the layout
//! (TOML, `docs/layout.md`), compresses fonts and pictures and draws what never changes.
//! [`Press::print`] then makes a sheet in a fraction of a millisecond. Nothing here reads a clock, a
//! disk or a random number: the same sheet on the same form gives the same bytes.

mod blocks;
mod canvas;
mod embed;
mod fonts;
mod layout;
mod ornament;
mod pdf;
mod picture;
mod press;
pub mod qr;
#[cfg(test)]
mod released;
mod sheet;
#[cfg(test)]
mod tests;
mod text;
mod units;

pub use fonts::printable;
pub use layout::LayoutError;
pub use picture::{Unreadable, portrait};
pub use press::{Form, Press, PrintError};
pub use sheet::Sheet;

/// The layout of the digital certificate: a whole sheet, framed.
pub const DIGITAL: &str = include_str!("../../templates/certificate/digital.toml");

/// The layout for preprinted sheets (*cetak di blanko*): only the text.
pub const BLANKO: &str = include_str!("../../templates/certificate/blanko.toml");
