//! The journal as people read it, narrowed by what they look for.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::domain::act::Act;
use crate::domain::issuer::{Lsp, LspId};
use crate::domain::search_key::SearchKey;
use crate::office::{Error, Office};
use crate::store::{JournalSearch, StoreError};
pub use crate::store::{ShownEntry, Subject, Turn, WrittenEntry};

/// Entries of one page.
pub const PAGE: u32 = 50;

/// Entries of one export.
pub const MOST_EXPORTED: u32 = 100_000;

/// Entries of an export that are read at once.
const AT_ONCE: u32 = 2_000;

/// What is looked for; each that is given narrows it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub act: Option<Act>,
    /// A sign-in name, or a user of the command line; whoever asked or approved.
    pub person: Option<String>,
    /// Any number of a certificate.
    pub number: Option<String>,
    /// Days where the LSP is, both included.
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A page of an LSP's journal, the newest entry first.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub async fn page(
    office: &Office,
    lsp: &Lsp,
    wanted: &Wanted,
    turn: Turn,
    most: u32,
) -> Result<Vec<ShownEntry>, Error> {
    let certificate = match &wanted.number {
        Some(number) => Some(number_of(office, lsp, number).await?),
        None => None,
    };
    let begins = |day: Date| day.to_zoned(lsp.time_zone.rules().clone()).ok().map(|there| there.timestamp());
    let after = wanted.until.and_then(|day| day.checked_add(1.day()).ok());
    let people =
        wanted.person.as_deref().map(|name| [format!("account:{name}"), format!("console:{name}"), name.to_owned()]);
    let search = JournalSearch {
        lsp: lsp.id.clone(),
        act: wanted.act.clone(),
        people,
        certificate,
        from: wanted.from.and_then(begins),
        before: after.and_then(begins),
    };
    Ok(office.store.journal_page(&search, turn, most, &*office.records().await?).await?)
}

/// Every entry that is looked for, the newest first; none where they are more than [`MOST_EXPORTED`].
///
/// # Errors
/// As [`page`].
pub async fn all(office: &Office, lsp: &Lsp, wanted: &Wanted) -> Result<Option<Vec<ShownEntry>>, Error> {
    let (mut all, mut turn) = (Vec::new(), Turn::Start);
    loop {
        let entries = page(office, lsp, wanted, turn, AT_ONCE).await?;
        let Some(last) = entries.last() else { return Ok(Some(all)) };
        turn = Turn::Older(last.entry.seq);
        all.extend(entries);
        if all.len() > MOST_EXPORTED as usize {
            return Ok(None);
        }
    }
}

/// An LSP's journal from its beginning, as it stands in the table.
///
/// # Errors
/// The database does not answer.
pub async fn whole(office: &Office, lsp: &LspId) -> Result<Vec<WrittenEntry>, StoreError> {
    office.store.journal(lsp).await
}

/// The entries that name a certificate, by its number as it is shown.
///
/// # Errors
/// The database does not answer.
pub async fn of_certificate(office: &Office, lsp: &LspId, number: &str) -> Result<Vec<WrittenEntry>, StoreError> {
    office.store.history(lsp, number).await
}

/// The LSPs that have a journal.
///
/// # Errors
/// The database does not answer.
pub async fn lsps(office: &Office) -> Result<Vec<LspId>, StoreError> {
    Ok(office.store.heads().await?.into_iter().map(|head| head.lsp).collect())
}

/// The number of a certificate as it is shown, from whatever number of it; what names none stays as it is.
async fn number_of(office: &Office, lsp: &Lsp, number: &str) -> Result<String, Error> {
    let Some(key) = SearchKey::new(number) else { return Ok(number.to_owned()) };
    let found = office.store.by_number(&key).await?;
    let own = found.certificates.into_iter().find(|certificate| certificate.lsp == lsp.id);
    Ok(own.map_or_else(|| number.to_owned(), |certificate| certificate.number))
}
