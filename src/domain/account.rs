//! Who signs in to the office: an account, its name, and its roles at each LSP.
//!
//! A sign-in name is 3 to 32 characters: small letters without accents, digits, and between them `.`, `-` or `_`. It
//! stands in journals, which are kept for ever: it names a desk or initials rather than a person.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use super::id::AccountId;
use super::text::texts;

texts! {
    small, InvalidSignInName;
    /// What an account is signed in to by.
    SignInName,
}

/// No name to sign in by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sign-in name has 3 to 32 small letters and digits, and between them dots, hyphens or underscores")]
pub struct InvalidSignInName;

fn small(text: &str) -> Option<String> {
    let name = text.trim().to_ascii_lowercase();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = name.as_bytes();
    let legal = (3..=32).contains(&bytes.len())
        && bytes.iter().all(|byte| plain(*byte) || b".-_".contains(byte))
        && [bytes.first(), bytes.last()].into_iter().flatten().all(|byte| plain(*byte));
    legal.then_some(name)
}

/// What somebody does at an LSP.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// People, settings and keys.
    Administrator,
    /// Approves what an operator asked for: issues, and changes of status.
    Approver,
    /// Reads everything.
    Auditor,
    /// A customer of the LSP, and none of its people: asks whether certificates are whose they are said to be.
    Employer,
    /// Rosters and printing; asks for changes.
    Operator,
}

/// A word that names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a role is administrator, approver, auditor or operator")]
pub struct UnknownRole;

impl Role {
    pub const ALL: [Self; 5] = [Self::Administrator, Self::Approver, Self::Auditor, Self::Employer, Self::Operator];

    /// Those of an LSP's people, who work in its office.
    pub const OFFICE: [Self; 4] = [Self::Administrator, Self::Approver, Self::Auditor, Self::Operator];

    /// The word in the journal.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Approver => "approver",
            Self::Auditor => "auditor",
            Self::Employer => "employer",
            Self::Operator => "operator",
        }
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == word).ok_or(UnknownRole)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The roles of one account at one LSP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(u8);

impl Roles {
    pub const NONE: Self = Self(0);

    #[must_use]
    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// In the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }

    /// Whether they are of somebody who works in the office.
    #[must_use]
    pub fn are_of_the_office(self) -> bool {
        Role::OFFICE.into_iter().any(|role| self.has(role))
    }

    /// Whether they are an employer's, who never works in the office.
    #[must_use]
    pub fn are_an_employers(self) -> bool {
        self.has(Role::Employer) && !self.are_of_the_office()
    }

    /// Whether somebody with these roles signs in with a second step.
    #[must_use]
    pub fn need_totp(self) -> bool {
        self.has(Role::Administrator) || self.has(Role::Approver)
    }

    /// Their words in the journal.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        self.iter().map(Role::as_str).collect()
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Self(roles.into_iter().fold(0, |all, role| all | 1 << role as u8))
    }
}

/// Whether an account may be used at an LSP.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountState {
    Active,
    Disabled,
}

impl AccountState {
    /// The word in the journal.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

texts! {
    base64url, InvalidSessionId;
    /// What a session is named by; its secret is another matter. 22 letters of base64url.
    SessionId,
}

/// A text that names no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a session is named by 22 letters of base64url")]
pub struct InvalidSessionId;

fn base64url(text: &str) -> Option<String> {
    let legal = text.len() == 22 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    legal.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_name_is_small_and_plain() {
        for (typed, name) in [("op.klining", "op.klining"), (" Ketua ", "ketua"), ("a-1", "a-1"), ("9a_b", "9a_b")] {
            assert_eq!(typed.parse::<SignInName>().map(|name| name.to_string()), Ok(name.to_owned()));
        }
        for typed in ["", "ab", ".ab", "ab-", "sítí", "siti nur", "a@b.c", "a/b", &"a".repeat(33)] {
            assert_eq!(typed.parse::<SignInName>(), Err(InvalidSignInName), "{typed}");
        }
    }

    #[test]
    fn roles_are_a_set_in_one_order() {
        let roles: Roles = [Role::Operator, Role::Approver, Role::Operator].into_iter().collect();
        assert_eq!(roles.words(), ["approver", "operator"]);
        assert!(roles.has(Role::Approver) && !roles.has(Role::Auditor) && !roles.is_empty());
        assert!(Roles::NONE.is_empty() && Roles::NONE.words().is_empty());
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            let alone: Roles = [role].into_iter().collect();
            assert_eq!(alone.need_totp(), matches!(role, Role::Administrator | Role::Approver));
            assert_eq!(
                (alone.are_of_the_office(), alone.are_an_employers()),
                (role != Role::Employer, role == Role::Employer)
            );
        }
        assert_eq!("ketua".parse::<Role>(), Err(UnknownRole));
    }

    #[test]
    fn a_session_is_named_by_letters_alone() {
        assert!("a".repeat(22).parse::<SessionId>().is_ok());
        for text in ["", "a", &"a".repeat(23), "aaaaaaaaaaaaaaaaaaaaa.", "aaaaaaaaaaaaaaaaaaaaa'"] {
            assert_eq!(text.parse::<SessionId>(), Err(InvalidSessionId), "{text}");
        }
    }
}
