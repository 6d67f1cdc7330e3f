//! What is told of a certificate, and what of it is news. Pure.
//!
//! States are told and not history: what came and went between two questions is not told.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::domain::term::whole_second;
use crate::verify::Verdict;
use crate::verify::verdict::Word;

/// Days before a certificate's last one from which on it is said that it ends soon.
pub const SOON: i64 = 60;

/// How far apart two processes of an installation may be in what they know. What is told further in the future was told
/// by a clock that was wrong.
const APART: SignedDuration = SignedDuration::from_mins(10);

/// How a certificate stands: what everybody may know who has its number.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Stands {
    pub state: Word,
    /// None where nothing is proven.
    pub valid_until: Option<Date>,
    /// It is good, and [`SOON`] days or less are left.
    pub expires_soon: bool,
    pub superseded_by: Option<String>,
}

impl Stands {
    /// By a verdict on a certificate, about the present.
    #[must_use]
    pub fn of(verdict: &Verdict) -> Self {
        let valid_until = verdict.period.map(|period| period.valid_until);
        let is_soon = |last: Date| i64::from((last - verdict.on).get_days()) <= SOON && verdict.on <= last;
        // Who is suspended may be reinstated; whose certificate is gone has nothing to renew.
        let may_end = matches!(verdict.verdict, Word::StatusUnknown | Word::Suspended | Word::Valid);
        Self {
            state: verdict.verdict,
            valid_until,
            expires_soon: may_end && valid_until.is_some_and(is_soon),
            superseded_by: verdict.status.as_ref().and_then(|status| status.superseded_by.clone()),
        }
    }

    /// Of a certificate of which nothing can be proven.
    #[must_use]
    pub fn unproven(state: Word) -> Self {
        Self { state, valid_until: None, expires_soon: false, superseded_by: None }
    }
}

/// How a certificate stands, and when that was so.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Told {
    #[serde(flatten)]
    pub stands: Stands,
    /// When it was judged, in whole seconds.
    pub at: Timestamp,
    /// Of the status list that says so.
    pub as_of: Option<Timestamp>,
}

impl Told {
    /// By a verdict about the present.
    #[must_use]
    pub fn of(verdict: &Verdict, now: Timestamp) -> Self {
        let as_of = verdict.status.as_ref().and_then(|status| status.as_of);
        Self { stands: Stands::of(verdict), at: whole_second(now), as_of }
    }

    /// Of a certificate of which nothing can be proven.
    #[must_use]
    pub fn unproven(state: Word, now: Timestamp) -> Self {
        Self { stands: Stands::unproven(state), at: whole_second(now), as_of: None }
    }

    /// Whether it is to be told to whom this was told before. What another process judged later, or by a newer list, is
    /// not taken back by what was known earlier.
    #[must_use]
    pub fn is_news_after(&self, before: Option<&Self>) -> bool {
        let Some(before) = before else { return true };
        let is_behind = |own: Timestamp, theirs: Timestamp| own < theirs && theirs.duration_since(own) < APART;
        let by_older_list = self.as_of.zip(before.as_of).is_some_and(|(own, theirs)| is_behind(own, theirs));
        self.stands != before.stands && !is_behind(self.at, before.at) && !by_older_list
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::verify::Asked;
    use crate::verify::verdict::Period;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_323_600 + second).expect("an instant")
    }

    fn stands(state: Word, expires_soon: bool, superseded_by: Option<&str>) -> Stands {
        let superseded_by = superseded_by.map(str::to_owned);
        Stands { state, valid_until: Some(date(2026, 12, 18)), expires_soon, superseded_by }
    }

    fn told(stands: &Stands, second: i64, list: i64) -> Told {
        Told { stands: stands.clone(), at: at(second), as_of: Some(at(list)) }
    }

    #[test]
    fn news_is_what_stands_otherwise_than_it_was_told() {
        let valid = stands(Word::Valid, false, None);
        let replaced = stands(Word::Superseded, false, Some("2"));
        let table = [
            ("never told", None, valid.clone(), true),
            ("the same", Some(valid.clone()), valid.clone(), false),
            ("suspended", Some(valid.clone()), stands(Word::Suspended, false, None), true),
            ("reinstated", Some(stands(Word::Suspended, false, None)), valid.clone(), true),
            ("sixty days are left", Some(valid.clone()), stands(Word::Valid, true, None), true),
            ("it ended", Some(stands(Word::Valid, true, None)), stands(Word::Expired, false, None), true),
            ("replaced", Some(valid.clone()), replaced.clone(), true),
            ("by whom, once that is known", Some(stands(Word::Superseded, false, None)), replaced.clone(), true),
            ("still replaced", Some(replaced.clone()), replaced, false),
            ("nothing to judge it by", Some(valid.clone()), Stands::unproven(Word::StatusUnknown), true),
            ("another last day", Some(valid.clone()), Stands { valid_until: None, ..valid }, true),
        ];
        for (what, before, now, is_news) in table {
            let before = before.map(|before| told(&before, 0, 0));
            assert_eq!(told(&now, 60, 60).is_news_after(before.as_ref()), is_news, "{what}");
        }
    }

    #[test]
    fn what_was_known_earlier_takes_nothing_back() {
        let (valid, suspended) = (stands(Word::Valid, false, None), stands(Word::Suspended, false, None));
        let before = told(&suspended, 100, 100);
        assert!(!told(&valid, 99, 101).is_news_after(Some(&before)), "judged earlier");
        assert!(!told(&valid, 101, 99).is_news_after(Some(&before)), "by an older list");
        assert!(told(&valid, 100, 100).is_news_after(Some(&before)));
        assert!(told(&valid, -600, -600).is_news_after(Some(&before)), "that clock was wrong");
    }

    #[test]
    fn sixty_days_are_counted_to_the_last_day_and_of_what_can_still_be_renewed() {
        let on = date(2026, 11, 22);
        let verdict = |state, valid_until| {
            let period = Some(Period { issued_on: date(2023, 12, 18), valid_until });
            Verdict { verdict: state, on, period, ..Verdict::not_found(Asked::at(at(0))) }
        };
        let soon = |state, valid_until| Stands::of(&verdict(state, valid_until)).expires_soon;
        assert!(!soon(Word::Valid, date(2027, 1, 22)) && soon(Word::Valid, date(2027, 1, 21)));
        assert!(soon(Word::Valid, on) && soon(Word::Suspended, on));
        assert!(!soon(Word::Expired, date(2026, 11, 21)));
        for gone in [Word::Revoked, Word::Superseded, Word::Untrusted] {
            assert!(!soon(gone, on), "{gone:?}");
        }
    }

    #[test]
    fn what_is_kept_reads_back() {
        let told = told(&stands(Word::Superseded, false, Some("2")), 0, 0);
        let text = serde_json::to_string(&told).expect("JSON");
        assert_eq!(serde_json::from_str::<Told>(&text).expect("read"), told);
    }
}
