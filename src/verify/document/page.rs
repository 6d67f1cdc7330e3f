//! A page of a PDF: its picture, and the text that a person sees in it.

use hayro::hayro_interpret::util::RectExt as _;
use hayro::hayro_interpret::{Context, InterpreterSettings, TransformExt as _, interpret_page};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RenderContext};
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::{DynamicImage, GrayImage, RgbaImage};

use super::letters::Letters;
use super::lines;
use super::owners::Owners;
use super::places::Places;
use super::seen;

/// Pixels along the longer side of a drawn page: 300 dots an inch for A4, 5 for a module of 0.4 mm.
const SIDE: f32 = 3_508.0;

/// A page as it is seen.
pub(super) struct Seen {
    pub(super) picture: GrayImage,
    pub(super) text: String,
    pub(super) places: Places,
    /// Whether there is text that cannot be seen: covered, of the paper's colour, tiny, or cut away.
    pub(super) hides: bool,
    /// Whether there are letters, or a picture of the page's size, of which nobody can tell what they say.
    pub(super) strange: bool,
}

/// Draws a page and reads what is to be seen of its text.
pub(super) fn seen<'a>(
    page: &'a Page<'a>,
    cache: &RenderCache<'a>,
    settings: &InterpreterSettings,
    letters: &mut Letters,
) -> Seen {
    let (scale, picture) = (scale(page), picture(page, cache, settings));
    let [width, height] = [picture.width(), picture.height()].map(|side| side as u16);
    let mut owned = RenderContext::new(width, height);
    let mut owners = Owners::new(&mut owned, Some(letters));
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    interpret(page, Affine::scale(f64::from(scale)), area, settings, &mut owners);
    let found = owners.finish();
    let judged = seen::judge(&found.glyphs, &found.owned, &picture, f64::from(SIDE / 842.0).min(f64::from(scale)));
    let visible = || found.glyphs.iter().zip(&judged.visible).filter(|(_, seen)| **seen).map(|(g, _)| &g.letter);
    let (text, places) = (lines::text(visible()), Places::of(visible()));
    let strange = judged.strange || found.goes_on || found.largest_picture > area.area() / 2.0;
    Seen { picture, text, places, hides: judged.hides, strange }
}

/// Pixels to a point of a page.
fn scale(page: &Page<'_>) -> f32 {
    let (width, height) = page.render_dimensions();
    // Never finer than four times 300 dots an inch: a card of a centimetre is no poster.
    (SIDE / width.max(height).max(1.0)).min(300.0 / 72.0 * 4.0)
}

/// Draws a page in grey.
pub(super) fn picture<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>, settings: &InterpreterSettings) -> GrayImage {
    let scale = scale(page);
    let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let unhinted = RenderSettings { hinting: false, ..RenderSettings::default() };
    grey(&render(page, cache, settings, &unhinted, &pixels))
}

/// The text of a page that nobody tampered with, whether it can be seen or not, and where its letters stand, in points.
pub(super) fn text<'a>(page: &Page<'a>, settings: &InterpreterSettings) -> (String, Places) {
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = RenderContext::new(1, 1);
    let mut owners = Owners::new(&mut context, None);
    interpret(page, Affine::IDENTITY, area, settings, &mut owners);
    let glyphs = owners.finish().glyphs;
    let drawn = || glyphs.iter().filter(|glyph| !glyph.is_empty()).map(|glyph| &glyph.letter);
    (lines::text(drawn()), Places::of(drawn()))
}

fn interpret<'a>(page: &Page<'a>, scale: Affine, area: Rect, settings: &InterpreterSettings, owners: &mut Owners<'_>) {
    let upright = scale * page.initial_transform(true).to_kurbo();
    let cache = hayro::hayro_interpret::InterpreterCache::new();
    let mut context = Context::new(upright, area, &cache, page.xref(), settings.clone());
    let shown = upright.transform_rect_bbox(page.intersected_crop_box().to_kurbo());
    owners.begin(shown);
    interpret_page(page, &mut context, owners);
    owners.end();
}

fn grey(pixmap: &Pixmap) -> GrayImage {
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    // Drawn on white: nothing is transparent.
    let picture = RgbaImage::from_raw(width, height, pixmap.data_as_u8_slice().to_vec());
    DynamicImage::from(picture.expect("as many bytes as its sides say")).into_luma8()
}
