//! The pages: view models and their templates (`templates/pages/`). Server-rendered, no script; nothing
//! is fetched from elsewhere. Indonesian first, English beside it, both from the
//! catalogue of words. No name in a title.

pub(super) mod api;
mod card;
pub(super) mod check_list;
pub(super) mod employer;
mod failures;
pub(super) mod scan;
mod text;
mod wording;

use std::borrow::Cow;

use askama::Template;

use super::Error;
use super::api::Answer;
use super::assets::STYLE_ADDRESS;
use crate::domain::search_key::unlabelled;
use crate::seal::trust_list::TrustList;
use crate::verify::elsewhere::Elsewhere;
use crate::verify::found::{self, Found, Named};
use crate::verify::{Asked, Snapshot};
use crate::words::{Lang, key, say};
use card::{Card, Issuer, Name};
use text::Text;

pub(super) use failures::{detail, title};

/// LSPs named on the first page at most.
const NAMED: usize = 20;

/// What stands around every page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    pub(super) notice: Option<&'a str>,
    /// Whether certificates are known by number here; not by a checker that only reads them.
    pub(super) numbers: bool,
}

impl Frame<'_> {
    fn style(&self) -> &'static str {
        &STYLE_ADDRESS
    }
}

/// How a certificate came to be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// The page has an address of its own, which can be asked about another day.
    Address,
    File,
    Text,
}

/// What the visitor typed on the first page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typed<'a> {
    pub(super) number: &'a str,
    pub(super) name: &'a str,
}

impl Typed<'_> {
    /// The number without a label of its own.
    fn bare_number(&self) -> &str {
        unlabelled(self.number)
    }
}

#[derive(Template)]
#[template(path = "pages/home.html")]
struct Home<'a> {
    frame: Frame<'a>,
    lsps: Vec<Issuer>,
    /// Whether files are read here.
    files: bool,
}

#[derive(Template)]
#[template(path = "pages/verdict.html")]
struct VerdictPage<'a> {
    frame: Frame<'a>,
    card: Card,
    by: By,
}

impl VerdictPage<'_> {
    fn title(&self) -> Cow<'static, str> {
        say!(Lang::Id, "pages-title-verdict", word = self.card.headline)
    }
}

/// A certificate of a file.
struct FileCard {
    file: Option<String>,
    card: Card,
}

#[derive(Template)]
#[template(path = "pages/files.html")]
struct Files<'a> {
    frame: Frame<'a>,
    cards: Vec<FileCard>,
    /// How many may be accepted as they are.
    good: usize,
    /// How many are valid by their QR, and what is printed is for eyes to compare.
    compare: usize,
}

impl Files<'_> {
    fn checked(&self) -> Text {
        Text::saying(|lang| say!(lang, "pages-files-checked", count = self.cards.len(), good = self.good))
    }

    fn to_compare(&self) -> Text {
        Text::saying(|lang| say!(lang, "pages-files-compare", count = self.compare))
    }
}

#[derive(Template)]
#[template(path = "pages/results.html")]
struct Results<'a> {
    frame: Frame<'a>,
    cards: Vec<Card>,
    typed: Typed<'a>,
    none: bool,
    on: String,
    /// Where the number may be known, if not here.
    lsps: Vec<Issuer>,
}

impl Results<'_> {
    fn several(&self) -> Text {
        Text::saying(|lang| say!(lang, "pages-several", count = self.cards.len()))
    }
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct Failure<'a> {
    frame: Frame<'a>,
    title: Text,
    detail: Text,
    /// Whom to ask instead.
    lsps: Vec<Issuer>,
    status: u16,
}

/// The first page: what this is, a form for a number, how to scan, which sites are the LSPs' own.
pub(super) fn home(frame: Frame<'_>, trust: &TrustList, files: bool) -> askama::Result<String> {
    Home { frame, lsps: named(trust), files }.render()
}

/// The LSPs whose sites are to be known: this installation's own, or all where it has none.
fn named(trust: &TrustList) -> Vec<Issuer> {
    let has_own = trust.lsps().iter().any(|lsp| trust.is_here(&lsp.id));
    let named = trust.lsps().iter().filter(|lsp| !has_own || trust.is_here(&lsp.id));
    named.take(NAMED).map(Issuer::from).collect()
}

/// The answer by token or file.
pub(super) fn verdict(
    frame: Frame<'_>,
    lists: &Snapshot,
    verdict: &Named,
    asked: Asked,
    by: By,
) -> askama::Result<String> {
    VerdictPage { frame, card: Card::of_token(verdict, lists, asked, by), by }.render()
}

/// The answer by file: a page for one certificate, a list for several.
pub(super) fn files(frame: Frame<'_>, lists: &Snapshot, answers: &[Answer], asked: Asked) -> askama::Result<String> {
    if let [Answer { verdict: one, .. }] = answers {
        return verdict(frame, lists, one, asked, By::File);
    }
    let card = |answer: &Answer| {
        let card = Card::of_token(&answer.verdict, lists, asked, By::File);
        FileCard { file: answer.file.clone(), card }
    };
    let good = answers.iter().filter(|answer| answer.verdict.verdict().is_clean()).count();
    let compare = answers.iter().filter(|answer| answer.verdict.verdict().is_to_be_compared()).count();
    let cards = answers.iter().map(card).collect();
    Files { frame, cards, good, compare }.render()
}

/// The answer by number: a list, for two LSPs may have the same; and who else may know a number that is not found.
pub(super) fn results(
    frame: Frame<'_>,
    lists: &Snapshot,
    (found, elsewhere): (&[Found], &[Elsewhere]),
    typed: Typed<'_>,
    asked: Asked,
) -> askama::Result<String> {
    let lsps = elsewhere.iter().map(Issuer::from).collect();
    let cards: Vec<Card> = found.iter().map(|found| Card::of_number(found, lists, asked)).collect();
    let on = cards.first().map(|card| card.on_value.clone()).unwrap_or_default();
    Results { frame, cards, typed, none: found::none(found), on, lsps }.render()
}

/// A failing answer.
pub(super) fn error(frame: Frame<'_>, error: &Error, trust: &TrustList) -> askama::Result<String> {
    let (title, detail) = (failures::title(error), failures::detail(error));
    let lsps = if matches!(error, Error::NoNumbers) { named(trust) } else { Vec::new() };
    Failure { frame, title, detail, lsps, status: error.status().as_u16() }.render()
}

#[cfg(test)]
mod tests;
