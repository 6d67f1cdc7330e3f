//! The first page above its rows: title and QR, what the list came to, who checked it, when and as of which lists.

use super::ReportSheet;
use super::pen::{GREEN, GREY, INK, LEFT, Look, Pen, RED, RULE, WIDTH, printed};
use crate::render::certificate::symbol;
use crate::render::paper::canvas::{Canvas, MM};
use crate::render::paper::color::Shade;
use crate::render::paper::fonts::Style::{Bold, Italic, Regular};
use crate::render::paper::qr;
use crate::words::{Key, Lang, key, say, when};

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

/// The lines that name the maker and what the site is: these change over the years.
pub(super) fn naming(sheet: &ReportSheet<'_>, symbol: &qr::Symbol) -> Vec<String> {
    let width = beside(symbol);
    let mut lines = MAKER.lines(sheet.lsp, width);
    lines.extend(VALUE.lines(sheet.site, width));
    lines.extend(NOTICE.lines(sheet.notice.unwrap_or_default(), WIDTH));
    lines
}

/// Where the heading ends.
pub(super) fn bottom(sheet: &ReportSheet<'_>, symbol: &qr::Symbol) -> f32 {
    let mut nowhere = Canvas::new(crate::render::paper::canvas::Size::A4);
    draw(&mut Pen::on(&mut nowhere), sheet, symbol)
}

/// Draws the symbol itself.
pub(super) fn place(canvas: &mut Canvas, symbol: &qr::Symbol) {
    let (module, side, quiet) = (module(), side(symbol), qr::QUIET as f32 * module());
    let left = LEFT + WIDTH - side - quiet;
    canvas.fill(Shade([1.0; 3]));
    canvas.area([left - quiet, TOP - side - quiet, side + 2.0 * quiet, side + 2.0 * quiet]);
    canvas.place(symbol::NAME, [module, 0.0, 0.0, -module, left, TOP]);
}

/// Draws the heading and gives where it ends.
pub(super) fn draw(pen: &mut Pen<'_>, sheet: &ReportSheet<'_>, symbol: &qr::Symbol) -> f32 {
    let area = (LEFT, beside(symbol));
    let mut top = TOP;
    if let Some(notice) = sheet.notice {
        top = pen.text(notice, NOTICE, area, top) - 5.0;
    }
    top = pen.text(&say!(Lang::Id, "reports-title"), TITLE, area, top);
    top = pen.text(&say!(Lang::En, "reports-title"), TITLE_EN, area, top) - 9.0;
    top = sum(pen, sheet, area, top) - 9.0;
    top = pen.line(&both(key!("reports-maker")), LABEL, LEFT, top);
    top = pen.text(sheet.lsp, MAKER, area, top);
    top = pen.text(sheet.site, VALUE, area, top) - 6.0;
    top = facts(pen, sheet, top);
    top = top.min(under_symbol(pen, symbol)) - 5.0;
    pen.rule(top, RULE, 0.6);
    top = totals(pen, sheet, top - 6.0) - 3.0;
    pen.rule(top, RULE, 0.6);
    top = pen.twice(key!("reports-what"), SMALL, (LEFT, WIDTH), top - 6.0);
    let spelt = sheet.rows.iter().any(|row| row.texts().any(|text| printed(text) != *text));
    if spelt {
        top = pen.twice(key!("reports-spelt"), SMALL, (LEFT, WIDTH), top - 2.0);
    }
    top - 8.0
}

/// What the list came to.
fn sum(pen: &mut Pen<'_>, sheet: &ReportSheet<'_>, area: (f32, f32), top: f32) -> f32 {
    let shade = if sheet.fits == sheet.rows.len() { GREEN } else { INK };
    let said = |lang| say!(lang, "lists-fit", fits = sheet.fits, count = sheet.rows.len(), day = sheet.until);
    let top = pen.text(&said(Lang::Id), Look::new(Bold, 13.0, shade), area, top);
    pen.text(&said(Lang::En), Look::new(Italic, 8.4, GREY), area, top)
}

fn both(key: Key) -> String {
    format!("{} / {}", key.say(Lang::Id), key.say(Lang::En))
}

/// Label above value, two by two.
fn facts(pen: &mut Pen<'_>, sheet: &ReportSheet<'_>, top: f32) -> f32 {
    let moment = |instant| when::moment(instant, &when::jakarta(), Lang::Id);
    let rows = [
        [
            (key!("reports-until"), when::day(sheet.until, Lang::Id)),
            (key!("reports-checked-at"), moment(sheet.checked_at)),
        ],
        [(key!("reports-as-of"), moment(sheet.as_of)), (key!("reports-id"), sheet.id.to_owned())],
    ];
    rows.into_iter().fold(top, |top, row| {
        let ends = [LEFT, LEFT + TOTAL].into_iter().zip(row).map(|(x, (label, value))| {
            let next = pen.line(&both(label), LABEL, x, top);
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
    pen.twice(key!("reports-scan"), Look::new(Regular, 6.4, INK), area, TOP - side(symbol) - quiet - 2.0)
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
