//! Who is signed in, as it stands in its table. Rows are a help: that a session was begun and goes on is told by the
//! journals, and by a stamp.

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::writing::Statement;
use super::{Datum, Reading, Store, StoreError, Writing, rows};
use crate::domain::account::{AccountId, SessionId};

/// A session, column by column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    pub id: SessionId,
    /// SHA-256 in hex.
    pub secret_hash: String,
    pub account: AccountId,
    /// The password was right, the code is awaited.
    pub half: bool,
    pub made_at: Timestamp,
    pub seen_at: Timestamp,
    pub proved_at: Timestamp,
    pub stamp: String,
    pub address: String,
    pub browser: String,
    /// What a page tells next, sealed.
    pub flash: Option<String>,
    /// What the person is about to set up, sealed.
    pub pending: Option<String>,
    /// The forms that were sent last, a mark each, the newest first.
    pub form_key: Option<String>,
}

/// Forms that a session remembers: as many as somebody has open at once.
const FORMS: usize = 16;

/// What a form that was sent is known by: the beginning of a hash of whatever key it came with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormMark([u8; 8]);

impl FormMark {
    /// A stop, which is no digit, so that no mark lies across two others; and 16 digits of hexadecimal.
    const LETTERS: usize = 17;

    #[must_use]
    pub fn of(key: &str) -> Self {
        let mut mark = [0; 8];
        mark.iter_mut().zip(Sha256::digest(key)).for_each(|(own, byte)| *own = byte);
        Self(mark)
    }

    fn text(self) -> String {
        format!(".{}", hex::encode(self.0))
    }
}

const SELECT: &str = "select id, secret_hash, account, half, made_at, seen_at, proved_at, stamp, address, browser,
    flash, pending, form_key from session";

/// The insertion; whoever runs it binds a row.
const INSERT: &str = "insert into session (id, secret_hash, account, half, made_at, seen_at, proved_at, stamp, address,
    browser, flash, pending, form_key) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

impl Reading {
    /// A session.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn session(&self, id: &SessionId) -> Result<Option<SessionRow>, StoreError> {
        let one = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} where id = $1"))).bind(id.as_str());
        one.fetch_optional(&self.pool).await?.as_ref().map(read).transpose()
    }

    /// The sessions of an account, the newest first.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn sessions(&self, account: AccountId) -> Result<Vec<SessionRow>, StoreError> {
        let all = format!("{SELECT} where account = $1 and half = 0 order by made_at desc, id");
        let all = sqlx::query(sqlx::AssertSqlSafe(all)).bind(account.number());
        all.fetch_all(&self.pool).await?.iter().map(read).collect()
    }
}

impl Store {
    /// Keeps a session whose code is awaited.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn insert_half_session(&self, row: &SessionRow) -> Result<(), StoreError> {
        self.run(bound(row)).await?;
        Ok(())
    }

    /// Says that a session was used.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn touch_session(&self, id: &SessionId, seen_at: Timestamp, stamp: &str) -> Result<(), StoreError> {
        let touch = sqlx::query("update session set seen_at = $1, stamp = $2 where id = $3");
        self.run(touch.bind(seen_at.as_second()).bind(stamp).bind(id.as_str())).await?;
        Ok(())
    }

    /// Keeps what a session's next page tells.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_flash(&self, id: &SessionId, flash: &str) -> Result<(), StoreError> {
        let keep = sqlx::query("update session set flash = $1 where id = $2").bind(flash).bind(id.as_str());
        self.run(keep).await?;
        Ok(())
    }

    /// Remembers the form that is sent, in place of the oldest of sixteen; false where it is one of them.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn claim_form(&self, id: &SessionId, form: FormMark) -> Result<bool, StoreError> {
        let claim = format!(
            "update session set form_key = substr($1 || coalesce(form_key, ''), 1, {})
             where id = $2 and (form_key is null or replace(form_key, $1, '') = form_key)",
            FORMS * FormMark::LETTERS
        );
        let claim = sqlx::query(sqlx::AssertSqlSafe(claim)).bind(form.text()).bind(id.as_str());
        Ok(self.run(claim).await? == 1)
    }

    /// Forgets a form that was remembered.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn release_form(&self, id: &SessionId, form: FormMark) -> Result<(), StoreError> {
        let release = sqlx::query("update session set form_key = replace(form_key, $1, '') where id = $2");
        self.run(release.bind(form.text()).bind(id.as_str())).await?;
        Ok(())
    }

    /// Keeps what a session's owner is about to set up.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_pending(&self, id: &SessionId, pending: Option<&str>) -> Result<(), StoreError> {
        let keep = sqlx::query("update session set pending = $1 where id = $2");
        self.run(keep.bind(pending).bind(id.as_str())).await?;
        Ok(())
    }

    /// Forgets a session that no journal knows of.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove_half_session(&self, id: &SessionId) -> Result<(), StoreError> {
        self.run(sqlx::query("delete from session where id = $1 and half = 1").bind(id.as_str())).await?;
        Ok(())
    }

    /// Forgets sessions that were begun before a time.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn forget_sessions(&self, before: Timestamp) -> Result<(), StoreError> {
        let forget = sqlx::query("delete from session where made_at < $1").bind(before.as_second());
        self.run(forget).await?;
        Ok(())
    }
}

impl Writing {
    /// Keeps a session.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn insert_session(&mut self, row: &SessionRow) -> Result<(), StoreError> {
        bound(row).execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Takes a session's row away.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove_session(&mut self, id: &SessionId) -> Result<(), StoreError> {
        let remove = sqlx::query("delete from session where id = $1").bind(id.as_str());
        remove.execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Takes the rows of every session of an account away.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove_sessions(&mut self, account: AccountId) -> Result<(), StoreError> {
        let remove = sqlx::query("delete from session where account = $1").bind(account.number());
        remove.execute(&mut *self.transaction).await?;
        Ok(())
    }
}

fn bound(row: &SessionRow) -> Statement<'_> {
    sqlx::query(INSERT)
        .bind(row.id.as_str())
        .bind(&row.secret_hash)
        .bind(row.account.number())
        .bind(i64::from(row.half))
        .bind(row.made_at.as_second())
        .bind(row.seen_at.as_second())
        .bind(row.proved_at.as_second())
        .bind(&row.stamp)
        .bind(&row.address)
        .bind(&row.browser)
        .bind(&row.flash)
        .bind(&row.pending)
        .bind(&row.form_key)
}

fn read(row: &AnyRow) -> Result<SessionRow, StoreError> {
    let id: String = row.try_get("id")?;
    Ok(SessionRow {
        id: id.parse().map_err(|_| StoreError::Corrupt(Datum::SessionId))?,
        secret_hash: row.try_get("secret_hash")?,
        account: AccountId::new(row.try_get("account")?),
        half: row.try_get::<i64, _>("half")? != 0,
        made_at: rows::instant(row.try_get("made_at")?)?,
        seen_at: rows::instant(row.try_get("seen_at")?)?,
        proved_at: rows::instant(row.try_get("proved_at")?)?,
        stamp: row.try_get("stamp")?,
        address: row.try_get("address")?,
        browser: row.try_get("browser")?,
        flash: row.try_get("flash")?,
        pending: row.try_get("pending")?,
        form_key: row.try_get("form_key")?,
    })
}
