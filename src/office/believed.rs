//! What this installation believes of keys: the trust list that a root signed and that is published here, narrowed by
//! what tables and journals say since.
//!
//! Nothing that stands in the tables alone is believed: neither an LSP nor a key, a licence, a scheme, a site or an
//! honoured list. What ends a key counts wherever it stands: in the list, in the table or in the journal. Where no root
//! has signed anything yet, the tables are all there is, and nothing is called valid by them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::marks::Marks;
use super::told::Told;
use super::{Office, trust};
use crate::domain::issuer::LspId;
use crate::domain::status::State;
use crate::seal::honoured::HonouredList;
use crate::seal::jwt::{Jwt, Kind};
use crate::seal::keys::KeyUse;
use crate::seal::status_list::signed::{Listed, path};
use crate::seal::status_list::{StatusList, StatusLists};
use crate::seal::trust_list::{KeyState, TrustList, TrustedKey, TrustedLsp};
use crate::store::{Datum, Declared, Latest, ListStamp, Reading, StatusChange, StoreError};
use crate::verify::Snapshot;

/// What each LSP's journal tells, where it could be read.
pub type AllTold = BTreeMap<LspId, Told>;

/// The lists of an installation's own LSPs as of now, to be believed until `exp`: as `serve` has them, for one question.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub async fn snapshot(office: &Office, now: Timestamp, exp: Timestamp) -> Result<Snapshot, super::Error> {
    let records = office.records_to_read().await?;
    let (mut told, mut statuses) = (AllTold::new(), StatusLists::default());
    let (latest, unreadable) = office.store.latest().await?;
    unreadable.iter().for_each(|lsp| tracing::error!(%lsp, "no status is told: the row of the LSP cannot be read"));
    if let Some(records) = &records {
        for latest in &latest {
            let told_here = match office.as_marked(&latest.head.lsp).await {
                Ok(()) => Told::begin(&office.store, records, &latest.head).await,
                Err(restored) => Err(restored),
            };
            match told_here {
                Ok(of_lsp) => {
                    insert(&mut statuses, &of_lsp, now, exp);
                    told.insert(latest.head.lsp.clone(), of_lsp);
                }
                Err(error) => tracing::error!("no status is told: {error}"),
            }
        }
    }
    let trust = trusted(office, &told, None).await?.map_or_else(TrustList::default, |believed| believed.trust);
    if records.is_none() {
        statuses = signed(&office.store, &latest, &trust, now).await?;
    }
    Ok(Snapshot { trust: Arc::new(trust), statuses })
}

/// Sets the lists of an LSP to what its journal tells: so many as it tells of, whatever a counter in a table says.
pub(super) fn insert(statuses: &mut StatusLists, told: &Told, now: Timestamp, exp: Timestamp) {
    let lsp = told.lsp();
    (0..told.lists()).for_each(|number| statuses.insert(lsp.clone(), number, StatusList::new(now, exp)));
    for change in told.changed() {
        if !statuses.has(lsp, change.status.list) {
            statuses.insert(lsp.clone(), change.status.list, StatusList::new(now, exp));
        }
        statuses.set(lsp, change.status, change.state);
    }
}

