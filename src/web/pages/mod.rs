//! The pages: view models and their templates (`templates/pages/`). Server-rendered, no script; nothing
//! is fetched from elsewhere. Indonesian first, or the visitor's own language where the installation has it; English
//! beside it; all from the catalogue of words. No name in a title.

pub(super) mod api;
mod card;
pub(super) mod check_list;
pub(super) mod employer;
mod failures;
mod holder;
mod qr;
mod report;
pub(super) mod scan;
mod slip;
mod text;
pub(super) mod watching;
mod wording;

use std::borrow::Cow;

use askama::Template;

use super::Error;
use super::api::{Answer, InFile};
use super::assets::{SIGN_INLINE, STYLE, STYLE_ADDRESS};
use super::inquiry::Telling;
use super::language;
use crate::domain::search_key::unlabelled;
use crate::domain::typed_number::Slip;
use crate::seal::trust_list::TrustList;
use crate::verify::found::{self, Named};
use crate::verify::{Asked, Snapshot};
use crate::words::{Lang, key, say};
use card::{Card, Issuer, Name};
use report::ReportCard;
use text::Text;

pub(super) use failures::{detail, title};
pub(super) use holder::{Sheet, holder};
pub(super) use qr::Drawn;
pub(super) use report::report;

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

    /// The style itself, for a page that needs nothing besides.
    fn inline_style(&self) -> &'static str {
        STYLE
    }

    /// The sign itself, likewise.
    fn inline_icon(&self) -> &'static str {
        &SIGN_INLINE
    }

    /// The language in which the page speaks first.
    fn lang(&self) -> Lang {
        language::first()
    }
}

/// How a certificate came to be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By<'a> {
    /// The page has an address of its own; the token in it, in base64url.
    Address(&'a str),
    /// The token in the file, in base64url, where it is judged alone.
    File(Option<&'a str>),
    /// What was pasted.
    Text(&'a str),
}

/// What the visitor typed on the first page.
#[derive(Clone, Copy, Debug, Default)]
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
    /// Nothing yet.
    typed: Typed<'a>,
    on: &'a str,
}

#[derive(Template)]
#[template(path = "pages/verdict.html")]
struct VerdictPage<'a> {
    frame: Frame<'a>,
    card: Card,
    by: By<'a>,
}

impl VerdictPage<'_> {
    /// The page of whoever holds the certificate, where this is the service of its LSP.
    fn holders(&self) -> Option<String> {
        let is_own = self.frame.numbers && self.card.genuine && !self.card.elsewhere;
        match self.by {
            By::Address(token) if is_own => Some(holder::address(token)),
            _ => None,
        }
    }

    /// Whether the page asks about another day: of a document that was altered, nothing is asked any more.
    fn asks_again(&self) -> bool {
        self.card.usable && self.card.altered.is_none() && self.by != By::File(None)
    }

    fn title(&self) -> Cow<'static, str> {
        say!(self.frame.lang(), "pages-title-verdict", word = self.card.headline)
    }
}

/// A certificate of a file.
struct FileCard {
    file: Option<String>,
    card: Card,
}

/// A report of a file.
struct FileReport {
    file: Option<String>,
    report: ReportCard,
}

#[derive(Template)]
#[template(path = "pages/files.html")]
struct Files<'a> {
    frame: Frame<'a>,
    reports: Vec<FileReport>,
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
    /// What is off in the number.
    help: Text,
    /// Where the number may be known, if not here.
    lsps: Vec<Issuer>,
}

impl Results<'_> {
    /// Whether another day may have another answer.
    fn asks_again(&self) -> bool {
        self.cards.iter().any(|card| card.usable)
    }

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
    Home { frame, lsps: named(trust), files, typed: Typed::default(), on: "" }.render()
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
    by: By<'_>,
) -> askama::Result<String> {
    VerdictPage { frame, card: Card::of_token(verdict, lists, asked, by), by }.render()
}

/// The answer by file: a page for one certificate or report, a list for several.
pub(super) fn files(frame: Frame<'_>, lists: &Snapshot, found: &[InFile], asked: Asked) -> askama::Result<String> {
    match found {
        [InFile::Certificate(Answer { verdict: one, token, .. })] => {
            return verdict(frame, lists, one, asked, By::File(token.as_deref()));
        }
        [InFile::Report(one)] => return report(frame, lists, &one.verdict, &one.token, (true, true)),
        _ => {}
    }
    let answers = || {
        found.iter().filter_map(|found| match found {
            InFile::Certificate(answer) => Some(answer),
            InFile::Report(_) => None,
        })
    };
    let reports = found.iter().filter_map(|found| match found {
        InFile::Certificate(_) => None,
        InFile::Report(one) => {
            Some(FileReport { file: one.file.clone(), report: ReportCard::of(&one.verdict, lists, &one.token, true) })
        }
    });
    let card = |answer: &Answer| {
        let card = Card::of_token(&answer.verdict, lists, asked, By::File(None));
        FileCard { file: answer.file.clone(), card }
    };
    let good = answers().filter(|answer| answer.verdict.verdict().is_clean()).count();
    let compare = answers().filter(|answer| answer.verdict.verdict().is_to_be_compared()).count();
    let cards = answers().map(card).collect();
    Files { frame, reports: reports.collect(), cards, good, compare }.render()
}

/// The answer by number: a list, for two LSPs may have the same; and who else may know a number that is not found.
pub(super) fn results(
    frame: Frame<'_>,
    lists: &Snapshot,
    Telling { found, elsewhere, help }: Telling<'_>,
    typed: Typed<'_>,
    asked: Asked,
) -> askama::Result<String> {
    // The number of an identity card is not kept in a form.
    let typed = if help.slip == Slip::Nik { Typed { number: "", ..typed } } else { typed };
    let help = slip::help(help);
    let lsps = elsewhere.iter().map(Issuer::from).collect();
    let cards: Vec<Card> = found.iter().map(|found| Card::of_number(found, lists, asked)).collect();
    let on = cards.first().map(|card| card.on_value.clone()).unwrap_or_default();
    Results { frame, cards, typed, none: found::none(found), on, help, lsps }.render()
}

/// A failing answer.
pub(super) fn error(frame: Frame<'_>, error: &Error, trust: &TrustList) -> askama::Result<String> {
    let (title, detail) = (failures::title(error), failures::detail(error));
    let lsps = if matches!(error, Error::NoNumbers) { named(trust) } else { Vec::new() };
    Failure { frame, title, detail, lsps, status: error.status().as_u16() }.render()
}

#[cfg(test)]
mod tests;
