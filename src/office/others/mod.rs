//! LSPs of other installations, whose certificates are judged here as a verifier judges them.
//!
//! ```text
//! the trust list published here → belief → each LSP's lists, from where it says or from its site → kept → snapshot
//! ```
//!
//! The trust list is offered to the same [`Belief`] that a verifier has, with the roots whose public halves lie beside the
//! keys; status lists and honoured lists are asked for, believed, refused, kept and aged by the same code, each LSP in
//! turns of its own. Copies lie in a folder beside the database and not in it: whoever writes the tables could put an
//! older list back there. Of an installation's own LSPs nothing is taken from here; `joint` puts the two together.

mod joint;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::timeout;

use super::refresh::Clock;
use super::trust::{self, TrustError};
use super::{Office, StoreError};
use crate::domain::issuer::LspId;
use crate::seal::keys::Kid;
use crate::seal::roots::Roots;
use crate::seal::trust_list::{AHEAD, TrustList};
use crate::verify::Snapshot;
use crate::verify::sources::belief::OtherRoots;
use crate::verify::sources::follow::Ways;
use crate::verify::sources::last_good::LastGoodError;
use crate::verify::sources::{Belief, Counted, Follower, LastGood, Refresher, Source};

pub use joint::{Joint, join};

/// The folder of copies, in the data directory.
const FOLDER: &str = "others";

/// How often the trust list is looked at though nothing was written: one that was dated ahead may be believed by now.
const AGAIN: Duration = Duration::from_secs(60);

/// The same after it could not be handed over.
const SOON: Duration = Duration::from_secs(5);

/// How long the database may take to give the trust list.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is believed of others; none as long as it is not known whom the trust list names.
pub type Theirs = Option<Arc<Snapshot>>;

/// Where copies of others' lists are kept, whoever counts what became of them, and what whoever serves was given.
#[derive(Clone)]
pub struct Setup {
    kept: LastGood,
    counted: Counted,
    clock: Clock,
    chance: u64,
}

/// The lists of other installations' LSPs, followed for as long as somebody leads.
pub struct Others {
    setup: Setup,
    /// There from the first trust list on.
    refresher: Option<Arc<Refresher>>,
    /// There from the first LSP on that is another installation's.
    follower: Option<Arc<Follower>>,
    out: Arc<watch::Sender<Theirs>>,
}

