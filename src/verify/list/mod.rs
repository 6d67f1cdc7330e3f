//! A list of workers into answers: does each hold a certificate of the right scheme until the contract's last day?
//!
//! What is known of a row's certificate is looked up by whoever asks ([`Looked`]): the verdict of the present on the token
//! that the row carries, on each certificate with its number, or on the documents beside the list that are hers
//! ([`Beside`]). [`answers`] then gives each row the first answer that applies, in the order of [`AnswerWord`]. Pure, and
//! linear in the rows.
//!
//! What is told of a holder goes by what the row proves. Who has the token sees the name in it; who has a number sees
//! initials, unless the row has the name. A NIK is compared for rows with a token alone, and where it can change the answer
//! ([`nik_questions`]); who may ask for it at all, and how often, is for the office to say.

mod answer;
mod answered;
mod beside;
mod canonical;
mod checked;
#[cfg(test)]
mod fixtures;
mod judge;
mod nik;
mod rivals;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;
mod until;

pub use self::answer::{Answer, AnswerWord, Unchecked};
pub use self::answered::{Answered, Compared, Differs, NikRefused, NikSaid, Seen};
pub use self::beside::{Beside, Hers, MOST_HELD, Settled};
pub use self::canonical::{COLUMNS, rows_csv};
pub use self::checked::{Checked, Totals, answers};
pub use self::nik::{NikQuestion, TRIES, nik_questions};
pub use self::until::{InvalidUntil, LONGEST_CONTRACT, Until};
use super::Verdict;
use crate::domain::worker::Worker;

/// A row of a list, and what is known of the certificate that its worker is said to hold.
#[derive(Clone, Debug)]
pub struct Row {
    pub worker: Worker,
    pub looked: Looked,
}

/// What was found where a certificate was looked for. Each verdict is about the present.
#[derive(Clone, Debug)]
pub enum Looked {
    /// By her name, among the documents beside the list: none, where she has none there.
    Documents(Vec<Judged>),
    /// Nothing was looked for, or nothing could be told by what was found.
    Not(Unchecked),
    /// By the number in the row: each certificate that has it.
    Number(Vec<Verdict>),
    /// By the token in the row.
    Token(Box<Judged>),
}

/// A certificate whose bytes were judged, and what its LSP says of the NIK in the row.
#[derive(Clone, Debug)]
pub struct Judged {
    pub verdict: Verdict,
    pub nik: NikSaid,
}

impl Judged {
    /// Of the NIK nothing was said.
    #[must_use]
    pub fn by_bytes(verdict: Verdict) -> Self {
        Self { verdict, nik: NikSaid::NotTold }
    }
}
