//! Signing keys through their life; honoured lists; tokens that were signed and never issued.

use std::str::FromStr as _;

use hex::FromHex as _;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Datum, Reading, StoreError, Writing};
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::seal::honoured::{HonouredHash, HonouredList};
use crate::seal::keys::{KeyUse, Kid, PublicKey};
use crate::seal::spelling;
use crate::seal::token::fingerprint;
use crate::seal::trust_list::{Compromise, KeyState, TrustedKey};

/// Tokens of one key that are remembered as never issued. A thief can sign without end; past this number
/// the key wants to be declared compromised, not more rows.
const UNRECORDED: i64 = 10_000;

/// A key of an LSP as the database holds it.
#[derive(Clone, Debug)]
pub struct KeyRow {
    pub lsp: LspId,
    pub kid: Kid,
    pub trusted: TrustedKey,
}

/// A token that a key of the LSP signed, and the number that it names.
#[derive(Clone, Copy, Debug)]
pub struct Stray<'a> {
    pub kid: Kid,
    pub number: &'a str,
    pub token: &'a [u8],
}

impl Reading {
    /// The keys of one LSP, or of all, oldest period first.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read: a key under another's name, too.
    pub async fn keys(&self, lsp: Option<&LspId>) -> Result<Vec<KeyRow>, StoreError> {
        let named = |row: &AnyRow| {
            let (key, kid) = (key_row(row)?, row.try_get::<String, _>("kid")?);
            // No key stands there twice.
            key.filter(|key| key.kid.to_string() == kid).ok_or(StoreError::Corrupt(Datum::Key))
        };
        self.key_rows(lsp).await?.iter().map(named).collect()
    }

    /// The keys of one LSP by what they are, under whatever name: to be held against what the journal tells.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn keys_under_any_name(&self, lsp: &LspId) -> Result<Vec<KeyRow>, StoreError> {
        let read = |row: &AnyRow| key_row(row)?.ok_or(StoreError::Corrupt(Datum::Key));
        self.key_rows(Some(lsp)).await?.iter().map(read).collect()
    }

    async fn key_rows(&self, lsp: Option<&LspId>) -> Result<Vec<AnyRow>, StoreError> {
        let all = "select lsp, kid, key_use, x, state, valid_from, valid_until, compromised_since, honoured_sha256,
                   honoured_count from signing_key where $1 = '' or lsp = $1 order by lsp, valid_from, kid";
        Ok(sqlx::query(all).bind(lsp.map_or("", LspId::as_str)).fetch_all(&self.pool).await?)
    }

    /// The honoured list of a compromised key, as verifiers fetch it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: the key has none.
    pub async fn honoured(&self, kid: Kid) -> Result<Vec<u8>, StoreError> {
        let list = sqlx::query_scalar::<_, String>("select list from honoured where kid = $1");
        let list = list.bind(kid.to_string()).fetch_one(&self.pool).await?;
        spelling::from_base64(&list).map_err(|_| StoreError::Corrupt(Datum::HonouredList))
    }

    /// Tokens that keys of the LSPs signed and no LSP issued, by their SHA-256. A row that names none is passed over.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn unrecorded(&self) -> Result<Vec<[u8; 32]>, StoreError> {
        let all = sqlx::query("select token_sha256 from unrecorded").fetch_all(&self.pool).await?;
        let read = |row: &AnyRow| <[u8; 32]>::from_hex(row.try_get::<String, _>("token_sha256").ok()?).ok();
        Ok(all.iter().filter_map(read).collect())
    }
}

impl Writing {
    /// Keeps a new key.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`]: it is already there.
    pub async fn insert_key(&mut self, key: &TrustedKey) -> Result<(), StoreError> {
        let insert = "insert into signing_key (kid, lsp, key_use, x, state, valid_from, valid_until)
                      values ($1, $2, $3, $4, $5, $6, $7)";
        sqlx::query(insert)
            .bind(key.public.kid().to_string())
            .bind(self.lsp.as_str())
            .bind(key.key_use.as_str())
            .bind(key.public.x())
            .bind(key.state.as_str())
            .bind(key.from.to_string())
            .bind(key.until.map(|day| day.to_string()))
            .execute(&mut *self.transaction)
            .await?;
        self.trust_changed = true;
        Ok(())
    }

