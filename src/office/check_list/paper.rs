//! The paper of a report, drawn from the rows that were signed: to be handed out, and to be held against one that somebody
//! shows.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::defuse::csv_writer;
use crate::render::{Report, ReportRow, ReportSheet, Twice};
use crate::seal::report::hash;
use crate::seal::spelling;
use crate::seal::trust_list::{TrustList, TrustedLsp};
use crate::verify::document::{self, Area, PAGES};
use crate::verify::list::{AnswerWord, COLUMNS};
use crate::verify::report::{Contents, Drawn, Examined, ReportFinding, hold_paper};
use crate::words::Lang;
use crate::words::edition::{Edition, set};

/// Why a report was not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    #[error("its paper is of an edition that this program does not know")]
    Edition,
    #[error("its link fits no QR symbol")]
    Link,
    #[error("too many reports stand in one document")]
    Many,
    #[error("its rows are not in their one form")]
    Rows,
    #[error("a page of ours cannot be read back")]
    Unread,
}

/// Draws a report on paper, with its first so many pages.
///
/// # Errors
/// The rows are of another form than this version knows.
pub fn draw(told: &Told<'_>, most: usize) -> Result<Vec<u8>, PaperError> {
    with_report(told, |report| report.draw(most))
}

/// What a report tells, and whose it is.
pub struct Told<'a> {
    pub lsp: &'a TrustedLsp,
    pub contents: &'a Contents,
    pub token: &'a [u8],
    pub rows: &'a [u8],
}

/// Reports of a document whose pages are compared: each is laid out anew, in a second where it has ten thousand rows.
const COMPARED: usize = 5;

/// Holds the pages of a document's reports against those that their rows make; says of those that were not compared that
/// they were not. Long work: call it on a thread for it.
pub fn compare(reports: &mut [Examined], trust: &TrustList) {
    for (place, examined) in reports.iter_mut().enumerate() {
        let compared = if place < COMPARED { compare_one(examined, trust) } else { Err(PaperError::Many) };
        if let Err(cause) = compared {
            tracing::warn!(%cause, "the pages of a report were not compared");
            examined.verdict.find(ReportFinding::TextUnchecked);
        }
    }
}

fn compare_one(examined: &mut Examined, trust: &TrustList) -> Result<(), PaperError> {
    let (verdict, Some(rows)) = (&examined.verdict, &examined.rows) else { return Ok(()) };
    let lsp = verdict.maker.as_ref().filter(|_| verdict.is_made()).and_then(|maker| trust.lsp(&maker.id));
    let (Some(lsp), Some(contents), false) = (lsp, &verdict.contents, examined.pages.is_empty()) else { return Ok(()) };
    let told = Told { lsp, contents, token: &examined.token, rows };
    // One more than is shown: where that is there too, one is missing.
    let most = PAGES.min(examined.pages.len() + 1);
    let (pdf, [left, top, right, bottom], mark) =
        with_report(&told, |report| (report.draw(most), report.names(), report.mark()))?;
    let pages = document::drawn(&pdf).map_err(|_| PaperError::Unread)?;
    hold_paper(examined, &Drawn { pages, names: Area { left, top, right, bottom }, mark });
    Ok(())
}

/// Whether a CSV holds the rows of a report: as they were signed, or as a spreadsheet saved them anew.
#[must_use]
pub fn are_its_rows(csv: &[u8], contents: &Contents) -> bool {
    let is = |rows: &[u8]| hex::encode(hash(rows)) == contents.sha256;
    is(csv) || [b',', b';'].into_iter().any(|comma| saved_anew(csv, comma).is_some_and(|rows| is(&rows)))
}

/// The cells of a CSV in the form in which they are signed.
fn saved_anew(csv: &[u8], comma: u8) -> Option<Vec<u8>> {
    let csv = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(comma).from_reader(csv);
    let mut written = csv_writer();
    for record in reader.records() {
        let record = record.ok().filter(|record| record.len() == COLUMNS.len())?;
        written.write_record(&record).ok()?;
    }
    written.into_inner().ok()
}

