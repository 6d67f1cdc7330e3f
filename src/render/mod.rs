//! Facts in, a PDF out. `paper` draws, `certificate` knows what stands on a certificate's sheet, `report` what stands on a
//! report.
//!
//! Nothing here reads a clock, a disk or a random number: the same facts on the same layout give the same bytes.

mod certificate;
mod paper;
mod report;

pub use certificate::{
    BLANKO, BlockFault, DIGITAL, DIGITAL_LANDSCAPE, DesignParts, LayoutError, Misplaced, PictureOf, Pictures, Press,
    PrintError, Printer, PrinterError, Sheet, Shift,
};
pub use paper::collate::{Collation, NotCollated};
pub use paper::fonts::printable;
pub use paper::picture::{Unreadable, portrait};
pub use paper::qr;
pub use paper::shown::{Undrawn, pictures};
pub use report::{Report, ReportRow, ReportSheet, Twice};
