//! Tables put back to what the journal says.

use std::collections::BTreeSet;

use serde_json::json;

use super::difference::{Counter, Difference};
use super::{Held, hold, sheets};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::domain::status::State;
use crate::office::acting::journal;
use crate::office::told::Told;
use crate::office::told::key::KeyTold;
use crate::office::told::sheets::SheetsTold;
use crate::office::{By, Error, Office};
use crate::seal::records::Records;
use crate::store::{StoreError, Subject, Writing};

/// What a repair did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    pub mended: Vec<Difference>,
    /// What only a backup gives back.
    pub left: Vec<Difference>,
    /// Rows of before that have a stamp now.
    pub stamped: usize,
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
    let lost_sheets = match differences.iter().any(|one| matches!(one, Difference::Sheet { .. })) {
        true => put_back_sheets(&mut writing, told.sheets()).await?,
        false => BTreeSet::new(),
    };
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
            Difference::Key { kid, .. } | Difference::KeyTerms { kid } => match told.keys().get(kid) {
                Some(KeyTold { state, key_use, from, until }) => {
                    let days = from.map(|from| (from, *until));
                    writing.put_back_key(*kid, *state, *key_use, days).await?
                }
                None => false,
            },
            Difference::Counter { counter: Counter::Places, journal, .. } => {
                writing.put_back_places(*journal)?;
                true
            }
            Difference::Counter { counter: Counter::Sequence(kind, scope), journal, .. } => {
                writing.put_back_sequence(kind, scope, *journal).await?;
                true
            }
            Difference::Repointed(_) => match told.pointers() {
                Some(told) => writing.put_back_pointers(told).await?,
                None => false,
            },
            Difference::Sheet { serial } => serial.as_ref().is_none_or(|serial| !lost_sheets.contains(serial)),
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
            "keys": of(|one| matches!(one, Difference::Key { .. } | Difference::KeyTerms { .. } | Difference::KeyUnknown { .. })),
            "counters": of(|one| matches!(one, Difference::Counter { .. })),
            "pointers": of(|one| matches!(one, Difference::Repointed(_))),
            "sheets": of(|one| matches!(one, Difference::Sheet { .. })),
            "stamped": stamped,
        });
        journal(&mut writing, records, by, Act::Repair, Subject::Lsp(lsp.clone()), body).await?;
        office.commit(writing).await?;
    }
    Ok(Repaired { mended, left, stamped })
}

/// Has the rows of sheets say what is told; the serials of those whose certificates are gone.
async fn put_back_sheets(writing: &mut Writing, told: &SheetsTold) -> Result<BTreeSet<String>, StoreError> {
    let numbers: Vec<&str> = told.all().filter_map(|(_, fate)| fate.number()).collect();
    let (rows, lost) = sheets::rows(told, &writing.ids_of(&numbers).await?);
    writing.put_back_sheets(&rows).await?;
    Ok(lost)
}

/// Whether an act leaves a certificate in a state.
fn makes(act: &Act, state: State) -> bool {
    [State::Suspended, State::Valid].iter().any(|before| act.makes_of(*before) == Some(state))
}
