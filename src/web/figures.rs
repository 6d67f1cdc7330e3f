//! Figures for a monitor: how often, never who or what. Each is resolved once, so that counting takes no
//! lock.

use std::fmt;
use std::sync::PoisonError;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use super::Figures;
use crate::verify::verdict::Word;

/// Every word, in its order.
const WORDS: [(Word, &str); 11] = [
    (Word::Unreadable, "unreadable"),
    (Word::Forged, "forged"),
    (Word::Untrusted, "untrusted"),
    (Word::Revoked, "revoked"),
    (Word::Superseded, "superseded"),
    (Word::Suspended, "suspended"),
    (Word::Expired, "expired"),
    (Word::NotYetValid, "not_yet_valid"),
    (Word::StatusUnknown, "status_unknown"),
    (Word::Valid, "valid"),
    (Word::NotFound, "not_found"),
];

/// Verdicts by word.
pub(super) type Words = [u64; WORDS.len()];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    verdict: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Cause {
    cause: &'static str,
}

/// What the site counts.
pub(super) struct Tally {
    verdicts: [Counter; WORDS.len()],
    pub(super) batch_lines: Counter,
    pub(super) files_failed: Counter,
    pub(super) files_read: Counter,
    pub(super) files_unreadable: Counter,
    /// Valid tokens that could not be looked up among what was recorded, for too many waited already.
    pub(super) unwatched: Counter,
    pub(super) busy: Counter,
    pub(super) shared: Counter,
    pub(super) slowed: Counter,
    /// Told when they are asked for, for they go down too.
    pub(super) checks: Gauge,
    pub(super) readers_still: Gauge,
    pub(super) lists: Gauge,
    pub(super) oldest_list: Gauge,
}

impl Tally {
    /// Registers every figure.
    pub(super) fn new(figures: &Figures) -> Self {
        let mut registry = figures.lock().unwrap_or_else(PoisonError::into_inner);
        let words = family(&mut registry, "absah_verdicts", "Verdicts given, by word");
        let files = family(&mut registry, "absah_files", "PDFs and pictures, by what became of them");
        let refused = family(&mut registry, "absah_refused_requests", "Requests put off, by cause");
        let file = |outcome| resolved(&files, Outcome { outcome });
        let tally = Self {
            verdicts: WORDS.map(|(_, verdict)| resolved(&words, Labels { verdict })),
            batch_lines: Counter::default(),
            files_failed: file("failed"),
            files_read: file("read"),
            files_unreadable: file("unreadable"),
            unwatched: Counter::default(),
            busy: resolved(&refused, Cause { cause: "busy" }),
            shared: resolved(&refused, Cause { cause: "share" }),
            slowed: resolved(&refused, Cause { cause: "slow_down" }),
            checks: Gauge::default(),
            readers_still: Gauge::default(),
            lists: Gauge::default(),
            oldest_list: Gauge::default(),
        };
        let help = "Valid tokens not looked up among what was recorded, for too many waited";
        registry.register("absah_unwatched_tokens", help, tally.unwatched.clone());
        registry.register("absah_batch_lines", "Lines of batches answered", tally.batch_lines.clone());
        registry.register("absah_checks_running", "Checks by token at work", tally.checks.clone());
        let help = "Documents whose reading stands still for others";
        registry.register("absah_readers_standing_still", help, tally.readers_still.clone());
        registry.register("absah_status_lists", "Status lists answered from", tally.lists.clone());
        let help = "Age of the oldest status list answered from";
        registry.register_with_unit("absah_status_list_oldest_age", help, Unit::Seconds, tally.oldest_list.clone());
        tally
    }

    /// Counts one verdict.
    pub(super) fn verdict(&self, word: Word) {
        if let Some(counter) = self.verdicts.get(word as usize) {
            counter.inc();
        }
    }

    /// Counts the lines of a batch.
    pub(super) fn lines(&self, words: &Words) {
        for (counter, count) in self.verdicts.iter().zip(words) {
            counter.inc_by(*count);
        }
        self.batch_lines.inc_by(words.iter().sum());
    }
}

fn family<L>(registry: &mut Registry, name: &str, help: &str) -> Family<L, Counter>
where
    L: Clone + fmt::Debug + Eq + std::hash::Hash + EncodeLabelSet + Send + Sync + 'static,
{
    let family = Family::<L, Counter>::default();
    registry.register(name, help, family.clone());
    family
}

fn resolved<L: Clone + Eq + std::hash::Hash>(family: &Family<L, Counter>, labels: L) -> Counter {
    family.get_or_create(&labels).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_counted_under_its_own_name() {
        for (at, (word, name)) in WORDS.into_iter().enumerate() {
            assert_eq!(word as usize, at);
            assert_eq!(serde_json::json!(word), name);
        }
    }
}
