//! The verdict on a report as it is shown: sign and word, what the list came to, who made it, and how to compare its rows.

use std::borrow::Cow;

use askama::Template;

use super::Frame;
use super::card::{Fact, Issuer};
use super::text::Text;
use crate::office::in_words::report as words;
use crate::seal::spelling::to_base64url;
use crate::verify::Snapshot;
use crate::verify::report::{ReportVerdict, ReportWord};
use crate::web::language;
use crate::words::{Lang, key, say, when};

/// What a template shows of the verdict on a report.
pub(super) struct ReportCard {
    pub(super) class: &'static str,
    pub(super) headline: Text,
    pub(super) meaning: Text,
    /// What the list came to.
    pub(super) sum: Option<Text>,
    pub(super) then: Option<Text>,
    /// That the rows of a file are those that were signed.
    pub(super) compared: Option<Text>,
    pub(super) warnings: Vec<Text>,
    pub(super) facts: Vec<Fact>,
    pub(super) lsp: Option<Issuer>,
    pub(super) checked_at: String,
    /// The signed bytes, where it is worth comparing something with them.
    pub(super) token: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/report.html")]
struct Page<'a> {
    frame: Frame<'a>,
    report: ReportCard,
    /// Whether files are read here.
    files: bool,
}

impl Page<'_> {
    fn title(&self) -> Cow<'static, str> {
        say!(self.frame.lang(), "reports-title-page", word = self.report.headline)
    }
}

/// The page of a report; `bytes` are those that were judged.
pub(in crate::web) fn report(
    frame: Frame<'_>,
    lists: &Snapshot,
    verdict: &ReportVerdict,
    bytes: &[u8],
    (files, by_file): (bool, bool),
) -> askama::Result<String> {
    Page { frame, report: ReportCard::of(verdict, lists, bytes, by_file), files }.render()
}

impl ReportCard {
    pub(super) fn of(verdict: &ReportVerdict, lists: &Snapshot, bytes: &[u8], by_file: bool) -> Self {
        let first = language::first();
        let lsp = verdict.maker.as_ref().and_then(|maker| lists.trust.lsp(&maker.id));
        let zone = lsp.map_or_else(when::jakarta, |lsp| lsp.time_zone.rules().clone());
        // What nobody is trusted to have said is not shown as found.
        let contents = verdict.contents.as_ref().filter(|_| verdict.is_made());
        let moment = |instant, lang| when::moment(instant, &zone, lang);
        let mut facts = Vec::new();
        let mut tell = |label: crate::words::Key, value: String| {
            facts.push(Fact { label: label.into(), value, note: Cow::Borrowed("") });
        };
        if let Some(contents) = contents {
            tell(key!("reports-until"), when::day(contents.until, first));
            tell(key!("reports-checked-at"), moment(contents.made_at, first));
            tell(key!("reports-as-of"), moment(contents.as_of, first));
            tell(key!("reports-id"), contents.id.clone());
            tell(key!("reports-fact-sha256"), contents.sha256.clone());
        }
        Self {
            class: class(verdict.report),
            headline: words::headline(verdict.report).into(),
            meaning: words::meaning(verdict, by_file).into(),
            sum: contents.map(|found| {
                Text::saying(|lang| {
                    say!(lang, "reports-found", fits = found.fits, count = found.rows, day = found.until)
                })
            }),
            then: contents.map(|found| {
                let (at, as_of) = (found.made_at, found.as_of);
                Text::saying(|lang| {
                    say!(lang, "reports-found-then", at = moment(at, lang), as_of = moment(as_of, lang))
                })
            }),
            compared: contents
                .filter(|_| by_file && verdict.are_rows_compared())
                .map(|_| key!("reports-compared").into()),
            warnings: verdict.findings.iter().map(|finding| words::finding(*finding).into()).collect(),
            facts,
            lsp: lsp.map(Issuer::from),
            checked_at: moment(verdict.checked_at, first),
            token: contents.map(|_| to_base64url(bytes)),
        }
    }
}

/// Sign and colour: those of the like verdict on a certificate.
fn class(word: ReportWord) -> &'static str {
    match word {
        ReportWord::Altered | ReportWord::Forged => "forged",
        ReportWord::Genuine => "valid",
        ReportWord::Unknown => "status-unknown",
        ReportWord::Unreadable => "unreadable",
        ReportWord::Untrusted => "untrusted",
    }
}
