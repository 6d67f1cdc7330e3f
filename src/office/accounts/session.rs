//! Who is signed in: a cookie with a session's name and 32 bytes of chance, of which only the hash is kept.
//!
//! A session goes on as long as the journals say that it was begun and has not ended, its stamp holds, and it is not
//! too old. It is another one after each time that somebody shows who she is: no secret of before goes on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use pkcs8::rand_core::CryptoRng;
use serde_json::json;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::believed::Account;
use super::employer::Employer;
use super::member::Member;
use super::told::LONGEST_SESSION;
use super::{AccountError, recovery};
use crate::domain::account::{AccountId, Roles, SessionId, SignInName};
use crate::domain::issuer::LspId;
use crate::office::personal::seal;
use crate::office::{Actor, By, Error, Office};
use crate::seal::records::Records;
use crate::seal::spelling::{from_base64url, to_base64url};
use crate::store::{FormMark, SessionRow};

/// Bytes of a session's secret.
const SECRET: usize = 32;

/// How long the code is waited for once the password was right.
const HALF: SignedDuration = SignedDuration::from_mins(5);

/// How long somebody who showed who she is need not do so again.
const PROVEN: SignedDuration = SignedDuration::from_mins(5);

/// How often it is noted that a session is used.
const NOTED: SignedDuration = SignedDuration::from_mins(1);

/// What a browser keeps: which session, and the secret that shows it.
pub struct Cookie {
    pub(super) id: SessionId,
    secret: Zeroizing<[u8; SECRET]>,
}

/// As it stands in the header; never in a log.
impl fmt::Display for Cookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.id.as_str(), to_base64url(self.secret.as_slice()))
    }
}

impl Cookie {
    pub(super) fn draw(random: &mut impl CryptoRng) -> Self {
        let (mut id, mut secret) = ([0; 16], Zeroizing::new([0; SECRET]));
        random.fill_bytes(&mut id);
        random.fill_bytes(secret.as_mut());
        let id = to_base64url(&id).parse().expect("16 bytes are 22 letters");
        Self { id, secret }
    }

    /// Reads a cookie back; none where it is none of ours.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (id, secret) = text.split_once('.')?;
        let secret = Zeroizing::new(from_base64url(secret).ok()?);
        Some(Self { id: id.parse().ok()?, secret: Zeroizing::new(secret.as_slice().try_into().ok()?) })
    }

    /// The session that it is of.
    #[must_use]
    pub fn session(&self) -> &SessionId {
        &self.id
    }

    fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.secret.as_slice()))
    }
}

/// Where a request comes from.
#[derive(Clone, Debug)]
pub struct Client {
    pub address: IpAddr,
    /// The browser's own word for itself; shortened.
    pub browser: String,
}

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lasting {
    /// Without being used.
    pub idle: SignedDuration,
    /// Used or not; a day at most.
    pub whole: SignedDuration,
}

impl Default for Lasting {
    fn default() -> Self {
        Self { idle: SignedDuration::from_mins(30), whole: SignedDuration::from_hours(12) }
    }
}

/// What somebody has to do before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Her password was given out by somebody else.
    ChangePassword,
    /// Her roles need a second step, and she has none.
    SetUpTotp,
}

/// Somebody who is signed in. Only [`Office::signed_in`] and a sign-in make one.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub(super) account: Account,
    pub(super) session: SessionRow,
    pub(super) from: String,
}

