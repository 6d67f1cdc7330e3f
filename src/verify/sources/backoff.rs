//! How long to wait until lists are asked for again.
//!
//! As told, else by the smallest `ttl`. Where nothing is held yet, a failure is followed by another try after a second,
//! then two, four, up to that time; where something is, longer after each failure, up to an hour, yet never so long that
//! what is held could run out before several more tries. A little more or less each time, so that
//! verifiers started together do not ask together.

use std::time::Duration;

/// Where no list says anything.
const UNTOLD: Duration = Duration::from_secs(300);

const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// After failures.
const LONGEST_AFTER_FAILURE: Duration = Duration::from_secs(60 * 60);

/// What the wait depends on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Backoff {
    /// As the operator told.
    pub told: Option<Duration>,
    /// Seconds, of the list that wants to be asked for most often; 0 is none.
    pub ttl: Option<u32>,
    /// Rounds in a row in which nothing answered.
    pub failures: u32,
    /// Nothing is held yet.
    pub empty: bool,
    /// Until the first of the lists held is past its `exp`.
    pub left: Option<Duration>,
}

impl Backoff {
    /// The wait; `chance` makes it up to 15 % shorter or longer.
    #[must_use]
    pub fn wait(self, chance: u32) -> Duration {
        let ttl = self.ttl.filter(|ttl| *ttl > 0).map(|ttl| Duration::from_secs(ttl.into()));
        let usual = self.told.or(ttl).unwrap_or(UNTOLD).clamp(SHORTEST, LONGEST);
        if self.empty && self.failures > 0 {
            return spread(SHORTEST.saturating_mul(1 << (self.failures - 1).min(20)).min(usual), chance);
        }
        let patient = usual.saturating_mul(1 << self.failures.min(20)).min(LONGEST_AFTER_FAILURE);
        let patient = self.left.map_or(patient, |left| patient.min(left / 4));
        spread(patient.max(usual), chance)
    }
}

fn spread(wait: Duration, chance: u32) -> Duration {
    wait.mul_f64(0.85 + 0.3 * f64::from(chance) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIDDLE: u32 = u32::MAX / 2;

    fn seconds(backoff: Backoff) -> u64 {
        backoff.wait(MIDDLE).as_secs_f64().round() as u64
    }

    #[test]
    fn it_is_as_told_or_by_the_smallest_ttl() {
        let told = Some(Duration::from_secs(60));
        assert_eq!(seconds(Backoff { told, ttl: Some(5), ..Backoff::default() }), 60);
        for (ttl, expected) in [(Some(5), 5), (None, 300), (Some(0), 300), (Some(u32::MAX), 86_400)] {
            assert_eq!(seconds(Backoff { ttl, ..Backoff::default() }), expected, "{ttl:?}");
        }
    }

    #[test]
    fn it_grows_with_failures_up_to_an_hour_and_not_past_what_is_left() {
        let backoff = |failures, left: Option<u64>| {
            seconds(Backoff { ttl: Some(300), failures, left: left.map(Duration::from_secs), ..Backoff::default() })
        };
        assert_eq!([0, 1, 2, 3, 4, 99].map(|failures| backoff(failures, None)), [300, 600, 1200, 2400, 3600, 3600]);
        assert_eq!(backoff(4, Some(4000)), 1000);
        assert_eq!(backoff(4, Some(10)), 300, "and never more often than without failures");
        let daily = Backoff { ttl: Some(86_400), failures: 3, ..Backoff::default() };
        assert_eq!(seconds(daily), 86_400);
    }

    #[test]
    fn whoever_holds_nothing_yet_tries_again_after_a_second() {
        let backoff = |failures| seconds(Backoff { ttl: Some(10), failures, empty: true, ..Backoff::default() });
        assert_eq!([0, 1, 2, 3, 4, 5, 99].map(backoff), [10, 1, 2, 4, 8, 10, 10]);
    }

    #[test]
    fn two_verifiers_do_not_ask_together() {
        let wait = |chance| Backoff { ttl: Some(100), ..Backoff::default() }.wait(chance).as_secs_f64();
        assert!((wait(0) - 85.0).abs() < 0.01 && (wait(u32::MAX) - 115.0).abs() < 0.01);
    }
}
