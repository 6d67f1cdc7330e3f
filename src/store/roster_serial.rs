//! The serials that rosters named for certificates. Each stands in its certificate's row; whether it still holds, the
//! journal tells.

use futures_util::TryStreamExt as _;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::recorded::{Recorded, SELECT, recorded};
use super::rows::{self, Cell};
use super::{Reading, StoreError, Writing};
use crate::domain::blanko::Run;
use crate::domain::issuer::LspId;
use crate::seal::records::Records;

/// What a roster named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterSerial {
    /// As it is looked for.
    pub serial: String,
    /// The certificate's number.
    pub number: String,
}

impl Reading {
    /// Shows the certificates for which rosters named sheets of a run, and perhaps others. One whose row cannot be read is
    /// passed over.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn each_roster_serial(
        &self,
        lsp: &LspId,
        run: &Run,
        records: &Records,
        mut take: impl FnMut(Recorded),
    ) -> Result<(), StoreError> {
        let all =
            format!("{SELECT} and c.blanko_key >= $2 and c.blanko_key <= $3 and length(c.blanko_key) = length($2)");
        let (first, last) = (run.first().to_string(), run.last().to_string());
        let mut rows = sqlx::query(AssertSqlSafe(all)).bind(lsp.as_str()).bind(first).bind(last).fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            match recorded(&row, records) {
                Err(StoreError::Corrupt(_)) => {}
                read => take(read?),
            }
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
