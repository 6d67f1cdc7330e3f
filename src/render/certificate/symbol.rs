//! The QR symbol on a sheet: modules as one path, white around them.

use lopdf::Stream;

use super::layout::Square;
use crate::render::paper::canvas::{Canvas, MM};
use crate::render::paper::color::Shade;
use crate::render::paper::{pdf, qr};

/// The smallest module in print, in millimetres.
pub(in crate::render) const MODULE: f32 = 0.4;

/// The name of the modules among what a page can draw.
pub(in crate::render) const NAME: &str = "qr";

/// Draws the symbol with its quiet zone; larger than the layout says where its modules would be too fine.
pub(super) fn draw(canvas: &mut Canvas, square: Square, symbol: &qr::Symbol) {
    let count = symbol.width() as f32;
    let module = (square.size / count).max(MODULE) * MM;
    let (x, top) = (square.at[0] * MM, canvas.below_top(square.at[1]));
    let (side, quiet) = (module * count, module * qr::QUIET as f32);
    canvas.fill(Shade([1.0; 3]));
    canvas.area([x - quiet, top - side - quiet, side + 2.0 * quiet, side + 2.0 * quiet]);
    canvas.place(NAME, [module, 0.0, 0.0, -module, x, top]);
}

/// The dark modules as one path, a module being one unit, rows counted downwards.
pub(in crate::render) fn modules(symbol: &qr::Symbol) -> Stream {
    let rectangles = symbol.rectangles();
    let mut path = Vec::with_capacity(rectangles.len() * 14 + 8);
    path.extend(b"0 g\n");
    for rectangle in rectangles {
        // Two digits are enough for 97 modules, and formatting would take longer than all else here.
        for number in rectangle {
            if number >= 10 {
                path.push(b'0' + (number / 10) as u8);
            }
            path.extend([b'0' + (number % 10) as u8, b' ']);
        }
        path.extend(b"re\n");
    }
    path.push(b'f');
    let mut stream = pdf::deflated(&path, pdf::quick());
    let width = symbol.width() as i64;
    stream.dict.set("BBox", vec![0.into(), 0.into(), width.into(), width.into()]);
    stream
}
