//! Absah issues competence certificates that anyone can check.
//!
//! In: a roster goes through [`issue`], which numbers, signs and stores certificates in one
//! transaction; [`render`] draws a sheet from what was stored whenever one is asked for.
//!
//! Out: the bytes of a QR or a link reach [`verify`], whose one pure function gives a verdict;
//! [`web`] shows it as a page or as JSON.
//!
//! ```text
//! main → cli, web → issue, verify, render → store → seal → domain
//! ```
//!
//! Arrows point down only; `verify` and [`render`] never reach `store`. `issue` asks `verify` what would
//! not be trusted and `render` what could not be printed, before it issues anything.

pub mod cli;
pub mod domain;
pub mod issue;
pub mod render;
pub mod seal;
pub mod store;
pub mod verify;
pub mod web;
