//! Events: written down, changed, listed by year with what is counted for them.

mod read;

use pkcs8::rand_core::CryptoRng;

use super::Office;
use super::standing::{Asks, Standing};
use crate::domain::event::{Event, InvalidEvent};
use crate::domain::id::{DRAWN, EventId};
use crate::domain::issuer::LspId;
use crate::domain::year::Year;
pub use crate::store::{Counted, Counts, EventListed, EventRow};
use crate::store::{NewEvent, StoreError};
pub use read::{counts, names, row, years};

/// Why an event was not written down.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    #[error("somebody else changed it meanwhile")]
    Changed,
    #[error("{} fields are out of their bounds", .0.len())]
    Invalid(Vec<InvalidEvent>),
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
/// It is out of its bounds, or the database does not answer.
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
    let new = NewEvent { id: &id, lsp: who.lsp(), event, made_by: &made_by, made_at: who.now() };
    office.store.add_event(new).await?;
    Ok(id)
}

/// Writes an event anew that was read before.
///
/// # Errors
/// It is out of its bounds, somebody else changed it, or a wave with rosters would be gone.
pub async fn change(office: &Office, lsp: &LspId, row: &EventRow) -> Result<(), EventError> {
    row.event.validate()?;
    for kept in office.store.kept_of(lsp, &row.id).await? {
        if let Some(wave) = kept.wave.filter(|wave| !row.event.has_wave(*wave)) {
            return Err(EventError::WaveInUse(wave));
        }
    }
    if office.store.change_event(lsp, row).await? { Ok(()) } else { Err(EventError::Changed) }
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
