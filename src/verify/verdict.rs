//! The pure heart: bytes, the trust list and the status lists in, a verdict out.
//!
//! The verdict is the first that applies, in the order of [`Word`]; what led to it is kept apart, so
//! that "could not check" never reads as "valid". Nothing unproven is ever shown: `certificate`,
//! `period` and `status` are null unless the signature held.
//!
//! What could not be told (no status list to be believed, no honoured list of a compromised key, a key in a
//! state that is not known here, a trust list past its `exp`) turns `valid` into `status_unknown`, and past the trust list's `exp` also
//! `untrusted` for an unknown kid; every other verdict stands.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use crate::domain::issuer::LspId;
use crate::domain::scheme::{SchemeCode, Unit};
use crate::domain::status::State;
use crate::domain::term::{Term, in_jakarta};
use crate::seal::keys::KeyUse;
use crate::seal::spelling::{self, Spelt};
use crate::seal::status_list::StatusLists;
use crate::seal::token::{Claims, Token, fingerprint};
use crate::seal::trust_list::{KeyState, TrustList, TrustedKey, TrustedLsp};

/// Two instants of a question: which day it is about, and the present, by which lists grow old.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub now: Timestamp,
    pub on: Timestamp,
}

impl Asked {
    /// About the present.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self { now, on: now }
    }
}

/// The answer to "is this certificate good?".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Verdict {
    pub verdict: Word,
    #[schema(value_type = String, format = DateTime)]
    pub checked_at: Timestamp,
    /// The day asked about, in the LSP's time zone (Jakarta's for an unknown LSP).
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// What is to be known beside the verdict; others may follow.
    pub findings: Vec<Finding>,
    /// What a document does not show as it was signed; none but for documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub differs: Vec<Differing>,
    pub integrity: Integrity,
    #[schema(required = true)]
    pub issuer: Option<Issuer>,
    #[schema(required = true)]
    pub period: Option<Period>,
    #[schema(required = true)]
    pub status: Option<StatusSeen>,
    #[schema(required = true)]
    pub certificate: Option<Shown>,
}

/// One word; the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    Unreadable,
    Forged,
    Untrusted,
    Revoked,
    Superseded,
    Suspended,
    Expired,
    NotYetValid,
    StatusUnknown,
    Valid,
    /// For a number that nobody issued; never said of bytes.
    NotFound,
}

/// A warning beside the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The link or QR leads to a host that is not the LSP's site.
    ForeignSite,
    /// The document has pages that are none of the certificate's, such as one before it.
    PagesBeside,
    /// The document has pages that were not looked at.
    PagesUnread,
    /// A QR on the document is not that of the certificate that was judged.
    QrDiffers,
    /// No QR of the certificate can be read on the document; it was judged by what is attached.
    QrMissing,
    /// The document does not show the sheet as it was issued; known to the LSP's own service only.
    SheetDiffers,
    /// The text of the document does not show what was signed: see `differs`.
    TextDiffers,
    /// The document has text that cannot be seen: covered, in the colour of the paper, tiny, or cut away.
    TextHidden,
    /// What the document says could not be compared: it is a picture, or in letters that sheets are not printed in.
    TextUnchecked,
    /// The trust list is past its `exp`: what it says of keys may be old.
    TrustListExpired,
    /// No root has signed a trust list for this installation yet: nobody above it says that its keys are an LSP's.
    TrustListMissing,
    /// The document has layers, notes or form fields: what it shows depends on the program that opens it.
    ViewVaries,
}

impl Finding {
    /// Whether it says that something was altered or pretended, not merely that more could not be told.
    #[must_use]
    pub fn accuses(self) -> bool {
        match self {
            Self::ForeignSite | Self::QrDiffers | Self::SheetDiffers | Self::TextDiffers | Self::TextHidden => true,
            Self::PagesBeside
            | Self::PagesUnread
            | Self::QrMissing
            | Self::TextUnchecked
            | Self::TrustListExpired
            | Self::TrustListMissing
            | Self::ViewVaries => false,
        }
    }
}

/// What is signed and stands on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Differing {
    IssuedOn,
    Name,
    Number,
    Scheme,
    ValidUntil,
}

/// Whether the bytes are as they were signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Integrity {
    Failed,
    Ok,
    /// No key to check with.
    Unchecked,
}

/// The LSP that the key belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Issuer {
    #[schema(value_type = String)]
    pub id: LspId,
    pub name: String,
    /// The licence of the day of issue, or the last one where none covered it.
    pub licence: String,
    pub trust: Trust,
}

