//! A certificate replaced by another of the same entry: wrong data, a lost sheet.
//!
//! The successor is issued today, with today's signatory and key, and ends on the day that the first
//! one would have ended: a replacement gives nobody more time.

use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;
use serde_json::json;

use super::Error;
use super::acting::{Acting, Signer, not_in};
use super::draft::{Draft, Made};
use super::issue::new_holder;
use super::journalled::Locked;
use super::personal::tie;
use super::progress::Teller;
use super::recorded::is_as_issued;
use super::status::covered;
use super::told::given;
use crate::domain::certificate::Certificate;
use crate::domain::holder::{HolderName, Nik};
use crate::domain::id::RequestId;
use crate::domain::status::{Change, RevokeReason};
use crate::domain::term::Term;
use crate::render::printable;
use crate::seal::spelling::to_base64url;
pub use crate::store::NewCertificate;
use crate::store::{self, NikIndex, Subject};

/// What the successor says otherwise.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    pub name: Option<HolderName>,
    pub nik: Option<Nik>,
}

/// Issues the successor of a certificate and marks the old one superseded, in one transaction.
///
/// # Errors
/// The old one is not valid any more, the successor would be untrusted, or its name cannot be printed; nothing was
/// changed.
pub async fn replace(
    acting: &Acting<'_>,
    certificate: &Certificate,
    reason: RevokeReason,
    correction: &Correction,
    random: &mut impl CryptoRng,
) -> Result<NewCertificate, Error> {
    let signer = acting.signer(acting.today()).await?;
    let mut locked = acting.office.lock(&acting.taken, &signer.records, &acting.by).await?;
    let asked = Asked { reason, correction, request: None };
    let successor = replace_in(acting, &signer, &mut locked, certificate, asked, random).await?;
    acting.office.commit(locked.writing).await?;
    Ok(successor)
}

/// Refuses a replacement that could not be issued: under a name that cannot be printed, or after the last valid day.
///
/// # Errors
/// Which of the two.
pub(super) fn replaceable(certificate: &Certificate, name: Option<&HolderName>, today: Date) -> Result<(), Error> {
    if let Some(letter) = name.and_then(|name| name.as_str().chars().find(|letter| !printable(*letter))) {
        return Err(Error::NotPrintable(letter));
    }
    let valid_until = certificate.term.valid_until;
    match valid_until < today {
        true => Err(Error::Expired { number: certificate.number.clone(), valid_until }),
        false => Ok(()),
    }
}

/// How a certificate is replaced, and what stands behind it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) reason: RevokeReason,
    pub(super) correction: &'a Correction,
    pub(super) request: Option<&'a RequestId>,
}

/// Replaces a certificate in a transaction that is for the caller to commit.
///
/// # Errors
/// As [`replace`]; the transaction is to be dropped.
pub(super) async fn replace_in(
    acting: &Acting<'_>,
    signer: &Signer,
    locked: &mut Locked,
    certificate: &Certificate,
    asked: Asked<'_>,
    random: &mut impl CryptoRng,
) -> Result<NewCertificate, Error> {
    let Asked { reason, correction, request } = asked;
    let Locked { writing, given, .. } = locked;
    let records = acting.office.records().await?;
    let old = acting.office.store.printings(std::slice::from_ref(&certificate.id), Some(&records)).await?;
    let old = old.into_iter().next().ok_or(Error::Gone)?;
    if !is_as_issued(&acting.office.store, &records, &old).await? {
        return Err(Error::NotAsIssued { number: old.certificate.number });
    }
    let today = acting.today();
    let valid_until = old.certificate.term.valid_until;
    replaceable(&old.certificate, correction.name.as_ref(), today)?;
    acting.allow(&signer.trusted, &old.scheme.code, today)?;
    let lsp = &acting.lsp().id;
    let change = Change::Replace(reason);
    if let store::Changed::TooLate(state) = writing.change(old.certificate.id, change, acting.by.now).await? {
        return Err(not_in(&old.certificate, state));
    }
    let place = covered(acting.office, &signer.records, writing, &old.certificate).await?;
    let (entry, generation) = writing.place_of(old.certificate.id).await?;
    let holder = correction.name.as_ref().unwrap_or(&old.certificate.holder);
    if let Some(nik) = &correction.nik {
        let index = NikIndex::new(&signer.records.blind_index(lsp, nik));
        let known = writing.people().holders(std::slice::from_ref(&index)).await?;
        let id = match known.get(&index) {
            Some(id) => *id,
            None => {
                let new = new_holder(&signer.records, writing.holder_id()?, nik, index, random);
                writing.insert_holders(std::slice::from_ref(&new)).await?;
                new.id
            }
        };
        let from = (id, generation + 1);
        if !writing.correct_holder(entry, from, &tie(&signer.records, entry, from)).await? {
            return Err(Error::NikTaken);
        }
    }
    let draft = Draft {
        row: 0,
        entry,
        generation: generation + 1,
        holder,
        scheme: &old.scheme,
        scheme_version: &old.scheme_version,
        term: Term { issued_on: today, valid_until },
        blanko: None,
        photo_version: old.photo_version.clone(),
    };
    let Made { certificates, sequences } = acting.make(writing, given, signer, &[draft], &Teller::default()).await?;
    let successor = certificates.into_iter().next().ok_or(store::StoreError::NotFound)?;
    writing.name_successor(old.certificate.id, successor.id).await?;
    let mut body = json!({
        "number": old.certificate.number, "reason": reason.as_str(), "successor": successor.number,
        "kid": signer.key.kid(), "token": to_base64url(&crate::seal::token::fingerprint(&successor.token)),
        "stamped": true, "place": [place.list, place.index], "sequences": given::in_json(&sequences),
    });
    let subject = Subject::Certificate(old.certificate.number.clone());
    if let Some(request) = request {
        body["request"] = request.as_str().into();
    }
    acting.journal(writing, &signer.records, change.act(), subject, body).await?;
    Ok(successor)
}
