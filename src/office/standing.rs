//! Somebody who acts for an LSP in its office. Whoever calls has proved who it is and what he may do there.

use jiff::Timestamp;

use super::{Actor, By};
use crate::domain::issuer::LspId;

/// Who acts, for which LSP, from where and when.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    pub lsp: &'a LspId,
    pub actor: &'a Actor,
    /// A client's address, or `console`.
    pub from: &'a str,
    pub now: Timestamp,
}

impl Standing<'_> {
    /// The actor alone behind an act.
    #[must_use]
    pub fn by(&self) -> By {
        By::alone(self.actor.clone(), self.now)
    }
}
