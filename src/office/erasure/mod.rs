//! Personal data of long ago is erased: NIK, particulars, names of who was never certified, the rosters that they came
//! in, and what requests said of people. Certificates stay as they were issued, and are checked and found by their numbers as before.
//!
//! An assessment ends with the last day of its last certificate; one without, with the day of issue of its roster. What
//! is erased has something sealed in its place that only this installation makes ([`super::personal`]); the journal tells
//! when, by whom, and how many, and nobody's name.
//!
//! What is due stands in rows that whoever has the database can write. So each is held before it goes against what was
//! stamped, signed or sealed of it (`held.rs`), and one that is not as it was is left as it is, and told.

mod held;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use pkcs8::rand_core::CryptoRng;
use serde_json::json;

use super::acting::journal;
use super::kept::erased_roster;
use super::personal::{erased, seal, sealed_name};
use super::requests::forget_people;
use super::{By, Error, Office, watch};
use crate::domain::act::Act;
use crate::domain::issuer::Lsp;
use crate::seal::records::Records;
use crate::store::{ErasedEntry, Subject, Sweep, Writing};

/// Assessments and rosters looked at in one transaction.
const AT_ONCE: u32 = 500;

/// How many were erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    pub entries: usize,
    pub holders: usize,
    pub rosters: usize,
    pub requests: usize,
}

impl Erased {
    fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What may be erased today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// What ended before this day.
    pub before: Date,
    /// By their rows.
    pub entries: u64,
    /// Years for which it was kept.
    pub years: u32,
}

/// The day before which what ended may be erased.
pub(super) fn latest(years: u32, today: Date) -> Date {
    today.checked_sub(i64::from(years).years()).unwrap_or(Date::MIN)
}

/// What of an LSP may be erased today, by the years that its journal tells.
///
/// # Errors
/// The journal does not hold, or the database does not answer.
pub async fn due(office: &Office, lsp: &Lsp, now: Timestamp) -> Result<Due, Error> {
    let years = watch::periods(office, &lsp.id).await?.erasure;
    let before = latest(years, lsp.time_zone.day_of(now));
    Ok(Due { before, entries: office.store.due_for_erasure(&lsp.id, before).await?, years })
}

/// An erasure of what ended before a day, which goes on from transaction to transaction.
pub(super) struct Erasing<'a> {
    pub(super) office: &'a Office,
    pub(super) records: &'a Records,
    pub(super) lsp: &'a Lsp,
    pub(super) before: Date,
    pub(super) by: &'a By,
    pub(super) sweep: Sweep,
}

impl Erasing<'_> {
    /// The instant at which the day begins before which what ended is erased.
    fn begins(&self) -> Timestamp {
        let day = self.before.to_zoned(self.lsp.time_zone.rules().clone());
        day.map_or(Timestamp::MIN, |there| there.timestamp())
    }

    /// Whether every row was looked at, and nothing went the last time.
    pub(super) fn has_ended(&self, gone: Erased) -> bool {
        self.sweep.has_ended() && gone.is_nothing()
    }

    /// Erases some, in a transaction that is for the caller to commit.
    ///
    /// # Errors
    /// The store failed; the transaction is to be dropped.
    pub(super) async fn some(&mut self, writing: &mut Writing, random: &mut impl CryptoRng) -> Result<Erased, Error> {
        let (records, seq) = (self.records, writing.next_journal_seq());
        let mut gone = Erased::default();
        let entries = writing.due_entries(self.before, &mut self.sweep, AT_ONCE).await?;
        let entries = self.held(writing, entries).await?;
        let sealed: Vec<ErasedEntry> = entries
            .iter()
            .map(|due| {
                let stone = erased(seq, &due.particulars.lies_in);
                ErasedEntry {
                    id: due.id,
                    particulars_sealed: seal(records, &due.particulars.row, stone.as_bytes(), random),
                    name_sealed: due.is_uncertified.then(|| sealed_name(records, due.id, &stone)),
                }
            })
            .collect();
        gone.entries = writing.erase_entries(&sealed).await?;
        for entry in &entries {
            for holder in writing.due_holders(entry.id).await? {
                if !self.is_left_with_nothing(&holder) {
                    continue;
                }
                let stone = erased(seq, &format!("holder {}", holder.id.number()));
                writing.erase_holder(holder.id, &seal(records, &holder.row, stone.as_bytes(), random)).await?;
                gone.holders += 1;
            }
        }
        for roster in writing.due_rosters(self.before, &mut self.sweep, AT_ONCE).await? {
            if !self.holds_roster(&roster) {
                continue;
            }
            let sealed = erased_roster(records, &roster.id, seq, random);
            writing.erase_roster(&roster.id, &sealed).await?;
            gone.rosters += 1;
        }
        gone.requests = forget_people(writing, records, self.begins(), AT_ONCE, random).await?;
        if !gone.is_nothing() {
            let subject = Subject::Lsp(self.lsp.id.clone());
            let body = json!({
                "entries": gone.entries, "holders": gone.holders, "rosters": gone.rosters, "requests": gone.requests,
                "before": self.before,
            });
            journal(writing, records, self.by, Act::Erase, subject, body).await?;
        }
        Ok(gone)
    }
}
