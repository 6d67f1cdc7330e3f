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
///
/// Millions of pixels pass here, also in builds that are not optimised: so plain loops over slices, which cost no call
/// a pixel.
pub(super) fn shades(grey: &GrayImage, part: u32) -> Option<Shades> {
    let bits = || BitMatrix::new(grey.width(), grey.height()).ok();
    let mut shades = Shades { dark: bits()?, light: bits()? };
    let [width, height] = [grey.width(), grey.height()].map(|side| side as usize);
    let reach = (width.max(height) / part as usize / 2).max(2);
    let pixels: &[u8] = grey.as_raw();
    let row = |y: usize| &pixels[y * width..(y + 1) * width];
    // The sums of the columns within reach of the row, brought up to date from row to row; and, to the right of each
    // pixel, the sum of all columns up to it.
    let mut columns = vec![0; width];
    let mut up_to = vec![0; width + 1];
    (0..reach.min(height)).for_each(|y| add(&mut columns, row(y)));
    for y in 0..height {
        if y + reach < height {
            add(&mut columns, row(y + reach));
        }
        if y > reach {
            take(&mut columns, row(y - reach - 1));
        }
        sum_up(&columns, &mut up_to);
        let rows = (y + reach).min(height - 1) + 1 - y.saturating_sub(reach);
        Row { y: y as u32, pixels: row(y), up_to: &up_to, rows: rows as u64, reach }.tell(&mut shades);
    }
    Some(shades)
}

fn add(columns: &mut [u64], row: &[u8]) {
    let mut x = 0;
    while x < columns.len() {
        columns[x] += row[x] as u64;
        x += 1;
    }
}

fn take(columns: &mut [u64], row: &[u8]) {
    let mut x = 0;
    while x < columns.len() {
        columns[x] -= row[x] as u64;
        x += 1;
    }
}

fn sum_up(columns: &[u64], up_to: &mut [u64]) {
    let (mut x, mut sum) = (0, 0);
    while x < columns.len() {
        sum += columns[x];
        x += 1;
        up_to[x] = sum;
    }
}

/// A row of a picture, and the sums of the columns around it.
struct Row<'a> {
    y: u32,
    pixels: &'a [u8],
    up_to: &'a [u64],
    /// How many rows are within reach.
    rows: u64,
    reach: usize,
}

impl Row<'_> {
    fn tell(&self, shades: &mut Shades) {
        let Self { y, pixels, up_to, rows, reach } = *self;
        let width = pixels.len();
        let mut x = 0;
        while x < width {
            let from = x.saturating_sub(reach);
            let to = if x + reach < width { x + reach + 1 } else { width };
            let (area, sum, level) = (rows * (to - from) as u64, up_to[to] - up_to[from], pixels[x] as u64);
            if level * 100 * area < sum * SHARE {
                shades.dark.set(x as u32, y);
            } else if (255 - level) * 100 * area < (255 * area - sum) * SHARE {
                shades.light.set(x as u32, y);
            }
            x += 1;
        }
    }
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
