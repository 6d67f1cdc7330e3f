//! The verdict on a report: a list of workers was checked, and this is what was found. Bytes and the trust list in, a
//! verdict out; a report is no certificate, and its verdict is of a kind of its own.
//!
//! A report is believed when a key signed it that the trust list names for reports, and whose period the day of the report
//! lies in. A retired key's reports stay good: its private half is destroyed. Of a compromised key nothing is believed, for
//! nothing outside a report tells when it was made.
//!
//! What goes with a report is held against it: the rows by their hash, the QR and the attachment against one another
//! ([`reports`]), and the pages against those that the rows make (`paper`).

mod document;
mod paper;
#[cfg(test)]
mod tests;
mod words;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

pub use self::document::{Examined, reports, without_reports};
pub use self::paper::{Drawn, hold_paper};
pub use self::words::{ReportFinding, ReportTrust, ReportWord};
use super::verdict::{Integrity, Standing};
use crate::domain::issuer::{LspId, Site};
use crate::domain::term::whole_second;
use crate::seal::keys::KeyUse;
use crate::seal::report::{Claims, Report};
use crate::seal::spelling::{self, Spelt};
use crate::seal::trust_list::{AHEAD, KeyState, TrustList, TrustedKey, TrustedLsp};

/// The answer to "is this report genuine, and as it was made?".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportVerdict {
    pub report: ReportWord,
    #[schema(value_type = String, format = DateTime)]
    pub checked_at: Timestamp,
    pub integrity: Integrity,
    /// What is to be known beside the word; others may follow.
    pub findings: Vec<ReportFinding>,
    /// None for an unknown key.
    #[schema(required = true)]
    pub maker: Option<Maker>,
    /// None unless the signature held.
    #[schema(required = true)]
    pub contents: Option<Contents>,
}

/// The LSP whose site checked the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReportMaker)]
pub struct Maker {
    #[schema(value_type = String)]
    pub id: LspId,
    pub name: String,
    #[schema(value_type = String)]
    pub site: Site,
    pub trust: ReportTrust,
}

/// What the report says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReportContents)]
pub struct Contents {
    /// 16 random bytes in hexadecimal.
    pub id: String,
    /// When the list was checked.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    /// The contract's last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    pub rows: u32,
    /// How many of them hold a certificate of the right scheme until then.
    pub fits: u32,
    /// The oldest status list that an answer rests on.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// Of the rows that go with it as a CSV, in hexadecimal.
    pub sha256: String,
    /// The edition of the words in which its paper is drawn.
    pub paper: u32,
}

impl ReportVerdict {
    fn bare(report: ReportWord, integrity: Integrity, now: Timestamp) -> Self {
        let (findings, maker, contents) = (Vec::new(), None, None);
        Self { report, checked_at: whole_second(now), integrity, findings, maker, contents }
    }

    /// Adds what was found beside the word; some of it makes another word.
    pub fn find(&mut self, finding: ReportFinding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
        if finding.alters() && matches!(self.report, ReportWord::Genuine | ReportWord::Unknown) {
            self.report = ReportWord::Altered;
        }
    }

    /// What it comes to.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let accused = self.findings.iter().any(|finding| finding.accuses());
        match self.report {
            ReportWord::Genuine if accused => Standing::Bad,
            ReportWord::Genuine if self.findings.is_empty() => Standing::Good,
            ReportWord::Genuine => Standing::Unclear,
            ReportWord::Unknown if !accused => Standing::Unclear,
            ReportWord::Altered
            | ReportWord::Forged
            | ReportWord::Unknown
            | ReportWord::Unreadable
            | ReportWord::Untrusted => Standing::Bad,
        }
    }

    /// Whether the rows in a file were those that were signed, and the file this report's.
    #[must_use]
    pub fn are_rows_compared(&self) -> bool {
        use ReportFinding::{QrDiffers, RowsDiffer, RowsMissing};
        !self.findings.iter().any(|finding| matches!(finding, QrDiffers | RowsDiffer | RowsMissing))
    }

    /// Whether all that there is of a file was compared with what was signed.
    #[must_use]
    pub fn is_compared(&self) -> bool {
        self.are_rows_compared() && !self.findings.contains(&ReportFinding::TextUnchecked)
    }

    /// Whether an LSP is believed to have made it, whatever became of its paper.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.integrity == Integrity::Ok && self.maker.as_ref().is_some_and(|maker| maker.trust == ReportTrust::Trusted)
    }
}

