//! A verdict on a report in words.

use crate::verify::report::{ReportFinding, ReportTrust, ReportVerdict, ReportWord};
use crate::words::{Key, key};

/// The word of a verdict as a person says it.
#[must_use]
pub fn headline(word: ReportWord) -> Key {
    match word {
        ReportWord::Altered => key!("reports-word-altered"),
        ReportWord::Forged => key!("reports-word-forged"),
        ReportWord::Genuine => key!("reports-word-genuine"),
        ReportWord::Unknown => key!("reports-word-unknown"),
        ReportWord::Unreadable => key!("reports-word-unreadable"),
        ReportWord::Untrusted => key!("reports-word-untrusted"),
    }
}

/// What it means and what to do about it; `by_file` where more than its signed bytes was judged.
#[must_use]
pub fn meaning(verdict: &ReportVerdict, by_file: bool) -> Key {
    let is_compared = by_file && verdict.is_compared();
    let stolen = verdict.maker.as_ref().is_some_and(|maker| maker.trust == ReportTrust::KeyCompromised);
    match verdict.report {
        ReportWord::Altered => key!("reports-meaning-altered"),
        ReportWord::Forged => key!("reports-meaning-forged"),
        ReportWord::Genuine if is_compared => key!("reports-meaning-genuine"),
        ReportWord::Genuine => key!("reports-meaning-token"),
        ReportWord::Unknown => key!("reports-meaning-unknown"),
        ReportWord::Unreadable => key!("reports-meaning-unreadable"),
        ReportWord::Untrusted if stolen => key!("reports-meaning-stolen"),
        ReportWord::Untrusted => key!("reports-meaning-untrusted"),
    }
}

/// What was found beside the word.
#[must_use]
pub fn finding(finding: ReportFinding) -> Key {
    match finding {
        ReportFinding::Ahead => key!("reports-ahead"),
        ReportFinding::ForeignSite => key!("reports-foreign-site"),
        ReportFinding::MakerDiffers => key!("reports-maker-differs"),
        ReportFinding::PagesBeside => key!("reports-pages-beside"),
        ReportFinding::PagesUnread => key!("reports-pages-unread"),
        ReportFinding::QrDiffers => key!("reports-qr-differs"),
        ReportFinding::QrMissing => key!("reports-qr-missing"),
        ReportFinding::RowsBeside => key!("reports-rows-beside"),
        ReportFinding::RowsDiffer => key!("reports-rows-differ"),
        ReportFinding::RowsMissing => key!("reports-rows-missing"),
        ReportFinding::TextDiffers => key!("reports-text-differs"),
        ReportFinding::TextHidden => key!("reports-text-hidden"),
        ReportFinding::TextUnchecked => key!("reports-text-unchecked"),
        ReportFinding::TrustListExpired => key!("reports-trust-list-expired"),
        ReportFinding::TrustListMissing => key!("reports-trust-list-missing"),
        ReportFinding::ViewVaries => key!("reports-view-varies"),
    }
}
