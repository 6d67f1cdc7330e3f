//! What a journal comes to up to an entry, as it is kept with a MAC: a help, and no more. One that is older than it could
//! be is only slower; where there is none that this installation made, the journal is read from its beginning.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hex::FromHex as _;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::given::Given;
use super::key::KeyTold;
use super::sheets::SheetsTold;
use super::{RequestTold, Told, lsp};
use crate::domain::issuer::LspId;
use crate::office::accounts::told::{AccountsTold, SummedAccount};
use crate::office::employers::told::EmployersTold;
use crate::office::watch::Periods;
use crate::seal::honoured::HonouredHash;
use crate::seal::keys::{KeyUse, Kid};
use crate::seal::records::Records;
use crate::seal::spelling::{from_base64, to_base64url};
use crate::seal::status_list::packed::Packed;
use crate::seal::token::STATUS_ENTRIES;
use crate::seal::trust_list::{Compromise, KeyState};
use crate::store::{Chain, Head, Pointers, Store, StoreError, Summary};

/// After how many entries their sum is worth keeping.
const MANY: i64 = 1_000;

/// The form of a body. A summary of another one is not read.
const FORM: i64 = 6;

/// A summary's body.
#[derive(Debug, Deserialize, Serialize)]
struct Summed {
    /// Of the newest entry.
    form: i64,
    /// Each list, ZLIB in base64url.
    lists: BTreeMap<u32, String>,
    keys: BTreeMap<Kid, SummedKey>,
    /// In hex.
    disowned: BTreeSet<String>,
    requests: BTreeMap<String, RequestTold>,
    accounts: Vec<SummedAccount>,
    employers: EmployersTold,
    given: Given,
    sheets: SheetsTold,
    lsp: Option<Value>,
    request_days: Option<i64>,
    periods: Option<Periods>,
}

#[derive(Debug, Deserialize, Serialize)]
struct SummedKey {
    retired: bool,
    compromised: Option<SummedCompromise>,
    key_use: Option<KeyUse>,
    from: Option<Date>,
    until: Option<Date>,
}

#[derive(Debug, Deserialize, Serialize)]
struct SummedCompromise {
    since: i64,
    honoured: HonouredHash,
}

impl From<&KeyTold> for SummedKey {
    fn from(told: &KeyTold) -> Self {
        let compromised = match told.state {
            KeyState::Compromised(Compromise { since, honoured }) => {
                Some(SummedCompromise { since: since.as_second(), honoured })
            }
            KeyState::Active | KeyState::Retired | KeyState::Unknown => None,
        };
        let KeyTold { key_use, from, until, .. } = *told;
        Self { retired: told.state == KeyState::Retired, compromised, key_use, from, until }
    }
}

impl SummedKey {
    fn told(self) -> Option<KeyTold> {
        let state = match self.compromised {
            Some(SummedCompromise { since, honoured }) => {
                KeyState::Compromised(Compromise { since: Timestamp::from_second(since).ok()?, honoured })
            }
            None if self.retired => KeyState::Retired,
            None => KeyState::Active,
        };
        Some(KeyTold { state, key_use: self.key_use, from: self.from, until: self.until })
    }
}

impl Told {
    /// Keeps what was read where that spares the next reader something.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn keep(&mut self, store: &Store, records: &Records) -> Result<(), StoreError> {
        if self.chain.seq() < self.kept + MANY {
            return Ok(());
        }
        let lists = self.lists.iter().map(|(number, list)| (*number, to_base64url(&list.compress()))).collect();
        let keys = self.keys.iter().map(|(kid, told)| (*kid, SummedKey::from(told))).collect();
        let disowned = self.disowned.iter().map(hex::encode).collect();
        let requests = self.requests.iter().map(|(id, told)| (id.to_string(), told.clone())).collect();
        let (given, sheets) = (self.given.clone(), SheetsTold::clone(&self.sheets));
        let lsp = self.pointers.as_ref().map(lsp::in_json);
        let summed = Summed {
            form: self.chain.form(),
            lists,
            keys,
            disowned,
            requests,
            accounts: self.accounts.summed(),
            employers: EmployersTold::clone(&self.employers),
            given,
            sheets,
            lsp,
            request_days: self.request_days,
            periods: self.periods,
        };
        let body = serde_json::json!(summed).to_string();
        let (lsp, seq, hash) = (self.chain.lsp().clone(), self.chain.seq(), self.chain.hash().to_owned());
        let mac = hex::encode(records.summary(&text(&lsp, seq, &hash, &body)));
        store.keep_summary(&Summary { lsp, seq, hash, body, mac }).await?;
        self.kept = seq;
        Ok(())
    }

    /// What a summary tells, if this installation made it and the journal reaches so far.
    pub(super) fn summed(summary: &Summary, records: &Records, head: &Head) -> Option<Self> {
        let Summary { lsp, seq, hash, body, mac } = summary;
        let made_here = *mac == hex::encode(records.summary(&text(lsp, *seq, hash, body)));
        let reached = i64::try_from(head.entries).is_ok_and(|entries| *seq <= entries);
        let summed: Summed = serde_json::from_str(body).ok().filter(|_| made_here && reached)?;
        let lists = summed.lists.into_iter().map(|(number, list)| {
            let list = from_base64(&list).ok()?;
            let list = Packed::decompress(2, &list).ok()?;
            (list.bytes().len() == STATUS_ENTRIES as usize / 4).then_some((number, list))
        });
        let keys = summed.keys.into_iter().map(|(kid, key)| Some((kid, key.told()?)));
        let requests = summed.requests.into_iter().map(|(id, told)| Some((id.parse().ok()?, told)));
        let pointers: Option<Pointers> = match &summed.lsp {
            Some(body) => Some(lsp::read(None, body)?),
            None => None,
        };
        Some(Self {
            chain: Chain::at(lsp.clone(), *seq, summed.form, hash.clone()),
            lists: lists.collect::<Option<_>>()?,
            keys: keys.collect::<Option<_>>()?,
            disowned: summed.disowned.iter().map(|token| <[u8; 32]>::from_hex(token).ok()).collect::<Option<_>>()?,
            requests: requests.collect::<Option<_>>()?,
            accounts: AccountsTold::of_summed(summed.accounts),
            employers: Arc::new(summed.employers),
            given: summed.given,
            sheets: Arc::new(summed.sheets),
            pointers,
            request_days: summed.request_days,
            periods: summed.periods,
            kept: *seq,
        })
    }
}

/// What the MAC of a summary covers.
fn text(lsp: &LspId, seq: i64, hash: &str, body: &str) -> String {
    serde_json::json!([FORM, lsp, seq, hash, body]).to_string()
}
