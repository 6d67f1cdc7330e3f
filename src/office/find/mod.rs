//! Looking for certificates: by any of their numbers, a part of a name, a whole NIK, or what they have in common.
//!
//! A certificate's number is signed. Its registration and blanko numbers are not, nor is the sheet that it was printed
//! on, so that [`by_number`] holds rows against the journal that they were recorded under: whoever writes the database
//! must not have a number lead to another certificate. A list holds each of its rows likewise, and takes states from the journal alone.

mod hit;
mod orders;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::blanko::{OnSheet, on_serial, with_any};
use super::recorded::Batches;
use super::told::Told;
use super::{Error, Office};
use crate::domain::certificate::Certificate;
use crate::domain::holder::Nik;
use crate::domain::id::{CertificateId, EventId};
use crate::domain::issuer::LspId;
use crate::domain::name_words::typed_words;
use crate::domain::scheme::SchemeCode;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::seal::records::Records;
use crate::store::{Found, Leaf, NikIndex, Place, Search, Sort, Sought, StoreError};
pub use hit::{Hit, States};
pub use orders::Orders;

/// What is looked for; each that is given narrows it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub text: Option<String>,
    pub event: Option<EventId>,
    pub issued_in: Option<i16>,
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

/// A certificate that a number leads to.
#[derive(Clone, Debug)]
pub struct Numbered {
    pub certificate: Certificate,
    /// Whether the number is known to be its own. A registration or blanko number is not where no journal can be read.
    pub is_its_own: bool,
}

/// Certificates with this certificate, registration or blanko number, of any LSP, each as it was recorded. Rows that are
/// not are left out, and told in the log.
///
/// # Errors
/// The database does not answer, the records' secret does not open, or [`Error::NotAsIssued`]: every row with the number
/// is another than was recorded.
pub async fn by_number(office: &Office, key: &SearchKey) -> Result<Vec<Numbered>, Error> {
    let found = office.store.by_number(key).await?;
    if found.altered > 0 {
        tracing::error!(
            rows = found.altered,
            "ALARM: certificates' rows are not as they were signed; they are found by none of their numbers: absah journal verify"
        );
    }
    let (mut numbered, mut altered) = (Vec::new(), (found.altered > 0).then(|| key.as_str().to_owned()));
    for certificate in found.certificates {
        let signed = SearchKey::new(&certificate.number).as_ref() == Some(key);
        let recorded = if signed { Some(true) } else { is_recorded(office, &certificate).await? };
        if recorded == Some(false) {
            tracing::error!(lsp = %certificate.lsp, id = certificate.id.number(), "ALARM: a certificate's row is not as it was recorded; it is found by none of its other numbers");
            altered = Some(certificate.number);
        } else {
            numbered.push(Numbered { certificate, is_its_own: recorded.is_some() });
        }
    }
    for OnSheet { certificate: id, is_held } in on_serial(office, key).await? {
        if numbered.iter().any(|known: &Numbered| known.certificate.id == id) {
            continue;
        }
        let certificate = match office.store.certificate_of(id).await {
            Ok(Some(certificate)) => certificate,
            Ok(None) => continue,
            Err(StoreError::Corrupt(_)) => {
                tracing::error!(
                    id = id.number(),
                    "ALARM: a certificate's row cannot be read; it is not found by its preprinted sheet"
                );
                altered = Some(key.as_str().to_owned());
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let recorded = is_recorded(office, &certificate).await?;
        if is_held == Some(false) || recorded == Some(false) {
            tracing::error!(lsp = %certificate.lsp, id = id.number(), "ALARM: a preprinted sheet's row is not as it was recorded; no certificate is found by it");
            altered = Some(certificate.number);
        } else {
            numbered.push(Numbered { certificate, is_its_own: is_held.is_some() && recorded.is_some() });
        }
    }
    match altered {
        Some(number) if numbered.is_empty() => Err(Error::NotAsIssued { number }),
        _ => Ok(numbered),
    }
}

/// Whether a certificate's row is as it was recorded; none where no journal can be read.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub(super) async fn is_recorded(office: &Office, certificate: &Certificate) -> Result<Option<bool>, Error> {
    let Some(records) = office.records_to_read().await? else { return Ok(None) };
    let Certificate { lsp, number, id, .. } = certificate;
    let row = office.store.recorded(lsp, number, &records).await?;
    let Some(row) = row.filter(|row| row.id == *id) else { return Ok(Some(false)) };
    Ok(Some(Batches::of(&office.store, lsp, &row, &records).await?.cover(&office.store, &records, lsp, &row).await?))
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
        let on_sheets = with_any(office, lsp, &ids, numbers).await?;
        hits.retain(|hit| hit.has_any(numbers) || on_sheets.contains(&hit.listed.id));
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

/// The states of certificates of an LSP, as the journal tells them; one whose row it does not cover is left out.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub(super) async fn states(
    office: &Office,
    lsp: &LspId,
    ids: &[CertificateId],
) -> Result<BTreeMap<CertificateId, State>, Error> {
    let records = office.records().await?;
    let listed = office.store.listed(lsp, ids, Some(&records)).await?;
    let held = |hit: Hit| Some((hit.listed.id, hit.state?));
    Ok(hit::held(office, lsp, &records, listed, &States::Read).await?.into_iter().filter_map(held).collect())
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

/// The one certificate that a number names: certificate, registration or blanko number, of this LSP where one is said.
///
/// # Errors
/// It is no number, or names none or several.
pub async fn one(office: &Office, number: &str, lsp: Option<&LspId>) -> Result<Certificate, Error> {
    let key = SearchKey::new(number).ok_or_else(|| Error::NoNumber(number.to_owned()))?;
    let found = by_number(office, &key).await?;
    let mut found: Vec<Certificate> = found.into_iter().map(|numbered| numbered.certificate).collect();
    found.retain(|certificate| lsp.is_none_or(|lsp| *lsp == certificate.lsp));
    match found.len() {
        0 => Err(Error::NoCertificate(number.to_owned())),
        1 => Ok(found.remove(0)),
        _ => Err(Error::Several(found.into_iter().map(|certificate| certificate.lsp).collect())),
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
