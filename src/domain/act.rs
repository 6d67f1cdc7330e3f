//! What an LSP does, as its journal names it.

use std::fmt;

use super::status::State;

/// One act. Journals outlive programs: a word that this one does not know is read as [`Act::Unknown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// An account as it is at this LSP from now on; whoever was signed in by it is so no more.
    Account,
    /// A key of the LSP signed a token that the LSP never issued.
    Alarm,
    /// Somebody approved of what another had asked for.
    Approve,
    /// Preprinted sheets came in, went on certificates, were spoiled or taken back.
    Blanko,
    /// Somebody said that the machine's clock is right.
    Clock,
    /// What was agreed with an employer.
    Employer,
    /// An employer's key for programs was made or revoked.
    EmployerKey,
    /// Personal data of long ago was erased.
    Erase,
    /// An event was written down, or written anew.
    Event,
    /// A holder was given what is kept about her.
    GiveOut,
    /// Certificates, or a list of who holds them, left the office in a file.
    HandOut,
    Issue,
    KeyCompromised,
    KeyNew,
    KeyRetire,
    /// What was approved could not be done, and is not approved any more.
    Lapse,
    /// The LSP's particulars, schemes and design as they are from now on.
    Lsp,
    /// An employer asked whether a NIK is that of a certificate's holder.
    NikMatch,
    /// Employers may ask about a certificate's NIK anew.
    NikReset,
    /// A restored database went on past what was given since the backup.
    Recover,
    Reinstate,
    /// Tables were put back to what the journal says.
    Repair,
    Replace,
    Revoke,
    /// What somebody had asked for went back with a remark.
    SendBack,
    /// Something that an LSP sets for itself.
    Setting,
    /// Somebody signed in, or showed again who she is.
    SignIn,
    SignOut,
    Suspend,
    Unknown(String),
    /// Somebody took back what she had asked for.
    Withdraw,
}

/// Every act that has a name here, by its word.
pub const NAMED: [Act; 30] = [
    Act::Account,
    Act::Alarm,
    Act::Approve,
    Act::Blanko,
    Act::Clock,
    Act::Employer,
    Act::EmployerKey,
    Act::Erase,
    Act::Event,
    Act::GiveOut,
    Act::HandOut,
    Act::Issue,
    Act::KeyCompromised,
    Act::KeyNew,
    Act::KeyRetire,
    Act::Lapse,
    Act::Lsp,
    Act::NikMatch,
    Act::NikReset,
    Act::Recover,
    Act::Reinstate,
    Act::Repair,
    Act::Replace,
    Act::Revoke,
    Act::SendBack,
    Act::Setting,
    Act::SignIn,
    Act::SignOut,
    Act::Suspend,
    Act::Withdraw,
];

impl Act {
    /// The word in the journal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Account => "account",
            Self::Alarm => "alarm",
            Self::Approve => "approve",
            Self::Blanko => "blanko",
            Self::Clock => "clock",
            Self::Employer => "employer",
            Self::EmployerKey => "employer key",
            Self::Erase => "erase",
            Self::Event => "event",
            Self::GiveOut => "give out",
            Self::HandOut => "hand out",
            Self::Issue => "issue",
            Self::KeyCompromised => "key compromised",
            Self::KeyNew => "key new",
            Self::KeyRetire => "key retire",
            Self::Lapse => "lapse",
            Self::Lsp => "lsp",
            Self::NikMatch => "nik match",
            Self::NikReset => "nik reset",
            Self::Recover => "recover",
            Self::Reinstate => "reinstate",
            Self::Repair => "repair",
            Self::Replace => "replace",
            Self::Revoke => "revoke",
            Self::SendBack => "send back",
            Self::Setting => "setting",
            Self::SignIn => "sign in",
            Self::SignOut => "sign out",
            Self::Suspend => "suspend",
            Self::Unknown(word) => word,
            Self::Withdraw => "withdraw",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        let known = NAMED.into_iter().find(|act| act.as_str() == word);
        known.unwrap_or_else(|| Self::Unknown(word.to_owned()))
    }
}

impl Act {
    /// What a certificate becomes by an act, if its state allows it: a revocation and a replacement are final.
    #[must_use]
    pub fn makes_of(&self, state: State) -> Option<State> {
        match (self, state) {
            (Self::Reinstate, State::Suspended) => Some(State::Valid),
            (Self::Replace, State::Valid) => Some(State::Superseded),
            (Self::Revoke, State::Suspended | State::Valid) => Some(State::Revoked),
            (Self::Suspend, State::Valid) => Some(State::Suspended),
            _ => None,
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_make_of_states_what_changes_do() {
        use super::super::status::{Change, RevokeReason, SuspendReason};
        let changes = [
            Change::Reinstate,
            Change::Replace(RevokeReason::Fraud),
            Change::Revoke(RevokeReason::Fraud),
            Change::Suspend(SuspendReason::Misuse),
        ];
        for change in changes {
            for state in [State::Revoked, State::Superseded, State::Suspended, State::Valid] {
                let becomes = state.allows(change).then_some(change.becomes());
                assert_eq!(change.act().makes_of(state), becomes, "{change:?} of {state:?}");
            }
        }
        assert_eq!(Act::Issue.makes_of(State::Valid), None);
    }

    #[test]
    fn acts_read_back_and_those_of_later_programs_are_kept() {
        for act in NAMED {
            assert_eq!(Act::from_word(act.as_str()), act);
        }
        assert_eq!(Act::from_word("revalidate").as_str(), "revalidate");
        assert_eq!(Act::from_word("revalidate"), Act::Unknown("revalidate".to_owned()));
    }
}
