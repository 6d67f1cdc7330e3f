//! Look-ups by number of an employer, which has a quota a day instead of the limits of its address. They are counted
//! before they are made, on every process; who clears the count learns no more than the public may.

use jiff::{SignedDuration, Timestamp};

use super::nik::today;
use crate::domain::term::start_of;
use crate::office::accounts::Customer;
use crate::office::{Error, Office};
use crate::store::StoreError;

/// Look-ups that were not counted, for they are more than are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    pub left: u32,
    /// Until the quota of the next day.
    pub again: SignedDuration,
}

/// Counts look-ups of an employer; all of them or none.
///
/// # Errors
/// The records' secret does not open, or the database does not answer.
pub async fn take_lookups(
    office: &Office,
    who: &Customer,
    count: u32,
    now: Timestamp,
) -> Result<Result<(), Spent>, Error> {
    let (day, most) = (today(office, who.lsp(), now).await?, quota(office, who).await?);
    if count == 0 || office.store.count_lookups(who.account(), day, count, most).await? {
        return Ok(Ok(()));
    }
    let left = most.saturating_sub(office.store.lookups(who.account(), day).await?);
    let zone = office.lsp(who.lsp()).await?.lsp.time_zone;
    let next = day.tomorrow().ok().and_then(|next| start_of(next, zone.rules()).ok());
    let again = next.map_or(SignedDuration::from_hours(24), |next| next.duration_since(now));
    Ok(Err(Spent { left, again }))
}

/// Counts look-ups that were made already, past the quota too.
///
/// # Errors
/// The database does not answer.
pub async fn charge_lookups(office: &Office, who: &Customer, count: u32, now: Timestamp) -> Result<(), Error> {
    if count > 0 {
        let day = today(office, who.lsp(), now).await?;
        office.store.count_lookups(who.account(), day, count, u32::MAX).await?;
    }
    Ok(())
}

/// Gives back look-ups that were counted and not made.
///
/// # Errors
/// The database does not answer.
pub async fn give_lookups_back(office: &Office, who: &Customer, count: u32, now: Timestamp) -> Result<(), Error> {
    if count > 0 {
        let day = today(office, who.lsp(), now).await?;
        office.store.give_lookups_back(who.account(), day, count).await?;
    }
    Ok(())
}

/// Look-ups that an employer may still make today.
///
/// # Errors
/// The records' secret does not open, or the database does not answer.
pub async fn lookups_left(office: &Office, who: &Customer, now: Timestamp) -> Result<u32, Error> {
    let (day, most) = (today(office, who.lsp(), now).await?, quota(office, who).await?);
    Ok(most.saturating_sub(office.store.lookups(who.account(), day).await?))
}

async fn quota(office: &Office, who: &Customer) -> Result<u32, Error> {
    let people = office.people(&*office.records().await?).await?;
    let told = people.employers().find_map(|(lsp, told)| (lsp == who.lsp()).then_some(told));
    let most = told.and_then(|told| told.terms(who.account())).map(super::Terms::lookups_a_day);
    Ok(most.ok_or(StoreError::NotFound)?)
}
