//! A photograph or a scan into grey: PNG, JPEG or WebP.
//!
//! Its size is read from its head and bounded before a pixel is decoded. Which way up the camera was held
//! does not matter: a symbol is read from any side.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, Limits, Luma};

use super::DocumentFault;

/// Pixels of a photograph at most; phones' cameras have 12 to 50 million.
pub(super) const PIXELS: u64 = 64_000_000;

/// Pixels along a side at most.
const SIDE: u32 = 20_000;

/// Bytes that a decoder may ask for: a picture of 64 million pixels in three colours, and its work room.
const MEMORY: u64 = 320 << 20;

/// The format by the first bytes, where it is one that is read.
pub(super) fn format(file: &[u8]) -> Option<ImageFormat> {
    image::guess_format(file).ok().filter(|f| matches!(f, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP))
}

/// Decodes a picture of so many pixels at most; what is transparent is paper.
pub(super) fn grey(file: &[u8], format: ImageFormat, most: u64) -> Result<GrayImage, DocumentFault> {
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(SIDE), Some(SIDE), Some(MEMORY));
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| DocumentFault::Broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > most {
        return Err(DocumentFault::Broken);
    }
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| DocumentFault::Broken)?;
    if !picture.color().has_alpha() {
        return Ok(picture.into_luma8());
    }
    let seen = picture.into_luma_alpha8();
    Ok(GrayImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [level, alpha] = seen.get_pixel(x, y).0.map(u32::from);
        Luma([((level * alpha + 255 * (255 - alpha)) / 255) as u8])
    }))
}

#[cfg(test)]
mod tests {
    use image::{LumaA, RgbImage};

    use super::*;

    fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut file = Vec::new();
        picture.into().write_to(&mut Cursor::new(&mut file), format).expect("written");
        file
    }

    #[test]
    fn each_format_is_told_by_its_first_bytes() {
        let picture = RgbImage::from_pixel(40, 30, image::Rgb([200, 200, 200]));
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let file = written(picture.clone(), format);
            assert_eq!(super::format(&file), Some(format));
            let grey = grey(&file, format, PIXELS).expect("a picture");
            assert_eq!(grey.dimensions(), (40, 30));
            assert!(grey.pixels().all(|p| p.0[0].abs_diff(200) < 4), "{format:?}");
        }
        assert_eq!(super::format(b"GIF89a"), None);
        assert_eq!(super::format(b""), None);
    }

    #[test]
    fn what_is_transparent_is_paper() {
        let picture = image::ImageBuffer::from_pixel(4, 4, LumaA([0_u8, 0]));
        let grey = grey(&written(picture, ImageFormat::Png), ImageFormat::Png, PIXELS).expect("a picture");
        assert!(grey.pixels().all(|p| p.0[0] == 255));
    }

    #[test]
    fn a_picture_cut_short_is_refused() {
        let picture = GrayImage::from_fn(200, 200, |x, y| Luma([(x * y % 251) as u8]));
        let file = written(picture, ImageFormat::Png);
        assert_eq!(grey(&file[..file.len() / 2], ImageFormat::Png, PIXELS), Err(DocumentFault::Broken));
    }

    #[test]
    fn a_claim_of_billions_of_pixels_is_refused_by_the_claim() {
        let mut file = written(GrayImage::new(1, 1), ImageFormat::Png);
        // IHDR begins at byte 12 with its name; width and height follow, then the checksum at 29.
        for (width, height) in [(60_000_u32, 60_000_u32), (19_000, 19_000), (1, 200_000)] {
            file[16..20].copy_from_slice(&width.to_be_bytes());
            file[20..24].copy_from_slice(&height.to_be_bytes());
            let mut checksum = flate2::Crc::new();
            checksum.update(&file[12..29]);
            file[29..33].copy_from_slice(&checksum.sum().to_be_bytes());
            assert_eq!(grey(&file, ImageFormat::Png, PIXELS), Err(DocumentFault::Broken), "{width} × {height}");
        }
    }
}
