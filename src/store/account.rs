//! Accounts as they stand in their table. Whether a row is the one that the journals name is for whoever has the key to
//! tell; changes go through a lock of an LSP, since an entry goes with each.

use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Datum, Reading, Store, StoreError, Writing, rows};
use crate::domain::account::{AccountId, SignInName};

/// An account, column by column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    pub id: AccountId,
    pub name: SignInName,
    /// As the PHC writes it.
    pub password: String,
    pub must_change: bool,
    /// The secret of an authenticator, sealed, base64url.
    pub totp_sealed: Option<String>,
    pub totp_step: i64,
    /// Keyed hashes in hex, separated by spaces.
    pub recovery: String,
    pub made_at: Timestamp,
    pub stamp: String,
    /// Empty where none was chosen.
    pub lang: String,
}

const SELECT: &str =
    "select id, name, password, must_change, totp_sealed, totp_step, recovery, made_at, stamp, lang from account";

impl Reading {
    /// The account that is signed in to by a name.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn account_by_name(&self, name: &SignInName) -> Result<Option<AccountRow>, StoreError> {
        let one = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} where name = $1"))).bind(name.as_str());
        one.fetch_optional(&self.pool).await?.as_ref().map(read).transpose()
    }

    /// An account.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn account(&self, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
        let one = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} where id = $1"))).bind(id.number());
        one.fetch_optional(&self.pool).await?.as_ref().map(read).transpose()
    }

    /// Every account, by name.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn accounts(&self) -> Result<Vec<AccountRow>, StoreError> {
        let all = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} order by name")));
        all.fetch_all(&self.pool).await?.iter().map(read).collect()
    }
}

impl Store {
    /// Keeps the language that an account chose.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_lang(&self, id: AccountId, lang: &str) -> Result<(), StoreError> {
        let query = sqlx::query("update account set lang = $1 where id = $2").bind(lang).bind(id.number());
        self.run(query).await?;
        Ok(())
    }
}

impl Writing {
    /// Adds an account.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`]: the name is taken.
    pub async fn insert_account(&mut self, row: &AccountRow) -> Result<(), StoreError> {
        let insert = "insert into account
                          (id, name, password, must_change, totp_sealed, totp_step, recovery, made_at, stamp, lang)
                      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        sqlx::query(insert)
            .bind(row.id.number())
            .bind(row.name.as_str())
            .bind(&row.password)
            .bind(i64::from(row.must_change))
            .bind(&row.totp_sealed)
            .bind(row.totp_step)
            .bind(&row.recovery)
            .bind(row.made_at.as_second())
            .bind(&row.stamp)
            .bind(&row.lang)
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// Puts an account in place of the one that has a stamp; false where another one stands there by now.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn replace_account(&mut self, row: &AccountRow, before: &str) -> Result<bool, StoreError> {
        let replace = "update account set password = $1, must_change = $2, totp_sealed = $3, totp_step = $4,
                           recovery = $5, stamp = $6 where id = $7 and stamp = $8";
        let done = sqlx::query(replace)
            .bind(&row.password)
            .bind(i64::from(row.must_change))
            .bind(&row.totp_sealed)
            .bind(row.totp_step)
            .bind(&row.recovery)
            .bind(&row.stamp)
            .bind(row.id.number())
            .bind(before)
            .execute(&mut *self.transaction)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

fn read(row: &AnyRow) -> Result<AccountRow, StoreError> {
    let name: String = row.try_get("name")?;
    Ok(AccountRow {
        id: AccountId::new(row.try_get("id")?),
        name: name.parse().map_err(|_| StoreError::Corrupt(Datum::SignInName))?,
        password: row.try_get("password")?,
        must_change: row.try_get::<i64, _>("must_change")? != 0,
        totp_sealed: row.try_get("totp_sealed")?,
        totp_step: row.try_get("totp_step")?,
        recovery: row.try_get("recovery")?,
        made_at: rows::instant(row.try_get("made_at")?)?,
        stamp: row.try_get("stamp")?,
        lang: row.try_get("lang")?,
    })
}
