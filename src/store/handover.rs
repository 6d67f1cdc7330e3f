//! The certificates that are handed over at once, in the order in which they are, as far as tables call them valid:
//! whether they are, the journal tells.

use sqlx::{AssertSqlSafe, Row as _};

use super::{Reading, StoreError};
use crate::domain::choice::Choice;
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;

/// Of an event in the order of its rosters, and of each roster in the order of its rows.
const OF_EVENT: &str = "select c.id from kept_roster k join roster r on r.kept = k.id join entry n on n.roster = r.id
    join certificate c on c.entry = n.id
    where k.lsp = $1 and k.event = $2 and (k.id = $3 or $3 = '') and c.status = 'valid' order by k.wave, r.id, n.id";

const OF_DAYS: &str = "select c.id from certificate c
    where c.lsp = $1 and c.issued_on >= $2 and c.issued_on <= $3 and c.status = 'valid' order by c.issued_on, c.entry";

impl Reading {
    /// The certificates of a choice that tables call valid, in their order, `most` at most.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn chosen(&self, lsp: &LspId, choice: &Choice, most: usize) -> Result<Vec<CertificateId>, StoreError> {
        let (select, one, other) = match choice {
            Choice::Event { event, roster } => {
                let roster = roster.as_ref().map_or_else(String::new, ToString::to_string);
                (OF_EVENT, event.to_string(), roster)
            }
            Choice::Issued { from, until } => (OF_DAYS, from.to_string(), until.to_string()),
        };
        let rows = sqlx::query(AssertSqlSafe(format!("{select} limit {most}")));
        let rows = rows.bind(lsp.as_str()).bind(one).bind(other).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok(CertificateId::new(row.try_get("id")?))).collect()
    }
}