/// Whether the LSP might issue this certificate on that day with that key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// The key is compromised, and whether the LSP issued this could not be told: its honoured list is
    /// not to be had.
    HonouredListMissing,
    /// The key is compromised, and this does not stand on its honoured list.
    KeyCompromised,
    /// The key is for something else than certificates.
    KeyForOtherUse,
    /// The key is in a state that this version does not know: what it signed is called neither good nor bad.
    KeyStateUnknown,
    /// The day of issue lies outside the key's time.
    KeyOutsidePeriod,
    Licensed,
    /// The day of issue lies outside every licence of the LSP.
    LicenceOutsidePeriod,
    /// The LSP's key signed it, and the LSP has no record of it; known to the LSP's own service only.
    NeverRecorded,
    /// The scheme was not in the LSP's scope on the day of issue.
    SchemeOutsideScope,
}

/// Days in the LSP's time zone, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Period {
    #[schema(value_type = String, format = Date)]
    pub issued_on: Date,
    #[schema(value_type = String, format = Date)]
    pub valid_until: Date,
}

/// What is known of the status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatusSeen {
    #[schema(schema_with = states)]
    pub state: StateSeen,
    /// The instant of the list that says so.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    pub as_of: Option<Timestamp>,
    /// The day since which it is so, in the LSP's zone; known to the LSP's own service only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = String, format = Date)]
    pub since: Option<Date>,
    /// The number of the certificate that replaces this one; known to the LSP's own service only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub superseded_by: Option<String>,
}

/// A state, or that it could not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", untagged)]
pub enum StateSeen {
    Known(State),
    #[serde(serialize_with = "unknown")]
    Unknown,
}

fn unknown<S: serde::Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("unknown")
}

/// The words of [`StateSeen`].
fn states() -> Object {
    let words = ["revoked", "superseded", "suspended", "unknown", "valid"];
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build()
}

/// What stands on the certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Shown {
    pub number: String,
    pub holder: String,
    pub scheme: SchemeShown,
    /// What the holder was assessed in; known to the LSP's own service only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitShown>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SchemeShown {
    pub code: String,
    pub title: String,
}

/// A unit of competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitShown {
    pub code: String,
    pub title_id: String,
    pub title_en: String,
}

impl From<Unit> for UnitShown {
    fn from(Unit { code, title_id, title_en }: Unit) -> Self {
        Self { code, title_id, title_en }
    }
}

impl Verdict {
    /// The answer for a number that nobody issued.
    #[must_use]
    pub fn not_found(asked: Asked) -> Self {
        Self::bare(Word::NotFound, Integrity::Unchecked, asked)
    }

    /// The answer for what is no token at all.
    #[must_use]
    pub fn unreadable(asked: Asked) -> Self {
        Self::bare(Word::Unreadable, Integrity::Failed, asked)
    }

    /// Whether the certificate is valid and nothing beside it says otherwise.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.verdict == Word::Valid && self.findings.is_empty()
    }

    fn bare(verdict: Word, integrity: Integrity, asked: Asked) -> Self {
        let (issuer, period, status, certificate) = (None, None, None, None);
        let on = in_jakarta(asked.on);
        let checked_at = whole_seconds(asked.now);
        Self {
            verdict,
            checked_at,
            on,
            findings: Vec::new(),
            differs: Vec::new(),
            integrity,
            issuer,
            period,
            status,
            certificate,
        }
    }
}

/// Judges the bytes of a token.
#[must_use]
pub fn verify(bytes: &[u8], trust: &TrustList, statuses: &StatusLists, asked: Asked) -> Verdict {
    let Ok(token) = Token::read(bytes) else { return Verdict::unreadable(asked) };
    let expired = trust.is_expired(asked.now);
    let findings = match expired {
        true if trust.is_unsigned() => vec![Finding::TrustListMissing],
        true => vec![Finding::TrustListExpired],
        false => Vec::new(),
    };
    let Some((lsp, key)) = trust.key(token.kid()) else {
        let word = if expired { Word::StatusUnknown } else { Word::Untrusted };
        return Verdict { findings, ..Verdict::bare(word, Integrity::Unchecked, asked) };
    };
    let on = lsp.time_zone.day_of(asked.on);
    let issuer = |trust, licence: Option<&str>| Issuer {
        id: lsp.id.clone(),
        name: lsp.name_id.clone(),
        licence: licence.or_else(|| last_licence(lsp)).unwrap_or_default().to_owned(),
        trust,
    };
    let Ok(verified) = token.verify(&key.public) else {
        let issuer = Some(issuer(Trust::Licensed, lsp.licence_on(on).map(|licence| licence.number.as_str())));
        return Verdict { on, issuer, findings, ..Verdict::bare(Word::Forged, Integrity::Failed, asked) };
    };
    let claims = verified.into_claims();
    let term = Term::from_instants(claims.nbf, claims.exp, lsp.time_zone.rules());
    let trusted = match trust_in(lsp, key, &claims.scheme_code, term.issued_on) {
        Trust::Licensed => recorded(trust, key, bytes),
        untrusted => untrusted,
    };
    let licence = lsp.licence_on(term.issued_on).map(|licence| licence.number.as_str());
    let known = statuses.state(&lsp.id, claims.status, asked.now);
    Verdict {
        verdict: match word(trusted, known.map(|(state, _)| state), &claims, asked.on) {
            Word::Valid if expired => Word::StatusUnknown,
            word => word,
        },
        checked_at: whole_seconds(asked.now),
        on,
        findings,
        differs: Vec::new(),
        integrity: Integrity::Ok,
        issuer: Some(issuer(trusted, licence)),
        period: Some(Period { issued_on: term.issued_on, valid_until: term.valid_until }),
        status: Some(StatusSeen {
            state: known.map_or(StateSeen::Unknown, |(state, _)| StateSeen::Known(state)),
            as_of: known.map(|(_, as_of)| whole_seconds(as_of)),
            since: None,
            superseded_by: None,
        }),
        certificate: Some(Shown {
            number: claims.number,
            holder: claims.holder.into(),
            scheme: SchemeShown { code: claims.scheme_code.into(), title: claims.scheme_title },
            units: Vec::new(),
        }),
    }
}

