//! Tables held against the journal, and put back to what it says.
//!
//! Nothing is signed or called valid by a table, so what differs harms no verifier; it tells that somebody wrote past the
//! program, and clerks search by tables. What the journal cannot give back (a row that is gone or altered) is for a backup.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use prometheus_client::metrics::gauge::Gauge;
use serde_json::json;

use super::acting::journal;
use super::publish::Figures;
use super::recorded::Batches;
use super::told::{KeyTold, Told, Untold};
use super::{By, Error, Office};
use crate::domain::act::Act;
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::status::State;
use crate::seal::keys::Kid;
use crate::seal::records::Records;
use crate::seal::token::StatusRef;
use crate::seal::trust_list::KeyState;
use crate::store::{Head, Recorded, StatusChange, StoreError, Subject};

/// How often a running service looks whether tables say what the journals say.
const LOOK: Duration = Duration::from_secs(600);

/// What a table says otherwise than the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A row that is not as it was issued; another is in no place of its own.
    Altered {
        number: String,
    },
    /// A key whose end the table does not tell.
    Key {
        kid: Kid,
        table: KeyState,
        journal: KeyState,
    },
    /// A key that the journal never heard of.
    KeyUnknown {
        kid: Kid,
    },
    /// Certificates of an entry that are not there as they were issued.
    Missing {
        entry: i64,
        issued: u64,
        found: u64,
    },
    /// A row that was slipped in: all that its entry issued is there beside it.
    Slipped {
        id: CertificateId,
        number: String,
    },
    State {
        id: CertificateId,
        number: String,
        table: State,
        journal: State,
    },
}

impl Difference {
    /// Whether the journal says enough to put it back.
    #[must_use]
    pub fn is_mendable(&self) -> bool {
        !matches!(self, Self::Altered { .. } | Self::Missing { .. })
    }
}

/// What holding an LSP's tables against its journal came to.
#[derive(Clone, Debug, Default)]
pub struct Held {
    pub differences: Vec<Difference>,
    /// Rows of before that the journal covers and that have no stamp yet.
    unstamped: Vec<Recorded>,
}

/// What a repair did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    pub mended: Vec<Difference>,
    /// What only a backup gives back.
    pub left: Vec<Difference>,
    /// Rows of before that have a stamp now.
    pub stamped: usize,
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
    let state = |row: &Recorded, place: StatusRef| {
        let (table, journal) = (row.state, told.state(place));
        let (id, number) = (row.id, row.number.clone());
        (table != journal).then_some(Difference::State { id, number, table, journal })
    };
    store
        .each_recorded(lsp, records, |row| match row.stamped {
            Some(true) => {
                *found.entry(row.journal_seq).or_default() += 1;
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
    for key in store.keys(Some(lsp)).await? {
        differences.extend(of_key(key.kid, key.trusted.state, told.keys().get(&key.kid)));
    }
    Ok((Held { differences, unstamped }, head))
}

fn of_key(kid: Kid, table: KeyState, told: Option<&KeyTold>) -> Option<Difference> {
    let journal = match told {
        None => return Some(Difference::KeyUnknown { kid }),
        Some(KeyTold::Compromised(compromise)) => KeyState::Compromised(*compromise),
        Some(KeyTold::Made) => KeyState::Active,
        Some(KeyTold::Retired) => KeyState::Retired,
    };
    let same = match (table, journal) {
        // The table counts whole seconds, and journals of before did not.
        (KeyState::Compromised(table), KeyState::Compromised(journal)) => table.honoured == journal.honoured,
        (table, journal) => table == journal,
    };
    (!same).then_some(Difference::Key { kid, table, journal })
}

/// Puts an LSP's tables back to what its journal says, and stamps the rows of before that it covers.
///
/// # Errors
/// The journal does not hold, or the store failed; nothing was changed.
pub async fn repair(office: &Office, records: &Records, lsp: &LspId, by: &By) -> Result<Repaired, Error> {
    let mut writing = office.store.write(lsp).await?;
    // Read under the lock: whatever is put back is what stands there.
    let heads = office.store.heads().await?;
    let head = heads.into_iter().find(|head| head.lsp == *lsp).ok_or(StoreError::NotFound)?;
    let Held { differences, unstamped } = hold(office, records, lsp).await?;
    let told = Told::whole(&office.store, records, &head).await?;
    let (mut mended, mut left) = (Vec::new(), Vec::new());
    for difference in differences {
        let done = match &difference {
            Difference::State { id, number, journal, .. } => {
                let told = office.store.proven_history(lsp, number, records).await?;
                let entry = told.iter().rfind(|entry| {
                    let named = matches!(&entry.subject, Some(Subject::Certificate(of)) if of == number);
                    (named || entry.body["number"].as_str() == Some(number.as_str())) && makes(&entry.act, *journal)
                });
                writing.put_back(*id, *journal, entry).await?;
                true
            }
            Difference::Slipped { id, .. } => {
                writing.remove(*id).await?;
                true
            }
            Difference::Key { kid, .. } => match told.keys().get(kid) {
                Some(told) => writing.put_back_key(*kid, state_of(*told)).await?,
                None => false,
            },
            Difference::KeyUnknown { kid } => writing.remove_key(*kid).await?,
            Difference::Altered { .. } | Difference::Missing { .. } => false,
        };
        if done { mended.push(difference) } else { left.push(difference) }
    }
    for row in &unstamped {
        writing.stamp(row).await?;
    }
    let stamped = unstamped.len();
    if !mended.is_empty() || stamped > 0 {
        let of = |which: fn(&Difference) -> bool| mended.iter().filter(|one| which(one)).count();
        let body = json!({
            "states": of(|one| matches!(one, Difference::State { .. })),
            "removed": of(|one| matches!(one, Difference::Slipped { .. })),
            "keys": of(|one| matches!(one, Difference::Key { .. } | Difference::KeyUnknown { .. })),
            "stamped": stamped,
        });
        journal(&mut writing, records, by, Act::Repair, Subject::Lsp(lsp.clone()), body).await?;
        writing.commit().await?;
    }
    Ok(Repaired { mended, left, stamped })
}

fn state_of(told: KeyTold) -> KeyState {
    match told {
        KeyTold::Compromised(compromise) => KeyState::Compromised(compromise),
        KeyTold::Made => KeyState::Active,
        KeyTold::Retired => KeyState::Retired,
    }
}

/// Whether an act leaves a certificate in a state.
fn makes(act: &Act, state: State) -> bool {
    [State::Suspended, State::Valid].iter().any(|before| act.makes_of(*before) == Some(state))
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
        let Ok(told) = Told::begin(&office.store, &records, &head).await else { continue };
        let (mut same, mut other) = (0, 0);
        let compare = |change: StatusChange| match (told.state(change.status), change.state) {
            (State::Valid, State::Valid) => {}
            (journal, table) if journal == table => same += 1,
            _ => other += 1,
        };
        office.store.status_changes(&head.lsp, -1, compare).await?;
        // Of a change that was made meanwhile one side may know and the other not: it is looked at again.
        let unknown = (told.changed().count() as u64).saturating_sub(same + other);
        all.insert(head.lsp, other + unknown);
    }
    Ok(all)
}
