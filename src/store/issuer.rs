//! LSPs, their schemes, forms and keys.

use std::str::FromStr as _;

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use sqlx::Row as _;

use super::journal::BEGINNING;
use super::{Store, StoreError, Writing};
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::scheme::Scheme;
use crate::seal::keys::{KeyUse, Kid, PublicKey};
use crate::seal::spelling::hex;
use crate::seal::trust_list::{KeyState, SchemePeriod, TrustList, TrustedKey, TrustedLsp};

/// An LSP as the database holds it now, and the hashes of what a certificate of today is made with.
#[derive(Clone, Debug)]
pub struct Taken {
    pub lsp: Lsp,
    /// Hash of the LSP's particulars, schemes left out.
    pub version: String,
    pub form_version: String,
}

/// A key of an LSP as the database holds it.
#[derive(Clone, Debug)]
pub struct KeyRow {
    pub lsp: LspId,
    pub kid: Kid,
    pub trusted: TrustedKey,
}

/// The text of a scheme that certificates name by its hash.
pub(super) fn scheme_text(scheme: &Scheme) -> String {
    serde_json::json!(scheme).to_string()
}

/// The hash that a text is kept under in `version`.
pub(super) fn hash_of(body: &str) -> String {
    hex(&Sha256::digest(body.as_bytes()))
}

impl Store {
    /// Adds an LSP with its schemes and form, or brings them up to date; what certificates were printed
    /// with stays. Nothing is kept before the returned transaction, which holds the LSP's lock, is
    /// committed.
    ///
    /// # Errors
    /// [`StoreError::Disowned`]: a certificate would no longer be trusted or its days would move.
    pub async fn keep_lsp(&self, lsp: &Lsp, form: &str) -> Result<Writing, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let particulars = serde_json::json!(Lsp { schemes: Vec::new(), ..lsp.clone() }).to_string();
        let schemes: Vec<String> = lsp.schemes.iter().map(scheme_text).collect();
        let keep = "insert into version (hash, body) values ($1, $2) on conflict (hash) do nothing";
        for body in schemes.iter().map(String::as_str).chain([particulars.as_str(), form]) {
            sqlx::query(keep).bind(hash_of(body)).bind(body.to_owned()).execute(&mut *transaction).await?;
        }
        let add = "insert into lsp (id, version, form) values ($1, $2, $3) on conflict (id) do nothing";
        let query = sqlx::query(add).bind(lsp.id.as_str()).bind(hash_of(&particulars)).bind(hash_of(form));
        query.execute(&mut *transaction).await?;
        let add = "insert into lsp_head (lsp, revision, journal_seq, journal_hash, status_next)
                   values ($1, 0, 0, $2, 0) on conflict (lsp) do nothing";
        sqlx::query(add).bind(lsp.id.as_str()).bind(BEGINNING).execute(&mut *transaction).await?;
        let mut writing = Writing::lock(transaction, &lsp.id).await?;
        writing.disowns_nothing(lsp).await?;
        let update = "update lsp set version = $2, form = $3 where id = $1";
        let query = sqlx::query(update).bind(lsp.id.as_str()).bind(hash_of(&particulars)).bind(hash_of(form));
        query.execute(&mut *writing.transaction).await?;
        for (scheme, body) in lsp.schemes.iter().zip(&schemes) {
            let keep = "insert into scheme (lsp, code, version) values ($1, $2, $3)
                        on conflict (lsp, code) do update set version = $3";
            let query = sqlx::query(keep).bind(lsp.id.as_str()).bind(scheme.code.as_str()).bind(hash_of(body));
            query.execute(&mut *writing.transaction).await?;
        }
        Ok(writing)
    }

    /// Every LSP, by id.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn lsps(&self) -> Result<Vec<Taken>, StoreError> {
        let all = "select l.version, l.form, v.body from lsp l join version v on v.hash = l.version order by l.id";
        let rows = sqlx::query(all).fetch_all(&self.pool).await?;
        let mut found = Vec::new();
        for row in rows {
            let body: String = row.try_get("body")?;
            let mut lsp: Lsp = serde_json::from_str(&body).map_err(|_| StoreError::Corrupt("an LSP"))?;
            lsp.schemes = self.schemes(&lsp.id).await?;
            found.push(Taken { lsp, version: row.try_get("version")?, form_version: row.try_get("form")? });
        }
        Ok(found)
    }

    /// One LSP.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: no LSP has this id.
    pub async fn lsp(&self, id: &LspId) -> Result<Taken, StoreError> {
        self.lsps().await?.into_iter().find(|taken| taken.lsp.id == *id).ok_or(StoreError::NotFound)
    }

    async fn schemes(&self, lsp: &LspId) -> Result<Vec<Scheme>, StoreError> {
        let all = "select v.body from scheme s join version v on v.hash = s.version where s.lsp = $1 order by s.code";
        let bodies: Vec<String> = sqlx::query_scalar(all).bind(lsp.as_str()).fetch_all(&self.pool).await?;
        bodies.iter().map(|body| serde_json::from_str(body).map_err(|_| StoreError::Corrupt("a scheme"))).collect()
    }

    /// The body kept under a hash: a form, a scheme, an LSP's particulars, a photo.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]: nothing is kept under it.
    pub async fn version(&self, hash: &str) -> Result<String, StoreError> {
        Ok(sqlx::query_scalar("select body from version where hash = $1").bind(hash).fetch_one(&self.pool).await?)
    }

    /// The keys of one LSP, or of all, oldest period first.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn keys(&self, lsp: Option<&LspId>) -> Result<Vec<KeyRow>, StoreError> {
        let all = "select lsp, key_use, x, state, valid_from, valid_until from signing_key
                   where $1 = '' or lsp = $1 order by lsp, valid_from, kid";
        let rows = sqlx::query(all).bind(lsp.map_or("", LspId::as_str)).fetch_all(&self.pool).await?;
        rows.iter().map(|row| key_row(row)?.ok_or(StoreError::Corrupt("a key"))).collect()
    }

    /// What the database trusts: every LSP with its licences, schemes and keys.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn trust(&self) -> Result<TrustList, StoreError> {
        let mut keys = self.keys(None).await?;
        let mut lsps = Vec::new();
        for Taken { lsp, .. } in self.lsps().await? {
            let (own, others) = keys.into_iter().partition(|key| key.lsp == lsp.id);
            keys = others;
            lsps.push(trusted(lsp, own));
        }
        TrustList::new(lsps).map_err(|_| StoreError::Corrupt("two keys of one kid"))
    }
}

