//! What is asked of an installation by number, counted by LSP and day, so that its office sees when somebody goes through
//! its numbers. What the number was, whose name was typed and who asked is kept nowhere.
//!
//! An answer counts in memory alone; once a minute the counts are added to the database. A process that is killed loses
//! the last of them, so a count may be a little low. It is nobody's proof: no journal tells it.

mod forms;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::{Office, StoreError};
use crate::domain::issuer::Lsp;
pub use crate::store::AskedOften;
pub use forms::{Known, Meant, NumberForms};

/// How often counts are written down.
const WRITTEN: Duration = Duration::from_secs(60);

/// Days that are shown, the present one among them.
pub const DAYS: usize = 30;

/// Days that are kept, so that none is forgotten in one zone that is still shown in another.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * (DAYS as i64 + 2));

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Found,
    NotFound,
    /// Its client asked too fast.
    Refused,
}

/// What was asked since it was written down last: a handful of counts for each LSP, however many questions.
#[derive(Debug, Default)]
pub struct Questions(Mutex<BTreeMap<Meant, AskedOften>>);

impl Questions {
    fn count(&self, meant: &[Meant], outcome: Outcome) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for whose in meant {
            if !counts.contains_key(whose) {
                counts.insert(whose.clone(), AskedOften::default());
            }
            let Some(often) = counts.get_mut(whose) else { continue };
            let count = match outcome {
                Outcome::Found => &mut often.found,
                Outcome::NotFound => &mut often.not_found,
                Outcome::Refused => &mut often.refused,
            };
            *count += 1;
        }
    }

    fn take(&self) -> Vec<(Meant, AskedOften)> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_iter().collect()
    }

    fn put_back(&self, counted: Vec<(Meant, AskedOften)>) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (whose, AskedOften { found, not_found, refused }) in counted {
            let often = counts.entry(whose).or_default();
            often.found += found;
            often.not_found += not_found;
            often.refused += refused;
        }
    }
}

impl Office {
    /// Counts a question by number for each LSP whose number it may have been. Nothing waits for it.
    pub fn count_asked(&self, meant: &[Meant], outcome: Outcome) {
        self.questions.count(meant, outcome);
    }

    /// Adds to the database what was counted; what cannot be written is counted on.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn write_asked(&self, now: Timestamp) -> Result<(), StoreError> {
        let counted = self.questions.take();
        if counted.is_empty() {
            return Ok(());
        }
        let oldest = now.checked_sub(KEPT).unwrap_or(Timestamp::MIN).to_zoned(jiff::tz::TimeZone::UTC).date();
        let written = self.store.add_asked(&counted, oldest).await;
        if written.is_err() {
            self.questions.put_back(counted);
        }
        written
    }
}

/// Writes down what is asked, as long as the process lasts.
pub async fn write_down(office: Arc<Office>, clock: Arc<dyn Fn() -> Timestamp + Send + Sync>) {
    loop {
        tokio::time::sleep(WRITTEN).await;
        if let Err(cause) = office.write_asked(clock()).await {
            tracing::warn!(%cause, "what was asked by number could not be written down; it is counted on");
        }
    }
}

/// How often was asked about numbers of an LSP, for each of the last [`DAYS`] days, the newest first.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub async fn of_days(office: &Office, lsp: &Lsp, now: Timestamp) -> Result<Vec<(Date, AskedOften)>, StoreError> {
    let today = lsp.time_zone.day_of(now);
    let days: Vec<Date> = (0..DAYS as i64).filter_map(|back| today.checked_sub(back.days()).ok()).collect();
    let from = days.last().copied().unwrap_or(today);
    let counted: BTreeMap<Date, AskedOften> = office.store.asked(&lsp.id, from).await?.into_iter().collect();
    Ok(days.into_iter().map(|day| (day, counted.get(&day).copied().unwrap_or_default())).collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_could_not_be_written_is_counted_on() {
        let (questions, whose) = (Questions::default(), ("klining".parse().expect("an id"), date(2026, 11, 22)));
        let meant = [whose.clone()];
        questions.count(&meant, Outcome::Found);
        let taken = questions.take();
        questions.count(&meant, Outcome::NotFound);
        questions.count(&meant, Outcome::Refused);
        questions.put_back(taken);
        assert_eq!(questions.take(), [(whose, AskedOften { found: 1, not_found: 1, refused: 1 })]);
        assert!(questions.take().is_empty());
    }
}
