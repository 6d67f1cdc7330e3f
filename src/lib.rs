//! Absah issues competence certificates that anyone can check.
//!
//! In: a roster is read by [`roster`] and goes through [`office`], which numbers, signs and stores
//! certificates in one transaction; [`render`] draws a sheet from what was stored whenever one is asked for.
//!
//! Out: the bytes of a QR or a link reach [`verify`], whose one pure function gives a verdict;
//! [`web`] shows it as a page or as JSON.
//!
//! ```text
//! main → cli, web → office → roster, render, store → seal → domain
//!              web, office → verify → seal
//! ```
//!
//! What people read stands in [`words`], one catalogue a language, which every room may use.
//!
//! Arrows point down only; `verify`, [`render`] and [`roster`] never reach `store`. `office` asks `verify`
//! what would not be trusted and `render` what could not be printed, before it issues anything.

pub mod cli;
pub mod domain;
pub mod office;
pub mod render;
pub mod roster;
pub mod seal;
pub mod store;
pub mod verify;
pub mod web;
pub mod words;
