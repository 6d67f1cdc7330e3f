//! What an LSP needs on its desk to issue: its particulars, its key, the records' secret, and who acts.

use jiff::Timestamp;
use jiff::civil::Date;
use pkcs8::rand_core::CryptoRng;

use crate::domain::certificate::Certificate;
use crate::domain::number::{Numbering, Parts};
use crate::domain::scheme::{Scheme, SchemeCode};
use crate::domain::status::State;
use crate::domain::term::{InvalidDay, Term};
use crate::render::qr;
use crate::seal::keys::{Kid, PrivateKey};
use crate::seal::records::Records;
use crate::seal::spelling;
use crate::seal::token::{self, Claims, StatusRef, TokenError};
use crate::seal::trust_list::{TrustedKey, TrustedLsp};
use crate::store::{NewCertificate, Store, StoreError, Taken, Writing};
use crate::verify::verdict::{Trust, trust_in};

/// Everything an act of one LSP takes.
pub struct Desk<'a> {
    pub store: &'a Store,
    pub taken: &'a Taken,
    pub trusted: &'a TrustedLsp,
    /// As verifiers know it, where a trust list is published.
    pub published: Option<&'a TrustedLsp>,
    pub records: &'a Records,
    pub by: By<'a>,
}

/// Who acts, and when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// `console:<system user>` or an account of the office.
    pub actor: &'a str,
    pub now: Timestamp,
}

/// A key that signs, and the days it may sign for.
pub struct Signer<'a> {
    pub key: &'a PrivateKey,
    pub trusted: &'a TrustedKey,
}

/// Why nothing was issued or changed. Nothing is half done.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    #[error(transparent)]
    Day(#[from] InvalidDay),
    #[error("certificate {number} expired on {valid_until}; assess the holder anew instead of replacing it")]
    Expired { number: String, valid_until: Date },
    #[error("the {kind} numbers of {scope} run out: {wanted} are wanted and fewer are left; nothing was issued")]
    Exhausted { kind: &'static str, scope: String, wanted: usize },
    #[error(
        "numbers from {first} on are issued already: the LSP's numbering was changed; set its \"start\" above them. Nothing was issued"
    )]
    NumbersTaken { first: String },
    #[error("key {kid} signed no certificate {number}; nothing was changed")]
    NotOfKey { number: String, kid: Kid },
    #[error("this NIK already has a certificate for the same scheme and test date; nothing was changed")]
    NikTaken,
    #[error("key {0} was retired meanwhile; nothing was issued, run the command again")]
    Retired(Kid),
    #[error("certificate {number} is {}: {}", state.as_str(), final_or_not(*state))]
    State { number: String, state: State },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the certificate of row {row} cannot be signed: {cause}")]
    Token { row: u32, cause: TokenError },
    #[error(
        "row {row}: the name ({name} bytes) and the scheme's title together are too long for the QR; shorten one; nothing was issued"
    )]
    TooLong { row: u32, name: usize },
    #[error("the published trust list does not allow it yet: {0}; the root has to sign a new one (docs/keys.md)")]
    Unpublished(Box<Self>),
    #[error("{}", untrusted(*trust, *issued_on, scheme.as_ref()))]
    Untrusted { trust: Trust, issued_on: Date, scheme: Option<SchemeCode> },
}

fn final_or_not(state: State) -> &'static str {
    match state {
        State::Revoked => "a revocation is final",
        State::Superseded => "it was replaced; act on the certificate that replaces it",
        State::Suspended => "reinstate it first, or revoke it",
        State::Valid => "it is not suspended",
    }
}

fn untrusted(trust: Trust, issued_on: Date, scheme: Option<&SchemeCode>) -> String {
    match (trust, scheme) {
        (Trust::HonouredListMissing | Trust::KeyCompromised | Trust::NeverRecorded, _) => {
            "the key is compromised; make another with: absah keys new".to_owned()
        }
        (Trust::KeyStateUnknown, _) => {
            "the key is in a state that this version does not know; use a newer one".to_owned()
        }
        (Trust::KeyForOtherUse, _) => "the key is not for certificates".to_owned(),
        (Trust::KeyOutsidePeriod, _) => format!(
            "no active key of the LSP covers {issued_on}; see: absah keys list, and make one with: absah keys new --from DATE"
        ),
        (Trust::LicenceOutsidePeriod, _) => format!("no licence of the LSP covers {issued_on}"),
        (Trust::Licensed, _) => "nothing is wrong with the LSP, its key or its scheme".to_owned(),
        (Trust::SchemeOutsideScope, Some(code)) => format!("scheme {code} is not in the LSP's scope on {issued_on}"),
        (Trust::SchemeOutsideScope, None) => format!("a scheme is not in the LSP's scope on {issued_on}"),
    }
}

/// One certificate about to be made.
pub struct Draft<'a> {
    /// Row of the roster, for messages; 0 for a replacement.
    pub row: u32,
    pub entry: String,
    pub generation: i64,
    pub holder: &'a crate::domain::holder::HolderName,
    pub scheme: &'a Scheme,
    pub term: Term,
    pub blanko: Option<String>,
    pub photo_version: Option<String>,
}

