//! Follows every LSP for itself: the trust list in one thread, unless it is handed over; each LSP's lists when its turn
//! comes, by the workers of its [lane](super::schedule), and what they bring to whoever answers at once.
//!
//! Threads that wait on a line hold one list each, of bounded length, so memory is bounded by their number. Nobody waits
//! for them when the process is told to stop.

use std::collections::BTreeSet;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::refresh::{Refresher, Round};
use super::schedule::{Due, Lane, Schedule, Span, Turn};
use super::{Snapshot, Source};
use crate::domain::issuer::LspId;

/// What was taken in is handed over together with what comes in this time after it.
const TOGETHER: Duration = Duration::from_millis(100);

/// How often figures are brought up to date, and how long nobody's turn is waited for before it is looked again.
const LOOK: Duration = Duration::from_secs(1);

/// Where and how often lists are asked for.
pub struct Ways {
    pub source: Source,
    /// LSPs whose lists are not asked for.
    pub left_out: BTreeSet<LspId>,
    /// Between two turns, as the operator told.
    pub told: Option<Duration>,
    /// Spreads the turns of verifiers that were started together.
    pub chance: u64,
}

/// Takes what is believed from now on.
pub type Takes = Box<dyn Fn(Arc<Snapshot>) + Send + Sync>;

/// Every LSP, followed for as long as the process runs.
pub struct Follower {
    refresher: Arc<Refresher>,
    ways: Mutex<Ways>,
    takes: Takes,
    begun: Instant,
    schedule: Mutex<Schedule>,
    /// Somebody's turn may have come.
    turned: Condvar,
    news: Mutex<News>,
    told: Condvar,
}

/// What happened since it was handed over.
#[derive(Default)]
struct News {
    taken: bool,
    asked: bool,
    trusted: bool,
}

impl Follower {
    /// Starts to follow.
    ///
    /// # Errors
    /// No threads to do it with.
    pub fn start(refresher: Arc<Refresher>, ways: Ways, takes: Takes) -> io::Result<Arc<Self>> {
        let asks_for_trust = !ways.source.is_handed_over();
        let follower = Arc::new(Self {
            refresher,
            ways: Mutex::new(ways),
            takes,
            begun: Instant::now(),
            schedule: Mutex::default(),
            turned: Condvar::new(),
            news: Mutex::default(),
            told: Condvar::new(),
        });
        follower.enrol();
        let start = |name: &str, work: fn(&Self)| {
            let follower = Arc::clone(&follower);
            thread::Builder::new().name(name.to_owned()).spawn(move || work(&follower)).map(drop)
        };
        for _ in 0..Lane::Quick.workers() {
            start("lists", |follower| follower.work(Lane::Quick))?;
        }
        for _ in 0..Lane::Slow.workers() {
            start("slow lists", |follower| follower.work(Lane::Slow))?;
        }
        if asks_for_trust {
            start("trust list", Self::follow_trust)?;
        }
        start("news", Self::hand_over)?;
        Ok(follower)
    }

    /// Goes on by the trust list that is believed since `round`, in which one was handed over.
    pub fn lead(&self, source: Source, left_out: BTreeSet<LspId>, round: &Round) {
        {
            let mut ways = self.ways();
            (ways.source, ways.left_out) = (source, left_out);
        }
        self.enrol();
        self.news().trusted = round.is_whole();
        self.bring(round);
    }

    /// Asks for the trust list, for ever.
    fn follow_trust(&self) {
        let (mut failures, mut times) = (0_u32, 0_u64);
        loop {
            let source = self.source();
            let ask = || self.refresher.ask_trust(&source, source.origin());
            // The panic was told where it happened.
            let round = catch_unwind(AssertUnwindSafe(ask)).unwrap_or_default();
            if round.is_failure() {
                failures = failures.saturating_add(1);
            } else {
                if failures > 0 {
                    tracing::info!("the trust list can be had again");
                }
                failures = 0;
            }
            self.enrol();
            self.news().trusted = round.is_whole() && !round.is_failure();
            self.bring(&round);
            times += 1;
            let told = self.ways().told;
            thread::sleep(self.refresher.wait(told, failures, self.chance("", times)));
        }
    }

    /// Gives every LSP of the trust list its turns.
    fn enrol(&self) {
        let Some(trust) = self.refresher.belief().shared_trust() else { return };
        {
            let (ways, ids) = (self.ways(), trust.lsps().iter().map(|lsp| &lsp.id));
            self.schedule().keep(ids.filter(|id| !ways.left_out.contains(*id)), self.begun.elapsed());
        }
        self.turned.notify_all();
    }

    /// Asks for the lists of whoever's turn it is, for ever.
    fn work(&self, lane: Lane) {
        let mut times = 0_u64;
        loop {
            let due = self.next(lane);
            let begun = self.begun.elapsed();
            let source = self.source();
            let ask = || self.refresher.ask_lsp(&source, &due);
            let (turn, round) =
                catch_unwind(AssertUnwindSafe(ask)).unwrap_or_else(|_| (Turn::Failed, Round::default()));
            times += 1;
            let chance = self.chance(due.lsp.as_str(), times);
            self.bring(&round);
            let failures = self.schedule().failures(&due.lsp, turn);
            let told = self.ways().told;
            let wait = self.refresher.wait_for(&due.lsp, told, failures, chance);
            self.schedule().done(&due, turn, Span { begun, ended: self.begun.elapsed() }, wait);
            self.turned.notify_all();
        }
    }

    /// Waits until somebody's turn comes.
    fn next(&self, lane: Lane) -> Due {
        let mut schedule = self.schedule();
        loop {
            let now = self.begun.elapsed();
            if let Some(due) = schedule.take(lane, now) {
                return due;
            }
            let wait = schedule.next(lane).map_or(LOOK, |due| due.saturating_sub(now).min(LOOK));
            let waited = self.turned.wait_timeout(schedule, wait);
            schedule = waited.map_or_else(|poisoned| poisoned.into_inner().0, |(schedule, _)| schedule);
        }
    }

    fn bring(&self, round: &Round) {
        let mut news = self.news();
        news.asked = true;
        news.taken |= round.taken > 0;
        self.told.notify_all();
    }

    /// Hands over what was taken in, and keeps the figures true, for ever.
    fn hand_over(&self) {
        loop {
            drop(self.told.wait_timeout_while(self.news(), LOOK, |news| !news.asked));
            thread::sleep(TOGETHER);
            let News { taken, asked, trusted } = {
                let mut news = self.news();
                let trusted = news.trusted;
                std::mem::replace(&mut *news, News { trusted, ..News::default() })
            };
            if taken {
                (self.takes)(self.refresher.snapshot());
            }
            if asked && trusted && self.schedule().is_whole() {
                self.refresher.count_whole();
            }
            self.refresher.settle(taken);
        }
    }

    /// A number that differs from turn to turn and from verifier to verifier.
    fn chance(&self, name: &str, times: u64) -> u32 {
        let mut hash = Sha256::new_with_prefix(self.ways().chance.to_be_bytes());
        hash.update(times.to_be_bytes());
        hash.update(name);
        let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
        u32::from_be_bytes([a, b, c, d])
    }

    fn source(&self) -> Source {
        self.ways().source.clone()
    }

    fn ways(&self) -> MutexGuard<'_, Ways> {
        self.ways.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn news(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
