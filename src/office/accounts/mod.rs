//! Who works at an LSP's office, and which employers ask it: accounts, passwords, authenticators, sessions, and who may do what.
//!
//! Tables are a help and no more. What an account may do, which row of it is the present one, and which sessions go on
//! are told by the journals ([`told`]), so that whoever writes the database alone is let in nowhere: a row put in is
//! named by no journal, one altered or put back is not the one that is named, a session revived has ended.

mod believed;
mod change;
pub mod employer;
mod error;
pub mod member;
pub mod own;
pub mod password;
pub mod people;
mod person;
pub mod recovery;
pub mod session;
pub mod sign_in;
pub mod staff;
mod throttle;
pub mod told;
pub mod totp;
mod typed;

#[cfg(test)]
mod tests;

pub use believed::Account;
pub use employer::{Asking, Customer, Employer};
pub use error::AccountError;
pub use member::{Administrator, Approver, Auditor, Handing, Member, Operator, Proven};
pub use session::{Client, Cookie, Duty, Lasting, SignedIn};
