//! What a row may hold that cannot be read, by what it should have been.

use std::fmt;

/// A thing that the database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Datum {
    /// A certificate that is not as it was signed.
    AlteredCertificate,
    /// A roster that was handed in, and is not as it was kept.
    AlteredRoster,
    /// A kept text that is not the one that its hash names.
    AlteredText,
    /// A preprinted sheet, or a delivery of them.
    Blanko,
    /// A person's word about the machine's clock.
    ClockWord,
    Counter,
    Date,
    Decision,
    Event,
    Hash,
    HonouredList,
    Instant,
    Job,
    JournalEntry,
    JournalHash,
    JournalLength,
    Key,
    /// A roster that was handed in.
    KeptRoster,
    Lsp,
    LspId,
    /// What cannot be held against the marks beside the keys.
    Marked,
    Name,
    Nik,
    Particulars,
    /// How far a printer is off.
    Printer,
    /// A row that refers to one that is not there.
    Reference,
    /// What one person asked for and another decides.
    Request,
    Scheme,
    SchemeCode,
    SessionId,
    SignInName,
    Site,
    Status,
    /// A status without the facts that it has.
    StatusFacts,
    StatusList,
    StatusPlace,
    Token,
    /// Two keys that one kid names.
    TwinKeys,
    /// Text where a number stands, or the other way about.
    Value,
}

impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlteredCertificate => "a certificate that is not as it was signed",
            Self::AlteredRoster => "a roster that is not as it was kept",
            Self::AlteredText => "a kept text that is not the one it is named by",
            Self::Blanko => "a preprinted sheet",
            Self::ClockWord => "a word about the clock",
            Self::Counter => "a counter",
            Self::Date => "a date",
            Self::Decision => "a decision",
            Self::Event => "an event",
            Self::Hash => "a hash",
            Self::HonouredList => "an honoured list",
            Self::Instant => "an instant",
            Self::Job => "a job",
            Self::JournalEntry => "a journal entry",
            Self::JournalHash => "a journal hash",
            Self::JournalLength => "a journal's length",
            Self::Key => "a key",
            Self::KeptRoster => "a roster that was handed in",
            Self::Lsp => "an LSP",
            Self::LspId => "an LSP's id",
            Self::Marked => "what cannot be held against the marks beside the keys",
            Self::Name => "a name",
            Self::Nik => "a NIK",
            Self::Particulars => "particulars",
            Self::Printer => "a printer's offsets",
            Self::Reference => "a row without one that it refers to",
            Self::Request => "a request",
            Self::Scheme => "a scheme",
            Self::SchemeCode => "a scheme code",
            Self::SessionId => "a session's name",
            Self::SignInName => "a sign-in name",
            Self::Site => "a site",
            Self::Status => "a status",
            Self::StatusFacts => "a status without its facts",
            Self::StatusList => "a status list",
            Self::StatusPlace => "a place on a status list",
            Self::Token => "a token",
            Self::TwinKeys => "two keys of one kid",
            Self::Value => "a value of another kind",
        })
    }
}
