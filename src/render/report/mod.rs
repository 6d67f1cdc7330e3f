//! A report on a list of workers: who made it, what it came to, and the rows, page after page. Facts in, a PDF out: the
//! same facts, the same bytes.
//!
//! Every text is data and is set as it stands; a letter that no font has is shown by its number, `[U+897F]`. The rows go
//! with it as they were signed, as the attachment `laporan.csv`; the signed bytes are `laporan.cwt` and the QR.
//!
//! A report is held against print years later, so its words are an edition's ([`crate::words::edition`]), and where a letter
//! stands may change with an edition only: the comparison is by the place of each.
//!
//! Pages are drawn and compressed one by one, so memory grows with what is in the file and not with what draws it.

mod heading;
mod pen;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

use self::heading::Names;
use self::pen::{LEFT, Pen, SAME};
use super::certificate::symbol;
use super::paper::canvas::{Canvas, MM, Size};
use super::paper::embed::Used;
use super::paper::pdf::{About, Attachment, Parts};
use super::paper::qr;
use crate::domain::term::in_jakarta;
use crate::words::Lang;
use crate::words::edition::{Edition, set};

/// A sentence or a word in Indonesian and in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twice {
    pub id: String,
    pub en: String,
}

/// What stands on a report.
#[derive(Clone, Copy, Debug)]
pub struct ReportSheet<'a> {
    /// The words in which it is drawn.
    pub words: &'static Edition,
    /// The LSP whose site checked the list.
    pub lsp: &'a str,
    pub site: &'a str,
    /// That it is an example, where it is.
    pub notice: Option<&'a str>,
    /// What is printed of its id on every page.
    pub id: &'a str,
    /// The text of its QR.
    pub link: &'a str,
    /// The signed bytes.
    pub token: &'a [u8],
    /// The rows as they were signed.
    pub csv: &'a [u8],
    /// The contract's last day.
    pub until: Date,
    pub checked_at: Timestamp,
    /// The oldest status list that an answer rests on.
    pub as_of: Timestamp,
    pub fits: usize,
    /// Each answer that there is, and how many rows have it.
    pub totals: &'a [(Twice, usize)],
    pub rows: &'a [ReportRow],
}

/// A row of the list and its answer. What is not known is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// As the employer's list numbers it.
    pub row: String,
    pub name: String,
    pub job: String,
    /// The scheme that is asked for.
    pub wanted: String,
    pub number: String,
    /// What is told of the certificate beside its number: scheme, LSP, a holder of another name.
    pub about: String,
    pub valid_until: String,
    pub answer: Twice,
    /// What is to be known beside the answer.
    pub note: Option<Twice>,
    pub fits: bool,
}

/// A report as pages, and what on them names its maker.
pub struct Report<'a> {
    sheet: ReportSheet<'a>,
    symbol: qr::Symbol,
    names: Names,
    /// How many rows stand on each page.
    counts: Vec<usize>,
}

impl<'a> Report<'a> {
    /// Divides a report into pages.
    ///
    /// # Errors
    /// Its QR fits no symbol that is printed.
    pub fn new(sheet: ReportSheet<'a>) -> Result<Self, qr::TooLarge> {
        let symbol = qr::symbol(sheet.link)?;
        let taken = heading::taken(&sheet, &symbol);
        let counts = table::divide(sheet.rows, taken.bottom);
        Ok(Self { sheet, symbol, names: taken.names, counts })
    }

    #[must_use]
    pub fn pages(&self) -> usize {
        self.counts.len()
    }

    /// Where its first page names who made it: left, top, right, bottom in points from the upper left corner.
    #[must_use]
    pub fn names(&self) -> [f32; 4] {
        let (Names { top, bottom, right }, height) = (self.names, Size::A4.height * MM);
        [LEFT - 1.0, height - top, right + 1.0, height - bottom]
    }

    /// A line at the foot of each of its pages, and of no other paper.
    #[must_use]
    pub fn mark(&self) -> String {
        table::mark(self.sheet.words, self.sheet.id)
    }

    /// The file, with its first so many pages.
    #[must_use]
    pub fn draw(&self, most: usize) -> Vec<u8> {
        let (sheet, count) = (&self.sheet, self.counts.len());
        let (mut pages, mut forms, mut used, mut from) = (Vec::new(), Vec::new(), Used::default(), 0);
        for (place, rows) in self.counts.iter().copied().enumerate().take(most) {
            let mut canvas = Canvas::new(Size::A4);
            let mut pen = Pen::on(&mut canvas, sheet.words);
            let top = match place {
                0 => heading::draw(&mut pen, sheet, &self.symbol).bottom,
                _ => table::TOP,
            };
            table::draw(&mut pen, &sheet.rows[from..from + rows], top);
            table::foot(&mut pen, sheet.id, place + 1, count);
            from += rows;
            used = used.and(canvas.used);
            let name = format!("page{place}");
            let mut page = Canvas::new(Size::A4);
            if place == 0 {
                heading::place(&mut page, &self.symbol);
            }
            page.place(&name, SAME);
            pages.push(page.page());
            forms.push((Cow::Owned(name), pen::form(canvas)));
        }
        forms.push((symbol::NAME.into(), symbol::modules(&self.symbol)));
        let attachments = vec![
            Attachment {
                name: "laporan.csv",
                media_type: "text/csv",
                description: "The rows of the report, as they were signed",
                content: sheet.csv,
            },
            Attachment {
                name: "laporan.cwt",
                media_type: "application/cwt",
                description: "The signed report (COSE_Sign1, RFC 9052)",
                content: sheet.token,
            },
        ];
        Parts { pages, used, forms, pictures: Vec::new(), attachments, about: about(sheet) }.file()
    }
}

/// No name of a worker stands in it: descriptions are shown in lists of files.
fn about<'a>(sheet: &ReportSheet<'a>) -> About<'a> {
    let title = set!(sheet.words, Lang::Id, "title").into_owned();
    About {
        subject: format!("{title} / {}", set!(sheet.words, Lang::En, "title")),
        keywords: sheet.id.to_owned(),
        title,
        author: sheet.lsp,
        day: in_jakarta(sheet.checked_at),
    }
}
