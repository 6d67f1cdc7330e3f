//! Handing over: which certificates, and who handed out what. That files with people's names and numbers left the office
//! is journalled before they do; pages that are read there are not.

mod receipt;

use std::collections::{BTreeSet, HashMap};

use serde_json::json;

use crate::domain::act::Act;
use crate::domain::choice::Choice;
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::office::acting::journal;
use crate::office::find::Hit;
use crate::office::handout::{HandoutError, LeftOut, Line, MOST_BUNDLED, lines};
use crate::office::standing::{HandsOver, Standing};
use crate::office::{Error, Office, find};
use crate::store::Subject;
pub use receipt::receipt_table;

/// What leaves the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// A ZIP of digital certificates.
    Bundle,
    /// Sheets for preprinted paper in one file.
    Blanko,
    /// Digital sheets in one file.
    Digital,
    /// A list to sign for receipt.
    Receipt,
}

impl Handed {
    /// The word in the journal.
    fn as_str(self) -> &'static str {
        match self {
            Self::Bundle => "zip",
            Self::Blanko => "blanko",
            Self::Digital => "digital",
            Self::Receipt => "receipt",
        }
    }
}

/// Certificates that whoever hands over leaves out: those of which it was said that they cannot be handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Without(pub BTreeSet<SearchKey>);

impl Without {
    fn has(&self, number: &str) -> bool {
        SearchKey::new(number).is_some_and(|key| self.0.contains(&key))
    }
}

/// What of a choice is handed over.
#[derive(Debug)]
pub struct Chosen {
    /// Those that are valid by the journal, in the order of their rosters.
    pub ids: Vec<CertificateId>,
    /// Those whose rows are not as they were issued: whether they are valid is not told.
    pub altered: Vec<LeftOut>,
}

impl Chosen {
    /// What is handed over, if whoever does knows of all that is left out.
    ///
    /// # Errors
    /// [`HandoutError::LeftOut`]: what she does not know of.
    pub fn agreed(self, without: &Without) -> Result<Vec<CertificateId>, HandoutError> {
        let unknown: Vec<LeftOut> = self.altered.into_iter().filter(|one| !without.has(&one.number)).collect();
        if unknown.is_empty() { Ok(self.ids) } else { Err(HandoutError::LeftOut(unknown)) }
    }
}

/// The valid certificates of a choice but those that are left out, in the order of its rosters.
///
/// # Errors
/// More than [`MOST_BUNDLED`], or the database does not answer.
pub async fn chosen(office: &Office, lsp: &LspId, choice: &Choice, without: &Without) -> Result<Chosen, HandoutError> {
    let found = office.store.chosen(lsp, choice, MOST_BUNDLED + 1).await?;
    if found.len() > MOST_BUNDLED {
        return Err(HandoutError::TooMany { count: found.len(), most: MOST_BUNDLED });
    }
    let hits = find::hits(office, lsp, &found).await?.into_iter().map(|hit| (hit.listed.id, hit));
    let hits: HashMap<CertificateId, Hit> = hits.collect();
    let mut chosen = Chosen { ids: Vec::with_capacity(found.len()), altered: Vec::new() };
    for id in found {
        match hits.get(&id) {
            Some(Hit { state: Some(State::Valid), listed }) if without.has(&listed.number) => {}
            Some(Hit { state: Some(State::Valid), .. }) => chosen.ids.push(id),
            // The table alone calls it valid.
            Some(Hit { state: Some(_), .. }) => {}
            Some(Hit { state: None, listed }) => chosen.altered.push(LeftOut::altered(listed.number.clone())),
            None => {
                let number = office.store.number_of(id).await?.unwrap_or_else(|| id.number().to_string());
                chosen.altered.push(LeftOut::altered(number));
            }
        }
    }
    Ok(chosen)
}

/// Writes down that certificates leave the office, before they do.
///
/// # Errors
/// The journal cannot be written, or the database was restored.
pub async fn note(
    office: &Office,
    who: &Standing<HandsOver>,
    choice: &Choice,
    handed: Handed,
    count: usize,
) -> Result<(), Error> {
    let records = office.records().await?;
    office.not_restored(who.lsp()).await?;
    let mut body = json!({ "what": handed.as_str(), "count": count });
    match choice {
        Choice::Event { event, roster } => {
            body["event"] = event.as_str().into();
            if let Some(roster) = roster {
                body["roster"] = roster.as_str().into();
            }
        }
        Choice::Issued { from, until } => body["issued"] = json!([from, until]),
    }
    let mut writing = office.store.write(who.lsp()).await?;
    journal(&mut writing, &records, &who.by(), Act::HandOut, Subject::Lsp(who.lsp().clone()), body).await?;
    Ok(office.commit(writing).await?)
}

/// What is to be signed for, a line a certificate, in the order of `ids`; and what cannot be.
///
/// # Errors
/// There is none, or the database does not answer.
pub async fn receipt(office: &Office, ids: &[CertificateId]) -> Result<(Vec<Line>, Vec<LeftOut>), HandoutError> {
    if ids.is_empty() {
        return Err(HandoutError::Nothing);
    }
    lines(office, ids).await
}
