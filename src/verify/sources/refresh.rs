//! Lists are asked for, offered and kept: all of them in one round, or those of one LSP in its turn.
//!
//! A refused list is told once in the log, for as long as the same bytes are offered, and counted each time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::backoff::Backoff;
use super::belief::Origin;
use super::fetch::{Fetched, Fetcher, Unreachable, patience};
use super::schedule::{Due, Turn};
use super::walk::{Copies, Visit, walk};
use super::{Belief, Counted, LastGood, ListName, Offer, Refusal, Snapshot, Source};
use crate::domain::issuer::LspId;
use crate::seal::status_list::signed::Listed;
use crate::seal::trust_list::TrustList;

/// After so many failures in a row an LSP is not waited for any longer: four times as long as without.
const OF_ONE: u32 = 2;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Fetches lists, offers them, and keeps what is believed.
pub struct Refresher {
    belief: Mutex<Belief>,
    fetcher: Fetcher,
    kept: Option<LastGood>,
    counted: Counted,
    said: Mutex<BTreeMap<ListName, String>>,
    clock: Clock,
}

/// What a round brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Lists that are other ones than before.
    pub taken: u32,
    pub unchanged: u32,
    pub refused: Vec<(ListName, Refusal)>,
    /// Lists that could not be had, and why.
    pub missed: Vec<(ListName, Unreachable)>,
}

impl Round {
    /// Whether every list was had and believed.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.refused.is_empty() && self.missed.is_empty()
    }

    /// Whether nothing answered at all.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.taken + self.unchanged == 0 && self.refused.is_empty()
    }

    /// Lists that are believed.
    #[must_use]
    pub fn believed(&self) -> u32 {
        self.taken + self.unchanged
    }
}

impl Refresher {
    /// Keeps last good copies in `kept`, where there is one.
    #[must_use]
    pub fn new(belief: Belief, kept: Option<LastGood>, counted: Counted, clock: Clock) -> Self {
        let (belief, fetcher, said) = (Mutex::new(belief), Fetcher::default(), Mutex::default());
        Self { belief, fetcher, kept, counted, said, clock }
    }

    /// The same, following no redirect.
    #[must_use]
    pub fn direct(self) -> Self {
        Self { fetcher: Fetcher::direct(), ..self }
    }

    /// Takes in the last good copies, by the same rules as any other lists.
    pub fn load(&self) {
        if let Some(kept) = &self.kept {
            self.load_from(kept);
        }
    }

    /// The same of another directory of copies, in which nothing is kept.
    pub fn load_from(&self, kept: &LastGood) {
        if kept.dir().is_dir() {
            self.gather(&Source::directory(kept.dir()), Origin::Carried, false);
        }
    }

    /// Takes in a trust list that nobody is asked for. Blocks until it is kept.
    pub fn hand_over(&self, text: &str) -> Round {
        let errand = Errand { refresher: self, origin: Origin::Carried, keeps: true, round: Mutex::default() };
        errand.take(&ListName::Trust, text.as_bytes());
        self.settle(true);
        errand.round.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// One round. Blocks until every list was asked for.
    pub fn round(&self, source: &Source, origin: Origin) -> Round {
        let round = self.gather(source, origin, true);
        if round.is_whole() {
            self.counted.refresh((self.clock)());
        }
        round
    }

    /// What is believed.
    pub fn belief(&self) -> MutexGuard<'_, Belief> {
        self.belief.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What verdicts are drawn from.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.belief().snapshot()
    }

    /// How long to wait after `failures` rounds in a row that nothing answered.
    #[must_use]
    pub fn wait(&self, told: Option<Duration>, failures: u32, chance: u32) -> Duration {
        let belief = self.belief();
        let of_trust = belief.trust_term().map(|term| term.expires);
        let lists = belief.statuses().map(|(.., listed)| listed);
        self.backoff(told, failures, lists, of_trust).wait(chance)
    }

    /// How long to wait after `failures` turns in a row in which not all lists of an LSP could be had.
    #[must_use]
    pub(super) fn wait_for(&self, lsp: &LspId, told: Option<Duration>, failures: u32, chance: u32) -> Duration {
        let belief = self.belief();
        let lists = belief.statuses_of(lsp);
        let backoff = self.backoff(told, failures, lists, None);
        let failures = if backoff.empty { failures } else { failures.min(OF_ONE) };
        Backoff { failures, ..backoff }.wait(chance)
    }

