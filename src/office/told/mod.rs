//! What an LSP's journal tells of its certificates and keys: the source of every status that is signed or answered.
//! Tables can be written by whoever has the database; the journal only by whoever has its key.
//!
//! An entry changes a state only if the state allows it: a revocation is final, whatever a table lets somebody do
//! afterwards. Entries carry the certificate's place on the status lists; those of before name its number alone, and
//! the place is taken from the row that the journal covers ([`super::recorded`]).

pub mod given;
pub mod key;
pub mod lsp;
pub mod sheets;
mod summary;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::given::Given;
use self::key::KeyTold;
use self::lsp::Repointed;
use self::sheets::SheetsTold;
use super::accounts::told::AccountsTold;
use super::employers::told::EmployersTold;
use super::recorded::Batches;
use super::watch::Periods;
use crate::domain::act::Act;
use crate::domain::id::RequestId;
use crate::domain::issuer::LspId;
use crate::domain::status::State;
use crate::seal::keys::Kid;
use crate::seal::records::Records;
use crate::seal::spelling::from_base64url;
use crate::seal::status_list::packed::Packed;
use crate::seal::token::{STATUS_ENTRIES, StatusRef};
use crate::store::{Chain, Datum, Head, Pointers, Reading, StatusChange, StoreError, Subject, VerifiedEntry};

/// Entries read at once.
const AT_ONCE: u32 = 2_000;

/// What an LSP's journal tells up to an entry.
#[derive(Clone, Debug)]
pub struct Told {
    chain: Chain,
    lists: BTreeMap<u32, Packed>,
    keys: BTreeMap<Kid, KeyTold>,
    /// Tokens that a key of the LSP signed and the LSP never issued, by their SHA-256.
    disowned: BTreeSet<[u8; 32]>,
    requests: BTreeMap<RequestId, RequestTold>,
    accounts: AccountsTold,
    /// Shared until another entry tells of employers.
    employers: Arc<EmployersTold>,
    given: Given,
    /// Of many entries; shared until another one tells of sheets.
    sheets: Arc<SheetsTold>,
    /// What the LSP points to; none where entries of before do not say.
    pointers: Option<Pointers>,
    /// Days that a request waits; none where the LSP never said.
    request_days: Option<i64>,
    /// When holders are called and how long data is kept; none where the LSP never said.
    periods: Option<Periods>,
    /// The entry that a summary was kept of last.
    kept: i64,
}

/// What the journal tells of a request. Nothing is told of one that nobody has decided.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum RequestTold {
    /// It may be done.
    Approved(Approval),
    /// It was done, sent back, taken back or has lapsed: for good.
    Ended,
}

/// An approval, as the journal has it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Approval {
    /// Who asked, and who approved, as a journal names them.
    pub asked: String,
    pub approved: String,
    /// Seconds since 1970.
    pub at: i64,
    /// The hash of all that was seen, in hex.
    pub seen: String,
}

