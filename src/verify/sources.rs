//! Where lists come from: what a verifier holds at one moment.

use jiff::Timestamp;

use crate::seal::status_list::StatusLists;
use crate::seal::trust_list::TrustList;

/// The lists of one moment. A newer one takes its place whole; no answer sees half of each.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub trust: TrustList,
    pub statuses: StatusLists,
}

impl Snapshot {
    /// The same lists, where nothing has changed since they were read.
    #[must_use]
    pub fn as_of_until(&self, as_of: Timestamp, exp: Timestamp) -> Self {
        Self { trust: self.trust.clone(), statuses: self.statuses.as_of_until(as_of, exp) }
    }
}
