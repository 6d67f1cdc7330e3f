//! Who may do what with a request that waits: another decides than the one who asked, and whoever asks may take back.

use super::Request;
use crate::domain::account::{Role, Roles};
use crate::domain::request::RequestState;
use crate::office::Actor;

impl Request {
    /// Whether nobody has decided, taken it back or let it lapse.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.row.state == RequestState::Waiting
    }

    /// Whether she asked for it herself.
    #[must_use]
    pub fn is_own(&self, actor: &Actor) -> bool {
        self.row.asked_by == actor.to_string()
    }

    /// Whether somebody with these roles may approve it or send it back.
    #[must_use]
    pub fn may_decide(&self, actor: &Actor, roles: Roles) -> bool {
        self.is_waiting() && roles.has(Role::Approver) && !self.is_own(actor)
    }

    /// Whether somebody with these roles may take it back: any operator, for who asked may be away.
    #[must_use]
    pub fn may_withdraw(&self, roles: Roles) -> bool {
        self.is_waiting() && roles.has(Role::Operator)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::domain::request::Kind;
    use crate::office::requests::{EraseWish, Wish};
    use crate::store::RequestRow;

    fn asked_by(actor: &Actor, state: RequestState) -> Request {
        let row = RequestRow {
            id: crate::domain::id::RequestId::new([1; crate::domain::id::DRAWN]),
            lsp: "klining".parse().expect("an id"),
            kind: Kind::Erase,
            kept: None,
            size: 1,
            body_sealed: String::new(),
            asked_by: actor.to_string(),
            asked_at: Timestamp::UNIX_EPOCH,
            state,
            decided_by: None,
            decided_at: None,
            remark_sealed: None,
        };
        Request { row, wish: Wish::Erase(EraseWish { before: date(2026, 1, 1) }), remark: None }
    }

    #[test]
    fn who_asked_decides_nothing_and_neither_does_who_is_no_approver() {
        let account = |name: &str| Actor::Account { name: name.parse().expect("a name") };
        let [siti, budi] = ["siti", "budi"].map(account);
        // The same name at the command line is somebody else.
        let console = Actor::Console { user: "siti".to_owned() };
        let [approver, operator] = [Role::Approver, Role::Operator].map(|role| [role].into_iter().collect::<Roles>());
        let waiting = asked_by(&siti, RequestState::Waiting);
        assert!(waiting.is_own(&siti) && !waiting.is_own(&budi) && !waiting.is_own(&console));
        assert!(!waiting.may_decide(&siti, approver) && waiting.may_decide(&budi, approver));
        assert!(!waiting.may_decide(&budi, operator) && waiting.may_decide(&console, approver));
        assert!(waiting.may_withdraw(operator) && !waiting.may_withdraw(approver));
        let done = asked_by(&siti, RequestState::Done);
        assert!(!done.may_decide(&budi, approver) && !done.may_withdraw(operator));
    }
}
