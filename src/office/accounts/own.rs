//! What somebody does about her own account: password, authenticator, recovery codes, sessions.
//!
//! Each change ends every session of the account, and begins a new one for whoever makes it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use pkcs8::rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::believed::totp_row;
use super::change::{Beginning, Change};
use super::password::{NewPassword, WeakPassword};
use super::recovery::Recovery;
use super::session::{Begun, Client, Cookie, SignedIn, begin};
use super::sign_in::{Shown, replaced};
use super::staff::as_they_are;
use super::totp::TotpSecret;
use super::{Account, AccountError};
use crate::domain::account::SessionId;
use crate::domain::issuer::LspId;
use crate::office::personal::seal;
use crate::office::{By, Office};
use crate::seal::records::Records;
use crate::seal::spelling::from_base64url;
pub use crate::store::SessionRow;
use crate::words::Lang;

/// Recovery codes, to be shown once.
pub type Codes = Vec<Zeroizing<String>>;

impl Office {
    /// Changes one's password.
    ///
    /// # Errors
    /// The old one is wrong, the new one weak, or the database does not answer.
    pub async fn change_password(
        &self,
        who: &SignedIn,
        old: &str,
        new: &str,
        client: &Client,
        now: Timestamp,
        random: &mut impl CryptoRng,
    ) -> Result<Cookie, AccountError> {
        let records = self.records().await?;
        let password = NewPassword::new(new, who.name())?;
        let mut account = self.shown(who.account.clone(), Shown::Password(old), &records, now).await?;
        if self.passwords.look(new, Some(&account.row.password), &records).await?.right {
            return Err(WeakPassword::Same.into());
        }
        account.row.password = self.passwords.hash(&password, &records, random).await?;
        account.row.must_change = false;
        self.change_own(account, client, &records, &who.by(now), random).await
    }

    /// Draws the secret of an authenticator to be set up, and keeps it with the session until its first code is shown.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn begin_totp(&self, who: &SignedIn, random: &mut impl CryptoRng) -> Result<(), AccountError> {
        let records = self.records().await?;
        let pending = seal(&records, &pending_row(&who.session.id), TotpSecret::draw(random).as_bytes(), random);
        Ok(self.store.set_pending(&who.session.id, Some(&pending)).await?)
    }

    /// The secret that is about to be set up.
    ///
    /// # Errors
    /// The records' secret does not open.
    pub async fn pending_totp(&self, who: &SignedIn) -> Result<Option<TotpSecret>, AccountError> {
        let records = self.records().await?;
        Ok(pending(&who.session, &records))
    }

    /// Sets an authenticator up, once it shows a code of the secret that was drawn.
    ///
    /// # Errors
    /// The code is wrong, or the database does not answer.
    pub async fn set_up_totp(
        &self,
        who: &SignedIn,
        code: &str,
        client: &Client,
        now: Timestamp,
        random: &mut impl CryptoRng,
    ) -> Result<(Cookie, Codes), AccountError> {
        proven(who, now)?;
        let records = self.records().await?;
        let (secret, mut account) = (pending(&who.session, &records), who.account.clone());
        let secret = secret.ok_or(AccountError::Changed)?;
        let step = secret.step(code, 0, now).ok_or(AccountError::Wrong)?;
        // Guesses at one's own authenticator are not counted: who makes them sees its secret on the page.
        let Recovery { codes, kept } = Recovery::draw(account.row.id, &records, random);
        account.row.totp_sealed = Some(seal(&records, &totp_row(account.row.id), secret.as_bytes(), random));
        (account.row.totp_step, account.row.recovery) = (step, kept);
        Ok((self.change_own(account, client, &records, &who.by(now), random).await?, codes))
    }

    /// Makes recovery codes anew; those of before are good no more.
    ///
    /// # Errors
    /// There is no authenticator, or the database does not answer.
    pub async fn renew_recovery(
        &self,
        who: &SignedIn,
        client: &Client,
        now: Timestamp,
        random: &mut impl CryptoRng,
    ) -> Result<(Cookie, Codes), AccountError> {
        proven(who, now)?;
        let (records, mut account) = (self.records().await?, who.account.clone());
        if !account.has_totp() {
            return Err(AccountError::Changed);
        }
        let Recovery { codes, kept } = Recovery::draw(account.row.id, &records, random);
        account.row.recovery = kept;
        Ok((self.change_own(account, client, &records, &who.by(now), random).await?, codes))
    }

    /// One's sessions that go on, the newest first.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn own_sessions(&self, who: &SignedIn) -> Result<Vec<SessionRow>, AccountError> {
        let goes_on = |id: &SessionId| who.account.members.values().any(|told| told.has_session(id));
        let all = self.store.sessions(who.id()).await?;
        Ok(all.into_iter().filter(|row| goes_on(&row.id)).collect())
    }

    /// Ends every session of one's own but this one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn end_other_sessions(&self, who: &SignedIn, now: Timestamp) -> Result<(), AccountError> {
        let others = who.account.members.values().flat_map(|told| told.sessions());
        let others: BTreeSet<SessionId> = others.filter(|id| **id != who.session.id).cloned().collect();
        if others.is_empty() {
            return Ok(());
        }
        self.end_own(who, &others.into_iter().collect::<Vec<_>>(), now).await
    }

    /// Keeps the language that somebody chose.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn choose_lang(&self, who: &SignedIn, lang: Lang) -> Result<(), AccountError> {
        Ok(self.store.set_lang(who.id(), &lang.to_string()).await?)
    }

    /// Puts a changed row in place, ends every session, and begins one.
    async fn change_own(
        &self,
        account: Account,
        client: &Client,
        records: &Records,
        by: &By,
        random: &mut impl CryptoRng,
    ) -> Result<Cookie, AccountError> {
        let begun = Begun { account: account.row.id, half: false, client, now: by.now };
        let (session, cookie) = begin(&begun, records, random);
        let at: BTreeSet<LspId> = account.members.keys().cloned().collect();
        let standings = as_they_are(&account);
        let begins = Some((Beginning { session, ended: None }, at));
        let change = Change { row: replaced(account.row, records), standings, terms: None, begins };
        self.change_account(change, records, by).await?;
        Ok(cookie)
    }
}

/// What a stolen session must not do needs to be shown again who she is.
fn proven(who: &SignedIn, now: Timestamp) -> Result<(), AccountError> {
    who.is_proven(now).then_some(()).ok_or(AccountError::NotProven)
}

fn pending(session: &SessionRow, records: &Records) -> Option<TotpSecret> {
    let sealed = from_base64url(session.pending.as_deref()?).ok()?;
    records.open(&pending_row(&session.id), &sealed).ok().and_then(TotpSecret::read)
}

/// What is sealed for a session's owner until she confirms it.
fn pending_row(session: &SessionId) -> String {
    format!("pending {}", session.as_str())
}
