//! Who painted each pixel of a page last.
//!
//! A page is drawn once more, in a colour of its own for each letter and in none for everything else; so what
//! is left of a letter's colour at the end is what no later paint covers, no clip cuts away and no edge of the page
//! leaves out. Paint through which one can see covers nothing here: whether a letter can still be told from what is
//! around it is asked of the page's picture ([`seen`](super::seen)).

use std::collections::HashMap;

use hayro::hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, FillRule, Image, ImageDrawProps, Paint, SoftMask, StrokeProps,
};
use hayro::kurbo::{Affine, BezPath, Rect, Shape as _, Stroke};
use hayro::vello_cpu::color::{AlphaColor, Srgb};
use hayro::vello_cpu::peniko::Fill;
use hayro::vello_cpu::{Pixmap, RenderContext, Resources};

use super::letters::Letters;
use super::lines::Letter;

/// Letters of a page at most.
const MOST: usize = 50_000;

/// Paint of less than this can be seen through.
const OPAQUE: f32 = 0.5;

/// Cells along a side by which a picture's own transparency is taken.
const CELLS: u32 = 400;

/// A letter that was drawn.
#[derive(Debug)]
pub(super) struct Glyph {
    pub(super) letter: Letter,
    /// Pixels that its outline covers, whatever hides it.
    pub(super) area: f64,
    pub(super) bounds: Option<Rect>,
    /// Whether it has the shape of the letter that it is said to be.
    pub(super) known: bool,
    /// Its lesser side: what an em becomes in pixels where it is squeezed most.
    pub(super) least: f64,
}

impl Glyph {
    /// Whether it draws nothing and yet is said to be a letter.
    pub(super) fn is_empty(&self) -> bool {
        self.area < 1e-6 && !self.letter.word.trim().is_empty()
    }
}

/// The letter of each pixel.
pub(super) struct Owned(Pixmap);

impl Owned {
    /// The number of the letter that a pixel belongs to, from 1; 0 for all else.
    pub(super) fn at(&self, x: u32, y: u32) -> u32 {
        let pixel = self.0.data()[y as usize * usize::from(self.0.width()) + x as usize];
        if pixel.a == 255 { u32::from(pixel.r) << 16 | u32::from(pixel.g) << 8 | u32::from(pixel.b) } else { 0 }
    }
}

/// What came of a page.
pub(super) struct Found {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) owned: Owned,
    /// Whether there were more letters than are looked at.
    pub(super) goes_on: bool,
    /// Pixels that the largest picture covers.
    pub(super) largest_picture: f64,
}

/// A device that paints owners.
pub(super) struct Owners<'r> {
    canvas: &'r mut RenderContext,
    /// What outlines are held against, where that is wanted.
    letters: Option<&'r mut Letters>,
    known: HashMap<(u128, String), bool>,
    glyphs: Vec<Glyph>,
    /// Whether a letter is being drawn out of paths.
    inside: bool,
    groups: Vec<f32>,
    goes_on: bool,
    largest_picture: f64,
}

impl<'r> Owners<'r> {
    pub(super) fn new(canvas: &'r mut RenderContext, letters: Option<&'r mut Letters>) -> Self {
        canvas.set_aliasing_threshold(Some(100));
        Self {
            canvas,
            letters,
            known: HashMap::new(),
            glyphs: Vec::new(),
            inside: false,
            groups: Vec::new(),
            goes_on: false,
            largest_picture: 0.0,
        }
    }

    /// Begins a page of which this is shown.
    pub(super) fn begin(&mut self, shown: Rect) {
        self.canvas.set_transform(Affine::IDENTITY);
        self.canvas.push_clip_rect(&shown);
    }

    pub(super) fn end(&mut self) {
        self.canvas.pop_clip();
    }

    pub(super) fn finish(self) -> Found {
        let (width, height) = (self.canvas.width(), self.canvas.height());
        self.canvas.flush();
        let mut pixmap = Pixmap::new(width, height);
        self.canvas.render(&mut pixmap, &mut Resources::default());
        let (owned, glyphs) = (Owned(pixmap), self.glyphs);
        Found { glyphs, owned, goes_on: self.goes_on, largest_picture: self.largest_picture }
    }

