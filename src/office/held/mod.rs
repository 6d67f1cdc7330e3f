//! Tables held against the journal, and put back to what it says.
//!
//! Nothing is signed or called valid by a table, so what differs harms no verifier; it tells that somebody wrote past the
//! program, and clerks search by tables. What the journal cannot give back (a row that is gone or altered) is for a backup.

mod difference;
mod repair;
mod sheets;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::metrics::gauge::Gauge;

use self::difference::{of_counters, of_key};
use self::sheets::Sheets;
use super::publish::Figures;
use super::recorded::Batches;
use super::told::{Told, Untold};
use super::{Error, Office};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::domain::status::State;
use crate::seal::records::Records;
use crate::seal::token::StatusRef;
use crate::store::{Head, Recorded, StatusChange, StoreError};
pub use difference::{Counter, Difference};
pub use repair::{Repaired, repair};

/// How often a running service looks whether tables say what the journals say.
const LOOK: Duration = Duration::from_secs(600);

/// What holding an LSP's tables against its journal came to.
#[derive(Clone, Debug, Default)]
pub struct Held {
    pub differences: Vec<Difference>,
    /// Rows of before that the journal covers and that have no stamp yet.
    unstamped: Vec<Recorded>,
}

/// Holds every certificate and key of an LSP against its journal, from the first entry on.
///
/// # Errors
/// The journal does not hold, or tells of a certificate whose row is lost.
pub async fn hold(office: &Office, records: &Records, lsp: &LspId) -> Result<Held, Untold> {
    loop {
        let (held, head) = hold_once(office, records, lsp).await?;
        // What was written meanwhile stands in one of the two and is no difference.
        if held.differences.is_empty() || office.store.heads().await?.contains(&head) {
            return Ok(held);
        }
    }
}

async fn hold_once(office: &Office, records: &Records, lsp: &LspId) -> Result<(Held, Head), Untold> {
    let store = &office.store;
    let (mut issued, mut batches) = (BTreeMap::<i64, u64>::new(), Batches::default());
    let followed = store.follow_journal(lsp, records, |entry| {
        let count = match entry.act {
            Act::Issue => entry.body["issued"].as_u64(),
            Act::Replace => Some(1),
            _ => None,
        };
        issued.extend(count.map(|count| (entry.seq, count)));
        batches.take(entry);
    });
    let head = followed.await?;
    let told = Told::whole(store, records, &head).await?;
    let (mut found, mut doubtful, mut of_before) = (BTreeMap::<i64, u64>::new(), Vec::new(), Vec::new());
    let mut differences = Vec::new();
    let mut sheets = Sheets::read(store, lsp).await?;
    let state = |row: &Recorded, place: StatusRef| {
        let (table, journal) = (row.state, told.state(place));
        let (id, number) = (row.id, row.number.clone());
        (table != journal).then_some(Difference::State { id, number, table, journal })
    };
    store
        .each_recorded(lsp, records, |row| match row.stamped {
            Some(true) => {
                *found.entry(row.journal_seq).or_default() += 1;
                sheets.know(&row);
                differences.extend(state(&row, row.status));
            }
            Some(false) => doubtful.push(row),
            None => of_before.push(row),
        })
        .await?;
    let mut unstamped = Vec::new();
    for row in of_before {
        match batches.place(store, records, lsp, &row).await? {
            Some(place) if place == row.status => {
                *found.entry(row.journal_seq).or_default() += 1;
                sheets.know(&row);
                differences.extend(state(&row, place));
                unstamped.push(row);
            }
            _ => doubtful.push(row),
        }
    }
    let whole = |entry: i64| issued.get(&entry).is_none_or(|issued| found.get(&entry) == Some(issued));
    differences.extend(doubtful.into_iter().map(|row| match whole(row.journal_seq) {
        true => Difference::Slipped { id: row.id, number: row.number },
        false => Difference::Altered { number: row.number },
    }));
    let missing = issued.iter().map(|(entry, issued)| (*entry, *issued, found.get(entry).copied().unwrap_or(0)));
    let missing = missing.filter(|(_, issued, found)| issued != found);
    differences.extend(missing.map(|(entry, issued, found)| Difference::Missing { entry, issued, found }));
    differences.extend(sheets.unlike(told.sheets()));
    for key in store.keys_under_any_name(lsp).await? {
        differences.extend(of_key(&key.trusted, told.keys().get(&key.kid)));
    }
    if let Some((_, mark)) = store.marks().await?.iter().find(|(id, _)| id == lsp) {
        differences.extend(of_counters(mark, told.given()));
    }
    match store.lsp(lsp).await {
        Ok(taken) => differences.extend(told.repointed(&taken.pointers()).map(Difference::Repointed)),
        // A text that is gone or altered under its hash: acts are refused, and a backup has it.
        Err(error @ StoreError::Corrupt(_)) => tracing::error!(%lsp, "what the LSP points to cannot be read: {error}"),
        Err(error) => return Err(error.into()),
    }
    Ok((Held { differences, unstamped }, head))
}

