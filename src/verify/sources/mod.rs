//! Where lists come from: fetched or read, believed or refused, kept, and handed to whoever answers.
//!
//! ```text
//! fetch → belief → kept on disk
//!            └───→ snapshot → verdicts
//! ```
//!
//! [`belief`] alone decides what is believed; it is pure. The rest carries bytes to it.

pub mod backoff;
pub mod belief;
pub mod fetch;
pub mod figures;
pub mod follow;
pub mod last_good;
pub mod place;
pub mod refresh;
pub mod refusal;
pub mod schedule;
pub mod seen;
pub mod walk;

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::issuer::LspId;
use crate::seal::honoured::{ENTRY, MOST};
use crate::seal::jwt::Kind;
use crate::seal::keys::Kid;
use crate::seal::status_list::{StatusList, StatusLists};
use crate::seal::trust_list::{Compromise, KeyState, TrustList};

pub use belief::{Belief, Offer};
pub use figures::Counted;
pub use follow::Follower;
pub use last_good::LastGood;
pub use place::{Address, Source};
pub use refresh::{Refresher, Round};
pub use refusal::Refusal;

/// The lists of one moment. A newer one takes its place whole; no answer sees half of each.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub trust: Arc<TrustList>,
    pub statuses: StatusLists,
}

impl Snapshot {
    /// Of a verifier that has no trust list: of no key can be told that nobody trusts it.
    #[must_use]
    pub fn without_trust() -> Self {
        Self { trust: Arc::new(TrustList::default().until(Timestamp::MIN)), statuses: StatusLists::default() }
    }

    /// As of when the newest status list of an LSP tells, where there are some and by now each is too old to be believed.
    #[must_use]
    pub fn too_old(&self, lsp: &LspId, now: Timestamp) -> Option<Timestamp> {
        let of_lsp = || self.statuses.iter().filter(|(of, ..)| *of == lsp).map(|(.., list)| list);
        let newest = of_lsp().map(StatusList::as_of).max();
        newest.filter(|_| of_lsp().all(|list| list.exp() <= now))
    }

    /// The same lists, where nothing has changed since they were read.
    #[must_use]
    pub fn as_of_until(&self, as_of: Timestamp, exp: Timestamp) -> Self {
        Self { trust: Arc::clone(&self.trust), statuses: self.statuses.as_of_until(as_of, exp) }
    }
}

/// Which list; as text, its address beside the trust list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ListName {
    Honoured(Kid),
    Status(LspId, u32),
    Trust,
}

impl ListName {
    /// A word for figures.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Honoured(_) => "honoured",
            Self::Status(..) => "status",
            Self::Trust => "trust",
        }
    }

    /// Bytes that the list may have; an honoured list has as many as the root signed.
    #[must_use]
    pub fn longest(&self, trust: &TrustList) -> usize {
        match self {
            Self::Honoured(kid) => match trust.key(*kid).map(|(_, key)| key.state) {
                Some(KeyState::Compromised(Compromise { honoured, .. })) => {
                    usize::try_from(honoured.count).unwrap_or(MOST).min(MOST) * ENTRY
                }
                _ => 0,
            },
            Self::Status(..) => Kind::StatusList.longest(),
            Self::Trust => Kind::TrustList.longest(),
        }
    }
}

impl fmt::Display for ListName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Honoured(kid) => write!(f, "honoured/{kid}"),
            Self::Status(lsp, number) => write!(f, "status/{lsp}/{number}"),
            Self::Trust => f.write_str("trust.jwt"),
        }
    }
}
