//! The words of the names on certificates, which they are found by: written with the certificates, in one transaction.

use jiff::civil::Date;
use sqlx::{AnyConnection, Row as _};

use super::rows::{self, Cell};
use super::{Datum, Store, StoreError};
use crate::domain::issuer::LspId;
use crate::domain::name_words::name_words;

/// The setting that tells up to which certificate words are there, while they are not there of all.
pub(super) const NAMES_AFTER: &str = "name_words_after";

/// Certificates whose words are filled in at once.
const AT_ONCE: u32 = 10_000;

const COLUMNS: [&str; 4] = ["lsp", "word", "newest_first", "certificate"];

/// A certificate that is found by its holder's name.
pub(super) struct Named<'a> {
    id: i64,
    lsp: &'a str,
    name: &'a str,
    newest_first: i64,
}

impl<'a> Named<'a> {
    pub(super) fn new(id: i64, lsp: &'a LspId, name: &'a str, issued_on: Date) -> Self {
        Self { id, lsp: lsp.as_str(), name, newest_first: newest_first(issued_on) }
    }

    /// A row for each word.
    pub(super) fn rows(&self) -> Vec<Vec<Cell>> {
        let row = |word: String| vec![self.lsp.into(), word.into(), self.newest_first.into(), self.id.into()];
        name_words(self.name).into_iter().map(row).collect()
    }
}

/// Minus a day as YYYYMMDD.
pub(super) fn newest_first(day: Date) -> i64 {
    -(i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day()))
}

/// Inserts rows of words, those of one word after another: they lie beside each other.
pub(super) async fn insert(connection: &mut AnyConnection, mut words: Vec<Vec<Cell>>) -> Result<(), StoreError> {
    words.sort_by(|one, other| one[1].text().cmp(&other[1].text()));
    rows::insert(connection, "name_word", &COLUMNS, words).await
}

impl Store {
    /// Fills in the words of certificates that an earlier program made; cut short, it goes on where it was.
    pub(super) async fn fill_name_words(&self) -> Result<(), StoreError> {
        let next = format!(
            "select id, lsp, holder_name, issued_on from certificate where id > $1 order by id limit {AT_ONCE}"
        );
        while let Some(after) = self.setting(NAMES_AFTER).await? {
            let id: i64 = after.parse().map_err(|_| StoreError::Corrupt(Datum::Counter))?;
            let read = sqlx::query(sqlx::AssertSqlSafe(next.clone())).bind(id).fetch_all(&self.pool).await?;
            let (mut words, mut last) = (Vec::new(), None);
            for row in &read {
                let (id, lsp, name): (i64, String, String) =
                    (row.try_get("id")?, row.try_get("lsp")?, row.try_get("holder_name")?);
                let lsp: LspId = lsp.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?;
                words.extend(Named::new(id, &lsp, &name, super::event::day(row, "issued_on")?).rows());
                last = Some(id);
            }
            let mut transaction = self.pool.begin().await?;
            let moved = match last {
                Some(last) => {
                    sqlx::query("update setting set value = $1 where name = $2 and value = $3").bind(last.to_string())
                }
                None => sqlx::query("delete from setting where value <> $1 and name = $2 and value = $3").bind(""),
            };
            let moved = moved.bind(NAMES_AFTER).bind(&after).execute(&mut *transaction).await?;
            // Of two that fill at once, the second finds it filled.
            if moved.rows_affected() == 1 {
                insert(&mut transaction, words).await?;
                transaction.commit().await?;
            }
        }
        Ok(())
    }
}
