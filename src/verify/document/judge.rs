//! A verdict on each certificate of a document, and what does not agree in it.
//!
//! The attachment is judged, where it is a token; else the first symbol that is one. Beside the verdict:
//!
//! - `qr_differs`: a symbol holds another certificate than the one that was judged, or there is an attachment and
//!   no symbol that is seen holds a certificate at all. A picture of two certificates gets it too: the verdict is
//!   on one of them, and the reader must know that there is another;
//! - `foreign_site`: a symbol leads to a host that is not the site of the LSP that signed;
//! - `text_differs`: the page has text, and does not show what was signed ([`differs`](super::differs));
//! - `pages_unread`: the document goes on after the last page that was looked at.

use super::carried::{Carried, carried};
use super::differs::differs;
use super::{Document, Page};
use crate::seal::status_list::StatusLists;
use crate::seal::trust_list::TrustList;
use crate::verify::verdict::{Asked, Finding, Verdict, is_site, verify};

/// A certificate of a document, judged.
#[derive(Clone, Debug)]
pub struct Examined {
    pub verdict: Verdict,
    /// The bytes that were judged; none where the document carries nothing that could be a token.
    pub token: Option<Vec<u8>>,
    /// The pages that are its own.
    pub pages: Vec<Page>,
}

/// Judges what a document carries: a verdict for each of its certificates, `unreadable` where there is none.
#[must_use]
pub fn examine(document: &Document, trust: &TrustList, statuses: &StatusLists, asked: Asked) -> Vec<Examined> {
    let mut examined: Vec<Examined> = carried(document)
        .into_iter()
        .map(|carried| Examined {
            verdict: judge(&carried, trust, statuses, asked),
            pages: carried.pages.to_vec(),
            token: Some(carried.token),
        })
        .collect();
    if examined.is_empty() {
        examined.push(Examined { verdict: Verdict::unreadable(asked), token: None, pages: Vec::new() });
    }
    if let (true, Some(last)) = (document.goes_on, examined.last_mut()) {
        last.verdict.findings.push(Finding::PagesUnread);
    }
    examined
}

fn judge(carried: &Carried<'_>, trust: &TrustList, statuses: &StatusLists, asked: Asked) -> Verdict {
    let mut verdict = verify(&carried.token, trust, statuses, asked);
    if carried.has_another {
        verdict.findings.push(Finding::QrDiffers);
    }
    if let Some(issuer) = &verdict.issuer
        && carried.symbols().filter_map(|text| host(text)).any(|host| !is_site(&host, &issuer.id, trust))
    {
        verdict.findings.push(Finding::ForeignSite);
    }
    if let (Some(signed), Some(period), Some((front, further))) = (&verdict.certificate, verdict.period, carried.text())
    {
        verdict.differs = differs(signed, period, &front, &further);
        if !verdict.differs.is_empty() {
            verdict.findings.push(Finding::TextDiffers);
        }
    }
    verdict
}

/// The host of a link, in lower case, with all that stands before the path.
fn host(text: &str) -> Option<String> {
    let (scheme, rest) = text.trim().split_once("://")?;
    let web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    web.then(|| rest.split(['/', '?', '#', '\\']).next().unwrap_or_default().to_ascii_lowercase())
}
