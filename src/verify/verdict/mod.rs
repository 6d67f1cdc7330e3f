//! The pure heart: bytes, the trust list and the status lists in, a verdict out.
//!
//! The verdict is the first that applies, in the order of [`Word`]; what led to it is kept apart, so
//! that "could not check" never reads as "valid". Nothing unproven is ever shown: `certificate`,
//! `period` and `status` are null unless the signature held.
//!
//! What could not be told (no status list to be believed, no honoured list of a compromised key, a key in a
//! state that is not known here, a trust list past its `exp`) turns `valid` into `status_unknown`, and past the trust list's
//! `exp`, or where it is not known whom it names, also `untrusted` for an unknown kid; every other verdict stands.

mod facts;
mod words;

use jiff::Timestamp;
use jiff::civil::Date;

pub use self::facts::{Issuer, Period, SchemeShown, Shown, StateSeen, StatusSeen, UnitShown, Verdict};
pub use self::words::{Differing, Finding, Integrity, Standing, Trust, Word};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::domain::status::State;
use crate::domain::term::{Term, whole_second};
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
        let (word, findings) = match (expired, trust.is_incomplete()) {
            (true, _) => (Word::StatusUnknown, findings),
            (false, true) => (Word::StatusUnknown, vec![Finding::OthersUnknown]),
            (false, false) => (Word::Untrusted, findings),
        };
        return Verdict { findings, ..Verdict::bare(word, Integrity::Unchecked, asked) };
    };
    let on = lsp.time_zone.day_of(asked.on);
    let issuer = |trusted, licence: Option<&str>| Issuer {
        id: lsp.id.clone(),
        name: lsp.name_id.clone(),
        licence: licence.or_else(|| last_licence(lsp)).unwrap_or("").to_owned(),
        trust: trusted,
        more_at: (!trust.is_here(&lsp.id)).then(|| lsp.site.clone()),
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
        checked_at: whole_second(asked.now),
        on,
        findings,
        differs: Vec::new(),
        integrity: Integrity::Ok,
        issuer: Some(issuer(trusted, licence)),
        period: Some(Period { issued_on: term.issued_on, valid_until: term.valid_until }),
        status: Some(StatusSeen {
            state: known.map_or(StateSeen::Unknown, |(state, _)| StateSeen::Known(state)),
            as_of: known.map(|(_, as_of)| whole_second(as_of)),
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

#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;