/// Why nothing can be told of an LSP.
#[derive(Debug, thiserror::Error)]
pub enum Untold {
    /// The rows of certificates that were acted upon before entries named places are not as they were issued.
    #[error("LSP {lsp}: the journal acts on certificate {number}, whose row is gone or altered; restore a backup")]
    Lost { lsp: LspId, number: String },
    #[error("LSP {lsp}: the journal has {now} entries, and had {seen}: somebody put an older one in its place")]
    Older { lsp: LspId, now: i64, seen: i64 },
    #[error(
        "LSP {lsp}: the journal is not the one whose entry {entry} was written here; absah recover goes on past it"
    )]
    Restored { lsp: LspId, entry: u64 },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Told {
    /// What the journal tells up to its head, from the newest summary of it on that this installation made.
    ///
    /// # Errors
    /// The journal does not hold, or tells of a certificate whose row is lost.
    pub async fn begin(store: &Reading, records: &Records, head: &Head) -> Result<Self, Untold> {
        let summed = store.summary(&head.lsp).await?;
        let mut told =
            summed.and_then(|summary| Self::summed(&summary, records, head)).unwrap_or_else(|| Self::new(&head.lsp));
        told.catch_up(store, records, head).await?;
        Ok(told)
    }

    /// The same, read from the first entry on.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub async fn whole(store: &Reading, records: &Records, head: &Head) -> Result<Self, Untold> {
        let mut told = Self::new(&head.lsp);
        told.catch_up(store, records, head).await?;
        Ok(told)
    }

    fn new(lsp: &LspId) -> Self {
        let (chain, lists, keys) = (Chain::new(lsp.clone()), BTreeMap::new(), BTreeMap::new());
        let (given, pointers, request_days, requests) = (Given::default(), None, None, BTreeMap::new());
        let (disowned, accounts, sheets) = (BTreeSet::new(), AccountsTold::default(), Arc::default());
        let (employers, periods, kept) = (Arc::default(), None, 0);
        Self {
            chain,
            lists,
            keys,
            disowned,
            requests,
            accounts,
            employers,
            given,
            sheets,
            pointers,
            request_days,
            periods,
            kept,
        }
    }

    /// Reads on to a head, and gives the states that changed. Where it fails, nothing was read.
    ///
    /// # Errors
    /// As [`Self::begin`], or the head is of an older journal than the one that was read.
    pub async fn catch_up(
        &mut self,
        store: &Reading,
        records: &Records,
        head: &Head,
    ) -> Result<Vec<StatusChange>, Untold> {
        let last = i64::try_from(head.entries).map_err(|_| StoreError::Corrupt(Datum::JournalLength))?;
        if last < self.chain.seq() {
            return Err(Untold::Older { lsp: head.lsp.clone(), now: last, seen: self.chain.seq() });
        }
        let (mut next, mut changes, mut batches) = (self.clone(), Vec::new(), Batches::default());
        loop {
            let entries = store.journal_after(&mut next.chain, records, last, AT_ONCE).await?;
            if entries.is_empty() {
                break;
            }
            for entry in &entries {
                if let Some(change) = next.take(entry, store, records, &mut batches).await? {
                    changes.push(change);
                }
            }
        }
        next.chain.ends_at(last, &head.hash)?;
        *self = next;
        Ok(changes)
    }

    /// Takes in one entry.
    async fn take(
        &mut self,
        entry: &VerifiedEntry,
        store: &Reading,
        records: &Records,
        batches: &mut Batches,
    ) -> Result<Option<StatusChange>, Untold> {
        match entry.act {
            Act::Alarm => {
                let token = entry.body["token"].as_str().and_then(|text| from_base64url(text).ok());
                self.disowned.extend(token.and_then(|token| <[u8; 32]>::try_from(token).ok()));
            }
            Act::Employer | Act::EmployerKey | Act::NikMatch | Act::NikReset => {
                Arc::make_mut(&mut self.employers).take(entry);
            }
            Act::Blanko => Arc::make_mut(&mut self.sheets).take(entry),
            Act::KeyCompromised | Act::KeyNew | Act::KeyRetire => self.take_key(entry),
            Act::Lsp => {
                self.pointers = lsp::read(self.pointers.take(), &entry.body);
                self.request_days = lsp::request_days(&entry.body).or(self.request_days);
            }
            Act::Setting => {
                let periods = serde_json::from_value::<Periods>(entry.body["periods"].clone()).ok();
                self.periods = periods.filter(Periods::are_legal).or(self.periods);
            }
            _ => {}
        }
        self.take_request(entry);
        self.accounts.take(entry);
        self.given.take(entry);
        batches.take(entry);
        let Some(number) = acted_on(entry) else { return Ok(None) };
        let place = match place_of(entry) {
            Some(place) => place,
            None => {
                let row = store.recorded(self.chain.lsp(), number, records).await?;
                let issued = match row {
                    Some(row) => batches.place(store, records, self.chain.lsp(), &row).await?,
                    None => None,
                };
                issued.ok_or_else(|| Untold::Lost { lsp: self.chain.lsp().clone(), number: number.to_owned() })?
            }
        };
        let Some(state) = entry.act.makes_of(self.state(place)) else { return Ok(None) };
        let list = self.lists.entry(place.list).or_insert_with(|| Packed::zeros(2, STATUS_ENTRIES));
        list.set(place.index, state.bits());
        Ok(Some(StatusChange { status: place, state }))
    }

    fn take_key(&mut self, entry: &VerifiedEntry) {
        let Some(kid) = entry.body["kid"].as_str().and_then(|kid| kid.parse::<Kid>().ok()) else { return };
        if let Some(now) = KeyTold::after(self.keys.get(&kid).copied(), entry) {
            self.keys.insert(kid, now);
        }
    }

    /// An approval opens a request; whatever else names one ends it.
    fn take_request(&mut self, entry: &VerifiedEntry) {
        let Some(id) = entry.body["request"].as_str().and_then(|id| id.parse::<RequestId>().ok()) else { return };
        let approval = || {
            let (seen, approved) = (entry.body["seen"].as_str()?.to_owned(), entry.approved_by.clone()?);
            Some(Approval { asked: entry.actor.clone(), approved, at: entry.at.as_second(), seen })
        };
        let now = match entry.act {
            Act::Approve => approval().map(RequestTold::Approved),
            _ => Some(RequestTold::Ended),
        };
        if let Some(now) = now
            && self.requests.get(&id) != Some(&RequestTold::Ended)
        {
            self.requests.insert(id, now);
        }
    }

    /// Whose journal it is.
    #[must_use]
    pub fn lsp(&self) -> &LspId {
        self.chain.lsp()
    }

    /// The state of a place.
    #[must_use]
    pub fn state(&self, place: StatusRef) -> State {
        // What no entry acted upon is as it was issued.
        let bits = self.lists.get(&place.list).and_then(|list| list.entry(place.index));
        bits.map_or(State::Valid, State::from_bits)
    }

    /// Every place that is not valid.
    pub fn changed(&self) -> impl Iterator<Item = StatusChange> {
        self.lists.iter().flat_map(|(number, list)| {
            (0..STATUS_ENTRIES).filter_map(move |index| {
                let state = State::from_bits(list.entry(index).expect("a list has every place"));
                (state != State::Valid).then_some(StatusChange { status: StatusRef { list: *number, index }, state })
            })
        })
    }

    /// How many status lists the LSP has: those that the places reach which are taken.
    #[must_use]
    pub fn lists(&self) -> u32 {
        let full = self.given.places() / u64::from(STATUS_ENTRIES);
        u32::try_from(full).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// The journal's newest entry.
    #[must_use]
    pub fn head(&self) -> Head {
        let entries = u64::try_from(self.chain.seq()).expect("entries are counted from 0");
        Head { lsp: self.chain.lsp().clone(), entries, hash: self.chain.hash().to_owned() }
    }

    /// What became of the LSP's keys.
    #[must_use]
    pub fn keys(&self) -> &BTreeMap<Kid, KeyTold> {
        &self.keys
    }

    /// What became of a request; nothing where nobody has decided it.
    #[must_use]
    pub fn request(&self, id: &RequestId) -> Option<&RequestTold> {
        self.requests.get(id)
    }

    /// What was given: numbers, places, certificates of rosters.
    #[must_use]
    pub fn given(&self) -> &Given {
        &self.given
    }

    /// What became of preprinted sheets.
    #[must_use]
    pub fn sheets(&self) -> &Arc<SheetsTold> {
        &self.sheets
    }

    /// What the LSP points to; none where only entries of before tell of it.
    #[must_use]
    pub fn pointers(&self) -> Option<&Pointers> {
        self.pointers.as_ref()
    }

    /// Days that a request of the LSP waits; none where it never said.
    #[must_use]
    pub fn request_days(&self) -> Option<i64> {
        self.request_days
    }

    /// When holders are called and how long personal data is kept; none where the LSP never said.
    #[must_use]
    pub fn periods(&self) -> Option<Periods> {
        self.periods
    }

    /// Whether rows point elsewhere than is told.
    #[must_use]
    pub fn repointed(&self, table: &Pointers) -> Option<Repointed> {
        self.pointers.as_ref().and_then(|told| lsp::repointed(told, table))
    }

    /// Tokens that the LSP's keys signed and the LSP never issued.
    #[must_use]
    pub fn disowned(&self) -> &BTreeSet<[u8; 32]> {
        &self.disowned
    }

    /// What is agreed with employers, and what they asked.
    #[must_use]
    pub fn employers(&self) -> &Arc<EmployersTold> {
        &self.employers
    }

    /// Who signs in at the LSP's office.
    #[must_use]
    pub fn accounts(&self) -> &AccountsTold {
        &self.accounts
    }
}

/// The number of the certificate whose status an entry changes.
fn acted_on(entry: &VerifiedEntry) -> Option<&str> {
    if !matches!(entry.act, Act::Reinstate | Act::Replace | Act::Revoke | Act::Suspend) {
        return None;
    }
    match &entry.subject {
        Some(Subject::Certificate(number)) => Some(number),
        _ => entry.body["number"].as_str(),
    }
}

/// The place that an entry names.
fn place_of(entry: &VerifiedEntry) -> Option<StatusRef> {
    let at = |which: usize| u32::try_from(entry.body["place"][which].as_u64()?).ok();
    Some(StatusRef { list: at(0)?, index: at(1)? }).filter(|place| place.index < STATUS_ENTRIES)
}
