//! Who acts, and who stands behind the act.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::domain::account::SignInName;

/// Who asks for an act, or approves of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who signed in to the office. No two accounts ever have one name.
    Account { name: SignInName },
    /// A user of the system, at the command line.
    Console { user: String },
    /// The service by itself.
    Service,
}

/// A text that names nobody as a journal does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody is named so in a journal")]
pub struct InvalidActor;

/// As the journal names them.
impl FromStr for Actor {
    type Err = InvalidActor;

    fn from_str(text: &str) -> Result<Self, InvalidActor> {
        match text.split_once(':') {
            Some(("account", name)) => name.parse().map(|name| Self::Account { name }).map_err(|_| InvalidActor),
            Some(("console", user)) => Ok(Self::Console { user: user.to_owned() }),
            None if text == "serve" => Ok(Self::Service),
            _ => Err(InvalidActor),
        }
    }
}

/// As the journal names them.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account { name } => write!(f, "account:{name}"),
            Self::Console { user } => write!(f, "console:{user}"),
            Self::Service => f.write_str("serve"),
        }
    }
}

/// Who stands behind an act, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    pub asked: Actor,
    /// The second person, where the act needed one.
    pub approved: Option<Actor>,
    /// The address that it was asked from, where it came through the office; stands in the entry's body.
    pub from: Option<String>,
    pub now: Timestamp,
}

impl By {
    /// One actor alone.
    #[must_use]
    pub fn alone(asked: Actor, now: Timestamp) -> Self {
        Self { asked, approved: None, from: None, now }
    }

    /// Whether the command line is all that stands behind it.
    #[must_use]
    pub fn is_console(&self) -> bool {
        matches!(self.asked, Actor::Console { .. })
    }
}
