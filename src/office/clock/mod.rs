//! Whether this machine's clock can be right. What is signed with a clock ahead comes true later: a list dated next
//! year would speak then, of how things stood this year. So the clock is held against what is dated here already (the
//! journals' newest entries, the lists signed last) and, while a service runs, against the machine's own pace.
//!
//! - [`Watch`] is the service's: its clock may not leap ahead of the machine's pace. Begun anew, it may be later than
//!   what is dated here by `OFF`, no more. What did not leap but lies behind is signed with the present all the same:
//!   no verifier takes it for newer than it is.
//! - [`plausible`] is for what people do: neither earlier than what is dated here, nor later by more than `IDLE`.
//!
//! Nobody but a person can tell a machine that was off for months from a clock that is wrong: [`say_right`] is her word,
//! journalled. It makes void what is dated later than the clock at that time.

mod pace;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::acting::journal;
use super::{By, Error, Office};
use crate::domain::act::Act;
use crate::store::{Datum, Reading, StoreError, Subject};

pub use pace::Pace;

/// Where a person's word about the clock is kept: when it was said, and up to when something was dated then.
const SAID: &str = "clock_right";

/// How far clocks of machines may differ, and one clock from its machine's pace, before somebody has to look.
pub const LEEWAY: SignedDuration = SignedDuration::from_hours(1);

/// How long a service may have been off without being asked: longer than any holiday, shorter than the month by which
/// a date is set wrong.
const OFF: SignedDuration = SignedDuration::from_hours(21 * 24);

/// How long nothing may have been done: LSPs without a service issue a few times a year.
const IDLE: SignedDuration = SignedDuration::from_hours(100 * 24);

/// Why a clock cannot be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Implausible {
    #[error("the clock says {now}, long after {dated}, the newest date here; if it is right: absah clock confirm")]
    Ahead { now: Timestamp, dated: Timestamp },
    #[error("the clock says {now}, yet something here is dated {dated}; if it is right: absah clock confirm")]
    Behind { now: Timestamp, dated: Timestamp },
    #[error("the clock leapt to {now} where {expected} was due; if it is right: absah clock confirm")]
    Leapt { now: Timestamp, expected: Timestamp },
}

/// A person's word that the clock is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    at: Timestamp,
    /// What is dated later than `at`, up to here, was dated by a wrong clock.
    void_until: Timestamp,
}

/// What is dated here.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    dates: Vec<Timestamp>,
    said: Option<Said>,
}

impl Evidence {
    /// What the database knows.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn read(store: &Reading) -> Result<Self, StoreError> {
        let said = match store.setting(SAID).await? {
            Some(text) => Some(Said::read(&text).ok_or(StoreError::Corrupt(Datum::ClockWord))?),
            None => None,
        };
        Ok(Self { dates: store.dated().await?, said })
    }

    /// The evidence of a root that is with no installation: when the list before was signed.
    #[must_use]
    pub fn of_list(iat: i64) -> Self {
        Self { dates: Timestamp::from_second(iat).into_iter().collect(), said: None }
    }

    /// The newest date there is, wrong or not.
    #[must_use]
    pub fn newest(&self) -> Option<Timestamp> {
        self.dates.iter().copied().max()
    }

    /// Holds a clock against it.
    ///
    /// # Errors
    /// The clock cannot be right, as far as can be told.
    pub fn judge(&self, now: Timestamp) -> Result<(), Implausible> {
        self.judge_within(now, IDLE)
    }

    fn judge_within(&self, now: Timestamp, pause: SignedDuration) -> Result<(), Implausible> {
        let said = self.said.filter(|said| said.at <= now + LEEWAY);
        let void = |dated: Timestamp| said.is_some_and(|said| dated <= said.void_until);
        let (past, later): (Vec<_>, Vec<_>) = self.dates.iter().copied().partition(|dated| *dated <= now + LEEWAY);
        if let Some(dated) = later.into_iter().filter(|dated| !void(*dated)).max() {
            return Err(Implausible::Behind { now, dated });
        }
        match past.into_iter().chain(said.map(|said| said.at)).max() {
            Some(dated) if dated + pause < now => Err(Implausible::Ahead { now, dated }),
            _ => Ok(()),
        }
    }
}

