//! The rows of a report: a head on every page, a row in as many lines as it needs, the foot with the page's number.

use super::pen::{GREEN, GREY, INK, LEFT, Look, Pen, RED, RULE, WIDTH};
use super::{ReportRow, Twice};
use crate::render::paper::color::Shade;
use crate::render::paper::fonts::Style::{Bold, Italic, Regular};
use crate::words::Lang;
use crate::words::edition::{Edition, set};

/// Where the head of a further page begins, and where rows end.
pub(super) const TOP: f32 = 806.0;
const BOTTOM: f32 = 52.0;

const HEAD: Look = Look::new(Bold, 6.8, INK);
const HEAD_EN: Look = Look::new(Italic, 6.0, GREY);
const CELL: Look = Look::new(Regular, 7.4, INK);
const SMALL: Look = Look::new(Regular, 6.4, GREY);

/// Points of the head, and above and below the lines of a row.
const HEAD_HEIGHT: f32 = 21.0;
const AIR: f32 = 2.6;

/// Between two columns.
const GAP: f32 = 6.0;

/// Columns: where they begin, and how wide they are with their gap.
const COLUMNS: [(f32, f32); 6] =
    [(0.0, 28.0), (28.0, 128.0), (156.0, 136.0), (292.0, 84.0), (376.0, 51.0), (427.0, 84.0)];

/// Lines of a cell, each with its look.
type Cell = Vec<(String, Look)>;

impl ReportRow {
    /// Every text of the row.
    pub(super) fn texts(&self) -> impl Iterator<Item = &String> {
        let own = [&self.row, &self.name, &self.job, &self.wanted, &self.number, &self.about, &self.valid_until];
        let said = [&self.answer].into_iter().chain(&self.note).flat_map(|Twice { id, en }| [id, en]);
        own.into_iter().chain(said)
    }

    fn shade(&self) -> Shade {
        if self.fits { GREEN } else { RED }
    }

    /// Its cells in the order of the columns.
    fn cells(&self) -> [Cell; COLUMNS.len()] {
        let bold = |shade| Look::new(Bold, CELL.size, shade);
        let english = Look { style: Italic, ..SMALL };
        let mut answer = vec![(&self.answer.id, bold(self.shade())), (&self.answer.en, english)];
        if let Some(Twice { id, en }) = &self.note {
            answer.extend([(id, SMALL), (en, english)]);
        }
        let cells: [Vec<(&String, Look)>; COLUMNS.len()] = [
            vec![(&self.row, SMALL)],
            vec![(&self.name, bold(INK)), (&self.job, SMALL)],
            vec![(&self.number, CELL), (&self.about, SMALL)],
            vec![(&self.wanted, CELL)],
            vec![(&self.valid_until, CELL)],
            answer,
        ];
        let mut wrapped: [Cell; COLUMNS.len()] = Default::default();
        for ((cell, texts), (_, width)) in wrapped.iter_mut().zip(cells).zip(COLUMNS) {
            for (text, look) in texts {
                cell.extend(look.lines(text, width - GAP).into_iter().map(|line| (line, look)));
            }
        }
        wrapped
    }
}

fn height(cells: &[Cell]) -> f32 {
    let high = |cell: &Cell| cell.iter().map(|(_, look)| look.lead()).sum::<f32>();
    cells.iter().map(high).fold(CELL.lead(), f32::max) + 2.0 * AIR
}

/// How many rows stand on each page; the first begins where its heading ends.
pub(super) fn divide(rows: &[ReportRow], heading: f32) -> Vec<usize> {
    let (mut counts, mut room) = (vec![0], heading - HEAD_HEIGHT - BOTTOM);
    for row in rows {
        let high = height(&row.cells());
        // A page takes a row at least, but for the first below its heading.
        let takes = high <= room || counts.len() > 1 && counts.last() == Some(&0);
        if !takes {
            counts.push(0);
            room = TOP - HEAD_HEIGHT - BOTTOM;
        }
        room -= high;
        if let Some(count) = counts.last_mut() {
            *count += 1;
        }
    }
    counts
}

/// Draws the head and some rows.
pub(super) fn draw(pen: &mut Pen<'_>, rows: &[ReportRow], top: f32) {
    if rows.is_empty() {
        return;
    }
    head(pen, top);
    let mut top = top - HEAD_HEIGHT;
    for (place, row) in rows.iter().enumerate() {
        let cells = row.cells();
        let high = height(&cells);
        if place % 2 == 1 {
            pen.canvas.fill(Shade([0.962, 0.97, 0.967]));
            pen.canvas.area([LEFT - 3.0, top - high, WIDTH + 6.0, high]);
        }
        for (cell, (x, _)) in cells.iter().zip(COLUMNS) {
            cell.iter().fold(top - AIR, |top, (line, look)| pen.line(line, *look, LEFT + x, top));
        }
        top -= high;
    }
    pen.rule(top, RULE, 0.6);
}

fn head(pen: &mut Pen<'_>, top: f32) {
    let names: [&str; COLUMNS.len()] =
        ["column-row", "column-name", "certificate", "column-wanted", "ends", "column-answer"];
    let words = pen.words;
    pen.rule(top, INK, 0.8);
    for (name, (x, _)) in names.into_iter().zip(COLUMNS) {
        let next = pen.line(&words.say(Lang::Id, name, &[]), HEAD, LEFT + x, top - 2.5);
        pen.line(&words.say(Lang::En, name, &[]), HEAD_EN, LEFT + x, next);
    }
    pen.rule(top - HEAD_HEIGHT + 1.5, RULE, 0.6);
}

/// The report's id and the page's number.
pub(super) fn foot(pen: &mut Pen<'_>, id: &str, page: usize, pages: usize) {
    let words = pen.words;
    let said = |lang| set!(words, lang, "page", page = page, pages = pages);
    pen.line(&mark(words, id), SMALL, LEFT, 40.0);
    pen.line_to(&format!("{} / {}", said(Lang::Id), said(Lang::En)), SMALL, LEFT + WIDTH, 40.0);
}

/// What stands at the foot of every page of a report and on no other paper.
pub(super) fn mark(words: &'static Edition, id: &str) -> String {
    set!(words, Lang::Id, "foot", id = id).into_owned()
}
