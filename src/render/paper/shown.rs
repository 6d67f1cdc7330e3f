//! A finished sheet as pictures of its pages, for who wants to see it before anything is printed. Sheets of our own alone:
//! what strangers send is read by a process of its own.

use std::io::Cursor;
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::{DynamicImage, ImageFormat, RgbaImage};

/// Pages that are drawn at most.
const PAGES: usize = 10;

/// A PDF that cannot be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sheet cannot be drawn as a picture")]
pub struct Undrawn;

/// The pages of a sheet as PNGs, so many pixels wide.
///
/// # Errors
/// It is no PDF.
pub fn pictures(pdf: &[u8], width: u16) -> Result<Vec<Vec<u8>>, Undrawn> {
    let pdf = Pdf::new(Arc::new(pdf.to_vec())).map_err(|_| Undrawn)?;
    let (settings, cache) = (InterpreterSettings::default(), RenderCache::new());
    let mut pages = Vec::new();
    for page in pdf.pages().iter().take(PAGES) {
        let scale = f32::from(width) / page.render_dimensions().0.max(1.0);
        let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let pixmap = render(page, &cache, &settings, &RenderSettings::default(), &pixels);
        let (wide, high) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
        let picture = RgbaImage::from_raw(wide, high, pixmap.data_as_u8_slice().to_vec()).ok_or(Undrawn)?;
        let mut png = Cursor::new(Vec::new());
        // Drawn on white: nothing is transparent.
        let picture = DynamicImage::from(DynamicImage::from(picture).into_rgb8());
        picture.write_to(&mut png, ImageFormat::Png).map_err(|_| Undrawn)?;
        pages.push(png.into_inner());
    }
    Ok(pages)
}