    fn backoff<'a>(
        &self,
        told: Option<Duration>,
        failures: u32,
        lists: impl Iterator<Item = &'a Listed>,
        exp: Option<Timestamp>,
    ) -> Backoff {
        let (now, mut ttl, mut first, mut empty) = ((self.clock)(), None::<u32>, exp, exp.is_none());
        for listed in lists {
            empty = false;
            ttl = [ttl, Some(listed.ttl).filter(|ttl| *ttl > 0)].into_iter().flatten().min();
            first = Some(first.map_or_else(|| listed.list.exp(), |first| first.min(listed.list.exp())));
        }
        let left = first.map(|exp| exp.duration_since(now)).filter(SignedDuration::is_positive);
        Backoff { told, ttl, failures, empty, left: left.map(SignedDuration::unsigned_abs) }
    }

    fn gather(&self, source: &Source, origin: Origin, keeps: bool) -> Round {
        let errand = Errand { refresher: self, origin, keeps, round: Mutex::default() };
        errand.fetch_trust(source);
        let trust = self.belief().shared_trust();
        if let Some(Err(cause)) = trust.map(|trust| walk(&self.fetcher, source, &trust, &errand)) {
            tracing::error!(%cause, "lists could not be asked for");
        }
        self.settle(keeps);
        errand.round.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for the trust list alone.
    pub(super) fn ask_trust(&self, source: &Source, origin: Origin) -> Round {
        let errand = Errand { refresher: self, origin, keeps: true, round: Mutex::default() };
        errand.fetch_trust(source);
        errand.round.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for one LSP's lists, as long as its turn lasts.
    pub(super) fn ask_lsp(&self, source: &Source, due: &Due) -> (Turn, Round) {
        let trust = self.belief().shared_trust();
        let errand = Errand { refresher: self, origin: Origin::Fetched, keeps: true, round: Mutex::default() };
        let Some((trust, lsp)) = trust.as_ref().and_then(|trust| Some((trust, trust.lsp(&due.lsp)?))) else {
            return (Turn::Whole, Round::default());
        };
        let (begun, time) = (Instant::now(), due.lane.time());
        let turn = Visit { fetcher: &self.fetcher, source, trust, copies: &errand, lsp, begun, time }.turn(due.from);
        (turn, errand.round.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells what is believed by now in figures, and keeps what was seen.
    pub(super) fn settle(&self, keeps: bool) {
        let seen = {
            let belief = self.belief();
            self.counted.hold(&belief);
            belief.trust().map(|_| belief.seen().clone())
        };
        if let (true, Some(kept), Some(seen)) = (keeps, &self.kept, seen)
            && let Err(error) = kept.see(&seen)
        {
            tracing::error!(%error, "what was seen of lists could not be kept");
        }
    }

    /// Every list was had and believed by now.
    pub(super) fn count_whole(&self) {
        self.counted.refresh((self.clock)());
    }

    /// Whether something was not said of a list before.
    fn says(&self, name: &ListName, what: String) -> bool {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.insert(name.clone(), what.clone()) != Some(what)
    }

    fn unsay(&self, name: &ListName) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}

/// One round under way.
struct Errand<'a> {
    refresher: &'a Refresher,
    origin: Origin,
    keeps: bool,
    round: Mutex<Round>,
}

impl Errand<'_> {
    fn fetch_trust(&self, source: &Source) {
        let (name, held) = (ListName::Trust, self.holds(&ListName::Trust));
        let longest = name.longest(&TrustList::default());
        match self.refresher.fetcher.fetch(source.trust(), longest, held.as_deref(), patience(longest)) {
            Ok(Fetched::Absent) => self.missed(&name, &Unreachable::Absent),
            Ok(Fetched::Bytes(bytes)) => drop(self.take(&name, &bytes)),
            Ok(Fetched::Unchanged) => self.unchanged(&name),
            Err(cause) => self.missed(&name, &cause),
        }
    }

    fn offer(&self, name: &ListName, bytes: &[u8]) -> Result<Offer, Refusal> {
        let (now, text) = ((self.refresher.clock)(), String::from_utf8_lossy(bytes));
        let mut belief = self.refresher.belief();
        match name {
            ListName::Honoured(kid) => belief.offer_honoured(*kid, bytes),
            ListName::Status(lsp, number) => belief.offer_status(lsp, *number, text.trim_ascii_end(), now),
            ListName::Trust => belief.offer_trust(text.trim_ascii_end(), self.origin, now),
        }
    }

    fn round(&self) -> MutexGuard<'_, Round> {
        self.round.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refuse(&self, name: &ListName, bytes: &[u8], refusal: Refusal) {
        // A copy of one's own that has run out is no alarm.
        if self.keeps || refusal != Refusal::Expired {
            self.refresher.counted.refuse(name, &refusal);
            if self.refresher.says(name, format!("{} {}", refusal.word(), hex::encode(Sha256::digest(bytes)))) {
                let reason = refusal.word();
                tracing::warn!(list = %name, reason, "a list is refused, the one held stays: {refusal}");
            }
        }
        self.round().refused.push((name.clone(), refusal));
    }
}

impl Copies for Errand<'_> {
    fn holds(&self, name: &ListName) -> Option<String> {
        self.refresher.belief().holds(name)
    }

    fn take(&self, name: &ListName, bytes: &[u8]) -> bool {
        match self.offer(name, bytes) {
            Ok(Offer::Same) => self.unchanged(name),
            Ok(Offer::Taken) => {
                self.refresher.unsay(name);
                self.round().taken += 1;
                if let (true, Some(kept)) = (self.keeps, &self.refresher.kept)
                    && let Err(error) = kept.write(name, bytes)
                {
                    tracing::error!(%error, "a list is believed and could not be kept");
                }
            }
            Err(refusal) => {
                self.refuse(name, bytes, refusal);
                return false;
            }
        }
        true
    }

    fn unchanged(&self, name: &ListName) {
        self.refresher.unsay(name);
        self.round().unchanged += 1;
    }

    fn missed(&self, name: &ListName, cause: &Unreachable) {
        if self.keeps {
            self.refresher.counted.miss(name);
            if self.refresher.says(name, cause.to_string()) {
                tracing::warn!(list = %name, "a list cannot be had, the one held stays: {cause}");
            }
        }
        self.round().missed.push((name.clone(), cause.clone()));
    }
}

#[cfg(test)]
mod tests;
