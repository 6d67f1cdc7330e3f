//! A key is compromised: what was truly issued with it stays good, and nothing else.
//!
//! Truly issued is what the journal says was issued with it before the theft: the chain must hold, and
//! each certificate's row must be one that it covers ([`super::recorded`]). A row that somebody slipped into the table
//! bears no stamp, so it is not honoured, and voids no other. Certificates recorded after the theft are
//! honoured only one by one, by number, when somebody vouches for them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::json;

use super::acting::journal;
use super::recorded::Batch;
use super::{By, Error, Office};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::seal::honoured::{HonouredHash, HonouredList};
use crate::seal::key_files;
use crate::seal::keys::Kid;
use crate::seal::token;
use crate::seal::trust_list::{Compromise, KeyState};
use crate::store::{Datum, Recorded, StoreError, Subject, VerifiedEntry};

/// What a declaration did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    pub honoured: HonouredHash,
    /// Numbers recorded after the theft and confirmed by nobody.
    pub unconfirmed: Vec<String>,
    /// Numbers that their journal entry does not cover.
    pub unjournalled: Vec<String>,
    /// Since when it is compromised: an earlier declaration's instant, where that is earlier.
    pub since: Timestamp,
}

/// A key that somebody else may sign with.
#[derive(Clone, Debug)]
pub struct Stolen<'a> {
    pub lsp: &'a LspId,
    pub kid: Kid,
    /// The last instant at which it was surely the LSP's alone.
    pub since: Timestamp,
    /// Numbers of certificates issued later that somebody vouches for.
    pub confirmed: &'a [SearchKey],
}

/// Declares a key compromised and destroys its private half.
///
/// Declared anew, only numbers that somebody vouches for are added to what is honoured: a later instant adds nothing,
/// an earlier one takes away what was honoured by its date alone. What was vouched for once stays.
///
/// # Errors
/// The journal does not hold, the LSP has no such key, or a confirmed number is none of the key's.
pub async fn declare(office: &Office, stolen: &Stolen<'_>, by: &By) -> Result<Declared, Error> {
    let Stolen { lsp, kid, since, confirmed } = *stolen;
    if by.now < since {
        return Err(Error::SinceFuture(since));
    }
    // The journal tells whole seconds: an entry of the second in which the theft was told came before it.
    let since = Timestamp::from_second(since.as_second() + i64::from(since.subsec_nanosecond() > 0)).unwrap_or(since);
    let key = office.key(lsp, kid).await?;
    office.not_restored(lsp).await?;
    let records = office.records().await?;
    let mut writing = office.store.write(lsp).await?;
    // Read under the lock, so that of two declarations the second knows the first.
    let before = Before::of(office, lsp, kid).await?;
    let since = before.as_ref().map_or(since, |before| since.min(before.since));
    let entries: BTreeMap<i64, VerifiedEntry> =
        writing.verified_journal(&records).await?.into_iter().map(|entry| (entry.seq, entry)).collect();
    let signed = writing.recorded_with(kid, &records).await?;
    let mut confirmed: BTreeSet<&str> = confirmed.iter().map(SearchKey::as_str).collect();
    let (mut honoured, mut unconfirmed, mut unjournalled) = (Vec::new(), Vec::new(), Vec::new());
    for (seq, certificates) in by_entry(signed) {
        let entry = entries.get(&seq).filter(|entry| issues(entry, kid));
        let unstamped = certificates.iter().filter(|row| row.stamped.is_none());
        let unstamped = unstamped.map(|row| (row.kid.as_str(), row.token.as_slice()));
        let together = entry.and_then(|entry| Batch::of_before(entry)).is_some_and(|batch| batch.covers(unstamped));
        for row in certificates {
            let covering = entry.filter(|_| row.stamped.unwrap_or(together));
            let named = SearchKey::new(&row.number).is_some_and(|key| confirmed.remove(key.as_str()));
            let vouched = named && row.signed_place().is_some();
            let (number, fingerprint) = (row.number, token::fingerprint(&row.token));
            let stands = |entry: &VerifiedEntry| match &before {
                None => entry.at < since,
                Some(before) => before.list.holds(&fingerprint) && (entry.at < since || before.since <= entry.at),
            };
            match covering {
                Some(entry) if vouched || stands(entry) => honoured.push(fingerprint),
                Some(_) => unconfirmed.push(number),
                None => unjournalled.push(number),
            }
        }
    }
    if let Some(unknown) = confirmed.pop_first() {
        return Err(Error::NotOfKey { number: unknown.to_owned(), kid });
    }
    let list = HonouredList::new(&honoured);
    writing.compromise_key(kid, since, &list).await?;
    let hash = list.hash();
    let body = json!({
        "kid": kid, "since": since, "honoured": hex::encode(hash.sha256), "count": hash.count,
        "unconfirmed": unconfirmed.len(), "unjournalled": unjournalled.len(),
    });
    journal(&mut writing, &records, by, Act::KeyCompromised, Subject::Key(kid), body).await?;
    office.commit(writing).await?;
    let name = key_files::name(lsp, key.key_use, kid);
    if office.keys.files().path(&name).exists() {
        office.keys.destroy(&name).await.map_err(|cause| Error::NotDestroyed { kid, cause })?;
    }
    Ok(Declared { honoured: hash, unconfirmed, unjournalled, since })
}

/// What an earlier declaration of the same key honours.
struct Before {
    since: Timestamp,
    list: HonouredList,
}

impl Before {
    async fn of(office: &Office, lsp: &LspId, kid: Kid) -> Result<Option<Self>, Error> {
        let KeyState::Compromised(Compromise { since, honoured }) = office.key(lsp, kid).await?.state else {
            return Ok(None);
        };
        let bytes = office.store.honoured(kid).await?;
        let list = HonouredList::read(&bytes, &honoured).map_err(|_| StoreError::Corrupt(Datum::HonouredList))?;
        Ok(Some(Self { since, list }))
    }
}

fn by_entry(signed: Vec<Recorded>) -> BTreeMap<i64, Vec<Recorded>> {
    let mut entries = BTreeMap::<i64, Vec<Recorded>>::new();
    for certificate in signed {
        entries.entry(certificate.journal_seq).or_default().push(certificate);
    }
    entries
}

/// Whether an entry says that certificates were issued with the key.
fn issues(entry: &VerifiedEntry, kid: Kid) -> bool {
    matches!(entry.act, Act::Issue | Act::Replace) && entry.body["kid"] == json!(kid)
}
