//! Certificates that employers watch, and what each was last told of them. Nothing of it is believed by itself: the stamp
//! of a feed covers how far it has come and all of its rows.

use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Row as _, Transaction};

use super::rows::{self, Cell};
use super::turns::Turn;
use super::{Datum, Reading, Store, StoreError};
use crate::domain::account::AccountId;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::seal::spelling;

/// What an employer watches, as its rows have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// How far it has come.
    pub seq: i64,
    /// Over all of it; empty before anything was watched.
    pub stamp: String,
    pub rows: Vec<Watching>,
}

/// A certificate that an employer watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watching {
    pub lsp: LspId,
    pub number: String,
    /// Of the feed, when it was last told; 0 before.
    pub seq: i64,
    /// What was told; empty before.
    pub told: String,
}

/// The one writer of an employer's feed until committed or dropped; dropped, nothing happened.
pub struct FeedWriting {
    transaction: Transaction<'static, Any>,
    account: AccountId,
    _turn: Turn,
}

/// All of a feed in one statement, so that its stamp is of the rows that come with it.
const SELECT: &str = "select f.seq as head, f.stamp, w.lsp, w.number, w.seq, w.told from employer_feed f
    left join employer_watch w on w.account = f.account where f.account = $1";

impl Reading {
    /// What an employer watches, in no order.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn feed(&self, account: AccountId) -> Result<Feed, StoreError> {
        feed(&sqlx::query(SELECT).bind(account.number()).fetch_all(&self.pool).await?)
    }

    /// How many certificates each employer watches that watches any.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn watched_by_employers(&self) -> Result<HashMap<AccountId, u32>, StoreError> {
        let count = "select account, count(*) as watched from employer_watch group by account";
        let counted = |row: &AnyRow| {
            let watched = u32::try_from(row.try_get::<i64, _>("watched")?).unwrap_or(u32::MAX);
            Ok((AccountId::new(row.try_get("account")?), watched))
        };
        sqlx::query(count).fetch_all(&self.pool).await?.iter().map(counted).collect()
    }

    /// The signed bytes of an LSP's certificates, by their numbers, as rows have them; those are left out that are not
    /// there or cannot be read.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn tokens(&self, lsp: &LspId, numbers: &[String]) -> Result<HashMap<String, Vec<u8>>, StoreError> {
        let select = "select number, token from certificate where lsp = $1 and number_key in";
        let keys = numbers.iter().filter_map(|number| SearchKey::new(number));
        let keys: Vec<Cell> = keys.map(|key| Cell::from(key.as_str())).collect();
        let found = rows::select_in(&mut *self.pool.acquire().await?, select, lsp.as_str(), &keys).await?;
        let read = |row: &AnyRow| {
            let (number, token) = (row.try_get::<String, _>("number").ok()?, row.try_get::<String, _>("token").ok()?);
            Some((number, spelling::from_base64url(&token).ok()?))
        };
        Ok(found.iter().filter_map(read).collect())
    }
}

impl Store {
    /// Takes the lock of an employer's feed. Its first statement writes.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn write_feed(&self, account: AccountId) -> Result<FeedWriting, StoreError> {
        let turn = self.turns.of_another_lock().await?;
        let mut transaction = self.pool.begin().await?;
        let lock = "insert into employer_feed (account, seq, stamp) values ($1, 0, '')
                    on conflict (account) do update set stamp = employer_feed.stamp";
        sqlx::query(lock).bind(account.number()).execute(&mut *transaction).await?;
        Ok(FeedWriting { transaction, account, _turn: turn })
    }
}

