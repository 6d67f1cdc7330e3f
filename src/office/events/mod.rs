//! Events: written down, changed, listed by year with what is counted for them.
//!
//! The journal tells who wrote which event, when, and for which days and how many people; its name, in words of whoever
//! wrote it, stays in its row.
//!
//! ```text
//! act event    { "event": id, "revision": from 1, "days": [first, last], "waves": n, "planned": people }
//! ```

mod read;

use pkcs8::rand_core::CryptoRng;
use serde_json::json;

use super::acting::journal;
use super::standing::{Asks, Standing};
use super::{Error, Office};
use crate::domain::act::Act;
use crate::domain::event::{Event, InvalidEvent};
use crate::domain::id::{DRAWN, EventId};
use crate::domain::issuer::LspId;
use crate::domain::year::Year;
pub use crate::store::{Counted, Counts, EventListed, EventRow};
use crate::store::{NewEvent, StoreError, Subject, Writing};
pub use read::{counts, names, row, years};

/// Why an event was not written down.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    #[error("somebody else changed it meanwhile")]
    Changed,
    #[error("{} fields are out of their bounds", .0.len())]
    Invalid(Vec<InvalidEvent>),
    #[error(transparent)]
    Office(#[from] Error),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A wave that rosters belong to is not among its waves any more.
    #[error("wave {0} has rosters and cannot be left out")]
    WaveInUse(u32),
}

impl From<Vec<InvalidEvent>> for EventError {
    fn from(faults: Vec<InvalidEvent>) -> Self {
        Self::Invalid(faults)
    }
}

/// Writes a new event down.
///
/// # Errors
/// It is out of its bounds, or the journal cannot be written.
pub async fn add(
    office: &Office,
    who: &Standing<Asks>,
    event: &Event,
    random: &mut impl CryptoRng,
) -> Result<EventId, EventError> {
    event.validate()?;
    let mut drawn = [0; DRAWN];
    random.fill_bytes(&mut drawn);
    let id = EventId::new(drawn);
    let made_by = who.actor().to_string();
    office.not_restored(who.lsp()).await?;
    let mut writing = office.store.write(who.lsp()).await?;
    writing.add_event(NewEvent { id: &id, event, made_by: &made_by, made_at: who.now() }).await?;
    commit(office, who, writing, &EventRow { id: id.clone(), event: event.clone(), revision: 1 }).await?;
    Ok(id)
}

/// Writes the entry of an event as it stands from now on.
async fn commit(
    office: &Office,
    who: &Standing<Asks>,
    mut writing: Writing,
    EventRow { id, event, revision }: &EventRow,
) -> Result<(), EventError> {
    let records = office.records().await?;
    let body = json!({
        "event": id.as_str(), "revision": revision, "days": [event.starts_on, event.ends_on],
        "waves": event.waves.len(),
        "planned": event.institutions.iter().map(|institution| u64::from(institution.planned)).sum::<u64>(),
    });
    journal(&mut writing, &records, &who.by(), Act::Event, Subject::Lsp(who.lsp().clone()), body).await?;
    Ok(office.commit(writing).await?)
}

/// Writes an event anew that was read before.
///
/// # Errors
/// It is out of its bounds, somebody else changed it, or a wave with rosters would be gone; or the journal cannot be
/// written.
pub async fn change(office: &Office, who: &Standing<Asks>, row: &EventRow) -> Result<(), EventError> {
    row.event.validate()?;
    office.not_restored(who.lsp()).await?;
    let mut writing = office.store.write(who.lsp()).await?;
    for kept in office.store.kept_of(who.lsp(), &row.id).await? {
        if let Some(wave) = kept.wave.filter(|wave| !row.event.has_wave(*wave)) {
            return Err(EventError::WaveInUse(wave));
        }
    }
    if !writing.change_event(row).await? {
        return Err(EventError::Changed);
    }
    commit(office, who, writing, &EventRow { revision: row.revision + 1, ..row.clone() }).await
}

/// An event, and what is counted for it.
///
/// # Errors
/// [`StoreError::NotFound`]: the LSP has none of this name.
pub async fn one(office: &Office, lsp: &LspId, id: &EventId) -> Result<(EventRow, Counts), StoreError> {
    let row = office.store.event(lsp, id).await?.ok_or(StoreError::NotFound)?;
    let counts = office.store.event_counts(lsp, id).await?.ok_or(StoreError::NotFound)?;
    Ok((row, counts))
}

/// The events that start in a year.
///
/// # Errors
/// The database does not answer.
pub async fn of_year(office: &Office, lsp: &LspId, year: Year) -> Result<Vec<EventListed>, StoreError> {
    office.store.events(lsp, year.number()).await
}