/// The id of a report as people read it: `0123 4567 …`.
fn grouped(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn with_report<T>(told: &Told<'_>, make: impl FnOnce(&Report<'_>) -> T) -> Result<T, PaperError> {
    let Told { lsp, contents, token, rows: csv } = told;
    let words = Edition::of(contents.paper).ok_or(PaperError::Edition)?;
    let rows = rows(csv, words).ok_or(PaperError::Rows)?;
    let mut totals: BTreeMap<usize, (Twice, usize)> = BTreeMap::new();
    for (word, row) in &rows {
        totals.entry(*word).or_insert_with(|| (row.answer.clone(), 0)).1 += 1;
    }
    // Who fits first, as on the page.
    let totals: Vec<_> = totals.into_values().rev().collect();
    let rows: Vec<ReportRow> = rows.into_iter().map(|(_, row)| row).collect();
    let (site, id) = (lsp.site.to_string(), grouped(&contents.id));
    // Only a demonstration has a site without TLS.
    let is_example = !site.starts_with("https://");
    let notice = format!("{} / {}", set!(words, Lang::Id, "example"), set!(words, Lang::En, "example"));
    let sheet = ReportSheet {
        words,
        lsp: &lsp.name_id,
        site: site.strip_prefix("https://").unwrap_or(&site),
        notice: is_example.then_some(notice.as_str()),
        id: &id,
        link: &spelling::report_qr(&lsp.site, token),
        token,
        csv,
        until: contents.until,
        checked_at: contents.made_at,
        as_of: contents.as_of,
        fits: contents.fits as usize,
        totals: &totals,
        rows: &rows,
    };
    let report = Report::new(sheet).map_err(|_| PaperError::Link)?;
    Ok(make(&report))
}

/// The rows of a CSV as they stand on paper, each with its answer's place in the order of answers.
fn rows(csv: &[u8], words: &'static Edition) -> Option<Vec<(usize, ReportRow)>> {
    let mut reader = csv::Reader::from_reader(csv);
    if reader.headers().ok()?.iter().ne(COLUMNS) {
        return None;
    }
    reader.records().map(|record| row(&record.ok()?, words)).collect()
}

fn row(record: &csv::StringRecord, words: &'static Edition) -> Option<(usize, ReportRow)> {
    let cells: Vec<&str> = record.iter().collect();
    let [row, name, job, wanted, number, holder, issuer, scheme, valid_until, _, word, _, differs, superseded_by] =
        cells.try_into().ok()?;
    let known = AnswerWord::ALL.into_iter().find(|known| known.as_str() == word);
    let called = |word: AnswerWord, lang| words.say(lang, &format!("answer-{}", word.as_str()), &[]).into_owned();
    let said = |lang: Lang| known.map_or_else(|| word.to_owned(), |word| called(word, lang));
    let other = (!holder.is_empty() && !name.is_empty() && holder != name).then_some(holder);
    let about = [
        (!scheme.is_empty()).then(|| scheme.to_owned()),
        (!issuer.is_empty()).then(|| set!(words, Lang::Id, "lsp", lsp = issuer).into_owned()),
        other.map(|holder| set!(words, Lang::Id, "holder", holder = holder).into_owned()),
    ];
    let shown = ReportRow {
        row: row.to_owned(),
        name: if name.is_empty() { holder } else { name }.to_owned(),
        job: job.to_owned(),
        wanted: wanted.to_owned(),
        number: number.to_owned(),
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        valid_until: valid_until.to_owned(),
        answer: Twice { id: said(Lang::Id), en: said(Lang::En) },
        note: note(words, (known, differs, superseded_by)),
        fits: known == Some(AnswerWord::Fits),
    };
    Some((known.map_or(0, |word| word as usize), shown))
}

/// What is to be known beside an answer: what replaces a certificate, and what differs where the answer is another.
fn note(words: &'static Edition, (answer, differs, superseded_by): (Option<AnswerWord>, &str, &str)) -> Option<Twice> {
    let differs = |what: &str| differs.split(' ').any(|word| word == what);
    let said = |lang| {
        if !superseded_by.is_empty() {
            Some(set!(words, lang, "note-superseded", number = superseded_by))
        } else if differs("name") && answer != Some(AnswerWord::NameDiffers) {
            Some(set!(words, lang, "note-name"))
        } else if differs("scheme") && answer != Some(AnswerWord::WrongScheme) {
            Some(set!(words, lang, "note-scheme"))
        } else {
            None
        }
    };
    let [id, en] = [Lang::Id, Lang::En].map(|lang| said(lang).map(std::borrow::Cow::into_owned));
    Some(Twice { id: id?, en: en? })
}

/// What a report's file is called: by the day of the check.
#[must_use]
pub fn file_name(made_at: Timestamp, until: Date) -> String {
    format!("laporan-{}-sampai-{until}", made_at.strftime("%Y-%m-%d"))
}

#[cfg(test)]
mod released;
#[cfg(test)]
mod tests;
