//! One of those who have an account at an LSP, as its lists show her.

use crate::domain::account::{AccountId, AccountState, Roles, SignInName};

/// One of the people that an LSP ever had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub account: AccountId,
    pub name: SignInName,
    pub roles: Roles,
    pub state: AccountState,
    pub has_totp: bool,
    /// The password was given out and not changed yet.
    pub must_change: bool,
    /// The row is the one that the journal names; if not, nobody signs in by it.
    pub as_told: bool,
}

/// How somebody stands, the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonState {
    NotAsTold,
    Disabled,
    WithoutRole,
    /// She has a password that somebody else made.
    NotEntered,
    SecondStep,
    /// Her roles need a second step, which she has not set up.
    NoSecondStep,
    PasswordAlone,
}

impl Person {
    /// How she stands, for whoever lists people.
    #[must_use]
    pub fn seen_as(&self) -> PersonState {
        match self.state {
            _ if !self.as_told => PersonState::NotAsTold,
            AccountState::Disabled => PersonState::Disabled,
            AccountState::Active if self.roles.is_empty() => PersonState::WithoutRole,
            AccountState::Active if self.must_change => PersonState::NotEntered,
            AccountState::Active if self.has_totp => PersonState::SecondStep,
            AccountState::Active if self.roles.need_totp() => PersonState::NoSecondStep,
            AccountState::Active => PersonState::PasswordAlone,
        }
    }

    /// Whether she signs in nowhere, as a list marks her.
    #[must_use]
    pub fn is_out(&self) -> bool {
        matches!(self.seen_as(), PersonState::Disabled | PersonState::NotAsTold)
    }
}
