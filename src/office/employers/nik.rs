//! Whether a NIK is that of a certificate's holder: asked by an employer who is signed in at the LSP that issued it and
//! holds the certificate itself, answered with yes or no, and counted before it is answered.
//!
//! Five questions about a certificate, whoever asks them, then none for an hour; twenty in all until the LSP allows more;
//! of an employer, as many certificates a day as is agreed. Numbers do not do, for they are nearly sequential.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use subtle::ConstantTimeEq as _;

use super::told::EmployersTold;
use super::{EmployerError, Locked};
use crate::domain::act::Act;
use crate::domain::holder::Nik;
use crate::domain::issuer::LspId;
use crate::office::accounts::{AccountError, Administrator, Asking, Customer, Employer, Proven};
use crate::office::acting::journal;
use crate::office::personal::{opened_nik, tie};
use crate::office::recorded::Batches;
use crate::office::{Error, Office};
use crate::seal::keys::KeyUse;
use crate::seal::records::Records;
use crate::seal::spelling;
use crate::seal::token::Token;
use crate::store::{Recorded, StoreError, Subject};

/// Questions about a certificate that may follow upon each other.
pub(super) const IN_A_ROW: u32 = crate::verify::list::TRIES as u32;

/// Questions about a certificate until its LSP allows them anew.
pub const IN_ALL: u32 = 20;

/// Seconds without a question after which as many may follow again.
pub(super) const REST: i64 = 3_600;

/// Questions that are asked while nobody else may write for the LSP.
const AT_ONCE: usize = 50;

/// What is said of a NIK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched {
    Differs,
    Same,
    /// It was erased, or nothing vouches for whose the certificate is.
    Untold,
}

/// What is said, and of which certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub number: String,
    pub said: Matched,
}

/// A NIK, and the certificate that it is held against: as its bytes are, by what they were proven to say.
#[derive(Clone, Copy, Debug)]
pub struct NikAsked<'a> {
    pub lsp: &'a LspId,
    pub number: &'a str,
    pub token: &'a [u8],
    pub nik: &'a Nik,
}

/// Says whether a NIK is that of the holder of a certificate, which is given as it was issued: a link, the text of its QR
/// or its token.
///
/// # Errors
/// It is no certificate that the employer's LSP issued, which is not counted; or asked too often.
pub async fn nik_is_of(
    office: &Office,
    who: &Employer,
    (text, nik): (&str, &Nik),
    now: Timestamp,
) -> Result<Answered, EmployerError> {
    let records = office.records().await?;
    let spelt = spelling::read(text).map_err(|_| EmployerError::NotIssued)?;
    let row = issued(office, &records, who.lsp(), &spelt.bytes).await?.ok_or(EmployerError::NotIssued)?;
    let answered = in_turn(office, &records, &who.asking(now), &[(row, nik)]).await?;
    answered.into_iter().next().ok_or(EmployerError::NotIssued)?
}

