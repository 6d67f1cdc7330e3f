//! Drafts become certificates: numbered, signed, stored.

use std::sync::Arc;

use super::acting::{Acting, Signer};
use super::error::{Error, Numbered};
use super::key_ring::on_a_thread;
use super::progress::{Progress, Teller};
use super::told::given::Given;
use crate::domain::holder::HolderName;
use crate::domain::id::{EntryId, VersionHash};
use crate::domain::issuer::Site;
use crate::domain::number::{Numbering, Parts, Rule};
use crate::domain::scheme::Scheme;
use crate::domain::term::Term;
use crate::render::qr;
use crate::seal::keys::PrivateKey;
use crate::seal::spelling;
use crate::seal::token::{self, Claims, StatusRef};
use crate::store::{Bounds, NewCertificate, Sequence, StoreError, Writing};

/// After how many signatures it is told how far they are.
const TOLD: usize = 64;

/// One certificate about to be made.
pub(super) struct Draft<'a> {
    /// Row of the roster, for messages; 0 for a replacement.
    pub(super) row: u32,
    pub(super) entry: EntryId,
    pub(super) generation: i64,
    pub(super) holder: &'a HolderName,
    pub(super) scheme: &'a Scheme,
    pub(super) scheme_version: &'a VersionHash,
    pub(super) term: Term,
    pub(super) blanko: Option<String>,
    pub(super) photo_version: Option<VersionHash>,
}

/// What became of drafts.
pub(super) struct Made {
    pub(super) certificates: Vec<NewCertificate>,
    /// How far their sequences are now.
    pub(super) sequences: Vec<Sequence>,
}

