//! What verifiers fetch: the published trust list, and status lists as signed last. Several processes may
//! serve one database; what each of them hands out is what stands here, so that no verifier is ever shown
//! an older list after a newer one.

use futures_util::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Datum, Reading, Store, StoreError, rows};
use crate::domain::issuer::LspId;
use crate::seal::keys::Kid;
use crate::seal::spelling;
use crate::seal::trust_list::published::dated;

/// A status list as it was signed last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedList {
    pub lsp: LspId,
    pub number: u32,
    /// Hash of what it says, apart from when it was signed.
    pub content: String,
    pub kid: Kid,
    pub iat: Timestamp,
    pub exp: Timestamp,
    pub jwt: String,
    pub cwt: Vec<u8>,
}

/// Which list a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListStamp {
    pub lsp: LspId,
    pub number: u32,
    /// Its `iat` in seconds, and the key that signed it; none where they cannot be read.
    pub signed: Option<(i64, Kid)>,
}

/// How long an LSP's journal is, and the hash of its newest entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub lsp: LspId,
    pub entries: u64,
    pub hash: String,
}

impl Reading {
    /// The newest trust list that was published here. A row that calls a list newer than it says itself is none.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn trust_list(&self) -> Result<Option<String>, StoreError> {
        self.trust_list_until(Timestamp::MAX).await
    }

    /// The `iat` of the newest trust list, as it says itself, in seconds; none where none was published.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn trust_list_iat(&self) -> Result<Option<i64>, StoreError> {
        Ok(self.trust_list().await?.as_deref().and_then(dated))
    }

    /// The newest trust list that was published here and is not dated after `believable`; where all are, the newest.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn trust_list_until(&self, believable: Timestamp) -> Result<Option<String>, StoreError> {
        let newest = "select iat, jwt from trust_list order by case when iat <= $1 then 0 else 1 end, iat desc";
        let mut rows = sqlx::query(newest).bind(believable.as_second()).fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            let jwt: String = row.try_get("jwt")?;
            if dated(&jwt) == Some(row.try_get("iat")?) {
                return Ok(Some(jwt));
            }
            tracing::error!("ALARM: a trust list stands here under a date that is not its own; it is passed over");
        }
        Ok(None)
    }

    /// When each LSP's newest journal entry was written, when its newest status list was signed, and the newest trust
    /// list.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn dated(&self) -> Result<Vec<Timestamp>, StoreError> {
        let dated = "select j.at from lsp_head h join journal j on j.lsp = h.lsp and j.seq = h.journal_seq
                     union all select max(iat) from status_list group by lsp
                     union all select max(iat) from trust_list having count(*) > 0";
        let seconds: Vec<i64> = sqlx::query_scalar(dated).fetch_all(&self.pool).await?;
        seconds.into_iter().map(rows::instant).collect()
    }

    /// The head of every LSP's journal.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn heads(&self) -> Result<Vec<Head>, StoreError> {
        let rows = sqlx::query("select lsp, journal_seq, journal_hash from lsp_head order by lsp");
        rows.fetch_all(&self.pool).await?.iter().map(head).collect()
    }

    /// The head of one LSP's journal; none where there is no such LSP.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn head(&self, lsp: &LspId) -> Result<Option<Head>, StoreError> {
        let one = sqlx::query("select lsp, journal_seq, journal_hash from lsp_head where lsp = $1");
        one.bind(lsp.as_str()).fetch_optional(&self.pool).await?.as_ref().map(head).transpose()
    }

    /// Which status lists stand there, by LSP and number. A row that names no list is none.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn list_stamps(&self) -> Result<Vec<ListStamp>, StoreError> {
        let stamps = sqlx::query("select lsp, number, iat, kid from status_list order by lsp, number");
        let stamp = |row: &AnyRow| {
            let lsp = row.try_get::<String, _>("lsp").ok()?.parse().ok()?;
            let number = u32::try_from(row.try_get::<i64, _>("number").ok()?).ok()?;
            let signed = || Some((row.try_get("iat").ok()?, row.try_get::<String, _>("kid").ok()?.parse().ok()?));
            Some(ListStamp { lsp, number, signed: signed() })
        };
        Ok(stamps.fetch_all(&self.pool).await?.iter().filter_map(stamp).collect())
    }

    /// A status list as its row has it.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn signed_list(&self, lsp: &LspId, number: u32) -> Result<SignedList, StoreError> {
        let one = "select content, kid, iat, exp, jwt, cwt from status_list where lsp = $1 and number = $2";
        let row = sqlx::query(one).bind(lsp.as_str()).bind(i64::from(number)).fetch_one(&self.pool).await?;
        let (kid, cwt): (String, String) = (row.try_get("kid")?, row.try_get("cwt")?);
        Ok(SignedList {
            lsp: lsp.clone(),
            number,
            content: row.try_get("content")?,
            kid: kid.parse().map_err(|_| StoreError::Corrupt(Datum::Key))?,
            iat: rows::instant(row.try_get("iat")?)?,
            exp: rows::instant(row.try_get("exp")?)?,
            jwt: row.try_get("jwt")?,
            cwt: spelling::from_base64(&cwt).map_err(|_| StoreError::Corrupt(Datum::StatusList))?,
        })
    }
}

