//! QR symbols in a grey picture.
//!
//! One way of looking finds a symbol in a sharp picture and another in a blurred, a dark or a small one.
//! So the picture is looked at in several sizes, with squares of several widths (`threshold`), and
//! sharpened; the ways that read most and cost least come first. It ends when a symbol holds a token or
//! every way was tried: their number bounds the time. Symbols that are light on dark are looked for in the picture
//! inverted, whatever was found before: a certificate's own symbol must not hide another.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage};
use rxing::common::{BitMatrix, DetectorRXingResult as _};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};

use super::threshold::{Shades, shades};
use crate::seal::spelling;

/// Symbols that are told of one picture.
const MOST: usize = 8;

/// Groups of three corners that are tried in one look: text has shapes like a symbol's corners.
const GROUPS: usize = 200;

/// Pixels of the longer side of the largest picture that is looked at: a photograph of 12 million pixels.
const LARGEST: u32 = 4_200;

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// For a page that was drawn: its symbol is sharp, or it has none.
    Quick,
    /// For a photograph.
    Thorough,
}

/// A way of looking at a picture.
struct Look {
    /// Pixels of the longer side. A larger picture is made smaller, one of half of it or less is doubled.
    side: u32,
    /// How often the squares of the threshold go into the longer side.
    part: u32,
    /// Reach in pixels of an unsharp mask, applied twice.
    sharpened: Option<f32>,
}

/// Measured with `tests/pictures.py`: the second way reads 15 of its 16 pictures, the fourth all but the one of a
/// screen. The larger sizes are for symbols of more and smaller modules than are usual.
const LOOKS: [Look; 9] = [
    Look { side: 1_600, part: 24, sharpened: None },
    Look { side: 1_600, part: 80, sharpened: None },
    Look { side: 1_600, part: 6, sharpened: None },
    Look { side: 1_600, part: 24, sharpened: Some(4.0) },
    Look { side: LARGEST, part: 80, sharpened: None },
    Look { side: 2_600, part: 40, sharpened: None },
    Look { side: 2_600, part: 24, sharpened: Some(5.0) },
    Look { side: LARGEST, part: 24, sharpened: None },
    Look { side: 900, part: 6, sharpened: None },
];

/// The ways that are tried on a page that was drawn, whatever they find: a second symbol may be smaller than the first.
/// With the second, whatever a picture is of, symbols in light on dark are looked for.
const QUICK: Look = Look { side: 1_600, part: 24, sharpened: None };
const BOTH: Look = Look { side: 2_400, part: 24, sharpened: None };

/// The ways in which one of a camera's many frames is looked at, the cheaper first: what is missed in it is found in the
/// next. The squares of the first are wide enough for a symbol that fills the frame.
const GLANCES: [Look; 2] =
    [Look { side: 900, part: 16, sharpened: None }, Look { side: 1_600, part: 80, sharpened: None }];

/// For a page whose symbol has smaller modules than are usual.
const SMALL: Look = Look { side: LARGEST, part: 24, sharpened: None };

/// The texts of the symbols, each once, in the order in which they were found.
pub(super) fn read(grey: &GrayImage, effort: Effort) -> Vec<String> {
    let smaller = (grey.width().max(grey.height()) > LARGEST).then(|| sized(grey, LARGEST).into_luma8());
    let grey = smaller.as_ref().unwrap_or(grey);
    let mut found = Vec::new();
    let mut tell = |texts| tell(&mut found, texts);
    // Cameras read what is light on dark too.
    let both = BOTH.at(grey);
    let _certificate = match effort {
        Effort::Quick => tell(QUICK.at(grey).dark()) | tell(both.dark()) || tell(SMALL.at(grey).dark()),
        Effort::Thorough => LOOKS.iter().any(|look| tell(look.at(grey).dark())),
    };
    tell(both.light());
    found
}

/// The texts of the symbols in one of a camera's frames. What is light on dark is not looked for: no sheet is compared with
/// what is found.
pub(super) fn glance(grey: &GrayImage) -> Vec<String> {
    let mut found = Vec::new();
    let _certificate = GLANCES.iter().any(|look| tell(&mut found, look.at(grey).dark()));
    found
}

/// Adds what was read; whether a certificate or a report is among all that was.
fn tell(found: &mut Vec<String>, texts: Vec<String>) -> bool {
    for text in texts {
        if found.len() < MOST && !found.contains(&text) {
            found.push(text);
        }
    }
    found.iter().any(|text| spelling::read(text).is_ok() || spelling::read_report(text).is_ok())
}

/// What a way of looking shows: nothing where the picture has no pixels, or the reader a fault, which ends this way of
/// looking and no other.
struct Looked(Option<Shades>);

impl Look {
    fn at(&self, grey: &GrayImage) -> Looked {
        let looked = catch_unwind(AssertUnwindSafe(|| {
            let mut picture = sized(grey, self.side);
            if let Some(reach) = self.sharpened {
                picture = picture.unsharpen(reach, 0).unsharpen(reach, 0);
            }
            shades(&picture.into_luma8(), self.part)
        }));
        Looked(looked.unwrap_or_default())
    }
}

impl Looked {
    fn dark(&self) -> Vec<String> {
        self.read(|shades| &shades.dark)
    }

    fn light(&self) -> Vec<String> {
        self.read(|shades| &shades.light)
    }

