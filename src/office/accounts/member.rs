//! Somebody at an LSP, as what she is there: an act that takes an [`Approver`] cannot be called by who is none.

use jiff::Timestamp;

use super::SignedIn;
use crate::domain::account::{AccountId, Role, Roles, SignInName};
use crate::domain::issuer::LspId;
use crate::office::{Actor, By};

/// One of an LSP's people, with whatever role; only a session that the journal knows makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    account: AccountId,
    name: SignInName,
    actor: Actor,
    lsp: LspId,
    roles: Roles,
    from: String,
    proven: bool,
}

impl Member {
    pub(super) fn new(who: &SignedIn, lsp: LspId, roles: Roles, now: Timestamp) -> Self {
        let (account, name, from) = (who.id(), who.name().clone(), who.from.clone());
        let actor = Actor::Account { name: name.clone() };
        Self { account, name, actor, lsp, roles, from, proven: who.is_proven(now) }
    }

    #[must_use]
    pub fn account(&self) -> AccountId {
        self.account
    }

    #[must_use]
    pub fn name(&self) -> &SignInName {
        &self.name
    }

    #[must_use]
    pub fn lsp(&self) -> &LspId {
        &self.lsp
    }

    #[must_use]
    pub fn roles(&self) -> Roles {
        self.roles
    }

    /// As the journal names her.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.actor.clone()
    }
    /// Her, asking alone.
    #[must_use]
    pub fn by(&self, now: Timestamp) -> By {
        By { from: Some(self.from.clone()), ..By::alone(self.actor(), now) }
    }

    /// One for tests of acts, without a session.
    #[cfg(test)]
    pub(crate) fn invented(account: i64, lsp: &LspId, roles: &[Role]) -> Self {
        let name: SignInName = format!("orang{account}").parse().expect("a name");
        let actor = Actor::Account { name: name.clone() };
        let roles = roles.iter().copied().collect();
        let (account, lsp, from) = (AccountId::new(account), lsp.clone(), "203.0.113.7".to_owned());
        Self { account, name, actor, lsp, roles, from, proven: true }
    }
}

/// What one of an LSP's people may be taken for.
pub trait Narrow: Sized {
    const ROLE: Role;

    /// Her with this role; none where she lacks it.
    fn narrow(member: Member) -> Option<Self>;

    /// Who she is.
    fn member(&self) -> &Member;
}

macro_rules! narrow {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(Member);

        impl Narrow for $name {
            const ROLE: Role = Role::$name;

            fn narrow(member: Member) -> Option<Self> {
                member.roles.has(Role::$name).then_some(Self(member))
            }

            fn member(&self) -> &Member {
                &self.0
            }
        }

        impl std::ops::Deref for $name {
            type Target = Member;

            fn deref(&self) -> &Member {
                &self.0
            }
        }
    )+ };
}

narrow! {
    /// One of an LSP's administrators.
    Administrator,
    /// One who approves.
    Approver,
    /// One who reads everything.
    Auditor,
    /// One who works with rosters.
    Operator,
}

/// One who hands certificates over: whoever works with rosters, or approves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handing(Member);

impl Handing {
    /// The roles of which one is enough.
    pub const ROLES: [Role; 2] = [Role::Operator, Role::Approver];

    /// Her, where she may; none where she may not.
    #[must_use]
    pub fn narrow(member: Member) -> Option<Self> {
        Self::ROLES.into_iter().any(|role| member.roles.has(role)).then_some(Self(member))
    }
}

impl std::ops::Deref for Handing {
    type Target = Member;

    fn deref(&self) -> &Member {
        &self.0
    }
}

/// Somebody who showed within five minutes that it is she: approving, revoking, keys and people want it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven<T>(T);

impl<T: Narrow> Proven<T> {
    /// None where it is longer ago.
    #[must_use]
    pub fn of(who: T) -> Option<Self> {
        who.member().proven.then_some(Self(who))
    }
}

impl<T> std::ops::Deref for Proven<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_only_what_her_roles_say() {
        let lsp = "klining".parse().expect("an id");
        let member = Member::invented(1, &lsp, &[Role::Operator, Role::Auditor]);
        assert!(Operator::narrow(member.clone()).is_some() && Auditor::narrow(member.clone()).is_some());
        assert!(Approver::narrow(member.clone()).is_none() && Administrator::narrow(member.clone()).is_none());
        let auditor = Member::invented(2, &lsp, &[Role::Auditor, Role::Administrator]);
        assert!(Handing::narrow(member.clone()).is_some() && Handing::narrow(auditor).is_none());
        let operator = Operator::narrow(member).expect("one");
        assert_eq!(operator.by(Timestamp::UNIX_EPOCH).asked.to_string(), "account:orang1");
        assert!(Proven::of(operator.clone()).is_some());
        let long_ago = Operator(Member { proven: false, ..operator.0 });
        assert!(Proven::of(long_ago).is_none());
    }
}