/// The status lists as they were signed last, for who has no key to read a journal with; what a table calls other than
/// valid is so at once, and nothing is valid by a table.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub(super) async fn signed(
    store: &Reading,
    latest: &[Latest],
    trust: &TrustList,
    now: Timestamp,
) -> Result<StatusLists, StoreError> {
    let mut statuses = StatusLists::default();
    for ListStamp { lsp, number, .. } in store.list_stamps().await? {
        let list = match store.signed_list(&lsp, number).await {
            Ok(list) => list,
            Err(error) if error.is_of_a_row() => {
                tracing::warn!(%lsp, number, %error, "a signed status list that cannot be believed");
                continue;
            }
            Err(error) => return Err(error),
        };
        let read = || {
            let jwt = Jwt::read(&list.jwt, Kind::StatusList).ok()?;
            let (lsp, key) = trust.key(jwt.kid())?;
            let signs = lsp.id == list.lsp && key.key_use == KeyUse::Status && key.state == KeyState::Active;
            let listed = Listed::verify(&jwt, &key.public).ok().filter(|_| signs)?.into_claims();
            let here = listed.sub.ends_with(&path(&list.lsp, list.number)) && listed.list.as_of() <= now;
            here.then_some(listed.list)
        };
        match read() {
            Some(believed) => statuses.insert(list.lsp.clone(), list.number, believed),
            None => {
                tracing::warn!(lsp = %list.lsp, number = list.number, "a signed status list that cannot be believed")
            }
        }
    }
    for Latest { head, .. } in latest {
        let worse = |change: StatusChange| {
            if change.state != State::Valid {
                statuses.set(&head.lsp, change.status, change.state);
            }
        };
        store.status_changes(&head.lsp, -1, worse).await?;
    }
    Ok(statuses)
}

/// What is trusted here, and when its root signed that, in seconds since 1970; none where none did.
pub(super) struct Believed {
    pub(super) trust: TrustList,
    pub(super) signed: Option<i64>,
}

/// What is trusted here; none where it is older than what was `signed` and believed before.
///
/// # Errors
/// The database does not answer, or holds what cannot be read.
pub(super) async fn trusted(
    office: &Office,
    told: &AllTold,
    signed: Option<i64>,
) -> Result<Option<Believed>, StoreError> {
    let Declared { trust: own, unreadable } = office.store.declared().await?;
    let published = match trust::newest(office).await {
        Ok(published) => published,
        Err(trust::TrustError::Store(error)) => return Err(error),
        Err(error) => {
            tracing::error!("the published trust list is not believed: {error}");
            None
        }
    };
    let here = here(office, told, &own, &unreadable);
    if published.as_ref().map(|(iat, _)| *iat) < signed {
        tracing::error!("ALARM: an older trust list stands in the place of one seen here; it is not believed");
        return Ok(None);
    }
    let Some((iat, published)) = published else {
        return Ok(Some(Believed { trust: own.of_installation(here).unsigned(), signed: None }));
    };
    let rows = own.lsps().iter().filter(|row| here.contains(&row.id));
    let lsps = rows.filter_map(|row| Some(narrowed(published.lsp(&row.id)?, row, told.get(&row.id))));
    let unsettled = unreadable.iter().filter_map(|id| published.lsp(id).map(unsettled));
    let mut trust =
        TrustList::new(lsps.chain(unsettled).collect()).map_err(|_| StoreError::Corrupt(Datum::TwinKeys))?;
    let compromised: Vec<_> = trust.compromised().map(|(_, kid, compromise)| (kid, compromise.honoured)).collect();
    for (kid, honoured) in compromised {
        match office.store.honoured(kid).await {
            // Another list than the one that was signed is none; whether a token stands on it is not known then.
            Ok(bytes) if HonouredList::read(&bytes, &honoured).is_ok() => {
                trust.honour(kid, &bytes).map_err(|_| StoreError::Corrupt(Datum::HonouredList))?;
            }
            Ok(_) | Err(StoreError::NotFound | StoreError::Corrupt(_)) => {
                tracing::error!(%kid, "the honoured list here is not the one that was signed");
            }
            Err(error) => return Err(error),
        }
    }
    // A row alone is nobody's word against a certificate either, where the journals can be read.
    if own.lsps().iter().map(|lsp| &lsp.id).chain(&unreadable).any(|lsp| !told.contains_key(lsp)) {
        trust.disown(office.store.unrecorded().await?);
    }
    trust.disown(told.values().flat_map(|told| told.disowned().iter().copied()));
    let exp = published.exp().unwrap_or(Timestamp::MAX);
    Ok(Some(Believed { trust: trust.of_installation(here).until(exp), signed: Some(iat) }))
}

