//! What is drawn around a page, once a form: a frame of woven lines, a rosette, a watermark.

use std::f32::consts::{PI, TAU};

use printpdf::{CurTransMat, Op, TextMatrix};

use super::layout::{Ornament, Rule};
use crate::render::paper::canvas::{Canvas, MM, NoGlyph, Size};
use crate::render::paper::color::Shade;
use crate::render::paper::fonts::{Face, Family, Style};
use crate::render::paper::text::Setting;

/// From the edge of the sheet to the outer and to the inner line of the frame, in millimetres.
const OUTER: f32 = 9.0;
const INNER: f32 = 15.0;

/// Draws the frame of a page.
pub(super) fn frame(canvas: &mut Canvas, ornament: Ornament, accent: Shade) {
    match ornament {
        Ornament::None => {}
        Ornament::Frame => {
            canvas.pen(accent, 0.8);
            canvas.frame(inset(canvas.size, OUTER + 1.5));
            canvas.pen(accent, 0.3);
            canvas.frame(inset(canvas.size, OUTER + 2.7));
        }
        Ornament::Guilloche => {
            canvas.pen(accent.tint(0.55), 0.28);
            woven(canvas);
            canvas.pen(accent, 0.9);
            canvas.frame(inset(canvas.size, OUTER));
            canvas.pen(accent, 0.35);
            canvas.frame(inset(canvas.size, OUTER + 0.8));
            canvas.frame(inset(canvas.size, INNER));
        }
    }
}

/// From the edge of the sheet to the inside of the frame, in millimetres.
pub(super) fn inner(ornament: Ornament) -> f32 {
    match ornament {
        Ornament::Frame => OUTER + 2.7,
        Ornament::Guilloche => INNER,
        Ornament::None => 0.0,
    }
}

/// A rectangle within the sheet: left, bottom, width, height in points.
fn inset(size: Size, mm: f32) -> [f32; 4] {
    [mm * MM, mm * MM, (size.width - 2.0 * mm) * MM, (size.height - 2.0 * mm) * MM]
}

/// Waves of three phases around the sheet. Every cell is written in the same words, moved along, so
/// that a thousand curves compress to a few hundred bytes.
fn woven(canvas: &mut Canvas) {
    let (near, far) = ((OUTER + 0.8) * MM, INNER * MM);
    let (band, middle) = (far - near, f32::midpoint(near, far));
    let (width, height) = (canvas.size.width * MM, canvas.size.height * MM);
    let sides = [
        ([1.0, 0.0, 0.0, 1.0, far, middle], width - 2.0 * far),
        ([1.0, 0.0, 0.0, 1.0, far, height - middle], width - 2.0 * far),
        ([0.0, 1.0, -1.0, 0.0, middle, far], height - 2.0 * far),
        ([0.0, 1.0, -1.0, 0.0, width - middle, far], height - 2.0 * far),
    ];
    for (matrix, length) in sides {
        let cells = (length / (5.2 * MM)).round();
        let cell = length / cells;
        canvas.ops.push(Op::SaveGraphicsState);
        canvas.ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix) });
        for _ in 0..cells as usize {
            for phase in [0.0, 0.25, 0.5, 0.75] {
                wave(canvas, cell, band * 0.42, phase);
            }
            let step = [1.0, 0.0, 0.0, 1.0, cell, 0.0];
            canvas.ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(step) });
        }
        canvas.ops.push(Op::RestoreGraphicsState);
    }
    let corner = |x: f32, y: f32| (x * width + (0.5 - x) * 2.0 * middle, y * height + (0.5 - y) * 2.0 * middle);
    for (x, y) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
        petals(canvas, corner(x, y), band * 0.5, 12, 0.34);
    }
}

