//! The serials that rosters named for certificates. Each stands in its certificate's row; whether it still holds, the
//! journal tells.

use futures_util::TryStreamExt as _;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::rows::{self, Cell};
use super::{Reading, StoreError, Writing};
use crate::domain::blanko::Run;
use crate::domain::issuer::LspId;

/// What a roster named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterSerial {
    /// As it is looked for.
    pub serial: String,
    /// The certificate's number.
    pub number: String,
}

impl Reading {
    /// Shows what rosters named of the sheets of a run, and perhaps of others.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn each_roster_serial(
        &self,
        lsp: &LspId,
        run: &Run,
        mut take: impl FnMut(RosterSerial),
    ) -> Result<(), StoreError> {
        let all = "select c.blanko_key, c.number from certificate c where c.lsp = $1 and c.blanko_key >= $2
                   and c.blanko_key <= $3 and length(c.blanko_key) = length($2)";
        let (first, last) = (run.first().to_string(), run.last().to_string());
        let mut rows = sqlx::query(all).bind(lsp.as_str()).bind(first).bind(last).fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            take(named(&row)?);
        }
        Ok(())
    }
}

impl Writing {
    /// The certificates of this LSP whose rosters named one of these serials.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn named_by_rosters(&mut self, serials: &[String]) -> Result<Vec<RosterSerial>, StoreError> {
        const BY_KEY: &str = "select c.blanko_key, c.number from certificate c where c.lsp = $1 and c.blanko_key in";
        let keys: Vec<Cell> = serials.iter().map(|serial| serial.as_str().into()).collect();
        let found = rows::select_in(&mut self.transaction, BY_KEY, self.lsp.as_str(), &keys).await?;
        found.iter().map(named).collect()
    }
}

fn named(row: &AnyRow) -> Result<RosterSerial, StoreError> {
    Ok(RosterSerial { serial: row.try_get("blanko_key")?, number: row.try_get("number")? })
}
