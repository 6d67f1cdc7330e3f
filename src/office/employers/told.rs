//! What an LSP's journal tells of employers: what is agreed with each, which keys they have, and what they asked about
//! NIK. Every question is an entry before it is answered, so the journal itself is what is counted.
//!
//! | act | subject | body |
//! | --- | --- | --- |
//! | `employer` | account | `{ "account", "terms": { "company", "nik_a_day", "lookups_a_day", "keys" }, "from" }` |
//! | `employer key` | account | `{ "account", "key", "hash", "from" }` for one that is made, `{ "account", "key", "state": "revoked", "from" }` |
//! | `nik match` | certificate | `{ "account", "day", "from" }`; the day is the LSP's |
//! | `nik reset` | certificate | `{ "from" }` |

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::EmployerError;
use super::nik::{IN_A_ROW, IN_ALL, REST};
use super::terms::Terms;
use crate::domain::account::AccountId;
use crate::domain::act::Act;
use crate::office::accounts::AccountError;
use crate::store::{Subject, VerifiedEntry};

/// The employers of one LSP, and what they asked.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct EmployersTold {
    terms: BTreeMap<i64, Terms>,
    keys: BTreeMap<String, KeyTold>,
    /// Questions about a certificate, by its number.
    tries: BTreeMap<String, Tries>,
    /// Certificates that an employer asked about on the last day on which it did.
    asked: BTreeMap<i64, Asked>,
}

/// A key of an employer.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct KeyTold {
    pub(super) account: i64,
    pub(super) hash: String,
    /// Seconds since 1970.
    pub(super) made_at: i64,
    pub(super) revoked: bool,
}

/// Questions about the NIK of one certificate since the LSP last allowed them anew.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
struct Tries {
    all: u32,
    /// Since the last hour without any.
    in_a_row: u32,
    /// When the last was asked, in seconds.
    last: i64,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
struct Asked {
    day: Date,
    numbers: BTreeSet<String>,
}

impl EmployersTold {
    /// Takes in one entry.
    pub(in crate::office) fn take(&mut self, entry: &VerifiedEntry) {
        let (body, at) = (&entry.body, entry.at.as_second());
        match (&entry.act, &entry.subject) {
            (Act::Employer, _) => {
                if let (Some(account), Ok(terms)) = (body["account"].as_i64(), Terms::deserialize(&body["terms"])) {
                    self.terms.insert(account, terms);
                }
            }
            (Act::EmployerKey, _) => self.take_key(body, at),
            (Act::NikMatch, Some(Subject::Certificate(number))) => {
                if let (Some(account), Ok(day)) = (body["account"].as_i64(), Date::deserialize(&body["day"])) {
                    self.take_question(account, number, day, at);
                }
            }
            (Act::NikReset, Some(Subject::Certificate(number))) => drop(self.tries.remove(number)),
            _ => {}
        }
    }

    fn take_key(&mut self, body: &serde_json::Value, at: i64) {
        let (Some(account), Some(key)) = (body["account"].as_i64(), body["key"].as_str()) else { return };
        match (body["hash"].as_str(), self.keys.get_mut(key)) {
            (Some(hash), None) => {
                let made = KeyTold { account, hash: hash.to_owned(), made_at: at, revoked: false };
                self.keys.insert(key.to_owned(), made);
            }
            // Whatever else is said of a key ends it.
            (_, Some(known)) => known.revoked = true,
            (None, None) => {}
        }
    }

    pub(super) fn take_question(&mut self, account: i64, number: &str, day: Date, at: i64) {
        let tries = self.tries.entry(number.to_owned()).or_default();
        tries.in_a_row = if at - tries.last >= REST { 1 } else { tries.in_a_row.saturating_add(1) };
        tries.all = tries.all.saturating_add(1);
        tries.last = tries.last.max(at);
        let asked = self.asked.entry(account).or_insert_with(|| Asked { day, numbers: BTreeSet::new() });
        if day > asked.day {
            *asked = Asked { day, numbers: BTreeSet::new() };
        }
        asked.numbers.insert(number.to_owned());
    }

    /// What is agreed with an employer; none where the account is no employer's.
    #[must_use]
    pub fn terms(&self, account: AccountId) -> Option<&Terms> {
        self.terms.get(&account.number())
    }

    /// A key by its name, and whose it is, if it is not revoked.
    pub(super) fn live_key(&self, name: &str) -> Option<&KeyTold> {
        self.keys.get(name).filter(|key| !key.revoked)
    }

    /// The keys of an employer that are not revoked, by name.
    pub(super) fn live_keys(&self, account: AccountId) -> impl Iterator<Item = (&str, &KeyTold)> {
        let of = move |(_, key): &(&String, &KeyTold)| key.account == account.number() && !key.revoked;
        self.keys.iter().filter(of).map(|(name, key)| (name.as_str(), key))
    }

    /// How often was asked about a certificate since the LSP last allowed it anew.
    #[must_use]
    pub fn tries(&self, number: &str) -> u32 {
        self.tries.get(number).map_or(0, |tries| tries.all)
    }