/// One period of a sine, in four curves with the sine's own slopes at their ends.
fn wave(canvas: &mut Canvas, length: f32, height: f32, phase: f32) {
    const STEPS: u8 = 4;
    let step = length / f32::from(STEPS);
    let at = |n: u8| {
        let angle = TAU * (f32::from(n) / f32::from(STEPS) + phase);
        (f32::from(n) * step, height * angle.sin(), height * angle.cos() * TAU / length)
    };
    let mut points = vec![(0.0, at(0).1, false)];
    for n in 0..STEPS {
        let ((x0, y0, slope0), (x1, y1, slope1)) = (at(n), at(n + 1));
        points.push((x0 + step / 3.0, y0 + slope0 * step / 3.0, true));
        points.push((x1 - step / 3.0, y1 - slope1 * step / 3.0, true));
        points.push((x1, y1, false));
    }
    canvas.path(&points, false);
}

/// A flower of ellipses turned about one point.
fn petals(canvas: &mut Canvas, (x, y): (f32, f32), radius: f32, count: u8, slimness: f32) {
    // The handle's length with which four curves make an ellipse.
    const ROUND: f32 = 0.5523;
    for n in 0..count {
        let (sin, cos) = (PI * f32::from(n) / f32::from(count)).sin_cos();
        let turned = |u: f32, v: f32, handle| {
            let (u, v) = (u * radius, v * radius * slimness);
            (x + u * cos - v * sin, y + u * sin + v * cos, handle)
        };
        let mut points = vec![turned(1.0, 0.0, false)];
        for (from, to) in
            [((1.0, 0.0), (0.0, 1.0)), ((0.0, 1.0), (-1.0, 0.0)), ((-1.0, 0.0), (0.0, -1.0)), ((0.0, -1.0), (1.0, 0.0))]
        {
            points.push(turned(from.0 + to.0 * ROUND, from.1 + to.1 * ROUND, true));
            points.push(turned(to.0 + from.0 * ROUND, to.1 + from.1 * ROUND, true));
            points.push(turned(to.0, to.1, false));
        }
        canvas.path(&points, true);
    }
}

/// Stands in the logo's place where an LSP has none.
pub(super) fn rosette(canvas: &mut Canvas, center: (f32, f32), radius: f32, accent: Shade) {
    canvas.pen(accent.tint(0.6), 0.3);
    petals(canvas, center, radius, 24, 0.42);
    canvas.pen(accent, 0.45);
    petals(canvas, center, radius * 0.42, 12, 0.3);
}

/// A straight line, broken by a rhombus where it has a jewel.
pub(super) fn rule(canvas: &mut Canvas, rule: &Rule, accent: Shade) {
    let [x, y, width, height] = rule.at;
    let (from, to) = ((x * MM, canvas.below_top(y)), ((x + width) * MM, canvas.below_top(y + height)));
    canvas.pen(accent, rule.weight);
    if !rule.jewel {
        canvas.line(from, to);
        return;
    }
    let (middle, gap, jewel) = (f32::midpoint(from.0, to.0), 3.2 * MM, 1.1 * MM);
    canvas.line(from, (middle - gap, to.1));
    canvas.line((middle + gap, from.1), to);
    canvas.fill(accent);
    canvas.shape(&[(middle - jewel, to.1), (middle, to.1 + jewel), (middle + jewel, to.1), (middle, to.1 - jewel)]);
}

/// A word across the page, light enough to read through.
pub(super) fn watermark(canvas: &mut Canvas, word: &str, font: Family) -> Result<(), NoGlyph> {
    let setting = Setting { face: Face::of(font, Style::Bold), tracking: 60.0 };
    let width = setting.measure(word).max(1.0);
    let size = (235.0 * MM * 1000.0 / width).min(170.0);
    // Along the diagonal of the sheet.
    let degrees: f32 = if canvas.size.height > canvas.size.width { 54.7 } else { 35.3 };
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (along, across) = (width * size / 2000.0, size * 0.36);
    let (x, y) = (
        canvas.size.width * MM / 2.0 - along * cos + across * sin,
        canvas.size.height * MM / 2.0 - along * sin - across * cos,
    );
    let matrix = TextMatrix::Raw([cos, sin, -sin, cos, x, y]);
    canvas.text_along(word, setting, size, Shade([0.92, 0.92, 0.92]), matrix)
}
