//! The LSP's office: pages for its people, one language at a time, all of which work without a script.
//!
//! A page reads and shows; a form does one act and answers 303 to the page that shows what became of it, or, where
//! something typed was wrong, is shown again with what was typed. Who may come in stands in the rule of each address
//! and is seen to before any handler ([`admit`]); a handler takes [`As`] one of the LSP's people, [`Proven`] where the
//! rule says so, and what it does not take it cannot do.

pub(super) mod admit;
pub(super) mod asked;
pub(super) mod blanko;
pub(super) mod certificates;
pub(in crate::web) mod cookie;
pub(super) mod employers;
pub(super) mod entering;
pub(super) mod events;
pub(super) mod file;
mod flash;
mod frame;
pub(super) mod handover;
pub(super) mod home;
pub(super) mod journal;
mod origin;
pub(super) mod own;
pub(super) mod people;
pub(super) mod privacy;
pub(super) mod reports;
pub(super) mod requests;
pub(super) mod rosters;
mod said;
pub(super) mod second_step;
pub(super) mod settings;
mod upload;
pub(super) mod watch;
mod words;

#[cfg(test)]
mod tests;

use axum::http::Method;
use axum::response::{IntoResponse, Response};

use super::rule::Visitors;
pub(in crate::web) use admit::{As, EmployedBy, Here, ProvenAs, Visit, admit, employer_of};
pub(in crate::web) use flash::{Flash, NikSaid};
pub(in crate::web) use frame::Frame;

/// An answer that leads to a page of the office.
pub(in crate::web) fn see(path: &str) -> Response {
    axum::response::Redirect::to(path).into_response()
}

/// Whether a method may change something.
fn acts(method: &Method) -> bool {
    !(method == Method::GET || method == Method::HEAD)
}

/// Whether somebody has to be let in by the rule: into the office, to an employer's pages, or to a door of theirs.
pub(super) fn has_a_door(visitors: Visitors) -> bool {
    visitors != Visitors::Everybody
}