impl Acting<'_> {
    /// Numbers, signs and stores drafts, in their order, under the journal entry that comes next. Nothing that was given
    /// is given again, wherever a counter stands.
    ///
    /// # Errors
    /// A sequence would run out, or `verify` would call one of them untrusted.
    pub(super) async fn make(
        &self,
        writing: &mut Writing,
        given: &Given,
        signer: &Signer,
        drafts: &[Draft<'_>],
        teller: &Teller,
    ) -> Result<Made, Error> {
        if !drafts.is_empty() && !writing.key_is_active(signer.key.kid()).await? {
            return Err(Error::Retired(signer.key.kid()));
        }
        let Numbering { certificate, registration } = &self.taken.lsp.numbering;
        let mut taking = Taking { writing: &mut *writing, given, sequences: Vec::new() };
        let numbers = self.numbers(&mut taking, Numbered::Certificate, certificate, drafts).await?;
        let registrations = self.numbers(&mut taking, Numbered::Registration, registration, drafts).await?;
        let sequences = taking.sequences;
        let first = writing.take_status(given.places(), drafts.len())?;
        let places = signer.records.status_refs(&self.taken.lsp.id, first, drafts.len());
        let mut unsigned = Vec::with_capacity(drafts.len());
        for ((draft, number), status) in drafts.iter().zip(&numbers).zip(&places) {
            unsigned.push(self.claims(signer, draft, number.clone(), *status)?);
        }
        let (key, site, teller) = (Arc::clone(&signer.key), self.taken.lsp.site.clone(), teller.clone());
        let tokens = on_a_thread(move || sign(&unsigned, &key, &site, &teller)).await?;
        let mut made = Vec::with_capacity(drafts.len());
        let signed = tokens.into_iter().zip(numbers).zip(registrations).zip(places);
        for ((counter, draft), (((token, number), registration), status)) in (first..).zip(drafts).zip(signed) {
            made.push(NewCertificate {
                id: writing.certificate_id(counter),
                entry: draft.entry,
                generation: draft.generation,
                number,
                registration,
                blanko: draft.blanko.clone(),
                holder: draft.holder.to_string(),
                scheme: draft.scheme.code.clone(),
                term: draft.term,
                lsp_version: self.taken.version.clone(),
                scheme_version: draft.scheme_version.clone(),
                form_version: self.taken.form_version.clone(),
                photo_version: draft.photo_version.clone(),
                kid: signer.key.kid(),
                status,
                token,
            });
        }
        match writing.insert_certificates(&made, &signer.records).await {
            Ok(()) => Ok(Made { certificates: made, sequences }),
            Err(StoreError::Duplicate) => {
                let first = made.into_iter().next().expect("a duplicate is one of those that were made");
                Err(Error::NumbersTaken { first: first.number })
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn numbers(
        &self,
        taking: &mut Taking<'_>,
        kind: Numbered,
        rule: &Rule,
        drafts: &[Draft<'_>],
    ) -> Result<Vec<String>, Error> {
        let scope = |draft: &Draft<'_>| rule.scope.counter(draft.scheme, draft.term.issued_on.year());
        let mut wanted = std::collections::BTreeMap::<String, usize>::new();
        for draft in drafts {
            *wanted.entry(scope(draft)).or_default() += 1;
        }
        let mut next = std::collections::BTreeMap::new();
        for (scope, wanted) in wanted {
            let given = taking.given.next(kind.as_str(), &scope).unwrap_or(rule.start);
            let bounds = Bounds { first: rule.start.max(given), last: rule.shape.last() };
            let first = taking.writing.take(kind.as_str(), &scope, bounds, wanted as u64).await?;
            let exhausted = || Error::Exhausted { kind, scope: scope.clone(), wanted };
            let first = first.ok_or_else(exhausted)?;
            let following =
                Sequence { kind: kind.as_str().to_owned(), scope: scope.clone(), next: first + wanted as u64 };
            taking.sequences.push(following);
            next.insert(scope, first);
        }
        let number = |draft: &Draft<'_>| {
            let sequence = next.entry(scope(draft)).or_default();
            let parts = Parts {
                scheme: draft.scheme,
                letters: &self.taken.lsp.registration_letters,
                licence: &self.taken.lsp.licence_serial,
                year: draft.term.issued_on.year(),
            };
            let number = rule.shape.write(parts, *sequence);
            *sequence += 1;
            number
        };
        Ok(drafts.iter().map(number).collect())
    }

    /// What a draft's token will say; refused is what `verify` would call untrusted.
    fn claims(&self, signer: &Signer, draft: &Draft<'_>, number: String, status: StatusRef) -> Result<Unsigned, Error> {
        self.allow(&signer.trusted, &draft.scheme.code, draft.term.issued_on)?;
        let (nbf, exp) = draft.term.instants(self.taken.lsp.time_zone.rules())?;
        let claims = Claims {
            number,
            holder: draft.holder.clone(),
            scheme_code: draft.scheme.code.clone(),
            scheme_title: draft.scheme.title_id.clone(),
            nbf,
            exp,
            status,
        };
        Ok(Unsigned { row: draft.row, claims })
    }
}

/// Numbers being taken.
struct Taking<'a> {
    writing: &'a mut Writing,
    given: &'a Given,
    /// How far they are now.
    sequences: Vec<Sequence>,
}

/// What is to be signed for a row of the roster.
struct Unsigned {
    row: u32,
    claims: Claims,
}

/// Signs in order, on the thread that it is called on.
fn sign(unsigned: &[Unsigned], key: &PrivateKey, site: &Site, teller: &Teller) -> Result<Vec<Vec<u8>>, Error> {
    let mut tokens = Vec::with_capacity(unsigned.len());
    for Unsigned { row, claims } in unsigned {
        let token = token::sign(claims, key).map_err(|cause| Error::Token { row: *row, cause })?;
        // What no QR holds could never be handed out.
        if !qr::fits(&spelling::qr(site, &token)) {
            return Err(Error::TooLong { row: *row, name: claims.holder.as_str().len() });
        }
        tokens.push(token);
        if tokens.len() % TOLD == 0 || tokens.len() == unsigned.len() {
            teller.tell(Progress::Signed { done: tokens.len(), of: unsigned.len() });
        }
    }
    Ok(tokens)
}