impl SignedIn {
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.account
    }

    #[must_use]
    pub fn id(&self) -> AccountId {
        self.account.row.id
    }

    #[must_use]
    pub fn name(&self) -> &SignInName {
        &self.account.row.name
    }

    #[must_use]
    pub fn session(&self) -> &SessionRow {
        &self.session
    }

    /// What has to be done before anything else.
    #[must_use]
    pub fn duty(&self) -> Option<Duty> {
        let needs_totp = self.account.usable().any(|(_, roles)| roles.need_totp());
        match () {
            () if self.account.row.must_change => Some(Duty::ChangePassword),
            () if needs_totp && !self.account.has_totp() => Some(Duty::SetUpTotp),
            () => None,
        }
    }

    /// The LSPs at which she is signed in, and her roles there.
    #[must_use]
    pub fn lsps(&self) -> BTreeMap<LspId, Roles> {
        let here = |lsp: &LspId| self.account.members.get(lsp).is_some_and(|told| told.has_session(&self.session.id));
        self.account.usable().filter(|(lsp, _)| here(lsp)).map(|(lsp, roles)| (lsp.clone(), roles)).collect()
    }

    /// Her as one of an LSP's people; none where she has no role there, or has to do something else first.
    #[must_use]
    pub fn member(&self, lsp: &LspId, now: Timestamp) -> Option<Member> {
        let roles = self.lsps().get(lsp).copied().filter(|roles| roles.are_of_the_office())?;
        self.duty().is_none().then(|| Member::new(self, lsp.clone(), roles, now))
    }

    /// Whether it is an employer's account.
    #[must_use]
    pub fn is_employer(&self) -> bool {
        self.employed_by().is_some()
    }

    /// The employer whose account it is; none where it is nobody's but the office's, or has to do something else first.
    #[must_use]
    pub fn employer(&self) -> Option<Employer> {
        let lsp = self.employed_by()?;
        self.duty().is_none().then(|| Employer::new(self, lsp))
    }

    /// The LSP that made an employer's account, whatever it has to do first; none of anybody else.
    #[must_use]
    pub fn employed_by(&self) -> Option<LspId> {
        self.lsps().into_iter().find_map(|(lsp, roles)| roles.are_an_employers().then_some(lsp))
    }

    /// Whether she showed who she is within five minutes.
    #[must_use]
    pub fn is_proven(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.session.proved_at);
        !age.is_negative() && age <= PROVEN
    }

    /// Her acting for herself.
    pub(super) fn by(&self, now: Timestamp) -> By {
        by(&self.account, self.from.clone(), now)
    }

    /// How many recovery codes are left.
    #[must_use]
    pub fn recovery_left(&self) -> usize {
        recovery::left(&self.account.row.recovery)
    }
}

pub(super) fn by(account: &Account, from: String, now: Timestamp) -> By {
    let asked = Actor::Account { name: account.row.name.clone() };
    By { from: Some(from), ..By::alone(asked, now) }
}

/// Somebody whose password was right, and whose code is awaited.
pub struct Half {
    pub(super) account: Account,
    pub(super) session: SessionRow,
}

/// What a session is begun with.
pub(super) struct Begun<'a> {
    pub(super) account: AccountId,
    pub(super) half: bool,
    pub(super) client: &'a Client,
    pub(super) now: Timestamp,
}

/// The row of a new session, and the cookie that shows it.
pub(super) fn begin(begun: &Begun<'_>, records: &Records, random: &mut impl CryptoRng) -> (SessionRow, Cookie) {
    let cookie = Cookie::draw(random);
    let Begun { account, half, client, now } = *begun;
    let row = SessionRow {
        id: cookie.id.clone(),
        secret_hash: cookie.hash(),
        account,
        half,
        made_at: now,
        seen_at: now,
        proved_at: now,
        stamp: String::new(),
        address: client.address.to_string(),
        browser: client.browser.chars().filter(|c| !c.is_control()).take(120).collect(),
        flash: None,
        pending: None,
        form_key: None,
    };
    (SessionRow { stamp: stamp(&row, records), ..row }, cookie)
}

/// What a note is sealed for.
fn note_row(session: &SessionId) -> String {
    format!("note {}", session.as_str())
}

/// What shows that this installation wrote a session's row.
fn stamp(row: &SessionRow, records: &Records) -> String {
    let (account, half) = (row.account.number(), row.half);
    let times = [row.made_at, row.seen_at, row.proved_at].map(Timestamp::as_second);
    records.of_accounts("session", &json!([1, row.id, row.secret_hash, account, half, times]).to_string())
}

impl Office {
    /// The row of a session whose secret, stamp and age are right.
    async fn session(
        &self,
        cookie: &Cookie,
        records: &Records,
        lasting: Lasting,
        now: Timestamp,
    ) -> Result<Option<SessionRow>, Error> {
        let Some(row) = self.store.session(&cookie.id).await? else { return Ok(None) };
        let shown = bool::from(row.secret_hash.as_bytes().ct_eq(cookie.hash().as_bytes()));
        let whole = if row.half { HALF } else { lasting.whole.min(SignedDuration::from_secs(LONGEST_SESSION)) };
        // A clock that was set back makes no session older than it is.
        let young = row.made_at <= now && row.seen_at <= now;
        let lasts = young && now.duration_since(row.made_at) < whole && now.duration_since(row.seen_at) < lasting.idle;
        Ok((shown && lasts && row.stamp == stamp(&row, records)).then_some(row))
    }

