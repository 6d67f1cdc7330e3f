//! An LSP at a glance: what its first page counts, counted at most once in a while however many look at it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use tokio::sync::Mutex;

use super::{Error, Office};
use crate::domain::issuer::{Lsp, LspId};
pub use crate::store::MonthCount;
use crate::store::{EventListed, StoreError};

/// For how long what was counted is shown.
const SHOWN: SignedDuration = SignedDuration::from_secs(60);

/// Months that are shown.
pub const MONTHS: usize = 12;

/// Events that are shown.
const EVENTS: usize = 6;

/// What was counted.
#[derive(Clone, Debug)]
pub struct Glance {
    /// When.
    pub at: Timestamp,
    /// The first days of the months up to this one, in which certificates were issued.
    pub issued_in: [Date; MONTHS],
    pub issued: Vec<MonthCount>,
    /// The first days of the months from this one on, in which valid certificates end.
    pub ending_in: [Date; MONTHS],
    pub ending: Vec<MonthCount>,
    /// Events of the last two years in which somebody was assessed, the newest first.
    pub events: Vec<EventListed>,
}

/// What was counted last, by LSP; who asks for one while it is counted waits for it.
#[derive(Debug, Default)]
pub struct Glances(StdMutex<BTreeMap<LspId, Counting>>);

type Counting = Arc<Mutex<Option<Arc<Glance>>>>;

/// What is counted for an LSP, a minute old at most.
///
/// # Errors
/// The database does not answer.
pub async fn glance(office: &Office, lsp: &Lsp, now: Timestamp) -> Result<Arc<Glance>, Error> {
    let counting = {
        let mut all = office.glances.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(lsp.id.clone()).or_default())
    };
    let mut counted = counting.lock().await;
    if let Some(counted) = counted.as_ref().filter(|counted| now.duration_since(counted.at).abs() < SHOWN) {
        return Ok(Arc::clone(counted));
    }
    let fresh = Arc::new(count(office, lsp, now).await?);
    *counted = Some(Arc::clone(&fresh));
    Ok(fresh)
}

async fn count(office: &Office, lsp: &Lsp, now: Timestamp) -> Result<Glance, StoreError> {
    let (store, today) = (&office.store, lsp.time_zone.day_of(now));
    let (issued_in, ending_in) = (months(today, 1 - MONTHS as i32), months(today, 0));
    let last = |months: &[Date; MONTHS]| months[MONTHS - 1].last_of_month();
    let mut events = store.events(&lsp.id, today.year()).await?;
    if events.len() < EVENTS {
        events.extend(store.events(&lsp.id, today.year() - 1).await?);
    }
    events.retain(|event| event.counts.sat() > 0);
    events.sort_by_key(|event| Reverse(event.starts_on));
    events.truncate(EVENTS);
    let schemes: Vec<_> = lsp.schemes.iter().map(|scheme| scheme.code.clone()).collect();
    Ok(Glance {
        at: now,
        issued: store.issued_by_month(&lsp.id, &schemes, [issued_in[0], last(&issued_in)]).await?,
        ending: store.ending_by_month(&lsp.id, [today, last(&ending_in)]).await?,
        issued_in,
        ending_in,
        events,
    })
}

/// The first days of twelve months, the first of them so many months from a day's.
fn months(day: Date, first: i32) -> [Date; MONTHS] {
    let begin = day.first_of_month();
    std::array::from_fn(|at| begin.checked_add((first + at as i32).months()).unwrap_or(begin))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn twelve_months_end_or_begin_with_this_one() {
        let before = months(date(2026, 3, 31), 1 - MONTHS as i32);
        assert_eq!((before[0], before[11]), (date(2025, 4, 1), date(2026, 3, 1)));
        let after = months(date(2026, 3, 31), 0);
        assert_eq!((after[0], after[11]), (date(2026, 3, 1), date(2027, 2, 1)));
    }
}
