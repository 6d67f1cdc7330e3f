//! The words for what kept a command from being carried out: errors carry facts, here they become sentences.
//!
//! What comes from further below (the system, the database's driver, a file's format) stays as its library says it.

use std::borrow::Cow;
use std::error::Error as StdError;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::domain::status::State;
use crate::office::Error;
use crate::office::clock::Implausible;
use crate::office::design::DesignError;
use crate::office::handout::HandoutError;
use crate::office::key_ring::{KeyRingError, SHORTEST};
use crate::office::lsp_file::LspFileError;
use crate::office::particulars::{Disowned, Why};
use crate::office::proof::ProofError;
use crate::office::trust::TrustError;
use crate::seal::key_files::{KeyCause, KeyError};
use crate::seal::keys::KeyFormatError;
use crate::seal::trust_list::joined::JoinError;
use crate::store::StoreError;
use crate::verify::verdict::Trust;
use crate::words::{Lang, key, say};

/// A refusal in words that are said already.
pub(super) fn refused(words: impl Into<Cow<'static, str>>) -> anyhow::Error {
    anyhow::Error::msg(words.into())
}

/// An error in words, what was attempted before what came in the way.
#[must_use]
pub fn told(error: &anyhow::Error, lang: Lang) -> String {
    let mut words = Vec::new();
    for cause in error.chain() {
        match known(cause, lang) {
            // Its sentence tells what lies below it too.
            Some(sentence) => {
                words.push(sentence.into_owned());
                break;
            }
            None => words.push(cause.to_string()),
        }
    }
    words.join(": ")
}

