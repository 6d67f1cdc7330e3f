//! An LSP's people, as one of its administrators or the command line changes them.
//!
//! An administrator acts at her own LSP alone: nothing of another shows, and an account that serves another too is not
//! taken over by a new password from here. Nobody changes her own roles.

use std::collections::BTreeMap;

use jiff::Timestamp;
use pkcs8::rand_core::CryptoRng;
use serde_json::Value;

use super::believed::{Account, totp_row};
use super::change::{Change, RowChange, Standing, stamped};
use super::password::NewPassword;
pub use super::person::{Person, PersonState};
use super::sign_in::replaced;
use super::totp::TotpSecret;
use super::{AccountError, Administrator, Proven};
use crate::domain::account::{AccountId, AccountState, Role, Roles, SignInName};
use crate::domain::issuer::LspId;
use crate::office::personal::seal;
use crate::office::{By, Office};
use crate::seal::records::Records;
use crate::store::AccountRow;

/// Who changes people.
pub enum Authority<'a> {
    Administrator(&'a Proven<Administrator>),
    /// The command line.
    Console(By),
}

/// An account to be made.
pub struct NewAccount {
    pub name: SignInName,
    pub lsp: LspId,
    pub roles: Roles,
    /// A first one, given out by whoever makes the account; one is drawn where there is none.
    pub password: Option<NewPassword>,
    /// Whether its owner has nothing to do before anything else, as in a demonstration, where everybody knows the
    /// password and the authenticator's secret.
    pub settled: Option<Settled>,
}

/// What an account has from its beginning.
pub struct Settled {
    pub totp: Option<TotpSecret>,
}

/// What came of making one.
pub struct Made {
    pub account: AccountId,
    /// To be given to its owner, who changes it; none where the account was there and had roles given alone.
    pub password: Option<NewPassword>,
}

impl Authority<'_> {
    fn by(&self, now: Timestamp) -> By {
        match self {
            Self::Administrator(who) => who.by(now),
            Self::Console(by) => by.clone(),
        }
    }

    /// Whether somebody's standing at an LSP may be changed.
    fn may_change(&self, account: AccountId, lsp: &LspId) -> Result<(), AccountError> {
        match self {
            Self::Administrator(who) if who.lsp() != lsp => Err(AccountError::NoMember(account)),
            Self::Administrator(who) if who.account() == account => Err(AccountError::Own),
            Self::Administrator(_) | Self::Console(_) => Ok(()),
        }
    }

    /// Whether somebody's password may be changed.
    fn may_reset(&self, account: &Account) -> Result<(), AccountError> {
        let Self::Administrator(who) = self else { return Ok(()) };
        if !account.members.contains_key(who.lsp()) {
            return Err(AccountError::NoMember(account.id()));
        }
        self.may_change(account.id(), who.lsp())?;
        match account.members.len() {
            1 => Ok(()),
            _ => Err(AccountError::Elsewhere),
        }
    }
}

