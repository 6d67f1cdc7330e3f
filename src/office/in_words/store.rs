//! What came in the way in the database.

use std::borrow::Cow;

use super::InWords;
use crate::store::{Datum, StoreError};
use crate::words::{Lang, key, say};

impl InWords for Datum {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        let noun = match self {
            Self::AlteredCertificate => key!("failure-datum-altered-certificate"),
            Self::AlteredRoster => key!("failure-datum-altered-roster"),
            Self::AlteredText => key!("failure-datum-altered-text"),
            Self::Blanko => key!("failure-datum-blanko"),
            Self::ClockWord => key!("failure-datum-clock-word"),
            Self::Counter => key!("failure-datum-counter"),
            Self::Date => key!("failure-datum-date"),
            Self::Decision => key!("failure-datum-decision"),
            Self::Event => key!("failure-datum-event"),
            Self::Hash => key!("failure-datum-hash"),
            Self::HonouredList => key!("failure-datum-honoured-list"),
            Self::Instant => key!("failure-datum-instant"),
            Self::Job => key!("failure-datum-job"),
            Self::JournalEntry => key!("failure-datum-journal-entry"),
            Self::JournalHash => key!("failure-datum-journal-hash"),
            Self::JournalLength => key!("failure-datum-journal-length"),
            Self::Key => key!("failure-datum-key"),
            Self::KeptRoster => key!("failure-datum-kept-roster"),
            Self::Lsp => key!("failure-datum-lsp"),
            Self::LspId => key!("failure-datum-lsp-id"),
            Self::Marked => key!("failure-datum-marked"),
            Self::Name => key!("failure-datum-name"),
            Self::Nik => key!("failure-datum-nik"),
            Self::Particulars => key!("failure-datum-particulars"),
            Self::Printer => key!("failure-datum-printer"),
            Self::Reference => key!("failure-datum-reference"),
            Self::Request => key!("failure-datum-request"),
            Self::Scheme => key!("failure-datum-scheme"),
            Self::SchemeCode => key!("failure-datum-scheme-code"),
            Self::SessionId => key!("failure-datum-session-id"),
            Self::SignInName => key!("failure-datum-sign-in-name"),
            Self::Site => key!("failure-datum-site"),
            Self::Status => key!("failure-datum-status"),
            Self::StatusFacts => key!("failure-datum-status-facts"),
            Self::StatusList => key!("failure-datum-status-list"),
            Self::StatusPlace => key!("failure-datum-status-place"),
            Self::Token => key!("failure-datum-token"),
            Self::TwinKeys => key!("failure-datum-twin-keys"),
            Self::Value => key!("failure-datum-value"),
        };
        noun.say(lang)
    }
}

impl InWords for StoreError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Corrupt(datum) => say!(lang, "failure-store-corrupt", what = datum.in_words(lang)),
            Self::Database(cause) => say!(lang, "failure-store-database", cause = cause.to_string()),
            Self::Duplicate => say!(lang, "failure-store-duplicate"),
            Self::JournalBroken { lsp, entry } => say!(lang, "failure-store-journal-broken", lsp, entry),
            Self::Migrate(cause) => say!(lang, "failure-store-migrate", cause = cause.to_string()),
            Self::NotFound => say!(lang, "failure-store-not-found"),
            Self::NotMigrated => say!(lang, "failure-store-not-migrated"),
            Self::Silent => say!(lang, "failure-store-silent"),
        }
    }
}