/// The same for each of many, in their order and within the same limits. What these refuse by then is not looked up.
///
/// # Errors
/// The account is no employer's, or the database does not answer. Of each: as [`nik_is_of`].
pub async fn niks_are_of(
    office: &Office,
    asking: &Asking,
    asked: &[NikAsked<'_>],
) -> Result<Vec<Result<Answered, EmployerError>>, EmployerError> {
    let Asking { customer: who, by } = asking;
    let (records, day, now) = (office.records().await?, today(office, who.lsp(), by.now).await?, by.now.as_second());
    let people = office.people(&records).await?;
    let told = people.employers().find_map(|(lsp, told)| (lsp == who.lsp()).then_some(told));
    let mut told = told.cloned().ok_or(AccountError::NoMember(who.account()))?;
    let (mut answers, mut rows) = (Vec::with_capacity(asked.len()), Vec::new());
    for one in asked {
        let may = match one.lsp == who.lsp() {
            true => told.may_ask(who.account(), one.number, day, now),
            false => Err(EmployerError::NotIssued),
        };
        let row = match &may {
            Ok(()) => issued(office, &records, who.lsp(), one.token).await?.filter(|row| row.number == one.number),
            Err(_) => None,
        };
        answers.push(match (may, row) {
            (Err(refused), _) => Err(refused),
            // Until it is asked in its turn.
            (Ok(()), None) => Err(EmployerError::NotIssued),
            (Ok(()), Some(row)) => {
                told.take_question(who.account().number(), one.number, day, now);
                rows.push((answers.len(), (row, one.nik)));
                Err(EmployerError::NotIssued)
            }
        });
    }
    for chunk in rows.chunks(AT_ONCE) {
        let asked: Vec<_> = chunk.iter().map(|(_, asked)| asked.clone()).collect();
        for ((place, _), answered) in chunk.iter().zip(in_turn(office, &records, asking, &asked).await?) {
            answers[*place] = answered;
        }
    }
    Ok(answers)
}

/// Asks under the LSP's lock: each question is an entry of the journal before any is answered.
async fn in_turn(
    office: &Office,
    records: &Records,
    Asking { customer: who, by }: &Asking,
    asked: &[(Recorded, &Nik)],
) -> Result<Vec<Result<Answered, EmployerError>>, EmployerError> {
    let (account, now) = (who.account(), by.now.as_second());
    let day = today(office, who.lsp(), by.now).await?;
    let mut locked = Locked::take(office, who.lsp()).await?;
    locked.is_employers(account)?;
    let mut told = EmployersTold::clone(locked.told.employers());
    let mut counted = Vec::with_capacity(asked.len());
    for (row, _) in asked {
        let may = told.may_ask(account, &row.number, day, now);
        if may.is_ok() {
            let (body, subject) =
                (json!({ "account": account.number(), "day": day }), Subject::Certificate(row.number.clone()));
            journal(&mut locked.writing, &locked.records, by, Act::NikMatch, subject, body).await?;
            told.take_question(account.number(), &row.number, day, now);
        }
        counted.push(may);
    }
    if counted.iter().any(Result::is_ok) {
        office.commit(locked.writing).await?;
    }
    // Only what is counted for good is answered.
    let mut answers = Vec::with_capacity(asked.len());
    for ((row, nik), may) in asked.iter().zip(counted) {
        answers.push(match may {
            Ok(()) => {
                let said = compared(office, records, who.lsp(), row, nik).await?;
                Ok(Answered { number: row.number.clone(), said })
            }
            Err(refused) => Err(refused),
        });
    }
    Ok(answers)
}

/// The row of a certificate that was issued as these very bytes, where the journal covers it.
async fn issued(office: &Office, records: &Records, lsp: &LspId, bytes: &[u8]) -> Result<Option<Recorded>, Error> {
    let Ok(token) = Token::read(bytes) else { return Ok(None) };
    let trusted = office.trusted(lsp).await?;
    let own = trusted.keys.iter().find(|key| key.key_use == KeyUse::Certificate && key.public.kid() == token.kid());
    let Some(Ok(claims)) = own.map(|key| token.verify(&key.public)) else { return Ok(None) };
    let row = match office.store.recorded(lsp, &claims.into_claims().number, records).await {
        Err(error) if error.is_of_a_row() => return Ok(None),
        row => row?,
    };
    let Some(row) = row.filter(|row| row.token == bytes) else { return Ok(None) };
    let place = Batches::default().place_as_written(&office.store, records, lsp, &row).await?;
    Ok((place.is_some() && place == row.signed_place()).then_some(row))
}

/// Holds a NIK against that of a certificate's holder, the newest where it was corrected: by keyed hashes, in a time that
/// does not depend on where they differ.
async fn compared(
    office: &Office,
    records: &Records,
    lsp: &LspId,
    row: &Recorded,
    nik: &Nik,
) -> Result<Matched, StoreError> {
    let tied = match office.store.tied(row.id).await {
        Err(error) if error.is_of_a_row() => Vec::new(),
        tied => tied?,
    };
    let holds = |one: &&crate::store::Tied| {
        let tie = tie(records, one.entry, (one.holder, one.since));
        one.entry == row.entry && one.stamp.as_deref() == Some(tie.as_str())
    };
    let newest = tied.iter().rev().find(holds);
    let altered = tied.iter().any(|one| one.stamp.is_some() && !holds(&one));
    // Corrected by a release that kept no order: it cannot be told which of them is hers.
    let newest = newest.filter(|newest| tied.iter().filter(|one| one.since == newest.since).count() == 1);
    let opened = newest.map(|one| opened_nik(records, &one.nik)).transpose();
    if altered || opened.is_err() {
        tracing::error!(
            id = row.id.number(),
            "ALARM: what says whose a certificate is was altered; no NIK is held against it"
        );
        return Ok(Matched::Untold);
    }
    let Some(own) = opened?.flatten().and_then(|text| text.parse::<Nik>().ok()) else { return Ok(Matched::Untold) };
    let same = records.blind_index(lsp, &own).ct_eq(&records.blind_index(lsp, nik));
    Ok(if bool::from(same) { Matched::Same } else { Matched::Differs })
}

/// The present day where an LSP is.
pub(super) async fn today(office: &Office, lsp: &LspId, now: Timestamp) -> Result<Date, Error> {
    Ok(office.lsp(lsp).await?.lsp.time_zone.day_of(now))
}

/// How many certificates more an employer may ask about today.
///
/// # Errors
/// The records' secret does not open, or the database does not answer.
pub async fn niks_left(office: &Office, who: &Customer, now: Timestamp) -> Result<u32, EmployerError> {
    let day = today(office, who.lsp(), now).await?;
    let people = office.people(&*office.records().await?).await?;
    let told = people.employers().find_map(|(lsp, told)| (lsp == who.lsp()).then_some(told));
    let left = told.and_then(|told| {
        let most = told.terms(who.account())?.nik_a_day();
        Some(most.saturating_sub(told.asked_on(who.account(), day)))
    });
    Ok(left.unwrap_or(0))
}

/// How often employers asked about the NIK of a certificate since it was last allowed anew.
///
/// # Errors
/// The records' secret does not open, or the database does not answer.
pub async fn tries(office: &Office, lsp: &LspId, number: &str) -> Result<u32, EmployerError> {
    let people = office.people(&*office.records().await?).await?;
    let told = people.employers().find_map(|(of, told)| (of == lsp).then_some(told));
    Ok(told.map_or(0, |told| told.tries(number)))
}

/// Allows questions about the NIK of a certificate anew.
///
/// # Errors
/// The database does not answer.
pub async fn may_ask_again(
    office: &Office,
    who: &Proven<Administrator>,
    number: &str,
    now: Timestamp,
) -> Result<(), EmployerError> {
    let locked = Locked::take(office, who.lsp()).await?;
    if locked.told.employers().tries(number) == 0 {
        return Ok(());
    }
    let subject = Subject::Certificate(number.to_owned());
    locked.write(&who.by(now), Act::NikReset, subject, json!({})).await
}
