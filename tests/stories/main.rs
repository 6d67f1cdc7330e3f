//! Stories: the binary as its users run it, through the command line and through HTTP.
//!
//! Each runs on SQLite, and on PostgreSQL where `ABSAH_TEST_POSTGRES` names a server that databases may
//! be made on (`tests/run` starts one); where it does not, that is printed.

mod accounts;
#[path = "../attacks/mod.rs"]
mod attacks;
mod browser;
mod certificate_pages;
mod counting;
mod documents;
mod feeds;
mod finding;
mod growth;
mod hostile;
mod installing;
mod issuer;
mod journal;
mod keys;
mod lists;
mod office;
mod office_pages;
mod printing;
mod released;
mod rooms;
mod rosters;
mod sheets;
mod standing;
mod statuses;
mod support;
mod together;
mod trust;
mod verifier;
mod words;
mod worker_lists;