    fn read(&self, bits: fn(&Shades) -> &BitMatrix) -> Vec<String> {
        let Some(shades) = &self.0 else { return Vec::new() };
        catch_unwind(AssertUnwindSafe(|| decoded(bits(shades)))).unwrap_or_default()
    }
}

fn sized(grey: &GrayImage, side: u32) -> DynamicImage {
    let (picture, longer) = (DynamicImage::from(grey.clone()), grey.width().max(grey.height()));
    if longer > side {
        picture.thumbnail(side, side)
    } else if longer * 2 <= side {
        picture.resize_exact(grey.width() * 2, grey.height() * 2, FilterType::CatmullRom)
    } else {
        picture
    }
}

fn decoded(bits: &BitMatrix) -> Vec<String> {
    let groups = GenerateFinderPatternSets(&mut FindFinderPatterns(bits, true, 0));
    let read = groups.iter().take(GROUPS).filter_map(|corners| {
        let sampled = SampleQR(bits, corners).ok()?;
        let decoded = Decode(sampled.getBits()).ok()?;
        decoded.isValid().then(|| decoded.content().to_string())
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;
    use crate::render::qr;

    /// A symbol of modules of so many pixels on white, with its quiet zone.
    fn symbol(text: &str, module: u32) -> GrayImage {
        let symbol = qr::symbol(text).expect("fits");
        let side = (symbol.width() + 2 * qr::QUIET) as u32 * module;
        GrayImage::from_fn(side, side, |x, y| {
            let at = |n: u32| (n / module) as usize;
            let inside = at(x) >= qr::QUIET && at(y) >= qr::QUIET;
            let dark = inside && symbol.is_dark(at(x) - qr::QUIET, at(y) - qr::QUIET);
            Luma([if dark { 20 } else { 235 }])
        })
    }

    fn link(digits: usize) -> String {
        format!("HTTPS://CEK.LSP.EXAMPLE/V/{}", "01234567890123456789".repeat(digits / 20))
    }

    #[test]
    fn a_symbol_is_read_letter_for_letter_at_every_size() {
        for (digits, module) in [(20, 3), (600, 2), (600, 11), (1_500, 3)] {
            let text = link(digits);
            assert_eq!(read(&symbol(&text, module), Effort::Thorough), [text], "{digits} digits, {module} pixels");
        }
    }

    #[test]
    fn a_glance_reads_a_symbol_that_is_held_before_a_camera() {
        let text = link(620);
        for module in [3, 5, 8] {
            let sharp = symbol(&text, module);
            let blurred = DynamicImage::from(sharp.clone()).blur(0.8).into_luma8();
            for picture in [&sharp, &blurred, &image::imageops::rotate90(&sharp)] {
                assert_eq!(glance(picture), std::slice::from_ref(&text), "{module} pixels");
            }
        }
        assert!(glance(&GrayImage::new(640, 480)).is_empty());
    }

    #[test]
    fn turned_mirrored_dim_and_shaded_symbols_are_read() {
        let text = link(620);
        let upright = symbol(&text, 5);
        let turned = image::imageops::rotate90(&upright);
        let shaded = GrayImage::from_fn(upright.width(), upright.height(), |x, y| {
            let light = 30 + 220 * x / upright.width();
            Luma([(u32::from(upright.get_pixel(x, y).0[0]) * light / 255) as u8])
        });
        let blurred = DynamicImage::from(upright.clone()).blur(2.2).into_luma8();
        for picture in [turned, image::imageops::flip_horizontal(&upright), shaded, blurred] {
            assert_eq!(read(&picture, Effort::Thorough), std::slice::from_ref(&text));
        }
    }

    #[test]
    fn a_symbol_in_light_on_dark_is_told_beside_another() {
        let (a, mut b) = (symbol(&link(600), 4), symbol("https://fake.example", 6));
        image::imageops::invert(&mut b);
        let mut both = GrayImage::from_pixel(900, 400, Luma([235]));
        image::imageops::overlay(&mut both, &a, 0, 0);
        image::imageops::overlay(&mut both, &b, 450, 40);
        for effort in [Effort::Quick, Effort::Thorough] {
            assert_eq!(read(&both, effort), [link(600), "https://fake.example".to_owned()], "{effort:?}");
        }
    }

    #[test]
    fn every_symbol_of_a_picture_is_told_once() {
        let (a, b) = (symbol(&link(600), 4), symbol("https://lsp.example/hubungi", 6));
        let mut both = GrayImage::from_pixel(900, 400, Luma([235]));
        image::imageops::overlay(&mut both, &a, 0, 0);
        image::imageops::overlay(&mut both, &b, 450, 40);
        let mut texts = read(&both, Effort::Quick);
        texts.sort();
        assert_eq!(texts, [link(600), "https://lsp.example/hubungi".to_owned()]);
    }

    #[test]
    fn nothing_is_seen_where_nothing_is() {
        let checks = GrayImage::from_fn(300, 200, |x, y| Luma([if (x / 7 + y / 5) % 2 == 0 { 0 } else { 255 }]));
        for picture in [GrayImage::new(1, 1), GrayImage::from_pixel(5, 400, Luma([9])), checks] {
            assert!(read(&picture, Effort::Thorough).is_empty());
        }
    }
}
