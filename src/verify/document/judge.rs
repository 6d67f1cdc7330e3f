//! A verdict on each certificate of a document, and what does not agree in it.
//!
//! The attachment is judged, where it is a token; else the first symbol that is one. Beside the verdict:
//!
//! - `qr_differs`: a symbol holds another certificate than the one that was judged, or there is an attachment and
//!   no symbol that is seen holds a certificate at all. A picture of two certificates gets it too: the verdict is
//!   on one of them, and the reader must know that there is another;
//! - `qr_missing`: no symbol at all can be read, and it was judged by the attachment;
//! - `foreign_site`: a symbol leads to a host that is not the site of the LSP that signed
//!   ([`leads`](super::leads));
//! - `text_differs`: the page has text, and does not show what was signed ([`differs`](super::differs));
//! - `text_hidden`: a page has text that nobody sees ([`seen`](super::seen)); what was signed must stand in what is
//!   seen, so this tells why it does not, or that more was tried;
//! - `text_unchecked`: the page with the symbol is a picture, or has letters that cannot be told;
//! - `pages_beside`: a page that is none of the certificate's stands before it or among its pages;
//! - `view_varies`: layers, notes or form fields, which programs show differently;
//! - `pages_unread`: the document goes on after the last page that was looked at.
//!
//! The first three of these and `text_hidden` accuse; the others say what was not checked.

use super::carried::{Carried, carried};
use super::differs::differs;
use super::leads::leads;
use super::{Document, Page};
use crate::seal::status_list::StatusLists;
use crate::seal::trust_list::TrustList;
use crate::verify::verdict::{Asked, Differing, Finding, Verdict, is_site, verify};

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
            verdict: judge(&carried, document.varies, trust, statuses, asked),
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

fn judge(carried: &Carried<'_>, varies: bool, trust: &TrustList, statuses: &StatusLists, asked: Asked) -> Verdict {
    let mut verdict = verify(&carried.token, trust, statuses, asked);
    if carried.has_another {
        verdict.findings.push(Finding::QrDiffers);
    }
    if !carried.pages.is_empty() && carried.symbols().next().is_none() {
        verdict.findings.push(Finding::QrMissing);
    }
    if let Some(issuer) = &verdict.issuer
        && carried.symbols().filter_map(|text| leads(text)).any(|host| !is_site(&host, &issuer.id, trust))
    {
        verdict.findings.push(Finding::ForeignSite);
    }
    let (Some(signed), Some(period)) = (&verdict.certificate, verdict.period) else { return verdict };
    let text = carried.text();
    if let Some((front, further)) = &text {
        verdict.differs = differs(signed, period, front, further);
        if !verdict.differs.is_empty() {
            verdict.findings.push(Finding::TextDiffers);
        }
    }
    if carried.pages.iter().any(|page| page.hides) {
        verdict.findings.push(Finding::TextHidden);
    }
    if text.is_none() && !carried.pages.is_empty() || carried.pages.iter().any(|page| page.strange) {
        verdict.findings.push(Finding::TextUnchecked);
    }
    // Where the number was altered, the sheet's own pages bear another too.
    if !verdict.differs.contains(&Differing::Number) && carried.has_beside(&signed.number) {
        verdict.findings.push(Finding::PagesBeside);
    }
    if varies {
        verdict.findings.push(Finding::ViewVaries);
    }
    verdict
}
