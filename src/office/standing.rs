//! Somebody who acts for an LSP in its office, as what she may do there: an act that takes a [`Standing<Approves>`] cannot
//! be called for who may not approve.

use std::marker::PhantomData;

use jiff::Timestamp;

use super::accounts::{Administrator, Approver, Handing, Operator, Proven};
use super::{Actor, By};
use crate::domain::issuer::LspId;

/// Approves: an approver who showed a moment ago that it is she.
#[derive(Clone, Copy, Debug)]
pub enum Approves {}

/// Works with rosters and asks for changes: an operator.
#[derive(Clone, Copy, Debug)]
pub enum Asks {}

/// Hands certificates over: an operator or an approver.
#[derive(Clone, Copy, Debug)]
pub enum HandsOver {}

/// Sends back what she does not approve: an approver.
#[derive(Clone, Copy, Debug)]
pub enum Decides {}

/// Says how the LSP works: an administrator who showed a moment ago that it is she.
#[derive(Clone, Copy, Debug)]
pub enum Administers {}

/// Who acts, for which LSP, from where and when.
#[derive(Clone, Debug)]
pub struct Standing<R> {
    lsp: LspId,
    by: By,
    may: PhantomData<R>,
}

impl Standing<Administers> {
    #[must_use]
    pub fn administrator(who: &Proven<Administrator>, now: Timestamp) -> Self {
        Self { lsp: who.lsp().clone(), by: who.by(now), may: PhantomData }
    }
}

impl Standing<Approves> {
    #[must_use]
    pub fn proven(who: &Proven<Approver>, now: Timestamp) -> Self {
        Self { lsp: who.lsp().clone(), by: who.by(now), may: PhantomData }
    }
}

impl Standing<Asks> {
    #[must_use]
    pub fn operator(who: &Operator, now: Timestamp) -> Self {
        Self { lsp: who.lsp().clone(), by: who.by(now), may: PhantomData }
    }
}

impl Standing<HandsOver> {
    #[must_use]
    pub fn handing(who: &Handing, now: Timestamp) -> Self {
        Self { lsp: who.lsp().clone(), by: who.by(now), may: PhantomData }
    }
}

impl Standing<Decides> {
    #[must_use]
    pub fn approver(who: &Approver, now: Timestamp) -> Self {
        Self { lsp: who.lsp().clone(), by: who.by(now), may: PhantomData }
    }
}

impl<R> Standing<R> {
    /// Somebody at the command line, who may do all of it where the LSP's console is open.
    #[must_use]
    pub fn console(lsp: LspId, user: &str, now: Timestamp) -> Self {
        let by = By { from: Some("console".to_owned()), ..By::alone(Actor::Console { user: user.to_owned() }, now) };
        Self { lsp, by, may: PhantomData }
    }

    #[must_use]
    pub fn lsp(&self) -> &LspId {
        &self.lsp
    }

    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.by.asked
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.by.now
    }

    /// The actor alone behind an act.
    #[must_use]
    pub fn by(&self) -> By {
        self.by.clone()
    }
}