/// The sentence for an error of ours.
fn known(error: &(dyn StdError + 'static), lang: Lang) -> Option<Cow<'static, str>> {
    None.or_else(|| Some(of_office(error.downcast_ref()?, lang)))
        .or_else(|| Some(of_clock(error.downcast_ref()?, lang)))
        .or_else(|| Some(of_store(error.downcast_ref()?, lang)))
        .or_else(|| Some(of_ring(error.downcast_ref()?, lang)))
        .or_else(|| Some(of_key(error.downcast_ref()?, lang)))
        .or_else(|| Some(of_trust(error.downcast_ref()?, lang)))
        .or_else(|| Some(of_handout(error.downcast_ref()?, lang)))
        .or_else(|| Some(of_design(error.downcast_ref()?, lang)))
        .or_else(|| Some(of_lsp_file(error.downcast_ref()?, lang)))
        .or_else(|| Some(of_proof(error.downcast_ref()?, lang)))
}

fn of_office(error: &Error, lang: Lang) -> Cow<'static, str> {
    match error {
        Error::Clock(cause) => of_clock(cause, lang),
        Error::ConsoleClosed(lsp) => say!(lang, "failure-console-closed", lsp),
        Error::Day(cause) => cause.to_string().into(),
        Error::Design(cause) => of_design(cause, lang),
        Error::Disowned(Disowned { scheme, issued_on, why }) => {
            let why = match why {
                Why::Licence => key!("failure-disowned-licence"),
                Why::Scheme => key!("failure-disowned-scheme"),
                Why::TimeZone => key!("failure-disowned-time-zone"),
            };
            say!(lang, "failure-disowned", scheme, day = issued_on, why = why.say(lang))
        }
        Error::Expired { number, valid_until } => say!(lang, "failure-expired", number, day = valid_until),
        Error::Exhausted { kind, scope, wanted } => say!(lang, "failure-exhausted", kind, scope, wanted),
        Error::Gone => say!(lang, "failure-gone"),
        Error::Key(cause) => of_ring(cause, lang),
        Error::NotDestroyed { kid, cause } => {
            say!(lang, "failure-not-destroyed", kid = kid.to_string(), cause = of_ring(cause, lang))
        }
        Error::NoKey { lsp, kid } => say!(lang, "failure-no-key", lsp, kid = kid.to_string()),
        Error::NotInTrustList(lsp) => say!(lang, "failure-not-in-trust-list", lsp),
        Error::NotSignedByRoot => say!(lang, "failure-not-signed-by-root"),
        Error::NotActive(kid) => say!(lang, "failure-not-active", kid = kid.to_string()),
        Error::NotAsIssued { number } => say!(lang, "failure-not-as-issued", number),
        Error::NumbersTaken { first } => say!(lang, "failure-numbers-taken", first),
        Error::NotOfKey { number, kid } => say!(lang, "failure-not-of-key", number, kid = kid.to_string()),
        Error::NikTaken => say!(lang, "failure-nik-taken"),
        Error::RecordsOfAnother(file) => say!(lang, "failure-records-of-another", file = file.display()),
        Error::RecordsUnknown => say!(lang, "failure-records-unknown"),
        Error::RecordsNotOpened(cause) => say!(lang, "failure-records-not-opened", cause = of_ring(cause, lang)),
        Error::Retired(kid) => say!(lang, "failure-retired", kid = kid.to_string()),
        Error::SinceFuture(instant) => say!(lang, "failure-since-future", instant),
        Error::State { number, state } => match state {
            State::Revoked => say!(lang, "failure-state-revoked", number),
            State::Superseded => say!(lang, "failure-state-superseded", number),
            State::Suspended => say!(lang, "failure-state-suspended", number),
            State::Valid => say!(lang, "failure-state-valid", number),
        },
        Error::Store(cause) => of_store(cause, lang),
        Error::Token { row, cause } => say!(lang, "failure-token", row, cause = cause.to_string()),
        Error::TooLong { row, name } => say!(lang, "failure-too-long", row, name),
        Error::TrustList(cause) => of_trust(cause, lang),
        Error::UnknownLsp { id, known } => {
            let known: Vec<&str> = known.iter().map(|lsp| lsp.as_str()).collect();
            say!(lang, "failure-unknown-lsp", id, known = known.join(", "))
        }
        Error::Unpublished(cause) => say!(lang, "failure-unpublished", cause = of_office(cause, lang)),
        Error::Untrusted { trust, issued_on: day, scheme } => match (trust, scheme) {
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

/// What a clock that cannot be right says, and what to do about it.
fn of_clock(error: &Implausible, lang: Lang) -> Cow<'static, str> {
    match error {
        Implausible::Ahead { now, dated } | Implausible::Leapt { now, expected: dated } => {
            let days = now.duration_since(*dated).as_hours() / 24;
            say!(lang, "failure-clock-ahead", now = moment(*now), dated = moment(*dated), days)
        }
        Implausible::Behind { now, dated } => {
            say!(lang, "failure-clock-behind", now = moment(*now), dated = moment(*dated))
        }
    }
}

/// An instant as a clock on the wall in Jakarta shows it.
pub(super) fn moment(instant: Timestamp) -> String {
    format!("{} WIB", instant.to_zoned(TimeZone::fixed(Offset::constant(7))).strftime("%Y-%m-%d %H:%M"))
}

fn of_store(error: &StoreError, lang: Lang) -> Cow<'static, str> {
    match error {
        StoreError::Corrupt(what) => say!(lang, "failure-store-corrupt", what),
        StoreError::Database(cause) => say!(lang, "failure-store-database", cause = cause.to_string()),
        StoreError::Duplicate => say!(lang, "failure-store-duplicate"),
        StoreError::JournalBroken { lsp, entry } => say!(lang, "failure-store-journal-broken", lsp, entry),
        StoreError::Migrate(cause) => say!(lang, "failure-store-migrate", cause = cause.to_string()),
        StoreError::NotFound => say!(lang, "failure-store-not-found"),
        StoreError::NotMigrated => say!(lang, "failure-store-not-migrated"),
        StoreError::Silent => say!(lang, "failure-store-silent"),
    }
}

fn of_ring(error: &KeyRingError, lang: Lang) -> Cow<'static, str> {
    match error {
        KeyRingError::Key(cause) => of_key(cause, lang),
        KeyRingError::NoPassphrase => say!(lang, "failure-no-passphrase"),
        KeyRingError::ShortPassphrase => say!(lang, "failure-short-passphrase", shortest = SHORTEST),
    }
}

fn of_key(error: &KeyError, lang: Lang) -> Cow<'static, str> {
    let cause = match &error.cause {
        KeyCause::Format(KeyFormatError::Encrypt) => say!(lang, "failure-key-encrypt"),
        KeyCause::Format(KeyFormatError::Memory { mib }) => say!(lang, "failure-key-memory", mib),
        KeyCause::Format(KeyFormatError::NotAKey) => say!(lang, "failure-key-not-a-key"),
        KeyCause::Format(KeyFormatError::Passphrase) => say!(lang, "failure-key-passphrase"),
        KeyCause::Format(KeyFormatError::PublicHalf) => say!(lang, "failure-key-public-half"),
        KeyCause::Io(cause) => cause.to_string().into(),
        KeyCause::OpenToOthers => say!(lang, "failure-key-open-to-others"),
        KeyCause::TooLarge => say!(lang, "failure-key-too-large"),
    };
    say!(lang, "failure-key-file", file = error.file.display(), cause)
}

