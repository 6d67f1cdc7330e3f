//! An LSP's status lists, signed for verifiers: anew as soon as they say something else, when their key
//! was retired or compromised, and from time to time so that "as of" stays young.
//!
//! An `iat` is the present, and a second after the one before where that is needed to come after it. Where the one
//! before lies so far ahead that no verifier believes it, it was signed by a clock ahead: the present stands.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::domain::term::whole_second;
use crate::seal::keys::{KeyUse, Kid, PrivateKey};
use crate::seal::status_list::signed::{JournalHead, Terms, subject, to_cwt, to_jwt};
use crate::seal::status_list::{AHEAD, StatusLists};
use crate::seal::trust_list::{KeyState, TrustedLsp};
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

/// What an LSP's status lists are signed from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub lsp: &'a TrustedLsp,
    pub statuses: &'a StatusLists,
    /// How far its journal is.
    pub head: &'a Head,
    /// Seconds that a list may be kept before it is asked for again.
    pub ttl: u32,
    pub now: Timestamp,
    /// Its lists as they were signed last.
    pub last: &'a [Last],
}

/// A list as it was signed last, but for its bytes, and what is wrong with its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    number: u32,
    signed: Option<LastSigned>,
    denied: Option<Denied>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct LastSigned {
    content: String,
    kid: Kid,
    iat: Timestamp,
}

/// Why a list's row is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Under this date it is not what the LSP signed, or older than what was seen.
    Dated(Timestamp),
    Gone,
    Unreadable,
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dated(iat) => write!(f, "not what the LSP signed for {iat}, or older than what was seen here"),
            Self::Gone => f.write_str("gone"),
            Self::Unreadable => f.write_str("unreadable"),
        }
    }
}

impl Last {
    /// The list that was signed last, as far as one is known.
    #[must_use]
    pub fn new(number: u32, list: Option<&SignedList>, denied: Option<Denied>) -> Self {
        let signed = list.map(|list| LastSigned { content: list.content.clone(), kid: list.kid, iat: list.iat });
        Self { number, signed, denied }
    }
}

/// Signs those of an LSP's lists that need it and keeps them; which. Whoever stops it loses no list that was kept.
///
/// # Errors
/// The database does not answer.
pub async fn renew(store: &Store, sources: Sources<'_>, key: &PrivateKey) -> Result<Vec<SignedList>, StoreError> {
    let Sources { lsp, statuses, head, ttl, now, last } = sources;
    let (id, mut signed) = (&lsp.id, Vec::new());
    for (number, list) in statuses.of(id) {
        let journal = JournalHead { entries: head.entries, hash: head.hash.clone() };
        let terms = Terms { sub: subject(&lsp.site, id, number), ttl, journal };
        let content = content(list.entries().bytes(), &terms.sub, ttl);
        let row = last.iter().find(|last| last.number == number);
        let (last, denied) = (row.and_then(|row| row.signed.as_ref()), row.and_then(|row| row.denied));
        let age = SignedDuration::from_secs(i64::from(ttl)).max(YOUNG);
        let second = whole_second(now);
        let beyond = last.map(|last| last.iat).filter(|iat| *iat > second + AHEAD);
        let young = last.is_some_and(|last| last.content == content && last.kid == key.kid() && now < last.iat + age);
        if young && beyond.is_none() && denied.is_none() {
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
        let over = match denied {
            Some(Denied::Dated(iat)) => Some(iat),
            Some(Denied::Unreadable) => {
                store.drop_signed_list(id, number).await?;
                None
            }
            Some(Denied::Gone) | None => beyond,
        };
        // Where another process was first, what it signed is read before this is called again.
        if store.keep_signed_list(&list, over).await? {
            signed.push(list);
        }
    }
    Ok(signed)
}

/// Hash of what a list says, apart from when. The journal's head goes along with each list that is signed and is no
/// reason to sign one: a single change would sign every list of the LSP anew.
pub(super) fn content(entries: &[u8], sub: &str, ttl: u32) -> String {
    let mut hash = Sha256::new_with_prefix(entries);
    hash.update(serde_json::json!([sub, ttl]).to_string());
    hex::encode(hash.finalize())
}