/// What a look at an LSP's tables came to, from time to time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The journal does not hold.
    Broken,
    /// So many certificates are in another state than the journal tells.
    States(u64),
}

/// The last look at each LSP, in a running service.
#[derive(Debug, Default)]
pub struct Looks(Mutex<BTreeMap<LspId, Look>>);

impl Looks {
    fn of(&self, lsp: &LspId) -> Option<Look> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(lsp).copied()
    }

    pub(super) fn note(&self, lsp: LspId, look: Look) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(lsp, look);
    }
}

impl Office {
    /// The last look at an LSP's tables; none where there was none yet.
    #[must_use]
    pub fn look(&self, lsp: &LspId) -> Option<Look> {
        self.looks.of(lsp)
    }
}

/// Tells from time to time where tables say otherwise of states than the journals do, for as long as the service runs.
pub async fn watch(office: Arc<Office>, figures: Figures) {
    let different = Gauge::<i64>::default();
    let help = "Certificates whose state in the tables is not the one that the journal tells";
    let name = "absah_states_against_journal";
    figures.lock().unwrap_or_else(PoisonError::into_inner).register(name, help, different.clone());
    loop {
        match count(&office).await {
            Ok(all) => {
                let sum: u64 = all.values().sum();
                different.set(i64::try_from(sum).unwrap_or(i64::MAX));
                for (lsp, count) in all.into_iter().filter(|(_, count)| *count > 0) {
                    tracing::error!(%lsp, count, "ALARM: somebody wrote statuses past the journal; none of it is signed: absah journal verify");
                }
            }
            Err(error) => tracing::error!("tables could not be held against the journals: {error}"),
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// How many certificates of each LSP are in another state than their journal tells.
async fn count(office: &Office) -> Result<BTreeMap<LspId, u64>, Error> {
    let mut all = BTreeMap::new();
    let Some(records) = office.records_to_read().await? else { return Ok(all) };
    for head in office.store.heads().await? {
        let told = match Told::begin(&office.store, &records, &head).await {
            Ok(told) => told,
            Err(Untold::Store(StoreError::JournalBroken { .. }) | Untold::Lost { .. } | Untold::Older { .. }) => {
                office.looks.note(head.lsp, Look::Broken);
                continue;
            }
            Err(_) => continue,
        };
        let (mut same, mut other) = (0, 0);
        let compare = |change: StatusChange| match (told.state(change.status), change.state) {
            (State::Valid, State::Valid) => {}
            (journal, table) if journal == table => same += 1,
            _ => other += 1,
        };
        office.store.status_changes(&head.lsp, -1, compare).await?;
        // Of a change that was made meanwhile one side may know and the other not: it is looked at again.
        let unknown = (told.changed().count() as u64).saturating_sub(same + other);
        office.looks.note(head.lsp.clone(), Look::States(other + unknown));
        all.insert(head.lsp, other + unknown);
    }
    Ok(all)
}
