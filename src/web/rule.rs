//! What is settled of an address before anybody asks: how long an answer may take, in what it speaks, whose
//! pages may read it, whether it may name somebody, who may come in.
//!
//! Headers, bounds, the form of failing answers and what the log says follow from the rule, also where an
//! address is no row of the table: it has the strictest rule of those beside it, under the same first
//! segment. Where there are none it may be a mistyped link, and then there is a name in it.

use axum::http::{HeaderMap, Method};

use super::client::{wants_json, wants_page};
use crate::domain::account::Role;

/// How long an answer may take, and how large a question may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bounds {
    /// `settings.patience` and `settings.body`.
    Common,
    /// As long as what comes in keeps coming; the handler counts.
    Streamed,
}

/// Whether the address, the question or the answer may hold somebody's name. Where they may, nothing is kept
/// by browsers, proxies and search engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Names {
    Nobody,
    Somebody,
}

/// Whose pages may read the answer with a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origins {
    Any,
    Same,
}

/// What an answer is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaks {
    /// What pages and crawlers fetch besides: a style, a sign, a word to crawlers.
    Asset,
    Json,
    /// JSON, or a page where `Accept` prefers it.
    JsonOrPage,
    /// Signed bytes for verifiers.
    List,
    Page,
    /// A page, or JSON where `Accept` prefers it.
    PageOrJson,
    /// The page of the public whose own script uses the camera and asks the API.
    ScanPage,
    Text,
    /// The script of a service worker, which asks this site alone.
    Worker,
}

/// Who may come in; of the office each by the roles that she has at the LSP in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visitors {
    Everybody,
    /// Of a door, the office's or that of employers: whoever signs in.
    Entering,
    /// Of the office, who is signed in there, whatever she has to do first.
    SignedIn,
    /// An employer who is signed in, whatever it has to do first.
    EmployerSignedIn,
    /// An employer.
    Employer,
    /// One of the LSP's people.
    Member,
    /// One of them who has one of these roles.
    Either(Role, Role),
    /// One of them who has this role.
    Role(Role),
    /// One of them who has this role, having shown within five minutes that it is she.
    Proven(Role),
    /// One of them who hands certificates over: an operator or an approver.
    HandsOver,
}

impl Visitors {
    /// Who may come in beside two addresses: nothing is there, and who is nobody here does not learn that.
    fn beside(self, other: Self) -> Self {
        match (self, other) {
            (Self::Everybody, other) | (other, Self::Everybody) => other,
            (one, other) if one == other => one,
            (Self::Entering | Self::SignedIn, Self::Entering | Self::SignedIn) => Self::SignedIn,
            (Self::Employer | Self::EmployerSignedIn, Self::Employer | Self::EmployerSignedIn) => {
                Self::EmployerSignedIn
            }
            _ => Self::Member,
        }
    }
}

/// The rule of one address. It has no defaults: whoever adds an address says each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) bounds: Bounds,
    pub(super) names: Names,
    pub(super) origins: Origins,
    pub(super) speaks: Speaks,
    pub(super) visitors: Visitors,
}

/// The rule of an address that nothing is known of.
const UNKNOWN: Rule = rule(Bounds::Common, Names::Somebody, Origins::Same, Speaks::PageOrJson, Visitors::Everybody);

/// How a failing answer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spoken {
    Json,
    Page,
}

impl Speaks {
    /// In what a client is told that there is no answer.
    pub(super) fn to(self, headers: &HeaderMap) -> Spoken {
        let page = match self {
            Self::Asset | Self::Json | Self::List | Self::Text | Self::Worker => false,
            Self::JsonOrPage => wants_page(headers),
            Self::Page | Self::ScanPage => true,
            Self::PageOrJson => !wants_json(headers),
        };
        if page { Spoken::Page } else { Spoken::Json }
    }

    /// Whether it may be a page.
    pub(super) fn is_page(self) -> bool {
        matches!(self, Self::JsonOrPage | Self::Page | Self::PageOrJson | Self::ScanPage)
    }

    /// Whether `Accept` chooses between a page and JSON.
    pub(super) fn is_chosen(self) -> bool {
        matches!(self, Self::JsonOrPage | Self::PageOrJson)
    }