/// Judges a link, the text of a QR, or a token in base64url or digits; a host that is not the site of
/// the LSP that signed becomes a finding.
#[must_use]
pub fn verify_text(text: &str, trust: &TrustList, statuses: &StatusLists, asked: Asked) -> Verdict {
    let Ok(Spelt { bytes, host }) = spelling::read(text) else { return Verdict::unreadable(asked) };
    let mut verdict = verify(&bytes, trust, statuses, asked);
    if let (Some(issuer), Some(host)) = (&verdict.issuer, host)
        && !is_site(&host, &issuer.id, trust)
    {
        verdict.findings.push(Finding::ForeignSite);
    }
    verdict
}

/// Whether a host, in lower case, is or was the site of an LSP.
pub(super) fn is_site(host: &str, lsp: &LspId, trust: &TrustList) -> bool {
    trust.lsp(lsp).is_some_and(|lsp| lsp.has_site(host))
}

/// Whether the LSP might issue on that day: what `verify` would call untrusted, `issue` refuses.
#[must_use]
pub fn trust_in(lsp: &TrustedLsp, key: &TrustedKey, scheme: &SchemeCode, issued_on: Date) -> Trust {
    if key.key_use != KeyUse::Certificate {
        Trust::KeyForOtherUse
    } else if !key.covers(issued_on) {
        Trust::KeyOutsidePeriod
    } else if lsp.licence_on(issued_on).is_none() {
        Trust::LicenceOutsidePeriod
    } else if !lsp.scope_covers(scheme, issued_on) {
        Trust::SchemeOutsideScope
    } else {
        Trust::Licensed
    }
}

/// Whether the LSP issued it, where its key alone does not say so any more.
fn recorded(trust: &TrustList, key: &TrustedKey, bytes: &[u8]) -> Trust {
    if trust.is_disowned(|| fingerprint(bytes)) {
        return Trust::NeverRecorded;
    }
    match (key.state, trust.honoured(key.public.kid())) {
        (KeyState::Active | KeyState::Retired, _) => Trust::Licensed,
        (KeyState::Compromised(_), Some(list)) if list.holds(&fingerprint(bytes)) => Trust::Licensed,
        (KeyState::Compromised(_), Some(_)) => Trust::KeyCompromised,
        (KeyState::Compromised(_), None) => Trust::HonouredListMissing,
        (KeyState::Unknown, _) => Trust::KeyStateUnknown,
    }
}

fn word(trust: Trust, state: Option<State>, claims: &Claims, on: Timestamp) -> Word {
    match (trust, state) {
        (
            Trust::KeyCompromised
            | Trust::KeyForOtherUse
            | Trust::KeyOutsidePeriod
            | Trust::LicenceOutsidePeriod
            | Trust::NeverRecorded
            | Trust::SchemeOutsideScope,
            _,
        ) => Word::Untrusted,
        (_, Some(State::Revoked)) => Word::Revoked,
        (_, Some(State::Superseded)) => Word::Superseded,
        (_, Some(State::Suspended)) => Word::Suspended,
        _ if claims.exp <= on => Word::Expired,
        _ if on < claims.nbf => Word::NotYetValid,
        (Trust::Licensed, Some(State::Valid)) => Word::Valid,
        (Trust::HonouredListMissing | Trust::KeyStateUnknown | Trust::Licensed, _) => Word::StatusUnknown,
    }
}

fn last_licence(lsp: &TrustedLsp) -> Option<&str> {
    lsp.licences.iter().max_by_key(|licence| licence.until).map(|licence| licence.number.as_str())
}

/// Fractions of a second help nobody who reads a verdict.
fn whole_seconds(instant: Timestamp) -> Timestamp {
    Timestamp::from_second(instant.as_second()).unwrap_or(instant)
}

#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;
