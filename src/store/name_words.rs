//! The words of certificates that an earlier program recorded are filled in once, when the tables are brought up to date.

use sqlx::Row as _;

use super::name_posting::{self, Named};
use super::{Datum, Store, StoreError};
use crate::domain::issuer::LspId;

/// The setting that tells up to which certificate words are there, while they are not there of all.
pub(super) const NAMES_AFTER: &str = "name_words_after";

/// Certificates whose words are filled in at once.
const AT_ONCE: u32 = 10_000;

impl Store {
    /// Fills in the words of certificates that an earlier program made; cut short, it goes on where it was.
    pub(super) async fn fill_name_words(&self) -> Result<(), StoreError> {
        let next = format!(
            "select id, lsp, holder_name, issued_on from certificate where id > $1 order by id limit {AT_ONCE}"
        );
        while let Some(after) = self.setting(NAMES_AFTER).await? {
            let id: i64 = after.parse().map_err(|_| StoreError::Corrupt(Datum::Counter))?;
            let read = sqlx::query(sqlx::AssertSqlSafe(next.clone())).bind(id).fetch_all(&self.pool).await?;
            let mut certificates = Vec::with_capacity(read.len());
            for row in &read {
                let (id, lsp, name): (i64, String, String) =
                    (row.try_get("id")?, row.try_get("lsp")?, row.try_get("holder_name")?);
                let lsp: LspId = lsp.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?;
                certificates.push((id, lsp, name, super::event::day(row, "issued_on")?));
            }
            let (mut transaction, _turn) = self.begin().await?;
            let moved = match certificates.last() {
                Some((last, ..)) => {
                    sqlx::query("update setting set value = $1 where name = $2 and value = $3").bind(last.to_string())
                }
                None => sqlx::query("delete from setting where value <> $1 and name = $2 and value = $3").bind(""),
            };
            let moved = moved.bind(NAMES_AFTER).bind(&after).execute(&mut *transaction).await?;
            // Of two that fill at once, the second finds it filled.
            if moved.rows_affected() == 1 {
                let named =
                    certificates.iter().map(|(id, lsp, name, day)| Named { id: *id, lsp, name, issued_on: *day });
                name_posting::insert(&mut transaction, named).await?;
                transaction.commit().await?;
            }
        }
        Ok(())
    }
}