impl FeedWriting {
    /// What the employer watches, as this transaction has it.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn feed(&mut self) -> Result<Feed, StoreError> {
        feed(&sqlx::query(SELECT).bind(self.account.number()).fetch_all(&mut *self.transaction).await?)
    }

    /// Adds rows, or puts them in the place of those of the same certificates.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn put(&mut self, put: &[Watching]) -> Result<(), StoreError> {
        const COLUMNS: usize = 5;
        for chunk in put.chunks(rows::PARAMETERS / COLUMNS) {
            let groups: Vec<String> = (0..chunk.len()).map(|row| rows::group(row * COLUMNS, COLUMNS)).collect();
            let sql = format!(
                "insert into employer_watch (account, lsp, number, seq, told) values {}
                 on conflict (account, number, lsp) do update set seq = excluded.seq, told = excluded.told",
                groups.join(", ")
            );
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for Watching { lsp, number, seq, told } in chunk {
                query = query.bind(self.account.number()).bind(lsp.as_str()).bind(number.as_str());
                query = query.bind(*seq).bind(told.as_str());
            }
            query.execute(&mut *self.transaction).await?;
        }
        Ok(())
    }

    /// Takes a certificate from the list.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove(&mut self, lsp: &LspId, number: &str) -> Result<(), StoreError> {
        let remove = sqlx::query("delete from employer_watch where account = $1 and lsp = $2 and number = $3");
        let remove = remove.bind(self.account.number()).bind(lsp.as_str()).bind(number);
        remove.execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Commits everything, with how far the feed has come and its stamp.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn commit(mut self, seq: i64, stamp: &str) -> Result<(), StoreError> {
        let keep = sqlx::query("update employer_feed set seq = $1, stamp = $2 where account = $3");
        keep.bind(seq).bind(stamp).bind(self.account.number()).execute(&mut *self.transaction).await?;
        self.transaction.commit().await?;
        Ok(())
    }
}

fn feed(found: &[AnyRow]) -> Result<Feed, StoreError> {
    let mut feed = Feed::default();
    for row in found {
        (feed.seq, feed.stamp) = (row.try_get("head")?, row.try_get("stamp")?);
        let Some(lsp) = row.try_get::<Option<String>, _>("lsp")? else { continue };
        feed.rows.push(Watching {
            lsp: lsp.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?,
            number: row.try_get("number")?,
            seq: row.try_get("seq")?,
            told: row.try_get("told")?,
        });
    }
    Ok(feed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: &str, seq: i64) -> Watching {
        let lsp = "klining".parse().expect("an id");
        Watching { lsp, number: number.to_owned(), seq, told: if seq == 0 { String::new() } else { "{}".to_owned() } }
    }

    async fn store() -> Store {
        let store = Store::in_memory().await;
        store
            .write_past(
                "insert into account (id, name, password, must_change, totp_step, recovery, made_at, stamp, lang)
                 values (7, 'pt.rekaan', '', 0, 0, '', 0, '', '');
                 pragma foreign_keys = off",
            )
            .await;
        store
    }

    #[tokio::test]
    async fn rows_are_added_put_again_and_removed_with_the_stamp_that_was_given() {
        let (store, account) = (store().await, AccountId::new(7));
        assert_eq!(store.feed(account).await.expect("read"), Feed::default());
        let mut writing = store.write_feed(account).await.expect("locked");
        writing.put(&[row("A", 0), row("B", 0)]).await.expect("put");
        writing.put(&[row("B", 9)]).await.expect("put");
        writing.commit(9, "stamp").await.expect("committed");
        let mut feed = store.feed(account).await.expect("read");
        feed.rows.sort_by(|a, b| a.number.cmp(&b.number));
        assert_eq!(feed, Feed { seq: 9, stamp: "stamp".to_owned(), rows: vec![row("A", 0), row("B", 9)] });
        assert_eq!(store.watched_by_employers().await.expect("counted"), HashMap::from([(account, 2)]));
        let mut writing = store.write_feed(account).await.expect("locked");
        writing.remove(&row("A", 0).lsp, "A").await.expect("removed");
        drop(writing);
        assert_eq!(store.feed(account).await.expect("read").rows.len(), 2, "what is not committed did not happen");
        let mut writing = store.write_feed(account).await.expect("locked");
        for number in ["A", "B"] {
            writing.remove(&row(number, 0).lsp, number).await.expect("removed");
        }
        assert_eq!(writing.feed().await.expect("read"), Feed { seq: 9, stamp: "stamp".to_owned(), rows: vec![] });
        writing.commit(9, "another").await.expect("committed");
        assert_eq!(store.feed(account).await.expect("read").stamp, "another");
    }
}
