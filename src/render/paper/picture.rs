//! Logo, signature and photo: PNG or JPEG in, made small, kept as JPEG with the transparency beside it.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbImage};
use lopdf::{Document, ObjectId, Stream, dictionary};

use super::pdf::{deflated, smallest};

/// A picture that could not be read: no PNG or JPEG, or larger than 40 megapixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a PNG or JPEG that can be read, or larger than 40 megapixels")]
pub struct Unreadable;

/// A photo as it is kept: cut to 3 by 4 and made as small as it will be printed, a JPEG.
///
/// # Errors
/// It is no PNG or JPEG, or too large.
pub fn portrait(file: &[u8]) -> Result<Vec<u8>, Unreadable> {
    Picture::portrait(file).map(|picture| picture.color)
}

/// A picture ready to be put into a document.
pub(in crate::render) struct Picture {
    pub(in crate::render) width: u32,
    pub(in crate::render) height: u32,
    color: Vec<u8>,
    mask: Option<Stream>,
}

impl Picture {
    /// Reads a picture and makes it no wider and no higher than `most` pixels.
    pub(in crate::render) fn read(file: &[u8], most: u32) -> Result<Self, Unreadable> {
        let picture = decoded(file)?;
        let small = if picture.width().max(picture.height()) > most {
            picture.resize(most, most, FilterType::Triangle)
        } else {
            picture
        };
        Self::new(&small, 80)
    }

    /// Reads a photo and cuts the middle of it to 3 by 4.
    pub(in crate::render) fn portrait(file: &[u8]) -> Result<Self, Unreadable> {
        let opaque = DynamicImage::from(on_white(&decoded(file)?));
        Self::new(&opaque.resize_to_fill(210, 280, FilterType::Triangle), 76)
    }

    fn new(picture: &DynamicImage, quality: u8) -> Result<Self, Unreadable> {
        let mut color = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut color, quality);
        on_white(picture).write_with_encoder(encoder).map_err(|_| Unreadable)?;
        let mask = picture.color().has_alpha().then(|| {
            let alpha: Vec<u8> = picture.to_rgba8().pixels().map(|pixel| pixel.0[3]).collect();
            deflated(&alpha, smallest())
        });
        Ok(Self { width: picture.width(), height: picture.height(), color, mask })
    }

    /// Adds the picture and gives its object.
    pub(in crate::render) fn add(&self, doc: &mut Document) -> ObjectId {
        let mut entries = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(self.width),
            "Height" => i64::from(self.height),
            "BitsPerComponent" => 8,
        };
        let mask = self.mask.clone().map(|mut mask| {
            mask.dict.extend(&entries);
            mask.dict.set("ColorSpace", "DeviceGray");
            doc.add_object(mask)
        });
        entries.set("ColorSpace", "DeviceRGB");
        entries.set("Filter", "DCTDecode");
        if let Some(mask) = mask {
            entries.set("SMask", mask);
        }
        doc.add_object(Stream::new(entries, self.color.clone()))
    }
}

/// Decodes a file and turns it as its camera held it.
fn decoded(file: &[u8]) -> Result<DynamicImage, Unreadable> {
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| Unreadable)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(12_000);
    limits.max_image_height = Some(12_000);
    limits.max_alloc = Some(40_000_000 * 4);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Unreadable)?;
    let orientation = decoder.orientation().map_err(|_| Unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Unreadable)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// JPEG has no transparency: what is transparent becomes white.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let rgba = picture.to_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, a] = rgba.get_pixel(x, y).0.map(u32::from);
        image::Rgb([r, g, b].map(|part| ((part * a + 255 * (255 - a)) / 255) as u8))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut file = Vec::new();
        let picture = DynamicImage::new_rgba8(width, height);
        picture.write_to(&mut Cursor::new(&mut file), image::ImageFormat::Png).unwrap();
        file
    }

    #[test]
    fn a_photo_is_cut_to_three_by_four() {
        let photo = Picture::portrait(&png(900, 500)).unwrap();
        assert_eq!((photo.width, photo.height, photo.mask.is_some()), (210, 280, false));
    }

    #[test]
    fn a_large_logo_is_made_small_and_keeps_its_transparency() {
        let logo = Picture::read(&png(1_200, 600), 300).unwrap();
        assert_eq!((logo.width, logo.height, logo.mask.is_some()), (300, 150, true));
    }

    #[test]
    fn other_files_are_refused() {
        assert!(Picture::read(b"<svg/>", 300).is_err());
        assert!(Picture::read(b"", 300).is_err());
    }
}
