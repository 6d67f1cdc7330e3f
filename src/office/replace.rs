//! A certificate replaced by another of the same entry: wrong data, a lost sheet.
//!
//! The successor is issued today, with today's signatory and key, and ends on the day that the first
//! one would have ended: a replacement gives nobody more time.

use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;
use serde_json::json;

use super::batch::new_holder;
use super::desk::{Desk, Draft, IssueError, Signer, not_in};
use crate::domain::holder::{HolderName, Nik};
use crate::domain::status::{Change, RevokeReason};
use crate::domain::term::Term;
use crate::seal::spelling::to_base64url;
use crate::store::{self, JournalEntry, NewCertificate, Printing, Subject};

/// What the successor says otherwise.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    pub name: Option<HolderName>,
    pub nik: Option<Nik>,
}

/// Issues the successor of a certificate and marks the old one superseded, in one transaction.
///
/// # Errors
/// The old one is not valid any more, or the successor would be untrusted; nothing was changed.
pub async fn replace(
    desk: &Desk<'_>,
    signer: &Signer<'_>,
    (old, today): (&Printing, Date),
    (reason, correction): (RevokeReason, &Correction),
    random: &mut impl CryptoRng,
) -> Result<NewCertificate, IssueError> {
    let valid_until = old.certificate.term.valid_until;
    if valid_until < today {
        return Err(IssueError::Expired { number: old.certificate.number.clone(), valid_until });
    }
    desk.allow(signer.trusted, &old.scheme.code, today)?;
    let mut writing = desk.store.write(&desk.taken.lsp.id).await?;
    let change = Change::Replace(reason);
    if let store::Change::TooLate(state) = writing.change(&old.certificate.id, change, desk.by.now).await? {
        return Err(not_in(&old.certificate, state));
    }
    let (entry, generation) = writing.place_of(&old.certificate.id).await?;
    let holder = correction.name.as_ref().unwrap_or(&old.certificate.holder);
    if let Some(nik) = &correction.nik {
        let index = to_base64url(&desk.records.blind_index(&desk.taken.lsp.id, nik));
        let known = writing.holders(std::slice::from_ref(&index)).await?;
        let id = match known.get(&index) {
            Some(id) => id.clone(),
            None => {
                let new = new_holder(desk, nik.as_str(), index, random);
                writing.insert_holders(std::slice::from_ref(&new)).await?;
                new.id
            }
        };
        if !writing.correct_holder(&entry, &id).await? {
            return Err(IssueError::NikTaken);
        }
    }
    let draft = Draft {
        row: 0,
        entry,
        generation: generation + 1,
        holder,
        scheme: &old.scheme,
        term: Term { issued_on: today, valid_until },
        blanko: None,
        photo_version: old.photo_version.clone(),
    };
    let made = desk.make(&mut writing, signer, &[draft], random).await?;
    let successor = made.into_iter().next().ok_or(store::StoreError::NotFound)?;
    writing.name_successor(&old.certificate.id, &successor.id).await?;
    let body = json!({
        "number": old.certificate.number, "reason": reason.as_str(), "successor": successor.number,
        "kid": signer.key.kid(), "token": to_base64url(&crate::seal::token::fingerprint(&successor.token)),
    });
    let (at, actor, act) = (desk.by.now, desk.by.actor, change.act());
    let subject = Subject::Certificate(old.certificate.number.clone());
    let entry = JournalEntry { at, actor, approved_by: None, act, subject, body };
    writing.journal(&entry, desk.records).await?;
    writing.commit().await?;
    Ok(successor)
}
