//! Signing in: name and password, and where there is an authenticator its code, or a recovery code.
//!
//! A wrong name, a wrong password, a disabled account and one whose row was altered are answered alike and take as
//! long. A guess is counted before it is looked at.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use pkcs8::rand_core::CryptoRng;

use super::believed::Account;
use super::change::{Beginning, Change, RowChange, stamped};
use super::password::NewPassword;
use super::session::{Begun, Client, Cookie, Half, SignedIn, begin, by};
use super::throttle::Guessed;
use super::told::LONGEST_SESSION;
use super::{AccountError, recovery};
use crate::domain::account::{SessionId, SignInName};
use crate::domain::issuer::LspId;
use crate::office::Office;
use crate::seal::records::Records;
use crate::store::AccountRow;

/// What came of a right password.
pub enum SigningIn {
    /// The code is awaited.
    Code(Cookie),
    In(Cookie),
}

/// What somebody shows for herself.
#[derive(Clone, Copy)]
pub enum Shown<'a> {
    /// An authenticator's code, or a recovery code.
    Code(&'a str),
    Password(&'a str),
}

impl Office {
    /// Looks at a name and a password.
    ///
    /// # Errors
    /// [`AccountError::Wrong`], whatever is wrong with them; too many guesses; or the database does not answer.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        client: &Client,
        now: Timestamp,
        random: &mut impl CryptoRng,
    ) -> Result<SigningIn, AccountError> {
        let records = self.records().await?;
        let (guessed, guessing) = (Guessed::Account(typed(name)), Guessed::Address(client.address));
        self.count_guess(&guessing, &records, now).await?;
        self.count_guess(&guessed, &records, now).await?;
        let row = match name.parse::<SignInName>() {
            Ok(name) => self.store.account_by_name(&name).await?,
            Err(_) => None,
        };
        let people = self.people(&records).await?;
        let account = row.and_then(|row| Account::believe(row, &records, &people));
        let account = account.filter(|account| account.usable().next().is_some());
        let hash = account.as_ref().map(|account| account.row.password.as_str());
        let looked = self.passwords.look(password, hash, &records).await?;
        let Some(mut account) = account.filter(|_| looked.right) else { return Err(AccountError::Wrong) };
        self.guessed_right(&guessing, &records).await?;
        if account.has_totp() {
            let begun = Begun { account: account.row.id, half: true, client, now };
            let (session, cookie) = begin(&begun, &records, random);
            self.store.insert_half_session(&session).await?;
            return Ok(SigningIn::Code(cookie));
        }
        if looked.weak {
            let password = NewPassword::kept(password);
            account.row.password = self.passwords.hash(&password, &records, random).await?;
        }
        let cookie = self.begin_session(account, None, client, &records, now, random).await?;
        self.guessed_right(&guessed, &records).await?;
        Ok(SigningIn::In(cookie))
    }

    /// Looks at the code that is awaited.
    ///
    /// # Errors
    /// As [`Self::sign_in`].
    pub async fn sign_in_by_code(
        &self,
        half: Half,
        code: &str,
        client: &Client,
        now: Timestamp,
        random: &mut impl CryptoRng,
    ) -> Result<Cookie, AccountError> {
        let records = self.records().await?;
        let Half { account, session } = half;
        let guesses = [Guessed::Code(account.row.id.number()), Guessed::Account(account.row.name.to_string())];
        self.count_guess(&guesses[0], &records, now).await?;
        let account = with_code_used(account, code, &records, now).ok_or(AccountError::Wrong)?;
        let cookie = self.begin_session(account, None, client, &records, now, random).await?;
        self.store.remove_half_session(&session.id).await?;
        for guessed in &guesses {
            self.guessed_right(guessed, &records).await?;
        }
        Ok(cookie)
    }

    /// Has somebody show again that it is she; her session is another one from then on.
    ///
    /// # Errors
    /// As [`Self::sign_in`].
    pub async fn prove(
        &self,
        who: &SignedIn,
        shown: Shown<'_>,
        client: &Client,
        now: Timestamp,
        random: &mut impl CryptoRng,
    ) -> Result<Cookie, AccountError> {
        let records = self.records().await?;
        let account = self.shown(who.account.clone(), shown, &records, now).await?;
        self.begin_session(account, Some(who.session.id.clone()), client, &records, now, random).await
    }

    /// The account as it is once what was shown for it is used up.
    pub(super) async fn shown(
        &self,
        account: Account,
        shown: Shown<'_>,
        records: &Arc<Records>,
        now: Timestamp,
    ) -> Result<Account, AccountError> {
        let guessed = match shown {
            Shown::Code(_) => Guessed::Code(account.row.id.number()),
            Shown::Password(_) => Guessed::Account(account.row.name.to_string()),
        };
        self.count_guess(&guessed, records, now).await?;
        let account = match shown {
            Shown::Code(code) => with_code_used(account, code, records, now),
            Shown::Password(password) => {
                let looked = self.passwords.look(password, Some(&account.row.password), records).await?;
                looked.right.then_some(account)
            }
        };
        let account = account.ok_or(AccountError::Wrong)?;
        self.guessed_right(&guessed, records).await?;
        Ok(account)
    }

    /// Begins a session of an account whose row is to be as it is here.
    async fn begin_session(
        &self,
        account: Account,
        ended: Option<SessionId>,
        client: &Client,
        records: &Records,
        now: Timestamp,
        random: &mut impl CryptoRng,
    ) -> Result<Cookie, AccountError> {
        let begun = Begun { account: account.row.id, half: false, client, now };
        let (session, cookie) = begin(&begun, records, random);
        let at: BTreeSet<LspId> = account.members.keys().cloned().collect();
        let by = by(&account, client.address.to_string(), now);
        let row = replaced(account.row, records);
        let begins = Some((Beginning { session, ended }, at));
        let change = Change { row, standings: std::collections::BTreeMap::new(), terms: None, begins };
        self.change_account(change, records, &by).await?;
        self.store.forget_sessions(now - SignedDuration::from_secs(LONGEST_SESSION)).await?;
        Ok(cookie)
    }
}

/// A row in place of the one that its stamp is still of.
pub(super) fn replaced(row: AccountRow, records: &Records) -> RowChange {
    let (before, row) = (row.stamp.clone(), stamped(row, records));
    // Also where nothing changed, so that the row is still the one that was looked at.
    RowChange::Replace { row, before }
}

/// An account as it is once a code is used; none where the code is wrong.
fn with_code_used(mut account: Account, code: &str, records: &Records, now: Timestamp) -> Option<Account> {
    let secret = account.totp(records)?;
    if let Some(step) = secret.step(code, account.row.totp_step, now) {
        account.row.totp_step = step;
    } else {
        account.row.recovery = recovery::used(account.row.id, code, &account.row.recovery, records)?;
    }
    Some(account)
}

/// What was typed for a name, as it is counted.
fn typed(name: &str) -> String {
    name.trim().to_ascii_lowercase().chars().take(64).collect()
}