impl Writing {
    /// Refuses particulars under which a certificate of the LSP would be judged otherwise: a licence or
    /// scheme taken away from its day of issue, or another time zone.
    async fn disowns_nothing(&mut self, lsp: &Lsp) -> Result<(), StoreError> {
        let issued = "select distinct c.scheme, c.issued_on, v.body from certificate c
                      join lsp l on l.id = c.lsp join version v on v.hash = l.version where c.lsp = $1";
        for row in sqlx::query(issued).bind(lsp.id.as_str()).fetch_all(&mut *self.transaction).await? {
            let (scheme, day, body): (String, String, String) =
                (row.try_get("scheme")?, row.try_get("issued_on")?, row.try_get("body")?);
            let now: Lsp = serde_json::from_str(&body).map_err(|_| StoreError::Corrupt("an LSP"))?;
            let issued_on: Date = day.parse().map_err(|_| StoreError::Corrupt("a date"))?;
            let disowned =
                |why: &str| Err(StoreError::Disowned { scheme: scheme.clone(), issued_on, why: why.to_owned() });
            if now.time_zone != lsp.time_zone {
                return disowned("a time zone cannot change once certificates are issued");
            }
            if lsp.licence_on(issued_on).is_none() {
                return disowned("no licence would cover them any more; licences are added or ended, never taken back");
            }
            if lsp.schemes.iter().any(|own| own.code.as_str() == scheme && !own.covers(issued_on)) {
                return disowned("the scheme would not have been open; end it with a later day");
            }
        }
        Ok(())
    }

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
            1 => Ok(()),
            _ => Err(StoreError::NotFound),
        }
    }
}

fn trusted(lsp: Lsp, keys: Vec<KeyRow>) -> TrustedLsp {
    let period = |scheme: Scheme| SchemePeriod { code: scheme.code, from: scheme.from, until: scheme.until };
    TrustedLsp {
        id: lsp.id,
        name_id: lsp.name_id,
        name_en: lsp.name_en,
        site: lsp.site,
        time_zone: lsp.time_zone,
        licences: lsp.licences,
        schemes: lsp.schemes.into_iter().map(period).collect(),
        keys: keys.into_iter().map(|key| key.trusted).collect(),
    }
}

fn key_row(row: &sqlx::any::AnyRow) -> Result<Option<KeyRow>, StoreError> {
    let (lsp, key_use): (String, String) = (row.try_get("lsp")?, row.try_get("key_use")?);
    let (x, state): (String, String) = (row.try_get("x")?, row.try_get("state")?);
    let (from, until): (String, Option<String>) = (row.try_get("valid_from")?, row.try_get("valid_until")?);
    let read = || {
        let public = PublicKey::from_x(&x).ok()?;
        let state = [KeyState::Active, KeyState::Retired].into_iter().find(|known| known.as_str() == state)?;
        let until = until.map(|day| day.parse()).transpose().ok()?;
        let (key_use, from) = (KeyUse::from_str(&key_use).ok()?, from.parse().ok()?);
        let trusted = TrustedKey { public, key_use, state, from, until };
        Some(KeyRow { lsp: lsp.parse().ok()?, kid: public.kid(), trusted })
    };
    Ok(read())
}