impl From<Claims> for Contents {
    fn from(claims: Claims) -> Self {
        let Claims { iat, id, until, rows, fits, sha256, as_of, paper } = claims;
        Self { id: hex::encode(id), made_at: iat, until, rows, fits, as_of, sha256: hex::encode(sha256), paper }
    }
}

/// Judges the bytes of a report.
#[must_use]
pub fn judge(bytes: &[u8], trust: &TrustList, now: Timestamp) -> ReportVerdict {
    use ReportWord::{Forged, Genuine, Unknown, Unreadable, Untrusted};
    let Ok(report) = Report::read(bytes) else { return ReportVerdict::bare(Unreadable, Integrity::Failed, now) };
    let expired = trust.is_expired(now);
    let mut findings = Vec::new();
    if expired {
        let missing = trust.is_unsigned();
        findings.push(if missing { ReportFinding::TrustListMissing } else { ReportFinding::TrustListExpired });
    }
    let Some((lsp, key)) = trust.key(report.kid()) else {
        let word = if expired || trust.is_incomplete() { Unknown } else { Untrusted };
        return ReportVerdict { findings, ..ReportVerdict::bare(word, Integrity::Unchecked, now) };
    };
    let maker = |trust| Some(Maker { id: lsp.id.clone(), name: lsp.name_id.clone(), site: lsp.site.clone(), trust });
    let Ok(verified) = report.verify(&key.public) else {
        let maker = maker(ReportTrust::Trusted);
        return ReportVerdict { findings, maker, ..ReportVerdict::bare(Forged, Integrity::Failed, now) };
    };
    let claims = verified.into_claims();
    let trusted = trust_in(lsp, key, claims.iat);
    let ahead = claims.iat > now + AHEAD;
    if ahead {
        findings.push(ReportFinding::Ahead);
    }
    let word = match trusted {
        ReportTrust::KeyCompromised | ReportTrust::KeyForOtherUse | ReportTrust::KeyOutsidePeriod => Untrusted,
        ReportTrust::KeyStateUnknown => Unknown,
        ReportTrust::Trusted if expired || ahead => Unknown,
        ReportTrust::Trusted => Genuine,
    };
    let (maker, contents) = (maker(trusted), Some(Contents::from(claims)));
    ReportVerdict { findings, maker, contents, ..ReportVerdict::bare(word, Integrity::Ok, now) }
}

/// Judges a report's link, the text of its QR, or base64url or digits; none where the text is in none of these spellings.
#[must_use]
pub fn judge_text(text: &str, trust: &TrustList, now: Timestamp) -> Option<ReportVerdict> {
    let Spelt { bytes, host } = spelling::read_report(text).ok()?;
    let mut verdict = judge(&bytes, trust, now);
    // Bare bytes of anything else are no report's.
    if host.is_none() && verdict.report == ReportWord::Unreadable {
        return None;
    }
    hold_site(&mut verdict, host.as_deref(), trust);
    Some(verdict)
}

/// Says where a report leads to a host that is not the site of who made it.
fn hold_site(verdict: &mut ReportVerdict, host: Option<&str>, trust: &TrustList) {
    let lsp = verdict.maker.as_ref().and_then(|maker| trust.lsp(&maker.id));
    if let (Some(lsp), Some(host)) = (lsp, host)
        && !lsp.has_site(host)
    {
        verdict.find(ReportFinding::ForeignSite);
    }
}

fn trust_in(lsp: &TrustedLsp, key: &TrustedKey, made_at: Timestamp) -> ReportTrust {
    if key.key_use != KeyUse::Report {
        return ReportTrust::KeyForOtherUse;
    }
    match key.state {
        KeyState::Compromised(_) => ReportTrust::KeyCompromised,
        KeyState::Unknown => ReportTrust::KeyStateUnknown,
        KeyState::Active | KeyState::Retired if key.covers(lsp.time_zone.day_of(made_at)) => ReportTrust::Trusted,
        KeyState::Active | KeyState::Retired => ReportTrust::KeyOutsidePeriod,
    }
}
