//! The reports of a document, told apart from one another and from its certificates.
//!
//! A page whose symbol holds a report begins one; it goes on until a page holds another, or a certificate. So papers that
//! were merged into one file, as for a tender, are judged each for itself.

use jiff::Timestamp;

use super::{ReportFinding, ReportVerdict, hold_site, judge};
use crate::seal::report::{self, Report};
use crate::seal::spelling::{self, Spelt};
use crate::seal::trust_list::TrustList;
use crate::verify::document::{Document, Page};

/// A report of a document, judged.
#[derive(Clone, Debug)]
pub struct Examined {
    pub verdict: ReportVerdict,
    pub token: Vec<u8>,
    /// The pages that are its own.
    pub pages: Vec<Page>,
    /// The rows that it was signed over, where they go with it.
    pub rows: Option<Vec<u8>>,
    /// Whether the document goes on after its last page that was looked at.
    pub goes_on: bool,
}

/// The reports that a document carries, each judged; none where it carries none.
#[must_use]
pub fn reports(document: &Document, trust: &TrustList, now: Timestamp) -> Vec<Examined> {
    let attached: Vec<&Vec<u8>> = document.attachments.iter().filter(|bytes| Report::read(bytes).is_ok()).collect();
    let mut parts = parts(&document.pages);
    if let ([], Some(token)) = (parts.as_slice(), attached.first()) {
        let own = document.pages.iter().take_while(|page| !bears_certificate(page)).cloned().collect();
        parts.push(((*token).clone(), own));
    }
    // Whoever merges files keeps the attachments of one, of all, or of none.
    let strange = attached.iter().any(|token| !parts.iter().any(|(shown, _)| shown == *token));
    let count = parts.len();
    let each = parts.into_iter().enumerate().map(|(place, (token, pages))| {
        let mut verdict = judge(&token, trust, now);
        let goes_on = document.goes_on && place + 1 == count;
        if strange {
            verdict.find(ReportFinding::QrDiffers);
        }
        let rows = hold_rows(&mut verdict, &document.rows);
        hold_pages(&mut verdict, &pages, trust);
        if document.varies {
            verdict.find(ReportFinding::ViewVaries);
        }
        if goes_on {
            verdict.find(ReportFinding::PagesUnread);
        }
        Examined { verdict, token, pages, rows, goes_on }
    });
    each.collect()
}

/// What is left of a document without its reports; none where nothing in it could be a certificate.
#[must_use]
pub fn without_reports(document: &Document) -> Option<Document> {
    let is_report = |bytes: &Vec<u8>| Report::read(bytes).is_ok();
    let mut pages = Vec::new();
    let mut in_report = false;
    for page in &document.pages {
        in_report = !bears_certificate(page) && (in_report || page_report(page).is_some());
        if !in_report {
            pages.push(page.clone());
        }
    }
    let has_report = document.attachments.iter().any(is_report) || pages.len() < document.pages.len();
    let attachments: Vec<Vec<u8>> = document.attachments.iter().filter(|bytes| !is_report(bytes)).cloned().collect();
    if has_report && attachments.is_empty() && !pages.iter().any(bears_certificate) {
        return None;
    }
    let (goes_on, varies) = (document.goes_on && !in_report, document.varies);
    Some(Document { attachments, rows: Vec::new(), pages, goes_on, varies })
}

/// Each report of the pages, and its own pages.
fn parts(pages: &[Page]) -> Vec<(Vec<u8>, Vec<Page>)> {
    let mut parts: Vec<(Vec<u8>, Vec<Page>)> = Vec::new();
    let mut is_open = false;
    for page in pages {
        let shown = page_report(page);
        is_open = !bears_certificate(page) && (is_open || shown.is_some());
        match (shown.filter(|_| is_open), parts.last_mut()) {
            (Some(token), Some((last, own))) if token == *last => own.push(page.clone()),
            (Some(token), _) => parts.push((token, vec![page.clone()])),
            (None, Some((_, own))) if is_open => own.push(page.clone()),
            (None, _) => {}
        }
    }
    parts
}

/// The bytes of a page's first symbol that leads to a report.
fn page_report(page: &Page) -> Option<Vec<u8>> {
    spelt(page).next().map(|spelt| spelt.bytes)
}

/// What its symbols lead to. Bare digits may be anything.
fn spelt(page: &Page) -> impl Iterator<Item = Spelt> {
    let led = page.symbols.iter().filter_map(|text| spelling::read_report(text).ok());
    led.filter(|spelt| spelt.host.is_some())
}

fn bears_certificate(page: &Page) -> bool {
    page.symbols.iter().any(|text| spelling::read(text).is_ok_and(|spelt| spelt.host.is_some()))
}

/// The rows that were signed, and what is to be said where they do not go with the report.
fn hold_rows(verdict: &mut ReportVerdict, rows: &[Vec<u8>]) -> Option<Vec<u8>> {
    let sha256 = verdict.contents.as_ref()?.sha256.clone();
    let own = rows.iter().find(|rows| hex::encode(report::hash(rows)) == sha256).cloned();
    match (&own, rows.is_empty()) {
        (Some(_), _) => {}
        (None, true) => verdict.find(ReportFinding::RowsMissing),
        (None, false) => verdict.find(ReportFinding::RowsDiffer),
    }
    own
}

/// What its pages show beside the words that are drawn again.
fn hold_pages(verdict: &mut ReportVerdict, pages: &[Page], trust: &TrustList) {
    if pages.is_empty() {
        return;
    }
    let hosts: Vec<Option<String>> = pages.iter().flat_map(spelt).map(|spelt| spelt.host).collect();
    if hosts.is_empty() {
        verdict.find(ReportFinding::QrMissing);
    }
    for host in hosts {
        hold_site(verdict, host.as_deref(), trust);
    }
    if pages.iter().any(|page| page.hides) {
        verdict.find(ReportFinding::TextHidden);
    }
    if pages.iter().all(|page| page.text.trim().is_empty()) || pages.iter().any(|page| page.strange) {
        verdict.find(ReportFinding::TextUnchecked);
    }
}