    /// Whether a key may still sign, asked under the LSP's lock.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn key_is_active(&mut self, kid: Kid) -> Result<bool, StoreError> {
        let state = sqlx::query_scalar::<_, String>("select state from signing_key where kid = $1 and lsp = $2");
        let state = state.bind(kid.to_string()).bind(self.lsp.as_str()).fetch_optional(&mut *self.transaction).await?;
        Ok(state.as_deref() == Some(KeyState::Active.as_str()))
    }

    /// Ends an active key's time; its certificates stay good.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: the LSP has no such active key.
    pub async fn retire_key(&mut self, kid: Kid, until: Date) -> Result<(), StoreError> {
        let retire = "update signing_key set state = 'retired', valid_until = $1
                      where kid = $2 and lsp = $3 and state = 'active'";
        let query = sqlx::query(retire).bind(until.to_string()).bind(kid.to_string()).bind(self.lsp.as_str());
        match query.execute(&mut *self.transaction).await?.rows_affected() {
            1 => {
                self.trust_changed = true;
                Ok(())
            }
            _ => Err(StoreError::NotFound),
        }
    }

    /// Declares a key compromised, or declares it anew with another list: from now on nothing that it
    /// signed is good but what stands on the list.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: the LSP has no such key.
    pub async fn compromise_key(&mut self, kid: Kid, since: Timestamp, list: &HonouredList) -> Result<(), StoreError> {
        let HonouredHash { sha256, count } = list.hash();
        let declare = "update signing_key set state = 'compromised', compromised_since = $1, honoured_sha256 = $2,
                       honoured_count = $3 where kid = $4 and lsp = $5";
        let query = sqlx::query(declare)
            .bind(since.as_second())
            .bind(hex::encode(sha256))
            .bind(i64::try_from(count).expect("a list in memory has fewer entries"))
            .bind(kid.to_string())
            .bind(self.lsp.as_str());
        if query.execute(&mut *self.transaction).await?.rows_affected() != 1 {
            return Err(StoreError::NotFound);
        }
        let keep = "insert into honoured (kid, list) values ($1, $2) on conflict (kid) do update set list = $2";
        let query = sqlx::query(keep).bind(kid.to_string()).bind(spelling::to_base64url(list.bytes()));
        query.execute(&mut *self.transaction).await?;
        self.trust_changed = true;
        Ok(())
    }

    /// Puts a key's state back to what the journal tells, and its use and first and last day where it tells them. False
    /// where there is no such key.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn put_back_key(
        &mut self,
        kid: Kid,
        state: KeyState,
        key_use: Option<KeyUse>,
        days: Option<(Date, Option<Date>)>,
    ) -> Result<bool, StoreError> {
        let compromise = match state {
            KeyState::Compromised(compromise) => Some(compromise),
            KeyState::Active | KeyState::Retired | KeyState::Unknown => None,
        };
        let put =
            "update signing_key set state = $1, compromised_since = $2, honoured_sha256 = $3, honoured_count = $4,
                   key_use = coalesce($7, key_use), valid_from = coalesce($8, valid_from),
                   valid_until = case when $8 is null then valid_until else $9 end
                   where kid = $5 and lsp = $6";
        let query = sqlx::query(put).bind(state.as_str()).bind(compromise.map(|of| of.since.as_second()));
        let query = query.bind(compromise.map(|of| hex::encode(of.honoured.sha256)));
        let count = compromise.map(|of| i64::try_from(of.honoured.count)).transpose();
        let query = query.bind(count.map_err(|_| StoreError::Corrupt(Datum::HonouredList))?);
        let query = query.bind(kid.to_string()).bind(self.lsp.as_str()).bind(key_use.map(KeyUse::as_str));
        let query = query.bind(days.map(|(from, _)| from.to_string()));
        let query = query.bind(days.and_then(|(_, until)| until).map(|until| until.to_string()));
        let done = query.execute(&mut *self.transaction).await?.rows_affected() == 1;
        self.trust_changed |= done;
        Ok(done)
    }

    /// Takes a key out that no certificate names. False where one does.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove_key(&mut self, kid: Kid) -> Result<bool, StoreError> {
        let remove = "delete from signing_key where kid = $1 and lsp = $2
                      and not exists (select 1 from making where making.kid = $1)
                      and not exists (select 1 from honoured where honoured.kid = $1)
                      and not exists (select 1 from unrecorded where unrecorded.kid = $1)";
        let query = sqlx::query(remove).bind(kid.to_string()).bind(self.lsp.as_str());
        let done = query.execute(&mut *self.transaction).await?.rows_affected() == 1;
        self.trust_changed |= done;
        Ok(done)
    }

    /// Remembers a token that the LSP's key signed and the LSP never issued. False where it is remembered
    /// already, was issued after all, or the key has had too many.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn disown(&mut self, stray: &Stray<'_>, at: Timestamp) -> Result<bool, StoreError> {
        // A number without a letter or digit is none that was ever issued.
        let number = SearchKey::new(stray.number).map_or_else(String::new, |key| key.to_string());
        let remember = "insert into unrecorded (token_sha256, lsp, kid, at)
                        select $1, $2, $3, cast($4 as bigint) from lsp_head
                        where lsp = $2 and not exists
                            (select 1 from certificate c where c.number_key = $6 and c.lsp = $2 and c.token = $7)
                        and not exists (select 1 from recovered r where r.token_sha256 = $1 and r.lsp = $2)
                        and (select count(*) from unrecorded where kid = $3) < $5
                        on conflict (token_sha256) do nothing";
        let query = sqlx::query(remember)
            .bind(hex::encode(fingerprint(stray.token)))
            .bind(self.lsp.as_str())
            .bind(stray.kid.to_string())
            .bind(at.as_second())
            .bind(UNRECORDED)
            .bind(number)
            .bind(spelling::to_base64url(stray.token));
        let remembered = query.execute(&mut *self.transaction).await?.rows_affected() == 1;
        self.trust_changed |= remembered;
        Ok(remembered)
    }
}

