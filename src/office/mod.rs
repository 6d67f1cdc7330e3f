//! What an LSP does, each act once: people in, certificates out, in one transaction.

pub mod batch;
pub mod compromise;
pub mod desk;
pub mod form;
pub mod journal;
pub mod lists;
pub mod lsp_file;
pub mod replace;
pub mod status;
