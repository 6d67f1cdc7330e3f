//! Where lists come from: what a verifier holds at one moment.

use crate::seal::status_list::StatusLists;
use crate::seal::trust_list::TrustList;

/// The lists of one moment. A newer one takes its place whole; no answer sees half of each.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub trust: TrustList,
    pub statuses: StatusLists,
}
