//! What is the same on every sheet of a design: drawn and compressed once, then put beside each.

use lopdf::{Stream, dictionary};

use super::layout::{Area, Block, BlockFault, Layout, LayoutError, Rule, Side};
use super::{ornament, units};
use crate::render::paper::canvas::{Canvas, MM, NoGlyph};
use crate::render::paper::embed::Used;
use crate::render::paper::pdf;

/// What is the same on every sheet, drawn and compressed.
pub(super) struct Fixed {
    pub(super) drawn: Stream,
    pub(super) used: Used,
}

impl Fixed {
    /// What is the same on every page.
    pub(super) fn frame(layout: &Layout) -> Result<Self, LayoutError> {
        let mut canvas = Canvas::new(layout.paper.size());
        if let Some(word) = &layout.watermark {
            ornament::watermark(&mut canvas, word, layout.paper.font).map_err(|e| unset("watermark", e))?;
        }
        ornament::frame(&mut canvas, layout.paper.ornament, layout.paper.accent);
        Ok(Self::of(canvas))
    }

    pub(super) fn new(
        layout: &Layout,
        side: Side,
        blocks: &[Block],
        rosette: Option<Area>,
    ) -> Result<Self, LayoutError> {
        let mut canvas = Canvas::new(layout.paper.size());
        let paper = &layout.paper;
        if side == Side::Back {
            units::head(&mut canvas, &layout.units, paper).map_err(|e| unset("units", e))?;
        }
        if let Some(Area { at: [x, y, width, height], .. }) = rosette {
            let center = ((x + width / 2.0) * MM, canvas.below_top(y + height / 2.0));
            ornament::rosette(&mut canvas, center, width.min(height) / 2.0 * MM, paper.accent);
        }
        let own = |rule: &&Rule| rule.page == side;
        layout.lines.iter().filter(own).for_each(|rule| ornament::rule(&mut canvas, rule, paper.accent));
        for block in blocks.iter().filter(|block| block.is_fixed()) {
            block.draw(&mut canvas, None, 0, 0).map_err(|e| unset(&block.name, e))?;
        }
        Ok(Self::of(canvas))
    }

    fn of(canvas: Canvas) -> Self {
        let (used, size) = (canvas.used, canvas.size);
        let mut drawn = pdf::deflated(&pdf::operations(canvas.page()), pdf::smallest());
        let edges = [0.0, 0.0, size.width * MM, size.height * MM].map(lopdf::Object::Real);
        drawn.dict.extend(&dictionary! { "BBox" => edges.to_vec() });
        Self { drawn, used }
    }
}

fn unset(block: &str, NoGlyph(letter): NoGlyph) -> LayoutError {
    LayoutError::Block { block: block.to_owned(), fault: BlockFault::Letter(letter) }
}
