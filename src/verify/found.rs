//! How much of a holder a visitor sees. A number is no secret, so it tells initials alone; the name is shown to
//! who knew it, and to who holds a token, for there it stands. Each is a type of its own, so that no page by
//! number can show a name by mistake.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::Verdict;
use super::verdict::Word;
use crate::domain::holder::{HolderName, Initials, Likeness};

/// A verdict with the holder's name, as [`Self::by_token`] or [`Found::by_number`] make it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Named(Verdict);

/// A verdict in which the holder is initials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    verdict: Verdict,
    initials: Option<Initials>,
}

/// What the public may know of a certificate by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// With what a name that was typed is beside the holder's; none was typed where there is nothing.
    Masked(Masked, Option<Mismatch>),
    Named(Named),
}

/// How a name that was typed fails to be the holder's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// As a slip of the pen would make it.
    Close,
    Other,
}

impl Named {
    /// What anyone may see who holds the token that was judged.
    #[must_use]
    pub fn by_token(verdict: Verdict) -> Self {
        Self(verdict)
    }

    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        &self.0
    }

    #[must_use]
    pub fn holder(&self) -> Option<&str> {
        self.0.certificate.as_ref().map(|certificate| certificate.holder.as_str())
    }
}

impl Masked {
    fn new(mut verdict: Verdict, holder: Option<&HolderName>) -> Self {
        let initials = holder.map(HolderName::masked);
        if let Some(certificate) = &mut verdict.certificate {
            certificate.holder = initials.as_ref().map_or_else(|| "***".to_owned(), ToString::to_string);
        }
        Self { verdict, initials }
    }

    #[must_use]
    pub fn initials(&self) -> Option<&Initials> {
        self.initials.as_ref()
    }
}

impl Found {
    /// What the public may know of `verdict` by number and the name that was typed with it.
    #[must_use]
    pub fn by_number(verdict: Verdict, typed: Option<&str>) -> Self {
        let holder = verdict.certificate.as_ref().and_then(|certificate| certificate.holder.parse::<HolderName>().ok());
        match typed.zip(holder.as_ref()).map(|(typed, holder)| holder.compare(typed)) {
            Some(Likeness::Same) => Self::Named(Named(verdict)),
            Some(Likeness::Close) => Self::Masked(Masked::new(verdict, holder.as_ref()), Some(Mismatch::Close)),
            Some(Likeness::Other) => Self::Masked(Masked::new(verdict, holder.as_ref()), Some(Mismatch::Other)),
            None => Self::Masked(Masked::new(verdict, holder.as_ref()), None),
        }
    }

    /// Whether a name was typed that is not the holder's.
    #[must_use]
    pub fn is_mistaken(&self) -> bool {
        matches!(self, Self::Masked(_, Some(_)))
    }

    /// Whether whoever asked was wrong: there is no such number, or it is another's. A name that is guessed is a guess
    /// like a number.
    #[must_use]
    pub fn is_missed(&self) -> bool {
        self.is_mistaken() || self.verdict().verdict == Word::NotFound
    }

    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        match self {
            Self::Masked(masked, _) => &masked.verdict,
            Self::Named(named) => named.verdict(),
        }
    }
}

/// A certificate found by its number, its holder masked unless the asker knew the name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Found)]
pub struct Answer<'a> {
    #[serde(flatten)]
    verdict: &'a Verdict,
    /// Whether the name asked about is the holder's; only where one was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name_matches: Option<bool>,
    /// Whether a name that is not the holder's differs from it as little as by a slip: a letter or two.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name_is_close: Option<bool>,
}

impl Serialize for Found {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (name_matches, name_is_close) = match self {
            Self::Masked(_, None) => (None, None),
            Self::Masked(_, Some(mismatch)) => (Some(false), Some(*mismatch == Mismatch::Close)),
            Self::Named(_) => (Some(true), None),
        };
        Answer { verdict: self.verdict(), name_matches, name_is_close }.serialize(serializer)
    }
}

/// Describes a type as the one it is written as.
macro_rules! described_as {
    ($type:ty, $written:ty) => {
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                <$written>::schema()
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                <$written>::name()
            }

            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                <$written>::schemas(schemas);
            }
        }
    };
}

described_as!(Found, Answer<'_>);
described_as!(Named, Verdict);

/// Whether nobody issued such a number.
#[must_use]
pub fn none(found: &[Found]) -> bool {
    found.iter().all(|found| found.verdict().verdict == Word::NotFound)
}
