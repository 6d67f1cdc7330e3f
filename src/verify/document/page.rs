//! A page of a PDF: the text that can be seen on it, and its picture.
//!
//! The text is what is drawn, in the order in which it is drawn, also inside forms and stamps. Invisible text
//! is left out: on a scan it is a machine's guess at the picture, and elsewhere a hiding place.

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterSettings, SoftMask,
    TransformExt as _, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Point, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::{GrayImage, Luma};

/// Bytes of text that are taken from a page at most.
const LONGEST_TEXT: usize = 64 << 10;

/// Pixels along the longer side of a drawn page: 300 dots an inch for A4, 5 for a module of 0.4 mm.
const SIDE: f32 = 3_508.0;

/// Draws a page.
pub(super) fn drawn<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>, settings: &InterpreterSettings) -> GrayImage {
    let (width, height) = page.render_dimensions();
    // Never finer than four times 300 dots an inch: a card of a centimetre is no poster.
    let scale = (SIDE / width.max(height).max(1.0)).min(300.0 / 72.0 * 4.0);
    let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = render(page, cache, settings, &RenderSettings::default(), &pixels);
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let data = pixmap.data();
    GrayImage::from_fn(width, height, |x, y| {
        let p = data[(y * width + x) as usize];
        Luma([((u32::from(p.r) * 54 + u32::from(p.g) * 183 + u32::from(p.b) * 19) >> 8) as u8])
    })
}

/// The text of a page, a line for each line of it.
pub(super) fn text<'a>(page: &Page<'a>, settings: &InterpreterSettings) -> String {
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let upright = page.initial_transform(true).to_kurbo();
    let cache = hayro::hayro_interpret::InterpreterCache::new();
    let mut context = Context::new(upright, area, &cache, page.xref(), settings.clone());
    let mut lines = Lines::default();
    interpret_page(page, &mut context, &mut lines);
    lines.text
}

/// Letters as they come, with spaces and line breaks where there is room between them.
#[derive(Default)]
struct Lines {
    text: String,
    /// Where the letter before ended, and its size.
    end: Option<(Point, f64)>,
}

impl Lines {
    fn letter(&mut self, to_page: Affine, advance: f64, word: &str) {
        let at = to_page * Point::ZERO;
        let along = (to_page * Point::new(0.0, 1000.0) - at).hypot().max(0.1);
        if let Some((end, size)) = self.end {
            let (gap, size) = (at - end, size.max(along));
            // Along the writing and across it, whichever way the text is turned.
            let right = (to_page * Point::new(1000.0, 0.0) - at) / along;
            let (ahead, aside) = (gap.dot(right), gap.cross(right).abs());
            if aside > size * 0.4 || ahead > size * 1.5 || ahead < -size {
                self.text.push('\n');
            } else if ahead > size * 0.15 {
                self.text.push(' ');
            }
        }
        self.text.push_str(word);
        self.end = Some((to_page * Point::new(advance, 0.0), along));
    }
}

impl<'a> Device<'a> for Lines {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        for glyph in run.glyphs() {
            if self.text.len() >= LONGEST_TEXT {
                return;
            }
            let word = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(word)) => word,
                None => continue,
            };
            let advance = match &**glyph {
                hayro::hayro_interpret::font::Glyph::Outline(outline) => outline.advance_width(),
                hayro::hayro_interpret::font::Glyph::Type3(_) => None,
            };
            self.letter(props.transform * glyph.transform(), f64::from(advance.unwrap_or(500.0)), &word);
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
