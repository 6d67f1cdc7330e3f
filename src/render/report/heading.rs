//! The first page above its rows: title and QR, what the list came to, who checked it, when and as of which lists.

use super::ReportSheet;
use super::pen::{GREEN, GREY, INK, LEFT, Look, Pen, RED, RULE, WIDTH, printed};
use crate::render::certificate::symbol;
use crate::render::paper::canvas::{Canvas, MM};
use crate::render::paper::color::Shade;
use crate::render::paper::fonts::Style::{Bold, Italic, Regular};
use crate::render::paper::qr;
use crate::words::edition::set;
use crate::words::{Lang, when};

/// Points between the page's lower edge and its first line.
const TOP: f32 = 806.0;

const TITLE: Look = Look::new(Bold, 17.0, INK);
const TITLE_EN: Look = Look::new(Italic, 9.5, GREY);
const LABEL: Look = Look::new(Regular, 6.8, GREY);
const MAKER: Look = Look::new(Bold, 9.5, INK);
const VALUE: Look = Look::new(Regular, 8.4, INK);
const SMALL: Look = Look::new(Regular, 6.8, INK);
const NOTICE: Look = Look::new(Bold, 8.0, RED);

/// Between the words and the QR.
const GAP: f32 = 18.0;

/// Width of a column of totals.
const TOTAL: f32 = 170.0;

/// The side of a symbol, its quiet zone left out.
fn side(symbol: &qr::Symbol) -> f32 {
    symbol.width() as f32 * symbol::MODULE * MM
}

fn module() -> f32 {
    symbol::MODULE * MM
}

/// The width of what stands beside the QR.
fn beside(symbol: &qr::Symbol) -> f32 {
    WIDTH - side(symbol) - 2.0 * qr::QUIET as f32 * module() - GAP
}

/// What a heading takes of its page, in points from the lower edge.
pub(super) struct Taken {
    pub(super) bottom: f32,
    /// Where it names the maker: that may change over the years, and nothing else is moved by it.
    pub(super) names: Names,
}

#[derive(Clone, Copy)]
pub(super) struct Names {
    pub(super) top: f32,
    pub(super) bottom: f32,
    pub(super) right: f32,
}

/// Room for the maker: a name of two lines, and a site.
fn for_names() -> f32 {
    2.0 * MAKER.lead() + VALUE.lead()
}

/// What the heading takes, nothing drawn.
pub(super) fn taken(sheet: &ReportSheet<'_>, symbol: &qr::Symbol) -> Taken {
    let mut nowhere = Canvas::new(crate::render::paper::canvas::Size::A4);
    draw(&mut Pen::on(&mut nowhere, sheet.words), sheet, symbol)
}

/// Draws the symbol itself.
pub(super) fn place(canvas: &mut Canvas, symbol: &qr::Symbol) {
    let (module, side, quiet) = (module(), side(symbol), qr::QUIET as f32 * module());
    let left = LEFT + WIDTH - side - quiet;
    canvas.fill(Shade([1.0; 3]));
    canvas.area([left - quiet, TOP - side - quiet, side + 2.0 * quiet, side + 2.0 * quiet]);
    canvas.place(symbol::NAME, [module, 0.0, 0.0, -module, left, TOP]);
}

/// Draws the heading and gives what it takes.
pub(super) fn draw(pen: &mut Pen<'_>, sheet: &ReportSheet<'_>, symbol: &qr::Symbol) -> Taken {
    let area = (LEFT, beside(symbol));
    let mut top = TOP;
    if let Some(notice) = sheet.notice {
        top = pen.text(notice, NOTICE, area, top) - 5.0;
    }
    top = pen.text(&set!(sheet.words, Lang::Id, "title"), TITLE, area, top);
    top = pen.text(&set!(sheet.words, Lang::En, "title"), TITLE_EN, area, top) - 9.0;
    top = sum(pen, sheet, area, top) - 9.0;
    let named = pen.line(&both(pen, "maker"), LABEL, LEFT, top);
    top = pen.text(sheet.lsp, MAKER, area, named);
    top = pen.text(sheet.site, VALUE, area, top).min(named - for_names());
    let names = Names { top: named, bottom: top, right: area.0 + area.1 };
    top -= 6.0;
    top = facts(pen, sheet, top);
    top = top.min(under_symbol(pen, symbol)) - 5.0;
    pen.rule(top, RULE, 0.6);
    top = totals(pen, sheet, top - 6.0) - 3.0;
    pen.rule(top, RULE, 0.6);
    top = pen.twice("what", SMALL, (LEFT, WIDTH), top - 6.0);
    let spelt = sheet.rows.iter().any(|row| row.texts().any(|text| printed(text) != *text));
    if spelt {
        top = pen.twice("spelt", SMALL, (LEFT, WIDTH), top - 2.0);
    }
    Taken { bottom: top - 8.0, names }
}

/// What the list came to.
fn sum(pen: &mut Pen<'_>, sheet: &ReportSheet<'_>, area: (f32, f32), top: f32) -> f32 {
    let shade = if sheet.fits == sheet.rows.len() { GREEN } else { INK };
    let words = sheet.words;
    let day = |lang| words.day(sheet.until, lang);
    let said = |lang| set!(words, lang, "fit", fits = sheet.fits, count = sheet.rows.len(), day = day(lang));
    let top = pen.text(&said(Lang::Id), Look::new(Bold, 13.0, shade), area, top);
    pen.text(&said(Lang::En), Look::new(Italic, 8.4, GREY), area, top)
}

fn both(pen: &Pen<'_>, key: &str) -> String {
    format!("{} / {}", pen.words.say(Lang::Id, key, &[]), pen.words.say(Lang::En, key, &[]))
}

/// Label above value, two by two.
fn facts(pen: &mut Pen<'_>, sheet: &ReportSheet<'_>, top: f32) -> f32 {
    let moment = |instant| sheet.words.moment(instant, &when::jakarta(), Lang::Id);
    let rows = [
        [("until", sheet.words.day(sheet.until, Lang::Id)), ("checked-at", moment(sheet.checked_at))],
        [("as-of", moment(sheet.as_of)), ("id", sheet.id.to_owned())],
    ];
    rows.into_iter().fold(top, |top, row| {
        let ends = [LEFT, LEFT + TOTAL].into_iter().zip(row).map(|(x, (label, value))| {
            let next = pen.line(&both(pen, label), LABEL, x, top);
            pen.line(&value, VALUE, x, next)
        });
        ends.fold(top, f32::min) - 4.0
    })
}

/// What the QR is for, below it.
fn under_symbol(pen: &mut Pen<'_>, symbol: &qr::Symbol) -> f32 {
    let quiet = qr::QUIET as f32 * module();
    let left = LEFT + WIDTH - side(symbol) - quiet;
    let area = (left, side(symbol) + quiet);
    pen.twice("scan", Look::new(Regular, 6.4, INK), area, TOP - side(symbol) - quiet - 2.0)
}

/// Each answer with its count, three in a row.
fn totals(pen: &mut Pen<'_>, sheet: &ReportSheet<'_>, top: f32) -> f32 {
    sheet.totals.chunks(3).fold(top, |top, row| {
        for (place, (answer, count)) in row.iter().enumerate() {
            let x = LEFT + place as f32 * TOTAL;
            pen.line(&count.to_string(), Look::new(Bold, 9.0, INK), x, top);
            let next = pen.line(&answer.id, VALUE, x + 34.0, top);
            pen.line(&answer.en, Look::new(Italic, 6.6, GREY), x + 34.0, next);
        }
        top - 22.0
    })
}
