//! Reports: K and BK by scheme, of an event as BNSP asks for it and of a year.

mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::id::EventId;
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::request::KeptState;
use crate::domain::scheme::SchemeCode;
use crate::domain::year::{Year, Years};
use crate::office::kept::{self, KeptError};
use crate::office::{Error, Office, events};
use crate::roster::Tally;
pub use crate::store::Tallied;
use crate::store::{Counts, EventRow, StoreError};
pub use table::{event_table, facts, year_table};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error(transparent)]
    Kept(#[from] KeptError),
    #[error(transparent)]
    Office(#[from] Error),
    /// [`StoreError::NotFound`]: the LSP has no such event.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// People of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub code: SchemeCode,
    /// As it is called today; the code alone where the LSP has no such scheme any more.
    pub title: String,
    pub tallied: Tallied,
}

/// People by scheme, in the order of the codes, and all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub rows: Vec<Row>,
    pub all: Tallied,
}

/// What BNSP is told of an event.
#[derive(Clone, Debug)]
pub struct OfEvent {
    pub row: EventRow,
    pub counts: Counts,
    pub table: Table,
    /// Rows of rosters that have faults, and are not in the table.
    pub unread: u32,
}

/// Counts an event by scheme: what was issued as it is recorded, and what waits as its rosters stand.
///
/// # Errors
/// The LSP has no such event, or a roster cannot be opened.
pub async fn of_event(office: &Office, lsp: &LspId, id: &EventId, now: Timestamp) -> Result<OfEvent, ReportError> {
    let (row, counts) = events::one(office, lsp, id).await?;
    let taken = office.lsp(lsp).await?.lsp;
    let mut schemes = office.store.tallied_of_event(lsp, id).await?;
    let mut unread = 0;
    for kept in office.store.kept_of(lsp, id).await? {
        match kept.state {
            KeptState::Approved | KeptState::Draft | KeptState::Returned | KeptState::Submitted => {
                let (_, roster) = kept::open(office, lsp, &kept.id).await?.read(office, &taken, now).await?;
                unread += u32::try_from(roster.faults.len()).unwrap_or(u32::MAX);
                for (code, tally) in crate::roster::tally(&roster.entries) {
                    schemes.entry(code).or_default().add(&waiting(tally));
                }
            }
            KeptState::Issued | KeptState::Withdrawn => {}
        }
    }
    Ok(OfEvent { row, counts, table: Table::of(&taken, schemes), unread })
}

/// Counts a year by scheme: every roster whose day of issue lies in it, also of the command line; once, until the journal
/// goes on.
///
/// # Errors
/// The database does not answer.
pub async fn of_year(office: &Office, lsp: &LspId, year: Year) -> Result<Arc<Table>, ReportError> {
    let taken = office.lsp(lsp).await?.lsp;
    let count = async {
        let schemes = office.store.tallied_within(lsp, year.days()).await?;
        Ok(Table::of(&taken, schemes))
    };
    office.years.of(&office.store, (lsp, year.number()), count).await
}

/// The years of an LSP's rosters and events, and the one that is shown: the newest of a roster unless one is asked for.
///
/// # Errors
/// The database does not answer.
pub async fn years(office: &Office, lsp: &LspId, asked: Option<Year>, this: Year) -> Result<Years, StoreError> {
    let rosters = office.store.roster_years(lsp).await?.into_iter().filter_map(|year| year.try_into().ok());
    Ok(Years::new(asked, rosters.collect(), this).with(events::years(office, lsp).await?))
}

fn waiting(tally: Tally) -> Tallied {
    let people = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Tallied {
        competent: people(tally.competent),
        not_yet_competent: people(tally.not_yet_competent),
        absent: people(tally.absent),
        certified: 0,
    }
}

impl Table {
    fn of(lsp: &Lsp, schemes: BTreeMap<SchemeCode, Tallied>) -> Self {
        let mut all = Tallied::default();
        let rows = schemes.into_iter().map(|(code, tallied)| {
            all.add(&tallied);
            let title = lsp.scheme(&code).map_or_else(|| code.to_string(), |scheme| scheme.title_id.clone());
            Row { code, title, tallied }
        });
        Self { rows: rows.collect(), all }
    }
}
