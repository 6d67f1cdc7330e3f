//! How often was asked by number, by LSP and day.

use std::iter::Sum;

use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Datum, Reading, Store, StoreError};
use crate::domain::issuer::LspId;

/// How often numbers were asked about on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AskedOften {
    pub found: u64,
    pub not_found: u64,
    /// Not looked up, for the client asked too fast.
    pub refused: u64,
}

impl Sum for AskedOften {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            found: sum.found.saturating_add(one.found),
            not_found: sum.not_found.saturating_add(one.not_found),
            refused: sum.refused.saturating_add(one.refused),
        })
    }
}

impl Store {
    /// Adds to what was counted of LSPs and days, all or nothing, and forgets days before `oldest`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn add_asked(&self, counted: &[((LspId, Date), AskedOften)], oldest: Date) -> Result<(), StoreError> {
        let (mut transaction, _turn) = self.begin().await?;
        let add = "insert into asked_by_number (lsp, day, found, not_found, refused) values ($1, $2, $3, $4, $5)
                   on conflict (lsp, day) do update set found = asked_by_number.found + $3,
                       not_found = asked_by_number.not_found + $4, refused = asked_by_number.refused + $5";
        for ((lsp, day), often) in counted {
            let AskedOften { found, not_found, refused } = often;
            let query = sqlx::query(add).bind(lsp.as_str()).bind(day.to_string());
            let [found, not_found, refused] =
                [found, not_found, refused].map(|n| i64::try_from(*n).unwrap_or(i64::MAX));
            query.bind(found).bind(not_found).bind(refused).execute(&mut *transaction).await?;
        }
        let forget = sqlx::query("delete from asked_by_number where day < $1").bind(oldest.to_string());
        forget.execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}

impl Reading {
    /// What was counted of an LSP from a day on, the newest day first; days without a question are left out.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn asked(&self, lsp: &LspId, from: Date) -> Result<Vec<(Date, AskedOften)>, StoreError> {
        let days = "select day, found, not_found, refused from asked_by_number
                    where lsp = $1 and day >= $2 order by day desc limit 400";
        let rows = sqlx::query(days).bind(lsp.as_str()).bind(from.to_string()).fetch_all(&self.pool).await?;
        rows.iter().map(asked).collect()
    }
}

fn asked(row: &AnyRow) -> Result<(Date, AskedOften), StoreError> {
    let count = |column| -> Result<u64, StoreError> {
        let count: i64 = row.try_get(column)?;
        u64::try_from(count).map_err(|_| StoreError::Corrupt(Datum::Counter))
    };
    let day: String = row.try_get("day")?;
    let day = day.parse().map_err(|_| StoreError::Corrupt(Datum::Date))?;
    Ok((day, AskedOften { found: count("found")?, not_found: count("not_found")?, refused: count("refused")? }))
}
