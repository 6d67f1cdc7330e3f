//! What there is of sheets: deliveries, what became of theirs, and what was spoiled.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::told;
use crate::domain::blanko::{Run, Serial, Spoiled};
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::office::told::sheets::{Counted, Received, SheetFate, instant};
use crate::office::{Error, Office};
use crate::store::Recorded;

/// Spoiled sheets that are shown.
const MOST_SHOWN: usize = 200;

/// What there is of sheets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// The newest first.
    pub deliveries: Vec<Delivery>,
    /// The newest.
    pub spoiled: Vec<SpoiledSheet>,
}

/// A delivery, and what became of its sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub run: Run,
    pub received_on: Date,
    /// On certificates.
    pub used: u32,
    pub spoiled: u32,
}

/// A sheet that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpoiledSheet {
    pub serial: Serial,
    pub reason: Spoiled,
    pub recorded_at: Timestamp,
}

impl Delivery {
    /// Sheets of it that can still be printed on.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.run.count().saturating_sub(u64::from(self.used) + u64::from(self.spoiled))
    }
}

impl Stock {
    fn sum(&self, of: impl Fn(&Delivery) -> u64) -> u64 {
        self.deliveries.iter().map(of).sum()
    }

    /// Sheets that came in.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.sum(|delivery| delivery.run.count())
    }

    /// Sheets of deliveries that are on certificates.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.sum(|delivery| delivery.used.into())
    }

    /// Sheets of deliveries that were spoiled.
    #[must_use]
    pub fn spoiled(&self) -> u64 {
        self.sum(|delivery| delivery.spoiled.into())
    }

    /// Sheets that can still be printed on.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.sum(Delivery::left)
    }
}

/// The same as [`stock`], counted once until the journal goes on.
///
/// # Errors
/// As [`stock`].
pub async fn counted(office: &Office, lsp: &LspId) -> Result<Arc<Stock>, Error> {
    office.stocks.of(&office.store, (lsp, 0), stock(office, lsp)).await
}

/// Deliveries, and what became of their sheets. What rosters named counts as long as it stands, in rows that are as they
/// were recorded: nobody uses a sheet up by writing one.
///
/// # Errors
/// The journal does not hold, or the database does not answer.
pub async fn stock(office: &Office, lsp: &LspId) -> Result<Stock, Error> {
    let (told, records) = (told(office, lsp).await?, office.records().await?);
    let mut deliveries = Vec::with_capacity(told.received().len());
    for Received { run, on } in told.received().iter().rev() {
        let Counted { given, spoiled } = told.count(run);
        let mut used = given;
        let count = |row: Recorded| {
            let serial = row.blanko.as_deref().and_then(SearchKey::new).filter(|_| row.stamped != Some(false));
            let stands = serial.is_some_and(|named| {
                named.as_str().parse().is_ok_and(|serial| run.has(&serial)) && !told.lets_go(named.as_str())
            });
            used += u32::from(stands);
        };
        office.store.each_roster_serial(lsp, run, &records, count).await?;
        deliveries.push(Delivery { run: run.clone(), received_on: *on, used, spoiled });
    }
    deliveries.sort_by_key(|delivery| std::cmp::Reverse(delivery.received_on));
    let mut spoiled: Vec<SpoiledSheet> = told
        .all()
        .filter_map(|(serial, fate)| match fate {
            SheetFate::Spoiled { reason, at } => {
                Some(SpoiledSheet { serial: serial.clone(), reason: *reason, recorded_at: instant(*at) })
            }
            SheetFate::Given(_) => None,
        })
        .collect();
    spoiled.sort_by_key(|sheet| std::cmp::Reverse(sheet.recorded_at));
    spoiled.truncate(MOST_SHOWN);
    Ok(Stock { deliveries, spoiled })
}
