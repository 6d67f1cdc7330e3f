//! What the words of the trade mean. Pure: no clock, no chance, no disk.

pub mod account;
pub mod act;
pub mod assessment;
pub mod blanko;
pub mod certificate;
pub mod choice;
pub mod defuse;
pub mod event;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod holder;
pub mod id;
pub mod issuer;
pub mod line;
pub mod month;
pub mod name_words;
pub mod number;
pub mod number_form;
pub mod request;
pub mod scheme;
pub mod search_key;
pub mod status;
pub mod term;
mod text;
pub mod typed_number;
pub mod worker;
pub mod year;
