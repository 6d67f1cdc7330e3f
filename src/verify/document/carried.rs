//! The certificates of a document, told apart.
//!
//! A page whose symbol holds another certificate than the page before begins a new one; pages without such a symbol
//! belong to the one before them, and a cover to the first. So sheets that were merged into one file are as many
//! certificates. Two certificates on the same page are one, with a symbol that is not its own.

use super::{Document, Page, wording};
use crate::seal::spelling::{self, Spelt};
use crate::seal::token::Token;

/// One certificate of a document.
#[derive(Debug)]
pub(super) struct Carried<'a> {
    /// The bytes that it is judged by.
    pub(super) token: Vec<u8>,
    /// Whether something beside them holds another certificate, or a symbol holds none and none else does.
    pub(super) has_another: bool,
    pub(super) pages: &'a [Page],
}

impl<'a> Carried<'a> {
    /// The texts of all its symbols.
    pub(super) fn symbols(&self) -> impl Iterator<Item = &'a String> {
        self.pages.iter().flat_map(|page| &page.symbols)
    }

    /// Whether a page that bears neither its symbol nor its number stands before the one that does, or says something
    /// after it. What a reader sees first is taken for the certificate.
    pub(super) fn has_beside(&self, number: &str) -> bool {
        let Some(first) = self.pages.iter().position(|page| page_token(page).is_some()) else { return false };
        let spoken = |page: &&Page| !page.text.trim().is_empty();
        let (before, after) = self.pages.split_at(first);
        before.iter().any(|page| !page.blank)
            || after
                .iter()
                .filter(spoken)
                .any(|page| page_token(page).is_none() && !wording::stands(number, &page.text))
    }

    /// The text that stands beside its symbol, and that of its further pages; none where the page with the symbol
    /// is a picture. Without a symbol, the first page with text is taken for that page.
    pub(super) fn text(&self) -> Option<(String, Vec<&'a str>)> {
        let spoken = |page: &&Page| !page.text.trim().is_empty();
        let bears = |page: &&Page| page_token(page).is_some();
        let fronts: Vec<&Page> = if self.pages.iter().any(|page| bears(&page)) {
            self.pages.iter().filter(bears).filter(spoken).collect()
        } else {
            self.pages.iter().find(spoken).into_iter().collect()
        };
        let others = self.pages.iter().filter(|page| !fronts.iter().any(|front| std::ptr::eq(*front, *page)));
        let front = fronts.iter().map(|page| page.text.as_str()).collect::<Vec<_>>().join("\n");
        (!fronts.is_empty()).then(|| (front, others.map(|page| page.text.as_str()).collect()))
    }
}

/// The certificates that a document carries, in the order of its pages.
pub(super) fn carried(document: &Document) -> Vec<Carried<'_>> {
    let mut starts: Vec<(usize, Vec<u8>)> = Vec::new();
    for (at, page) in document.pages.iter().enumerate() {
        if let Some(token) = page_token(page)
            && starts.last().is_none_or(|(_, last)| *last != token)
        {
            starts.push((if starts.is_empty() { 0 } else { at }, token));
        }
    }
    if starts.len() < 2 {
        return alone(document, starts.pop().map(|(_, token)| token)).into_iter().collect();
    }
    // Whoever merges files keeps the attachments of one, of all, or of none.
    let strange = document.attachments.iter().any(|file| !starts.iter().any(|(_, token)| token == file));
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([document.pages.len()]);
    let each = starts.iter().zip(ends).map(|((start, token), end)| {
        let pages = &document.pages[*start..end];
        Carried { token: token.clone(), has_another: strange || shows_another(pages, token), pages }
    });
    each.collect()
}

/// The one certificate of a document: the attachment where it is a token, else the symbol.
fn alone(document: &Document, shown: Option<Vec<u8>>) -> Option<Carried<'_>> {
    let attached = document.attachments.iter().find(|bytes| Token::read(bytes).is_ok()).cloned();
    let shown_token = shown.clone().filter(|bytes| Token::read(bytes).is_ok());
    let token = attached.or(shown_token).or_else(|| document.attachments.first().cloned()).or(shown)?;
    let symbols = || document.pages.iter().flat_map(|page| &page.symbols);
    let foreign_only = symbols().next().is_some() && !symbols().any(|text| spelling::read(text).is_ok());
    let another = document.attachments.iter().any(|file| *file != token) || shows_another(&document.pages, &token);
    Some(Carried { token, has_another: another || foreign_only, pages: &document.pages })
}

fn shows_another(pages: &[Page], token: &[u8]) -> bool {
    pages.iter().flat_map(spelt).any(|spelt| spelt.bytes != token)
}

/// The bytes of a page's first symbol that is a token; of the first that could be one where none is.
fn page_token(page: &Page) -> Option<Vec<u8>> {
    let found: Vec<Vec<u8>> = spelt(page).map(|spelt| spelt.bytes).collect();
    let token = found.iter().find(|bytes| Token::read(bytes).is_ok()).or_else(|| found.first());
    token.cloned()
}

fn spelt(page: &Page) -> impl Iterator<Item = Spelt> {
    page.symbols.iter().filter_map(|text| spelling::read(text).ok())
}
