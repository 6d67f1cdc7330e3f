//! The list of units: rows that wrap, flowing over as many pages as they need.

use super::layout::{Closing, Paper, Table};
use crate::domain::scheme::Unit;
use crate::render::paper::canvas::{Canvas, MM, NoGlyph};
use crate::render::paper::color::Shade;
use crate::render::paper::fonts::{Face, Style};
use crate::render::paper::line::{Align, Placed};
use crate::render::paper::text::Setting;

/// Between rows, above and below the text of each, in points.
const PADDING: f32 = 3.4;

/// A line's height in sizes of its letters.
const LEADING: f32 = 1.22;

/// Space kept free at the right of a column's text, in points.
const GUTTER: f32 = 6.0;

/// One row: its number, the lines of its code and of its title.
pub(super) struct Row<'a> {
    number: String,
    code: Vec<Placed<'a>>,
    title: Vec<Placed<'a>>,
    /// Above its text, in points.
    inset: f32,
    height: f32,
}

/// Wraps every unit to its columns.
pub(super) fn rows<'a>(table: &Table, paper: &Paper, units: &'a [Unit]) -> Vec<Row<'a>> {
    let plain = Setting { face: Face::of(paper.font, Style::Regular), tracking: 0.0 };
    let slanted = Setting { face: Face::of(paper.font, Style::Italic), tracking: 0.0 };
    let grey = paper.ink.tint(0.75);
    let [_, code_width, title_width] = columns(table).map(|(_, width)| width - GUTTER);
    (1..)
        .zip(units)
        .map(|(n, unit): (usize, &Unit)| {
            let code = wrapped(&unit.code, plain, table.size, paper.ink, code_width);
            let mut title = wrapped(&unit.title_id, plain, table.size, paper.ink, title_width);
            title.extend(wrapped(&unit.title_en, slanted, table.english_size, grey, title_width));
            let height = tall(&code).max(tall(&title)) + 2.0 * PADDING;
            Row { number: format!("{n}."), code, title, inset: PADDING, height }
        })
        .collect()
}

fn wrapped(text: &str, setting: Setting, size: f32, color: Shade, width: f32) -> Vec<Placed<'_>> {
    let lines = setting.wrap(text, width * 1000.0 / size);
    lines.into_iter().map(|line| Placed { line, setting, size, color, height: size * LEADING }).collect()
}

