//! Lines of text with their size and colour, ready to be drawn.

use serde::Deserialize;

use super::canvas::{Canvas, NoGlyph};
use super::color::Shade;
use super::text::{Line, Setting};

/// Where lines stand in their area.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(in crate::render) enum Align {
    #[default]
    Center,
    Left,
    Right,
}

/// The part of a line's height that lies above its baseline when lines are set solid.
const RISE: f32 = 0.76;

/// A line ready to be drawn.
pub(in crate::render) struct Placed<'t> {
    pub(in crate::render) line: Line<'t>,
    pub(in crate::render) setting: Setting,
    pub(in crate::render) size: f32,
    pub(in crate::render) color: Shade,
    /// Height of the line in points.
    pub(in crate::render) height: f32,
}

impl Placed<'_> {
    /// Draws the line with its top and its area's left edge at a point, and gives its extent: left and
    /// right edge and baseline.
    pub(in crate::render) fn draw(
        &self,
        canvas: &mut Canvas,
        align: Align,
        (left, top): (f32, f32),
        width: f32,
    ) -> Result<[f32; 3], NoGlyph> {
        let own = self.line.width * self.size / 1000.0;
        let x = match align {
            Align::Center => left + (width - own) / 2.0,
            Align::Left => left,
            Align::Right => left + width - own,
        };
        let baseline = top - (self.height - self.size) / 2.0 - RISE * self.size;
        canvas.text(self.line.text, self.setting, self.size, self.color, (x, baseline))?;
        Ok([x, x + own, baseline])
    }
}