impl Office {
    /// Whether an account has this name.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn has_account(&self, name: &SignInName) -> Result<bool, AccountError> {
        Ok(self.store.account_by_name(name).await?.is_some())
    }

    /// Makes an account with roles at an LSP; from the command line also gives roles to one that is there.
    ///
    /// # Errors
    /// The name is taken, there is no such LSP, or the database does not answer.
    pub async fn make_account(
        &self,
        new: NewAccount,
        authority: &Authority<'_>,
        now: Timestamp,
        random: &mut impl CryptoRng,
    ) -> Result<Made, AccountError> {
        if new.roles.is_empty() || new.roles.has(Role::Employer) {
            return Err(AccountError::NoRole);
        }
        self.add_account(new, None, authority, now, random).await
    }

    /// Makes an account: with what is agreed with an employer, one of an employer.
    pub(in crate::office) async fn add_account(
        &self,
        new: NewAccount,
        terms: Option<Value>,
        authority: &Authority<'_>,
        now: Timestamp,
        random: &mut impl CryptoRng,
    ) -> Result<Made, AccountError> {
        self.lsp(&new.lsp).await?;
        let records = self.records_or_new(random).await?;
        let standing = Standing { roles: new.roles, state: AccountState::Active };
        if let Some(row) = self.store.account_by_name(&new.name).await? {
            let Authority::Console(_) = authority else { return Err(AccountError::Taken(new.name)) };
            let account = row.id;
            if terms.is_some() {
                return Err(AccountError::Taken(new.name));
            }
            self.set_standing(account, &new.lsp, standing.roles, standing.state, authority, now).await?;
            return Ok(Made { account, password: None });
        }
        if let Authority::Administrator(who) = authority
            && *who.lsp() != new.lsp
        {
            return Err(AccountError::NoRole);
        }
        let password = new.password.unwrap_or_else(|| NewPassword::one_time(random));
        let id = drawn_id(random);
        let totp = new.settled.as_ref().and_then(|settled| settled.totp.as_ref());
        let row = AccountRow {
            id,
            name: new.name,
            password: self.passwords.hash(&password, &records, random).await?,
            must_change: new.settled.is_none(),
            totp_sealed: totp.map(|secret| seal(&records, &totp_row(id), secret.as_bytes(), random)),
            totp_step: 0,
            recovery: String::new(),
            made_at: now,
            stamp: String::new(),
            lang: String::new(),
        };
        let account = row.id;
        let standings = BTreeMap::from([(new.lsp, standing)]);
        let row = RowChange::Insert(stamped(row, &records));
        let change = Change { row, standings, terms, begins: None };
        self.change_account(change, &records, &authority.by(now)).await?;
        Ok(Made { account, password: Some(password) })
    }

    /// Says what an account is at an LSP from now on: its roles, none for none any more, and whether it may be used.
    /// Whoever is signed in by it is so no more.
    ///
    /// # Errors
    /// Who asks may not, the account's row is not the one of the journals, or the database does not answer.
    pub async fn set_standing(
        &self,
        account: AccountId,
        lsp: &LspId,
        roles: Roles,
        state: AccountState,
        authority: &Authority<'_>,
        now: Timestamp,
    ) -> Result<(), AccountError> {
        authority.may_change(account, lsp)?;
        let records = self.records().await?;
        let account = self.known_account(account, &records).await?;
        if let Authority::Administrator(_) = authority
            && !account.members.contains_key(lsp)
        {
            return Err(AccountError::NoMember(account.id()));
        }
        // Nobody of the office is an employer, and no employer is of the office.
        let is_employer = account.members.values().any(|told| told.roles.has(Role::Employer));
        let had = account.members.get(lsp).map(|told| told.roles);
        if roles.has(Role::Employer) != is_employer || (is_employer && had != Some(roles)) {
            return Err(AccountError::NoRole);
        }
        // The others say again what they said, so that each of them ends its sessions.
        let mut standings = as_they_are(&account);
        standings.insert(lsp.clone(), Standing { roles, state });
        let change = Change { row: RowChange::Keep(account.row), standings, terms: None, begins: None };
        self.change_account(change, &records, &authority.by(now)).await
    }

    /// Gives an account a new password, to be changed by its owner, and takes its authenticator and recovery codes
    /// away.
    ///
    /// # Errors
    /// As [`Self::set_standing`].
    pub async fn reset_account(
        &self,
        account: AccountId,
        authority: &Authority<'_>,
        now: Timestamp,
        random: &mut impl CryptoRng,
    ) -> Result<NewPassword, AccountError> {
        let records = self.records().await?;
        let account = self.known_account(account, &records).await?;
        authority.may_reset(&account)?;
        let password = NewPassword::one_time(random);
        let standings = as_they_are(&account);
        let row = AccountRow {
            password: self.passwords.hash(&password, &records, random).await?,
            must_change: true,
            totp_sealed: None,
            recovery: String::new(),
            ..account.row
        };
        let change = Change { row: replaced(row, &records), standings, terms: None, begins: None };
        self.change_account(change, &records, &authority.by(now)).await?;
        Ok(password)
    }

    /// Disables an account at every LSP; only the command line does.
    ///
    /// # Errors
    /// As [`Self::set_standing`].
    pub async fn disable_account(&self, name: &SignInName, by: &By) -> Result<(), AccountError> {
        let records = self.records().await?;
        let account = self.account_named(name, &records).await?;
        let mut standings = as_they_are(&account);
        standings.values_mut().for_each(|standing| standing.state = AccountState::Disabled);
        let change = Change { row: RowChange::Keep(account.row), standings, terms: None, begins: None };
        self.change_account(change, &records, by).await
    }

    /// An account by its name.
    ///
    /// # Errors
    /// There is none, its row is not the one of the journals, or the database does not answer.
    pub async fn account_named(&self, name: &SignInName, records: &Records) -> Result<Account, AccountError> {
        let row = self.store.account_by_name(name).await?.ok_or_else(|| AccountError::Unknown(name.clone()))?;
        self.known_account(row.id, records).await
    }

    pub(super) async fn known_account(&self, id: AccountId, records: &Records) -> Result<Account, AccountError> {
        let row = self.store.account(id).await?.ok_or(AccountError::NoMember(id))?;
        let name = row.name.clone();
        Account::believe(row, records, &self.people(records).await?).ok_or(AccountError::NotAsTold(name))
    }

    /// The people that an LSP has and had, by name.
    ///
    /// # Errors
    /// The records' secret does not open, or the database does not answer.
    pub async fn staff(&self, lsp: &LspId) -> Result<Vec<Person>, AccountError> {
        let all = self.everybody(lsp).await?.into_iter();
        Ok(all.filter(|person| !person.roles.has(Role::Employer)).collect())
    }

    /// The same, and the employers that it made accounts for.
    ///
    /// # Errors
    /// As [`Self::staff`].
    pub async fn everybody(&self, lsp: &LspId) -> Result<Vec<Person>, AccountError> {
        let Some(records) = self.records_if_any().await? else { return Ok(Vec::new()) };
        let (people, rows) = (self.people(&records).await?, self.store.accounts().await?);
        let Some(here) = people.of(lsp) else { return Ok(Vec::new()) };
        let person = |row: AccountRow| {
            let told = here.get(row.id)?;
            let (roles, state) = (told.roles, told.state);
            let (account, name, must_change) = (row.id, row.name.clone(), row.must_change);
            let (has_totp, as_told) = (row.totp_sealed.is_some(), Account::believe(row, &records, &people).is_some());
            // Who has no role anywhere any more has a row that no journal speaks of.
            let as_told = as_told || roles.is_empty();
            Some(Person { account, name, roles, state, has_totp, must_change, as_told })
        };
        Ok(rows.into_iter().filter_map(person).collect())
    }
}

/// What an account is at each LSP, as it is.
pub(super) fn as_they_are(account: &Account) -> BTreeMap<LspId, Standing> {
    let one = |(lsp, told): (&LspId, &super::told::MemberTold)| {
        (lsp.clone(), Standing { roles: told.roles, state: told.state })
    };
    account.members.iter().map(one).collect()
}

/// A number that no account had before: 52 bits of chance, which every reader of JSON holds exactly.
fn drawn_id(random: &mut impl CryptoRng) -> AccountId {
    let mut bytes = [0; 8];
    random.fill_bytes(&mut bytes);
    AccountId::new((u64::from_be_bytes(bytes) >> 12) as i64)
}