fn tall(lines: &[Placed<'_>]) -> f32 {
    lines.iter().map(|line| line.height).sum()
}

/// Left edge and width of each column in points.
fn columns(table: &Table) -> [(f32, f32); 3] {
    let [left, _, width, _] = table.at.map(|mm| mm * MM);
    let [first, second] = table.columns.map(|mm| mm * MM);
    [(left, first), (left + first, second), (left + first + second, width - first - second)]
}

/// Height of the header row in points.
fn head_height(table: &Table) -> f32 {
    (table.size + table.english_size) * LEADING + 2.0 * PADDING
}

/// How many rows stand on each page. The last page leaves room for what closes the list, and has a row
/// at least.
pub(super) fn pages(table: &Table, rows: &[Row<'_>]) -> Vec<usize> {
    let room = table.at[3] * MM - head_height(table);
    let last_room = table.last_height * MM - head_height(table);
    let (mut pages, mut rest) = (Vec::new(), rows);
    while height_of(rest) > last_room {
        let mut filled = 0.0;
        let fitting = rest.iter().take_while(|row| {
            filled += row.height;
            filled <= room
        });
        let most = rest.len() - 1;
        let count = fitting.count().min(most);
        if count == 0 {
            break;
        }
        pages.push(count);
        rest = &rest[count..];
    }
    pages.push(rest.len());
    pages
}

/// Gives the rows of a list that stands on one page more air, as far as there is room for it.
pub(super) fn stretch(table: &Table, rows: &mut [Row<'_>]) {
    // A little less than there is, so that no rounding pushes the last row onto another page.
    let room = table.last_height * MM - head_height(table) - 0.1;
    let most = (room / height_of(rows)).min(table.stretch);
    if most > 1.0 {
        for row in rows {
            let more = row.height * (most - 1.0);
            row.inset += more / 2.0;
            row.height += more;
        }
    }
}

/// How far what closes the list stands above its lowest place, in points, below these rows.
pub(super) fn lift(table: &Table, last: &[Row<'_>]) -> f32 {
    match table.closing {
        Closing::Fixed => 0.0,
        Closing::Follows => (table.last_height * MM - head_height(table) - height_of(last)).max(0.0),
    }
}

fn height_of(rows: &[Row<'_>]) -> f32 {
    rows.iter().map(|row| row.height).sum()
}

/// Draws the header row: the same on each page.
pub(super) fn head(canvas: &mut Canvas, table: &Table, paper: &Paper) -> Result<(), NoGlyph> {
    let [left, top, width, _] = table.at;
    let (left, top, width) = (left * MM, canvas.below_top(top), width * MM);
    let height = head_height(table);
    canvas.fill(paper.accent.tint(0.08));
    canvas.area([left, top - height, width, height]);
    canvas.pen(paper.accent, 0.9);
    canvas.line((left, top), (left + width, top));
    canvas.pen(paper.accent, 0.5);
    canvas.line((left, top - height), (left + width, top - height));
    for (((x, width), head), english) in columns(table).into_iter().zip(&table.heads).zip(&table.heads_english) {
        let mut y = top - PADDING;
        for (text, style, size) in [(head, Style::Bold, table.size), (english, Style::Italic, table.english_size)] {
            let setting = Setting { face: Face::of(paper.font, style), tracking: 0.0 };
            for line in wrapped(text, setting, size, paper.accent, width).into_iter().take(1) {
                line.draw(canvas, Align::Left, (x + GUTTER / 2.0, y), width)?;
            }
            y -= size * LEADING;
        }
    }
    Ok(())
}

/// Draws the rows of one page.
pub(super) fn draw(canvas: &mut Canvas, table: &Table, paper: &Paper, rows: &[Row<'_>]) -> Result<(), NoGlyph> {
    let columns = columns(table);
    let (left, right) = (columns[0].0, columns[2].0 + columns[2].1);
    let plain = Setting { face: Face::of(paper.font, Style::Regular), tracking: 0.0 };
    let mut top = canvas.below_top(table.at[1]) - head_height(table);
    canvas.pen(paper.accent.tint(0.35), 0.3);
    for row in rows {
        let number = wrapped(&row.number, plain, table.size, paper.ink, columns[0].1);
        for (lines, (x, width)) in [&number, &row.code, &row.title].into_iter().zip(columns) {
            let mut y = top - row.inset;
            for line in lines {
                line.draw(canvas, Align::Left, (x + GUTTER / 2.0, y), width)?;
                y -= line.height;
            }
        }
        top -= row.height;
        canvas.line((left, top), (right, top));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::layout::Layout;
    use super::super::{BLANKO, DIGITAL, DIGITAL_LANDSCAPE};
    use super::*;

    fn units(count: usize, title: &str) -> Vec<Unit> {
        (1..=count)
            .map(|n| Unit { code: format!("X.99CLN00.{n:03}.1"), title_id: title.into(), title_en: title.into() })
            .collect()
    }

    #[test]
    fn lists_flow_over_pages_and_never_leave_their_area() {
        let long = "Membersihkan Lantai Keras ".repeat(8);
        for text in [DIGITAL, DIGITAL_LANDSCAPE, BLANKO] {
            let layout: Layout = text.parse().unwrap();
            let table = &layout.units;
            for (count, title) in [
                (1, "Menangani Limbah"),
                (3, "Menangani Limbah"),
                (60, "Menangani Limbah"),
                (200, long.trim()),
                (200, &"W".repeat(200)),
            ] {
                let units = units(count, title);
                let rows = rows(table, &layout.paper, &units);
                let pages = pages(table, &rows);
                assert_eq!(pages.iter().sum::<usize>(), count);
                let mut from = 0;
                for (n, page) in pages.iter().enumerate() {
                    let height: f32 = rows[from..from + page].iter().map(|row| row.height).sum();
                    let room = if n + 1 == pages.len() { table.last_height } else { table.at[3] };
                    assert!(*page > 0 && height + head_height(table) <= room * MM + 0.1, "{count} page {n}");
                    from += page;
                }
            }
        }
    }

    #[test]
    fn a_list_that_stands_on_one_page_stands_there_with_more_air() {
        for (text, most) in [(DIGITAL, 12), (DIGITAL_LANDSCAPE, 8), (BLANKO, 12)] {
            let layout: Layout = text.parse().unwrap();
            for count in 1..=most {
                let units = units(count, "Menggunakan Bahan Kimia Pembersih secara Aman");
                let mut rows = rows(&layout.units, &layout.paper, &units);
                let before = height_of(&rows);
                stretch(&layout.units, &mut rows);
                assert_eq!(pages(&layout.units, &rows), [count], "{count}");
                assert!(height_of(&rows) <= before * layout.units.stretch + 0.1);
                assert!(lift(&layout.units, &rows) >= 0.0);
            }
            let units = units(3, "Menangani Limbah");
            let three = rows(&layout.units, &layout.paper, &units);
            assert!(lift(&layout.units, &three) > 40.0 * MM);
            let table = Table { closing: Closing::Fixed, ..layout.units.clone() };
            assert_eq!(lift(&table, &three), 0.0);
        }
    }
}
