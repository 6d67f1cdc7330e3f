//! A question before what cannot be taken back.

use std::io::{self, BufRead, IsTerminal as _, Write};

use anyhow::Context as _;

use super::failure::refused;
use crate::words::{Lang, key, say};

/// Whether the person at the terminal agrees. Without a terminal there is nobody to ask, and the command stands.
pub(super) fn agreed(question: &str, lang: Lang) -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(true);
    }
    let answered = answer(question, lang, &mut io::stdin().lock(), &mut io::stderr());
    answered.with_context(|| key!("cli-no-answer").say(lang))
}

/// As [`agreed`], but where there is nobody to ask, only a `--yes` given beforehand agrees.
pub(super) fn agreed_or_given(yes: bool, question: &str, lang: Lang) -> anyhow::Result<bool> {
    if yes {
        return Ok(true);
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(refused(say!(lang, "cli-yes-needed")));
    }
    agreed(question, lang)
}

/// Asks, and takes only a yes in one of both languages for one.
fn answer(question: &str, lang: Lang, from: &mut impl BufRead, to: &mut impl Write) -> io::Result<bool> {
    write!(to, "{question} {} ", say!(lang, "cli-yes-or-no"))?;
    to.flush()?;
    let mut line = String::new();
    from.read_line(&mut line)?;
    Ok(["y", "ya", "yes"].contains(&line.trim().to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_one() {
        let asked = |given: &str| {
            let mut shown = Vec::new();
            let agreed = answer("Cabut?", Lang::Id, &mut given.as_bytes(), &mut shown).expect("answered");
            assert_eq!(String::from_utf8(shown).expect("UTF-8"), "Cabut? [y/t] ");
            agreed
        };
        assert!(asked("y\n") && asked("Ya\n") && asked(" yes \n"));
        assert!(!asked("\n") && !asked("t\n") && !asked("") && !asked("yakin?\n"));
    }
}
