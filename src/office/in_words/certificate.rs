//! What is told of a certificate, on pages and in files alike: its state, and why somebody changed it.

use std::borrow::Cow;

use crate::domain::status::{Change, RevokeReason, State, SuspendReason};
use crate::words::{Lang, key, say, status};

/// A certificate's state by the journal; of a row that is not as it was issued, that.
#[must_use]
pub fn held(state: Option<State>, lang: Lang) -> Cow<'static, str> {
    match state {
        None => say!(lang, "office-certificates-not-as-recorded"),
        Some(state) => status::state(state).say(lang),
    }
}

/// Why a status is changed; nothing where no reason is asked.
#[must_use]
pub fn reason(change: Change, lang: Lang) -> Option<Cow<'static, str>> {
    match change {
        Change::Reinstate => None,
        Change::Replace(reason) | Change::Revoke(reason) => Some(revoke_reason(reason, lang)),
        Change::Suspend(reason) => Some(suspend_reason(reason, lang)),
    }
}

/// Why a certificate is revoked or replaced.
#[must_use]
pub fn revoke_reason(reason: RevokeReason, lang: Lang) -> Cow<'static, str> {
    let word = match reason {
        RevokeReason::Convicted => key!("office-certificates-reason-convicted"),
        RevokeReason::Duplicate => key!("office-certificates-reason-duplicate"),
        RevokeReason::Ethics => key!("office-certificates-reason-ethics"),
        RevokeReason::Fraud => key!("office-certificates-reason-fraud"),
        RevokeReason::HolderRequest => key!("office-certificates-reason-holder-request"),
        RevokeReason::LostSheet => key!("office-certificates-reason-lost-sheet"),
        RevokeReason::NotRenewed => key!("office-certificates-reason-not-renewed"),
        RevokeReason::Unable => key!("office-certificates-reason-unable"),
        RevokeReason::WrongData => key!("office-certificates-reason-wrong-data"),
    };
    word.say(lang)
}

/// Why a certificate is suspended.
#[must_use]
pub fn suspend_reason(reason: SuspendReason, lang: Lang) -> Cow<'static, str> {
    let word = match reason {
        SuspendReason::Expired => key!("office-certificates-reason-expired"),
        SuspendReason::Misuse => key!("office-certificates-reason-misuse"),
        SuspendReason::Suspect => key!("office-certificates-reason-suspect"),
    };
    word.say(lang)
}