/// The LSPs of this installation: those of its tables, and those of which it has written a journal. An LSP whose journal
/// tells of no key has issued nothing here: whoever puts another installation's into the tables does not have it judged by
/// an empty journal. Whoever takes one out of them does not have it judged as another's, by what a root signed alone.
fn here(office: &Office, told: &AllTold, own: &TrustList, unreadable: &[LspId]) -> BTreeSet<LspId> {
    let marked = office.marks().unwrap_or_else(|error| {
        tracing::error!("which LSPs wrote journals here is not known: {error}");
        Marks::default()
    });
    let has_keys = |lsp: &&LspId| told.get(lsp).is_none_or(|told| !told.keys().is_empty());
    let of_tables = own.lsps().iter().map(|lsp| &lsp.id).filter(has_keys).chain(unreadable);
    let marked = marked.journals.iter().filter(|(_, mark)| mark.entries > 0).map(|(lsp, _)| lsp);
    of_tables.chain(marked).cloned().collect()
}

/// An LSP as the root signed it, with those of its keys that are here too, each as far ended as anybody says.
fn narrowed(signed: &TrustedLsp, here: &TrustedLsp, told: Option<&Told>) -> TrustedLsp {
    let known = |key: &TrustedKey| here.keys.iter().find(|known| known.public == key.public).cloned();
    let keys = signed.keys.iter().filter_map(|key| {
        let here = known(key)?;
        let by_journal = told.and_then(|told| told.keys().get(&key.public.kid()));
        let states = [by_journal.map(|told| told.state), Some(here.state)];
        let state = states.into_iter().flatten().fold(key.state, worse);
        let until = [key.until, here.until].into_iter().flatten().min();
        Some(TrustedKey { state, until, ..key.clone() })
    });
    TrustedLsp { keys: keys.collect(), ..signed.clone() }
}

/// An LSP as the root signed it, of which what stands here cannot be read: whether a key was ended is not known, so nothing
/// that one signed is called valid.
fn unsettled(signed: &TrustedLsp) -> TrustedLsp {
    let keys = signed.keys.iter().map(|key| TrustedKey { state: worse(key.state, KeyState::Unknown), ..key.clone() });
    TrustedLsp { keys: keys.collect(), ..signed.clone() }
}

/// The worse of two states; of two alike the first.
fn worse(one: KeyState, other: KeyState) -> KeyState {
    let rank = |state: KeyState| match state {
        KeyState::Active => 0,
        KeyState::Retired => 1,
        KeyState::Unknown => 2,
        KeyState::Compromised(_) => 3,
    };
    if rank(one) < rank(other) { other } else { one }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::seal::honoured::HonouredHash;
    use crate::seal::keys::PrivateKey;
    use crate::seal::trust_list::Compromise;

    #[test]
    fn nothing_is_valid_by_a_key_whose_end_cannot_be_read() {
        let stolen = Compromise { since: Timestamp::UNIX_EPOCH, honoured: HonouredHash { sha256: [0; 32], count: 0 } };
        let states = [KeyState::Active, KeyState::Retired, KeyState::Unknown, KeyState::Compromised(stolen)];
        let key = |(seed, state): (u8, KeyState)| TrustedKey {
            public: PrivateKey::from_seed(&[seed; 32]).public(),
            key_use: KeyUse::Certificate,
            state,
            from: date(2020, 1, 1),
            until: None,
        };
        let signed = TrustedLsp {
            id: "klining".parse().expect("an id"),
            name_id: String::new(),
            name_en: String::new(),
            site: "https://cek.lsp.example".parse().expect("a site"),
            former_sites: Vec::new(),
            time_zone: "Asia/Jakarta".parse().expect("a zone"),
            licences: Vec::new(),
            schemes: Vec::new(),
            lists: String::new(),
            keys: (1..).zip(states).map(key).collect(),
        };
        let now: Vec<KeyState> = unsettled(&signed).keys.iter().map(|key| key.state).collect();
        let unknown = KeyState::Unknown;
        assert_eq!(now, [unknown, unknown, unknown, KeyState::Compromised(stolen)]);
    }
}
