//! Personal data of long ago is erased: NIK, particulars, names of who was never certified, the rosters that they came
//! in, and what requests said of people. Certificates stay as they were issued, and are checked and found by their numbers as before.
//!
//! An assessment ends with the last day of its last certificate; one without, with the day of issue of its roster. What
//! is erased has something sealed in its place that only this installation makes ([`super::personal`]); the journal tells
//! when, by whom, and how many, and nobody's name.

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
use crate::store::{ErasedEntry, StoreError, Subject, Writing};

/// Assessments and rosters erased in one transaction.
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
    pub(super) fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What may be erased today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// What ended before this day.
    pub before: Date,
    pub entries: u64,
    /// Years for which it was kept.
    pub years: u32,
}

/// The day before which what ended may be erased.
pub(super) fn latest(years: u32, today: Date) -> Date {
    today.checked_sub(i64::from(years).years()).unwrap_or(Date::MIN)
}

/// What of an LSP may be erased today.
///
/// # Errors
/// The database does not answer.
pub async fn due(office: &Office, lsp: &Lsp, now: Timestamp) -> Result<Due, StoreError> {
    let years = watch::periods(office, &lsp.id).await?.erasure;
    let before = latest(years, lsp.time_zone.day_of(now));
    Ok(Due { before, entries: office.store.due_for_erasure(&lsp.id, before).await?, years })
}

/// Erases some of what ended before a day, in a transaction that is for the caller to commit; nothing where nothing is
/// left.
///
/// # Errors
/// The store failed; the transaction is to be dropped.
pub(super) async fn erase_some(
    writing: &mut Writing,
    records: &Records,
    (lsp, before): (&Lsp, Date),
    by: &By,
    random: &mut impl CryptoRng,
) -> Result<Erased, Error> {
    let seq = writing.next_journal_seq();
    let mut gone = Erased::default();
    let entries = writing.due_entries(before, AT_ONCE).await?;
    let sealed: Vec<ErasedEntry> = entries
        .iter()
        .map(|due| {
            let stone = erased(seq, &format!("entry {}", due.id.number()));
            ErasedEntry {
                id: due.id,
                particulars_sealed: seal(records, &due.row, stone.as_bytes(), random),
                name_sealed: due.name_is_sealed.then(|| sealed_name(records, due.id, &stone)),
            }
        })
        .collect();
    // What was counted and not what was due: whoever asks again and again ends with the first time that nothing went.
    gone.entries = writing.erase_entries(&sealed).await?;
    for entry in &entries {
        for holder in writing.due_holders(entry.id).await? {
            let stone = erased(seq, &format!("holder {}", holder.id.number()));
            writing.erase_holder(holder.id, &seal(records, &holder.row, stone.as_bytes(), random)).await?;
            gone.holders += 1;
        }
    }
    for roster in writing.due_rosters(before, AT_ONCE).await? {
        let sealed = erased_roster(records, &roster, writing.next_journal_seq(), random);
        writing.erase_roster(&roster, &sealed).await?;
        gone.rosters += 1;
    }
    let begins = before.to_zoned(lsp.time_zone.rules().clone()).map_or(Timestamp::MIN, |there| there.timestamp());
    gone.requests = forget_people(writing, records, begins, AT_ONCE, random).await?;
    if !gone.is_nothing() {
        let subject = Subject::Lsp(lsp.id.clone());
        let body = json!({
            "entries": gone.entries, "holders": gone.holders, "rosters": gone.rosters, "requests": gone.requests,
            "before": before,
        });
        journal(writing, records, by, Act::Erase, subject, body).await?;
    }
    Ok(gone)
}