    /// What both speak, for an address beside the two.
    fn common(self, other: Self) -> Self {
        match (self, other) {
            _ if self == other => self,
            (Self::Page | Self::PageOrJson | Self::ScanPage, _)
            | (_, Self::Page | Self::PageOrJson | Self::ScanPage) => Self::PageOrJson,
            (Self::JsonOrPage, _) | (_, Self::JsonOrPage) => Self::JsonOrPage,
            _ => Self::Json,
        }
    }
}

/// A rule as a row of the table writes it.
pub(super) const fn rule(bounds: Bounds, names: Names, origins: Origins, speaks: Speaks, visitors: Visitors) -> Rule {
    Rule { bounds, names, origins, speaks, visitors }
}

impl Rule {
    /// The stricter of the two in everything.
    fn stricter(self, other: Self) -> Self {
        let Self { bounds: _, names, origins, speaks, visitors } = other;
        Self {
            bounds: Bounds::Common,
            names: self.names.max(names),
            origins: self.origins.max(origins),
            speaks: self.speaks.common(speaks),
            visitors: self.visitors.beside(visitors),
        }
    }
}

/// One row: a method and a path, and their rule.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) method: Method,
    /// As axum writes it: `/v/{*token}`.
    pub(super) path: &'static str,
    pub(super) rule: Rule,
}

impl Row {
    /// Whether an address is one of the row's, as the router sees it; how many of its parts are no variables.
    fn fits(&self, path: &str) -> Option<usize> {
        let (mut parts, mut fixed) = (path.split('/'), 0);
        for own in self.path.split('/') {
            match (own, parts.next()?) {
                (own, rest) if own.starts_with("{*") => return (!rest.is_empty()).then_some(fixed),
                (own, part) if own.starts_with('{') && !part.is_empty() => {}
                (own, part) if own == part => fixed += 1,
                _ => return None,
            }
        }
        parts.next().is_none().then_some(fixed)
    }

    fn answers(&self, method: &Method) -> bool {
        self.method == *method || (self.method == Method::GET && *method == Method::HEAD)
    }
}

/// The rules of all rows.
#[derive(Clone, Debug)]
pub(super) struct Rules(Vec<Row>);

impl Rules {
    pub(super) fn new(rows: Vec<Row>) -> Self {
        Self(rows)
    }

    /// The rule of a question, and the row's path: what may be said of the address in a log.
    pub(super) fn of(&self, method: &Method, path: &str) -> (Rule, &'static str) {
        let fitting = || self.0.iter().filter_map(|row| Some((row.fits(path)?, row)));
        // Of several the router takes the one that has fewer variables.
        let most = fitting().map(|(fixed, _)| fixed).max();
        let rows = || fitting().filter(|(fixed, _)| Some(*fixed) == most).map(|(_, row)| row);
        match rows().find(|row| row.answers(method)).or_else(|| rows().next()) {
            Some(row) if row.answers(method) => (row.rule, row.path),
            Some(row) => (rows().map(|row| row.rule).fold(row.rule, Rule::stricter), row.path),
            None => (self.beside(path), "none of the table"),
        }
    }

    /// The page on which the form stands that is sent to an address of the office: that of what is made new there, the
    /// address itself, or the nearest page above it.
    pub(super) fn page_of_form(&self, path: &str) -> String {
        let pages = || self.0.iter().filter(|row| row.method == Method::GET);
        let new = format!("{path}/baru");
        if pages().any(|row| row.path.ends_with("/baru") && row.fits(&new).is_some()) {
            return new;
        }
        let above = std::iter::successors(Some(path), |at| Some(&at[..at.rfind('/')?]));
        let mut above = above.filter(|at| pages().any(|row| row.fits(at).is_some()));
        above.next().unwrap_or("/office").to_owned()
    }

    /// The rule of an address that is no row's.
    fn beside(&self, path: &str) -> Rule {
        let near = self.0.iter().filter(|row| segment(row.path) == segment(path));
        near.map(|row| row.rule).reduce(Rule::stricter).map_or(UNKNOWN, |rule| rule.stricter(rule))
    }
}

/// The first segment of a path.
fn segment(path: &str) -> Option<&str> {
    path.strip_prefix('/')?.split('/').next()
}