impl Store {
    /// The newest date that stands there, in seconds, to tell whether a list came: what a row says, not a list.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn newest_trust_list(&self) -> Result<Option<i64>, StoreError> {
        Ok(sqlx::query_scalar("select max(iat) from trust_list").fetch_one(&self.pool).await?)
    }

    /// Publishes a trust list, in place of any dated after `believable`. False where one as new is published already.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn publish_trust_list(
        &self,
        iat: Timestamp,
        jwt: &str,
        believable: Timestamp,
    ) -> Result<bool, StoreError> {
        let bogus = self.misdated_trust_lists(iat).await?;
        let (mut transaction, _turn) = self.begin().await?;
        for iat in bogus {
            sqlx::query("delete from trust_list where iat = $1").bind(iat).execute(&mut *transaction).await?;
        }
        let ahead = "delete from trust_list where iat > $1 and iat > $2";
        sqlx::query(ahead).bind(iat.as_second()).bind(believable.as_second()).execute(&mut *transaction).await?;
        let publish = "insert into trust_list (iat, jwt) select cast($1 as bigint), $2
                       where not exists (select 1 from trust_list where iat >= $1)";
        let done = sqlx::query(publish).bind(iat.as_second()).bind(jwt).execute(&mut *transaction).await;
        match done.map_err(StoreError::from) {
            Ok(done) if done.rows_affected() == 1 => {
                transaction.commit().await?;
                Ok(true)
            }
            Ok(_) | Err(StoreError::Duplicate) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Rows from a date on whose lists say another date.
    async fn misdated_trust_lists(&self, from: Timestamp) -> Result<Vec<i64>, StoreError> {
        let later = sqlx::query("select iat, jwt from trust_list where iat >= $1").bind(from.as_second());
        let mut misdated = Vec::new();
        for row in later.fetch_all(&self.pool).await? {
            let (iat, jwt): (i64, String) = (row.try_get("iat")?, row.try_get("jwt")?);
            misdated.extend(Some(iat).filter(|iat| dated(&jwt) != Some(*iat)));
        }
        Ok(misdated)
    }

    /// Takes a row out that cannot be read.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn drop_signed_list(&self, lsp: &LspId, number: u32) -> Result<(), StoreError> {
        let drop = sqlx::query("delete from status_list where lsp = $1 and number = $2");
        self.run(drop.bind(lsp.as_str()).bind(i64::from(number))).await?;
        Ok(())
    }

    /// Keeps a list that was signed, also in place of one dated `over`. False where another process signed one as new
    /// meanwhile.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn keep_signed_list(&self, list: &SignedList, over: Option<Timestamp>) -> Result<bool, StoreError> {
        let keep = "insert into status_list (lsp, number, content, kid, iat, exp, jwt, cwt)
                    values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (lsp, number) do update
                    set content = $3, kid = $4, iat = $5, exp = $6, jwt = $7, cwt = $8
                    where status_list.iat < $5 or status_list.iat = $9";
        let keep = sqlx::query(keep)
            .bind(list.lsp.as_str())
            .bind(i64::from(list.number))
            .bind(&list.content)
            .bind(list.kid.to_string())
            .bind(list.iat.as_second())
            .bind(list.exp.as_second())
            .bind(&list.jwt)
            .bind(spelling::to_base64url(&list.cwt))
            .bind(over.unwrap_or(list.iat - SignedDuration::from_secs(1)).as_second());
        Ok(self.run(keep).await? == 1)
    }
}

/// The journal's head in an LSP's row.
pub(super) fn head(row: &AnyRow) -> Result<Head, StoreError> {
    let (lsp, entries): (String, i64) = (row.try_get("lsp")?, row.try_get("journal_seq")?);
    Ok(Head {
        lsp: lsp.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?,
        entries: u64::try_from(entries).map_err(|_| StoreError::Corrupt(Datum::JournalLength))?,
        hash: row.try_get("journal_hash")?,
    })
}
