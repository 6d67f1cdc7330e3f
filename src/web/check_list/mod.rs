//! A list of workers, checked for whoever asks: at the pages under `/periksa-daftar`, and at `POST /api/v1/check-list`.

mod fault;
mod handed;
mod intake;
mod pages;
mod report;
mod streamed;
mod visitor;

pub(super) use self::handed::{Handed, handed};
pub(super) use self::intake::{Sent, take, until};
pub(super) use self::pages::{answer, ask, hand_in, show};
pub(super) use self::report::Host;

pub use self::fault::ListFault;
use crate::verify::document::LARGEST;

/// Certificates that may be handed in beside a list, in files of their own or in a ZIP.
pub(super) const MOST_DOCUMENTS: usize = 200;

/// Bytes that a page may carry for the next one, which has to take them in beside a few fields.
const MOST_CARRIED: usize = LARGEST - (1 << 20);
