//! What an LSP's journal tells of its people: which account has which roles here, which row of the account is the
//! present one, and which sessions were begun and have not ended.
//!
//! | act | body |
//! | --- | --- |
//! | `account` | `{ "account", "roles": [...], "state": "active"\|"disabled", "credential", "from" }` |
//! | `sign in` | `{ "account", "credential", "session", "ended": session\|null, "from" }` |
//! | `sign out` | `{ "account", "sessions": [...], "from" }` |
//!
//! `credential` is the stamp of the account's row from then on. An `account` ends every session of it. What cannot be
//! read lets nobody in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::account::{AccountId, AccountState, Role, Roles, SessionId};
use crate::domain::act::Act;
use crate::store::VerifiedEntry;

/// Seconds after which a session is not even remembered; longer than any setting lets one last.
pub(in crate::office) const LONGEST_SESSION: i64 = 24 * 3600;

/// The accounts of one LSP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountsTold(BTreeMap<AccountId, MemberTold>);

/// One account at one LSP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberTold {
    pub roles: Roles,
    pub state: AccountState,
    /// The stamp of the account's present row.
    pub credential: String,
    /// When each session that goes on was begun, in seconds.
    sessions: BTreeMap<SessionId, i64>,
}

impl MemberTold {
    /// The roles that may be used.
    #[must_use]
    pub fn usable(&self) -> Roles {
        match self.state {
            AccountState::Active => self.roles,
            AccountState::Disabled => Roles::NONE,
        }
    }

    /// The sessions that were begun and have not ended.
    pub(super) fn sessions(&self) -> impl Iterator<Item = &SessionId> {
        self.sessions.keys()
    }

    /// Whether a session was begun and has not ended.
    #[must_use]
    pub fn has_session(&self, session: &SessionId) -> bool {
        self.sessions.contains_key(session)
    }
}

impl AccountsTold {
    /// Takes in one entry.
    pub(in crate::office) fn take(&mut self, entry: &VerifiedEntry) {
        match entry.act {
            Act::Account => self.take_account(&entry.body),
            Act::SignIn => self.take_sign_in(&entry.body, entry.at.as_second()),
            Act::SignOut => self.take_sign_out(&entry.body),
            _ => {}
        }
    }

    fn take_account(&mut self, body: &Value) {
        let Some(account) = account_of(body) else { return };
        let told = || {
            // A role of later programs is none here.
            let roles = body["roles"].as_array()?.iter().filter_map(|word| word.as_str()?.parse::<Role>().ok());
            let state = AccountState::deserialize(&body["state"]).ok()?;
            let credential = body["credential"].as_str()?.to_owned();
            Some(MemberTold { roles: roles.collect(), state, credential, sessions: BTreeMap::new() })
        };
        match told() {
            Some(told) => drop(self.0.insert(account, told)),
            None => drop(self.0.remove(&account)),
        }
    }

    fn take_sign_in(&mut self, body: &Value, at: i64) {
        let Some(member) = account_of(body).and_then(|account| self.0.get_mut(&account)) else { return };
        member.sessions.retain(|_, begun| at - *begun < LONGEST_SESSION);
        if let Some(ended) = session_of(&body["ended"]) {
            member.sessions.remove(&ended);
        }
        if let (Some(credential), Some(session)) = (body["credential"].as_str(), session_of(&body["session"])) {
            credential.clone_into(&mut member.credential);
            member.sessions.insert(session, at);
        }
    }

    fn take_sign_out(&mut self, body: &Value) {
        let Some(member) = account_of(body).and_then(|account| self.0.get_mut(&account)) else { return };
        for session in body["sessions"].as_array().into_iter().flatten().filter_map(session_of) {
            member.sessions.remove(&session);
        }
    }

    /// One account.
    #[must_use]
    pub fn get(&self, account: AccountId) -> Option<&MemberTold> {
        self.0.get(&account)
    }

    /// Every account that was ever of this LSP.
    pub fn iter(&self) -> impl Iterator<Item = (AccountId, &MemberTold)> {
        self.0.iter().map(|(account, told)| (*account, told))
    }
}

fn account_of(body: &Value) -> Option<AccountId> {
    body["account"].as_i64().map(AccountId::new)
}

fn session_of(value: &Value) -> Option<SessionId> {
    value.as_str()?.parse().ok()
}

