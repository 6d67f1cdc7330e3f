//! A page of rulers for each side of a sheet: a grid of millimetres, crosshairs, and where each block lies. Printed
//! on plain paper and held against a preprinted sheet before the light, it tells how far a printer is off.

use super::geometry::{self, Placed};
use super::layout::{Layout, Side};
use crate::render::paper::canvas::{Canvas, MM, NoGlyph};
use crate::render::paper::color::Shade;
use crate::render::paper::fonts::{Face, Family, Style};
use crate::render::paper::pdf::{About, Parts};
use crate::render::paper::text::Setting;

const GRID: Shade = Shade([0.4, 0.62, 0.82]);
const NUMBERS: Shade = Shade([0.1, 0.35, 0.6]);
const CROSS: Shade = Shade([0.85, 0.1, 0.1]);
const INK: Shade = Shade([0.1, 0.1, 0.1]);

/// Size of the letters, in points.
const SIZE: f32 = 6.0;

/// Draws the rulers of both sides into a file.
pub(super) fn draw(layout: &Layout, about: About<'_>) -> Result<Vec<u8>, NoGlyph> {
    let parts = geometry::parts(layout);
    let sides = [("1", true), ("2", false)];
    let mut pages = Vec::new();
    let mut used = crate::render::paper::embed::Used::default();
    for (name, front) in sides {
        let mut canvas = Canvas::new(layout.paper.size());
        grid(&mut canvas)?;
        crosshairs(&mut canvas);
        let mut own: Vec<_> = parts.iter().filter(|part| (part.side == Side::Front) == front).collect();
        own.sort_by(|a, b| a.at.partial_cmp(&b.at).expect("places on a sheet are finite"));
        for alike in own.chunk_by(|a, b| a.at == b.at) {
            outline(&mut canvas, alike)?;
        }
        let foot = format!("{name} · mm · cetak 100 % / print at 100 %, no scaling");
        let (x, y) = (12.0 * MM, 3.0 * MM);
        canvas.text(&foot, setting(Style::Bold), SIZE + 2.0, CROSS, (x, y))?;
        used = used.and(canvas.used);
        pages.push(canvas.page());
    }
    Ok(Parts { pages, used, forms: Vec::new(), pictures: Vec::new(), attachments: Vec::new(), about }.file())
}

fn setting(style: Style) -> Setting {
    Setting { face: Face::of(Family::Sans, style), tracking: 0.0 }
}

/// Lines each millimetre, stronger each five and ten, with numbers each ten, from the top left corner.
fn grid(canvas: &mut Canvas) -> Result<(), NoGlyph> {
    let (width, height) = (canvas.size.width, canvas.size.height);
    for (step, shade, weight) in [(1, GRID.tint(0.35), 0.1), (5, GRID.tint(0.7), 0.15), (10, GRID, 0.3)] {
        canvas.pen(shade, weight);
        for mm in (0..=width as u16).step_by(step).map(f32::from) {
            canvas.line((mm * MM, 0.0), (mm * MM, height * MM));
        }
        for mm in (0..=height as u16).step_by(step).map(f32::from) {
            canvas.line((0.0, canvas.below_top(mm)), (width * MM, canvas.below_top(mm)));
        }
    }
    for mm in (10..width as u16).step_by(10) {
        let at = (f32::from(mm) * MM + 0.8, canvas.below_top(6.0));
        canvas.text(&mm.to_string(), setting(Style::Regular), SIZE, NUMBERS, at)?;
    }
    for mm in (10..height as u16).step_by(10) {
        let at = (5.0 * MM, canvas.below_top(f32::from(mm)) + 0.8);
        canvas.text(&mm.to_string(), setting(Style::Regular), SIZE, NUMBERS, at)?;
    }
    Ok(())
}

/// Crosses 10 mm from each corner and in the middle.
fn crosshairs(canvas: &mut Canvas) {
    let (width, height) = (canvas.size.width, canvas.size.height);
    canvas.pen(CROSS, 0.4);
    for (x, y) in [
        (10.0, 10.0),
        (width - 10.0, 10.0),
        (10.0, height - 10.0),
        (width - 10.0, height - 10.0),
        (width / 2.0, height / 2.0),
    ] {
        let (x, y, arm) = (x * MM, canvas.below_top(y), 5.0 * MM);
        canvas.line((x - arm, y), (x + arm, y));
        canvas.line((x, y - arm), (x, y + arm));
        canvas.frame([x - arm / 4.0, y - arm / 4.0, arm / 2.0, arm / 2.0]);
    }
}

/// The area of blocks that stand at one place, their names, and its left, top, width and height.
fn outline(canvas: &mut Canvas, alike: &[&Placed<'_>]) -> Result<(), NoGlyph> {
    let Some(Placed { at: [x, y, width, height], .. }) = alike.first() else { return Ok(()) };
    let (left, bottom) = (*x * MM, canvas.below_top(*y + *height));
    canvas.pen(INK, 0.4);
    canvas.frame([left, bottom, *width * MM, *height * MM]);
    let names = alike.iter().map(|part| part.name).collect::<Vec<_>>().join(" / ");
    let words = format!("{names}  {x:.1}, {y:.1}  {width:.1} × {height:.1}");
    canvas.text(&words, setting(Style::Regular), SIZE, INK, (left + 1.5, canvas.below_top(*y) - SIZE))
}
