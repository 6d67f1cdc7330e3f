//! What can be asked for certificates, in an address and in words.

use std::borrow::Cow;

use crate::domain::status::{Change, RevokeReason, State, SuspendReason};
use crate::office::in_words::certificate::{revoke_reason, suspend_reason};
use crate::words::{Lang, key, say};

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Reinstate,
    Replace,
    Revoke,
    Suspend,
}

impl What {
    pub(super) const ALL: [Self; 4] = [Self::Suspend, Self::Reinstate, Self::Replace, Self::Revoke];

    /// Its word in an address.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Reinstate => "aktifkan",
            Self::Replace => "ganti",
            Self::Revoke => "cabut",
            Self::Suspend => "bekukan",
        }
    }

    pub(super) fn from_path(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.path() == word)
    }

    pub(super) fn name(self, lang: Lang) -> Cow<'static, str> {
        let word = match self {
            Self::Reinstate => key!("office-certificates-reinstate"),
            Self::Replace => key!("office-certificates-replace"),
            Self::Revoke => key!("office-certificates-revoke"),
            Self::Suspend => key!("office-certificates-suspend"),
        };
        word.say(lang)
    }

    /// What its page is headed by.
    pub(super) fn heading(self, lang: Lang) -> Cow<'static, str> {
        let word = match self {
            Self::Reinstate => key!("office-requests-kind-reinstate"),
            Self::Replace => key!("office-requests-kind-replace"),
            Self::Revoke => key!("office-requests-kind-revoke"),
            Self::Suspend => key!("office-requests-kind-suspend"),
        };
        word.say(lang)
    }

    /// What comes of it.
    pub(super) fn about(self, lang: Lang) -> Cow<'static, str> {
        let word = match self {
            Self::Reinstate => key!("office-certificates-reinstate-about"),
            Self::Replace => key!("office-certificates-replace-about"),
            Self::Revoke => key!("office-certificates-revoke-about"),
            Self::Suspend => key!("office-certificates-suspend-about"),
        };
        word.say(lang)
    }

    pub(super) fn button(self, count: usize, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Reinstate => say!(lang, "office-certificates-ask-reinstate", count),
            Self::Replace => say!(lang, "office-certificates-ask-replace", count),
            Self::Revoke => say!(lang, "office-certificates-ask-revoke", count),
            Self::Suspend => say!(lang, "office-certificates-ask-suspend", count),
        }
    }

    /// The change, with a reason as it was chosen; none where the reason is none of its own.
    pub(super) fn change(self, reason: &str) -> Option<Change> {
        Some(match self {
            Self::Reinstate => Change::Reinstate,
            Self::Replace => Change::Replace(reason.parse().ok()?),
            Self::Revoke => Change::Revoke(reason.parse().ok()?),
            Self::Suspend => Change::Suspend(reason.parse().ok()?),
        })
    }

    /// Whether a state allows it, for whatever reason.
    pub(super) fn allowed(self, state: State) -> bool {
        let change = match self {
            Self::Reinstate => Change::Reinstate,
            Self::Replace => Change::Replace(RevokeReason::WrongData),
            Self::Revoke => Change::Revoke(RevokeReason::WrongData),
            Self::Suspend => Change::Suspend(SuspendReason::Misuse),
        };
        state.allows(change)
    }

    pub(super) fn reasons(self, lang: Lang) -> Vec<(&'static str, Cow<'static, str>)> {
        let revoking = |word: &&'static str| Some((*word, revoke_reason(word.parse().ok()?, lang)));
        let suspending = |word: &&'static str| Some((*word, suspend_reason(word.parse().ok()?, lang)));
        match self {
            Self::Reinstate => Vec::new(),
            Self::Replace | Self::Revoke => RevokeReason::WORDS.iter().filter_map(revoking).collect(),
            Self::Suspend => SuspendReason::WORDS.iter().filter_map(suspending).collect(),
        }
    }
}
