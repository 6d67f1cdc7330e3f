//! People in, certificates out: a roster is read, numbered, signed and stored in one transaction.

pub mod batch;
pub mod compromise;
pub mod desk;
pub mod form;
pub mod lists;
pub mod lsp_file;
pub mod replace;
pub mod roster;
pub mod status;
