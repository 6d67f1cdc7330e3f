//! How an account is changed: its row, the sessions that begin or end with it, and an entry in the journal of each LSP
//! in which it has a role, in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::AccountError;
use super::believed::stamp;
use crate::domain::account::{AccountId, AccountState, Roles, SessionId};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::office::acting::journal;
use crate::office::{By, Office};
use crate::seal::records::Records;
use crate::store::{AccountRow, SessionRow, StoreError, Subject};

/// What becomes of an account's row.
pub(super) enum RowChange {
    /// It is new.
    Insert(AccountRow),
    Keep(AccountRow),
    /// It stands in place of the one that has this stamp.
    Replace {
        row: AccountRow,
        before: String,
    },
}

/// What becomes of an account at an LSP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) roles: Roles,
    pub(super) state: AccountState,
}

/// A session that begins, and the one that it takes the place of.
pub(super) struct Beginning {
    pub(super) session: SessionRow,
    pub(super) ended: Option<SessionId>,
}

/// A change of an account.
pub(super) struct Change {
    pub(super) row: RowChange,
    /// Where it is as told from now on; this ends its sessions.
    pub(super) standings: BTreeMap<LspId, Standing>,
    /// What is agreed with an employer whose account it is.
    pub(super) terms: Option<Value>,
    /// A session that begins at each of these.
    pub(super) begins: Option<(Beginning, BTreeSet<LspId>)>,
}

impl Change {
    /// Whom the change is about, as the row is from now on.
    fn row(&self) -> &AccountRow {
        match &self.row {
            RowChange::Insert(row) | RowChange::Keep(row) | RowChange::Replace { row, .. } => row,
        }
    }
}

/// The same account with other columns, under a stamp of its own.
pub(super) fn stamped(row: AccountRow, records: &Records) -> AccountRow {
    AccountRow { stamp: stamp(&row, records), ..row }
}

impl Office {
    /// Makes a change, or nothing of it.
    pub(super) async fn change_account(&self, change: Change, records: &Records, by: &By) -> Result<(), AccountError> {
        let begun_at = change.begins.iter().flat_map(|(_, lsps)| lsps);
        let lsps: BTreeSet<LspId> = change.standings.keys().chain(begun_at).cloned().collect();
        let mut rest = lsps.iter();
        // An account without an LSP is in no journal, and so is none.
        let first = rest.next().ok_or(AccountError::NoRole)?;
        for lsp in &lsps {
            self.not_restored(lsp).await?;
        }
        let row = change.row();
        let mut writing = self.store.write(first).await?;
        match &change.row {
            RowChange::Insert(row) => match writing.insert_account(row).await {
                Err(StoreError::Duplicate) => return Err(AccountError::Taken(row.name.clone())),
                done => done?,
            },
            RowChange::Keep(_) => {}
            RowChange::Replace { row, before } => {
                if !writing.replace_account(row, before).await? {
                    return Err(AccountError::Changed);
                }
            }
        }
        if !change.standings.is_empty() {
            writing.remove_sessions(row.id).await?;
        }
        if let Some((Beginning { session, ended }, _)) = &change.begins {
            if let Some(ended) = ended {
                writing.remove_session(ended).await?;
            }
            writing.insert_session(session).await?;
        }
        let mut lsp = first;
        loop {
            let mut entries = Vec::new();
            if let Some(Standing { roles, state }) = change.standings.get(lsp) {
                let (roles, state) = (roles.words(), state.as_str());
                let body = json!({ "roles": roles, "state": state, "credential": row.stamp });
                entries.push((Act::Account, body));
                entries.extend(change.terms.clone().map(|terms| (Act::Employer, terms)));
            }
            if let Some((Beginning { session, ended }, _)) = change.begins.as_ref().filter(|(_, at)| at.contains(lsp)) {
                let body = json!({ "credential": row.stamp, "session": session.id, "ended": ended });
                entries.push((Act::SignIn, body));
            }
            for (act, body) in entries {
                let subject = Subject::Account(row.id);
                journal(&mut writing, records, by, act, subject, of(row.id, body, by)).await?;
            }
            lsp = match rest.next() {
                Some(next) => next,
                None => break,
            };
            writing = writing.go_on_to(lsp).await?;
        }
        writing.commit().await?;
        self.mark(|lsp, _| lsps.contains(lsp)).await;
        Ok(())
    }

    /// Ends sessions of an account at every LSP in which it has a role.
    pub(super) async fn end_sessions(
        &self,
        account: AccountId,
        at: &BTreeSet<LspId>,
        sessions: &[SessionId],
        records: &Records,
        by: &By,
    ) -> Result<(), AccountError> {
        let mut rest = at.iter();
        let Some(first) = rest.next() else { return Ok(()) };
        let mut writing = self.store.write(first).await?;
        for session in sessions {
            writing.remove_session(session).await?;
        }
        loop {
            let body = of(account, json!({ "sessions": sessions }), by);
            journal(&mut writing, records, by, Act::SignOut, Subject::Account(account), body).await?;
            match rest.next() {
                Some(next) => writing = writing.go_on_to(next).await?,
                None => break,
            }
        }
        writing.commit().await?;
        self.mark(|lsp, _| at.contains(lsp)).await;
        Ok(())
    }
}

/// A body that says of whom it is, and from where.
fn of(account: AccountId, mut body: Value, by: &By) -> Value {
    body["account"] = account.number().into();
    body["from"] = by.from.as_deref().unwrap_or("console").into();
    body
}
