//! The LSP's status lists, signed for verifiers: anew as soon as they say something else, when their key
//! was retired or compromised, and from time to time so that "as of" stays young.
//!
//! An `iat` is the present, and a second after the one before where that is needed to come after it. Where the one
//! before lies so far ahead that no verifier believes it, it was signed by a clock ahead: the present stands.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::domain::issuer::LspId;
use crate::domain::term::whole_second;
use crate::seal::keys::{KeyUse, Kid, PrivateKey};
use crate::seal::status_list::signed::{JournalHead, Terms, subject, to_cwt, to_jwt};
use crate::seal::status_list::{AHEAD, StatusLists};
use crate::seal::trust_list::{KeyState, TrustList, TrustedLsp};
use crate::store::{Head, SignedList, Store, StoreError};

/// How long a list may be believed.
const LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A list that says nothing else is signed anew after its `ttl`, but no sooner than this: each signing is
/// a write.
const YOUNG: SignedDuration = SignedDuration::from_secs(30);

/// How far clocks of processes that serve one database lie apart.
const TURN: SignedDuration = SignedDuration::from_secs(5);

/// The key that signs an LSP's status lists: the youngest active one.
#[must_use]
pub fn status_key(lsp: &TrustedLsp) -> Option<Kid> {
    let keys = lsp.keys.iter().filter(|key| key.key_use == KeyUse::Status && key.state == KeyState::Active);
    keys.max_by_key(|key| key.from).map(|key| key.public.kid())
}

/// What status lists are signed from: what is trusted, the states, and how far each journal is.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub trust: &'a TrustList,
    pub statuses: &'a StatusLists,
    pub heads: &'a [Head],
}

/// Signs what needs it, keeps it, and gives every list as it is handed out now; `known` is what was handed out
/// before. LSPs whose status key is not among `keys` keep the lists that were signed last.
///
/// # Errors
/// The database does not answer.
pub async fn renew(
    store: &Store,
    sources: Sources<'_>,
    keys: &HashMap<LspId, Arc<PrivateKey>>,
    ttl: u32,
    now: Timestamp,
    known: Vec<SignedList>,
) -> Result<Vec<SignedList>, StoreError> {
    let Sources { trust, statuses, heads } = sources;
    let mut known = store.signed_lists(known).await?;
    for (id, number, list) in statuses.iter() {
        let Some((key, lsp)) = keys.get(id).zip(trust.lsp(id)) else { continue };
        let Some(head) = heads.iter().find(|head| head.lsp == *id) else { continue };
        let journal = JournalHead { entries: head.entries, hash: head.hash.clone() };
        let terms = Terms { sub: subject(&lsp.site, id, number), ttl, journal };
        let content = content(list.entries().bytes(), &terms);
        let at = known.iter().position(|known| known.lsp == *id && known.number == number);
        let last = at.and_then(|at| known.get(at));
        let age = SignedDuration::from_secs(i64::from(ttl)).max(YOUNG);
        let second = whole_second(now);
        let beyond = last.map(|last| last.iat).filter(|iat| *iat > second + AHEAD);
        let young = last.is_some_and(|last| last.content == content && last.kid == key.kid() && now < last.iat + age);
        if young && beyond.is_none() {
            continue;
        }
        if last.is_some_and(|last| second <= last.iat && last.iat <= second + TURN) {
            continue; // its turn comes with the next second: an iat names one list
        }
        let iat = match (last, beyond) {
            (_, Some(dated)) => {
                tracing::error!(
                    lsp = %id, number, %dated, present = %second,
                    "a status list was signed by a clock ahead, or this clock is behind: verifiers do not believe it; \
                     it is signed anew with the present"
                );
                second
            }
            // A clock that went back a little does not make an older list: verifiers would refuse it.
            (Some(last), None) => second.max(last.iat + SignedDuration::from_secs(1)),
            (None, None) => second,
        };
        let list = list.as_of_until(iat, iat + LIFE);
        let (jwt, cwt) = (to_jwt(&list, &terms, key), to_cwt(&list, &terms, key));
        let list = SignedList { lsp: id.clone(), number, content, kid: key.kid(), iat, exp: iat + LIFE, jwt, cwt };
        match (store.keep_signed_list(&list, beyond).await?, at.and_then(|at| known.get_mut(at))) {
            (true, Some(last)) => *last = list,
            (true, None) => known.push(list),
            // Another process was first: what it signed is read when this is called again.
            (false, _) => {}
        }
    }
    Ok(known)
}

/// Hash of what a list says, apart from when. The journal's head goes along with each list that is signed and is no
/// reason to sign one: a single change would sign every list of the LSP anew.
fn content(entries: &[u8], terms: &Terms) -> String {
    let Terms { sub, ttl, journal: _ } = terms;
    let mut hash = Sha256::new_with_prefix(entries);
    hash.update(serde_json::json!([sub, ttl]).to_string());
    hex::encode(hash.finalize())
}
