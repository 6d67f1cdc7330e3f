//! What each verdict is called and what it means.

use super::text::Text;
use crate::verify::Verdict;
use crate::verify::verdict::{Differing, Finding, Integrity, Trust, Word};
use crate::words::{key, say};

/// The word of a verdict as a person says it.
pub(super) fn headline(word: Word) -> Text {
    Text::from(match word {
        Word::Unreadable => key!("pages-word-unreadable"),
        Word::Forged => key!("pages-word-forged"),
        Word::Untrusted => key!("pages-word-untrusted"),
        Word::Revoked => key!("pages-word-revoked"),
        Word::Superseded => key!("pages-word-superseded"),
        Word::Suspended => key!("pages-word-suspended"),
        Word::Expired => key!("pages-word-expired"),
        Word::NotYetValid => key!("pages-word-not-yet-valid"),
        Word::StatusUnknown => key!("pages-word-status-unknown"),
        Word::Valid => key!("pages-word-valid"),
        Word::NotFound => key!("pages-word-not-found"),
    })
}

/// What is not as it was signed.
pub(super) fn what_differs(differs: &[Differing]) -> Text {
    let named = |differing: &Differing| {
        Text::from(match differing {
            Differing::IssuedOn => key!("pages-differing-issued-on"),
            Differing::Name => key!("pages-differing-name"),
            Differing::Number => key!("pages-differing-number"),
            Differing::Scheme => key!("pages-differing-scheme"),
            Differing::ValidUntil => key!("pages-differing-valid-until"),
        })
    };
    Text::list(&differs.iter().map(named).collect::<Vec<_>>())
}

/// Sign and colour of a verdict: a class of the style, and the name of its sign.
pub(super) fn class(word: Word) -> &'static str {
    match word {
        Word::Unreadable => "unreadable",
        Word::Forged => "forged",
        Word::Untrusted => "untrusted",
        Word::Revoked => "revoked",
        Word::Superseded => "superseded",
        Word::Suspended => "suspended",
        Word::Expired => "expired",
        Word::NotYetValid => "not-yet-valid",
        Word::StatusUnknown => "status-unknown",
        Word::Valid => "valid",
        Word::NotFound => "not-found",
    }
}

/// What led to the verdict and what to do about it. Never why an LSP suspended or revoked.
pub(super) fn meaning(verdict: &Verdict) -> Text {
    let term = || verdict.period.expect("what has a term that ended or has not begun is a certificate with a term");
    let status = verdict.status.as_ref();
    // A checker without records knows neither day nor successor.
    let since = status.and_then(|status| status.since);
    match (verdict.verdict, since) {
        (Word::Unreadable, _) => key!("pages-meaning-unreadable").into(),
        (Word::Forged, _) => key!("pages-meaning-forged").into(),
        (Word::Untrusted, _) => distrust(verdict),
        (Word::Revoked, None) => key!("pages-meaning-revoked").into(),
        (Word::Revoked, Some(day)) => Text::saying(|lang| say!(lang, "pages-meaning-revoked-since", day)),
        (Word::Superseded, since) => {
            let replaced = match since {
                None => key!("pages-meaning-superseded").into(),
                Some(day) => Text::saying(|lang| say!(lang, "pages-meaning-superseded-since", day)),
            };
            let known = status.is_some_and(|status| status.superseded_by.is_some());
            if known { replaced } else { replaced.then(key!("pages-meaning-successor").into()) }
        }
        (Word::Suspended, None) => key!("pages-meaning-suspended").into(),
        (Word::Suspended, Some(day)) => Text::saying(|lang| say!(lang, "pages-meaning-suspended-since", day)),
        (Word::Expired, _) => {
            let day = term().valid_until;
            Text::saying(|lang| say!(lang, "pages-meaning-expired", day))
        }
        (Word::NotYetValid, _) => {
            let day = term().issued_on;
            Text::saying(|lang| say!(lang, "pages-meaning-not-yet-valid", day))
        }
        (Word::StatusUnknown, _) => unknown(verdict, None),
        (Word::Valid, _) => key!("pages-meaning-valid").into(),
        (Word::NotFound, _) => key!("pages-meaning-not-found").into(),
    }
}

/// Why the status could not be told, and what to do about it. `too_old`: the instant of the newest list that
/// there is.
pub(super) fn unknown(verdict: &Verdict, too_old: Option<Text>) -> Text {
    let expired = verdict.findings.contains(&Finding::TrustListExpired);
    let trust = verdict.issuer.as_ref().map(|issuer| issuer.trust);
    let missing = verdict.findings.contains(&Finding::TrustListMissing);
    let others = verdict.findings.contains(&Finding::OthersUnknown);
    let unproven = verdict.integrity == Integrity::Unchecked;
    let why: Text = match (expired, too_old) {
        _ if missing => key!("pages-unknown-trust-list-missing").into(),
        _ if others => key!("pages-unknown-others").into(),
        (true, _) if unproven => key!("pages-unknown-signer").into(),
        (true, _) => key!("pages-unknown-trust-list-expired").into(),
        (false, _) if trust == Some(Trust::KeyStateUnknown) => key!("pages-unknown-key-state").into(),
        (false, _) if trust == Some(Trust::HonouredListMissing) => key!("pages-unknown-honoured-list").into(),
        (false, Some(as_of)) => Text::saying(|lang| say!(lang, "pages-unknown-list-too-old", as_of)),
        (false, None) if unproven => key!("pages-unknown-record").into(),
        (false, None) => key!("pages-unknown-no-list").into(),
    };
    let known = verdict.issuer.is_some();
    why.then(if known { key!("pages-unknown-ask") } else { key!("pages-unknown-not-valid") }.into())
}

/// What is said of a file in which nothing was found.
pub(super) fn no_certificate() -> Text {
    key!("pages-meaning-no-certificate").into()
}

fn distrust(verdict: &Verdict) -> Text {
    let unknown = verdict.integrity == Integrity::Unchecked;
    Text::from(match verdict.issuer.as_ref().map(|issuer| issuer.trust).filter(|_| !unknown) {
        None => key!("pages-distrust-signer"),
        Some(Trust::KeyCompromised) => key!("pages-distrust-stolen-key"),
        Some(Trust::NeverRecorded) => key!("pages-distrust-never-recorded"),
        Some(Trust::KeyForOtherUse) => key!("pages-distrust-key-use"),
        Some(Trust::KeyOutsidePeriod) => key!("pages-distrust-key-period"),
        Some(Trust::LicenceOutsidePeriod) => key!("pages-distrust-licence"),
        Some(Trust::SchemeOutsideScope) => key!("pages-distrust-scope"),
        Some(Trust::HonouredListMissing | Trust::KeyStateUnknown | Trust::Licensed) => key!("pages-distrust-other"),
    })
}
