//! Every certificate of some assessments, each with its row: held before what is kept of them is erased.

use sqlx::{AssertSqlSafe, Row as _};

use super::recorded::{Recorded, SELECT, recorded};
use super::{StoreError, Writing, rows};
use crate::domain::id::{CertificateId, EntryId};
use crate::seal::records::Records;

impl Writing {
    /// Every certificate's row of some assessments, of whatever LSP and whether or not it can be read whole.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn certificates_of(&mut self, entries: &[EntryId]) -> Result<Vec<(EntryId, CertificateId)>, StoreError> {
        let mut all = Vec::new();
        for chunk in entries.chunks(rows::PARAMETERS) {
            let sql = format!("select entry, id from certificate where entry in {}", rows::group(0, chunk.len()));
            let query = chunk.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, id| query.bind(id.number()));
            for row in query.fetch_all(&mut *self.transaction).await? {
                all.push((EntryId::new(row.try_get("entry")?), CertificateId::new(row.try_get("id")?)));
            }
        }
        Ok(all)
    }

    /// The rows of this LSP's certificates of some assessments; one that cannot be read is left out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn recorded_of(&mut self, entries: &[EntryId], records: &Records) -> Result<Vec<Recorded>, StoreError> {
        let mut all = Vec::new();
        for chunk in entries.chunks(rows::PARAMETERS) {
            let sql = format!("{SELECT} and c.entry in {}", rows::group(1, chunk.len()));
            let query = sqlx::query(AssertSqlSafe(sql)).bind(self.lsp.as_str());
            let query = chunk.iter().fold(query, |query, id| query.bind(id.number()));
            for row in query.fetch_all(&mut *self.transaction).await? {
                match recorded(&row, records) {
                    Err(StoreError::Corrupt(_)) => {}
                    read => all.push(read?),
                }
            }
        }
        Ok(all)
    }
}