fn key_row(row: &AnyRow) -> Result<Option<KeyRow>, StoreError> {
    let (lsp, key_use): (String, String) = (row.try_get("lsp")?, row.try_get("key_use")?);
    let (x, state): (String, String) = (row.try_get("x")?, row.try_get("state")?);
    let (from, until): (String, Option<String>) = (row.try_get("valid_from")?, row.try_get("valid_until")?);
    let since: Option<i64> = row.try_get("compromised_since")?;
    let (sha256, count): (Option<String>, Option<i64>) =
        (row.try_get("honoured_sha256")?, row.try_get("honoured_count")?);
    let read = || {
        let public = PublicKey::from_x(&x).ok()?;
        let state = match state.as_str() {
            "active" => KeyState::Active,
            "retired" => KeyState::Retired,
            "compromised" => KeyState::Compromised(Compromise {
                since: Timestamp::from_second(since?).ok()?,
                honoured: HonouredHash {
                    sha256: <[u8; 32]>::from_hex(sha256?).ok()?,
                    count: u64::try_from(count?).ok()?,
                },
            }),
            _ => return None,
        };
        let until = until.map(|day| day.parse()).transpose().ok()?;
        let (key_use, from) = (KeyUse::from_str(&key_use).ok()?, from.parse().ok()?);
        let trusted = TrustedKey { public, key_use, state, from, until };
        Some(KeyRow { lsp: lsp.parse().ok()?, kid: public.kid(), trusted })
    };
    Ok(read())
}