    /// How many certificates an employer asked about on a day.
    #[must_use]
    pub fn asked_on(&self, account: AccountId, day: Date) -> u32 {
        // Of a clock that was set back, what was asked after it counts too.
        let asked = self.asked.get(&account.number()).filter(|asked| asked.day >= day);
        asked.map_or(0, |asked| u32::try_from(asked.numbers.len()).unwrap_or(u32::MAX))
    }

    /// Whether an employer may ask about the NIK of a certificate on a day, at an instant in seconds.
    pub(super) fn may_ask(&self, account: AccountId, number: &str, day: Date, now: i64) -> Result<(), EmployerError> {
        let terms = self.terms(account).ok_or(AccountError::NoMember(account))?;
        let tries = self.tries.get(number).copied().unwrap_or_default();
        let again = tries.last.saturating_add(REST);
        let known = self.asked.get(&account.number()).filter(|asked| asked.day >= day);
        let is_known = known.is_some_and(|asked| asked.numbers.contains(number));
        match () {
            () if tries.all >= IN_ALL => Err(EmployerError::Spent),
            () if tries.in_a_row >= IN_A_ROW && now < again => Err(EmployerError::TooSoon(again - now)),
            () if !is_known && self.asked_on(account, day) >= terms.nik_a_day() => {
                Err(EmployerError::Day { most: terms.nik_a_day() })
            }
            () => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    const DAY: Date = date(2026, 11, 28);

    fn told(nik_a_day: u32) -> EmployersTold {
        let mut told = EmployersTold::default();
        for account in [7, 8] {
            told.terms.insert(account, Terms::new("PT Rekaan", nik_a_day, 10, 1).expect("terms"));
        }
        told
    }

    fn may(told: &EmployersTold, account: i64, number: &str, day: Date, now: i64) -> &'static str {
        match told.may_ask(AccountId::new(account), number, day, now) {
            Ok(()) => "may",
            Err(EmployerError::Spent) => "spent",
            Err(EmployerError::TooSoon(_)) => "too soon",
            Err(EmployerError::Day { .. }) => "day",
            Err(_) => "nobody",
        }
    }

    #[test]
    fn after_five_questions_about_a_certificate_an_hour_passes_and_after_twenty_nobody_asks_before_the_lsp_allows_it() {
        let mut told = told(20);
        let mut now = 1_000_000;
        for round in 0..4 {
            for question in 0..5 {
                assert_eq!(may(&told, 7, "A", DAY, now), "may", "{round} {question}");
                // Of two employers in turn: it is the certificate that is guessed at.
                told.take_question(7 + question % 2, "A", DAY, now);
                now += 1;
            }
            let hour = now - 1 + REST;
            let refused = if round == 3 { "spent" } else { "too soon" };
            assert_eq!((may(&told, 7, "A", DAY, now), may(&told, 8, "A", DAY, hour - 1)), (refused, refused));
            now = hour;
        }
        assert_eq!(may(&told, 7, "A", date(2027, 11, 28), now + 365 * 86_400), "spent", "however long ago");
        assert_eq!((may(&told, 7, "B", DAY, now), told.tries("A")), ("may", 20), "another certificate");
        told.tries.remove("A");
        assert_eq!(may(&told, 7, "A", DAY, now), "may");
        assert_eq!(may(&told, 9, "B", DAY, now), "nobody");
    }

    #[test]
    fn an_employer_asks_about_as_many_certificates_a_day_as_is_agreed_and_again_about_those() {
        let mut told = told(2);
        told.take_question(7, "A", DAY, 10);
        told.take_question(7, "B", DAY, 11);
        let asked = |day| ["A", "C"].map(|number| may(&told, 7, number, day, 100_000));
        assert_eq!((asked(DAY), asked(date(2026, 11, 29))), (["may", "day"], ["may", "may"]));
        assert_eq!(asked(date(2026, 11, 27)), ["may", "day"], "a clock that was set back gives no new day");
        assert_eq!(may(&told, 8, "C", DAY, 100_000), "may", "another's quota is its own");
    }

    #[test]
    fn a_key_that_was_revoked_is_never_taken_again() {
        let mut told = told(2);
        told.take_key(&json!({ "account": 7, "key": "k", "hash": "h" }), 1);
        assert!(told.live_key("k").is_some() && told.live_keys(AccountId::new(7)).count() == 1);
        assert_eq!(told.live_keys(AccountId::new(8)).count(), 0);
        told.take_key(&json!({ "account": 7, "key": "k", "state": "revoked" }), 2);
        assert!(told.live_key("k").is_none());
        told.take_key(&json!({ "account": 7, "key": "k", "hash": "h" }), 3);
        assert!(told.live_key("k").is_none() && told.live_keys(AccountId::new(7)).count() == 0);
    }

    #[test]
    fn a_summary_gives_back_what_was_told() {
        let mut told = told(2);
        told.take_question(7, "A", DAY, 10);
        told.take_key(&json!({ "account": 7, "key": "k", "hash": "h" }), 1);
        let text = json!(told).to_string();
        assert_eq!(serde_json::from_str::<EmployersTold>(&text).expect("summed"), told);
    }
}
