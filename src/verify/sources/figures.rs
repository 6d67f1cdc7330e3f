//! Figures on lists, for a monitor. Instants are seconds since 1970; an age is `time() - …`.

use std::sync::atomic::AtomicU64;

use jiff::Timestamp;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::{Belief, ListName, Refusal};

type Labels<const N: usize> = [(&'static str, &'static str); N];

/// What a verifier counts of its lists.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    refused: Family<Labels<2>, Counter<u64, AtomicU64>>,
    unreachable: Family<Labels<1>, Counter<u64, AtomicU64>>,
    held: Family<Labels<1>, Gauge>,
    trust_issued: Gauge,
    trust_expires: Gauge,
    oldest: Gauge,
    next_expiry: Gauge,
    refreshed: Gauge,
}

impl Counted {
    /// Figures that `registry` shows under names that begin with `absah`, or with another word beside others of the same kind.
    pub fn register(registry: &mut Registry, word: &str) -> Self {
        let counted = Self::default();
        for (name, help, gauge) in [
            ("trust_list_issued_timestamp_seconds", "When the trust list was signed", &counted.trust_issued),
            ("trust_list_expires_timestamp_seconds", "When the trust list expires", &counted.trust_expires),
            ("status_lists_oldest_timestamp_seconds", "When the oldest status list was signed", &counted.oldest),
            ("status_lists_next_expiry_timestamp_seconds", "When a status list expires", &counted.next_expiry),
            ("lists_refreshed_timestamp_seconds", "When every list was had and believed", &counted.refreshed),
        ] {
            registry.register(format!("{word}_{name}"), help, gauge.clone());
        }
        let name = |name| format!("{word}_lists_{name}");
        registry.register(name("held"), "Lists that are believed", counted.held.clone());
        registry.register(name("refused"), "Lists that were not believed", counted.refused.clone());
        registry.register(name("unreachable"), "Lists that could not be had", counted.unreachable.clone());
        counted
    }

    pub(super) fn refuse(&self, name: &ListName, refusal: &Refusal) {
        self.refused.get_or_create(&[("kind", name.kind()), ("reason", refusal.word())]).inc();
    }

    pub(super) fn miss(&self, name: &ListName) {
        self.unreachable.get_or_create(&[("kind", name.kind())]).inc();
    }

    /// Every list was had and believed.
    pub(super) fn refresh(&self, now: Timestamp) {
        self.refreshed.set(now.as_second());
    }

    /// What is held now; 0 where nothing is.
    pub(super) fn hold(&self, belief: &Belief) {
        let seconds = |instant: Option<Timestamp>| instant.map_or(0, Timestamp::as_second);
        let term = belief.trust_term();
        self.trust_issued.set(seconds(term.map(|term| term.issued)));
        self.trust_expires.set(seconds(term.map(|term| term.expires)));
        self.oldest.set(seconds(belief.statuses().map(|(.., listed)| listed.list.as_of()).min()));
        self.next_expiry.set(seconds(belief.statuses().map(|(.., listed)| listed.list.exp()).min()));
        let honoured = belief
            .trust()
            .map_or(0, |trust| trust.compromised().filter(|(_, kid, _)| trust.honoured(*kid).is_some()).count());
        let trust = usize::from(belief.trust().is_some());
        for (kind, count) in [("honoured", honoured), ("status", belief.statuses().count()), ("trust", trust)] {
            self.held.get_or_create(&[("kind", kind)]).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }
}
