//! What a trust list says otherwise than the one before it, and what of that reopens the past.
//!
//! Certificates are judged by the list of today, also those of years ago. So a list *reopens the past* where days
//! of issue that are over count again, or what was said once is not said any more:
//!
//! - an `until` that is later, or gone, of what had ended; a `from` that is earlier and lies in the past;
//! - another period of a licence or scheme that is known, which begins in the past;
//! - another time zone: every day of issue begins at another instant;
//! - a key that was retired or compromised and is so no more, is compromised since a later instant, has another use,
//!   or another public half under its kid;
//! - other tokens honoured of a stolen key, as many as before or more;
//! - an LSP, a period or a key that is not in the list any more; a withdrawn root that is not.
//!
//! Each such difference has a name, `KIND:LSP` or `KIND:LSP/ID`, by which whoever signs may allow it.

mod compared;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::Serialize;

pub use compared::between;

use super::signed::StateWord;
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::seal::keys::{KeyUse, Kid};

/// One thing that a list says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The LSP it concerns; none: the list as a whole.
    pub lsp: Option<LspId>,
    #[serde(flatten)]
    pub change: Change,
    /// Whether it reopens the past.
    pub reopens: bool,
}

/// What has a period of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    Key(Kid),
    Licence(String),
    Scheme(SchemeCode),
}

/// Days of issue, both included; none: open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// What was said before, and what is said now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Change {
    Decree {
        licence: String,
        before: String,
        now: String,
    },
    FormerSiteAdded {
        site: String,
    },
    FormerSiteGone {
        site: String,
    },
    From {
        of: Of,
        before: Option<Date>,
        now: Option<Date>,
    },
    Gone {
        of: Of,
    },
    /// How many certificates are honoured of a stolen key.
    Honoured {
        kid: Kid,
        before: Option<u64>,
        now: Option<u64>,
    },
    KeyAdded {
        kid: Kid,
        key_use: KeyUse,
        state: StateWord,
        period: Period,
    },
    Lists {
        before: String,
        now: String,
    },
    LspAdded {
        name: String,
    },
    LspGone {
        name: String,
    },
    NameEn {
        before: String,
        now: String,
    },
    NameId {
        before: String,
        now: String,
    },
    Notice {
        now: Option<String>,
    },
    PeriodAdded {
        of: Of,
        period: Period,
    },
    /// Another public half under the same kid.
    PublicHalf {
        kid: Kid,
    },
    RootBack {
        kid: Kid,
    },
    RootWithdrawn {
        kid: Kid,
    },
    /// Since when a key is compromised, in seconds since 1970.
    Since {
        kid: Kid,
        before: Option<i64>,
        now: Option<i64>,
    },
    Site {
        before: String,
        now: String,
    },
    State {
        kid: Kid,
        before: StateWord,
        now: StateWord,
    },
    Until {
        of: Of,
        before: Option<Date>,
        now: Option<Date>,
    },
    Use {
        kid: Kid,
        before: KeyUse,
        now: KeyUse,
    },
    Zone {
        before: String,
        now: String,
    },
}

/// The name of a difference that reopens the past.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

/// A text that is no such name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected KIND:LSP or KIND:LSP/ID as the list of differences shows it, KIND one of {}", KINDS.join(", "))]
pub struct InvalidName;

/// Kinds of differences that may reopen the past.
const KINDS: [&str; 19] = [
    "key-from",
    "key-gone",
    "key-honoured",
    "key-public-half",
    "key-since",
    "key-state",
    "key-until",
    "key-use",
    "licence-added",
    "licence-from",
    "licence-gone",
    "licence-until",
    "lsp-gone",
    "root-back",
    "scheme-added",
    "scheme-from",
    "scheme-gone",
    "scheme-until",
    "zone",
];

impl FromStr for Name {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let (kind, id) = text.split_once(':').ok_or(InvalidName)?;
        (KINDS.contains(&kind) && !id.is_empty()).then(|| Self(text.to_owned())).ok_or(InvalidName)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Of {
    /// What it is, in a word, and which one.
    #[must_use]
    pub fn words(&self) -> (&'static str, String) {
        match self {
            Self::Key(kid) => ("key", kid.to_string()),
            Self::Licence(number) => ("licence", number.clone()),
            Self::Scheme(code) => ("scheme", code.to_string()),
        }
    }
}

impl Difference {
    /// The name by which it may be allowed, where it reopens the past.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        let (kind, id) = self.change.kind_and_id().filter(|_| self.reopens)?;
        let whose = [self.lsp.as_ref().map(ToString::to_string), id].into_iter().flatten().collect::<Vec<_>>();
        Some(Name(format!("{kind}:{}", whose.join("/"))))
    }
}

impl Change {
    /// The kind of what may reopen the past, and which one of the LSP's it is.
    fn kind_and_id(&self) -> Option<(String, Option<String>)> {
        let period = |of: &Of, what: &str| {
            let (kind, id) = of.words();
            (format!("{kind}-{what}"), Some(id))
        };
        Some(match self {
            Self::From { of, .. } => period(of, "from"),
            Self::Gone { of } => period(of, "gone"),
            Self::PeriodAdded { of, .. } => period(of, "added"),
            Self::Until { of, .. } => period(of, "until"),
            Self::Honoured { kid, .. } => ("key-honoured".to_owned(), Some(kid.to_string())),
            Self::PublicHalf { kid } => ("key-public-half".to_owned(), Some(kid.to_string())),
            Self::Since { kid, .. } => ("key-since".to_owned(), Some(kid.to_string())),
            Self::State { kid, .. } => ("key-state".to_owned(), Some(kid.to_string())),
            Self::Use { kid, .. } => ("key-use".to_owned(), Some(kid.to_string())),
            Self::LspGone { .. } => ("lsp-gone".to_owned(), None),
            Self::RootBack { kid } => ("root-back".to_owned(), Some(kid.to_string())),
            Self::Zone { .. } => ("zone".to_owned(), None),
            Self::Decree { .. }
            | Self::FormerSiteAdded { .. }
            | Self::FormerSiteGone { .. }
            | Self::KeyAdded { .. }
            | Self::Lists { .. }
            | Self::LspAdded { .. }
            | Self::NameEn { .. }
            | Self::NameId { .. }
            | Self::Notice { .. }
            | Self::RootWithdrawn { .. }
            | Self::Site { .. } => return None,
        })
    }
}

#[cfg(test)]
mod tests;
