//! What is answered from: an installation's own LSPs as its records tell, and beside them all others as their lists tell.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::watch;

use super::Theirs;
use crate::office::refresh::Clock;
use crate::seal::status_list::StatusLists;
use crate::seal::trust_list::TrustList;
use crate::verify::Snapshot;

/// The two together; a trust list that is the same as before is not put together anew.
#[derive(Debug, Default)]
pub struct Joint(Option<Trusts>);

#[derive(Debug)]
struct Trusts {
    own: Arc<TrustList>,
    theirs: Option<Arc<TrustList>>,
    joint: Arc<TrustList>,
}

impl Joint {
    /// The lists of an installation's own LSPs, with those of others.
    pub fn of(&mut self, own: &Snapshot, theirs: Option<&Snapshot>, now: Timestamp) -> Arc<Snapshot> {
        let theirs = theirs.filter(|theirs| !is_overtaken(&theirs.trust, &own.trust, now));
        let mut statuses = StatusLists::default();
        statuses.adopt(&own.statuses, |lsp| own.trust.is_here(lsp));
        if let Some(theirs) = theirs {
            statuses.adopt(&theirs.statuses, |lsp| !own.trust.is_here(lsp));
        }
        Arc::new(Snapshot { trust: self.trust(&own.trust, theirs.map(|theirs| &theirs.trust)), statuses })
    }

    fn trust(&mut self, own: &Arc<TrustList>, theirs: Option<&Arc<TrustList>>) -> Arc<TrustList> {
        let is_same = |known: &&Trusts| {
            let same = match (&known.theirs, theirs) {
                (Some(known), Some(theirs)) => Arc::ptr_eq(known, theirs),
                (None, None) => true,
                _ => false,
            };
            same && Arc::ptr_eq(&known.own, own)
        };
        if let Some(known) = self.0.as_ref().filter(is_same) {
            return Arc::clone(&known.joint);
        }
        let joint = match theirs.map(|theirs| own.beside(theirs)) {
            Some(Ok(joint)) => joint,
            Some(Err(twice)) => {
                tracing::error!("of other installations' LSPs nothing can be told: {twice}");
                own.as_ref().clone().incomplete()
            }
            None => own.as_ref().clone().incomplete(),
        };
        let joint = Arc::new(joint);
        self.0 = Some(Trusts { own: Arc::clone(own), theirs: theirs.cloned(), joint: Arc::clone(&joint) });
        joint
    }
}

/// Whether a trust list of others is past its `exp`, and the one by which the own LSPs are judged is a later one: it would
/// be taken for as young as that.
fn is_overtaken(theirs: &TrustList, own: &TrustList, now: Timestamp) -> bool {
    theirs.is_expired(now) && !own.is_expired(now)
}

/// Keeps the two together for as long as the service runs.
pub async fn join(
    mut own: watch::Receiver<Arc<Snapshot>>,
    mut theirs: watch::Receiver<Theirs>,
    mut joint: Joint,
    out: watch::Sender<Arc<Snapshot>>,
    clock: Clock,
) {
    loop {
        let (mine, others) = (Arc::clone(&own.borrow_and_update()), theirs.borrow_and_update().clone());
        out.send_replace(joint.of(&mine, others.as_deref(), clock()));
        let changed = tokio::select! {
            changed = own.changed() => changed,
            changed = theirs.changed() => changed,
        };
        if changed.is_err() {
            return; // nobody refreshes any more
        }
    }
}
