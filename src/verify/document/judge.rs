//! A document's verdict, and what does not agree in it.
//!
//! The attachment is judged, where it is a token; else the first symbol that is one. Beside the verdict:
//!
//! - `qr_differs`: a symbol holds another certificate than the one that was judged, or there is an attachment and
//!   no symbol that is seen holds a certificate at all. A picture of two certificates gets it too: the verdict is
//!   on one of them, and the reader must know that there is another;
//! - `foreign_site`: a symbol leads to a host that is not the site of the LSP that signed;
//! - `text_differs`: the page has text, and the signed name or number does not stand in it.

use super::{Document, wording};
use crate::seal::spelling::{self, Spelt};
use crate::seal::status_list::StatusLists;
use crate::seal::token::Token;
use crate::seal::trust_list::TrustList;
use crate::verify::verdict::{Asked, Finding, Verdict, is_site, verify};

/// The bytes that a file is judged by; none where it carries nothing that could be a token.
#[must_use]
pub fn token(document: &Document) -> Option<Vec<u8>> {
    chosen(document, &spelt(document)).cloned()
}

fn spelt(document: &Document) -> Vec<Spelt> {
    document.symbols.iter().filter_map(|text| spelling::read(text).ok()).collect()
}

fn chosen<'a>(document: &'a Document, spelt: &'a [Spelt]) -> Option<&'a Vec<u8>> {
    let attached = document.attachments.iter().find(|bytes| Token::read(bytes).is_ok());
    let shown = spelt.iter().map(|spelt| &spelt.bytes).find(|bytes| Token::read(bytes).is_ok());
    let any = document.attachments.first().or_else(|| spelt.first().map(|spelt| &spelt.bytes));
    attached.or(shown).or(any)
}

/// Judges what a file carries.
#[must_use]
pub fn judge(document: &Document, trust: &TrustList, statuses: &StatusLists, asked: Asked) -> Verdict {
    let spelt = spelt(document);
    let Some(bytes) = chosen(document, &spelt) else { return Verdict::unreadable(asked) };
    let mut verdict = verify(bytes, trust, statuses, asked);
    let is_another = |other: &Vec<u8>| other != bytes;
    let without = spelt.is_empty() && !document.symbols.is_empty();
    if document.attachments.iter().any(is_another) || spelt.iter().any(|spelt| is_another(&spelt.bytes)) || without {
        verdict.findings.push(Finding::QrDiffers);
    }
    if let Some(issuer) = &verdict.issuer
        && document.symbols.iter().filter_map(|text| host(text)).any(|host| !is_site(&host, &issuer.id, trust))
    {
        verdict.findings.push(Finding::ForeignSite);
    }
    if let (Some(signed), Some(text)) = (&verdict.certificate, &document.text)
        && !(wording::stands(&signed.holder, text) && wording::stands(&signed.number, text))
    {
        verdict.findings.push(Finding::TextDiffers);
    }
    verdict
}

/// The host of a link, in lower case, with all that stands before the path.
fn host(text: &str) -> Option<String> {
    let (scheme, rest) = text.trim().split_once("://")?;
    let web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    web.then(|| rest.split(['/', '?', '#', '\\']).next().unwrap_or_default().to_ascii_lowercase())
}