impl Said {
    fn read(text: &str) -> Option<Self> {
        let (at, void_until) = text.split_once(' ')?;
        let instant = |seconds: &str| Timestamp::from_second(seconds.parse().ok()?).ok();
        Some(Self { at: instant(at)?, void_until: instant(void_until)? })
    }
}

/// The newest date that stands here, wrong or not.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub async fn newest(office: &Office) -> Result<Option<Timestamp>, StoreError> {
    Ok(Evidence::read(&office.store).await?.newest())
}

/// Holds the clock of whoever acts against what is dated here.
///
/// # Errors
/// [`Error::Clock`]: it cannot be right, as far as can be told.
pub async fn plausible(office: &Office, now: Timestamp) -> Result<(), Error> {
    Ok(Evidence::read(&office.store).await?.judge(now)?)
}

/// Takes a person's word that the clock is right, into each LSP's journal.
///
/// # Errors
/// The records' secret does not open, or the database does not answer.
pub async fn say_right(office: &Office, by: &By) -> Result<(), Error> {
    let newest = Evidence::read(&office.store).await?.newest();
    let void_until = newest.map_or(by.now, |newest| newest.max(by.now));
    if let Some(records) = office.records_if_any().await? {
        for lsp in office.store.lsp_ids().await? {
            let mut writing = office.store.write(&lsp).await?;
            let body = json!({ "dated": void_until });
            journal(&mut writing, &records, by, Act::Clock, Subject::Lsp(lsp), body).await?;
            office.commit(writing).await?;
        }
    }
    let said = format!("{} {}", by.now.as_second(), void_until.as_second());
    Ok(office.store.set_setting(SAID, &said).await?)
}

/// A service's clock, held against the machine's pace.
#[derive(Clone, Debug)]
pub struct Watch {
    /// As it was when the service began.
    evidence: Evidence,
    /// What the clock would have said when the machine started, each time that it was taken for right.
    origins: Vec<Timestamp>,
}

impl Watch {
    #[must_use]
    pub fn begin(evidence: Evidence) -> Self {
        Self { evidence, origins: Vec::new() }
    }

    /// Whether what the clock says may be signed. `uptime` is how long the machine has run, by its own pace.
    ///
    /// # Errors
    /// The clock cannot be right, as far as can be told.
    pub fn look(&mut self, now: Timestamp, uptime: Duration, begun: Duration) -> Result<(), Implausible> {
        let (origin, running) = (back(now, uptime), uptime.saturating_sub(begun));
        if self.origins.iter().any(|known| known.duration_since(origin).abs() <= LEEWAY) {
            return Ok(());
        }
        // What was dated when the service began has grown older since.
        match (self.evidence.judge_within(back(now, running), OFF), self.origins.last()) {
            (Err(Implausible::Behind { dated, .. }), None) => {
                tracing::warn!(%now, %dated, "this clock is behind what is dated here; lists bear the present all the same");
                Ok(())
            }
            (Err(Implausible::Behind { dated, .. }), Some(_)) => Err(Implausible::Behind { now, dated }),
            (Err(Implausible::Ahead { dated, .. }), _) => Err(Implausible::Ahead { now, dated }),
            (Err(leapt @ Implausible::Leapt { .. }), _) => Err(leapt),
            (Ok(()), Some(known)) if *known < origin => {
                Err(Implausible::Leapt { now, expected: known.saturating_add(uptime).unwrap_or(now) })
            }
            (Ok(()), _) => {
                self.origins.push(origin);
                Ok(())
            }
        }
    }

    /// Takes a person's word that came meanwhile; false where there is none, or it is about another time.
    pub fn hear(&mut self, evidence: Evidence, now: Timestamp, uptime: Duration) -> bool {
        let new = evidence.said.filter(|said| Some(*said) != self.evidence.said);
        let heard = new.is_some_and(|said| now.duration_since(said.at).abs() <= LEEWAY);
        if heard {
            self.origins.push(back(now, uptime));
            self.evidence = evidence;
        }
        heard
    }
}

fn back(now: Timestamp, by: Duration) -> Timestamp {
    now.saturating_sub(by).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests;
