//! Employers: companies and offices that hire, for which an LSP made an account. What is agreed with one, its keys for
//! programs, and what it asked about NIK are told by the LSP's journal alone: whoever writes the database makes himself
//! no employer, allows himself nothing and takes nothing back that was counted.

mod error;
pub mod feed;
mod key;
mod lookups;
mod nik;
mod terms;
pub mod told;

use jiff::Timestamp;
use pkcs8::rand_core::CryptoRng;
use serde_json::json;

pub use self::error::EmployerError;
pub use self::key::{BEGINNING as KEY_BEGINNING, ShownKey, customer, keys_allowed, keys_of, make_key, revoke_key};
pub use self::lookups::{Spent, charge_lookups, give_lookups_back, lookups_left, take_lookups};
pub use self::nik::{Answered, IN_ALL, Matched, NikAsked, may_ask_again, nik_is_of, niks_are_of, niks_left, tries};
pub use self::terms::{InvalidTerms, Terms};
use super::accounts::staff::{Authority, Made, NewAccount, Person};
use super::accounts::{AccountError, Administrator, Proven};
use super::acting::journal;
use super::told::Told;
use super::{By, Office};
use crate::domain::account::{AccountId, Role, SignInName};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::seal::records::Records;
use crate::store::{Subject, Writing};

/// An employer as the LSP's office lists it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub person: Person,
    pub terms: Terms,
    /// Keys that are not revoked.
    pub keys: usize,
    /// Certificates that it watches.
    pub watched: u32,
}

/// The employers that an LSP has and had, by sign-in name.
///
/// # Errors
/// The records' secret does not open, or the database does not answer.
pub async fn list(office: &Office, lsp: &LspId) -> Result<Vec<Listed>, EmployerError> {
    let (records, all) = (office.records().await?, office.everybody(lsp).await?);
    let people = office.people(&records).await?;
    let Some(told) = people.employers().find_map(|(of, told)| (of == lsp).then_some(told)) else {
        return Ok(Vec::new());
    };
    let watched = office.store.watched_by_employers().await?;
    let listed = |person: Person| {
        let terms = told.terms(person.account)?.clone();
        let watched = watched.get(&person.account).copied().unwrap_or(0);
        Some(Listed { keys: told.live_keys(person.account).count(), watched, terms, person })
    };
    Ok(all.into_iter().filter(|person| person.roles.has(Role::Employer)).filter_map(listed).collect())
}

/// One of them; none where the account is none of the LSP's employers.
///
/// # Errors
/// As [`list`].
pub async fn one(office: &Office, lsp: &LspId, account: AccountId) -> Result<Option<Listed>, EmployerError> {
    Ok(list(office, lsp).await?.into_iter().find(|employer| employer.person.account == account))
}

/// Makes an account for an employer; its first password is given out once.
///
/// # Errors
/// The name is taken, or the database does not answer.
pub async fn make(
    office: &Office,
    who: &Proven<Administrator>,
    (name, terms): (SignInName, &Terms),
    now: Timestamp,
    random: &mut impl CryptoRng,
) -> Result<Made, EmployerError> {
    let roles = [Role::Employer].into_iter().collect();
    let new = NewAccount { name, lsp: who.lsp().clone(), roles, password: None, settled: None };
    let authority = Authority::Administrator(who);
    Ok(office.add_account(new, Some(json!({ "terms": terms })), &authority, now, random).await?)
}

/// Says anew what is agreed with an employer.
///
/// # Errors
/// There is no such employer at this LSP, or the database does not answer.
pub async fn set_terms(
    office: &Office,
    who: &Proven<Administrator>,
    account: AccountId,
    terms: &Terms,
    now: Timestamp,
) -> Result<(), EmployerError> {
    let locked = Locked::take(office, who.lsp()).await?;
    if locked.told.employers().terms(account).is_none() {
        return Err(AccountError::NoMember(account).into());
    }
    let body = json!({ "account": account.number(), "terms": terms });
    locked.write(&who.by(now), Act::Employer, Subject::Account(account), body).await
}

/// An LSP's lock, and what its journal tells as of then.
struct Locked<'a> {
    office: &'a Office,
    records: std::sync::Arc<Records>,
    writing: Writing,
    told: Told,
}

impl<'a> Locked<'a> {
    async fn take(office: &'a Office, lsp: &LspId) -> Result<Self, EmployerError> {
        let records = office.records().await?;
        office.not_restored(lsp).await?;
        let writing = office.store.write(lsp).await?;
        let told = Told::begin(&office.store, &records, &writing.head()?).await.map_err(super::Error::from)?;
        Ok(Self { office, records, writing, told })
    }

    /// Refuses an account that is no employer's, or may not be used.
    fn is_employers(&self, account: AccountId) -> Result<&Terms, EmployerError> {
        let usable = self.told.accounts().get(account).is_some_and(|told| told.usable().are_an_employers());
        let terms = self.told.employers().terms(account).filter(|_| usable);
        terms.ok_or_else(|| AccountError::NoMember(account).into())
    }

    /// Writes an act down, for good.
    async fn write(
        mut self,
        by: &By,
        act: Act,
        subject: Subject,
        body: serde_json::Value,
    ) -> Result<(), EmployerError> {
        journal(&mut self.writing, &self.records, by, act, subject, body).await?;
        Ok(self.office.commit(self.writing).await?)
    }
}
