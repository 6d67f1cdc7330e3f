//! Whose lists are asked for when, and in which lane. Pure: the time is told by whoever asks.
//!
//! Each LSP has its own turns. What answers at once is asked in the quick lane; who once did not answer, or not within
//! the quick lane's [time](Lane::time), waits in the slow lane, which has workers of its own. So however many are slow,
//! dead or endless, each holds a quick worker once and no other afterwards, until it answers quickly again.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::domain::issuer::LspId;

/// Where an LSP waits for its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    Quick,
    Slow,
}

impl Lane {
    /// How long one turn may take, be it with one list or with a thousand: then it is the next one's, and the LSP goes
    /// on where it was cut short when its turn comes again.
    #[must_use]
    pub fn time(self) -> Duration {
        match self {
            Self::Quick => Duration::from_secs(2),
            Self::Slow => Duration::from_secs(20),
        }
    }

    /// Threads that ask.
    #[must_use]
    pub fn workers(self) -> usize {
        match self {
            Self::Quick => 16,
            Self::Slow => 8,
        }
    }
}

/// How a turn ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Something could not be had.
    Failed,
    /// Its time was over; the list of this number is the next to ask for.
    Cut(u32),
    /// Everything was asked for.
    Whole,
}

/// When a turn began and ended.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub begun: Duration,
    pub ended: Duration,
}

/// An LSP whose turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub lsp: LspId,
    pub lane: Lane,
    /// The status list to begin with.
    pub from: u32,
}

/// The turns of every LSP.
#[derive(Clone, Debug, Default)]
pub struct Schedule(BTreeMap<LspId, Place>);

#[derive(Clone, Debug)]
struct Place {
    due: Duration,
    lane: Lane,
    from: u32,
    failures: u32,
    under_way: bool,
}

impl Schedule {
    /// Keeps turns for these LSPs alone; new ones are due at once.
    pub fn keep<'a>(&mut self, lsps: impl Iterator<Item = &'a LspId>, now: Duration) {
        let mut before = std::mem::take(&mut self.0);
        for lsp in lsps {
            let new = Place { due: now, lane: Lane::Quick, from: 0, failures: 0, under_way: false };
            let place = before.remove(lsp).unwrap_or(new);
            self.0.insert(lsp.clone(), place);
        }
    }

    /// Who has waited longest in a lane, if anybody's turn has come.
    pub fn take(&mut self, lane: Lane, now: Duration) -> Option<Due> {
        let waiting = self.0.iter_mut().filter(|(_, place)| place.lane == lane && !place.under_way && place.due <= now);
        let (lsp, place) = waiting.min_by_key(|(_, place)| place.due)?;
        place.under_way = true;
        Some(Due { lsp: lsp.clone(), lane, from: place.from })
    }

    /// When the next turn of a lane comes.
    #[must_use]
    pub fn next(&self, lane: Lane) -> Option<Duration> {
        let waiting = self.0.values().filter(|place| place.lane == lane && !place.under_way);
        waiting.map(|place| place.due).min()
    }

    /// Turns in a row, with the one just over, in which something could not be had.
    #[must_use]
    pub fn failures(&self, lsp: &LspId, turn: Turn) -> u32 {
        let before = self.0.get(lsp).map_or(0, |place| place.failures);
        if turn == Turn::Failed { before.saturating_add(1) } else { 0 }
    }

    /// A turn is over; after `wait` comes the next one.
    pub fn done(&mut self, due: &Due, turn: Turn, Span { begun, ended }: Span, wait: Duration) {
        // It may have left the trust list meanwhile.
        let Some(place) = self.0.get_mut(&due.lsp) else { return };
        place.under_way = false;
        match turn {
            // Not its failure where the quick lane's time was too short; and in the slow lane others come first.
            Turn::Cut(from) => (place.lane, place.from, place.due) = (Lane::Slow, from, ended),
            Turn::Failed => {
                place.failures = place.failures.saturating_add(1);
                (place.lane, place.from, place.due) = (Lane::Slow, 0, ended + wait);
            }
            Turn::Whole => {
                let quick = ended.saturating_sub(begun) < Lane::Quick.time() / 2;
                place.lane = if quick { Lane::Quick } else { Lane::Slow };
                (place.from, place.failures) = (0, 0);
                place.due = (begun + wait).max(ended);
            }
        }
    }

    /// Whether the last turn of every LSP was whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.0.values().all(|place| place.failures == 0 && place.from == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> LspId {
        format!("lsp-{number}").parse().expect("an id")
    }

    fn second(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn span(begun: u64, ended: u64) -> Span {
        Span { begun: second(begun), ended: second(ended) }
    }

    fn schedule(count: usize) -> Schedule {
        let (ids, mut schedule) = ((0..count).map(id).collect::<Vec<_>>(), Schedule::default());
        schedule.keep(ids.iter(), second(0));
        schedule
    }

    #[test]
    fn each_lsp_has_its_turn_and_none_twice_at_once() {
        let mut schedule = schedule(2);
        let (one, other) = (schedule.take(Lane::Quick, second(0)), schedule.take(Lane::Quick, second(0)));
        assert_ne!(one.as_ref().map(|due| &due.lsp), other.as_ref().map(|due| &due.lsp));
        assert_eq!(schedule.take(Lane::Quick, second(9)), None, "both are under way");
        let one = one.expect("due");
        schedule.done(&one, Turn::Whole, span(0, 0), second(5));
        assert_eq!((schedule.next(Lane::Quick), schedule.take(Lane::Quick, second(4))), (Some(second(5)), None));
        assert_eq!(schedule.take(Lane::Quick, second(5)).map(|due| due.lsp), Some(one.lsp));
    }

    #[test]
    fn who_fails_or_is_cut_short_waits_in_the_slow_lane_until_it_answers_quickly() {
        let mut schedule = schedule(1);
        let due = schedule.take(Lane::Quick, second(0)).expect("due");
        schedule.done(&due, Turn::Cut(3), span(0, 2), second(5));
        let due = schedule.take(Lane::Slow, second(2)).expect("at once");
        assert_eq!((due.from, schedule.is_whole()), (3, false), "it goes on where it was");
        assert_eq!(schedule.failures(&due.lsp, Turn::Failed), 1);
        schedule.done(&due, Turn::Failed, span(2, 7), second(1));
        assert_eq!(schedule.failures(&due.lsp, Turn::Failed), 2);
        assert_eq!((schedule.next(Lane::Quick), schedule.next(Lane::Slow)), (None, Some(second(8))));
        let due = schedule.take(Lane::Slow, second(8)).expect("due");
        assert_eq!(due.from, 0, "from the beginning");
        schedule.done(&due, Turn::Whole, span(8, 8), second(5));
        assert_eq!((schedule.next(Lane::Quick), schedule.is_whole()), (Some(second(13)), true));
    }

    #[test]
    fn those_left_out_of_a_trust_list_have_no_turn() {
        let mut schedule = schedule(2);
        let due = schedule.take(Lane::Quick, second(0)).expect("due");
        schedule.keep([id(1)].iter(), second(1));
        schedule.done(&due, Turn::Failed, span(0, 1), second(1));
        assert_eq!(schedule.take(Lane::Quick, second(1)).map(|due| due.lsp), Some(id(1)));
        assert_eq!(schedule.take(Lane::Slow, second(100)), None);
    }
}
