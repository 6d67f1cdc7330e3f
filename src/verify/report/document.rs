//! The reports of a document, told apart from one another and from its certificates.
//!
//! A page whose symbol holds a report begins one; it goes on until a page holds another, or a certificate. So papers that
//! were merged into one file, as for a tender, are judged each for itself.

use std::sync::Arc;

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
    /// The text of each page that is not.
    pub others: Vec<String>,
    /// The rows that it was signed over, where they go with it.
    pub rows: Option<Arc<Vec<u8>>>,
    /// Whether the document goes on after its last page that was looked at.
    pub goes_on: bool,
}

/// The reports that a document carries, each judged; none where it carries none.
#[must_use]
pub fn reports(document: &Document, trust: &TrustList, now: Timestamp) -> Vec<Examined> {
    let attached: Vec<&Vec<u8>> = document.attachments.iter().filter(|bytes| Report::read(bytes).is_ok()).collect();
    let mut parts = parts(&document.pages);
    let begins = parts.first().and_then(|part| part.pages.first().copied());
    if let ([], Some(token)) = (parts.as_slice(), attached.first()) {
        let pages = document.pages.iter().take_while(|page| !bears_certificate(page)).count();
        parts.push(Part { token: (*token).clone(), pages: (0..pages).collect() });
    }
    // Whoever merges files keeps the attachments of one, of all, or of none.
    let strange = attached.iter().any(|token| !parts.iter().any(|part| part.token == **token));
    let led_up_to = begins.is_some_and(|begins| {
        let before = &document.pages[..begins];
        !before.iter().any(bears_certificate) && before.iter().any(|page| !page.blank)
    });
    let judged: Vec<(Part, ReportVerdict)> = parts
        .into_iter()
        .map(|part| {
            let verdict = judge(&part.token, trust, now);
            (part, verdict)
        })
        .collect();
    let rows = Rows::of(document, &judged);
    let last = document.pages.len().checked_sub(1);
    let each = judged.into_iter().enumerate().map(|(place, (Part { token, pages }, mut verdict))| {
        let goes_on = document.goes_on && (pages.is_empty() || pages.last() == last.as_ref());
        if strange {
            verdict.find(ReportFinding::QrDiffers);
        }
        let rows = rows.hold(&mut verdict);
        let is_own = |place: &usize| pages.binary_search(place).is_ok();
        let own: Vec<Page> = pages.iter().map(|place| document.pages[*place].clone()).collect();
        let others = document.pages.iter().enumerate().filter(|(place, _)| !is_own(place));
        let others: Vec<String> = others.map(|(_, page)| page.text.clone()).collect();
        hold_pages(&mut verdict, &own, trust);
        if place == 0 && led_up_to {
            verdict.find(ReportFinding::PagesBeside);
        }
        if document.varies {
            verdict.find(ReportFinding::ViewVaries);
        }
        if goes_on {
            verdict.find(ReportFinding::PagesUnread);
        }
        Examined { verdict, token, pages: own, others, rows, goes_on }
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

/// A report of the pages, and which of them are its own, in their order.
struct Part {
    token: Vec<u8>,
    pages: Vec<usize>,
}

/// Each report once, whatever stands between its pages.
fn parts(pages: &[Page]) -> Vec<Part> {
    let (mut parts, mut open): (Vec<Part>, Option<usize>) = (Vec::new(), None);
    for (place, page) in pages.iter().enumerate() {
        if bears_certificate(page) {
            open = None;
        } else if let Some(token) = page_report(page) {
            let known = parts.iter().position(|part| part.token == token);
            open = Some(known.unwrap_or(parts.len()));
            if known.is_none() {
                parts.push(Part { token, pages: Vec::new() });
            }
        }
        if let Some(part) = open.and_then(|open| parts.get_mut(open)) {
            part.pages.push(place);
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

/// The tables that go with a document's reports.
struct Rows {
    tables: Vec<(String, Arc<Vec<u8>>)>,
    /// Whether one of them is that of no report.
    is_more: bool,
}

impl Rows {
    fn of(document: &Document, judged: &[(Part, ReportVerdict)]) -> Self {
        let tables = document.rows.iter().map(|rows| (hex::encode(report::hash(rows)), Arc::new(rows.clone())));
        let tables: Vec<_> = tables.collect();
        let signed = |sha256: &str| {
            judged.iter().filter_map(|(_, verdict)| verdict.contents.as_ref()).any(|told| told.sha256 == sha256)
        };
        let is_more = tables.iter().any(|(sha256, _)| !signed(sha256));
        Self { tables, is_more }
    }

    /// The rows that a report was signed over, and what is to be said of what goes with it.
    fn hold(&self, verdict: &mut ReportVerdict) -> Option<Arc<Vec<u8>>> {
        let sha256 = verdict.contents.as_ref()?.sha256.as_str();
        let own = self.tables.iter().find(|(table, _)| table == sha256).map(|(_, rows)| Arc::clone(rows));
        match (&own, self.tables.is_empty()) {
            (Some(_), _) if self.is_more => verdict.find(ReportFinding::RowsBeside),
            (Some(_), _) => {}
            (None, true) => verdict.find(ReportFinding::RowsMissing),
            (None, false) => verdict.find(ReportFinding::RowsDiffer),
        }
        own
    }
}

/// What its pages show beside the words that are drawn again.
fn hold_pages(verdict: &mut ReportVerdict, pages: &[Page], trust: &TrustList) {
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
    if pages.is_empty() || pages.iter().any(|page| page.strange || is_picture(page)) {
        verdict.find(ReportFinding::TextUnchecked);
    }
}

/// Whether what stands on a page is no text.
pub(super) fn is_picture(page: &Page) -> bool {
    page.text.trim().is_empty() && !page.blank
}