    /// The paint of the letter that is being drawn, or of nobody.
    fn paint(&mut self, letter: bool) {
        let number = if letter { self.glyphs.len() as u32 } else { 0 };
        let [_, r, g, b] = number.to_be_bytes();
        self.canvas.set_paint(AlphaColor::<Srgb>::from_rgba8(r, g, b, 255));
    }

    fn covers(&self, paint: Option<&Paint<'_>>, blend: BlendMode) -> bool {
        let own = match paint {
            Some(Paint::Color(color)) => f32::from(color.to_rgba().to_rgba8()[3]) / 255.0,
            Some(Paint::Pattern(_)) | None => 1.0,
        };
        // What only darkens leaves a letter to be seen until all is dark.
        let darkens = matches!(blend, BlendMode::ColorBurn | BlendMode::Darken | BlendMode::Multiply);
        !darkens && own * self.groups.iter().product::<f32>() >= OPAQUE
    }

    fn fill(&mut self, path: &BezPath, transform: Affine, rule: FillRule, letter: bool) {
        let rule = match rule {
            FillRule::EvenOdd => Fill::EvenOdd,
            FillRule::NonZero => Fill::NonZero,
        };
        self.paint(letter);
        self.canvas.set_fill_rule(rule);
        self.canvas.set_transform(transform);
        self.canvas.fill_path(path);
        if letter && let Some(glyph) = self.glyphs.last_mut() {
            let drawn = transform * path.clone();
            glyph.area += drawn.area().abs();
            let bounds = drawn.bounding_box();
            glyph.bounds = Some(glyph.bounds.map_or(bounds, |before| before.union(bounds)));
        }
    }

    fn stroke(&mut self, path: &BezPath, transform: Affine, stroke: &StrokeProps, letter: bool) {
        let width = f64::from(stroke.line_width).max(0.01);
        self.paint(letter);
        self.canvas.set_stroke(Stroke {
            width,
            join: stroke.line_join,
            miter_limit: f64::from(stroke.miter_limit),
            start_cap: stroke.line_cap,
            end_cap: stroke.line_cap,
            dash_pattern: stroke.dash_array.iter().map(|part| f64::from(*part)).collect(),
            dash_offset: f64::from(stroke.dash_offset),
        });
        self.canvas.set_transform(transform);
        self.canvas.stroke_path(path);
        if letter && let Some(glyph) = self.glyphs.last_mut() {
            let drawn = transform * path.clone();
            glyph.area += drawn.perimeter(0.5) * width * transform.determinant().abs().sqrt();
            let bounds = drawn.bounding_box();
            glyph.bounds = Some(glyph.bounds.map_or(bounds, |before| before.union(bounds)));
        }
    }

    fn draw(&mut self, path: &BezPath, transform: Affine, mode: &DrawMode, letter: bool) {
        match mode {
            DrawMode::Fill(rule) => self.fill(path, transform, *rule, letter),
            DrawMode::Stroke(stroke) => self.stroke(path, transform, stroke, letter),
            DrawMode::FillAndStroke(rule, stroke) => {
                self.fill(path, transform, *rule, letter);
                self.stroke(path, transform, stroke, letter);
            }
            DrawMode::Invisible => (),
        }
    }

    /// A picture covers what is under those of its cells that cannot be seen through.
    fn cover_by(&mut self, transform: Affine, width: u32, height: u32, alpha: &[u8]) {
        self.paint(false);
        self.canvas.set_transform(transform);
        let opaque = |x: u32, y: u32| alpha.get((y * width + x) as usize).is_some_and(|alpha| *alpha >= 128);
        let (step_x, step_y) = (width.div_ceil(CELLS).max(1), height.div_ceil(CELLS).max(1));
        for y in (0..height).step_by(step_y as usize) {
            let mut from = None;
            for x in (0..width).step_by(step_x as usize).chain([width]) {
                match from {
                    None if x < width && opaque(x, y) => from = Some(x),
                    Some(start) if x == width || !opaque(x, y) => {
                        let (top, bottom) = (f64::from(y), f64::from((y + step_y).min(height)));
                        self.canvas.fill_rect(&Rect::new(f64::from(start), top, f64::from(x), bottom));
                        from = None;
                    }
                    _ => (),
                }
            }
        }
    }
}

