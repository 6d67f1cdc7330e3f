//! A holder is given what is kept about her: found by the number of one of her certificates and her whole NIK, so that
//! nobody looks up a stranger. An assessment whose NIK was corrected is known by both NIKs, of which one may be a
//! stranger's: it is left out, and the answer says so. The journal tells that it was given out, and of which certificate; not to whom.

mod table;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use super::acting::journal;
use super::personal::{opened_name, opened_particulars};
use super::{By, Error, Office, blanko, find};
use crate::domain::act::Act;
use crate::domain::holder::Nik;
use crate::domain::id::CertificateId;
use crate::domain::issuer::Lsp;
use crate::domain::status::State;
use crate::seal::records::Records;
use crate::store::{EntryName, KeptCertificate, KeptEntry, NikIndex, Subject, WrittenEntry};
pub use table::{Part, given_table, parts};

/// How it is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Json,
    Page,
    Xlsx,
}

impl Form {
    /// The word in addresses and in the journal.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Page => "page",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Everything that an LSP keeps about one person.
#[derive(Debug, Serialize)]
pub struct GivenOut {
    pub lsp: String,
    pub lsp_name: String,
    pub given_at: Timestamp,
    pub nik: String,
    pub assessments: Vec<GivenAssessment>,
    /// Assessments that are left out, for their NIK was corrected; they are to be asked for at the office.
    pub left_out: usize,
    /// Certificates that are left out, for their rows are not as they were issued.
    pub altered: usize,
}

/// One assessment.
#[derive(Debug, Serialize)]
pub struct GivenAssessment {
    pub scheme: String,
    pub name: String,
    /// K, BK or absent, as it is kept.
    pub decision: &'static str,
    pub tested_on: Option<String>,
    pub recorded_at: Timestamp,
    /// Her particulars were erased, as long ago as they are kept.
    pub erased: bool,
    /// The other columns of the roster, by their names in the template.
    pub particulars: BTreeMap<String, String>,
    pub certificates: Vec<GivenCertificate>,
}

/// One certificate, and what the journal tells of it.
#[derive(Debug, Serialize)]
pub struct GivenCertificate {
    pub number: String,
    pub registration: String,
    pub blanko: Option<String>,
    pub name: String,
    pub scheme: String,
    pub issued_on: String,
    pub valid_until: String,
    pub state: &'static str,
    pub photo: bool,
    pub history: Vec<GivenAct>,
}

/// What was done to it, and when.
#[derive(Debug, Serialize)]
pub struct GivenAct {
    pub at: Timestamp,
    pub act: String,
}

/// What is kept about the holder of a certificate, if her NIK is this one; none where it is not, or there is no such
/// certificate. That it was given out stands in the journal before it is.
///
/// # Errors
/// The database does not answer, or what is sealed of her was altered.
pub async fn give_out(
    office: &Office,
    lsp: &Lsp,
    (number, nik): (&str, &Nik),
    form: Form,
    by: &By,
) -> Result<Option<GivenOut>, Error> {
    let certificate = match find::one(office, number, Some(&lsp.id)).await {
        Ok(certificate) => certificate,
        Err(Error::NoNumber(_) | Error::NoCertificate(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let (records, store) = (office.records().await?, &office.store);
    let index = NikIndex::new(&records.blind_index(&lsp.id, nik));
    let Some(holder) = store.holder_of(&lsp.id, certificate.id, &index).await? else { return Ok(None) };
    let (corrected, entries): (Vec<_>, Vec<_>) =
        store.kept_entries(&lsp.id, holder).await?.into_iter().partition(|entry| entry.has_other_holders);
    let ids: Vec<_> = entries.iter().map(|entry| entry.id).collect();
    let mut certificates = store.kept_certificates(&lsp.id, &ids).await?;
    let held: Vec<CertificateId> = certificates.iter().map(|one| one.id).collect();
    let states = find::states(office, &lsp.id, &held).await?;
    let (sheets, mut altered) = (blanko::told(office, &lsp.id).await?, 0);
    let mut assessments = Vec::with_capacity(entries.len());
    for entry in &entries {
        let (own, rest): (Vec<KeptCertificate>, _) = certificates.into_iter().partition(|one| one.entry == entry.id);
        certificates = rest;
        let mut given = Vec::new();
        for one in own {
            // A row is nobody's word: of one that the journal does not cover nothing is passed off as kept about her.
            let Some(state) = states.get(&one.id) else {
                altered += 1;
                continue;
            };
            let blanko = sheets.sheet_of(&one.number, one.blanko.as_deref());
            let history = store.proven_history(&lsp.id, &one.number, &records).await?;
            given.push(of_certificate(one, *state, blanko, &history));
        }
        assessments.push(of_entry(&records, entry, given)?);
    }
    let mut writing = store.write(&lsp.id).await?;
    let subject = Subject::Certificate(certificate.number);
    journal(&mut writing, &records, by, Act::GiveOut, subject, json!({ "form": form.as_str() })).await?;
    office.commit(writing).await?;
    let (nik, given_at) = (nik.as_str().to_owned(), by.now);
    let (name, left_out) = (lsp.name_id.clone(), corrected.len());
    Ok(Some(GivenOut { lsp: lsp.id.to_string(), lsp_name: name, given_at, nik, assessments, left_out, altered }))
}

fn of_entry(
    records: &Records,
    entry: &KeptEntry,
    certificates: Vec<GivenCertificate>,
) -> Result<GivenAssessment, Error> {
    let particulars = opened_particulars(records, &entry.particulars)?;
    let name = match &entry.name {
        EntryName::Clear(name) => name.clone(),
        EntryName::Sealed(_) if particulars.is_none() => String::new(),
        EntryName::Sealed(sealed) => opened_name(records, entry.id, sealed)?,
    };
    Ok(GivenAssessment {
        scheme: entry.scheme.to_string(),
        name,
        decision: entry.decision.as_str(),
        tested_on: entry.tested_on.map(|day| day.to_string()),
        recorded_at: entry.recorded_at,
        erased: particulars.is_none(),
        particulars: particulars.unwrap_or_default(),
        certificates,
    })
}

fn of_certificate(
    one: KeptCertificate,
    state: State,
    blanko: Option<String>,
    history: &[WrittenEntry],
) -> GivenCertificate {
    GivenCertificate {
        number: one.number,
        registration: one.registration,
        blanko,
        name: one.holder,
        scheme: one.scheme.to_string(),
        issued_on: one.term.issued_on.to_string(),
        valid_until: one.term.valid_until.to_string(),
        state: state.as_str(),
        photo: one.has_photo,
        history: history.iter().map(|entry| GivenAct { at: entry.at, act: entry.act.as_str().to_owned() }).collect(),
    }
}
