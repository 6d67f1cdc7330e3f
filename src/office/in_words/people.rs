//! Who does something in an office, and as what, on pages and in files alike.

use std::borrow::Cow;

use crate::domain::account::Role;
use crate::office::Actor;
use crate::words::{Lang, say};

/// Whoever a journal names: somebody at the command line is not taken for whoever signs in by the same name. Whom later
/// programs name stands as they do.
#[must_use]
pub fn who(actor: &str, lang: Lang) -> String {
    match actor.parse::<Actor>() {
        Ok(Actor::Account { name }) => name.to_string(),
        Ok(Actor::Console { user }) => say!(lang, "office-records-console", user).into_owned(),
        Ok(Actor::Service) => say!(lang, "office-records-service").into_owned(),
        Err(_) => actor.to_owned(),
    }
}

/// What a role is called.
#[must_use]
pub fn role(role: Role, lang: Lang) -> Cow<'static, str> {
    match role {
        Role::Administrator => say!(lang, "office-role-administrator"),
        Role::Approver => say!(lang, "office-role-approver"),
        Role::Auditor => say!(lang, "office-role-auditor"),
        Role::Employer => say!(lang, "employers-role"),
        Role::Operator => say!(lang, "office-role-operator"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sits_at_the_command_line_is_not_taken_for_an_account_of_the_same_name() {
        let told = ["account:siti", "console:siti", "serve", "robot:7"].map(|actor| who(actor, Lang::Id));
        assert_eq!(told, ["siti", "siti (baris perintah)", "Layanan", "robot:7"]);
    }
}
