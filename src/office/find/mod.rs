//! Looking for certificates: by any of their numbers, a part of a name, a whole NIK, or what they have in common. A list
//! holds each of its rows against the journal, and takes states from the journal alone.

mod hit;
mod numbered;
mod orders;
mod table;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::blanko::OnSheets;
use super::told::Told;
use super::{Error, Office};
use crate::domain::holder::Nik;
use crate::domain::id::{CertificateId, EventId};
use crate::domain::issuer::LspId;
use crate::domain::name_words::typed_words;
use crate::domain::scheme::SchemeCode;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::domain::year::Year;
use crate::seal::records::Records;
use crate::store::{Found, NikIndex, Search, Sought, StoreError};
pub use crate::store::{Leaf, Place, Sort};
pub use hit::{Hit, States};
pub(super) use numbered::is_recorded;
pub use numbered::{Numbered, by_number, one};
pub use orders::Orders;
pub use table::{hits_table, line};

/// What is looked for; each that is given narrows it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub text: Option<String>,
    pub event: Option<EventId>,
    pub issued_in: Option<Year>,
    pub expiring_before: Option<Date>,
    pub state: Option<State>,
    pub scheme: Option<SchemeCode>,
}

/// Which page of what was found, in which order.
#[derive(Clone, Debug)]
pub struct Asked {
    pub sort: Sort,
    pub leaf: Leaf,
    pub most: u32,
    /// What expires is counted from.
    pub today: Date,
    pub states: States,
}

/// A page of certificates.
#[derive(Clone, Debug)]
pub struct Page {
    pub hits: Vec<Hit>,
    pub before: Option<Leaf>,
    pub next: Option<Leaf>,
    pub orders: Orders,
}

/// A page of an LSP's certificates that answer what is wanted: those with the number or the NIK itself, and else those
/// whose names have words that begin so. Only a whole NIK needs the records' secret.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub async fn page(office: &Office, lsp: &LspId, wanted: &Wanted, asked: &Asked) -> Result<Page, Error> {
    let mut search = Search {
        sought: Sought::Everything,
        event: wanted.event.clone(),
        issued_in: wanted.issued_in,
        expiring: wanted.expiring_before.map(|before| [asked.today, before]),
        state: wanted.state,
        scheme: wanted.scheme.clone(),
    };
    let Some(text) = wanted.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
        return found(office, lsp, &search, asked).await;
    };
    // A page that goes on from a word of a name is one of names, whatever else the text could be.
    let by_words = matches!(asked.leaf.place(), Some(Place::Word(_)));
    if !by_words && let Some(exactly) = exactly(office, lsp, text).await? {
        search.sought = exactly;
        let page = found(office, lsp, &search, asked).await?;
        if !page.hits.is_empty() || asked.leaf != Leaf::First {
            return Ok(page);
        }
    }
    search.sought = Sought::Words(typed_words(text));
    found(office, lsp, &search, asked).await
}

/// Every certificate that is wanted of some LSPs, `most` at most; and whether there are more.
///
/// # Errors
/// As [`page`].
pub async fn all(
    office: &Office,
    lsps: &[LspId],
    wanted: &Wanted,
    today: Date,
    most: usize,
) -> Result<(Vec<Hit>, bool), Error> {
    let mut all = Vec::new();
    for lsp in lsps {
        let mut asked = Asked { sort: Sort::Oldest, leaf: Leaf::First, most: 1_000, today, states: States::Read };
        loop {
            let page = page(office, lsp, wanted, &asked).await?;
            all.extend(page.hits);
            if all.len() > most {
                all.truncate(most);
                return Ok((all, true));
            }
            let Some(next) = page.next else { break };
            asked.leaf = next;
        }
    }
    Ok((all, false))
}

async fn found(office: &Office, lsp: &LspId, search: &Search, asked: &Asked) -> Result<Page, Error> {
    let orders = Orders::of(search, asked.sort);
    let found = office.store.find(lsp, search, orders.now.unwrap_or_default(), &asked.leaf, asked.most).await?;
    let [before, next] = beside(&asked.leaf, &found);
    let ids: Vec<_> = found.hits.iter().map(|hit| hit.id).collect();
    let records = office.records_to_read().await?;
    let listed = office.store.listed(lsp, &ids, records.as_deref()).await?;
    let mut hits = match &records {
        Some(records) => hit::held(office, lsp, records, listed, &asked.states).await?,
        None => listed.into_iter().map(|(listed, _)| Hit::unheld(listed)).collect(),
    };
    if let Sought::Exactly { numbers, nik: None } = &search.sought {
        let sheets = OnSheets::of(office, lsp, &ids).await?;
        hits.retain(|hit| hit.has_any(numbers, &sheets));
    }
    if let Some(state) = search.state {
        hits.retain(|hit| hit.state.is_none_or(|told| told == state));
    }
    Ok(Page { hits, before, next, orders })
}