    /// Who shows a cookie, if she is signed in by it.
    ///
    /// # Errors
    /// The records' secret does not open, or the database does not answer.
    pub async fn signed_in(
        &self,
        cookie: &Cookie,
        client: &Client,
        lasting: Lasting,
        now: Timestamp,
    ) -> Result<Option<SignedIn>, Error> {
        let records = self.records().await?;
        let Some(mut session) = self.session(cookie, &records, lasting, now).await?.filter(|row| !row.half) else {
            return Ok(None);
        };
        let Some(account) = self.believed(session.account, &records).await? else { return Ok(None) };
        if now.duration_since(session.seen_at) >= NOTED {
            session.seen_at = now;
            session.stamp = stamp(&session, &records);
            self.store.touch_session(&session.id, session.seen_at, &session.stamp).await?;
        }
        let signed_in = SignedIn { account, session, from: client.address.to_string() };
        Ok((!signed_in.lsps().is_empty()).then_some(signed_in))
    }

    /// Whose code is awaited by a cookie.
    ///
    /// # Errors
    /// As [`Self::signed_in`].
    pub async fn half_signed_in(
        &self,
        cookie: &Cookie,
        lasting: Lasting,
        now: Timestamp,
    ) -> Result<Option<Half>, Error> {
        let records = self.records().await?;
        let Some(session) = self.session(cookie, &records, lasting, now).await?.filter(|row| row.half) else {
            return Ok(None);
        };
        Ok(self.believed(session.account, &records).await?.map(|account| Half { account, session }))
    }

    /// Leaves a note with a session for the next page, sealed, in place of the one before.
    ///
    /// # Errors
    /// The records' secret does not open, or the database does not answer.
    pub async fn leave_note(&self, session: &SessionId, note: &str, random: &mut impl CryptoRng) -> Result<(), Error> {
        let records = self.records().await?;
        let sealed = seal(&records, &note_row(session), note.as_bytes(), random);
        Ok(self.store.set_flash(session, &sealed).await?)
    }

    /// The note that was left with a session.
    ///
    /// # Errors
    /// The records' secret does not open.
    pub async fn note(&self, who: &SignedIn) -> Result<Option<String>, Error> {
        let Some(sealed) = &who.session.flash else { return Ok(None) };
        let records = self.records().await?;
        let opened = from_base64url(sealed).ok();
        let opened = opened.and_then(|sealed| records.open(&note_row(&who.session.id), &sealed).ok());
        Ok(opened.and_then(|note| String::from_utf8(note.to_vec()).ok()))
    }

    /// Whether a form is sent for the first time; a session remembers some that were sent last.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn is_first_time(&self, who: &SignedIn, form: &str) -> Result<bool, Error> {
        Ok(self.store.claim_form(&who.session.id, FormMark::of(form)).await?)
    }

    /// Forgets a form whose act failed: it may be sent again.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn is_not_sent(&self, who: &SignedIn, form: &str) -> Result<(), Error> {
        Ok(self.store.release_form(&who.session.id, FormMark::of(form)).await?)
    }

    /// An account as the journals tell it; none where its row is another.
    pub(super) async fn believed(&self, id: AccountId, records: &Records) -> Result<Option<Account>, Error> {
        let Some(row) = self.store.account(id).await? else { return Ok(None) };
        Ok(Account::believe(row, records, &self.people(records).await?))
    }

    /// Signs somebody out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sign_out(&self, who: &SignedIn, now: Timestamp) -> Result<(), AccountError> {
        self.end_own(who, std::slice::from_ref(&who.session.id), now).await
    }

    /// Ends some of one's own sessions.
    pub(super) async fn end_own(
        &self,
        who: &SignedIn,
        sessions: &[SessionId],
        now: Timestamp,
    ) -> Result<(), AccountError> {
        let records = self.records().await?;
        let at: BTreeSet<LspId> = who.account.members.keys().cloned().collect();
        self.end_sessions(who.id(), &at, sessions, &records, &who.by(now)).await
    }
}