/// Why a trust list was not handed over; what was believed before stands.
#[derive(Debug, thiserror::Error)]
pub enum NotLed {
    #[error("{0}")]
    Kept(#[from] LastGoodError),
    #[error("{0}: the folder {FOLDER} in the data directory")]
    OtherRoots(#[from] OtherRoots),
    #[error("{0}")]
    Roots(#[from] Box<TrustError>),
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("the thread that reads copies ended early")]
    Thread(#[from] JoinError),
    #[error("no threads to ask for lists with: {0}")]
    Threads(io::Error),
}

impl Setup {
    /// Copies are kept below `data`; `chance` spreads the turns of services that were started together.
    #[must_use]
    pub fn new(data: &Path, counted: Counted, clock: Clock, chance: u64) -> Self {
        Self { kept: LastGood::new(data.join(FOLDER)), counted, clock, chance }
    }
}

impl Others {
    /// Nothing yet, and where it will be told what is believed.
    #[must_use]
    pub fn new(setup: Setup) -> (Self, watch::Receiver<Theirs>) {
        let (out, theirs) = watch::channel(None);
        (Self { setup, refresher: None, follower: None, out: Arc::new(out) }, theirs)
    }

    /// Offers the trust list that is published here, and goes on by the one that is believed: asks for the lists of those
    /// that are not of the installation whose `own` this is.
    ///
    /// # Errors
    /// The list or the roots cannot be had, or there is nothing to ask with; what was believed before stands.
    pub async fn hand_over(&mut self, office: &Office, own: &TrustList) -> Result<(), NotLed> {
        let believable = (self.setup.clock)() + AHEAD;
        let text = timeout(PATIENCE, trust::text(office, believable)).await.map_err(|_| StoreError::Silent)??;
        // Where no root has signed anything, nobody is trusted, here or elsewhere.
        let Some(text) = text else { return Ok(()) };
        let (roots, given) = roots(office)?;
        let refresher = match &self.refresher {
            Some(refresher) => {
                refresher.belief().give(roots, given)?;
                Arc::clone(refresher)
            }
            None => {
                let setup = self.setup.clone();
                let begun = spawn_blocking(move || setup.begun(roots, given)).await??;
                Arc::clone(self.refresher.insert(Arc::new(begun)))
            }
        };
        let offered = Arc::clone(&refresher);
        let round = spawn_blocking(move || offered.hand_over(&text)).await?;
        let (source, left_out) = (self.setup.source(own), own.here().cloned().collect::<BTreeSet<LspId>>());
        match &self.follower {
            // It tells by itself what was taken in.
            Some(follower) => follower.lead(source, left_out, &round),
            None => {
                self.out.send_replace(believed(&refresher));
                let is_elsewhere = |trust: &TrustList| trust.lsps().iter().any(|lsp| !own.is_here(&lsp.id));
                if refresher.belief().trust().is_some_and(is_elsewhere) {
                    let (out, chance) = (Arc::clone(&self.out), self.setup.chance);
                    let takes = Box::new(move |lists| drop(out.send_replace(Some(lists))));
                    let ways = Ways { source, left_out, told: None, chance };
                    self.follower = Some(Follower::start(refresher, ways, takes).map_err(NotLed::Threads)?);
                }
            }
        }
        Ok(())
    }
}

impl Setup {
    /// What was believed when copies were kept last.
    fn begun(self, roots: Roots, given: BTreeSet<Kid>) -> Result<Refresher, NotLed> {
        let belief = Belief::new(roots, given, self.kept.seen()?)?;
        let refresher = Refresher::new(belief, Some(self.kept), self.counted, self.clock).direct();
        refresher.load();
        Ok(refresher)
    }

    /// Only for who is tried out on this machine, others are asked for there.
    fn source(&self, own: &TrustList) -> Source {
        let is_trial = !own.lsps().is_empty() && own.lsps().iter().all(|lsp| !lsp.site.is_encrypted());
        Source::at_sites(self.kept.dir(), is_trial)
    }
}

/// Leads for as long as the service runs: by whichever trust list is published.
pub async fn follow(mut others: Others, office: Arc<Office>, mut own: watch::Receiver<Arc<Snapshot>>) {
    let mut told = None;
    loop {
        let trust = Arc::clone(&own.borrow_and_update().trust);
        let wait = match others.hand_over(&office, &trust).await {
            Ok(()) => {
                told = None;
                AGAIN
            }
            Err(cause) => {
                let cause = cause.to_string();
                if told.as_ref() != Some(&cause) {
                    tracing::error!(
                        "certificates of other installations' LSPs are judged by what was known before: {cause}"
                    );
                    told = Some(cause);
                }
                SOON
            }
        };
        let another = own.wait_for(|own| !Arc::ptr_eq(&own.trust, &trust));
        if timeout(wait, another).await.is_ok_and(|changed| changed.is_err()) {
            return; // nobody refreshes any more
        }
    }
}

/// The lists of an installation as of now with those of others beside them, as copies of these were kept last: for one
/// question. Nothing is asked for, and nothing kept.
///
/// # Errors
/// The trust list cannot be had, or what was kept cannot be read.
pub async fn beside(office: &Office, own: &Snapshot, setup: Setup) -> Result<Arc<Snapshot>, NotLed> {
    let now = (setup.clock)();
    let theirs = match trust::text(office, now + AHEAD).await? {
        None => None,
        Some(text) => {
            let (roots, given) = roots(office)?;
            let Setup { kept, counted, clock, .. } = setup;
            let read = spawn_blocking(move || {
                let belief = Belief::new(roots, given, kept.seen()?)?;
                let refresher = Refresher::new(belief, None, counted, clock);
                refresher.load_from(&kept);
                refresher.hand_over(&text);
                Ok::<_, NotLed>(believed(&refresher))
            });
            read.await??
        }
    };
    Ok(Joint::default().of(own, theirs.as_deref(), now))
}

fn roots(office: &Office) -> Result<(Roots, BTreeSet<Kid>), NotLed> {
    let (first, safe) = trust::given(office.keys.files()).map_err(Box::new)?;
    let given = std::iter::once(first).chain(safe).map(|root| root.kid()).collect();
    Ok((Roots::new(first, safe), given))
}

fn believed(refresher: &Refresher) -> Theirs {
    let belief = refresher.belief();
    belief.trust().map(|_| belief.snapshot())
}

#[cfg(test)]
mod tests;
