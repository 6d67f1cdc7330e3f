//! What stands in a journal, in words: for the command line and for the office's pages alike.

use std::borrow::Cow;

use super::{Lang, key, say};
use crate::domain::act::Act;

/// What was done; an act of later programs by its own word.
#[must_use]
pub fn act(act: &Act, lang: Lang) -> Cow<'_, str> {
    let word = match act {
        Act::Account => key!("journal-act-account"),
        Act::Alarm => key!("journal-act-alarm"),
        Act::Approve => key!("journal-act-approve"),
        Act::Blanko => key!("journal-act-blanko"),
        Act::Clock => key!("journal-act-clock"),
        Act::Employer => key!("journal-act-employer"),
        Act::EmployerKey => key!("journal-act-employer-key"),
        Act::Erase => key!("journal-act-erase"),
        Act::Event => key!("journal-act-event"),
        Act::GiveOut => key!("journal-act-give-out"),
        Act::HandOut => key!("journal-act-hand-out"),
        Act::Issue => key!("journal-act-issue"),
        Act::KeyCompromised => key!("journal-act-key-compromised"),
        Act::KeyNew => key!("journal-act-key-new"),
        Act::KeyRetire => key!("journal-act-key-retire"),
        Act::Lapse => key!("journal-act-lapse"),
        Act::Lsp => key!("journal-act-lsp"),
        Act::NikMatch => key!("journal-act-nik-match"),
        Act::NikReset => key!("journal-act-nik-reset"),
        Act::Recover => key!("journal-act-recover"),
        Act::Reinstate => key!("journal-act-reinstate"),
        Act::Repair => key!("journal-act-repair"),
        Act::Replace => key!("journal-act-replace"),
        Act::Revoke => key!("journal-act-revoke"),
        Act::SendBack => key!("journal-act-send-back"),
        Act::Setting => key!("journal-act-setting"),
        Act::SignIn => key!("journal-act-sign-in"),
        Act::SignOut => key!("journal-act-sign-out"),
        Act::Suspend => key!("journal-act-suspend"),
        Act::Withdraw => key!("journal-act-withdraw"),
        Act::Unknown(word) => return Cow::Borrowed(word),
    };
    word.say(lang)
}

/// What it was done to, by the kind of subject as a journal has it, and which one.
#[must_use]
pub fn subject(kind: &str, name: &str, lang: Lang) -> Cow<'static, str> {
    match kind {
        "account" => say!(lang, "journal-subject-account", id = name),
        "certificate" => say!(lang, "journal-subject-certificate", number = name),
        "key" => say!(lang, "journal-subject-key", kid = name),
        "lsp" => say!(lang, "journal-subject-lsp", id = name),
        "request" => say!(lang, "journal-subject-request", id = name),
        "roster" => say!(lang, "journal-subject-roster", sha256 = name),
        _ => Cow::Owned(format!("{kind} {name}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_have_words_in_both_languages_and_those_of_later_programs_their_own() {
        assert_eq!(act(&Act::KeyCompromised, Lang::En), "key compromised");
        assert_eq!(act(&Act::KeyCompromised, Lang::Id), "kunci dinyatakan dicuri");
        assert_eq!(act(&Act::Unknown("revalidate".to_owned()), Lang::Id), "revalidate");
        assert_eq!(subject("planet", "9", Lang::En), "planet 9");
    }
}
