//! An account whose row is the one that the journals name.

use std::collections::BTreeMap;

use serde_json::json;
use zeroize::Zeroizing;

use super::people::AllPeople;
use super::told::MemberTold;
use super::totp::TotpSecret;
use crate::domain::account::{AccountId, Roles, SignInName};
use crate::domain::issuer::LspId;
use crate::seal::records::Records;
use crate::seal::spelling::from_base64url;
use crate::store::AccountRow;

/// An account as the journals tell it. Only `Account::believe` makes one.
#[derive(Clone, Debug)]
pub struct Account {
    pub(super) row: AccountRow,
    /// What it is at each LSP where it has a role, usable or not.
    pub(super) members: BTreeMap<LspId, MemberTold>,
}

impl Account {
    /// Believes a row if its stamp holds and every LSP in which it has a role names it.
    pub(super) fn believe(row: AccountRow, records: &Records, people: &AllPeople) -> Option<Self> {
        let members = people.member(row.id);
        let named = !members.is_empty() && members.values().all(|told| told.credential == row.stamp);
        (named && row.stamp == stamp(&row, records)).then_some(Self { row, members })
    }

    #[must_use]
    pub fn id(&self) -> AccountId {
        self.row.id
    }

    #[must_use]
    pub fn name(&self) -> &SignInName {
        &self.row.name
    }

    /// The language that it chose; empty where none.
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.row.lang
    }

    #[must_use]
    pub fn has_totp(&self) -> bool {
        self.row.totp_sealed.is_some()
    }

    /// Whether its password was given out by somebody else.
    #[must_use]
    pub fn must_change(&self) -> bool {
        self.row.must_change
    }

    /// How many recovery codes are left.
    #[must_use]
    pub fn recovery_left(&self) -> usize {
        super::recovery::left(&self.row.recovery)
    }

    /// The roles that it may use, at each LSP where it has any.
    pub fn usable(&self) -> impl Iterator<Item = (&LspId, Roles)> {
        self.members.iter().map(|(lsp, told)| (lsp, told.usable())).filter(|(_, roles)| !roles.is_empty())
    }

    /// Each LSP where it has a role, usable or not.
    #[must_use]
    pub fn members(&self) -> &BTreeMap<LspId, MemberTold> {
        &self.members
    }

    /// The secret that its authenticator has too.
    pub(super) fn totp(&self, records: &Records) -> Option<TotpSecret> {
        let sealed = from_base64url(self.row.totp_sealed.as_deref()?).ok()?;
        records.open(&totp_row(self.row.id), &sealed).ok().and_then(TotpSecret::read)
    }
}

/// What an authenticator's secret is sealed for.
pub(super) fn totp_row(account: AccountId) -> String {
    format!("totp {account}")
}

/// What shows that this installation wrote a row: an HMAC over its columns, but for the language.
pub(super) fn stamp(row: &AccountRow, records: &Records) -> String {
    let AccountRow { id, name, password, must_change, totp_sealed, totp_step, recovery, made_at, stamp: _, lang: _ } =
        row;
    let (id, made_at) = (id.number(), made_at.as_second());
    let columns = json!([1, id, name.as_str(), password, must_change, totp_sealed, totp_step, recovery, made_at]);
    records.of_accounts("account", &Zeroizing::new(columns.to_string()))
}
