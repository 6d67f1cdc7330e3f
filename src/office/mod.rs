//! What an LSP does, each act once and whoever asks: people in, certificates out; keys and their ceremonies;
//! the lists that verifiers fetch.
//!
//! An act takes the [`Office`], who stands [behind it](By) and its own particulars; clock and chance come in
//! as arguments. Errors carry facts, the doors find words for them.

pub mod accounts;
pub mod acting;
pub mod actor;
pub mod alarm;
pub mod asked;
pub mod believed;
pub mod blanko;
pub mod certificates;
pub mod check_list;
pub mod clock;
pub mod compromise;
pub mod counted;
pub mod design;
mod draft;
pub mod employers;
pub mod erasure;
pub mod error;
pub mod events;
pub mod example;
pub mod fate;
pub mod find;
pub mod followed;
pub mod give_out;
pub mod glance;
pub mod handout;
pub mod handover;
pub mod held;
pub mod holder;
pub mod in_words;
pub mod installation;
pub mod intake;
pub mod issue;
pub mod jobs;
pub mod journal;
mod journalled;
pub mod judged;
pub mod kept;
pub mod key_ring;
pub mod keys;
pub mod lists;
pub mod lsp;
pub mod lsp_file;
pub mod marks;
pub mod others;
mod packed;
pub mod particulars;
pub mod personal;
pub mod preview;
pub mod printer;
pub mod progress;
pub mod proof;
pub mod publish;
pub mod recorded;
pub mod recover;
pub mod refresh;
pub mod register;
pub mod replace;
pub mod report;
pub mod requests;
pub mod settings;
pub mod sheet;
pub mod standing;
pub mod status;
pub mod told;
pub mod trust;
pub mod watch;

pub use actor::{Actor, By};
pub use error::Error;
pub use installation::Office;

pub use crate::store::{StoreError, sqlite_url};