fn of_trust(error: &TrustError, lang: Lang) -> Cow<'static, str> {
    match error {
        TrustError::AllowsNothing(name) => say!(lang, "failure-trust-allows-nothing", name = name.to_string()),
        TrustError::Ahead(iat) => say!(lang, "failure-trust-ahead", dated = moment(*iat)),
        TrustError::AsNew => say!(lang, "failure-trust-as-new"),
        TrustError::CameBack(kid) => say!(lang, "failure-trust-came-back", kid = kid.to_string()),
        TrustError::Clock(cause) => of_clock(cause, lang),
        TrustError::ClockAtRoot(cause) => say!(lang, "failure-trust-clock", cause = of_clock(cause, lang)),
        TrustError::Expired => say!(lang, "failure-trust-expired"),
        TrustError::File { file, cause } => {
            say!(lang, "failure-trust-file", file = file.display(), cause = cause.to_string())
        }
        TrustError::Handover(cause) => say!(lang, "failure-trust-handover", cause = cause.to_string()),
        TrustError::HandoverOfNobody(file) => say!(lang, "failure-trust-handover-of-nobody", file = file.display()),
        TrustError::Join(cause) => of_join(cause, lang),
        TrustError::Key(cause) => of_ring(cause, lang),
        TrustError::NoRoot => say!(lang, "failure-trust-no-root"),
        TrustError::Notice(_) => say!(lang, "failure-trust-notice"),
        TrustError::NotPublic(file) => say!(lang, "failure-trust-not-public", file = file.display()),
        TrustError::NotPrivate(file) => say!(lang, "failure-trust-not-private", file = file.display()),
        TrustError::OtherRootsHalf(file) => say!(lang, "failure-trust-other-roots-half", file = file.display()),
        TrustError::OtherRoot { kept, given } => {
            say!(lang, "failure-trust-other-root", kept = kept.display(), given = given.display())
        }
        TrustError::Previous(cause) => say!(lang, "failure-trust-previous", cause = of_trust(cause, lang)),
        TrustError::Published(cause) => say!(lang, "failure-trust-published", cause = of_trust(cause, lang)),
        TrustError::ReopensPast(names) => {
            let options: Vec<String> = names.iter().map(|name| format!("--allow {name}")).collect();
            say!(lang, "failure-trust-reopens-past", options = options.join(" "))
        }
        TrustError::RootName(_) => say!(lang, "failure-trust-root-name"),
        TrustError::SafeOrSelf => say!(lang, "failure-trust-safe-or-self"),
        TrustError::Store(cause) => of_store(cause, lang),
        TrustError::UnknownRoot => say!(lang, "failure-trust-unknown-root"),
        TrustError::Withdrawn { root, successor } => {
            say!(lang, "failure-trust-withdrawn", root = root.to_string(), successor = successor.to_string())
        }
        TrustError::WithdrawsAlone => say!(lang, "failure-trust-withdraws-alone"),
        // What is wrong with the bytes of a list is told in the words of its format.
        TrustError::List(_) | TrustError::Root(_) | TrustError::Signed(_) | TrustError::Unreadable(_) => {
            error.to_string().into()
        }
    }
}

fn of_join(error: &JoinError, lang: Lang) -> Cow<'static, str> {
    match error {
        JoinError::List(cause) => cause.to_string().into(),
        JoinError::Twice(lsp) => say!(lang, "failure-join-twice", lsp),
    }
}

fn of_handout(error: &HandoutError, lang: Lang) -> Cow<'static, str> {
    match error {
        HandoutError::AnotherList(path) => say!(lang, "failure-handout-another-list", path = path.display()),
        HandoutError::Design(cause) => of_design(cause, lang),
        HandoutError::File { path, cause, .. } => {
            say!(lang, "failure-handout-file", path = path.display(), cause = cause.to_string())
        }
        HandoutError::List { path, cause } => {
            say!(lang, "failure-handout-file", path = path.display(), cause = cause.to_string())
        }
        HandoutError::Office(cause) => of_office(cause, lang),
        HandoutError::Photo => say!(lang, "failure-handout-photo"),
        HandoutError::Register(cause) => say!(lang, "failure-register", cause = cause.to_string()),
        HandoutError::Sheet { number, cause } => {
            say!(lang, "failure-handout-sheet", number, cause = cause.to_string())
        }
        HandoutError::Store(cause) => of_store(cause, lang),
    }
}

fn of_design(error: &DesignError, lang: Lang) -> Cow<'static, str> {
    match error {
        DesignError::Corrupt => say!(lang, "failure-form-corrupt"),
        DesignError::Layout { layout, fault } => say!(lang, "failure-form-layout", layout, fault = fault.to_string()),
    }
}

fn of_lsp_file(error: &LspFileError, lang: Lang) -> Cow<'static, str> {
    match error {
        LspFileError::Json(cause) => say!(lang, "failure-lsp-json", cause = cause.to_string()),
        LspFileError::Field { id, member, fault } if member == "." => say!(lang, "failure-lsp-invalid", id, fault),
        LspFileError::Field { id, member, fault } => say!(lang, "failure-lsp-member", id, member, fault),
        LspFileError::Invalid { id, fault } => say!(lang, "failure-lsp-invalid", id, fault = fault.to_string()),
        LspFileError::NoLsp => say!(lang, "failure-lsp-none"),
        LspFileError::NoSite(id) => say!(lang, "failure-lsp-no-site", id),
    }
}

fn of_proof(error: &ProofError, lang: Lang) -> Cow<'static, str> {
    match error {
        ProofError::Day(cause) => cause.to_string().into(),
        ProofError::Design(cause) => of_design(cause, lang),
        ProofError::Ruler(cause) => say!(lang, "failure-ruler", cause = cause.to_string()),
        ProofError::Sheet { scheme, cause } => {
            say!(lang, "failure-sheet-of-scheme", scheme, cause = cause.to_string())
        }
    }
}

/// The word for a state.
pub(super) fn state(state: State, lang: Lang) -> Cow<'static, str> {
    let word = match state {
        State::Revoked => key!("cli-state-revoked"),
        State::Superseded => key!("cli-state-superseded"),
        State::Suspended => key!("cli-state-suspended"),
        State::Valid => key!("cli-state-valid"),
    };
    word.say(lang)
}
