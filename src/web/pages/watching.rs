//! The page of what an employer watches.

use askama::Template;
use url::form_urlencoded::byte_serialize;

use super::Frame;
use super::employer::{Fault, Own, is_at};
use super::text::Text;
use super::wording::headline;
use crate::office::employers::feed::{Certificate, Line, ListPage, MOST, SOON, Taking};
use crate::seal::trust_list::TrustList;
use crate::verify::verdict::Word;
use crate::words::{Lang, key, say};

/// What is shown.
pub(in crate::web) struct Watching<'a> {
    pub(in crate::web) page: &'a ListPage,
    /// What the feed is called in its answers.
    pub(in crate::web) name: &'a str,
    /// What stays in the field.
    pub(in crate::web) text: &'a str,
    /// Why lines of it were not taken in.
    pub(in crate::web) refused: &'a [(&'a str, &'a Taking)],
}

/// A certificate in the list.
struct Row {
    id: String,
    class: &'static str,
    state: Text,
    number: String,
    until: Option<Text>,
    successor: Option<Text>,
    lsp: String,
}

/// A line that was not taken in.
struct Refused<'a> {
    line: &'a str,
    why: Text,
}

#[derive(Template)]
#[template(path = "pages/employer-watching.html")]
struct WatchingPage<'a> {
    frame: Frame<'a>,
    own: Own,
    lines: Vec<Row>,
    watched: usize,
    name: &'a str,
    text: &'a str,
    refused: Vec<Refused<'a>>,
    /// Addresses of the pages before and after.
    before: Option<String>,
    after: Option<String>,
    fault: Option<Fault>,
}

impl WatchingPage<'_> {
    fn is_at(&self, field: &str) -> bool {
        is_at(self.fault.as_ref(), field)
    }

    fn count(&self) -> Text {
        Text::saying(|lang| say!(lang, "employers-watch-count", count = self.watched, most = MOST))
    }
}

pub(in crate::web) fn nothing() -> Text {
    key!("employers-watch-nothing").into()
}

pub(in crate::web) fn long() -> Text {
    Text::saying(|lang| say!(lang, "employers-watch-long", most = MOST))
}

pub(in crate::web) fn spent(left: u32) -> Text {
    Text::saying(|lang| say!(lang, "employers-watch-spent", left))
}

/// How many lines were left, and how many certificates taken in.
pub(in crate::web) fn left(lines: usize, count: usize) -> Text {
    Text::saying(|lang| say!(lang, "employers-watch-left", lines, count))
}

/// The page.
pub(in crate::web) fn watching(
    frame: Frame<'_>,
    own: Own,
    trust: &TrustList,
    shown: Watching<'_>,
    fault: Option<Fault>,
) -> askama::Result<String> {
    let Watching { page, name, text, refused } = shown;
    let lines = page.lines.iter().enumerate().map(|(place, line)| row(place, line, trust)).collect();
    let refused = refused.iter().map(|(line, taking)| Refused { line, why: why(taking) }).collect();
    let edge = |line: Option<&Line>, there: bool, field: &str| {
        let Certificate { lsp, number } = &line.filter(|_| there)?.certificate;
        let edge: String = byte_serialize(format!("{lsp}:{number}").as_bytes()).collect();
        Some(format!("/pemberi-kerja/pantau?{field}={edge}"))
    };
    let before = edge(page.lines.first(), page.before, "sebelum");
    let after = edge(page.lines.last(), page.after, "sesudah");
    let (own, watched) = (own.beside(fault.as_ref()), page.watched);
    WatchingPage { frame, own, lines, watched, name, text, refused, before, after, fault }.render()
}

fn row(place: usize, Line { certificate, stands }: &Line, trust: &TrustList) -> Row {
    let until = |day| match stands.expires_soon {
        true => Text::saying(|lang| say!(lang, "employers-watch-soon", day, days = SOON)),
        false => Text::saying(|lang| say!(lang, "employers-watch-until", day)),
    };
    let successor = |number: &String| Text::saying(|lang| say!(lang, "employers-watch-successor", number));
    Row {
        id: format!("pantau-{place}"),
        class: match stands.state {
            Word::Valid if stands.expires_soon => "days",
            Word::NotYetValid => "days",
            Word::Valid => "fits",
            Word::NotFound | Word::StatusUnknown => "",
            Word::Expired
            | Word::Forged
            | Word::Revoked
            | Word::Superseded
            | Word::Suspended
            | Word::Unreadable
            | Word::Untrusted => "bad",
        },
        state: headline(stands.state),
        number: certificate.number.clone(),
        until: stands.valid_until.map(until),
        successor: stands.superseded_by.as_ref().map(successor),
        lsp: trust.lsp(&certificate.lsp).map_or_else(|| certificate.lsp.to_string(), |lsp| lsp.name_id.clone()),
    }
}

/// Why a line was not taken in.
fn why(taking: &Taking) -> Text {
    match taking {
        Taking::Added(_) | Taking::Already(_) => key!("employers-watch-there").into(),
        Taking::Elsewhere(one) => {
            let (lsp, site) = (&one.name, one.site.to_string());
            Text::saying(|lang| say!(lang, "employers-watch-elsewhere", lsp, site = site))
        }
        Taking::Full => Text::saying(|lang| say!(lang, "employers-watch-full", most = MOST)),
        Taking::NotFound(elsewhere) if elsewhere.is_empty() => key!("employers-watch-not-found").into(),
        Taking::NotFound(elsewhere) => {
            let sites = elsewhere.iter().map(|one| one.site.to_string()).collect::<Vec<_>>().join(", ");
            Text::saying(|lang| say!(lang, "employers-watch-not-found-here", sites = sites))
        }
        Taking::NotIssued => key!("employers-watch-not-issued").into(),
        Taking::Several => key!("employers-watch-several").into(),
        Taking::Untold => key!("employers-watch-untold").into(),
    }
}
