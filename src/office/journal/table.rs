//! The journal as a file, for people.

use std::borrow::Cow;

use super::read::ShownEntry;
use crate::domain::issuer::Lsp;
use crate::office::in_words::entry::{Staff, details, from, named};
use crate::office::in_words::people::who;
use crate::office::register::{self, Kind, RegisterError};
use crate::words::{Lang, acts, say, when};

/// A line an entry, its instant where the LSP is.
///
/// # Errors
/// The file cannot be written.
pub fn journal_table(
    kind: Kind,
    entries: &[ShownEntry],
    staff: &Staff,
    lsp: &Lsp,
    lang: Lang,
) -> Result<Vec<u8>, RegisterError> {
    let headings = [
        say!(lang, "office-records-entry"),
        say!(lang, "office-records-at"),
        say!(lang, "office-records-who"),
        say!(lang, "office-records-approved"),
        say!(lang, "office-records-act"),
        say!(lang, "office-records-subject"),
        say!(lang, "office-records-details"),
        say!(lang, "office-records-address"),
        say!(lang, "office-records-holds"),
    ]
    .map(Cow::into_owned);
    register::file(kind, headings, entries.iter().map(|shown| line(shown, staff, lsp, lang)))
}

fn line(shown: &ShownEntry, staff: &Staff, lsp: &Lsp, lang: Lang) -> [String; 9] {
    let entry = &shown.entry;
    let subject = entry.subject.as_ref().map(|subject| {
        let (kind, name) = named(subject, staff);
        acts::subject(&kind, &name, lang).into_owned()
    });
    // An empty cell says that there is none.
    [
        entry.seq.to_string(),
        when::sorted(entry.at, lsp.time_zone.rules()),
        who(&entry.actor, lang),
        entry.approved_by.as_deref().map(|by| who(by, lang)).unwrap_or_default(),
        acts::act(&entry.act, lang).into_owned(),
        subject.unwrap_or_default(),
        details(entry, lang),
        from(entry).unwrap_or_default(),
        match shown.holds {
            true => say!(lang, "office-records-holds-yes"),
            false => say!(lang, "office-records-holds-no"),
        }
        .into_owned(),
    ]
}
