//! Grey into black and white: a pixel is dark when it is darker than the mean of the square around it, and light when
//! it is lighter, as far from white as the other from black. So neither a shadow nor a lamp at one side changes what
//! is read.

use image::GrayImage;
use rxing::common::BitMatrix;

/// A pixel is dark below this share of the mean around it, in hundredths: what is as bright as its
/// surroundings is paper.
const SHARE: u64 = 95;

/// What stands out from what is around it.
pub(super) struct Shades {
    pub(super) dark: BitMatrix,
    /// What would be dark in the picture inverted.
    pub(super) light: BitMatrix,
}

/// The dark and the light pixels of a picture; the squares are the longer side divided by `part` wide.
pub(super) fn shades(grey: &GrayImage, part: u32) -> Option<Shades> {
    let (width, height) = grey.dimensions();
    let bits = || BitMatrix::new(width, height).ok();
    let mut shades = Shades { dark: bits()?, light: bits()? };
    let reach = (width.max(height) / part / 2).max(2);
    let row = |y: u32| &grey.as_raw()[(y * width) as usize..((y + 1) * width) as usize];
    // The sums of the columns within reach of the row, brought up to date from row to row.
    let mut columns = vec![0_u32; width as usize];
    let add = |columns: &mut [u32], y| columns.iter_mut().zip(row(y)).for_each(|(sum, p)| *sum += u32::from(*p));
    (0..reach.min(height)).for_each(|y| add(&mut columns, y));
    for y in 0..height {
        if y + reach < height {
            add(&mut columns, y + reach);
        }
        if y > reach {
            columns.iter_mut().zip(row(y - reach - 1)).for_each(|(sum, p)| *sum -= u32::from(*p));
        }
        let rows = (y + reach).min(height - 1) + 1 - y.saturating_sub(reach);
        let mut sum: u32 = columns[..reach.min(width) as usize].iter().sum();
        for (x, pixel) in (0..width).zip(row(y)) {
            if x + reach < width {
                sum += columns[(x + reach) as usize];
            }
            if x > reach {
                sum -= columns[(x - reach - 1) as usize];
            }
            let across = (x + reach).min(width - 1) + 1 - x.saturating_sub(reach);
            let (area, level, sum) = (u64::from(rows * across), u64::from(*pixel), u64::from(sum));
            if level * 100 * area < sum * SHARE {
                shades.dark.set(x, y);
            } else if (255 - level) * 100 * area < (255 * area - sum) * SHARE {
                shades.light.set(x, y);
            }
        }
    }
    Some(shades)
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    #[test]
    fn dark_squares_are_seen_in_light_and_in_shadow() {
        // Squares of 8 pixels; the light falls from 250 on the left to 50 on the right.
        let grey = GrayImage::from_fn(160, 80, |x, y| {
            let light = 250 - x * 200 / 160;
            Luma([if (x / 8 + y / 8) % 2 == 0 { light as u8 } else { (light / 3) as u8 }])
        });
        let bits = shades(&grey, 5).expect("a picture").dark;
        for (x, y) in (0..80).flat_map(|y| (0..160).map(move |x| (x, y))) {
            assert_eq!(bits.get(x, y), (x / 8 + y / 8) % 2 == 1, "{x}, {y}");
        }
    }

    #[test]
    fn even_paper_has_nothing_dark_and_nothing_light() {
        for level in [0, 1, 128, 255] {
            let shades = shades(&GrayImage::from_pixel(33, 7, Luma([level])), 3).expect("a picture");
            assert!((0..7).all(|y| (0..33).all(|x| !shades.dark.get(x, y) && !shades.light.get(x, y))), "{level}");
        }
    }

    #[test]
    fn what_is_light_is_what_is_dark_in_the_picture_inverted() {
        let grey = GrayImage::from_fn(90, 70, |x, y| Luma([(x * 7 + y * y * 3) as u8]));
        let mut inverted = grey.clone();
        image::imageops::invert(&mut inverted);
        let (here, there) = (shades(&grey, 6).expect("a picture"), shades(&inverted, 6).expect("a picture"));
        for (x, y) in (0..70).flat_map(|y| (0..90).map(move |x| (x, y))) {
            assert_eq!((here.dark.get(x, y), here.light.get(x, y)), (there.light.get(x, y), there.dark.get(x, y)));
        }
    }

    #[test]
    fn a_picture_of_a_single_pixel_is_no_trouble() {
        assert!(shades(&GrayImage::new(1, 1), 24).is_some());
    }
}
