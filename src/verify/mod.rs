//! From bytes to a verdict. Never reaches the store, never fetches a host that a QR names.

pub mod document;
pub mod elsewhere;
pub mod found;
pub mod list;
pub mod report;
pub mod sources;
pub mod verdict;

pub use sources::Snapshot;
pub use verdict::{Asked, Verdict, verify, verify_text};