/// What a summary of a journal keeps of an account.
#[derive(Debug, Deserialize, Serialize)]
pub(in crate::office) struct SummedAccount {
    account: i64,
    roles: Vec<String>,
    state: AccountState,
    credential: String,
    sessions: BTreeMap<SessionId, i64>,
}

impl AccountsTold {
    /// As a summary keeps it.
    pub(in crate::office) fn summed(&self) -> Vec<SummedAccount> {
        let one = |(account, told): (&AccountId, &MemberTold)| SummedAccount {
            account: account.number(),
            roles: told.roles.words().into_iter().map(str::to_owned).collect(),
            state: told.state,
            credential: told.credential.clone(),
            sessions: told.sessions.clone(),
        };
        self.0.iter().map(one).collect()
    }

    /// What a summary kept.
    pub(in crate::office) fn of_summed(summed: Vec<SummedAccount>) -> Self {
        let one = |of: SummedAccount| {
            let roles = of.roles.iter().filter_map(|word| word.parse::<Role>().ok()).collect();
            let told = MemberTold { roles, state: of.state, credential: of.credential, sessions: of.sessions };
            (AccountId::new(of.account), told)
        };
        Self(summed.into_iter().map(one).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn session(letter: &str) -> SessionId {
        letter.repeat(22).parse().expect("a session's name")
    }

    fn with_one_session() -> AccountsTold {
        let mut told = AccountsTold::default();
        told.take_account(&json!({
            "account": 7, "roles": ["approver", "auditor", "dancer"], "state": "active", "credential": "c1",
        }));
        told.take_sign_in(&json!({ "account": 7, "credential": "c2", "session": session("a"), "ended": null }), 1_000);
        told
    }

    #[test]
    fn an_account_has_the_roles_the_row_and_the_sessions_that_were_told_last() {
        let told = with_one_session();
        let one = told.get(AccountId::new(7)).expect("told");
        assert_eq!((one.usable().words(), one.credential.as_str()), (vec!["approver", "auditor"], "c2"));
        assert!(one.has_session(&session("a")) && !one.has_session(&session("b")));
        assert_eq!(told.get(AccountId::new(8)), None);
    }

    #[test]
    fn a_session_ends_by_signing_out_by_rotation_by_age_and_by_a_change_of_the_account() {
        type End = fn(&mut AccountsTold);
        let ends: [(&str, End); 4] = [
            ("signed out", |told| told.take_sign_out(&json!({ "account": 7, "sessions": [session("a")] }))),
            ("rotated", |told| {
                let body = json!({ "account": 7, "credential": "c3", "session": session("b"), "ended": session("a") });
                told.take_sign_in(&body, 1_100);
            }),
            ("too old", |told| {
                let body = json!({ "account": 7, "credential": "c3", "session": session("b"), "ended": null });
                told.take_sign_in(&body, 1_000 + LONGEST_SESSION);
            }),
            ("changed", |told| {
                told.take_account(&json!({ "account": 7, "roles": [], "state": "active", "credential": "c4" }));
            }),
        ];
        for (how, end) in ends {
            let mut told = with_one_session();
            end(&mut told);
            assert!(!told.get(AccountId::new(7)).expect("told").has_session(&session("a")), "{how}");
        }
    }

    #[test]
    fn a_disabled_account_has_no_role_and_one_that_cannot_be_read_is_none() {
        let mut told = with_one_session();
        told.take_account(&json!({ "account": 7, "roles": ["auditor"], "state": "disabled", "credential": "c" }));
        assert!(told.get(AccountId::new(7)).expect("told").usable().is_empty());
        for body in [
            json!({ "account": 7, "roles": ["auditor"], "state": "asleep", "credential": "c" }),
            json!({
                "account": 7, "roles": "auditor", "state": "active", "credential": "c",
            }),
        ] {
            let mut told = with_one_session();
            told.take_account(&body);
            assert_eq!(told.get(AccountId::new(7)), None, "{body}");
        }
    }

    #[test]
    fn who_is_no_member_cannot_begin_a_session() {
        let mut told = AccountsTold::default();
        told.take_sign_in(&json!({ "account": 7, "credential": "c", "session": session("a"), "ended": null }), 1);
        assert_eq!(told, AccountsTold::default());
    }

    #[test]
    fn a_summary_gives_back_what_was_told() {
        let told = with_one_session();
        let text = json!(told.summed()).to_string();
        assert_eq!(AccountsTold::of_summed(serde_json::from_str(&text).expect("summed")), told);
    }
}