impl Desk<'_> {
    /// Numbers, signs and stores drafts, in their order, under the journal entry that comes next.
    ///
    /// # Errors
    /// A sequence would run out, or `verify` would call one of them untrusted.
    pub async fn make(
        &self,
        writing: &mut Writing,
        signer: &Signer<'_>,
        drafts: &[Draft<'_>],
        random: &mut impl CryptoRng,
    ) -> Result<Vec<NewCertificate>, IssueError> {
        if !drafts.is_empty() && !writing.key_is_active(signer.key.kid()).await? {
            return Err(IssueError::Retired(signer.key.kid()));
        }
        let Numbering { certificate, registration } = &self.taken.lsp.numbering;
        let numbers = self.numbers(writing, "certificate", certificate, drafts).await?;
        let registrations = self.numbers(writing, "registration", registration, drafts).await?;
        let first = writing.take_status(drafts.len())?;
        let places = self.records.status_refs(&self.taken.lsp.id, first, drafts.len());
        let mut made = Vec::with_capacity(drafts.len());
        for (((draft, number), registration), status) in drafts.iter().zip(numbers).zip(registrations).zip(places) {
            let token = self.sign(signer, draft, &number, status)?;
            made.push(NewCertificate {
                id: new_id(random),
                entry: draft.entry.clone(),
                generation: draft.generation,
                number,
                registration,
                blanko: draft.blanko.clone(),
                holder: draft.holder.to_string(),
                scheme: draft.scheme.clone(),
                term: draft.term,
                lsp_version: self.taken.version.clone(),
                form_version: self.taken.form_version.clone(),
                photo_version: draft.photo_version.clone(),
                kid: signer.key.kid(),
                status,
                token,
            });
        }
        match writing.insert_certificates(&made).await {
            Ok(()) => Ok(made),
            Err(StoreError::Duplicate) => {
                Err(IssueError::NumbersTaken { first: made.first().map(|new| new.number.clone()).unwrap_or_default() })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Refuses what `verify` would call untrusted, before any number is taken.
    ///
    /// # Errors
    /// The reason, and the scheme where it is one's.
    pub fn allow(&self, key: &TrustedKey, scheme: &SchemeCode, issued_on: Date) -> Result<(), IssueError> {
        let refused = |trust| IssueError::Untrusted { trust, issued_on, scheme: Some(scheme.clone()) };
        match trust_in(self.trusted, key, scheme, issued_on) {
            Trust::Licensed => {}
            trust => return Err(refused(trust)),
        }
        let Some(published) = self.published else { return Ok(()) };
        let known = published.keys.iter().find(|known| known.public == key.public);
        match known.map_or(Trust::KeyOutsidePeriod, |known| trust_in(published, known, scheme, issued_on)) {
            Trust::Licensed => Ok(()),
            trust => Err(IssueError::Unpublished(Box::new(refused(trust)))),
        }
    }

    async fn numbers(
        &self,
        writing: &mut Writing,
        kind: &'static str,
        rule: &crate::domain::number::Rule,
        drafts: &[Draft<'_>],
    ) -> Result<Vec<String>, IssueError> {
        let scope = |draft: &Draft<'_>| rule.scope.counter(draft.scheme, draft.term.issued_on.year());
        let mut wanted = std::collections::BTreeMap::<String, usize>::new();
        for draft in drafts {
            *wanted.entry(scope(draft)).or_default() += 1;
        }
        let mut next = std::collections::BTreeMap::new();
        for (scope, wanted) in wanted {
            let bounds = (rule.start, rule.shape.last());
            let first = writing.take(kind, &scope, bounds, wanted as u64).await?;
            let exhausted = || IssueError::Exhausted { kind, scope: scope.clone(), wanted };
            next.insert(scope.clone(), first.ok_or_else(exhausted)?);
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

    fn sign(
        &self,
        signer: &Signer<'_>,
        draft: &Draft<'_>,
        number: &str,
        status: StatusRef,
    ) -> Result<Vec<u8>, IssueError> {
        self.allow(signer.trusted, &draft.scheme.code, draft.term.issued_on)?;
        let (nbf, exp) = draft.term.instants(self.taken.lsp.time_zone.rules())?;
        let claims = Claims {
            number: number.to_owned(),
            holder: draft.holder.clone(),
            scheme_code: draft.scheme.code.clone(),
            scheme_title: draft.scheme.title_id.clone(),
            nbf,
            exp,
            status,
        };
        let token = token::sign(&claims, signer.key).map_err(|cause| IssueError::Token { row: draft.row, cause })?;
        // What no QR holds could never be handed out.
        if qr::fits(&spelling::qr(&self.taken.lsp.site, &token)) {
            Ok(token)
        } else {
            Err(IssueError::TooLong { row: draft.row, name: draft.holder.as_str().len() })
        }
    }
}

/// The active certificate key of the LSP that covers a day of issue; the youngest, where several do.
#[must_use]
pub fn key_for(lsp: &TrustedLsp, issued_on: Date) -> Option<(&TrustedKey, Kid)> {
    use crate::seal::{keys::KeyUse, trust_list::KeyState};
    let fits = |key: &&TrustedKey| {
        key.key_use == KeyUse::Certificate && key.state == KeyState::Active && key.covers(issued_on)
    };
    lsp.keys.iter().filter(fits).max_by_key(|key| key.from).map(|key| (key, key.public.kid()))
}

/// A refusal because no key covers the day.
#[must_use]
pub fn no_key(issued_on: Date) -> IssueError {
    IssueError::Untrusted { trust: Trust::KeyOutsidePeriod, issued_on, scheme: None }
}

/// A refusal because a certificate's state does not allow an act.
#[must_use]
pub fn not_in(certificate: &Certificate, state: State) -> IssueError {
    IssueError::State { number: certificate.number.clone(), state }
}

/// A new row's id: 16 random bytes in hex.
pub(super) fn new_id(random: &mut impl CryptoRng) -> String {
    let mut bytes = [0; 16];
    random.fill_bytes(&mut bytes);
    spelling::hex(&bytes)
}
