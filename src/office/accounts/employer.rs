//! An employer, as the account that an LSP made for it: a customer of that LSP alone, who never sees its office.

use std::net::IpAddr;
use std::ops::Deref;

use jiff::Timestamp;

use super::sign_in::Shown;
use super::{AccountError, SignedIn};
use crate::domain::account::{AccountId, SignInName};
use crate::domain::issuer::LspId;
use crate::office::{Actor, By, Office};

/// Whose quotas are used: an employer who is signed in, or a program with one of its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    pub(in crate::office) account: AccountId,
    pub(in crate::office) lsp: LspId,
}

impl Customer {
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The LSP that made the account.
    #[must_use]
    pub fn lsp(&self) -> &LspId {
        &self.lsp
    }
}

/// An employer who is signed in; only a session that the journal knows makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Employer {
    customer: Customer,
    name: SignInName,
    from: String,
}

/// An employer that asks, and what its LSP's journal says of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    pub(in crate::office) customer: Customer,
    pub(in crate::office) by: By,
}

impl Asking {
    #[must_use]
    pub fn customer(&self) -> &Customer {
        &self.customer
    }
}

impl Employer {
    pub(super) fn new(who: &SignedIn, lsp: LspId) -> Self {
        Self { customer: Customer { account: who.id(), lsp }, name: who.name().clone(), from: who.from.clone() }
    }

    /// Its asking.
    #[must_use]
    pub fn by(&self, now: Timestamp) -> By {
        By { from: Some(self.from.clone()), ..By::alone(Actor::Account { name: self.name.clone() }, now) }
    }

    /// The same, for whoever asks in its name.
    #[must_use]
    pub fn asking(&self, now: Timestamp) -> Asking {
        Asking { customer: self.customer.clone(), by: self.by(now) }
    }

    /// One for tests of acts, without a session.
    #[cfg(test)]
    pub(crate) fn invented(account: AccountId, lsp: &LspId) -> Self {
        let name = "pt.rekaan".parse().expect("a name");
        Self { customer: Customer { account, lsp: lsp.clone() }, name, from: "203.0.113.7".to_owned() }
    }
}

impl Deref for Employer {
    type Target = Customer;

    fn deref(&self) -> &Customer {
        &self.customer
    }
}

impl Office {
    /// An employer that asks by a key, from an address.
    ///
    /// # Errors
    /// Its account's row is not the one that the journal tells, or the database does not answer.
    pub async fn asking_by_key(
        &self,
        customer: Customer,
        from: IpAddr,
        now: Timestamp,
    ) -> Result<Asking, AccountError> {
        let all = self.everybody(customer.lsp()).await?;
        let own = all.into_iter().find(|person| person.account == customer.account && person.as_told);
        let name = own.ok_or(AccountError::NoMember(customer.account))?.name;
        let by = By { from: Some(from.to_string()), ..By::alone(Actor::Account { name }, now) };
        Ok(Asking { customer, by })
    }

    /// Has an employer show its password again: before a key is made, which outlives a stolen session.
    ///
    /// # Errors
    /// It is wrong, or too many were.
    pub async fn shows_password(&self, who: &SignedIn, password: &str, now: Timestamp) -> Result<(), AccountError> {
        let records = self.records().await?;
        self.shown(who.account.clone(), Shown::Password(password), &records, now).await.map(drop)
    }
}