/// The pages before and after one. Where nothing was found on it, the way back is to the place that it was come from.
fn beside(leaf: &Leaf, found: &Found) -> [Option<Leaf>; 2] {
    let first = found.hits.first().map(|hit| Leaf::Before(hit.place.clone()));
    let last = found.hits.last().map(|hit| Leaf::After(hit.place.clone()));
    let on = found.on.clone();
    match leaf {
        Leaf::First => [None, on.map(Leaf::After)],
        Leaf::After(place) => [first.or_else(|| Some(Leaf::UpTo(place.clone()))), on.map(Leaf::After)],
        Leaf::From(place) => [first.or_else(|| Some(Leaf::Before(place.clone()))), on.map(Leaf::After)],
        Leaf::Before(place) => [on.map(Leaf::Before), last.or_else(|| Some(Leaf::From(place.clone())))],
        Leaf::UpTo(place) => [on.map(Leaf::Before), last.or_else(|| Some(Leaf::After(place.clone())))],
    }
}

/// Certificates of an LSP in the order of `ids`, each held against the journal; one whose row cannot be read is left out.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub(super) async fn hits(office: &Office, lsp: &LspId, ids: &[CertificateId]) -> Result<Vec<Hit>, Error> {
    let records = office.records().await?;
    let listed = office.store.listed(lsp, ids, Some(&records)).await?;
    hit::held(office, lsp, &records, listed, &States::Read).await
}

/// The states of certificates of an LSP, as the journal tells them; one whose row it does not cover is left out.
///
/// # Errors
/// As [`hits`].
pub(super) async fn states(
    office: &Office,
    lsp: &LspId,
    ids: &[CertificateId],
) -> Result<BTreeMap<CertificateId, State>, Error> {
    let held = |hit: Hit| Some((hit.listed.id, hit.state?));
    Ok(hits(office, lsp, ids).await?.into_iter().filter_map(held).collect())
}

/// What a text names exactly, if it is a number or a NIK.
async fn exactly(office: &Office, lsp: &LspId, text: &str) -> Result<Option<Sought>, Error> {
    let number = SearchKey::new(text).filter(|key| key.as_str().contains(|c: char| c.is_ascii_digit()));
    let nik = match text.parse::<Nik>() {
        Ok(nik) => Some(NikIndex::new(&office.records().await?.blind_index(lsp, &nik))),
        Err(_) => None,
    };
    let numbers: Vec<SearchKey> = number.into_iter().flat_map(|key| [key.with_zeros(), Some(key)]).flatten().collect();
    Ok((!numbers.is_empty() || nik.is_some()).then_some(Sought::Exactly { numbers, nik }))
}

/// What an LSP's journal tells; none where it does not hold, which is told.
///
/// # Errors
/// The database does not answer.
pub(super) async fn told(office: &Office, records: &Records, lsp: &LspId) -> Result<Option<Told>, Error> {
    let told = async {
        office.not_restored(lsp).await?;
        let head = office.store.head(lsp).await?.ok_or(StoreError::NotFound)?;
        Ok(Told::begin(&office.store, records, &head).await?)
    };
    match told.await {
        Ok(told) => Ok(Some(told)),
        Err(Error::Store(error)) => Err(error.into()),
        Err(error) => {
            tracing::error!(%lsp, "ALARM: no state of a certificate is told until this is mended: {error}");
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Hit;

    #[test]
    fn a_page_on_which_nothing_is_found_leads_back_to_the_row_that_it_was_come_from() {
        let place = |text: &str| text.parse::<Place>().expect("a place");
        let (from, end) = (place("2026-05-01.7"), place("2026-04-01.3"));
        let empty = Found { hits: Vec::new(), on: Some(end.clone()) };
        let before = [Some(Leaf::Before(end.clone())), Some(Leaf::From(from.clone()))];
        assert_eq!(beside(&Leaf::Before(from.clone()), &empty), before);
        let after = [Some(Leaf::UpTo(from.clone())), Some(Leaf::After(end))];
        assert_eq!(beside(&Leaf::After(from.clone()), &empty), after);
        let ended = Found::default();
        let [back, on] = [Leaf::Before(from.clone()), Leaf::After(from.clone())];
        assert_eq!(beside(&Leaf::From(from.clone()), &ended), [Some(back), None]);
        assert_eq!(beside(&Leaf::UpTo(from.clone()), &ended), [None, Some(on)]);
        let hit = Hit { id: CertificateId::new(5), place: place("2026-04-20.5") };
        let one = Found { hits: vec![hit.clone()], on: None };
        let [back, on] = [Leaf::Before(hit.place.clone()), Leaf::After(hit.place)];
        assert_eq!(beside(&Leaf::After(from.clone()), &one), [Some(back), None]);
        assert_eq!(beside(&Leaf::Before(from), &one), [None, Some(on)]);
    }
}