impl<'a> Device<'a> for Owners<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        for glyph in run.glyphs() {
            if self.glyphs.len() >= MOST {
                self.goes_on = true;
                return;
            }
            let word = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(word)) => word,
                // It is drawn, and nobody says what it is.
                None => char::REPLACEMENT_CHARACTER.to_string(),
            };
            let to_page = props.transform * glyph.transform();
            let [a, b, c, d, ..] = to_page.as_coeffs();
            let (across, down) = (a.hypot(b), c.hypot(d));
            let least = (to_page.determinant().abs() / across.max(down).max(1e-9)).min(across.min(down)) * 1000.0;
            let (advance, known) = match &**glyph {
                Drawn::Outline(outline) => {
                    let known = self.letters.as_deref_mut().is_none_or(|letters| {
                        let key = (outline.identifier().cache_key(), word.clone());
                        *self.known.entry(key).or_insert_with(|| {
                            let mut only = word.chars();
                            let single = only.next().filter(|_| only.next().is_none());
                            let outline = outline.outline();
                            word.trim().is_empty() || single.is_some_and(|letter| letters.has(letter, &outline))
                        })
                    });
                    (outline.advance_width(), known)
                }
                Drawn::Type3(letter) => (letter.advance_width(), word.trim().is_empty()),
            };
            let letter = Letter::new(to_page, f64::from(advance.unwrap_or(500.0)), word);
            self.glyphs.push(Glyph { letter, area: 0.0, bounds: None, known, least });
            match &**glyph {
                Drawn::Outline(outline) => self.draw(&outline.outline(), to_page, mode, true),
                Drawn::Type3(letter) => {
                    let before = std::mem::replace(&mut self.inside, true);
                    letter.interpret(self, props.transform, glyph.transform(), &props.paint);
                    self.inside = before;
                }
            }
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if self.inside || self.covers(Some(&props.paint), props.blend_mode) {
            self.draw(path, props.transform, mode, self.inside);
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.canvas.set_fill_rule(match clip.fill {
            FillRule::EvenOdd => Fill::EvenOdd,
            FillRule::NonZero => Fill::NonZero,
        });
        self.canvas.set_transform(Affine::IDENTITY);
        self.canvas.push_clip_path(&clip.path);
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.canvas.set_fill_rule(Fill::NonZero);
        self.canvas.set_transform(Affine::IDENTITY);
        self.canvas.push_clip_rect(rect);
    }

    fn pop_clip(&mut self) {
        self.canvas.pop_clip();
    }

    fn push_transparency_group(&mut self, opacity: f32, _: Option<SoftMask<'a>>, blend: BlendMode) {
        self.groups.push(if self.covers(None, blend) { opacity } else { 0.0 });
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (image.width(), image.height());
        let placed = props.transform.transform_rect_bbox(Rect::new(0.0, 0.0, width.into(), height.into()));
        let page = Rect::new(0.0, 0.0, self.canvas.width().into(), self.canvas.height().into());
        self.largest_picture = self.largest_picture.max(placed.intersect(page).area());
        if !self.covers(None, props.blend_mode) || !placed.overlaps(page) {
            return;
        }
        let cells = Some((width.min(CELLS), height.min(CELLS)));
        match image {
            Image::Raster(raster) => raster.with_rgba(
                |_, alpha| match alpha {
                    Some(alpha) => {
                        let (across, down) =
                            (f64::from(width) / f64::from(alpha.width), f64::from(height) / f64::from(alpha.height));
                        let placed = props.transform * Affine::scale_non_uniform(across, down);
                        self.cover_by(placed, alpha.width, alpha.height, &alpha.data);
                    }
                    None => {
                        self.paint(false);
                        self.canvas.set_transform(props.transform);
                        self.canvas.fill_rect(&Rect::new(0.0, 0.0, width.into(), height.into()));
                    }
                },
                cells,
            ),
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask, paint| {
                    if self.covers(Some(paint), props.blend_mode) {
                        let (across, down) =
                            (f64::from(width) / f64::from(mask.width), f64::from(height) / f64::from(mask.height));
                        let placed = props.transform * Affine::scale_non_uniform(across, down);
                        self.cover_by(placed, mask.width, mask.height, &mask.data);
                    }
                },
                cells,
            ),
        }
    }
}
