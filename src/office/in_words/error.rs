//! The words for what the office refuses, and for its keys and its database.

use std::borrow::Cow;

use super::{InWords, moment};
use crate::domain::issuer::LspId;
use crate::domain::status::State;
use crate::office::clock::Implausible;
use crate::office::error::{Error, Numbered};
use crate::office::in_words::journal as journal_words;
use crate::office::journal::Fault;
use crate::office::key_ring::{KeyRingError, SHORTEST};
use crate::office::told::Untold;
use crate::office::told::lsp::Repointed;
use crate::seal::key_files::{KeyCause, KeyError};
use crate::seal::keys::KeyFormatError;
use crate::seal::token::{self, TokenError};
use crate::verify::verdict::Trust;
use crate::words::{Lang, say};

impl InWords for Error {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Changed(lsp) => say!(lang, "failure-lsp-changed", lsp),
            Self::Clock(cause) => cause.in_words(lang),
            Self::ConsoleClosed(lsp) => say!(lang, "failure-console-closed", lsp),
            Self::Day(cause) => cause.in_words(lang),
            Self::Design(cause) => cause.in_words(lang),
            Self::Disowned(disowned) => disowned.in_words(lang),
            Self::Expired { number, valid_until } => say!(lang, "failure-expired", number, day = valid_until),
            Self::Exhausted { kind: Numbered::Certificate, scope, wanted } => {
                say!(lang, "failure-exhausted-certificate", scope, wanted)
            }
            Self::Exhausted { kind: Numbered::Registration, scope, wanted } => {
                say!(lang, "failure-exhausted-registration", scope, wanted)
            }
            Self::Gone => say!(lang, "failure-gone"),
            Self::Key(cause) => cause.in_words(lang),
            Self::NotDestroyed { kid, cause } => {
                say!(lang, "failure-not-destroyed", kid = kid.to_string(), cause = cause.in_words(lang))
            }
            Self::NoCertificate(number) => say!(lang, "failure-no-certificate", number),
            Self::NoNumber(text) => say!(lang, "failure-no-number", text),
            Self::NotPrintable(character) => say!(lang, "failure-not-printable", character),
            Self::NoKey { lsp, kid } => say!(lang, "failure-no-key", lsp, kid = kid.to_string()),
            Self::NotInTrustList(lsp) => say!(lang, "failure-not-in-trust-list", lsp),
            Self::NotSignedByRoot => say!(lang, "failure-not-signed-by-root"),
            Self::NotActive(kid) => say!(lang, "failure-not-active", kid = kid.to_string()),
            Self::NotAsIssued { number } => say!(lang, "failure-not-as-issued", number),
            Self::NumbersTaken { first } => say!(lang, "failure-numbers-taken", first),
            Self::NotOfKey { number, kid } => say!(lang, "failure-not-of-key", number, kid = kid.to_string()),
            Self::NikTaken => say!(lang, "failure-nik-taken"),
            Self::RecordsOfAnother(file) => say!(lang, "failure-records-of-another", file = file.display()),
            Self::RecordsUnknown => say!(lang, "failure-records-unknown"),
            Self::RecordsNotOpened(cause) => say!(lang, "failure-records-not-opened", cause = cause.in_words(lang)),
            Self::Marks(cause) => say!(lang, "failure-marks", cause = cause.to_string()),
            Self::RemarkTooLong { most } => say!(lang, "failure-remark-too-long", most),
            Self::Repointed { lsp, what } => {
                say!(lang, "failure-repointed", lsp, what = what.in_words(lang))
            }
            Self::Several(lsps) => {
                let lsps: Vec<&str> = lsps.iter().map(LspId::as_str).collect();
                say!(lang, "failure-several-certificates", lsps = lsps.join(", "))
            }
            Self::Restored { lsp, entry } => say!(lang, "failure-restored", lsp, entry),
            Self::RestoredTrustList => say!(lang, "failure-restored-trust-list"),
            Self::Retired(kid) => say!(lang, "failure-retired", kid = kid.to_string()),
            Self::RosterLost { before, there } => say!(lang, "failure-roster-lost", before, there),
            Self::SinceFuture(instant) => say!(lang, "failure-since-future", instant),
            Self::State { number, state } => match state {
                State::Revoked => say!(lang, "failure-state-revoked", number),
                State::Superseded => say!(lang, "failure-state-superseded", number),
                State::Suspended => say!(lang, "failure-state-suspended", number),
                State::Valid => say!(lang, "failure-state-valid", number),
            },
            Self::Store(cause) => cause.in_words(lang),
            Self::Token { row, cause } => say!(lang, "failure-token", row, cause = cause.in_words(lang)),
            Self::TooLong { row, name } => say!(lang, "failure-too-long", row, name),
            Self::TrustList(cause) => cause.in_words(lang),
            Self::Untold(cause) => cause.in_words(lang),
            Self::UnknownLsp { id, known } => {
                let known: Vec<&str> = known.iter().map(|lsp| lsp.as_str()).collect();
                say!(lang, "failure-unknown-lsp", id, known = known.join(", "))
            }
            Self::Unpublished(cause) => say!(lang, "failure-unpublished", cause = cause.in_words(lang)),
            Self::Untrusted { trust, issued_on: day, scheme } => match (trust, scheme) {
                (Trust::HonouredListMissing | Trust::KeyCompromised | Trust::NeverRecorded, _) => {
                    say!(lang, "failure-key-compromised")
                }
                (Trust::KeyStateUnknown, _) => say!(lang, "failure-key-state-unknown"),
                (Trust::KeyForOtherUse, _) => say!(lang, "failure-key-for-other-use"),
                (Trust::KeyOutsidePeriod, _) => say!(lang, "failure-key-outside-period", day),
                (Trust::LicenceOutsidePeriod, _) => say!(lang, "failure-licence-outside-period", day),
                (Trust::Licensed, _) => say!(lang, "failure-licensed"),
                (Trust::SchemeOutsideScope, Some(code)) => say!(lang, "failure-scheme-outside-scope", code, day),
                (Trust::SchemeOutsideScope, None) => say!(lang, "failure-some-scheme-outside-scope", day),
            },
        }
    }
}

/// What a clock that cannot be right says, and what to do about it.
impl InWords for Implausible {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Ahead { now, dated } | Self::Leapt { now, expected: dated } => {
                let days = now.duration_since(*dated).as_hours() / 24;
                say!(lang, "failure-clock-ahead", now = moment(*now, lang), dated = moment(*dated, lang), days)
            }
            Self::Behind { now, dated } => {
                say!(lang, "failure-clock-behind", now = moment(*now, lang), dated = moment(*dated, lang))
            }
        }
    }
}

impl InWords for Repointed {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        journal_words::repointed(self, lang)
    }
}

impl InWords for Untold {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Restored { lsp, entry } => say!(lang, "failure-restored", lsp, entry),
            Self::Lost { lsp, number } => say!(lang, "failure-untold-lost", lsp, number),
            Self::Older { lsp, now, seen } => say!(lang, "failure-untold-older", lsp, now, seen),
            Self::Store(cause) => cause.in_words(lang),
        }
    }
}

impl InWords for KeyRingError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Key(cause) => cause.in_words(lang),
            Self::NoPassphrase => say!(lang, "failure-no-passphrase"),
            Self::ShortPassphrase => say!(lang, "failure-short-passphrase", shortest = SHORTEST),
        }
    }
}

impl InWords for KeyError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        let cause = match &self.cause {
            KeyCause::Format(cause) => cause.in_words(lang),
            KeyCause::Io(cause) => cause.to_string().into(),
            KeyCause::OpenToOthers => say!(lang, "failure-key-open-to-others"),
            KeyCause::TooLarge => say!(lang, "failure-key-too-large"),
        };
        say!(lang, "failure-key-file", file = self.file.display(), cause)
    }
}

impl InWords for KeyFormatError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Encrypt => say!(lang, "failure-key-encrypt"),
            Self::Memory { mib } => say!(lang, "failure-key-memory", mib),
            Self::NotAKey => say!(lang, "failure-key-not-a-key"),
            Self::Passphrase => say!(lang, "failure-key-passphrase"),
            Self::PublicHalf => say!(lang, "failure-key-public-half"),
        }
    }
}

impl InWords for TokenError {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Claims => say!(lang, "failure-token-claims"),
            Self::Envelope => say!(lang, "failure-token-envelope"),
            Self::NotDeterministic => say!(lang, "failure-token-not-deterministic"),
            Self::TooLong => say!(lang, "failure-token-too-long", most = token::LONGEST),
        }
    }
}

impl InWords for Fault {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        journal_words::fault(self, lang)
    }
}
